"""What a map shows: totals over their denominators, in classes that stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import (
    COAL,
    ELECTRICITY,
    GAS,
    INDICATORS,
    OIL,
    PER_GDP,
    PER_HEAD,
    PER_KM2,
    TOTAL,
    forest_measures,
    town_measures,
)
from sihui_map.domain.classes import class_breaks
from sihui_map.figures import Figures
from tests.counties.county import JIA

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_people_and_gdp_are_those_of_the_town_in_persons_and_1e4_cny(
    figures: Figures, snapshot: Snapshot
) -> None:
    for row in snapshot.contexts:
        assert figures.population(row.area_id, row.year).known == row.population
        # 1 亿元 is 10 000 万元
        assert figures.gdp(row.area_id, row.year).known == pytest.approx(
            (row.gdp_1e8_cny or 0) * 10_000
        )


@pytest.mark.parametrize("scope", Scope)
def test_per_head_per_km2_and_per_gdp_are_the_total_over_their_denominator(
    figures: Figures, scope: Scope
) -> None:
    for town in figures.towns:
        code = town.town_code
        emitted = figures.measure(code, 2032, TOTAL, scope).known
        people, gdp = figures.population(code, 2032), figures.gdp(code, 2032)
        area = figures.area_km2(code)

        assert figures.measure(code, 2032, PER_HEAD, scope).known == pytest.approx(
            emitted / people.known
        )
        assert figures.measure(code, 2032, PER_GDP, scope).known == pytest.approx(
            emitted / gdp.known
        )
        assert figures.measure(code, 2032, PER_KM2, scope).known == pytest.approx(
            emitted / area.known
        )
        assert (people.unit, gdp.unit, area.unit) == ("人", "万元", "km²")


def test_people_of_zero_have_no_share(snapshot: Snapshot) -> None:
    contexts = tuple(replace(row, population=0) for row in snapshot.contexts)

    found = Figures(replace(snapshot, contexts=contexts))

    assert found.measure(JIA, 2032, PER_HEAD, Scope.DIRECT).reason == "不适用"


def test_a_component_is_the_same_in_both_scopes(figures: Figures) -> None:
    for town, measure in product(figures.towns, (COAL, OIL, GAS, ELECTRICITY)):
        direct, net = (figures.measure(town.town_code, 2032, measure, scope) for scope in Scope)

        assert direct == net


@pytest.mark.parametrize(("measure", "scope"), list(product(town_measures(), Scope)))
def test_the_classes_of_a_measure_are_fixed_over_all_years(
    figures: Figures, measure: Indicator, scope: Scope
) -> None:
    breaks = figures.breaks(measure, scope)

    assert figures.breaks(measure, scope) is breaks
    assert 1 <= len(breaks) <= 4
    assert list(breaks) == sorted(set(breaks))


def test_net_electricity_has_a_class_edge_at_zero(figures: Figures) -> None:
    assert 0 in figures.breaks(ELECTRICITY, Scope.NET)


def test_the_classes_are_declared_and_stay_whatever_is_reported(
    snapshot: Snapshot, figures: Figures, public_figures: Figures
) -> None:
    doubled = Figures(
        replace(
            snapshot,
            energy_uses=tuple(
                replace(use, amount=(use.amount or 0) * 9) for use in snapshot.energy_uses
            ),
        )
    )

    for row in snapshot.class_breaks:
        measure, scope = INDICATORS[row.measure], Scope(row.scope)
        assert figures.breaks(measure, scope) == row.cuts
        assert doubled.breaks(measure, scope) == row.cuts
        assert public_figures.breaks(measure, scope) == row.cuts


def test_without_the_file_the_classes_are_computed(snapshot: Snapshot, figures: Figures) -> None:
    computed = Figures(replace(snapshot, class_breaks=()))

    for measure in (*town_measures(), *forest_measures()):
        for scope in Scope if measure.is_by_scope else (Scope.DIRECT,):
            known = (
                figures.measure(town.town_code, year, measure, scope).value
                for town in figures.towns
                for year in figures.years_of(measure)
            )
            values = [value for value in known if value is not None]
            assert computed.breaks(measure, scope) == (measure.breaks or class_breaks(values))
    assert Figures(replace(snapshot, class_breaks=(), energy_uses=())).breaks(
        TOTAL, Scope.DIRECT
    ) == ()  # fmt: skip
