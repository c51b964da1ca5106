"""Measure what a viewer waits for, beside a Streamlit application that shows only a title.

Run `python -m scripts.bench [--rounds N] [--json FILE]` in the repository. Both applications
are started, driven by the same Chromium in turn, and ended again. All times are taken inside the
browser, in milliseconds; medians are printed. This is a measurement, not a test: it never fails.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from scripts.serving import ROOT, NotMeasuredError, Server, started

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Frame, Page, Request, WebSocket

PAGE = "/emissions"
TITLE_APP = """\
import streamlit as st

st.session_state.setdefault("runs", 0)


def again() -> None:
    st.session_state["runs"] += 1


st.title(f"Run {st.session_state['runs']}.")
st.button("Again", on_click=again)
"""
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWPORT: Any = {"width": 1366, "height": 768}  # the screen that the pages are laid out for

CLICKS_PER_ROUND = 2
CPU_BLOCKS = 2
CPU_CLICKS = 20
WARM_SESSIONS = 3
MORE_SESSIONS = 20
QUIET_S = 1.0
PAUSE_S = 0.15
PATIENCE_S = 20.0
CLICK_LIMIT_BYTES = 10_000
SESSION_LIMIT_MB = 1.0
COLD_LIMIT, CLICK_LIMIT, YEAR_LIMIT = 1.1, 1.5, 0.8
ROUNDS = 9

# Runs first in every document, also in the map's sandboxed frame. Clocks count from 1970, so
# that those of the page and of its frame can be subtracted from each other.
RECORDER = r"""
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const bench = { first: {}, marks: {}, sent: [], received: [] };
  const mark = (where, name, time) => { if (!(name in where)) where[name] = time || now(); };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const says = (selector, test) => all(selector).some((node) => test(node.textContent));
  const fills = () => all("path[data-town]").map((path) => path.dataset.fill).join();
  const values = () => all(".town-label").map((label) => label.textContent).join();
  const painted = () => all("path[data-town]").filter((path) => path.dataset.fill &&
    !["#f3f5f1", "url(#hatch-outside)"].includes(path.dataset.fill) &&
    (path.getAttribute("d") || "").length > 4).length * (window.innerHeight > 100);
  const tests = {
    title: (wanted) => says("h1", (text) => text.includes(wanted)),
    panel: (wanted) => says(".section h2", (text) => text.includes(wanted)),
    ranking: (wanted) => says("caption",
      (text) => text.startsWith(wanted) && text.includes("排序")),
    chosen: (wanted) => says(".chosen-town", (text) => text.includes(wanted)),
    tip: (wanted) => says(".leaflet-tooltip", (text) => text.includes(wanted)),
    fills: (before) => fills() !== before,
    values: (before) => values() !== before,
  };

  let wanted = {}, finish = () => {};
  const look = () => {
    let missing = 0;
    for (const [name, what] of Object.entries(wanted)) {
      if (name in bench.marks) continue;
      if (tests[name](what)) bench.marks[name] = now(); else missing += 1;
    }
    if (!missing) finish();
  };
  bench.arm = (next) => {
    wanted = { ...next };
    if ("fills" in wanted) wanted.fills = fills();
    if ("values" in wanted) wanted.values = values();
    const already = Object.keys(wanted).filter((name) => tests[name](wanted[name]));
    bench.marks = {}; bench.sent = []; bench.received = [];
    bench.done = new Promise((resolve) => { finish = resolve; setTimeout(resolve, 5000); });
    const mine = wanted;
    bench.done.then(() => { if (wanted === mine) wanted = {}; });
    return already;
  };
  bench.report = async () => {
    await bench.done;
    return { ...bench.marks, sent: bench.sent, received: bench.received };
  };
  new MutationObserver(look).observe(document,
    { subtree: true, childList: true, attributes: true, characterData: true });
  for (const name of ["mouseover", "click"]) {
    window.addEventListener(name, (event) => {
      if (name === "mouseover" && event.target.tagName !== "path") return;
      mark(bench.marks, name, performance.timeOrigin + event.timeStamp);
    }, true);
  }

  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      mark(bench.first, "websocket asked");
      this.addEventListener("open", () => mark(bench.first, "websocket open"));
      this.addEventListener("message", () => {
        bench.received.push(now());
        mark(bench.first, "first message");
      });
    }
    send(...given) {
      bench.sent.push(now());
      mark(bench.first, "first sent");
      super.send(...given);
    }
  };
  window.addEventListener("message", (event) => {
    if (event.data && event.data.type === "streamlit:render") mark(bench.first, "render message");
  });

  // Painted = the task after the animation frame in which the page or the map is complete.
  bench.painted = new Promise((resolve) => {
    const poll = () => {
      const title = document.querySelector("h1");
      if (painted() === 13 || (title && title.getBoundingClientRect().height > 0)) {
        setTimeout(() => { mark(bench.first, "painted"); resolve(bench.first.painted); });
      } else { requestAnimationFrame(poll); }
    };
    requestAnimationFrame(poll);
  });
  bench.timeline = () => {
    const visit = performance.getEntriesByType("navigation")[0];
    const found = { ...bench.first, start: performance.timeOrigin };
    found["first byte"] = found.start + visit.responseStart;
    found["document read"] = found.start + visit.responseEnd;
    let scripts = 0, bytes = 0;
    for (const file of performance.getEntriesByType("resource")) {
      const name = new URL(file.name).pathname.split("/").pop();
      if (/^(index|map|leaflet|emissions|main|[\w.]*chunk)\b.*js$/.test(name)) {
        found[`${name} asked`] = found.start + file.startTime;
        found[`${name} read`] = found.start + file.responseEnd;
      }
      if (name.endsWith(".js")) { scripts += 1; bytes += file.transferSize; }
    }
    return { times: found, scripts, bytes };
  };
  bench.town = (code) => {
    const path = document.querySelector(`path[data-town="${code}"]`);
    const box = path.getBoundingClientRect();
    const on = (x, y) => document.elementFromPoint(x, y) === path;
    let best = null;
    for (let row = 1; row < 12; row += 1) for (let column = 1; column < 12; column += 1) {
      const x = box.left + box.width * column / 12, y = box.top + box.height * row / 12;
      const free = [[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]].filter(([h, v]) => on(x + h, y + v));
      if (!on(x, y)) continue;
      if (!best || free.length > best.free) best = { x, y, free: free.length };
    }
    return best;
  };
  Object.defineProperty(window, "sihuiBench", { value: bench });
})();
"""


@dataclass
class Traffic:
    """What a page has sent and received, by websocket and otherwise."""

    frame_bytes: int = 0
    last: float = 0.0
    requests: list[Request] = field(default_factory=list)

    def _count(self, payload: str | bytes) -> None:
        self.frame_bytes += len(payload.encode() if isinstance(payload, str) else payload)
        self.last = time.monotonic()

    def _listen(self, websocket: WebSocket) -> None:
        websocket.on("framesent", self._count)
        websocket.on("framereceived", self._count)

    def _keep(self, request: Request) -> None:
        self.requests.append(request)

    def watch(self, page: Page) -> None:
        """Count from now on."""
        page.on("websocket", self._listen)
        page.on("requestfinished", self._keep)

    def reset(self) -> None:
        """Begin at zero."""
        self.frame_bytes = 0
        self.requests.clear()
        self.last = time.monotonic()

    def total_bytes(self) -> int:
        """Return all bytes both ways since the last reset."""
        total = self.frame_bytes
        for sizes in [request.sizes() for request in self.requests]:
            total += sizes["requestHeadersSize"] + sizes["requestBodySize"]
            total += sizes["responseHeadersSize"] + sizes["responseBodySize"]
        return total

    def quiet(self, page: Page) -> None:
        """Wait until nothing has come or gone for a second."""
        while time.monotonic() - self.last < QUIET_S:
            page.wait_for_timeout(50)


@dataclass
class Opened:
    """An open page and its traffic."""

    page: Page
    traffic: Traffic
    painted_ms: float

    def close(self) -> None:
        """Close the page and forget its cache."""
        self.page.context.close()


class Samples:
    """All that was measured, by name."""

    def __init__(self) -> None:
        """Start empty."""
        self.taken: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, name: str, value: float) -> None:
        """Keep one value."""
        self.taken[name].append(value)

    def median(self, name: str) -> float | None:
        """Return the middle value; None if nothing was measured."""
        return median(self.taken[name]) if self.taken[name] else None


def _map(page: Page) -> Frame:
    found = [frame for frame in page.frames if "/component/map/" in frame.url]
    if not found:
        msg = f"{page.url}: there is no map on this page"
        raise NotMeasuredError(msg)
    return found[0]


def _wait_for_map(page: Page) -> Frame:
    end = time.monotonic() + PATIENCE_S
    while not any("/component/map/" in frame.url for frame in page.frames):
        if time.monotonic() > end:
            break
        page.wait_for_timeout(20)
    return _map(page)


def _open(page: Page, address: str, *, has_map: bool) -> Opened:
    """Open ``address``; painted means the map, if there is one, else the title."""
    traffic = Traffic()
    traffic.watch(page)
    page.goto(address, wait_until="commit")
    shown = _wait_for_map(page) if has_map else page.main_frame
    painted: float = shown.evaluate("sihuiBench.painted")
    start: float = page.evaluate("performance.timeOrigin")
    return Opened(page, traffic, painted - start)


def _new_page(browser: Browser) -> Page:
    context = browser.new_context(viewport=VIEWPORT, locale="zh-CN")
    context.add_init_script(RECORDER)
    return context.new_page()


def _arm(frame: Frame | Page, **wanted: str) -> None:
    already = frame.evaluate("(wanted) => sihuiBench.arm(wanted)", wanted)
    if already:
        msg = f"nothing to wait for: {', '.join(already)} {wanted}"
        raise NotMeasuredError(msg)


def _report(frame: Frame | Page) -> dict[str, Any]:
    marks: dict[str, Any] = frame.evaluate("sihuiBench.report()")
    return marks


class Driver:
    """Uses one page of ours and one of the reference, turn and turn about."""

    def __init__(self, ours: Opened, reference: Opened, samples: Samples) -> None:
        """Take two pages that are open."""
        self.ours, self.reference, self.samples = ours, reference, samples
        self.runs = 0
        links = "links => links.map(link => [link.dataset.town, link.textContent])"
        ours.page.wait_for_selector("caption ~ tbody a[data-town]")
        self.towns: dict[str, str] = dict(
            ours.page.eval_on_selector_all("caption ~ tbody a[data-town]", links)
        )
        years = "buttons => buttons.map(button => button.dataset.year)"
        self.years: list[str] = _map(ours.page).eval_on_selector_all(".years button", years)
        self.year = self.years[-1]
        self.turn = 0

    def _took(self, name: str, marks: Mapping[str, Any], end: str, start: float | None) -> None:
        if end in marks and start is not None:
            self.samples.add(name, marks[end] - start)
        else:
            print(f"not seen within 5 s: {name} {dict(marks)}", file=sys.stderr)

    def rerun(self, *, measured: bool = True) -> None:
        """Press the button of the reference; its title counts."""
        page = self.reference.page
        box = page.locator("button:has-text('Again')").bounding_box()
        if box is None:
            msg = "the reference has no button"
            raise NotMeasuredError(msg)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(PAUSE_S * 1000)
        self.runs += 1
        _arm(page, title=f"Run {self.runs}.")
        self.reference.traffic.reset()
        page.mouse.down()
        page.mouse.up()
        marks = _report(page)
        if measured:
            self._took("rerun", marks, "title", marks.get("click"))
            self.reference.traffic.quiet(page)
            self.samples.add("rerun frame bytes", self.reference.traffic.frame_bytes)
            self.samples.add("rerun bytes", self.reference.traffic.total_bytes())

    def _point(self, script: str, value: str) -> tuple[float, float]:
        page = self.ours.page
        frame = _map(page)
        box = frame.frame_element().bounding_box()
        point = frame.evaluate(script, value)
        if box is None or point is None:
            msg = f"nothing to click for {value}"
            raise NotMeasuredError(msg)
        return box["x"] + point["x"], box["y"] + point["y"]

    def click(self, *, measured: bool = True) -> None:
        """Point at the next town in the map, then click it."""
        page, frame = self.ours.page, _map(self.ours.page)
        codes = list(self.towns)
        code = codes[self.turn % len(codes)]
        self.turn += 1
        town = self.towns[code]
        x, y = self._point("(code) => sihuiBench.town(code)", code)
        if measured:
            page.mouse.move(2, 2)
            page.wait_for_timeout(PAUSE_S * 1000)
            _arm(frame, tip=town)
            _arm(page)
        page.mouse.move(x, y)
        if measured:
            hover = _report(frame)
            self._took("hover", hover, "tip", hover.get("mouseover"))
        page.wait_for_timeout(PAUSE_S * 1000)
        if measured:
            # mouse events must not have told the server anything
            self.samples.add("hover messages", page.evaluate("sihuiBench.sent.length"))
        _arm(frame, chosen=town)
        _arm(page, panel=town)
        self.ours.traffic.reset()
        page.mouse.down()
        page.mouse.up()
        inner, outer = _report(frame), _report(page)
        if measured:
            self._keep_click(inner, outer)

    def _keep_click(self, inner: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        start = inner.get("click")
        self._took("click in map", inner, "chosen", start)
        self._took("click", outer, "panel", start)
        if start is not None and outer["sent"] and outer["received"]:
            self.samples.add("click sent", outer["sent"][0] - start)
            self.samples.add("click first answer", outer["received"][0] - start)
            told = [at for at in outer["received"] if at <= outer.get("panel", at)]
            self.samples.add("click last answer", told[-1] - start)
            before = "chosen" in inner and inner["chosen"] < outer["received"][0]
            self.samples.add("click answered before the server", float(before))
        self.ours.traffic.quiet(self.ours.page)
        self.samples.add("click frame bytes", self.ours.traffic.frame_bytes)
        self.samples.add("click bytes", self.ours.traffic.total_bytes())
        self.samples.add("click requests", len(self.ours.traffic.requests))

    def pick_year(self) -> None:
        """Press the first or the last year in the map, whichever is not shown."""
        page, frame = self.ours.page, _map(self.ours.page)
        self.year = self.years[0] if self.year != self.years[0] else self.years[-1]
        middle = (
            "(year) => { const box = document.querySelector(`[data-year='${year}']`)"
            ".getBoundingClientRect();"
            "return { x: box.left + box.width / 2, y: box.top + box.height / 2 }; }"
        )
        page.mouse.move(*self._point(middle, self.year))
        page.wait_for_timeout(PAUSE_S * 1000)
        _arm(frame, fills="", values="")
        _arm(page, ranking=f"{self.year} 年")
        self.ours.traffic.reset()
        page.mouse.down()
        page.mouse.up()
        inner, outer = _report(frame), _report(page)
        start = inner.get("click")
        if "fills" in inner and "values" in inner:
            inner["both"] = max(inner["fills"], inner["values"])
        self._took("year in map", inner, "both", start)
        self._took("year in table", outer, "ranking", start)
        self.ours.traffic.quiet(page)
        self.samples.add("year bytes", self.ours.traffic.total_bytes())


@dataclass
class Bench:
    """Two servers, one browser, and what was measured."""

    browser: Browser
    ours: Server
    reference: Server
    samples: Samples
    waterfall: Samples

    def open_ours(self) -> Opened:
        """Open our page with an empty cache."""
        return _open(_new_page(self.browser), self.ours.address(PAGE), has_map=True)

    def open_reference(self) -> Opened:
        """Open the reference with an empty cache."""
        return _open(_new_page(self.browser), self.reference.address("/"), has_map=False)

    def cold(self, *, ours: bool) -> None:
        """Open one of the two with an empty cache, then again with a full one."""
        name = "ours" if ours else "reference"
        opened = self.open_ours() if ours else self.open_reference()
        try:
            self.samples.add(f"cold {name}", opened.painted_ms)
            opened.page.wait_for_timeout(1000 * PAUSE_S)
            self._keep_timeline(opened.page, name)
            opened.page.wait_for_timeout(1000 * QUIET_S)
            address = opened.page.url
            second = opened.page.context.new_page()
            again = _open(second, address, has_map=ours)
            self.samples.add(f"again {name}", again.painted_ms)
            second.wait_for_timeout(1000 * PAUSE_S)
        finally:
            opened.close()

    def _keep_timeline(self, page: Page, name: str) -> None:
        top = page.evaluate("sihuiBench.timeline()")
        self.samples.add(f"scripts {name}", top["scripts"])
        self.samples.add(f"script kB {name}", top["bytes"] / 1000)
        start = top["times"].pop("start")
        for what, at in top["times"].items():
            self.waterfall.add(f"{name}: page: {what}", at - start)
        if name == "ours":
            for what, at in _map(page).evaluate("sihuiBench.timeline()")["times"].items():
                self.waterfall.add(f"{name}: map: {what}", at - start)

    def round(self, number: int) -> None:
        """Take every time once or twice, ours and the reference in turn."""
        for ours in (number % 2 == 0, number % 2 == 1):
            self.cold(ours=ours)
        with self.pair(self.samples) as driver:
            for _ in range(CLICKS_PER_ROUND):
                driver.rerun()
                driver.click()
                driver.rerun()
                driver.pick_year()

    @contextmanager
    def pair(self, samples: Samples) -> Iterator[Driver]:
        """Open both applications and drive them in turn."""
        reference, ours = self.open_reference(), self.open_ours()
        try:
            for opened in (reference, ours):
                opened.page.wait_for_timeout(1000 * QUIET_S)
            yield Driver(ours, reference, samples)
        finally:
            ours.close()
            reference.close()

    def cpu(self) -> None:
        """Take the processor time of one interaction, over blocks of many."""
        with self.pair(self.samples) as driver:
            for _ in range(CPU_BLOCKS):
                for server, act, name in (
                    (self.reference, driver.rerun, "cpu reference"),
                    (self.ours, driver.click, "cpu ours"),
                ):
                    before = server.cpu_ms()
                    for _ in range(CPU_CLICKS):
                        act(measured=False)
                    time.sleep(QUIET_S)
                    self.samples.add(name, (server.cpu_ms() - before) / CPU_CLICKS)


def _memory(browser: Browser, server: Server, path: str, *, has_map: bool) -> float:
    """Open sessions and keep them; return what each of the later ones costs, in MB."""
    context = browser.new_context(viewport=VIEWPORT, locale="zh-CN")
    context.add_init_script(RECORDER)

    def add(count: int) -> float:
        for _ in range(count):
            _open(context.new_page(), server.address(path), has_map=has_map)
        time.sleep(2 * QUIET_S)
        return server.rss_mb()

    try:
        before = add(WARM_SESSIONS)
        return (add(MORE_SESSIONS) - before) / MORE_SESSIONS
    finally:
        context.close()


@dataclass(frozen=True)
class Row:
    """One line of the table; ``met`` is None where there is no aim."""

    measure: str
    ours: str
    reference: str = "–"
    ratio: str = "–"
    aim: str = "–"
    met: bool | None = None

    def line(self) -> str:
        """Return the line in Markdown."""
        met = {True: "yes", False: "**no**", None: "–"}[self.met]
        cells = (self.measure, self.ours, self.reference, self.ratio, self.aim, met)
        return f"| {' | '.join(cells)} |"


def _against(
    samples: Samples, measure: str, names: tuple[str, str], limit: float | None, digits: int = 0
) -> Row:
    """Hold one of our medians against one of the reference's."""
    ours, reference = samples.median(names[0]), samples.median(names[1])
    if ours is None or not reference:
        return Row(measure, "not measured", met=None if limit is None else False)
    ratio = ours / reference
    return Row(
        measure,
        f"{ours:.{digits}f}",
        f"{reference:.{digits}f}",
        f"{ratio:.2f}",
        "–" if limit is None else f"≤ {limit:g} × reference",
        None if limit is None else ratio <= limit,
    )


