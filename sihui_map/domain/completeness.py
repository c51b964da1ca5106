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
    ALL = "填全"


def told_of(kinds: Collection[ValueKind], *, is_whole: bool) -> Told:
    """Say how much rows of these ``kinds`` are: a sample beside a real row is still owed.

    ``is_whole`` says that the area declared its rows to be all there is, where a blank could
    mean either.
    """
    if not kinds:
        return Told.ALL if is_whole else Told.NOTHING
    if set(kinds) == {ValueKind.SAMPLE}:
        return Told.SAMPLE
    return Told.ALL if is_whole and ValueKind.SAMPLE not in kinds else Told.PART


def together(told: Collection[Told]) -> Told:
    """Say how much several tables are together: a sample among reported ones is still owed."""
    if set(told) <= {Told.ALL}:
        return Told.ALL
    if Told.ALL in told or Told.PART in told:
        return Told.PART
    return Told.SAMPLE if Told.SAMPLE in told else Told.NOTHING
