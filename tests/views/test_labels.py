"""Words: what is said beside a scope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
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
