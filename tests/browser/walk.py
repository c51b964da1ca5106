"""Watch a visitor walk: which map stood under which heading, in every frame that was painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from sihui_map.views.maps import TITLES
from tests import county

if TYPE_CHECKING:
    from tests.browser.visit import Visit

HEADINGS = {
    "overview": "总览",
    "emissions": "镇街排放",
    "sites": "能源项目",
    "forest": "森林碳汇",
    "parks": "园区循环化",
    "dispatch": "调度",
    "town": "镇街自查",
}
"""The pages with a map; on that of the towns it goes with the choice of one."""
MAP_OF = {HEADINGS[name]: TITLES[name] for name in HEADINGS} | {
    "总览": f"{county.NAME}碳达峰一张图",  # named after the place
    "森林覆盖率": TITLES["forest"],  # the slide
}
# A frame is closed to the page: it tells what it shows, whenever that changes.
WATCH_MAPS = """
if (window === window.top) {
  window.painted = [];
  window.addEventListener("message", (event) => {
    if (!event.data || event.data.type !== "test:map") return;
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === event.source) frame.shows = event.data.title;
  });
  const look = () => {
    const head = document.querySelector(".head h1");
    const maps = [...document.querySelectorAll("iframe")]
      .filter((frame) => frame.checkVisibility({ visibilityProperty: true }) && frame.shows)
      .map((frame) => frame.shows);
    const now = JSON.stringify([head ? head.innerText : "", ...maps]);
    if (window.painted.at(-1) !== now) window.painted.push(now);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
} else {
  let told = "";
  const tell = () => {
    const map = document.querySelector("#map_div.leaflet-container");
    const isPainted = document.querySelectorAll("path[data-town][data-fill]").length > 0;
    const title = map && isPainted ? map.getAttribute("aria-label") || "?" : "";
    if (title !== told) { told = title; parent.postMessage({ type: "test:map", title }, "*"); }
    requestAnimationFrame(tell);
  };
  requestAnimationFrame(tell);
}
"""
WRONG = """(known) => window.painted.map((one) => JSON.parse(one))
  .filter(([head, ...maps]) => head in known && maps.some((map) => map !== known[head]))"""
SHOWS = """([heading, title]) => {
  const head = document.querySelector(".head h1");
  const shown = [...document.querySelectorAll("iframe")].map((frame) => frame.shows);
  return head && head.innerText === heading && shown.length === 1 && shown[0] === title;
}"""


def watch(visit: Visit) -> None:
    """Watch every page that ``visit`` opens from now on."""
    visit.page.add_init_script(WATCH_MAPS)


def wrong_maps(visit: Visit) -> list[list[str]]:
    """Return each heading under which, if only for one frame, another page's map stood."""
    found: list[list[str]] = visit.page.evaluate(WRONG, MAP_OF)
    return found


def shows_map(visit: Visit, heading: str) -> None:
    """Wait until the page ``heading`` shows its own map, and only that."""
    visit.page.wait_for_function(SHOWS, arg=[heading, MAP_OF[heading]])


def go(visit: Visit, name: str) -> None:
    """Go to a page with a map through the menu."""
    visit.page.get_by_role("link", name=HEADINGS[name], exact=True).first.click()
    shows_map(visit, HEADINGS[name])


def go_to_slides(visit: Visit) -> None:
    """Go to the presentation through the menu."""
    visit.page.locator("[data-testid=stTopNavSection]", has_text="会议").click()
    visit.page.get_by_role("menuitem", name="汇报").click()
    on_slide(visit, 1)


def on_slide(visit: Visit, place: int) -> None:
    """Wait until the slide is shown."""
    foot = visit.page.locator(".st-key-present_foot .source")
    expect(foot).to_contain_text(f"第 {place} 页")


def all_pairs(names: list[str]) -> list[str]:
    """Return one closed walk that goes from every name to every other one exactly once."""
    ways = {name: [other for other in names if other != name] for name in names}
    path, walk = [names[0]], []
    while path:
        if ways[path[-1]]:
            path.append(ways[path[-1]].pop())
        else:
            walk.append(path.pop())
    return walk[::-1]
