"""Names from data files on maps, charts and drawings: shown, never run.

folium compiles what it has rendered as a template a second time, so a name could run on the
server; a browser could run it out of a template literal or out of innerHTML.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from sihui_map.ui.streamlit_inside.component import drawing
from sihui_map.views import charts, tables
from sihui_map.views.board import Board, folium_map
from sihui_map.views.html import table_html
from sihui_map.views.locator import locator
from sihui_map.views.maps import MAPS
from tests.counties.county import JIA

if TYPE_CHECKING:
    from collections.abc import Callable

    import folium

    from sihui_map.figures import Figures

UNSEEN = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
RUN = (
    "6061063",  # the product in {{ }}, computed on the server
    "${alert",
    "a`b",
    "<img",
    r"\u003cimg",
    "<script>alert",
    r"\u202e",
    "\u202e",
    "\x00",
)


def whole_page(city: folium.Map) -> str:
    return str(city.get_root().render())


def frame_script(city: folium.Map) -> str:
    return drawing(city)


def board_of(script: str) -> dict[str, Any]:
    found = re.search(re.escape("window.sihui.start(") + r"\w+, (\{.*\})\);", script)
    assert found
    board: dict[str, Any] = json.loads(found[1])
    return board


@pytest.mark.parametrize("render", [whole_page, frame_script])
def test_a_hostile_name_is_not_run_from_a_map(
    hostile: str, figures_named: Callable[[str], Figures], render: Callable[[folium.Map], str]
) -> None:
    script = render(MAPS["overview"](figures_named(hostile)))

    assert [sign for sign in RUN if sign in script] == []


@pytest.mark.parametrize("name", MAPS)
def test_all_hostile_names_at_once_break_no_map(
    name: str, all_hostile: str, figures_named: Callable[[str], Figures]
) -> None:
    city = MAPS[name](figures_named(all_hostile), approval=all_hostile)

    script = frame_script(city)
    board = board_of(script)

    assert [sign for sign in RUN if sign in script] == []
    assert "://" not in script
    shown = UNSEEN.sub("", all_hostile)
    assert {unescape(town["name"]) for town in board["towns"].values()} == {shown}
    assert {unescape(mark["name"]) for mark in board["marks"]} <= {shown}
    assert shown in unescape(board["note"])


def test_a_hostile_title_of_a_board_is_shown(all_hostile: str, figures: Figures) -> None:
    board = board_of(frame_script(folium_map(figures, Board(title=all_hostile, height_px=500))))

    assert unescape(board["title"]) == UNSEEN.sub("", all_hostile)


def test_a_hostile_name_is_not_run_from_a_chart(
    hostile: str, figures_named: Callable[[str], Figures]
) -> None:
    figures = figures_named(hostile)
    made = [
        charts.town_chart(figures, JIA),
        charts.forest_chart(figures),
        charts.capacity_chart(figures),
        charts.city_chart(figures),
    ]

    script = "".join(str(chart.to_json()) for chart in made)

    assert [sign for sign in RUN if sign in script] == []
    assert "://" not in script


def test_a_hostile_name_is_not_run_from_a_table(
    all_hostile: str, figures_named: Callable[[str], Figures]
) -> None:
    figures = figures_named(all_hostile)
    snapshot = figures.snapshot
    shown = [
        tables.sites_table(figures, snapshot.sites),
        tables.parks_table(figures, snapshot.parks),
        tables.reserves_table(figures),
        tables.components(figures, 2032, with_plant=True),
        tables.composition(figures, 2032, with_plant=True),
        tables.ledger_table(figures, 2032),
        tables.town_basics(figures, JIA),
    ]

    markup = "".join(map(table_html, shown))

    assert [sign for sign in RUN if sign in markup] == []


def test_a_hostile_name_leaves_the_drawing_valid(
    hostile: str, figures_named: Callable[[str], Figures]
) -> None:
    root = ET.fromstring(locator(figures_named(hostile), JIA))  # noqa: S314 our own

    titles = {title.text for title in root.iter("{http://www.w3.org/2000/svg}title")}
    assert titles == {UNSEEN.sub("", hostile)}
