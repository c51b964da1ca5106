"""Words: what is said beside a scope."""

from __future__ import annotations

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.views import labels


@pytest.mark.parametrize(
    ("scope", "with_plant", "count"),
    [(Scope.NET, True, 2), (Scope.NET, False, 1), (Scope.DIRECT, True, 1)],
)
def test_who_sees_both_is_told_not_to_add_them(
    scope: Scope, count: int, *, with_plant: bool
) -> None:
    assert len(labels.scope_notes(scope, with_plant=with_plant)) == count
