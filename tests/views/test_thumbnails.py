"""Each thing to hand out has a small picture, made here from the county's own map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.views.board import town_measure
from sihui_map.views.thumbnails import DRAWN, NOTHING, thumbnail

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def test_every_output_is_drawn_and_nothing_else() -> None:
    assert set(DRAWN) == set(OUTPUTS)


@pytest.mark.parametrize("key", [*OUTPUTS, "nonsense"])
def test_a_picture_is_small_whole_and_asks_nobody(figures: Figures, key: str) -> None:
    drawn = thumbnail(figures, key)

    fromstring(drawn)
    assert len(drawn) < 20_000
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_the_map_in_it_has_the_colours_of_the_map(
    figures: Figures, public_figures: Figures
) -> None:
    """Of the three towns each is in a class of its own; the fourth unit does not count."""
    colors = town_measure(figures, TOTAL, Scope.DIRECT)["colors"]
    fills = set(re.findall(r'<path[^>]* fill="(#\w+)"', thumbnail(figures, "map")))
    empty = set(re.findall(r'<path[^>]* fill="(#\w+)"', thumbnail(public_figures, "map")))

    assert len(colors) == 3
    assert fills == {*colors, NOTHING}
    assert empty == {NOTHING}
