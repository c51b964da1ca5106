"""One visitor: a browser context that reaches no other host and remembers what went wrong."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from sihui_map.ui.panels import UNFORESEEN
from tests import county
from tests.browser.serve import HOST

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Frame,
        FrameLocator,
        Locator,
        Page,
        Response,
        WebSocket,
    )

    from tests.browser.serve import Server

UNITS = len(county.BY_CODE)
STORAGE_NO, STORAGE_CLAUSE = county.STORAGE_TASK["task_no"], county.STORAGE_TASK["clause_no"]
PATIENCE_MS = 30_000
SCROLLED_MS = 300
LAID_OUT_S = 10.0
TITLES = {
    "": "总览",
    "emissions": "镇街排放",
    "sites": "能源项目",
    "forest": "森林碳汇",
    "parks": "园区循环化",
    "dispatch": "调度",
    "tasks": "重点任务",
    "tasks?view=board": "重点任务",
    "tasks?view=table": "重点任务",
    "tasks?view=time": "重点任务",
    "task": "任务详情",
    f"task?no={STORAGE_NO}": f"任务 {STORAGE_NO}. {county.CLAUSES[STORAGE_CLAUSE]}",
    "targets": "主要指标",
    "target": "指标详情",
    f"target?id={county.FOREST.target_id}": f"指标：{county.FOREST.said}",
    "evaluation": "年度评估",
    f"evaluation?town={county.OWN.code}": "年度评估",
    "enterprises": "重点用能单位",
    "path": "达峰情景",
    "town": "镇街自查",
    f"town?town={county.OWN.code}": f"镇街自查：{county.OWN.name}",
    "ledger": "平衡表",
    "reporting": "填报情况",
    "unit": "单位",
    f"unit?name={county.in_address(county.OFFICE)}": f"单位：{county.OFFICE}",
    "desk": "我的工作台",
    "review": "审核台",
    "revisions": "历次发布",
    "accounts": "账号",
    "materials": "会议材料",
    "sources": "来源与方法",
    "manual": "用户手册",
}
WITH_MAP = {"", "emissions", "sites", "forest", "parks", "dispatch"}
"""Where a map stands whatever is chosen; see ``has_map``."""
FRAME_FOLDER = "/component/map/"
FIRST = "#first"
"""What stands until Streamlit has drawn the page."""
MAP_FRAME = f"iframe[src*='{FRAME_FOLDER}']"
OTHER_HOST = re.compile(rf"^(?:https?|wss?)://(?!{re.escape(HOST)}[:/])")
BROKEN = "POLICY BROKEN"
# The policy of a page is watched in every frame, from before its first script.
WATCH = f"""
document.addEventListener("securitypolicyviolation", (event) => console.debug(
  "{BROKEN}", event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample));
