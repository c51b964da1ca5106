"""Every published figure is computed a second time, by formulas that are written down here.

Independent in three ways: the CSV files of geodata/ are read with ``csv`` and nothing of the
readers; all arithmetic is decimal; every formula is taken from its document, none from
``sihui_map.domain``. Of the program only what is judged is called (the figures), and what fills a
store. Each id has exactly one formula here: one that nobody recomputes fails, and so does one that
is not published. A figure agrees if number, known part (已报部分) and 示例 do, or its absence.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.energy import FUEL_ID
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from tests import every_table, mixed
from tests.recomputing import (
    DIRECT,
    FUELS,
    GEODATA,
    GROUPS,
    HEAT,
    PER_UNIT,
    SOLD,
    STAGES,
    Amount,
    Told,
    add,
    agree,
    as_printed,
    given,
    minus,
    per,
    table,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sihui_map.domain.snapshot import Snapshot
    from tests.recomputing import Row


class Books(Told):
    """Every formula over what was told; each part yields ids and amounts."""

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

    def emission(self, area: str, year: str, boundary: str = "direct") -> Amount:
        """Sum coal, oil and gas; within ``net`` with what is bought in."""
        names = DIRECT if boundary == "direct" else tuple(FUELS)
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
                for boundary in ("direct", "net"):
                    total, name = self.emission(area, year, boundary), f"emission.{boundary}"
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

    # Forest, parks, sites

    def covers(self, area: str) -> dict[str, Amount]:
        """Forest ÷ land × 100; a year in which others told theirs and this area did not counts."""
        land, rows = self.land_km2(area), self.rows["forest_cover"]
        own = {row["year"]: row for row in rows if row["area_id"] == area}
        return {
            year: times(given(own[year]["forest_ha"], own[year]), 1 / land)
            if year in own
            else Amount()
            for year in sorted({row["year"] for row in rows})
        }

    def completion(self) -> dict[str, Amount]:
        """Done ÷ all parks last known to be provincial; who has not told is missing."""
        rows = sorted(self.rows["park_progress"], key=lambda row: row["year"])
        level = {row["park_id"]: row["provincial"] for row in rows if row["provincial"]}
        counted = [park for park, told in level.items() if told == "yes"]
        found = {}
        for year in sorted({row["year"] for row in rows}):
            own = [row for row in rows if row["year"] == year and row["park_id"] in counted]
            done = sum(row["stage"] == "已完成" for row in own)
            share = Decimal(done) / len(counted) * 100 if own else None
            sample = any(row["kind"] == "示例" for row in own)
            whole = len(own) == len(counted)
            found[year] = Amount(share, None, sample) if whole else Amount(None, share)
        return found

    def land_use(self) -> Iterator[tuple[str, Amount]]:
        """Forest cover; the gap to the target in points, and × land in hectares."""
        for area in ("city", *self.codes):
            for year, cover in self.covers(area).items():
                yield f"forest.cover.{area}.{year}", cover
        gap = dict(self.standing("forest-cover-2025")).get("gap", Amount())
        yield "forest.gap_pp", gap
        yield "forest.gap_ha", times(gap, self.land_km2("city"))
        for row in table("protected_areas.csv"):
            if row["area_ha"]:
                yield f"protected_area.{row['area_id']}", Amount(Decimal(row["area_ha"]))

    def works(self) -> Iterator[tuple[str, Amount]]:
        """Parks done; megawatts known by group and stage, and of those operating cumulated."""
        for year, share in self.completion().items():
            yield f"parks.completion.{year}", share
        for group, kinds in GROUPS.items():
            own = [r for r in self.rows["sites"] if r["kind"] in kinds and r["capacity_mw"]]
            for stage, word in STAGES.items():
                at_stage = [
                    given(r["capacity_mw"], r) for r in own if (r["stage"] or "待核") == stage
                ]
                yield f"sites.capacity_mw.{group}.{word}", add(at_stage)
            running = [r for r in own if r["stage"] == "投产"]
            sample = any(r["value_kind"] == "示例" for r in running)
            for year in {r["commission_year"] for r in running} - {""}:
                until = [
                    r for r in running if r["commission_year"] and r["commission_year"] <= year
                ]
                mw = add(given(r["capacity_mw"], r) for r in until)
                yield f"sites.operating_mw.{group}.{year}", mw._replace(sample=sample)

    # Targets

    def series(self, target: str) -> tuple[dict[str, Amount], dict[str, Amount]]:
        """Return what is computed of an indicator by year, and what was reported."""
        computed = {
            "forest-cover-2025": lambda: self.covers("city"),
            "circular-parks-2030": self.completion,
        }.get(target, lambda: self.falls(target))()
        rows = [row for row in self.rows["indicator_values"] if row["target_id"] == target]
        return computed, {row["year"]: given(row["value"], row) for row in rows}

    def falls(self, target: str) -> dict[str, Amount]:
        """Return by how much an intensity fell since the base year of what was handed down, in %.

        Only at prices of one base year, and never from a sample to a real value.
        """
        handed, kept = self.handed_down(target), self.rows["town_context"]
        if handed is None or not handed["base_year"]:
            return {}
        name = f"intensity.{target.partition('-')[0]}.city."
        own = {at.removeprefix(name): v for at, v in self.intensities() if at.startswith(name)}
        prices = {row["year"]: row.get("gdp_base_year") for row in kept if row["area_id"] == "city"}
        since = handed["base_year"]
        before = own.get(since, Amount())
        return {
            year: per(minus(before, now, readings=True), before, 100)
            if prices.get(year, prices[since]) == prices[since]
            else Amount()
            for year, now in own.items()
            if year >= since
        }

    def handed_down(self, target: str) -> Row | None:
        """Return the number of the city above for a target without one, if a document has it."""
        own = (target, "city", self.targets[target]["year"])
        for row in self.rows["allotments"]:
            if (row["target_id"], row["holder"], row["year"]) == own and row["approved_by"]:
                return None if self.targets[target]["value"] else row
        return None

    def standing(self, target: str) -> Iterator[tuple[str, Amount]]:
        """Hold the last value up to the target's year against the straight path, as printed."""
        plan, rules = {**self.targets[target]}, table("plan/light_rules.csv")
        handed = self.handed_down(target)
        if handed:
            plan["value"] = handed["value"]
        assert plan["operator"] != "≤", "the formulas below are of what should grow"
        yield "value", Amount(Decimal(plan["value"])) if plan["value"] else Amount()
        computed, told = self.series(target)
        values = sorted(
            {**told, **{y: v for y, v in computed.items() if v.value is not None}}.items()
        )
        known = {year: value for year, value in values if value.value is not None}
        if not plan["value"] or not plan["year"] or not known:
            return
        goal, goal_year = Decimal(plan["value"]), plan["year"]
        if max(known) > goal_year:
            yield "later", known[max(known)]
        year = max((year for year in known if year <= goal_year), default=None)
        if year is None:
            return
        now, at_goal = known[year], year == goal_year
        rule = next(row["baseline"] for row in rules if row["target_id"] == target)
        zero = (plan["baseline_year"], Amount(Decimal(0)))
        start_year, start = zero if rule == "方案基准年为零" else next(iter(known.items()))
        value = as_printed(now.value or Decimal(0))
        yield "latest", now
        yield "gap", Amount(goal - value, None, now.sample)
        if start_year >= year:
            yield "due", Amount(goal) if at_goal else Amount()
            yield from (("required", Amount()), ("share_short", Amount()))
            return
        base = as_printed(start.value or Decimal(0))
        way = Decimal(int(year) - int(start_year)) / (int(goal_year) - int(start_year))
        due = as_printed(base + (goal - base) * way) if base < goal else goal
        required, short = due - base, max(due - value, Decimal(0))
        sample = now.sample or start.sample
        share = Amount(as_printed(short / required * 100, "0.1"), None, sample)
        yield "due", Amount(due, None, start.sample and due != goal)
        yield "required", Amount(required, None, start.sample)
        yield "share_short", share if required > 0 else Amount()

    def plan(self) -> Iterator[tuple[str, Amount]]:
        """Targets, reported indicators, allotments; shares in % and unlike units have no sum."""
        for target, plan in self.targets.items():
            yield from ((f"target.{target}.{name}", v) for name, v in self.standing(target))
            computed, told = self.series(target)
            for year, value in told.items():
                yield f"indicator.{target}.{year}", value
                if computed.get(year, Amount()).value is not None:
                    beside = minus(value, computed[year], readings=True)
                    yield f"indicator_difference.{target}.{year}", beside
            shares = [row for row in self.rows["allotments"] if row["target_id"] == target]
            for row in shares:
                at = f"{target}.{row['holder']}.{row['year']}"
                yield f"allotment.{at}", given(row["value"], row)
            for year in {row["year"] for row in shares if row["holder"] != "city"}:
                own = [r for r in shares if r["year"] == year and r["holder"] != "city"]
                units = {row["unit"] or plan["unit"] for row in own}
                is_sum = len(units) == 1 and not units & {"%", "‰"}
                whole = add(given(row["value"], row) for row in own) if is_sum else Amount()
                yield f"allotment.{target}.{year}", whole

    def all(self) -> list[tuple[str, Amount]]:
        """Return what every formula gives, one pair of id and amount each."""
        ways = (
            self.emissions, self.told, self.intensities, self.ledger, self.factor_sets,
            self.land_use, self.standard_coal, self.works, self.plan,
        )  # fmt: skip
        return [pair for part in ways for pair in part()]