def _upto(samples: Samples, measure: str, name: str, limit: float, beside: str) -> Row:
    """Hold our median against a fixed limit; the reference is told beside it."""
    ours, reference = samples.median(name), samples.median(beside)
    digits = 0 if limit > 1 else 2
    if ours is None:
        return Row(measure, "not measured", met=False)
    told = "–" if reference is None else f"{reference:.{digits}f}"
    return Row(measure, f"{ours:.{digits}f}", told, "–", f"≤ {limit:g}", ours <= limit)


def _alone(samples: Samples, measure: str, name: str) -> Row:
    """Show a time that nothing is held against."""
    ours = samples.median(name)
    return Row(measure, "not measured" if ours is None else f"{ours:.0f}")


def _in_map(samples: Samples, measure: str, name: str, proof: str, *, expected: float) -> Row:
    """Show a time inside the frame; the aim is that the server had no part in it."""
    ours, proofs = samples.median(name), samples.taken[proof]
    met = bool(proofs) and all(value == expected for value in proofs)
    shown = "not measured" if ours is None else f"{ours:.0f}"
    return Row(measure, shown, aim="no server message needed", met=met)


def rows(samples: Samples) -> list[Row]:
    """Return the table: what was measured, against what, and whether it is enough."""
    worst = max(samples.taken["click frame bytes"], default=0)
    return [
        _against(
            samples,
            "cold open → 13 polygons / title painted, ms",
            ("cold ours", "cold reference"),
            COLD_LIMIT,
        ),
        _against(samples, "second open, cache kept, ms", ("again ours", "again reference"), None),
        _against(
            samples, "JavaScript of a cold open, files", ("scripts ours", "scripts reference"), None
        ),
        _against(
            samples,
            "JavaScript of a cold open, kB",
            ("script kB ours", "script kB reference"),
            None,
        ),
        _against(samples, "click → panel / bare rerun, ms", ("click", "rerun"), CLICK_LIMIT),
        _alone(samples, "— click → sent to the server, ms", "click sent"),
        _alone(samples, "— click → first answer, ms", "click first answer"),
        _alone(samples, "— click → last answer before the panel, ms", "click last answer"),
        _in_map(samples, "hover → tooltip in the map, ms", "hover", "hover messages", expected=0),
        _in_map(
            samples,
            "click → key numbers in the map, ms",
            "click in map",
            "click answered before the server",
            expected=1,
        ),
        _against(
            samples,
            "year → recoloured, values shown / bare rerun, ms",
            ("year in map", "rerun"),
            YEAR_LIMIT,
        ),
        _against(
            samples, "year → ranking table / bare rerun, ms", ("year in table", "rerun"), None
        ),
        _upto(
            samples,
            f"one click, websocket frames both ways, bytes (worst {worst:.0f})",
            "click frame bytes",
            CLICK_LIMIT_BYTES,
            "rerun frame bytes",
        ),
        _against(
            samples, "the same with HTTP requests, bytes", ("click bytes", "rerun bytes"), None
        ),
        _against(
            samples,
            "server CPU of a click / bare rerun, ms",
            ("cpu ours", "cpu reference"),
            1,
            digits=1,
        ),
        _upto(
            samples,
            f"memory of a session, over {MORE_SESSIONS} more, MB",
            "memory ours",
            SESSION_LIMIT_MB,
            "memory reference",
        ),
    ]


