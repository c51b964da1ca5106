"""Statutory forest cover (森林覆盖率) by year, and the area that is protected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COVER
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain import forest
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing
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

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the cover of the city and of each town."""
        for year in self.years:
            for area in (CITY, *self.activity.town_codes):
                yield COVER.key(area, year), self.cover(area, year)

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
