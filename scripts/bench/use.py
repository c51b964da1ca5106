"""How each application is used: a button pressed, a town pointed at and clicked, a year chosen."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import cycle
from typing import TYPE_CHECKING, Any

from scripts.bench.visit import (
    Opened,
    arm,
    map_frame,
    painted_at,
    point_in,
    report,
    wait_for_map,
)
from scripts.serving import NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Frame

    from scripts.bench.samples import Samples

TOWN = "(code) => sihuiBench.town(code)"
MIDDLE = "(selector) => sihuiBench.middle(selector)"


class Title:
    """The reference: a title and the button that runs the page again."""

    def __init__(self, opened: Opened, samples: Samples) -> None:
        """Take a page that is open."""
        self.opened, self.samples, self.runs = opened, samples, 0

    def rerun(self, *, measured: bool = True) -> None:
        """Press the button; its title counts."""
        opened, page = self.opened, self.opened.page
        box = page.locator("button:has-text('Again')").bounding_box()
        if box is None:
            msg = "the reference has no button"
            raise NotMeasuredError(msg)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        opened.pause()
        self.runs += 1
        arm(page, title=f"Run {self.runs}.")
        opened.press()
        marks = report(page)
        if measured:
            self.samples.took("rerun", marks, "title", marks.get("click"))
            opened.traffic.quiet(page)
            self.samples.add("rerun frame bytes", opened.traffic.frame_bytes)
            self.samples.add("rerun bytes", opened.traffic.total_bytes())


class TownMap(ABC):
    """A page with a map of towns, and what a click of them tells."""

    prefix = ""
    """What the names of its samples begin with."""

    def __init__(self, opened: Opened, samples: Samples, towns: Mapping[str, str]) -> None:
        """Take a page that is open, and the names of the towns by code."""
        self.opened, self.samples = opened, samples
        self.page = opened.page
        self.turns = cycle(towns.items())

    @property
    @abstractmethod
    def frame(self) -> Frame:
        """Return the frame that the map is in."""

    @abstractmethod
    def arm_click(self, town: str) -> None:
        """Wait for what a click of ``town`` brings."""

    @abstractmethod
    def keep_click(self, inner: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        """Keep what the click brought, and when, by the map's frame and by the page."""

    def hover(self, town: str, where: tuple[float, float]) -> None:
        """Point at ``town`` from outside the map; its tooltip counts."""
        self.page.mouse.move(2, 2)
        self.opened.pause()
        arm(self.frame, tip=town)
        self.page.mouse.move(*where)
        marks = report(self.frame)
        self.samples.took(f"{self.prefix}hover", marks, "tip", marks.get("mouseover"))

    def click(self, *, measured: bool = True) -> None:
        """Point at the next town in the map, then click it."""
        code, town = next(self.turns)
        where = point_in(self.frame, TOWN, code)
        if measured:
            self.hover(town, where)
        self.page.mouse.move(*where)
        self.opened.pause()
        self.arm_click(town)
        self.opened.press()
        inner, outer = report(self.frame), report(self.page)
        if measured:
            self.keep_click(inner, outer)
            self.keep_bytes()

    def keep_bytes(self) -> None:
        """Wait for silence, then keep what the click sent and received."""
        traffic = self.opened.traffic
        traffic.quiet(self.page)
        self.samples.add(f"{self.prefix}click frame bytes", traffic.frame_bytes)
        self.samples.add(f"{self.prefix}click bytes", traffic.total_bytes())
        self.samples.add(f"{self.prefix}click requests", len(traffic.requests))


