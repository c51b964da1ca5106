"""Colours: the order survives a photocopy, and text on them can be read."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import COVER, town_measures
from sihui_map.domain.light import Light
from sihui_map.views import charts
from sihui_map.views.board import town_measure
from sihui_map.views.labels import LIGHT_LABEL, LIGHT_SHAPE
from sihui_map.views.palette import (
    COMPONENT_COLOR,
    DUE_COLOR,
    GREENS,
    GROUP_COLOR,
    NEGATIVE,
    SEQUENTIAL,
    TOLD_COLOR,
    class_colors,
    is_dark,
)

if TYPE_CHECKING:
    from sihui_map.figures import Figures

PACKAGE = Path(__file__).parents[2] / "sihui_map"
STYLE_SHEETS = [
    PACKAGE / "ui" / "assets" / "sihui.css",
    PACKAGE / "documents" / "html" / "assets" / "pack.css",
]
# Machado, Oliveira & Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15(6), 2009, severity 1.0; they apply to linear RGB.
SIGHT = {
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def seen(color: str, sight: str) -> list[float]:
    """Return the linear red, green and blue that are seen."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    rgb = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    sums = (sum(a * b for a, b in zip(row, rgb, strict=True)) for row in SIGHT[sight])
    return [min(max(one, 0.0), 1.0) for one in sums]


def lightness(color: str, sight: str) -> float:
    """Return CIE L*, 0 to 100, of a colour as it is seen."""
    red, green, blue = seen(color, sight)
    share = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * share ** (1 / 3) - 16 if share > 0.008856 else 903.3 * share


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.1, written anew."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def falling(colors: list[str]) -> bool:
    lights = [luminance(color) for color in colors]
    return all(before - after > 0.02 for before, after in pairwise(lights))


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("measure", town_measures(), ids=str)
def test_a_higher_class_is_darker_in_every_measure(
    county_figures: Figures, measure: Indicator, scope: Scope
) -> None:
    """The county of geodata/ has breaks for every measure."""
    breaks = county_figures.breaks(measure, scope)
    below = sum(cut <= 0 for cut in breaks)

    colors = list(town_measure(county_figures, measure, scope)["colors"])

    assert len(colors) == len(breaks) + 1
    assert falling(colors[below:])
    assert falling(colors[:below][::-1])
    assert len(set(colors)) == len(colors)


def test_more_forest_is_darker(county_figures: Figures) -> None:
    assert falling(list(town_measure(county_figures, COVER)["colors"]))


@given(
    st.lists(st.integers(-5, 5), unique=True, max_size=4).map(sorted),
    st.sampled_from([SEQUENTIAL, GREENS]),
)
def test_there_is_one_colour_for_each_class(breaks: list[int], hue: tuple[str, ...]) -> None:
    below = sum(cut <= 0 for cut in breaks)

    colors = class_colors(breaks, hue)

    assert len(set(colors)) == len(breaks) + 1
    assert falling(list(colors[below:]))
    assert set(colors[below:]) <= set(hue)
    assert not set(colors[:below]) & set(hue)


# Whoever looks: a photocopier and two who see red and green alike.


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("hue", [SEQUENTIAL, GREENS, NEGATIVE])
def test_every_hue_darkens_step_by_step_whoever_looks(hue: tuple[str, ...], sight: str) -> None:
    steps = [lightness(one, sight) - lightness(next_one, sight) for one, next_one in pairwise(hue)]

    assert min(steps) > 6


@pytest.mark.parametrize("sight", ["protanopia", "deuteranopia"])
def test_a_class_below_zero_is_bluer_than_any_above_whoever_looks(sight: str) -> None:
    def blueness(color: str) -> float:
        red, _, blue = seen(color, sight)
        return blue - red

    assert min(map(blueness, NEGATIVE)) > 0.1 > max(map(blueness, SEQUENTIAL))


