"""Words: what is said beside a scope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import ELECTRICITY
from sihui_map.domain.factors import GridFactor
from sihui_map.domain.snapshot import LARGE_SOURCE
from sihui_map.views import labels

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


@pytest.mark.parametrize(
    ("scope", "with_plant", "count"),
    [(Scope.NET, True, 2), (Scope.NET, False, 1), (Scope.DIRECT, True, 1)],
)
def test_who_sees_both_is_told_not_to_add_them(
    snapshot: Snapshot, scope: Scope, count: int, *, with_plant: bool
) -> None:
    assert len(labels.scope_notes(snapshot, scope, with_plant=with_plant)) == count


def test_a_county_without_a_large_source_is_told_of_none(snapshot: Snapshot) -> None:
    rest = tuple(each for each in snapshot.named_sources if each.category != LARGE_SOURCE)
    without = replace(snapshot, named_sources=rest)

    assert rest
    assert len(labels.plant_notes(snapshot, with_plant=False)) == 1
    for with_plant in (True, False):
        assert labels.plant_notes(without, with_plant=with_plant) == ()
        assert len(labels.scope_notes(without, Scope.NET, with_plant=with_plant)) == 1


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((2041, 2042, 2043), "电网因子只公开 2041—2043 年。"),
        ((2041, 2042), "电网因子只公开 2041、2042 年。"),
        ((), "还没有电网因子。"),
    ],
)
def test_the_years_of_grid_factors_are_those_of_the_region(
    snapshot: Snapshot, years: tuple[int, ...], said: str
) -> None:
    place = replace(snapshot.place, grid_region="甲网")
    own = tuple(GridFactor(region="甲网", year=year, kgco2_per_kwh=1, source="") for year in years)
    other = GridFactor(region="乙网", year=2050, kgco2_per_kwh=1, source="")

    note = labels.own_note(ELECTRICITY, replace(snapshot, place=place, grid_factors=(*own, other)))

    assert note.endswith(f"负值为净外送。{said}")
