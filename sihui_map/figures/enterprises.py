"""Enterprises that use much energy, taken together: only what tells nothing of a single one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.energy import TCE
from sihui_map.domain.enterprise import Measure
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, computed_kind, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.activity import Activity

COUNT, COUNT_UNIT = "count", "家"
UNIT: Mapping[Measure, str] = {Measure.ENERGY: TCE, Measure.OUTPUT: "万元"}
WITHHELD = "按保密规则不公布"
"""One reason for all: which sum is withheld for the sake of another tells nobody."""


@dataclass(frozen=True)
class Enterprises:
    """Counts and sums over the enterprises that were reported, by town and of all."""

    snapshot: Snapshot
    activity: Activity

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years that were told, rising."""
        return self.snapshot.sealed.years

    def areas(self, year: int) -> tuple[str, ...]:
        """Return the whole and the towns that told any of ``year``, in the order of towns."""
        told = self.snapshot.sealed.counts(year)
        known = [town for town in self.activity.town_codes if town in told]
        return (CITY, *known, *sorted(set(told).difference(known)))

    def count(self, area: str, year: int) -> Quantity:
        """Return how many were reported of an area; missing where none was."""
        told = self.snapshot.sealed.counts(year)
        number = sum(told.values()) if area == CITY else told.get(area, 0)
        if not number:
            return missing(COUNT_UNIT, MissingReason.NOT_REPORTED)
        return Quantity(value=number, unit=COUNT_UNIT, kind=self._kind(year), source=SOURCE)

    def total(self, area: str, year: int, measure: Measure) -> Quantity:
        """Return what the reported enterprises of an area come to, or why it is not told.

        Of an earlier publication no sum is shown beside that of the newest, and none of what is
        only proposed: the difference could be what one enterprise uses.
        """
        issue = self.snapshot.issue
        found = self.snapshot.sealed.released(year, measure)
        value = found.whole if area == CITY else found.by_area.get(area)
        is_secret = self._kind(year) is not ValueKind.SAMPLE or len(self._kinds(year)) > 1
        if value is None or (is_secret and not issue.is_latest):
            return missing(UNIT[measure], WITHHELD, SOURCE)
        return Quantity(value=value, unit=UNIT[measure], kind=self._kind(year), source=SOURCE)

    def _kinds(self, year: int) -> tuple[ValueKind, ...]:
        return self.snapshot.sealed.kinds(year)

    def _kind(self, year: int) -> ValueKind:
        return computed_kind(self._kinds(year))

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the count and the sums of each area and year that was told."""
        for year in self.years:
            for area in self.areas(year):
                key = FigureKey(Family.ENTERPRISES, COUNT, area=area, year=year)
                yield key, self.count(area, year)
                for measure in Measure:
                    key = FigureKey(Family.ENTERPRISES, measure, area=area, year=year)
                    yield key, self.total(area, year, measure)


SOURCE = "各镇街填报的重点用能单位"
