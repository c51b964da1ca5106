"""The catalogue of indicators: no two can be taken for each other."""

from __future__ import annotations

import pytest

from sihui_map.catalogue.indicator import Indicator, Role, Scope
from sihui_map.catalogue.indicators import (
    CONSTANT_GDP,
    DECLARED,
    GDP,
    INDICATORS,
    PER_HEAD,
    TCE_USED,
    indicator_of,
    town_measures,
)
from sihui_map.catalogue.key import FigureKey


def test_every_indicator_has_an_id_and_a_name_of_its_own() -> None:
    names = {(each.label, each.qualifier) for each in DECLARED}

    assert len(INDICATORS) == len(names) == len(DECLARED)
    assert len({each.short for each in town_measures()}) == len(town_measures())


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("indicator", DECLARED, ids=str)
def test_the_key_of_a_figure_leads_back_to_its_indicator(
    indicator: Indicator, scope: Scope
) -> None:
    key = FigureKey.parse(str(indicator.key("a-1", 2020, scope)))

    assert key is not None
    assert indicator_of(key) is indicator
    assert key.scope == (scope if indicator.is_by_scope else "")


def test_declared_class_breaks_rise() -> None:
    declared = {each.id: each.breaks for each in DECLARED if each.breaks}

    assert set(declared) == {"forest_cover", "forest_change"}
    assert all(list(cuts) == sorted(set(cuts)) for cuts in declared.values())


def test_figures_in_one_unit_are_shown_in_one_unit() -> None:
    shown: dict[str, set[tuple[str, float]]] = {}
    for each in DECLARED:
        shown.setdefault(each.base_unit, set()).add((each.unit, each.divisor))

    assert {unit: found for unit, found in shown.items() if len(found) > 1} == {}


def test_what_is_chosen_on_the_map_says_how_it_is_computed_or_is_a_part() -> None:
    without = [each.id for each in town_measures() if each.method is None]

    assert without == ["coal", "oil", "gas", "electricity"]
    assert all(each.role is Role.CHOSEN for each in town_measures())


@pytest.mark.parametrize(
    ("indicator", "qualifier", "text"),
    [
        (PER_HEAD, "", "人均排放（吨CO₂/人）"),
        (GDP, "", "地区生产总值（现价，亿元）"),
        (CONSTANT_GDP, "2020 年不变价", "地区生产总值（2020 年不变价，亿元）"),
        (TCE_USED, "", "综合能耗（万吨标准煤，当量值）"),
    ],
    ids=str,
)
def test_a_row_says_label_qualifier_and_unit(
    indicator: Indicator, qualifier: str, text: str
) -> None:
    assert indicator.in_row(qualifier) == text