def _print_table(head: Sequence[str], lines: Sequence[str]) -> None:
    print(f"| {' | '.join(head)} |")
    print("|" + "---|" * len(head))
    print("\n".join(lines))
    print()


def print_report(samples: Samples, waterfall: Samples) -> None:
    """Print the table, what is missed, and where a cold open goes."""
    table = rows(samples)
    _print_table(
        ("measure", "ours", "reference", "ratio", "aim", "met"), [row.line() for row in table]
    )
    missed = [row for row in table if row.met is False]
    for row in missed:
        print(f"Missed: {row.measure}: {row.ours}, aim {row.aim}.")
    if not missed:
        print("Every aim is met.")
    print()
    times = sorted((median(taken), name) for name, taken in waterfall.taken.items())
    lines = []
    for at, name in times:
        side, _, what = name.partition(": ")
        lines.append(f"| {what} | {at:.0f} | |" if side == "ours" else f"| {what} | | {at:.0f} |")
    _print_table(("cold open, ms after the start", "ours", "reference"), lines)


@contextmanager
def _going_on(what: str) -> Iterator[None]:
    """Say what is measured; if it cannot be, say why and go on."""
    print(what, file=sys.stderr)
    try:
        yield
    except (NotMeasuredError, BrowserError) as error:
        print(f"{what}: not measured: {error}", file=sys.stderr)


