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

from sihui_map.catalogue.key import FigureKey
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from tests import mixed
from tests.counties.county import SANZHEN
from tests.county import CIRCULAR_PARKS, FOREST
from tests.geodata import every_table
from tests.recomputing import (
    GEODATA,
    GROUPS,
    STAGES,
    Amount,
    add,
    agree,
    as_printed,
    given,
    minus,
    per,
    table,
    times,
)
from tests.recomputing_energy import EnergyBooks
from tests.recomputing_judged import JudgedBooks
from tests.recomputing_tasks import TaskBooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.domain.snapshot import Snapshot
    from tests.recomputing import Row


class Books(EnergyBooks, TaskBooks, JudgedBooks):
    """Every formula over what was told; each part yields ids and amounts."""

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

    def forest_beside(self, area: str) -> Iterator[tuple[str, Amount]]:
        """Points since the first year; and of the land, in hectares, the points to the target."""
        covers, target = self.covers(area), Decimal(FOREST.value)
        first = next(iter(covers.values()), Amount())
        for number, (year, cover) in enumerate(covers.items()):
            change = Amount()
            if cover.value is not None and first.value is not None and number:
                points = cover.value - first.value
                change = Amount(points, None, cover.sample)
            alike = cover.sample == first.sample
            yield f"forest.change.{area}.{year}", change if alike else Amount()
            if area == "city":
                continue  # stands with the target, as printed
            lacks = Amount() if cover.value is None else cover._replace(value=target - cover.value)
            yield f"forest.gap.{area}.{year}", times(lacks, self.land_km2(area))

    def sinks(self) -> Iterator[tuple[str, Amount]]:
        """ΔV ÷ years × SVD × BEF × (1 + R) × CF × 44/12; the range by low and by high ends."""
        rows = [row for row in self.rows["forest_cover"] if row.get("stock_m3")]
        for area in {row["area_id"] for row in rows} & {"city", *self.codes}:
            own = sorted((r for r in rows if r["area_id"] == area), key=lambda row: row["year"])
            for before, row in zip([None, *own[:-1]], own, strict=True):
                at, now = f"{area}.{row['year']}", given(row["stock_m3"], row)
                yield f"sink.stock.{at}", now
                ends = [Amount(), Amount(), Amount()]
                if before is not None and all(each["value"] for each in self.sink.values()):
                    change = minus(now, given(before["stock_m3"], before), readings=True)
                    yearly = times(change, 1 / Decimal(int(row["year"]) - int(before["year"])))
                    ends = [times(yearly, self.tonnes_per_m3(end)) for end in ("value", *ENDS)]
                    if not any(each["low"] for each in self.sink.values()):
                        ends[1:] = [Amount(), Amount()]
                    elif (change.value or 0) < 0:
                        ends[1:] = ends[:0:-1]  # of a loss the larger coefficient is the lower end
                yield from zip(
                    (f"sink.{what}.{at}" for what in ("estimate", *ENDS)), ends, strict=True
                )

    def tonnes_per_m3(self, end: str) -> Decimal:
        """Return tCO2 of a cubic metre of living wood, by one end of what was published."""
        svd, bef, root, carbon = (
            Decimal(self.sink[name][end] or self.sink[name]["value"])
            for name in ("svd", "bef", "root", "carbon")
        )
        return svd * bef * (1 + root) * carbon * 44 / 12

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
            yield from self.forest_beside(area)
        gap = dict(self.standing(FOREST.target_id)).get("gap", Amount())
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
            FOREST.target_id: lambda: self.covers("city"),
            CIRCULAR_PARKS.target_id: self.completion,
        }.get(target, lambda: self.falls(target))()
        rows = [row for row in self.rows["indicator_values"] if row["target_id"] == target]
        if self.goal(target).value is None:  # samples of a number that was taken away since
            rows = []
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
            if prices.get(year, prices.get(since)) == prices.get(since)
            else Amount()
            for year, now in own.items()
            if year >= since
        }

    def handed_down(self, target: str) -> Row | None:
        """Return the number of the city above for a target without one, if a document has it."""
        own = (target, "city", self.targets[target]["year"])
        for row in self.rows["allotments"]:
            if (row["target_id"], row["holder"], row["year"]) == own and row.get("approved_by"):
                return None if self.targets[target]["value"] else row
        return None

    def goal(self, target: str) -> Amount:
        """Return what a target asks for: the plan's own number, or the one handed down."""
        handed, own = self.handed_down(target), self.targets[target]["value"]
        if handed:
            return given(handed["value"], handed)
        return Amount(Decimal(own)) if own else Amount()

    def standing(self, target: str) -> Iterator[tuple[str, Amount]]:
        """Hold the last value up to the target's year against the straight path, as printed."""
        plan, rules = {**self.targets[target]}, table("plan/light_rules.csv")
        handed = self.handed_down(target)
        if handed:
            plan["value"] = handed["value"]
        assert plan["operator"] != "≤", "the formulas below are of what should grow"
        asked = self.goal(target)
        yield "value", asked
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
        yield "gap", Amount(goal - value, None, now.sample or asked.sample)
        if start_year >= year:
            yield "due", Amount(goal) if at_goal else Amount()
            yield from (("required", Amount()), ("share_short", Amount()))
            return
        base = as_printed(start.value or Decimal(0))
        way = Decimal(int(year) - int(start_year)) / (int(goal_year) - int(start_year))
        due = as_printed(base + (goal - base) * way) if base < goal else goal
        required, short = due - base, max(due - value, Decimal(0))
        sample = now.sample or start.sample or asked.sample
        share = Amount(as_printed(short / required * 100, "0.1"), None, sample)
        yield "due", Amount(due, None, asked.sample or (start.sample and due != goal))
        yield "required", Amount(required, None, start.sample or asked.sample)
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
                if whole.value is None:
                    continue
                goal, in_year = self.goal(target), year == plan["year"] and units == {plan["unit"]}
                firm = [row for row in own if self.is_approved(row)]
                approved = add(given(row["value"], row) for row in firm) if firm else Amount()
                yield f"allotted.approved.{target}.{year}", approved
                beside = minus(whole, goal) if in_year else Amount()
                yield f"allotted.difference.{target}.{year}", beside

    @staticmethod
    def is_approved(row: Row) -> bool:
        """Tell whether a share is approved: it says so, or says nothing and names a document."""
        told = row.get("stage", "")
        return told == "批准" or (not told and bool(row.get("approved_by")))

    def all(self) -> list[tuple[str, Amount]]:
        """Return what every formula gives, one pair of id and amount each."""
        ways = (
            self.emissions, self.told, self.intensities, self.ledger, self.factor_sets,
            self.land_use, self.standard_coal, self.works, self.plan, self.tasks,
            self.evaluations,
            self.sinks, self.enterprises,
        )  # fmt: skip
        return [pair for part in ways for pair in part()]