class Ours(TownMap):
    """Our page: the map's frame answers at once, the page around it when the server has."""

    def __init__(self, opened: Opened, samples: Samples) -> None:
        """Take a page that is open, its towns from its table, its years from its map."""
        page = opened.page
        links = "links => links.map(link => [link.dataset.town, link.textContent])"
        page.wait_for_selector("caption ~ tbody a[data-town]")
        towns = dict(page.eval_on_selector_all("caption ~ tbody a[data-town]", links))
        super().__init__(opened, samples, towns)
        years = "buttons => buttons.map(button => button.dataset.year)"
        self.years: list[str] = self.frame.eval_on_selector_all(".years button", years)
        self.year = self.years[-1]

    @property
    def frame(self) -> Frame:
        """Return the frame that the map is in."""
        return map_frame(self.page)

    def hover(self, town: str, where: tuple[float, float]) -> None:
        """Point at ``town``; how often the server was told counts too, for it need not be."""
        arm(self.page)
        super().hover(town, where)
        self.opened.pause()
        self.samples.add("hover messages", self.page.evaluate("sihuiBench.sent.length"))

    def arm_click(self, town: str) -> None:
        """Wait for the key numbers in the map and for the panel beside it."""
        arm(self.frame, chosen=town)
        arm(self.page, panel=town)

    def keep_click(self, inner: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        """Keep both times, and where that of the panel goes."""
        start = inner.get("click")
        self.samples.took("click in map", inner, "chosen", start)
        self.samples.took("click", outer, "panel", start)
        if start is not None and outer["sent"] and outer["received"]:
            self._keep_answers(inner, outer, start)

    def _keep_answers(
        self, inner: Mapping[str, Any], outer: Mapping[str, Any], start: float
    ) -> None:
        self.samples.add("click sent", outer["sent"][0] - start)
        self.samples.add("click first answer", outer["received"][0] - start)
        told = [at for at in outer["received"] if at <= outer.get("panel", at)]
        self.samples.add("click last answer", told[-1] - start)
        before = "chosen" in inner and inner["chosen"] < outer["received"][0]
        self.samples.add("click answered before the server", float(before))

    def pick_year(self) -> None:
        """Press the first or the last year in the map, whichever is not shown."""
        self.year = self.years[0] if self.year != self.years[0] else self.years[-1]
        self.page.mouse.move(*point_in(self.frame, MIDDLE, f"[data-year='{self.year}']"))
        self.opened.pause()
        arm(self.frame, fills="", values="")
        arm(self.page, ranking=f"{self.year} 年")
        self.opened.press()
        inner, outer = report(self.frame), report(self.page)
        start = inner.get("click")
        if "fills" in inner and "values" in inner:
            inner["both"] = max(inner["fills"], inner["values"])
        self.samples.took("year in map", inner, "both", start)
        self.samples.took("year in table", outer, "ranking", start)
        self.opened.traffic.quiet(self.page)
        self.samples.add("year bytes", self.opened.traffic.total_bytes())


def change_page(opened: Opened, samples: Samples, title: str) -> None:
    """Go to the page ``title`` by the menu; its own map counts."""
    page = opened.page
    before = list(page.frames)
    page.get_by_role("link", name=title, exact=True).first.hover()
    opened.pause()
    arm(page)
    opened.press()
    painted = painted_at(wait_for_map(page, apart_from=before))
    samples.add("page change", painted - report(page)["click"])
    opened.pause()


class Peer(TownMap):
    """The peer's page: map and panel in one document."""

    prefix = "peer "

    def __init__(self, opened: Opened, samples: Samples, towns: Mapping[str, str]) -> None:
        """Take a page that is open, and the names of the towns by code."""
        super().__init__(opened, samples, towns)
        self.is_last = True

    @property
    def frame(self) -> Frame:
        """Return the page itself."""
        return self.page.main_frame

    def arm_click(self, town: str) -> None:
        """Wait for the panel."""
        arm(self.page, panel=town)

    def keep_click(self, inner: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        """Keep its time; frame and page are one."""
        self.samples.took("peer click", outer, "panel", inner.get("click"))

    def pick_year(self) -> None:
        """Press the first or the last year, whichever is not shown."""
        self.is_last = not self.is_last
        end = "last" if self.is_last else "first"
        selector = f"#year label:{end}-child input"
        self.page.mouse.move(*point_in(self.frame, MIDDLE, selector))
        self.opened.pause()
        arm(self.page, fills="")
        self.opened.press()
        marks = report(self.page)
        self.samples.took("peer year", marks, "fills", marks.get("click"))
        self.opened.traffic.quiet(self.page)
