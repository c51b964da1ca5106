"""What amounts are held against: people, gross domestic product and land of towns and city."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import CONSTANT_GDP, GDP, POPULATION
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.catalogue.key import FigureKey
    from sihui_map.domain.snapshot import Snapshot, TownContext
    from sihui_map.figures.activity import Activity


@dataclass(frozen=True)
class Context:
    """The denominators, in persons, 万元 and km²."""

    snapshot: Snapshot
    activity: Activity

    @cached_property
    def _told(self) -> Mapping[tuple[str, int], tuple[Quantity, Quantity]]:
        return {
            (row.area_id, row.year): (
                _told(row.population, "人", row),
                _told(None if row.gdp_1e8_cny is None else row.gdp_1e8_cny * 1e4, "万元", row),
            )
            for row in self.snapshot.contexts
        }

    def population(self, area: str, year: int) -> Quantity:
        """Return the resident population, in persons."""
        known = self._told.get((area, year))
        return known[0] if known else missing("人", MissingReason.NOT_REPORTED)

    def gdp(self, area: str, year: int) -> Quantity:
        """Return the gross domestic product at current prices (现价), in 万元.

        It holds the towns of one year side by side; no change between years is taken of it.
        """
        known = self._told.get((area, year))
        return known[1] if known else missing("万元", MissingReason.NOT_REPORTED)

    @cached_property
    def _constant_gdp(self) -> Mapping[tuple[str, int], tuple[Quantity, int]]:
        return {
            (row.area_id, row.year): (
                Quantity(
                    value=row.gdp_constant_1e8_cny * 1e4,
                    unit="万元",
                    kind=row.kind,
                    source=f"{row.source}；地区生产总值按 {row.gdp_base_year} 年不变价",
                ),
                row.gdp_base_year,
            )
            for row in self.snapshot.contexts
            if row.gdp_constant_1e8_cny is not None and row.gdp_base_year is not None
        }

    def constant_gdp(self, area: str, year: int) -> Quantity:
        """Return the gross domestic product at the constant prices of its base year, in 万元."""
        known = self._constant_gdp.get((area, year))
        return known[0] if known else missing("万元", MissingReason.NOT_REPORTED)

    def base_year(self, area: str, year: int) -> int | None:
        """Return the base year of an area's GDP at constant prices in ``year``, None without."""
        known = self._constant_gdp.get((area, year))
        return known[1] if known else None

    def base_years(self, area: str) -> tuple[int, ...]:
        """Return the base years of an area's GDP at constant prices, rising."""
        return tuple(
            sorted({base for (told, _), (_, base) in self._constant_gdp.items() if told == area})
        )

    def constant_gdp_years(self, area: str) -> frozenset[int]:
        """Return the years of which an area's GDP at constant prices is known."""
        return frozenset(year for own, year in self._constant_gdp if own == area)

    def area_km2(self, area: str) -> Quantity:
        """Return the published land area of a town, or of the city in scope, in km²."""
        if area == CITY:
            for fact in self.snapshot.city_facts:
                if fact.item == self.snapshot.place.facts.land_area:
                    return Quantity(
                        value=fact.value, unit="km²", kind=ValueKind.REPORTED, source=fact.source
                    )
        for town in self.activity.towns:
            if town.town_code == area and town.area_km2 is not None:
                return Quantity(
                    value=town.area_km2,
                    unit="km²",
                    kind=ValueKind.REPORTED,
                    source="镇街名录的公布面积",
                )
        return missing("km²", MissingReason.NOT_PUBLIC)

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield people and GDP of all who told them."""
        for (area, year), (population, gdp) in self._told.items():
            yield POPULATION.key(area, year), population
            yield GDP.key(area, year), gdp
        for (area, year), (constant, _) in self._constant_gdp.items():
            yield CONSTANT_GDP.key(area, year), constant


def _told(value: float | None, unit: str, row: TownContext) -> Quantity:
    if value is None:
        return missing(unit, MissingReason.NOT_REPORTED, row.source)
    return Quantity(value=value, unit=unit, kind=row.kind, source=row.source)
