"""How much of a table an area has told: only what was declared is all."""

from __future__ import annotations

import pytest

from sihui_map.domain.completeness import Told, told_of
from sihui_map.domain.value import ValueKind

REAL, SAMPLE = ValueKind.REPORTED, ValueKind.SAMPLE


@pytest.mark.parametrize(
    ("kinds", "is_whole", "told"),
    [
        (set(), False, Told.NOTHING),
        (set(), True, Told.ALL),  # nothing of all that, as it declared
        ({SAMPLE}, False, Told.SAMPLE),
        ({SAMPLE}, True, Told.SAMPLE),
        ({REAL}, False, Told.PART),
        ({REAL}, True, Told.ALL),
        ({REAL, SAMPLE}, False, Told.PART),
        ({REAL, SAMPLE}, True, Told.PART),
        ({ValueKind.ESTIMATED}, True, Told.ALL),
    ],
)
def test_only_what_was_declared_is_all(
    kinds: set[ValueKind], told: Told, *, is_whole: bool
) -> None:
    assert told_of(kinds, is_whole=is_whole) is told
