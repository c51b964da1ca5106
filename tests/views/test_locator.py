"""The drawing that says where a town lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sihui_map.figures import Figures
from sihui_map.views.locator import locator
from tests.counties.county import YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

SVG = "{http://www.w3.org/2000/svg}"


def paths(drawing: str) -> list[ET.Element]:
    return list(ET.fromstring(drawing).iter(f"{SVG}path"))  # noqa: S314 our own


def test_one_town_is_filled_and_drawn_last(figures: Figures) -> None:
    drawn = paths(locator(figures, YI))

    filled = [path for path in drawn if path.get("fill") == "#1b6e53"]
    assert len(drawn) == 4
    assert filled == [drawn[-1]]
    assert filled[0].findtext(f"{SVG}title") == "乙镇"


def test_the_drawing_needs_nothing_from_elsewhere(figures: Figures) -> None:
    drawing = locator(figures, YI)

    assert drawing.replace("http://www.w3.org/2000/svg", "").count("://") == 0


def test_every_point_lies_inside_the_drawing(figures: Figures) -> None:
    drawing = locator(figures, YI)
    _, _, width, height = map(float, ET.fromstring(drawing).attrib["viewBox"].split())  # noqa: S314

    points = [
        tuple(map(float, point.split(",")))
        for path in paths(drawing)
        for ring in path.attrib["d"].removesuffix("Z").split("Z")
        for point in ring.removeprefix("M").split("L")
    ]

    assert all(0 <= x <= width and 0 <= y <= height for x, y in points)


def test_an_unknown_code_marks_nothing(figures: Figures) -> None:
    assert "#1b6e53" not in locator(figures, "999999999")


def test_a_unit_without_a_name_is_told_by_its_code(snapshot: Snapshot) -> None:
    drawing = locator(Figures(replace(snapshot, towns=())), YI)

    assert f"<title>{YI}</title>" in drawing


def test_without_boundaries_there_is_no_drawing(snapshot: Snapshot) -> None:
    assert locator(Figures(replace(snapshot, boundaries={})), YI) == ""
