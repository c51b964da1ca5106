"""What is measured, and how often: each application in turn, so that the machine is fair to all."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.bench.use import Ours, Peer, Title, change_page
from scripts.bench.visit import QUIET_S, Opened, map_frame, open_page, visitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page

    from scripts.bench.samples import Samples
    from scripts.serving import Server

OURS, REFERENCE, PEER = "ours", "reference", "peer"
CLICKS_PER_ROUND = 2
CPU_BLOCKS = 2
CPU_CLICKS = 20
WARM_SESSIONS = 3
MORE_SESSIONS = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A server, and the page of it that is measured."""

    server: Server
    path: str = "/"
    is_framed: bool = False
    others: Sequence[str] = ()
    """Titles of pages with a map that its menu leads to, itself last."""

    def open(self, page: Page) -> Opened:
        """Open the page."""
        return open_page(page, self.server.address(self.path), is_framed=self.is_framed)


@dataclass(frozen=True, slots=True)
class InUse:
    """Open pages of all that is measured."""

    title: Title
    ours: Ours
    peer: Peer | None


@dataclass
class Bench:
    """What is measured by name, one browser, and what was found."""

    browser: Browser
    places: dict[str, Place]
    towns: Mapping[str, str]
    samples: Samples
    waterfall: Samples

    def _open(self, name: str) -> Opened:
        """Open one of the applications with an empty cache."""
        return self.places[name].open(visitor(self.browser).new_page())

    def cold(self, name: str) -> None:
        """Open an application with an empty cache, then again with a full one."""
        opened = self._open(name)
        try:
            self.samples.add(f"cold {name}", opened.painted_ms)
            opened.pause()
            self._keep_timeline(opened.page, name)
            opened.pause(QUIET_S)
            self.samples.add(f"kB {name}", opened.traffic.total_bytes() / 1000)
            again = self.places[name].open(opened.page.context.new_page())
            self.samples.add(f"again {name}", again.painted_ms)
            again.pause(QUIET_S)
            for title in self.places[name].others:
                change_page(again, self.samples, title)
        finally:
            opened.close()

    def _keep_timeline(self, page: Page, name: str) -> None:
        top = page.evaluate("sihuiBench.timeline()")
        self.samples.add(f"scripts {name}", top["scripts"])
        self.samples.add(f"script kB {name}", top["bytes"] / 1000)
        start = top["times"].pop("start")
        for what, of in (("first answer", "painted"), ("first map", "first map")):
            if name == OURS and of in top["times"]:
                self.samples.add(what, top["times"][of] - start)
        for what, at in top["times"].items():
            self.waterfall.add(f"{name}: page: {what}", at - start)
        if self.places[name].is_framed:
            for what, at in map_frame(page).evaluate("sihuiBench.timeline()")["times"].items():
                self.waterfall.add(f"{name}: map: {what}", at - start)

    def round(self, number: int) -> None:
        """Take every time once or twice, ours and the others in turn."""
        names = list(self.places)
        for name in names if number % 2 == 0 else reversed(names):
            self.cold(name)
        with self.in_use() as use:
            for _ in range(CLICKS_PER_ROUND):
                use.title.rerun()
                use.ours.click()
                use.title.rerun()
                use.ours.pick_year()
                if use.peer:
                    use.peer.click()
                    use.peer.pick_year()

    @contextmanager
    def in_use(self) -> Iterator[InUse]:
        """Open all applications, to be used in turn."""
        with ExitStack() as stack:
            opened = {}
            for name in reversed(self.places):
                opened[name] = self._open(name)
                stack.callback(opened[name].close)
            for each in opened.values():
                each.pause(QUIET_S)
            peer = opened.get(PEER)
            yield InUse(
                Title(opened[REFERENCE], self.samples),
                Ours(opened[OURS], self.samples),
                Peer(peer, self.samples, self.towns) if peer else None,
            )

    def cpu(self) -> None:
        """Take the processor time of one interaction, over blocks of many."""
        with self.in_use() as use:
            acts = {REFERENCE: use.title.rerun, OURS: use.ours.click}
            if use.peer:
                acts[PEER] = use.peer.click
            for _ in range(CPU_BLOCKS):
                for name, act in acts.items():
                    server = self.places[name].server
                    before = server.cpu_ms()
                    for _ in range(CPU_CLICKS):
                        act(measured=False)
                    time.sleep(QUIET_S)
                    self.samples.add(f"cpu {name}", (server.cpu_ms() - before) / CPU_CLICKS)


def memory(browser: Browser, place: Place) -> float:
    """Open sessions and keep them; return what each of the later ones costs, in MB."""
    context = visitor(browser)

    def add(count: int) -> float:
        for _ in range(count):
            place.open(context.new_page())
        time.sleep(2 * QUIET_S)
        return place.server.rss_mb()

    try:
        before = add(WARM_SESSIONS)
        return (add(MORE_SESSIONS) - before) / MORE_SESSIONS
    finally:
        context.close()
