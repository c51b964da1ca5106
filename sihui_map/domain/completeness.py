"""How much of a table an area has reported for a year (填报情况)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Collection


class Told(StrEnum):
    """What was reported of one table, area and year."""

    NOTHING = "未报"
    SAMPLE = "只有示例"
    PART = "部分"
    ALL = "已报"


def told_of(kinds: Collection[ValueKind]) -> Told:
    """Say how much rows of these ``kinds`` are: a sample beside a real row is still owed."""
    if not kinds:
        return Told.NOTHING
    if ValueKind.SAMPLE not in kinds:
        return Told.ALL
    return Told.SAMPLE if set(kinds) == {ValueKind.SAMPLE} else Told.PART
