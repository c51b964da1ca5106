"""Each thing to hand out has a small picture, made here from the county's own map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from sihui_map.documents.outputs import OUTPUTS
from sihui_map.views.palette import SEQUENTIAL
from sihui_map.views.thumbnails import DRAWN, thumbnail

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
    fills = set(re.findall(r'<path[^>]* fill="(#\w+)"', thumbnail(figures, "map")))
    empty = set(re.findall(r'<path[^>]* fill="(#\w+)"', thumbnail(public_figures, "map")))

    assert fills > set(SEQUENTIAL[-2:])
    assert len(empty) == 1
