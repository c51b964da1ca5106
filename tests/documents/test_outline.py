"""A county without boundaries of its towns: every map on paper draws its outer boundary."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import shapely
from defusedxml.ElementTree import fromstring
from pptx import Presentation

from sihui_map.documents.html.pack import pack
from sihui_map.documents.maps.picture import map_svg
from sihui_map.documents.maps.town_map import town_map
from sihui_map.documents.pptx.deck import deck
from sihui_map.figures import Figures
from tests.documents.page import Page
from tests.documents.slides import Opened, slide_called, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

S = "{http://www.w3.org/2000/svg}"
NOTE = "没有镇街界线，地图只画县级外廓"
AROUND = shapely.box(0.9, 0.95, 1.3, 1.25).difference(shapely.box(1.12, 1.02, 1.14, 1.04))
RIVER = {
    "type": "Feature",
    "properties": {"name": "虚构的另一条河"},
    "geometry": {"type": "LineString", "coordinates": ((1.05, 1.22), (1.1, 1.3), (1.15, 1.22))},
}
"""It leaves the frame and comes back."""


@pytest.fixture(scope="module")
def alone(snapshot: Snapshot) -> Figures:
    """Return the figures of a county of which only the outer boundary is known, and its rivers."""
    outline = shapely.geometry.mapping(AROUND)
    rivers = (*snapshot.rivers, RIVER)
    return Figures(replace(snapshot, boundaries={}, outline=outline, rivers=rivers))


def test_the_picture_draws_it_with_its_hole_and_says_that_it_is_all(alone: Figures) -> None:
    root = fromstring(map_svg(alone))
    around = next(node for node in root.iter(f"{S}path") if node.get("id") == "outline")
    said = ["".join(node.itertext()) for node in root.iter(f"{S}text")]

    assert (around.get("fill"), around.findtext(f"{S}title")) == ("none", "县级外廓")
    assert around.get("d", "").count("M") == 2
    assert "县级外廓" in said
    assert "缺失" not in said  # no unit is there to be hatched
    assert any(NOTE in text for text in said)


def test_it_frames_rivers_and_marks_as_the_towns_do(alone: Figures, figures: Figures) -> None:
    shown, usual = town_map(alone, "direct.total"), town_map(figures, "direct.total")

    assert shown.corner == (0.9, 1.25)
    assert shown.size[0] == pytest.approx(0.4)
    assert [mark.name for mark in shown.marks] == ["虚构热电有限公司"]
    assert len(shown.rivers) == 3  # two pieces of the other one
    assert len(usual.rivers) == 1
    assert (shown.areas, shown.legend) == ((), ())
    assert not [note for note in shown.notes if "横向比较" in note]  # there is nothing to compare


def test_on_a_slide_it_is_one_freeform(alone: Figures) -> None:
    made: Opened = Presentation(BytesIO(deck(alone)))
    slide = slide_called(made, "镇街排放：地图")
    group = next(shape for shape in slide.shapes if shape.name.startswith("地图"))
    said = "\n".join(texts(slide))

    assert [shape.name for shape in group.shapes] == [
        "县级外廓", "河流 1", "河流 2", "河流 3", "虚构热电有限公司",
    ]  # fmt: skip
    assert NOTE in said
    assert "没有地图" not in said


def test_the_pack_draws_it_with_what_has_an_exact_place(alone: Figures) -> None:
    text = pack(alone).decode()

    assert f"{NOTE}。" in Page(text).texts
    assert "地图不能显示" not in text
    assert text.count("<title>县级外廓</title>") == 1
    assert '<g class="areas" stroke="#5b6770"></g>' in text
    assert '<g class="exact ' in text


def test_beside_boundaries_it_adds_nothing(snapshot: Snapshot, figures: Figures) -> None:
    both = Figures(replace(snapshot, outline=shapely.geometry.mapping(shapely.box(0, 0, 2, 2))))

    assert map_svg(both) == map_svg(figures)
    assert town_map(both, "direct.total").outline is None
