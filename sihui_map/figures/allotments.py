"""What was allotted of a target (目标分解), and what was handed down to the city itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.allotting import Stage
from sihui_map.domain.plan import NO_UNIT
from sihui_map.domain.town import CITY
from sihui_map.domain.value import Quantity, missing, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.plan import Target
    from sihui_map.domain.snapshot import Allotment, Snapshot

NOT_ADDED = ("%", "‰")
NOTHING_APPROVED = "没有已批准的"


@dataclass(frozen=True)
class Allotments:
    """The shares of all holders."""

    snapshot: Snapshot

    @cached_property
    def _units(self) -> Mapping[str, str]:
        return {target.target_id: target.unit for target in self.snapshot.targets}

    def of(self, target_id: str, year: int) -> tuple[Allotment, ...]:
        """Return what was allotted of a target (目标分解) for ``year``, in the order told.

        What was handed down to the city itself is not among its shares.
        """
        return tuple(
            row
            for row in self.snapshot.allotments
            if (row.target_id, row.year) == (target_id, year) and row.holder != CITY
        )

    def binding(self, holder: str, year: int) -> tuple[Allotment, ...]:
        """Return the shares that bind ``holder`` in ``year``: the approved ones alone."""
        return tuple(
            row
            for row in self.snapshot.allotments
            if (row.holder, row.year, row.stage) == (holder, year, Stage.APPROVED)
        )

    def handed_down(self, target: Target) -> Allotment | None:
        """Return the number that was handed down to the city for a target's year, if any."""
        own = (target.target_id, CITY, target.year)
        rows = self.snapshot.allotments
        return next((row for row in rows if (row.target_id, row.holder, row.year) == own), None)

    def share(self, row: Allotment) -> Quantity:
        """Return the share of one holder, in its own unit, else in the target's."""
        unit = row.unit or self._units.get(row.target_id) or NO_UNIT
        return Quantity(value=row.value, unit=unit, kind=row.kind, source=row.source)

    @cached_property
    def shared(self) -> tuple[tuple[str, int], ...]:
        """Return the targets and years of which there is a share, in the order of the plan."""
        found = {
            (row.target_id, row.year) for row in self.snapshot.allotments if row.holder != CITY
        }
        order = {target_id: at for at, target_id in enumerate(self._units)}
        return tuple(sorted(found, key=lambda each: (order.get(each[0], len(order)), each[1])))

    def total(self, target_id: str, year: int, *, approved: bool = False) -> Quantity:
        """Return the sum of what was allotted of a target for ``year``; shares in % have none.

        It is of all stages, or of what is ``approved`` only.
        """
        rows = self.of(target_id, year)
        counted = [row for row in rows if not approved or row.stage is Stage.APPROVED]
        if rows and not counted:
            return missing(self.share(rows[0]).unit, NOTHING_APPROVED)
        parts = [self.share(row) for row in counted]
        units = list(dict.fromkeys(part.unit for part in parts)) or [NO_UNIT]
        if len(units) > 1:
            return missing(NO_UNIT, "单位不同，不能相加")
        if units[0] in NOT_ADDED:
            return missing(units[0], "百分数不能相加")
        return total(parts, unit=units[0])

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield each share and their sums."""
        rows = self.snapshot.allotments
        for row in rows:
            key = FigureKey(Family.ALLOTMENT, of=row.target_id, area=row.holder, year=row.year)
            yield key, self.share(row)
        for target_id, year in self.shared:
            key = FigureKey(Family.ALLOTMENT, of=target_id, year=year)
            whole = self.total(target_id, year)
            yield key, whole
            if whole.value is not None:
                approved = FigureKey(Family.ALLOTTED, "approved", of=target_id, year=year)
                yield approved, self.total(target_id, year, approved=True)
