"""Colours: the order survives a photocopy, and text on them can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sihui_map.figures import Boundary, Figures, Measure
from sihui_map.views.board import emission_measure, forest_measure
from sihui_map.views.palette import GREENS, SEQUENTIAL, class_colors, is_dark


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


@pytest.mark.parametrize("boundary", Boundary)
@pytest.mark.parametrize("measure", Measure)
def test_a_higher_class_is_darker_in_every_measure(
    figures: Figures, measure: Measure, boundary: Boundary
) -> None:
    breaks = figures.breaks(measure, boundary)
    below = sum(cut <= 0 for cut in breaks)

    colors = list(emission_measure(figures, measure, boundary)["colors"])

    assert len(colors) == len(breaks) + 1
    assert falling(colors[below:])
    assert falling(colors[:below][::-1])
    assert len(set(colors)) == len(colors)


def test_more_forest_is_darker(figures: Figures) -> None:
    assert falling(list(forest_measure(figures)["colors"]))


@settings(deadline=None)
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


@pytest.mark.parametrize("color", [*SEQUENTIAL, *GREENS])
def test_the_text_on_a_colour_can_be_read(color: str) -> None:
    ink = "#ffffff" if is_dark(color) else "#1f2933"

    assert contrast(color, ink) >= 3.5


def test_dark_is_told_by_luminance() -> None:
    assert [is_dark(color) for color in ("#000000", "#ffffff", SEQUENTIAL[0], SEQUENTIAL[-1])] == [
        True,
        False,
        False,
        True,
    ]
