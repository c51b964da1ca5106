"""Residents, product and forest of the towns, each summing to what the city has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.sample.assumptions import apportion
from sihui_map.domain.forest import HA_PER_KM2
from sihui_map.domain.town import CITY

if TYPE_CHECKING:
    from scripts.sample.assumptions import Assumptions
    from scripts.sample.sheet import Rows
    from sihui_map.figures import Figures


def people_by_town(given: Assumptions, year: int, total: int) -> dict[str, int]:
    """Split the city's residents of ``year`` over the towns, which grow or shrink."""
    weights = {
        code: own["people_2020"] * (1 + own["people_growth"]) ** (year - given.years[0])
        for code, own in given.weights.items()
    }
    return apportion(total, weights)


def gdp_by_town(given: Assumptions, year: int, total: int) -> dict[str, int]:
    """Split the city's product of ``year`` over the towns, in 0.01×10^8 CNY."""
    weights = {
        code: own["gdp"] * given.noise("gdp", f"gdp/{code}", year)
        for code, own in given.weights.items()
    }
    return apportion(total, weights)


def town_context(given: Assumptions, _: Figures) -> Rows:
    """Return residents and product by town."""
    city = given.said["city"]
    people = {
        year: people_by_town(given, year, int(total))
        for year, total in given.by_year(city["population"]).items()
    }
    gdp = {
        year: gdp_by_town(given, year, int(total))
        for year, total in given.by_year(city["gdp_centi"]).items()
    }
    return [
        {
            "area_id": code,
            "year": year,
            "population": people[year][code],
            "gdp_1e8_cny": f"{gdp[year][code] / 100:.2f}",
        }
        for code in given.weights
        for year in given.years
    ]


def forest_by_town(given: Assumptions, public: Figures, total: int) -> dict[str, int]:
    """Split the city's forest over the towns by their land, in 0.1 ha."""
    weights = {
        code: own["forest_share"] * (public.area_km2(code).known * HA_PER_KM2)
        for code, own in given.weights.items()
    }
    return apportion(total, weights)


def forest_cover(given: Assumptions, public: Figures) -> Rows:
    """Return the forest area of the city, which is the sum of its towns, and of each town."""
    land_ha = public.area_km2(CITY).known * HA_PER_KM2
    by_year = {
        year: forest_by_town(given, public, round(land_ha * share * 10))
        for year, share in given.by_year(given.said["city"]["forest_share"]).items()
    }
    tenths = {CITY: {year: sum(parts.values()) for year, parts in by_year.items()}}
    tenths |= {code: {year: by_year[year][code] for year in by_year} for code in given.weights}
    return [
        {"area_id": area, "year": year, "forest_ha": f"{amount / 10:.1f}"}
        for area, amounts in tenths.items()
        for year, amount in amounts.items()
    ]