# The comparison


ENDS = ("low", "high")
MIXED, MORE = tuple(mixed.rows()), tuple(every_table.rows())


@pytest.fixture(scope="module")
def every_table_figures() -> Figures:
    """Return the figures of the sample, the mixed reports and rows of every other table."""
    rows = Books((*MIXED, *MORE), with_sample=True).rows
    told = {name: [every_table.entry(name, row) for row in own] for name, own in rows.items()}
    return Figures(read_snapshot(GEODATA, reported=told))


@pytest.fixture(scope="module")
def other_set_figures(county_snapshot: Snapshot) -> Figures:
    """Return the figures of the sample by the other factor set."""
    return Figures(replace(county_snapshot, factor_set="provincial_2025"))


@pytest.fixture(scope="module")
def sink_figures(every_table_figures: Figures) -> Figures:
    """Return the figures of every table, with coefficients of the sink that a county filled in."""
    known = read_snapshot(SANZHEN).sink_coefficients
    return Figures(replace(every_table_figures.snapshot, sink_coefficients=known))


BOOKS = {
    "county_figures": Books([], with_sample=True),
    "county_public_figures": Books([], with_sample=False),
    "mixed_figures": Books(MIXED, with_sample=False),
    "mixed_sample_figures": Books(MIXED, with_sample=True),
    "other_set_figures": Books([], with_sample=True).under("provincial_2025"),
    "every_table_figures": Books((*MIXED, *MORE), with_sample=True),
    "sink_figures": Books((*MIXED, *MORE), with_sample=True).with_sink(
        table("../tests/counties/sanzhen/sink_coefficients.csv")
    ),
}


@pytest.mark.parametrize("fixture", BOOKS)
def test_every_published_figure_is_what_the_documents_formulas_give(
    request: pytest.FixtureRequest, fixture: str
) -> None:
    figures: Figures = request.getfixturevalue(fixture)

    BOOKS[fixture].today = figures.snapshot.data_day
    published, recomputed = figures.published(), BOOKS[fixture].all()

    own = dict(recomputed)
    assert len(own) == len(recomputed), "two formulas claim one id"
    assert own.keys() == published.keys()
    assert not figures.snapshot.problems
    assert [
        (key, published[key], own[key]) for key in own if not agree(published[key], own[key])
    ] == []


@pytest.mark.parametrize("fixture", BOOKS)
def test_every_published_id_is_taken_apart_and_written_again(
    request: pytest.FixtureRequest, fixture: str
) -> None:
    figures: Figures = request.getfixturevalue(fixture)
    published = list(figures.published())

    keys = [FigureKey.parse(figure_id) for figure_id in published]

    assert [str(key) for key in keys] == published
    assert len(set(keys)) == len(published)
