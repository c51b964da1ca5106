"""Every published number, computed once from a Snapshot; pages, files and the API only show them.

A figure has an id such as ``emission.direct.total.<town>.<year>``; dots join its parts.
Amounts are kept in base units (tCO2, tce, %, ha); whoever shows them only divides for display.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.domain import energy, forest, park
from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.domain.classes import class_breaks
from sihui_map.domain.completeness import Told, told_of
from sihui_map.domain.dataset import (
    DATASETS,
    DECLARED_TABLES,
    ENERGY_USE,
    FOREST_COVER,
    LEDGER_REPORTED,
    LEDGER_SUBJECT,
    PARK_PROGRESS,
    SITES,
    TASK_UPDATES,
    TOWN_CONTEXT,
)
from sihui_map.domain.energy import TCE, TCO2, Component
from sihui_map.domain.ledger import (
    CITY_TOTAL,
    NET_ELECTRICITY,
    TOWNS,
    Ledger,
    LedgerRow,
    ledger,
)
from sihui_map.domain.light import POINTS, Standing, path, standing
from sihui_map.domain.park import ParkStage
from sihui_map.domain.progress import latest_by_task
from sihui_map.domain.site import (
    SiteGroup,
    SiteStage,
    capacity_by_stage,
    capacity_by_year,
    sites_of,
)
from sihui_map.domain.town import CITY, towns_in_scope
from sihui_map.domain.value import (
    MissingReason,
    Quantity,
    ValueKind,
    difference,
    fall,
    missing,
    ratio,
    summed_kind,
    total,
)
from sihui_map.errors import ChoiceError, DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.energy import CoalCoefficient, EnergyUse, FactorSet
    from sihui_map.domain.forest import ForestCover
    from sihui_map.domain.light import Rule
    from sihui_map.domain.park import ParkProgress
    from sihui_map.domain.plan import Target
    from sihui_map.domain.progress import TaskUpdate
    from sihui_map.domain.site import Site
    from sihui_map.domain.snapshot import Allotment, Snapshot, TownContext
    from sihui_map.domain.town import Town

ALL_FUELS = "all"
TOWNS_DIRECT, ALL_DIRECT = "towns_direct", "direct"
"""What is compared under each factor set, beside the named sources: all towns, and all of them."""
NOT_ADDED = ("%", "‰")
UNIT_OF_CITY_TOTAL = "10^4 tCO2"
T_PER_1E4_T = 1e4
TCE_DIFFERENCE = "综合能源消费量：填报合计 − 按品种折算"
TOWNS_UNIT = "个镇街"
BROKEN_FACTORS = "排放因子文件无法读取"
PER_HEAD, PER_KM2, PER_GDP = "tCO2/人", "tCO2/km²", "tCO2/万元"


class Boundary(StrEnum):
    """What counts: burning only, or burning plus net electricity and heat bought in."""

    DIRECT = "direct"
    NET = "net"


class Measure(StrEnum):
    """What a choropleth of emissions may show."""

    TOTAL = "total"
    PER_HEAD = "per_head"
    PER_KM2 = "per_km2"
    PER_GDP = "per_gdp"
    COAL = "coal"
    OIL = "oil"
    GAS = "gas"
    ELECTRICITY = "electricity"


class Intensity(StrEnum):
    """What the plan holds against GDP at constant prices."""

    ENERGY = "energy"
    CARBON = "carbon"


INTENSITY_UNIT: Mapping[Intensity, str] = {
    Intensity.ENERGY: "tce/万元",
    Intensity.CARBON: "tCO2/万元",
}
COMPONENT_MEASURES = tuple(Measure(component.value) for component in Component)


@dataclass(frozen=True, slots=True)
class KnownTotal:
    """The sum over those towns of which the value is known, and how many of all those are."""

    count: int
    of: int
    quantity: Quantity

    @property
    def is_whole(self) -> bool:
        """Tell whether no town is missing: only then it is the total."""
        return self.count == self.of


@dataclass(frozen=True)
class Figures:
    """Every number of one snapshot; computed on first use, then kept."""

    snapshot: Snapshot

    @cached_property
    def towns(self) -> tuple[Town, ...]:
        """Return the towns in scope on the day of the data."""
        return towns_in_scope(self.snapshot.towns, day=self.snapshot.data_day)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years with energy data, rising."""
        return tuple(sorted({use.year for use in self.snapshot.energy_uses}))

    @cached_property
    def default_year(self) -> int:
        """Return the year of which most is known, of several the newest; 0 without any.

        That is the newest one that every town has in full, once there is one.
        """
        told = {
            year: sum((area, year) in self._told_areas for area in self._areas)
            for year in self.years
        }
        known = {year: self.known_total(year).count for year in self.years}
        return max(self.years, key=lambda year: (known[year], told[year], year), default=0)

    @cached_property
    def default_forest_year(self) -> int:
        """Return the year of which most towns' forest is known, of several the newest; or 0."""
        known = {
            year: sum(
                self.forest_cover(town.town_code, year).value is not None for town in self.towns
            )
            for year in self.forest_years
        }
        return max(self.forest_years, key=lambda year: (known[year], year), default=0)

    @cached_property
    def _areas(self) -> frozenset[str]:
        return frozenset(town.town_code for town in self.towns)

    @cached_property
    def _told_areas(self) -> frozenset[tuple[str, int]]:
        return frozenset((use.area_id, use.year) for use in self.snapshot.energy_uses)

    @cached_property
    def partial_years(self) -> frozenset[int]:
        """Return the years with energy data of which some town's emissions are not known."""
        return frozenset(year for year in self.years if not self.known_total(year).is_whole)

    @cached_property
    def factors(self) -> FactorSet | None:
        """Return the one factor set that every total uses; None if its file is broken."""
        try:
            return energy.factor_set(
                self.snapshot.factor_set,
                self.snapshot.fuel_factors,
                self.snapshot.grid_factors,
                heat=self.snapshot.heat_factors,
                region=self.snapshot.place.grid_region,
                grid_fallback=self.snapshot.grid_fallback,
            )
        except DomainError:
            return None

    @cached_property
    def factor_sets(self) -> tuple[str, ...]:
        """Return the names of all factor sets, the one that counts first."""
        known = (row.factor_set for row in self.snapshot.fuel_factors)
        return tuple(dict.fromkeys((self.snapshot.factor_set, *known)))

    @cached_property
    def _by_set(self) -> Mapping[str, Figures]:
        own, *others = self.factor_sets
        found = {name: Figures(replace(self.snapshot, factor_set=name)) for name in others}
        return {own: self, **found}

    @cached_property
    def compared_rows(self) -> tuple[str, ...]:
        """Return what is compared under each factor set: the towns, each source, all of them."""
        sources = (source.source_id for source in self.snapshot.named_sources)
        return (TOWNS_DIRECT, *sources, ALL_DIRECT)

    def direct_by_set(self, name: str, row_id: str, year: int) -> Quantity:
        """Return the direct emissions of one of ``compared_rows`` under factor set ``name``."""
        if row_id == ALL_DIRECT:
            rows = self.compared_rows[:-1]
            return total((self.direct_by_set(name, row, year) for row in rows), unit=TCO2)
        found = self._by_set[name]
        return found.towns_total(year) if row_id == TOWNS_DIRECT else found.emission(row_id, year)

    def factor_set_difference(self, name: str, row_id: str, year: int) -> Quantity:
        """Return how much more or less factor set ``name`` gives than the one that counts."""
        own = self.factor_sets[0]
        return difference(
            self.direct_by_set(name, row_id, year),
            self.direct_by_set(own, row_id, year),
            source=f"因子集对照：{name} − {own}",
        )

    @cached_property
    def _uses(self) -> Mapping[str, tuple[EnergyUse, ...]]:
        found: dict[str, list[EnergyUse]] = {}
        for use in self.snapshot.energy_uses:
            found.setdefault(use.area_id, []).append(use)
        return {area: tuple(uses) for area, uses in found.items()}

    @cached_property
    def _declarations(self) -> Mapping[tuple[str, str, int], ValueKind]:
        """Return (table, area, year) → of which kind the declaration is; a real one counts."""
        rows = sorted(self.snapshot.declarations, key=lambda row: row.kind is not ValueKind.SAMPLE)
        return {(row.subject, row.area_id, row.year): row.kind for row in rows}

    def declared(self, table: str, area: str, year: int) -> ValueKind | None:
        """Return of which kind the declaration is that an area told all (填全), None without."""
        return self._declarations.get((table, area, year))

    @cached_property
    def _components(self) -> Mapping[tuple[str, int], Mapping[Component, Quantity]]:
        return {
            (area, year): self._components_of(area, year)
            for area in self._users
            for year in self.years
        }

    @cached_property
    def _users(self) -> tuple[str, ...]:
        """Return who uses energy: the towns in scope and the named sources."""
        sources = (source.source_id for source in self.snapshot.named_sources)
        return (*(town.town_code for town in self.towns), *sources)

    def _components_of(self, area: str, year: int) -> Mapping[Component, Quantity]:
        if self.factors is None:
            return dict.fromkeys(Component, missing(TCO2, BROKEN_FACTORS))
        try:
            return energy.emissions_by_component(
                self._uses.get(area, ()),
                self.factors,
                year=year,
                declared=self.declared(ENERGY_USE.name, area, year),
            )
        except DomainError as error:  # one row in a wrong unit must not take down every figure
            return dict.fromkeys(Component, missing(TCO2, str(error)))

    def component(self, area: str, year: int, component: Component) -> Quantity:
        """Return one component of an area's or source's emissions in ``year``, in tCO2."""
        parts = self._components.get((area, year))
        return parts[component] if parts else missing(TCO2, MissingReason.NOT_REPORTED)

    def electricity(self, area: str, year: int) -> Quantity:
        """Return an area's net electricity in ``year`` without its heat, in tCO2.

        That is what the ledger counts: heat is in it already, where it was made.
        """
        uses = tuple(use for use in self._uses.get(area, ()) if use.year == year)
        declared = self.declared(ENERGY_USE.name, area, year)
        if self.factors is None:
            return missing(TCO2, BROKEN_FACTORS)
        if not uses and declared is None:
            return missing(TCO2, MissingReason.NOT_REPORTED)
        try:
            return energy.electricity_emission(uses, self.factors, year=year, declared=declared)
        except DomainError as error:
            return missing(TCO2, str(error))

    def emission(self, area: str, year: int, boundary: Boundary = Boundary.DIRECT) -> Quantity:
        """Return an area's or source's emissions in ``year`` within ``boundary``, in tCO2."""
        components = tuple(Component) if boundary is Boundary.NET else energy.DIRECT_COMPONENTS
        return total((self.component(area, year, part) for part in components), unit=TCO2)

    def energy_use_tce(self, area: str, year: int) -> Quantity:
        """Return an area's energy use in ``year``, in tce, electricity at 当量值."""
        uses = tuple(use for use in self._uses.get(area, ()) if use.year == year)
        try:
            return energy.standard_coal(
                uses,
                self.snapshot.coal_coefficients,
                declared=self.declared(ENERGY_USE.name, area, year),
            )
        except DomainError as error:
            return missing(energy.TCE, str(error))

    @cached_property
    def coal_by_heat(self) -> tuple[CoalCoefficient, ...]:
        """Return the coefficients of standard coal by the heat of the factor set that counts."""
        return () if self.factors is None else energy.coefficients_by_heat(self.factors)

    def fuels_burnt(self, year: int) -> tuple[str, ...]:
        """Return the fuels of which something was told for ``year``, in the order of a legend."""
        told = {
            use.fuel for area in self._users for use in self._uses.get(area, ()) if use.year == year
        }
        return tuple(fuel for fuel in energy.FUEL_ID if fuel in told)

    def fuel_tce(self, fuel: str, year: int, *, by_heat: bool = False) -> Quantity:
        """Return what towns and sources burnt of a fuel, in tce: by GB/T 2589, or ``by_heat``.

        Of ``ALL_FUELS`` it is the sum over all that were burnt.
        """
        if fuel == ALL_FUELS:
            burnt = self.fuels_burnt(year)
            return total((self.fuel_tce(own, year, by_heat=by_heat) for own in burnt), unit=TCE)
        parts = (self._fuel_tce(area, fuel, year, by_heat=by_heat) for area in self._users)
        return total(parts, unit=TCE)

    def _fuel_tce(self, area: str, fuel: str, year: int, *, by_heat: bool) -> Quantity:
        rows = self.coal_by_heat if by_heat else self.snapshot.coal_coefficients
        name = f"因子集 {self.snapshot.factor_set} "
        basis = (f"{name}热值", f"{name}低位热值") if by_heat else energy.BY_STANDARD
        own = [use for use in self._uses.get(area, ()) if (use.fuel, use.year) == (fuel, year)]
        # Who told this fuel told all of it, whatever else is still to come.
        declared = own[0].kind if own else self.declared(ENERGY_USE.name, area, year)
        try:
            return energy.standard_coal(own, rows, declared=declared, basis=basis)
        except DomainError as error:
            return missing(TCE, str(error))

    def heat_difference(self, fuel: str, year: int) -> Quantity:
        """Return standard coal by the heat of the factor set − by GB/T 2589, in tce."""
        by_heat = self.fuel_tce(fuel, year, by_heat=True)
        return difference(by_heat, self.fuel_tce(fuel, year), source="折标准煤：按热值 − 按系数")

    @cached_property
    def _energy_totals(self) -> Mapping[tuple[str, int], Quantity]:
        return {
            (row.area_id, row.year): Quantity(
                value=row.tce, unit=energy.TCE, kind=row.kind, source=row.source
            )
            for row in self.snapshot.energy_totals
        }

    def energy_total_years(self, area: str) -> tuple[int, ...]:
        """Return the years for which an area stated its energy use as one number, rising."""
        return tuple(sorted(year for told, year in self._energy_totals if told == area))

    def reported_tce(self, area: str, year: int) -> Quantity:
        """Return the energy use (综合能源消费量) that an area stated as one number, in tce."""
        told = self._energy_totals.get((area, year))
        return told or missing(energy.TCE, MissingReason.NOT_REPORTED)

    def tce_difference(self, area: str, year: int) -> Quantity:
        """Return what was stated − what its fuels come to, in tce; missing where one is."""
        told, computed = self.reported_tce(area, year), self.energy_use_tce(area, year)
        if told.value is not None and computed.value is None:
            return missing(energy.TCE, f"按品种折算缺失：{computed.reason}", TCE_DIFFERENCE)
        return difference(told, computed, source=TCE_DIFFERENCE)

    @cached_property
    def _contexts(self) -> Mapping[tuple[str, int], tuple[Quantity, Quantity]]:
        return {
            (row.area_id, row.year): (
                _told(row.population, "人", row),
                _told(None if row.gdp_1e8_cny is None else row.gdp_1e8_cny * 1e4, "万元", row),
            )
            for row in self.snapshot.contexts
        }

    def population(self, area: str, year: int) -> Quantity:
        """Return the resident population, in persons."""
        known = self._contexts.get((area, year))
        return known[0] if known else missing("人", MissingReason.NOT_REPORTED)

    def gdp(self, area: str, year: int) -> Quantity:
        """Return the gross domestic product at current prices (现价), in 万元.

        It holds the towns of one year side by side; no change between years is taken of it.
        """
        known = self._contexts.get((area, year))
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

    def base_years(self, area: str) -> tuple[int, ...]:
        """Return the base years of an area's GDP at constant prices, rising."""
        return tuple(
            sorted({base for (told, _), (_, base) in self._constant_gdp.items() if told == area})
        )

    def intensity_years(self, area: str) -> tuple[int, ...]:
        """Return the years with anything that an intensity of an area rests on, rising."""
        told = {year for own, year in self._constant_gdp if own == area}
        return tuple(sorted({*self.years, *self.energy_total_years(area), *told}))

    def intensity(self, which: Intensity, area: str, year: int) -> Quantity:
        """Return energy use or emissions over GDP at constant prices, in tce or tCO2 per 万元.

        Of a town: its fuels, net electricity and heat at 当量值, and the emissions of all; of the
        city: the energy use it stated as one number, and its total emissions. Missing where a part
        is.
        """
        name, amount = self._held_against_gdp(which, area, year)
        gdp = self.constant_gdp(area, year)
        found = ratio(amount, gdp, unit=INTENSITY_UNIT[which])
        parts = ((name, amount), ("不变价地区生产总值", gdp))
        absent = [f"{said}缺失（{part.reason}）" for said, part in parts if part.value is None]
        if absent:
            return replace(found, reason="；".join(absent))
        return replace(found, source=f"{name}÷不变价地区生产总值；{found.source}")

    def _held_against_gdp(self, which: Intensity, area: str, year: int) -> tuple[str, Quantity]:
        if which is Intensity.ENERGY:
            if area == CITY:
                return "全市综合能源消费量（填报合计）", self.reported_tce(area, year)
            return "综合能耗（按品种折算）", self.energy_use_tce(area, year)
        if area == CITY:
            return "全市碳排放总量", self.city_total(year)
        return "排放（直接＋净购入电力和热力）", self.emission(area, year, Boundary.NET)

    def intensity_fall(self, which: Intensity, area: str, before: int, after: int) -> Quantity:
        """Return by how much an intensity fell from one year to another, in % (下降为正).

        Years of which GDP is at the prices of different base years are never compared.
        """
        bases = [
            self._constant_gdp[area, year][1]
            for year in (before, after)
            if (area, year) in self._constant_gdp
        ]
        if len(set(bases)) > 1:
            said = "、".join(map(str, bases))
            return missing("%", f"{before} 年和 {after} 年的不变价基年不同（{said}），不能比较")
        return fall(self.intensity(which, area, before), self.intensity(which, area, after))

    def measure(self, area: str, year: int, measure: Measure, boundary: Boundary) -> Quantity:
        """Return what a map of ``measure`` shows for a town, in the measure's unit."""
        if measure in COMPONENT_MEASURES:
            return self.component(area, year, Component(measure.value))
        emitted = self.emission(area, year, boundary)
        if measure is Measure.PER_HEAD:
            return ratio(emitted, self.population(area, year), unit=PER_HEAD)
        if measure is Measure.PER_GDP:
            return ratio(emitted, self.gdp(area, year), unit=PER_GDP)
        if measure is Measure.PER_KM2:
            return ratio(emitted, self.area_km2(area), unit=PER_KM2)
        return emitted

    def area_km2(self, area: str) -> Quantity:
        """Return the published land area of a town, or of the city in scope, in km²."""
        if area == CITY:
            for fact in self.snapshot.city_facts:
                if fact.item == self.snapshot.place.facts.land_area:
                    return Quantity(
                        value=fact.value, unit="km²", kind=ValueKind.REPORTED, source=fact.source
                    )
        for town in self.towns:
            if town.town_code == area:
                return Quantity(
                    value=town.area_km2,
                    unit="km²",
                    kind=ValueKind.REPORTED,
                    source="geodata/units.csv 公布面积",
                )
        return missing("km²", MissingReason.NOT_PUBLIC)

    @cached_property
    def _breaks(self) -> dict[tuple[str, str], tuple[float, ...]]:
        return {(row.measure, row.boundary): row.cuts for row in self.snapshot.class_breaks}

    def breaks(self, measure: Measure, boundary: Boundary) -> tuple[float, ...]:
        """Return the class breaks of a measure, the same in every year and 期, in its unit.

        They are declared; where they are not, they are computed from all values there are.
        """
        of_part = measure in COMPONENT_MEASURES
        key = (str(measure), str(Boundary.DIRECT if of_part else boundary))
        if key not in self._breaks:
            values = (
                self.measure(town.town_code, year, measure, boundary).value
                for town in self.towns
                for year in self.years
            )
            self._breaks[key] = class_breaks(value for value in values if value is not None)
        return self._breaks[key]

    def city_total(self, year: int) -> Quantity:
        """Return the city's total, in tCO2: the plan's where it has one, else as reported."""
        planned = self._planned_city_total(year)
        if planned is not None:
            return planned
        told = self._reported_row(year, CITY_TOTAL)
        if told is not None:
            return told
        plan = self.snapshot.place.plan
        if year in plan.public_years:  # public, so it must be the file
            return missing(TCO2, f"city_context.csv 中没有 {year} 年的全市总量")
        if not plan.public_years:
            return missing(TCO2, MissingReason.NOT_PUBLIC)
        return missing(TCO2, f"全市总量只公开了 {plan.years_text} {plan.years_counted}年")

    def reported_city_total(self, year: int) -> Quantity | None:
        """Return the total reported beside the plan's own, in tCO2: a second reading of it.

        None where nothing was reported, or where the plan prints none: then what was reported is
        the total itself. The ledger is closed against the plan's.
        """
        planned = self._planned_city_total(year)
        return None if planned is None else self._reported_row(year, CITY_TOTAL)

    def city_total_difference(self, year: int) -> Quantity | None:
        """Return the reported total − the plan's, in tCO2; None without a second reading."""
        told = self.reported_city_total(year)
        if told is None:
            return None
        return difference(told, self.city_total(year), source="全市总量：填报 − 方案")

    def _planned_city_total(self, year: int) -> Quantity | None:
        item = self.snapshot.place.facts.city_total
        for fact in self.snapshot.city_facts:
            if (fact.item, fact.year, fact.unit) == (item, year, UNIT_OF_CITY_TOTAL):
                return Quantity(
                    value=round(fact.value * T_PER_1E4_T, 6),  # a decimal is not exact in binary
                    unit=TCO2,
                    kind=ValueKind.REPORTED,  # what was emitted, as the plan prints it
                    source=fact.source,
                )
        return None

    def towns_total(self, year: int, boundary: Boundary = Boundary.DIRECT) -> Quantity:
        """Return the sum of the towns in scope, in tCO2."""
        return total(
            (self.emission(town.town_code, year, boundary) for town in self.towns), unit=TCO2
        )

    @cached_property
    def sampled(self) -> frozenset[str]:
        """Return the names of the tables of which some row is a sample (示例)."""
        found = self.snapshot
        kinds: dict[str, Iterable[ValueKind]] = {
            ENERGY_USE.name: (row.kind for row in found.energy_uses),
            TOWN_CONTEXT.name: (row.kind for row in found.contexts),
            FOREST_COVER.name: (row.kind for row in found.forest_covers),
            LEDGER_REPORTED.name: (row.kind for row in found.reported_rows),
            SITES.name: (site.value_kind for site in found.sites),
            PARK_PROGRESS.name: (row.kind for row in found.park_progress),
            TASK_UPDATES.name: (row.kind for row in found.task_updates),
        }
        return frozenset(name for name, told in kinds.items() if ValueKind.SAMPLE in set(told))

    def known_total(
        self,
        year: int,
        measure: Measure = Measure.TOTAL,
        boundary: Boundary = Boundary.DIRECT,
    ) -> KnownTotal:
        """Return the sum over the towns of which ``measure`` is known, in its unit."""
        amounts = [self.measure(town.town_code, year, measure, boundary) for town in self.towns]
        known = [amount for amount in amounts if amount.value is not None]
        unit = known[0].unit if known else TCO2
        return KnownTotal(len(known), len(amounts), total(known, unit=unit))

    def net_electricity(self, year: int) -> Quantity:
        """Return the city's net electricity: as reported for ``year``, else computed, in tCO2."""
        told = self._reported_row(year, NET_ELECTRICITY)
        if told is not None:
            return told
        areas = sorted({area for area, used_year in self._components if used_year == year})
        return total((self.electricity(area, year) for area in areas), unit=TCO2)

    def _reported_row(self, year: int, row_id: str) -> Quantity | None:
        for row in self.snapshot.reported_rows:
            if row.year == year and row.row_id == row_id:
                source = f"{row.source}；{row.note}" if row.note else row.source
                return Quantity(value=row.tco2, unit=TCO2, kind=row.kind, source=source)
        return None

    def ledger_explanation(self, year: int) -> str:
        """Return what was written about the residual of ``year``, "" where nothing was."""
        said = [
            row.text
            for row in self.snapshot.explanations
            if row.subject == LEDGER_SUBJECT and row.year == year and not row.row_key
        ]
        return "；".join(said)

    @cached_property
    def unexplained_years(self) -> tuple[int, ...]:
        """Return the years whose residual is above RESIDUAL_PERCENT and that nobody explained."""
        return tuple(
            year
            for year in self.ledger_years
            if abs(self.ledger(year).share_residual.value or 0) > RESIDUAL_PERCENT
            and not self.ledger_explanation(year)
        )

    @cached_property
    def _ledgers(self) -> dict[int, Ledger]:
        return {}

    def ledger(self, year: int) -> Ledger:
        """Return the ledger of ``year``, or raise ChoiceError with the years that may be."""
        if year not in self.ledger_years:
            known = "、".join(map(str, self.ledger_years))
            msg = f"没有 {year} 年的平衡表；可选年份：{known}"
            raise ChoiceError(msg)
        if year not in self._ledgers:
            named = (
                LedgerRow(
                    row_id=source.source_id,
                    label=source.name,
                    quantity=self.emission(source.source_id, year),
                )
                for source in self.snapshot.named_sources
            )
            rows = (
                LedgerRow(
                    row_id=TOWNS, label="各镇街直接排放合计", quantity=self.towns_total(year)
                ),
                *named,
                LedgerRow(
                    row_id=NET_ELECTRICITY,
                    label="净调入电力",
                    quantity=self.net_electricity(year),
                ),
            )
            self._ledgers[year] = ledger(year, rows, self.city_total(year))
        return self._ledgers[year]

    @cached_property
    def ledger_years(self) -> tuple[int, ...]:
        """Return the years with a total or with energy data, rising; else that of the data."""
        told = {row.year for row in self.snapshot.reported_rows}
        known = {*self.snapshot.place.plan.public_years, *self.years, *told}
        return tuple(sorted(known)) or (self.snapshot.data_day.year,)

    @property
    def last_public_year(self) -> int:
        """Return the newest year of the plan's own totals, without any that of the ledger."""
        return max(self.snapshot.place.plan.public_years, default=self.ledger_years[-1])

    @cached_property
    def forest_years(self) -> tuple[int, ...]:
        """Return the years with forest data, rising."""
        return tuple(sorted({row.year for row in self.snapshot.forest_covers}))

    def forest_cover(self, area: str, year: int) -> Quantity:
        """Return the statutory forest cover of a town or of the city, in %."""
        land = self.area_km2(area)
        for row in self.snapshot.forest_covers:
            if row.area_id == area and row.year == year and land.value is not None:
                try:
                    return forest.cover(row, area_km2=land.value)
                except DomainError as error:
                    return missing("%", str(error), row.source)
        return missing("%", MissingReason.NOT_REPORTED)

    @cached_property
    def _told(self) -> Mapping[tuple[str, str, int], frozenset[ValueKind]]:
        """Return (table, area, year) → what sorts of value were reported."""
        snapshot = self.snapshot
        tables: tuple[tuple[str, Iterable[EnergyUse | TownContext | ForestCover]], ...] = (
            (ENERGY_USE.name, snapshot.energy_uses),
            (TOWN_CONTEXT.name, snapshot.contexts),
            (FOREST_COVER.name, snapshot.forest_covers),
        )
        kinds: dict[tuple[str, str, int], list[ValueKind]] = {}
        for name, rows in tables:
            for row in rows:
                kinds.setdefault((name, row.area_id, row.year), []).append(row.kind)
        return {key: frozenset(found) for key, found in kinds.items()}

    def told(self, table: str, area: str, year: int) -> Told:
        """Return how much of ``table`` an area has reported for ``year``."""
        kinds = self.told_kinds(table, area, year)
        return told_of(kinds, is_whole=self._is_whole(table, area, year))

    def _is_whole(self, table: str, area: str, year: int) -> bool:
        """Tell whether an area's own rows of ``table`` are all that there is to tell."""
        if table == TOWN_CONTEXT.name:
            amounts = (self.population(area, year), self.gdp(area, year))
            return all(amount.value is not None for amount in amounts)
        if table in DECLARED_TABLES:
            return self.declared(table, area, year) not in (None, ValueKind.SAMPLE)
        return bool(self.told_kinds(table, area, year))  # its one row

    def told_kinds(self, table: str, area: str, year: int) -> frozenset[ValueKind]:
        """Return what sorts of value an area reported in ``table`` for ``year``."""
        return self._told.get((table, area, year), frozenset())

    def count_told(self, table: str, year: int) -> Quantity:
        """Return how many towns in scope have reported all of ``table`` for ``year``."""
        told = [self.told(table, town.town_code, year) for town in self.towns]
        return Quantity(
            value=told.count(Told.ALL), unit=TOWNS_UNIT, kind=ValueKind.COMPUTED, source="填报数据"
        )

    @cached_property
    def forest_standing(self) -> Standing | None:
        """Return how the forest target stands; None if the plan's targets cannot be read."""
        wanted = self.snapshot.place.targets.forest_cover
        return next((item for item in self.standings if item.target.target_id == wanted), None)

    def forest_gap_ha(self) -> Quantity:
        """Return the hectares of forest that the city still lacks."""
        land = self.area_km2(CITY)
        found = self.forest_standing
        if found is None or land.value is None:
            return missing("公顷", MissingReason.NOT_REPORTED)
        return forest.gap_ha(self.forest_gap_pp(), area_km2=land.value)

    def forest_gap_pp(self) -> Quantity:
        """Return what the city's cover lacks to the target, as printed, in percentage points."""
        found = self.forest_standing
        if found is None or found.target.value is None:
            return missing(POINTS, MissingReason.NOT_REPORTED)
        if found.value.value is None:
            return missing(POINTS, found.value.reason, found.value.source)
        return found.gap

    def forest_path(self) -> dict[int, Quantity]:
        """Return the straight path from the baseline's cover to the target, year → %."""
        found = self.forest_standing
        return {} if found is None else path(found)

    @cached_property
    def park_years(self) -> tuple[int, ...]:
        """Return the years with park data, rising."""
        return tuple(sorted({row.year for row in self.snapshot.park_progress}))

    @cached_property
    def park_progress(self) -> Mapping[str, ParkProgress]:
        """Return the latest report of each park that has one."""
        rows = sorted(self.snapshot.park_progress, key=lambda row: row.year)
        return {row.park_id: row for row in rows}

    @cached_property
    def parks_counted(self) -> tuple[str, ...]:
        """Return the ids of the parks in the denominator, the same in every year."""
        return park.counted_parks(self.snapshot.park_progress)

    def parks_completed(self, year: int) -> tuple[str, ...]:
        """Return the ids of those of them that are done."""
        counted = set(self.parks_counted)
        rows = (row for row in self.snapshot.park_progress if row.year == year)
        return tuple(
            row.park_id
            for row in rows
            if row.park_id in counted and row.stage is ParkStage.COMPLETED
        )

    def park_completion(self, year: int) -> Quantity:
        """Return completed / 省级以上 parks in ``year``, in %."""
        return park.completion(self.snapshot.park_progress, year=year)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Return how every target of the plan stands, in the plan's order."""
        found = (
            standing(
                target,
                self._rules.get(target.target_id),
                self.target_series(target.target_id),
                this_year=self.snapshot.data_day.year,
            )
            for target in self.targets
        )
        return tuple(
            replace(item, reason=why) if (why := self._handed_without_effect(own)) else item
            for own, item in zip(self.snapshot.targets, found, strict=True)
        )

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        return {rule.target_id: rule for rule in self.snapshot.light_rules}

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Return the plan's targets; one without a number of its own has the handed-down one."""
        return tuple(self._with_handed_down(target) for target in self.snapshot.targets)

    def handed_down(self, target: Target) -> Allotment | None:
        """Return the number that was handed down to the city for a target's year, if any."""
        own = (target.target_id, CITY, target.year)
        rows = self.snapshot.allotments
        return next((row for row in rows if (row.target_id, row.holder, row.year) == own), None)

    def _with_handed_down(self, target: Target) -> Target:
        row, rule = self.handed_down(target), self._rules.get(target.target_id)
        if row is None or rule is None or target.value is not None:
            return target
        if self._handed_without_effect(target):
            return target
        since = f"，为比 {row.base_year} 年的下降幅度" if row.base_year else ""
        return replace(
            target,
            operator=rule.direction,
            value=row.value,
            unit=self.allotted(row).unit,
            baseline_year=row.base_year or target.baseline_year,
            kind=row.kind,
            source=f"{self.snapshot.place.handed_down}：{row.approved_by}；{row.source}",
            handed_down=self.snapshot.place.handed_down,
            note=f"方案未写数值；数值由{self.snapshot.place.parent}下达（{row.approved_by}）{since}。",
        )

    def _handed_without_effect(self, target: Target) -> str:
        """Return why a handed-down number is shown and decides nothing, "" where it does."""
        row, rule = self.handed_down(target), self._rules.get(target.target_id)
        if row is None or target.value is not None:
            return ""
        intensities = self.snapshot.place.targets.intensities
        unit, is_fall = self.allotted(row).unit, target.target_id in intensities
        lacking = (
            ("没有写明文件", not row.approved_by),
            ("亮灯规则没有写明方向", rule is None or rule.direction is None),
            ("单位应为 %", is_fall and unit != "%"),
            ("没有写明降幅基准年", is_fall and row.base_year is None),
        )
        why = "、".join(said for said, is_so in lacking if is_so)
        shown = f"{row.value:g}{unit if unit == '%' else f' {unit}'}"
        return f"{self.snapshot.place.handed_down} {shown}：{why}，不判定" if why else ""

    def target_series(self, target_id: str) -> dict[int, Quantity]:
        """Return the values known for a target by year, in its unit.

        What the system computes itself counts in its years, what was reported in all others.
        """
        told, computed = self._indicator_values.get(target_id, {}), self._computed(target_id)
        years = sorted({*told, *computed})
        found: dict[int, Quantity] = {}
        for year in years:
            own, other = computed.get(year), told.get(year)
            is_known = own is not None and own.value is not None
            found[year] = own if own is not None and (is_known or other is None) else told[year]
        return found

    def _computed(self, target_id: str) -> dict[int, Quantity]:
        roles = self.snapshot.place.targets
        if target_id == roles.forest_cover:
            return {year: self.forest_cover(CITY, year) for year in self.forest_years}
        if target_id == roles.circular_parks:
            return {year: self.park_completion(year) for year in self.park_years}
        base = next((t.baseline_year for t in self.targets if t.target_id == target_id), None)
        if target_id in roles.intensities and base is not None:
            is_energy = target_id in roles.energy_intensity
            which = Intensity.ENERGY if is_energy else Intensity.CARBON
            years = self.intensity_years(CITY)
            return {
                year: self.intensity_fall(which, CITY, base, year) for year in years if year >= base
            }
        return {}

    @cached_property
    def _indicator_values(self) -> Mapping[str, Mapping[int, Quantity]]:
        units = {target.target_id: target.unit for target in self.targets}
        found: dict[str, dict[int, Quantity]] = {}
        for row in self.snapshot.indicator_values:
            found.setdefault(row.target_id, {})[row.year] = Quantity(
                value=row.value,
                unit=units.get(row.target_id) or "—",
                kind=row.kind,
                source=row.source,
            )
        return found

    def second_readings(self, target_id: str) -> dict[int, tuple[Quantity, Quantity]]:
        """Return what was reported beside a computed value of a year, and how far it is off.

        Year → reported, reported − computed (of percentages in percentage points).
        """
        computed = self._computed(target_id)
        found: dict[int, tuple[Quantity, Quantity]] = {}
        for year, told in sorted(self._indicator_values.get(target_id, {}).items()):
            own = computed.get(year)
            if own is not None and own.value is not None:
                beside = difference(told, own, source="主要指标：填报 − 系统计算")
                unit = POINTS if told.unit == "%" else told.unit
                found[year] = told, replace(beside, unit=unit)
        return found

    def allotments_of(self, target_id: str, year: int) -> tuple[Allotment, ...]:
        """Return what was allotted of a target (目标分解) for ``year``, in the order told.

        What was handed down to the city itself is not among its shares.
        """
        return tuple(
            row
            for row in self.snapshot.allotments
            if (row.target_id, row.year) == (target_id, year) and row.holder != CITY
        )

    def allotted(self, row: Allotment) -> Quantity:
        """Return the share of one holder, in its own unit, else in the target's."""
        units = {target.target_id: target.unit for target in self.snapshot.targets}
        unit = row.unit or units.get(row.target_id) or "—"
        return Quantity(value=row.value, unit=unit, kind=row.kind, source=row.source)

    def allotted_total(self, target_id: str, year: int) -> Quantity:
        """Return the sum of what was allotted of a target for ``year``; shares in % have none."""
        parts = [self.allotted(row) for row in self.allotments_of(target_id, year)]
        units = list(dict.fromkeys(part.unit for part in parts)) or ["—"]
        if len(units) > 1:
            return missing("—", "单位不同，不能相加")
        if units[0] in NOT_ADDED:
            return missing(units[0], "百分数不能相加")
        return total(parts, unit=units[0])

    @cached_property
    def latest_updates(self) -> Mapping[int, TaskUpdate]:
        """Return the newest update of each task that has one."""
        return latest_by_task(self.snapshot.task_updates)

    def site_capacity(
        self, stage: SiteStage, group: SiteGroup, among: Sequence[Site] | None = None
    ) -> Quantity:
        """Return the known capacity of one group of sites at ``stage``, in MW.

        ``among`` limits it to some of the sites, by default all of them.
        """
        of_group = sites_of(self.snapshot.sites if among is None else among, group)
        sites = [site for site in of_group if site.stage is stage]
        known = [site for site in sites if site.capacity_mw is not None]
        if not known:
            reason = MissingReason.NOT_PUBLIC if sites else MissingReason.NOT_APPLICABLE
            return missing("MW", reason)
        return Quantity(
            value=capacity_by_stage(known)[stage],
            unit="MW",
            kind=summed_kind(site.value_kind for site in known),
            source="；".join(dict.fromkeys(site.source for site in known)),
        )

    def operating_capacity(
        self, group: SiteGroup, among: Sequence[Site] | None = None
    ) -> dict[int, Quantity]:
        """Return the operating capacity of one group by year, cumulated, in MW.

        ``among`` limits it to some of the sites, by default all of them.
        """
        of_group = sites_of(self.snapshot.sites if among is None else among, group)
        sites = [site for site in of_group if site.capacity_mw is not None]
        counted = [site for site in sites if site.stage is SiteStage.OPERATING]
        kind = summed_kind(site.value_kind for site in counted)
        source = "；".join(dict.fromkeys(site.source for site in counted))
        return {
            year: Quantity(value=capacity_mw, unit="MW", kind=kind, source=source)
            for year, capacity_mw in capacity_by_year(sites).items()
        }

    def published(self) -> dict[str, Quantity]:
        """Return every figure by id, in a fixed order: what the API lists."""
        return dict(self._published)

    @cached_property
    def _published(self) -> Mapping[str, Quantity]:
        return dict(
            [
                *self._emission_figures(),
                *self._energy_figures(),
                *self._heat_figures(),
                *self._intensity_figures(),
                *self._ledger_figures(),
                *self._factor_set_figures(),
                *self._forest_figures(),
                *self._park_figures(),
                *self._site_figures(),
                *self._target_figures(),
                *self._indicator_figures(),
                *self._allotment_figures(),
                *self._context_figures(),
                *self._told_figures(),
            ]
        )

    def _emission_figures(self) -> Iterable[tuple[str, Quantity]]:
        for town in self.towns:
            for year in self.years:
                yield from self._town_figures(town.town_code, year)
        for source in self.snapshot.named_sources:
            for year in self.years:
                for component in Component:
                    value = self.component(source.source_id, year, component)
                    yield f"emission.{component}.{source.source_id}.{year}", value
                value = self.emission(source.source_id, year)
                yield f"emission.direct.total.{source.source_id}.{year}", value

    def _town_figures(self, area: str, year: int) -> Iterable[tuple[str, Quantity]]:
        for measure in COMPONENT_MEASURES:
            value = self.measure(area, year, measure, Boundary.DIRECT)
            yield f"emission.{measure}.{area}.{year}", value
        for boundary in Boundary:
            for measure in Measure:
                if measure not in COMPONENT_MEASURES:
                    value = self.measure(area, year, measure, boundary)
                    yield f"emission.{boundary}.{measure}.{area}.{year}", value

    def _energy_figures(self) -> Iterable[tuple[str, Quantity]]:
        for area in self._users:
            for year in self.years:
                yield f"energy.tce.{area}.{year}", self.energy_use_tce(area, year)
            for year in self.energy_total_years(area):
                yield f"energy.tce_reported.{area}.{year}", self.reported_tce(area, year)
                yield f"energy.tce_difference.{area}.{year}", self.tce_difference(area, year)
        for year in self.energy_total_years(CITY):  # no fuels of the whole city are told
            yield f"energy.tce_reported.{CITY}.{year}", self.reported_tce(CITY, year)

    def _intensity_figures(self) -> Iterable[tuple[str, Quantity]]:
        for area in (*(town.town_code for town in self.towns), CITY):
            for which in Intensity:
                for year in self.intensity_years(area):
                    yield f"intensity.{which}.{area}.{year}", self.intensity(which, area, year)

    def _heat_figures(self) -> Iterable[tuple[str, Quantity]]:
        for year in self.years:
            for fuel in (*self.fuels_burnt(year), ALL_FUELS):
                name = f"{energy.FUEL_ID.get(fuel, ALL_FUELS)}.{year}"
                yield f"standard_coal.{name}", self.fuel_tce(fuel, year)
                yield f"standard_coal_by_heat.{name}", self.fuel_tce(fuel, year, by_heat=True)
                yield f"standard_coal_difference.{name}", self.heat_difference(fuel, year)

    def _ledger_figures(self) -> Iterable[tuple[str, Quantity]]:
        for year in self.ledger_years:
            book = self.ledger(year)
            for row in book.rows:
                yield f"ledger.{row.row_id}.{year}", row.quantity
            yield f"ledger.computed.{year}", book.computed
            yield f"ledger.city_total.{year}", book.city_total
            yield f"ledger.residual.{year}", book.residual
            yield f"ledger.share_residual.{year}", book.share_residual
            told, beside = self.reported_city_total(year), self.city_total_difference(year)
            if told is not None and beside is not None:
                yield f"ledger.city_total_reported.{year}", told
                yield f"ledger.city_total_difference.{year}", beside

    def _factor_set_figures(self) -> Iterable[tuple[str, Quantity]]:
        for year in self.years:
            for row in self.compared_rows:
                for name in self.factor_sets:
                    yield f"factor_set.{name}.{row}.{year}", self.direct_by_set(name, row, year)
                for name in self.factor_sets[1:]:
                    beside = self.factor_set_difference(name, row, year)
                    yield f"factor_set_difference.{name}.{row}.{year}", beside

    def _forest_figures(self) -> Iterable[tuple[str, Quantity]]:
        for year in self.forest_years:
            yield f"forest.cover.{CITY}.{year}", self.forest_cover(CITY, year)
            for town in self.towns:
                yield (
                    f"forest.cover.{town.town_code}.{year}",
                    self.forest_cover(town.town_code, year),
                )
        yield "forest.gap_pp", self.forest_gap_pp()
        yield "forest.gap_ha", self.forest_gap_ha()
        for row in self.snapshot.protected_areas:
            if row.area_ha is not None:
                area = Quantity(
                    value=row.area_ha, unit="公顷", kind=ValueKind.REPORTED, source=row.source
                )
                yield f"protected_area.{row.area_id}", area

    def _park_figures(self) -> Iterable[tuple[str, Quantity]]:
        for year in self.park_years:
            yield f"parks.completion.{year}", self.park_completion(year)

    def _site_figures(self) -> Iterable[tuple[str, Quantity]]:
        for group in SiteGroup:
            for stage in SiteStage:
                name = f"sites.capacity_mw.{group}.{stage.name.lower()}"
                yield name, self.site_capacity(stage, group)
            for year, quantity in self.operating_capacity(group).items():
                yield f"sites.operating_mw.{group}.{year}", quantity

    def _target_figures(self) -> Iterable[tuple[str, Quantity]]:
        for item in self.standings:
            yield f"target.{item.target.target_id}.value", item.target.goal
            if item.value.value is not None:
                yield f"target.{item.target.target_id}.latest", item.value
                yield f"target.{item.target.target_id}.due", item.due
                yield f"target.{item.target.target_id}.gap", item.gap
                yield f"target.{item.target.target_id}.required", item.required
                yield f"target.{item.target.target_id}.share_short", item.share_short
            if item.later is not None:
                yield f"target.{item.target.target_id}.later", item.later

    def _indicator_figures(self) -> Iterable[tuple[str, Quantity]]:
        for target_id, told in self._indicator_values.items():
            for year, amount in sorted(told.items()):
                yield f"indicator.{target_id}.{year}", amount
            for year, (_, beside) in self.second_readings(target_id).items():
                yield f"indicator_difference.{target_id}.{year}", beside

    def _allotment_figures(self) -> Iterable[tuple[str, Quantity]]:
        rows = self.snapshot.allotments
        for row in rows:
            yield f"allotment.{row.target_id}.{row.holder}.{row.year}", self.allotted(row)
        for target_id, year in dict.fromkeys((row.target_id, row.year) for row in rows):
            if self.allotments_of(target_id, year):
                yield f"allotment.{target_id}.{year}", self.allotted_total(target_id, year)

    def _context_figures(self) -> Iterable[tuple[str, Quantity]]:
        for (area, year), (population, gdp) in self._contexts.items():
            yield f"context.population.{area}.{year}", population
            yield f"context.gdp_1e4_cny.{area}.{year}", gdp
        for (area, year), (constant, _) in self._constant_gdp.items():
            yield f"context.gdp_constant_1e4_cny.{area}.{year}", constant

    def _told_figures(self) -> Iterable[tuple[str, Quantity]]:
        for table in DATASETS:
            if table.required_of_towns:
                for year in self.years:
                    yield f"told.{table.name}.{year}", self.count_told(table.name, year)


def _told(value: float | None, unit: str, row: TownContext) -> Quantity:
    if value is None:
        return missing(unit, MissingReason.NOT_REPORTED, row.source)
    return Quantity(value=value, unit=unit, kind=row.kind, source=row.source)
