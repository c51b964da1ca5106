"""Shares of targets beside what they are shares of: the target, and the holder's own value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.value import MissingReason, Quantity, computed_kind, missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.snapshot import Allotment, Snapshot
    from sihui_map.figures.allotments import Allotments
    from sihui_map.figures.forest import Forest
    from sihui_map.figures.targets import Targets

NO_OWN_VALUE = "没有按承担单位统计的数值"
DECIMALS = 6
SOURCE = "目标分解：各单位之和 − 目标"


@dataclass(frozen=True)
class Allotted:
    """How far shares add up to their target, and where their holders stand."""

    snapshot: Snapshot
    allotments: Allotments
    targets: Targets
    forest: Forest

    def difference(self, target_id: str, year: int) -> Quantity:
        """Return the sum of the shares of all stages − the target, in the target's own year."""
        whole = self.allotments.total(target_id, year)
        found = (each for each in self.targets.all if each.target_id == target_id)
        target = next(found, None)
        if target is None or target.value is None:
            return missing(whole.unit, MissingReason.NO_TARGET_NUMBER)
        if target.year != year:
            when = f"目标年份是 {target.year} 年" if target.year else "方案没有写年份"
            return missing(whole.unit, f"{when}，{year} 年没有目标值")
        if whole.value is None:
            return whole
        if whole.unit != target.unit:
            return missing(whole.unit, "分解值与目标的单位不同，不能相减")
        # Shares have few decimals: what is left beyond them is how a machine counts.
        value = round(whole.known - target.goal.known, DECIMALS)
        kind = computed_kind((whole.kind, target.kind))
        return Quantity(value=value, unit=whole.unit, kind=kind, source=SOURCE)

    def own(self, row: Allotment) -> tuple[int | None, Quantity]:
        """Return the newest value of whoever holds a share, and its year, where there is one."""
        for year in sorted(self.forest.years, reverse=True):
            found = self.own_in(row, year)
            if found.value is not None:
                return year, found
        return None, missing(self.allotments.share(row).unit, NO_OWN_VALUE)

    def own_in(self, row: Allotment, year: int) -> Quantity:
        """Return the value in ``year`` of whoever holds a share.

        Of a town that is its forest cover; nothing else that a target asks is counted by holder.
        """
        codes = {town.town_code for town in self.snapshot.towns}
        if row.holder in codes and row.target_id == self.snapshot.place.targets.forest_cover:
            return self.forest.cover(row.holder, year)
        return missing(self.allotments.share(row).unit, NO_OWN_VALUE)

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield how far each sum is from its target, where there is a sum."""
        for target_id, year in self.allotments.shared:
            if self.allotments.total(target_id, year).value is None:
                continue
            key = FigureKey(Family.ALLOTTED, "difference", of=target_id, year=year)
            yield key, self.difference(target_id, year)
