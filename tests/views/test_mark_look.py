"""How a mark is drawn: stages apart, areas true, readable on every colour of a town."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sihui_map.catalogue.indicators import COVER, town_measures
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.site import SiteStage
from sihui_map.views.mark_look import (
    CORNERS,
    LEAST_PX,
    MOST_PX,
    PARK_FILL,
    STAGE_FILL,
    UNITS,
    Fill,
    Look,
    inside,
    outline,
    parts,
    px_per_root_mw,
    side_px,
    svg,
)
from sihui_map.views.palette import (
    GREENS,
    MARK_COLOR,
    NEGATIVE,
    PAPER,
    SEQUENTIAL,
    class_colors,
    hue_of,
)
from tests.views.test_palette import contrast

STYLES = [*MARK_COLOR]
NEUTRAL = "#f3f5f1"
GROUNDS = {
    *SEQUENTIAL, *GREENS, *NEGATIVE, NEUTRAL,
    *(color for each in (*town_measures(), COVER) for color in class_colors((1, 2), hue_of(each))),
}  # fmt: skip


def ink(look: Look) -> float:
    """Return how much of a mark is filled, as a share of its shape."""
    filled = [part for part in inside(look) if part.fill]
    return float(sum(part.shape.area for part in filled) / outline(look).area)


def test_every_stage_is_drawn_and_only_what_is_built_is_full() -> None:
    assert set(STAGE_FILL) == set(SiteStage)
    assert [stage for stage, fill in STAGE_FILL.items() if fill is Fill.FULL] == ["投产"]
    assert [stage for stage, fill in STAGE_FILL.items() if fill is Fill.CROSSED] == ["暂停", "终止"]
    assert STAGE_FILL[SiteStage.UNKNOWN] is Fill.UNKNOWN


def test_every_stage_of_a_park_has_a_character_of_its_own() -> None:
    assert set(PARK_FILL) == set(ParkStage)
    assert len({glyph for glyph, _ in PARK_FILL.values()}) == len(ParkStage)
    assert [stage for stage, (_, fill) in PARK_FILL.items() if fill is Fill.FULL] == ["已完成"]


@pytest.mark.parametrize("style", STYLES)
def test_hollow_half_and_full_are_as_much_as_they_say(style: str) -> None:
    look = Look(style=style, glyph="光")

    assert ink(look) == ink(replace(look, fill=Fill.UNKNOWN)) == 0
    assert ink(replace(look, fill=Fill.HALF)) == pytest.approx(0.5, abs=0.07)
    assert ink(replace(look, fill=Fill.FULL)) == 1


@pytest.mark.parametrize("style", STYLES)
def test_every_shape_has_the_same_area(style: str) -> None:
    assert outline(Look(style=style, glyph="")).area == pytest.approx(UNITS**2)


def test_kinds_differ_in_shape() -> None:
    assert len(set(CORNERS.values())) == len(CORNERS) == 4


@pytest.mark.parametrize("fill", Fill)
def test_all_fillings_look_different(fill: Fill) -> None:
    look = Look(style="pv", glyph="光", fill=fill)

    others = {svg(replace(look, fill=other)) for other in Fill if other is not fill}

    assert svg(look) not in others
    assert svg(replace(look, is_sample=True)) not in others | {svg(look)}
    assert svg(replace(look, is_dashed=True)) not in others | {svg(look)}


def test_a_sample_is_hatched_never_filled() -> None:
    for fill in Fill:
        found = [*inside(Look(style="pv", glyph="光", fill=fill, is_sample=True))]
        assert not [part for part in found if part.fill]
        assert found[0].shape.geom_type == "MultiLineString"


def test_the_area_grows_as_the_capacity_does() -> None:
    assert side_px(400, 3) ** 2 / side_px(200, 3) ** 2 == pytest.approx(2)
    assert side_px(0, 3) == side_px(1, 3) == LEAST_PX
    assert px_per_root_mw(()) == 0


def test_the_largest_project_of_the_county_has_the_most_room() -> None:
    class Known:
        capacity_mw = 800.0

    class Unknown:
        capacity_mw = None

    root = px_per_root_mw([Known, Unknown])  # type: ignore[list-item]

    assert side_px(800, root) == pytest.approx(MOST_PX)


@pytest.mark.parametrize("ground", sorted(GROUNDS))
@pytest.mark.parametrize("style", STYLES)
def test_a_mark_stands_against_every_colour_of_a_town(style: str, ground: str) -> None:
    color = Look(style=style, glyph="").color
    casing = parts(Look(style=style, glyph=""))[0]

    assert (casing.fill, casing.stroke) == (PAPER, PAPER)
    assert contrast(color, PAPER) >= 4.5  # its character too
    assert max(contrast(color, ground), contrast(PAPER, ground)) >= 3


def ring(*states: CheckState) -> Look:
    return Look(style="park", glyph="施", ring=states)


@pytest.mark.parametrize("count", [1, 3, 5, 9])
def test_a_ring_has_one_segment_for_each_point(count: int) -> None:
    lines = [part for part in parts(ring(*[CheckState.UNKNOWN] * count)) if part.dash == "1 2"]

    assert len(lines) == count
    assert all(part.shape.is_valid for part in lines)
    assert sum(one.shape.intersects(other.shape) for one in lines for other in lines) == count


def test_the_states_of_a_point_are_told_by_more_than_colour() -> None:
    drawn = {
        state: svg(ring(state, CheckState.UNKNOWN, CheckState.UNKNOWN)) for state in CheckState
    }
    filled = {
        state: sum(part.shape.area for part in parts(ring(state)) if part.fill not in ("", PAPER))
        for state in CheckState
    }

    assert len(set(drawn.values())) == len(CheckState)
    assert filled[CheckState.NOT_STARTED] == filled[CheckState.UNKNOWN] == 0
    assert 0 < filled[CheckState.UNDER_WAY] < 0.6 * filled[CheckState.COMPLETED]


def test_a_drawing_asks_nothing_of_the_page_around_it() -> None:
    for fill in Fill:
        drawn = svg(Look(style="gas", glyph="气", fill=fill, is_sample=True, is_dashed=True))
        assert not re.search(r"url\(|://|class=|id=", drawn)
