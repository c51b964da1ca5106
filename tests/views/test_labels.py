"""Words: what is said beside a scope."""

from __future__ import annotations

import pytest

from sihui_map.figures import Boundary
from sihui_map.views import labels


@pytest.mark.parametrize(
    ("boundary", "with_plant", "count"),
    [(Boundary.NET, True, 2), (Boundary.NET, False, 1), (Boundary.DIRECT, True, 1)],
)
def test_who_sees_both_is_told_not_to_add_them(
    boundary: Boundary, count: int, *, with_plant: bool
) -> None:
    assert len(labels.scope_notes(boundary, with_plant=with_plant)) == count
