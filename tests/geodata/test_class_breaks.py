"""The classes of the maps that the county declares: of every measure and boundary, and rising."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import DECLARED, ELECTRICITY, forest_measures, town_measures

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_every_measure_of_a_map_has_class_breaks_within_each_of_its_scopes_once(
    county_snapshot: Snapshot,
) -> None:
    wanted = {
        (each.id, scope)
        for each in (*town_measures(), *forest_measures())
        for scope in (Scope if each.is_by_scope else (Scope.DIRECT,))
    }

    own = [(each.id, Scope.DIRECT) for each in DECLARED if each.breaks]

    found = [*own, *((row.measure, row.scope) for row in county_snapshot.class_breaks)]

    assert sorted(found) == sorted(wanted)


def test_they_rise_and_make_no_more_than_five_classes(county_snapshot: Snapshot) -> None:
    for row in county_snapshot.class_breaks:
        assert 1 <= len(row.cuts) <= 4
        assert list(row.cuts) == sorted(set(row.cuts))


def test_net_electricity_has_an_edge_at_zero(county_snapshot: Snapshot) -> None:
    (row,) = (row for row in county_snapshot.class_breaks if row.measure == ELECTRICITY.id)

    assert 0 in row.cuts
