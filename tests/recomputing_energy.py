"""The formulas of emissions, energy, intensities, ledgers and factor sets, a second time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sihui_map.domain.energy import FUEL_ID
from tests.recomputing import (
    DIRECT,
    FUELS,
    HEAT,
    PER_UNIT,
    SOLD,
    Amount,
    Told,
    add,
    given,
    minus,
    per,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.recomputing import Row


class EnergyBooks(Told):
    """What rests on the energy that was told; each part yields ids and amounts."""

    # Emissions and energy

    def component(self, area: str, year: str, name: str) -> Amount:
        """Sum what a component consists of; heat, of which nobody has to speak, only if 填全."""
        if name != "electricity":
            return self.told_of(area, year, FUELS[name])
        power = self.power(area, year)
        if any(row["fuel"] in HEAT for row in self.uses.get((area, year), ())):
            heat = self.heat.get(self.factor_set)
            return add([power, self.told_of(area, year, HEAT) if heat else Amount()])
        is_open = self.declared(area, year) is None and power.value is not None
        return Amount(None, power.value) if is_open else power

    def power(self, area: str, year: str) -> Amount:
        """Return net electricity; none without the grid's factor of the year."""
        return self.told_of(area, year, FUELS["electricity"]) if year in self.grid else Amount()

    def told_of(self, area: str, year: str, fuels: list[str]) -> Amount:
        """Sum what was told of some fuels; without 填全 each of them has to be told."""
        told, rest = self.uses.get((area, year), []), self.declared(area, year)
        if not told and rest is None:
            return Amount()
        own = [row for row in told if row["fuel"] in fuels]
        parts = [self.emitted(row) for row in own if row["amount"] != "不适用"]
        if set(fuels) <= {row["fuel"] for row in own}:
            return add(parts) if parts else Amount(Decimal(0))
        return add([*parts, rest] if rest else parts, whole=rest is not None)

    def emitted(self, row: Row) -> Amount:
        """E＝AD×NCV×CC÷1000×OF×44÷12; net 10⁴ kWh × kg/kWh × 10; net GJ × t/GJ."""
        if row["amount"] == "涉密":
            return Amount()
        amount, sign = given(row["amount"], row), -1 if row["fuel"] in SOLD else 1
        if row["fuel"] in HEAT:
            return times(amount, sign * Decimal(self.heat[self.factor_set]["tco2_per_gj"]))
        if row["fuel"] in FUELS["electricity"]:
            return times(amount, sign * self.grid[row["year"]] * 10)
        factor = self.factors.get((self.factor_set, row["fuel"]))
        if factor is None:
            return amount if amount.value == 0 else Amount()
        columns = ("ncv_gj_per_unit", "carbon_content_tc_per_tj", "oxidation")
        ncv, carbon, oxidised = (Decimal(factor[column]) for column in columns)
        return times(amount, ncv * carbon / 1000 * oxidised * 44 / 12)

    def emission(self, area: str, year: str, scope: str = "direct") -> Amount:
        """Sum coal, oil and gas; within ``net`` with what is bought in."""
        names = DIRECT if scope == "direct" else tuple(FUELS)
        return add(self.component(area, year, name) for name in names)

    def tce(self, area: str, year: str) -> Amount:
        """Amount × GB/T 2589 coefficient; electricity by its own heat (当量值)."""
        told, rest = self.uses.get((area, year), []), self.declared(area, year)
        parts = [self.as_coal(row) for row in told if row["amount"] != "不适用"]
        return add([*parts, rest] if rest else parts, whole=rest is not None)

    def as_coal(self, row: Row) -> Amount:
        """Amount in t, 10⁴ m³, 10⁴ kWh or GJ × kgce per kg, m³, kWh or MJ, less what is sold."""
        names = {**dict.fromkeys(FUELS["electricity"], "电力"), **dict.fromkeys(HEAT, "热力")}
        fuel = names.get(row["fuel"], row["fuel"])
        if row["amount"] == "涉密" or fuel not in self.coal:
            return Amount(Decimal(0)) if row["amount"] == "0" else Amount()
        sign = -1 if row["fuel"] in SOLD else 1
        per_unit = PER_UNIT[self.coal[fuel]["unit"]]
        kgce = Decimal(self.coal[fuel]["kgce_per_unit"])
        return times(given(row["amount"], row), sign * per_unit * kgce)

    def standard_coal(self) -> Iterator[tuple[str, Amount]]:
        """Each fuel by GB/T 2589 and by its NCV ÷ 29.3076 GJ/tce: all who use it, all fuels."""
        for year in self.years:
            areas = (*self.codes, *self.sources)
            told = {row["fuel"] for area in areas for row in self.uses.get((area, year), ())}
            ways = {"standard_coal": self.as_coal, "standard_coal_by_heat": self.as_heat}
            sums: dict[str, list[Amount]] = {"all": []}
            for name, way in ways.items():
                fuels = {
                    FUEL_ID[fuel]: add(self.of_fuel(area, year, fuel, way) for area in areas)
                    for fuel in told - {*FUELS["electricity"], *HEAT}
                }
                for fuel, amount in {**fuels, "all": add(fuels.values())}.items():
                    sums.setdefault(fuel, []).append(amount)
                    yield f"{name}.{fuel}.{year}", amount
            for fuel, (by_table, by_heat) in sums.items():
                beside = minus(by_heat, by_table, readings=True)
                yield f"standard_coal_difference.{fuel}.{year}", beside

    def of_fuel(self, area: str, year: str, fuel: str, way: Callable[[Row], Amount]) -> Amount:
        """Return what an area used of a fuel; who told it told all of it."""
        own = [row for row in self.uses.get((area, year), ()) if row["fuel"] == fuel]
        if not own:
            return self.declared(area, year) or Amount()
        return way({**own[0], "amount": own[0]["amount"].replace("不适用", "0")})

    def as_heat(self, row: Row) -> Amount:
        """Amount × NCV ÷ 29.3076 GJ/tce, by the factor set that counts."""
        factor = self.factors.get((self.factor_set, row["fuel"]))
        if row["amount"] == "涉密" or factor is None:
            return Amount(Decimal(0)) if row["amount"] == "0" else Amount()
        heat = Decimal(factor["ncv_gj_per_unit"])
        return times(given(row["amount"], row), heat / Decimal("29.3076"))

    def emissions(self) -> Iterator[tuple[str, Amount]]:
        """Emissions of towns and sources by part; of towns per head, km² and 万元 (亿元 × 10⁴)."""
        for area in (*self.codes, *self.sources):
            for year in self.years:
                for name in FUELS:
                    yield f"emission.{name}.{area}.{year}", self.component(area, year, name)
                yield f"energy.tce.{area}.{year}", self.tce(area, year)
                if area in self.sources:
                    yield f"emission.direct.total.{area}.{year}", self.emission(area, year)
        for area in self.codes:
            for year in self.years:
                for scope in ("direct", "net"):
                    total, name = self.emission(area, year, scope), f"emission.{scope}"
                    people = self.context(area, year, "population")
                    gdp = times(self.context(area, year, "gdp_1e8_cny"), 10**4)
                    land = Amount(self.land_km2(area))
                    yield f"{name}.total.{area}.{year}", total
                    yield f"{name}.per_head.{area}.{year}", per(total, people)
                    yield f"{name}.per_km2.{area}.{year}", per(total, land)
                    yield f"{name}.per_gdp.{area}.{year}", per(total, gdp)

    def told(self) -> Iterator[tuple[str, Amount]]:
        """Energy stated as one number, the denominators, and how many towns told all."""
        for row in self.rows["energy_total"]:
            area, year, stated = row["area_id"], row["year"], given(row["tce"], row)
            beside = minus(stated, self.tce(area, year), readings=True)
            yield f"energy.tce_reported.{area}.{year}", stated
            if area != "city":  # no fuels of the whole city are told
                yield f"energy.tce_difference.{area}.{year}", beside
        for row in self.rows["town_context"]:
            at, gdp = f"{row['area_id']}.{row['year']}", given(row["gdp_1e8_cny"], row)
            yield f"context.population.{at}", given(row["population"], row)
            yield f"context.gdp_1e4_cny.{at}", times(gdp, 10**4)
            if row.get("gdp_constant_1e8_cny"):
                constant = times(given(row["gdp_constant_1e8_cny"], row), 10**4)
                yield f"context.gdp_constant_1e4_cny.{at}", constant
        for year in self.years:
            for name in ("energy_use", "town_context", "forest_cover"):
                count = sum(self.has_told(name, area, year) for area in self.codes)
                yield f"told.{name}.{year}", Amount(Decimal(count))

    def intensities(self) -> Iterator[tuple[str, Amount]]:
        """Energy and emissions per 万元 of GDP at constant prices; of the city as stated."""
        stated = {(r["area_id"], r["year"]): given(r["tce"], r) for r in self.rows["energy_total"]}
        constant = {
            (row["area_id"], row["year"]): times(given(row["gdp_constant_1e8_cny"], row), 10**4)
            for row in self.rows["town_context"]
            if row.get("gdp_constant_1e8_cny")
        }
        for area in (*self.codes, "city"):
            told = {year for own, year in (*stated, *constant) if own == area}
            for year in {*self.years, *told}:
                used, emitted = stated.get((area, year), Amount()), self.city_total(year)
                if area != "city":
                    used, emitted = self.tce(area, year), self.emission(area, year, "net")
                gdp = constant.get((area, year), Amount())
                yield f"intensity.energy.{area}.{year}", per(used, gdp)
                yield f"intensity.carbon.{area}.{year}", per(emitted, gdp)

    # The ledger

    def city_total(self, year: str) -> Amount:
        """Return the plan's total, else the one that was reported."""
        plan = [row for row in self.facts if row["item"] == "碳排放总量" and row["year"] == year]
        if plan:
            return Amount(Decimal(plan[0]["value"]) * 10**4)
        rows = self.rows["ledger_reported"]
        told = [row for row in rows if (row["row_id"], row["year"]) == ("city_total", year)]
        return given(told[0]["tco2"], told[0]) if told else Amount()

    def ledger(self) -> Iterator[tuple[str, Amount]]:
        """City total − Σ (towns, sources, net electricity) = residual, also in % of the total."""
        planned = {row["year"] for row in self.facts if row["item"] == "碳排放总量"}
        stated = {
            (row["row_id"], row["year"]): given(row["tco2"], row)
            for row in self.rows["ledger_reported"]
        }
        for year in sorted({*planned, *self.years, *(year for _, year in stated)}):
            areas = (*self.codes, *self.sources) if year in self.years else ()
            power = add(self.power(area, year) for area in areas)
            rows = {"towns": add(self.emission(code, year) for code in self.codes)}
            rows |= {source: self.emission(source, year) for source in self.sources}
            rows["net_electricity"] = stated.get(("net_electricity", year), power)
            told = stated.get(("city_total", year), Amount())
            whole, computed = self.city_total(year), add(rows.values())
            residual = minus(whole, computed)
            rows |= {"computed": computed, "city_total": whole, "residual": residual}
            rows["share_residual"] = per(residual, whole, 100)
            if year in planned and ("city_total", year) in stated:
                rows["city_total_reported"] = told
                rows["city_total_difference"] = minus(told, whole, readings=True)
            yield from ((f"ledger.{name}.{year}", amount) for name, amount in rows.items())

    def factor_sets(self) -> Iterator[tuple[str, Amount]]:
        """Direct emissions under each factor set, and less those under the one that counts."""
        names = dict.fromkeys((self.factor_set, *(name for name, _ in self.factors)))
        for year in self.years:
            own: dict[str, Amount] = {}
            for name in names:
                other = self.under(name)
                rows = {"towns_direct": add(other.emission(code, year) for code in self.codes)}
                rows |= {source: other.emission(source, year) for source in self.sources}
                rows["direct"] = add(rows.values())
                own = own or rows
                for row, amount in rows.items():
                    yield f"factor_set.{name}.{row}.{year}", amount
                    if name != self.factor_set:
                        beside = minus(amount, own[row], readings=True)
                        yield f"factor_set_difference.{name}.{row}.{year}", beside