@pytest.mark.parametrize("sight", SIGHT)
def test_components_that_share_a_pattern_are_far_apart_whoever_looks(sight: str) -> None:
    by_pattern: dict[str, list[float]] = {}
    for component, color in COMPONENT_COLOR.items():
        shape = str(charts.PATTERN[component]["shape"])
        by_pattern.setdefault(shape, []).append(lightness(color, sight))

    assert {shape: len(found) for shape, found in by_pattern.items()} == {"": 2, "/": 1, ".": 1}
    assert abs(by_pattern[""][0] - by_pattern[""][1]) > 30


@pytest.mark.parametrize("sight", SIGHT)
def test_groups_of_sites_are_apart_whoever_looks(sight: str) -> None:
    lights = sorted(lightness(color, sight) for color in GROUP_COLOR.values())
    steps = [after - before for before, after in pairwise(lights)]

    assert len(steps) == 2
    assert min(steps) > 6


def test_each_light_has_a_shape_and_a_word_of_its_own() -> None:
    assert len(set(LIGHT_SHAPE.values())) == len(set(LIGHT_LABEL.values())) == len(Light) == 4


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("sheet", STYLE_SHEETS, ids=lambda path: path.name)
def test_a_light_can_be_read_on_white_whoever_looks(sheet: Path, sight: str) -> None:
    colors = dict(re.findall(r"\.light\.(\w+)[^{]*\{ color: (#\w{6})", sheet.read_text("utf-8")))

    assert set(colors) == set(Light)
    for color in colors.values():
        red, green, blue = seen(color, sight)
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) > 4.5


@pytest.mark.parametrize(
    "color", sorted({*SEQUENTIAL, *GREENS, *NEGATIVE, *DUE_COLOR.values(), *TOLD_COLOR.values()})
)
def test_the_text_on_a_colour_can_be_read(color: str) -> None:
    ink = "#ffffff" if is_dark(color) else "#1f2933"

    assert contrast(color, ink) >= 4.5


@pytest.mark.parametrize("sheet", STYLE_SHEETS, ids=lambda path: path.name)
def test_text_can_be_read_on_what_a_style_sets_behind_it(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    names = dict(re.findall(r"(--[\w-]+): (#\w{6})", text))
    pairs = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        said = re.sub(r"var\((--[\w-]+)\)", lambda found: names.get(found[1], found[0]), body)
        inks = re.findall(r"(?:^|[; ])color: (#\w+)", said)
        behind = re.findall(r"(?:^|[; ])background(?:-color)?: ([^;]+)", said)
        pairs += [
            (selector.strip(), six(ink), six(each))
            for ink in inks
            for each in re.findall(r"#\w{3,6}", behind[-1] if behind else "")
        ]

    assert len(pairs) > 3
    assert [pair for pair in pairs if contrast(*pair[1:]) < 4.5] == []


@pytest.mark.parametrize("sheet", STYLE_SHEETS, ids=lambda path: path.name)
def test_whatever_a_cell_says_can_be_read_in_every_row(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    inks = {
        "#1f2933",
        *re.findall(r"\.(?:light|data|data td)\.\w+[^{}]*\{ color: (#\w{6})", text),
        *re.findall(r"\.tag \{[^}]*?color: (#\w{6})", text),
        *re.findall(r"--(?:soft|accent): (#\w{6})", text),
    }
    rows = {"#ffffff", *re.findall(r"tr\.\w+ td[^{}]*\{ background(?:-color)?: (#\w{6})", text)}

    assert len(inks) > 5
    assert [(ink, row) for ink in inks for row in rows if contrast(ink, row) < 4.5] == []


def six(color: str) -> str:
    """Return a colour with six digits."""
    return color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:])


def test_dark_is_told_by_luminance() -> None:
    assert [is_dark(color) for color in ("#000000", "#ffffff", SEQUENTIAL[0], SEQUENTIAL[-1])] == [
        True,
        False,
        False,
        True,
    ]