"""
# protobuf's long integers try WebAssembly and fall back to plain numbers: nothing is lost.
HARMLESS = re.compile(rf"^{BROKEN} script-src wasm-eval \S+/static/js/protobuf\.")
# Words of the framework that no visitor of this application may meet.
ENGLISH = re.compile(
    r"\b(?:Deploy|Running|Rerun|Settings|Stop|Print|Record|About|Download|Fullscreen|Search|"
    r"No results|No options|Choose an option|Choose options|Select|Please wait|Loading|"
    r"Page not found|Made with|Connecting|Connection error|Error|Exception|Traceback|None|nan|"
    r"Zoom in|Zoom out|undefined|null|View fewer|View more|Press Enter|Show|Hide|Clear|Close|"
    r"Upload|Browse files|Drag and drop|per file|Remove|Limit|not allowed)\b"
)
# The map fits itself to its frame again when that gets its final size.
AT_REST = """async (path) => {
  const place = () => JSON.stringify(path.getBoundingClientRect());
  for (let before = "", still = 0; still < 4; before = place()) {
    await new Promise((done) => setTimeout(done, 50));
    still = place() === before ? still + 1 : 0;
  }
}"""
MIDDLE = """(path) => {
  const box = path.getBoundingClientRect(), steps = [...Array(40).keys()];
  const free = (x, y) => document.elementFromPoint(box.left + x, box.top + y) === path;
  let best = { length: 0 };
  for (const row of steps) {
    const y = box.height * row / 40;
    let length = 0;
    for (const step of steps) {
      const x = box.width * step / 40;
      length = free(x, y) && free(x, y - 4) && free(x, y + 4) ? length + 1 : 0;
      if (length > best.length) best = { length, x: x - box.width * (length - 1) / 80, y };
    }
  }
  if (!best.length) throw new Error("no part of the polygon can be hit");
  return { x: best.x, y: best.y };
}"""
WORDS = """() => {
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const bearers = "[title], [placeholder], [alt], [aria-description], [data-why]";
  const hints = [...document.querySelectorAll(bearers)].filter(shown)
    .flatMap((one) => [one.title, one.matches(":placeholder-shown") && one.placeholder, one.alt,
      one.getAttribute("aria-description"), one.dataset.why]);
  return [document.body.innerText, ...hints].filter((text) => typeof text === "string").join("\\n");
}"""


def has_map(address: str) -> bool:
    """Tell whether a map stands on a page: on that of the towns until one is chosen."""
    found = urlsplit(address)
    name = found.path.strip("/")
    if name == "task":  # where it has sites
        return f"{name}?{found.query}" in TITLES
    return name in WITH_MAP or (name == "town" and "town=" not in found.query)


@dataclass
class Visit:
    """A page in a context of its own, and everything that was asked, answered and refused.

    ``units`` are drawn on a map of the county that is shown, ``outside`` is one out of scope.
    """

    page: Page
    server: Server
    units: int = UNITS
    outside: str = county.OUTSIDE.code
    requests: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def open(self, address: str) -> Visit:
        """Open ``address`` and wait until all of it is drawn."""
        self.page.goto(f"{self.server.base}/{address.removeprefix('/')}")
        return self.settled()

    def settled(self) -> Visit:
        """Wait for a first part of the page, the end of the run and the colours of the map."""
        expect(self.page.locator(FIRST)).to_have_count(0)
        expect(self.page.locator(".head, footer.foot").first).to_be_attached()
        expect(self.page.locator(".stApp[data-test-script-state=notRunning]")).to_be_attached()
        expect(self.page.locator("[data-testid=stSkeleton]")).to_have_count(0)
        if has_map(self.page.url):
            expect(self.map.locator("path[data-town][data-fill]")).to_have_count(self.units)
            self.map.locator(f"path[data-town='{self.outside}']").evaluate(AT_REST)
        return self

    def resize(self, width: int, height: int) -> None:
        """Give the window another size and wait until all of it is drawn anew."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.settled()

    def amiss(self, script: str, argument: object = None) -> list[str]:
        """Return what ``script`` finds amiss once the page had time to lay itself out anew."""
        ends = time.monotonic() + LAID_OUT_S
        self.page.wait_for_timeout(SCROLLED_MS)
        while True:
            found: list[str] = self.page.evaluate(script, argument)
            if not found or time.monotonic() > ends:
                return found
            self.page.wait_for_timeout(SCROLLED_MS)

    def press(self, one: Locator) -> None:
        """Click ``one`` a moment after it has come into view.

        Right after a scroll Chromium may still hand a click to the map's frame, which was there.
        """
        one.scroll_into_view_if_needed()
        self.page.wait_for_timeout(SCROLLED_MS)
        one.click()

    @property
    def map(self) -> FrameLocator:
        """Return the frame of the map, to look for what is in it."""
        return self.page.frame_locator(MAP_FRAME)

    @property
    def chosen_town(self) -> Locator:
        """Return what the bar of the page says of the town."""
        return self.page.locator("#root .pick[data-pick='town'] summary b")

    @property
    def map_frame(self) -> Frame:
        """Return the frame of the map, to run a script in it."""
        (found,) = [frame for frame in self.page.frames if FRAME_FOLDER in frame.url]
        return found

    def polygon(self, town_code: str) -> Locator:
        """Return the polygon of a town."""
        return self.map.locator(f"path[data-town='{town_code}']")

    def fills(self) -> dict[str, str]:
        """Return what each unit is painted with, by town code."""
        pairs: list[tuple[str, str]] = self.map.locator("path[data-town]").evaluate_all(
            "(paths) => paths.map((path) => [path.dataset.town, path.getAttribute('fill')])"
        )
        return dict(pairs)

    def click_polygon(self, town_code: str) -> None:
        """Click where the polygon, and nothing above it, is hit."""
        self.polygon(town_code).scroll_into_view_if_needed()
        self.page.wait_for_timeout(SCROLLED_MS)
        self.polygon(town_code).click(position=self.free_point(town_code))

    def free_point(self, town_code: str) -> Any:  # noqa: ANN401 playwright's own Position
        """Return a point well inside the polygon that nothing covers, from its box's corner."""
        return self.polygon(town_code).evaluate(MIDDLE)

    def words(self) -> str:
        """Return every visible text, hints included, of the page and its frames."""
        frames = [frame for frame in self.page.frames if frame.url.startswith("http")]
        return "\n".join(str(frame.evaluate(WORDS)) for frame in frames)

    def english(self) -> list[str]:
        """Return the framework's words that can be seen, each with what stands around it."""
        text = self.words()
        return [
            text[max(found.start() - 30, 0) : found.end() + 30] for found in ENGLISH.finditer(text)
        ]

    def other_hosts(self) -> list[str]:
        """Return the addresses on other hosts that were asked for."""
        return [url for url in self.requests if OTHER_HOST.match(url)]

    def failed(self) -> list[tuple[int, str]]:
        """Return the answers that say that something is not there or broken."""
        return [(answer.status, answer.url) for answer in self.answers if answer.status >= 400]

    def assert_clean(self) -> None:
        """Hold everything so far against: no other host, no failure, no error, no violation."""
        assert UNFORESEEN not in self.page.content()
        assert self.other_hosts() == []
        assert self.failed() == []
        assert self.errors == []
        assert self.violations == []


def _listen(visit: Visit) -> None:
    def heard(message: ConsoleMessage) -> None:
        if message.text.startswith(BROKEN):
            if not HARMLESS.match(message.text):
                visit.violations.append(message.text)
        elif message.type == "error":
            visit.errors.append(message.text)

    def answered(answer: Response) -> None:  # playwright marks its listeners: no method of a list
        visit.answers.append(answer)

    def connected(socket: WebSocket) -> None:
        visit.requests.append(socket.url)

    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("response", answered)
    visit.page.on("console", heard)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("websocket", connected)


def new_context(chromium: Browser) -> BrowserContext:
    """Return a browser that has never been here.

    The browser's own arguments keep other hosts out of reach: a route of playwright's would switch
    the cache off, and every page would read all of the front end again.
    """
    context = chromium.new_context(locale="zh-CN", accept_downloads=True)
    context.add_init_script(WATCH)
    context.set_default_timeout(PATIENCE_MS)
    return context


def visit_in(
    context: BrowserContext, server: Server, *, width: int = 1366, height: int = 768
) -> Visit:
    """Return a visit in a browser that may have been here before."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    visit = Visit(page, server)
    _listen(visit)
    return visit


def new_visit(chromium: Browser, server: Server, *, width: int = 1366, height: int = 768) -> Visit:
    """Return a visitor who has never been here."""
    return visit_in(new_context(chromium), server, width=width, height=height)
