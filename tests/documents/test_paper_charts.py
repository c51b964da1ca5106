"""Charts on paper: numbers beside the bars are the figures', what is not known is not drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sihui_map.documents.maps.charts import composition_svg, forest_svg, totals_svg
from sihui_map.domain.energy import DIRECT_COMPONENTS
from sihui_map.domain.town import CITY
from tests.documents.papers import nothing

if TYPE_CHECKING:
    from sihui_map.figures import Figures

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 ours


def bars(svg: str) -> list[tuple[float, float]]:
    """Return width and height of every bar and sample of the key."""
    found = ET.fromstring(svg).iter(f"{SVG}rect")  # noqa: S314 ours
    return [
        (float(each.get("width", "0")), float(each.get("height", "0")))
        for each in found
        if each.get("stroke")
    ]


def test_the_totals_are_columns_from_zero_in_proportion(figures: Figures) -> None:
    drawn = totals_svg(figures)
    years = figures.snapshot.place.plan.public_years
    known = [figures.city_total(year).known for year in sorted(years)]
    heights = [height for _, height in bars(drawn)]

    assert sum(text.startswith("16.60") for text in texts(drawn)) == 1
    assert len(heights) == len(known)
    for height, total in zip(heights, known, strict=True):
        assert abs(height / max(heights) - total / max(known)) < 0.002


def test_the_composition_adds_up_in_every_town(figures: Figures) -> None:
    drawn = composition_svg(figures, 2033)
    town = figures.towns[0]
    shares = [
        figures.component_share(town.town_code, 2033, part).known for part in DIRECT_COMPONENTS
    ]
    said = [float(text[:-1]) for text in texts(drawn) if re.fullmatch(r"[\d.]+%", text)]

    assert {each.short_name for each in figures.towns} <= set(texts(drawn))
    assert any(abs(share - number) < 0.051 for share in shares for number in said)
    widths = [width for width, height in bars(drawn) if height == 40]
    assert abs(sum(widths) / len(figures.towns) - 1320) < 1


def test_a_town_of_which_a_part_is_missing_has_no_bar(mixed_figures: Figures) -> None:
    year = mixed_figures.default_year
    drawn = composition_svg(mixed_figures, year)
    lost = [
        town
        for town in mixed_figures.towns
        if any(
            mixed_figures.component_share(town.town_code, year, part).value is None
            for part in DIRECT_COMPONENTS
        )
    ]

    assert lost
    assert texts(drawn).count("缺失：没有填全，不画") == len(lost)


def test_the_forest_says_each_years_cover_and_the_target(figures: Figures) -> None:
    said = texts(forest_svg(figures))
    covers = [figures.forest_cover(CITY, year).known for year in figures.forest_years]

    assert {f"{cover:.2f}%" for cover in covers} <= set(said)
    assert "目标 2037 年 ≥45%" in said


def test_of_nothing_nothing_is_drawn(public_figures: Figures) -> None:
    empty = nothing()

    assert totals_svg(empty) == composition_svg(empty, 2033) == forest_svg(empty) == ""
    assert composition_svg(public_figures, 0) == forest_svg(public_figures) == ""