# The comparison


MIXED, MORE = tuple(mixed.rows()), tuple(every_table.rows())


@pytest.fixture(scope="module")
def every_table_figures() -> Figures:
    """Return the figures of the sample, the mixed reports and rows of every other table."""
    rows = Books((*MIXED, *MORE), with_sample=True).rows
    told = {name: [every_table.entry(name, row) for row in own] for name, own in rows.items()}
    return Figures(read_snapshot(GEODATA, reported=told))


@pytest.fixture(scope="module")
def other_set_figures(snapshot: Snapshot) -> Figures:
    """Return the figures of the sample by the other factor set."""
    return Figures(replace(snapshot, factor_set="provincial_2025"))


@pytest.mark.parametrize(
    ("fixture", "books"),
    [
        ("figures", Books([], with_sample=True)),
        ("public_figures", Books([], with_sample=False)),
        ("mixed_figures", Books(MIXED, with_sample=False)),
        ("mixed_sample_figures", Books(MIXED, with_sample=True)),
        ("other_set_figures", Books([], with_sample=True).under("provincial_2025")),
        ("every_table_figures", Books((*MIXED, *MORE), with_sample=True)),
    ],
)
def test_every_published_figure_is_what_the_documents_formulas_give(
    request: pytest.FixtureRequest, fixture: str, books: Books
) -> None:
    figures: Figures = request.getfixturevalue(fixture)

    published, recomputed = figures.published(), books.all()

    own = dict(recomputed)
    assert len(own) == len(recomputed), "two formulas claim one id"
    assert own.keys() == published.keys()
    assert not figures.snapshot.problems
    assert [
        (key, published[key], own[key]) for key in own if not agree(published[key], own[key])
    ] == []
