"""Statutory forest cover (森林覆盖率) by year, and the area that is protected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COVER, COVER_CHANGE, COVER_GAP
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain import forest
from sihui_map.domain.town import CITY
from sihui_map.domain.value import (
    MissingReason,
    Quantity,
    ValueKind,
    computed_kind,
    difference,
    missing,
)
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.context import Context


@dataclass(frozen=True)
class Forest:
    """Cover of the towns and of the city, in %."""

    snapshot: Snapshot
    activity: Activity
    context: Context

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years with forest data, rising."""
        return tuple(sorted({row.year for row in self.snapshot.forest_covers}))

    @cached_property
    def default_year(self) -> int:
        """Return the year of which most towns' forest is known, of several the newest; or 0."""
        return max(self.years, key=lambda year: (self.count_known(year), year), default=0)

    @cached_property
    def partial_years(self) -> frozenset[int]:
        """Return the years of which some town's forest is not known."""
        whole = len(self.activity.town_codes)
        return frozenset(year for year in self.years if self.count_known(year) < whole)

    def count_known(self, year: int) -> int:
        """Return of how many towns the cover is known."""
        return sum(self.cover(code, year).value is not None for code in self.activity.town_codes)

    def cover(self, area: str, year: int) -> Quantity:
        """Return the statutory forest cover of a town or of the city, in %."""
        land = self.context.area_km2(area)
        for row in self.snapshot.forest_covers:
            if row.area_id == area and row.year == year and land.value is not None:
                try:
                    return forest.cover(row, area_km2=land.value)
                except DomainError as error:
                    return missing("%", str(error), row.source)
        return missing("%", MissingReason.NOT_REPORTED)

    def area_ha(self, area: str, year: int) -> Quantity:
        """Return the forest of a town or of the city as it was reported, in hectares."""
        for row in self.snapshot.forest_covers:
            if row.area_id == area and row.year == year:
                return Quantity(value=row.forest_ha, unit="公顷", kind=row.kind, source=row.source)
        return missing("公顷", MissingReason.NOT_REPORTED)

    def change(self, area: str, year: int) -> Quantity:
        """Return by how much the cover differs from that of the first year, in points."""
        first = self.years[0] if self.years else year
        if year == first:
            return missing(COVER_CHANGE.base_unit, MissingReason.NOT_APPLICABLE)
        now, then = self.cover(area, year), self.cover(area, first)
        found = difference(now, then, source=now.source)
        return replace(found, unit=COVER_CHANGE.base_unit)

    @cached_property
    def _wanted(self) -> float | None:
        """Return the share that the plan asks of the whole, in %."""
        wanted = self.snapshot.place.targets.forest_cover
        found = (each for each in self.snapshot.targets if each.target_id == wanted)
        return next((each.value for each in found), None)

    def gap_ha(self, area: str, year: int) -> Quantity:
        """Return the hectares that an area lacks to the share asked of the whole.

        Negative where it has more. Nobody asked this of a town: it says where forest lacks.
        """
        now, land = self.cover(area, year), self.context.area_km2(area)
        if now.value is None or land.value is None:
            return missing(COVER_GAP.base_unit, now.reason or land.reason, now.source)
        if self._wanted is None:
            return missing(COVER_GAP.base_unit, MissingReason.NOT_APPLICABLE)
        points = Quantity(
            value=self._wanted - now.value,
            unit=COVER_CHANGE.base_unit,
            kind=computed_kind([now.kind]),
            source=now.source,
        )
        return forest.gap_ha(points, area_km2=land.value)

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the cover of the city and of each town, its change, and what each town lacks.

        What the city lacks stands with its target (forest_target.py), as printed there.
        """
        towns = self.activity.town_codes
        answers = (
            (COVER, self.cover, (CITY, *towns)),
            (COVER_CHANGE, self.change, (CITY, *towns)),
            (COVER_GAP, self.gap_ha, towns),
        )
        for measure, answer, areas in answers:
            for year in self.years:
                for area in areas:
                    yield measure.key(area, year), answer(area, year)

    def published_protected(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the area of each protected area of which it is known, in hectares."""
        for row in self.snapshot.protected_areas:
            if row.area_ha is not None:
                yield (
                    FigureKey(Family.PROTECTED_AREA, area=row.area_id),
                    Quantity(
                        value=row.area_ha, unit="公顷", kind=ValueKind.REPORTED, source=row.source
                    ),
                )