def _measure(rounds: int, chromium: str | None) -> tuple[Samples, Samples]:
    samples, waterfall = Samples(), Samples()
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        ExitStack() as stack,
    ):
        home = Path(folder)
        (home / "app.py").write_text(TITLE_APP, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        stack.callback(browser.close)
        # The second server of each waits for the memory to be measured: a used one has free heap.
        ours, our_second = (stack.enter_context(started(ROOT)) for _ in range(2))
        reference, second = (stack.enter_context(started(home, home)) for _ in range(2))
        with _going_on("first visit, not counted"):
            Bench(browser, ours, reference, Samples(), Samples()).round(0)
        bench = Bench(browser, ours, reference, samples, waterfall)
        for number in range(rounds):
            with _going_on(f"round {number + 1} of {rounds}"):
                bench.round(number)
        with _going_on("processor time"):
            bench.cpu()
        with _going_on("memory"):
            samples.add("memory ours", _memory(browser, our_second, PAGE, has_map=True))
            samples.add("memory reference", _memory(browser, second, "/", has_map=False))
    return samples, waterfall


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each time is taken")
    parser.add_argument("--json", type=Path, help="write every sample to this file")
    parser.add_argument(
        "--chromium", default=shutil.which("chromium"), help="the browser, if not Playwright's own"
    )
    given = parser.parse_args()
    samples, waterfall = _measure(given.rounds, given.chromium)
    print_report(samples, waterfall)
    if given.json:
        every = {"samples": samples.taken, "cold_open": waterfall.taken}
        given.json.write_text(json.dumps(every, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
