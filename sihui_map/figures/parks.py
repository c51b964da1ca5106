"""The parks' circular rebuilding (园区循环化改造): who counts, who is done, in %."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain import park
from sihui_map.domain.park import ParkStage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.park import ParkProgress
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity


@dataclass(frozen=True)
class Parks:
    """What the parks reported, year by year."""

    snapshot: Snapshot

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years with park data, rising."""
        return tuple(sorted({row.year for row in self.snapshot.park_progress}))

    @cached_property
    def progress(self) -> Mapping[str, ParkProgress]:
        """Return the latest report of each park that has one."""
        rows = sorted(self.snapshot.park_progress, key=lambda row: row.year)
        return {row.park_id: row for row in rows}

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Return the ids of the parks in the denominator, the same in every year."""
        return park.counted_parks(self.snapshot.park_progress)

    def completed(self, year: int) -> tuple[str, ...]:
        """Return the ids of those of them that are done."""
        counted = set(self.counted)
        rows = (row for row in self.snapshot.park_progress if row.year == year)
        return tuple(
            row.park_id
            for row in rows
            if row.park_id in counted and row.stage is ParkStage.COMPLETED
        )

    def completion(self, year: int) -> Quantity:
        """Return completed / 省级以上 parks in ``year``, in %."""
        return park.completion(self.snapshot.park_progress, year=year)

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the share that is done, by year."""
        for year in self.years:
            yield FigureKey(Family.PARKS, "completion", year=year), self.completion(year)
