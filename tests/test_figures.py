"""Every published number: it closes, says what it is; a broken input is missing, not a crash."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.completeness import Told
from sihui_map.domain.energy import (
    ELECTRICITY_OUT,
    HEAT_IN,
    HEAT_OUT,
    TCO2,
    Component,
    EnergyUse,
)
from sihui_map.domain.ledger import NET_ELECTRICITY, TOWNS
from sihui_map.domain.light import Light
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.snapshot import Explanation, ReportedRow
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.figures import (
    COMPONENT_MEASURES,
    Boundary,
    Figures,
    Measure,
)
from tests.reported import with_uses as reported

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

FOREST_TARGET = "forest-cover-2025"
PARK_TARGET = "circular-parks-2030"
PLANT = "plant-zhongdian"
YEARS_WITH_GRID_FACTOR = (2021, 2022, 2023)
FROM_THE_SAMPLE = ("emission.", "energy.", "forest.", "parks.", "context.", "ledger.")
FROM_THE_PLAN = "ledger.city_total."


@pytest.fixture(scope="module")
def published(figures: Figures) -> dict[str, Quantity]:
    return figures.published()


# The ledger


def test_the_ledger_of_2020_closes_on_the_plans_294_17_with_a_small_rest(figures: Figures) -> None:
    book = figures.ledger(2020)

    assert book.city_total.known == pytest.approx(2_941_700)
    assert book.city_total.kind is ValueKind.REPORTED
    assert 0 < abs(book.share_residual.known) < 1
    parts = sum(row.quantity.known for row in book.rows)
    assert parts + book.residual.known == pytest.approx(2_941_700)


def test_the_ledger_lists_towns_named_sources_and_net_electricity(figures: Figures) -> None:
    book = figures.ledger(2020)

    assert [row.row_id for row in book.rows] == [
        TOWNS,
        PLANT,
        "transport-unallocated",
        NET_ELECTRICITY,
    ]
    assert book.residual.kind is ValueKind.SAMPLE


@pytest.mark.parametrize(("year", "tonnes"), [(2010, 2_742_200), (2014, 3_276_600)])
def test_the_other_public_totals_stand_without_parts(
    figures: Figures, year: int, tonnes: float
) -> None:
    book = figures.ledger(year)

    assert book.city_total.known == pytest.approx(tonnes)
    assert (book.computed.value, book.computed.reason) == (None, "未报")
    assert book.residual.value is None


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_a_year_without_a_public_total_says_so(figures: Figures, year: int) -> None:
    book = figures.ledger(year)

    assert book.city_total.reason == "全市总量只公开了 2010、2014、2020 三年"
    assert book.share_residual.value is None


def test_a_year_without_a_ledger_is_answered_with_the_years_that_may_be(figures: Figures) -> None:
    with pytest.raises(ChoiceError, match="没有 1999 年的平衡表；可选年份：2010、2014、2020"):
        figures.ledger(1999)


def test_a_ledger_is_made_once(figures: Figures) -> None:
    assert figures.ledger(2020) is figures.ledger(2020)


# Emissions


def test_there_are_thirteen_towns_and_dawang_is_none_of_them(figures: Figures) -> None:
    assert len(figures.towns) == 13
    assert "大旺街道" not in {town.name for town in figures.towns}


def test_the_sum_of_the_towns_is_the_ledgers_first_row(figures: Figures) -> None:
    for year in figures.years:
        by_hand = sum(figures.emission(town.town_code, year).known for town in figures.towns)

        assert figures.towns_total(year).known == pytest.approx(by_hand)
        assert figures.ledger(year).rows[0].quantity == figures.towns_total(year)


def test_the_components_add_up_to_the_emission(figures: Figures) -> None:
    for town, year in product(figures.towns, figures.years):
        parts = (Component.COAL, Component.OIL, Component.GAS)
        by_hand = sum(figures.component(town.town_code, year, part).known for part in parts)

        assert figures.emission(town.town_code, year).known == pytest.approx(by_hand)


def test_net_is_direct_plus_electricity(figures: Figures) -> None:
    for town, year in product(figures.towns, YEARS_WITH_GRID_FACTOR):
        code = town.town_code
        electricity = figures.component(code, year, Component.ELECTRICITY).known
        direct = figures.emission(code, year, Boundary.DIRECT).known

        net = figures.emission(code, year, Boundary.NET).known

        assert net == pytest.approx(direct + electricity)


def test_one_town_can_be_checked_by_hand(figures: Figures, snapshot: Snapshot) -> None:
    uses = {
        use.fuel: use.amount or 0
        for use in snapshot.energy_uses
        if (use.area_id, use.year) == ("441284113", 2022)
    }
    bought = uses["电力调入"] - uses.get(ELECTRICITY_OUT, 0)

    assert figures.component("441284113", 2022, Component.COAL).known == pytest.approx(
        uses["烟煤"] * 23.204 * 26.18 / 1000 * 0.93 * 44 / 12
    )
    assert figures.component("441284113", 2022, Component.ELECTRICITY).known == pytest.approx(
        bought * 4.403  # 10⁴ kWh × 0.4403 kg/kWh
    )


@pytest.mark.parametrize("year", [2020, 2024, 2025])
def test_electricity_is_missing_without_a_grid_factor_of_the_year(
    figures: Figures, year: int
) -> None:
    for town in figures.towns:
        found = figures.component(town.town_code, year, Component.ELECTRICITY)

        assert (found.value, found.reason) == (None, MissingReason.NO_FACTOR)
        assert figures.emission(town.town_code, year, Boundary.NET).value is None
        assert figures.emission(town.town_code, year).value is not None


@pytest.mark.parametrize("year", YEARS_WITH_GRID_FACTOR)
def test_electricity_is_known_with_a_grid_factor_of_the_year(figures: Figures, year: int) -> None:
    assert all(
        figures.component(town.town_code, year, Component.ELECTRICITY).value is not None
        for town in figures.towns
    )


def test_the_plant_sends_electricity_out_and_lies_in_no_town(figures: Figures) -> None:
    assert figures.component(PLANT, 2022, Component.ELECTRICITY).known < 0
    assert figures.emission(PLANT, 2022).known > 1e6
    assert PLANT not in {town.town_code for town in figures.towns}


def test_net_electricity_of_2020_is_what_was_reported_with_its_note(figures: Figures) -> None:
    found = figures.net_electricity(2020)

    assert (found.known, found.kind) == (-298_600, ValueKind.SAMPLE)
    assert "广东 2020 年电网排放因子未公开" in found.source


def test_a_reported_row_without_a_note_has_its_source_alone(snapshot: Snapshot) -> None:
    (row,) = snapshot.reported_rows

    found = Figures(replace(snapshot, reported_rows=(replace(row, note=""),)))

    assert found.net_electricity(2020).source == row.source


def test_net_electricity_of_a_year_with_a_factor_is_the_sum_of_all_areas(figures: Figures) -> None:
    areas = [town.town_code for town in figures.towns]
    areas += [source.source_id for source in figures.snapshot.named_sources]
    by_hand = sum(figures.component(area, 2022, Component.ELECTRICITY).known for area in areas)

    assert figures.net_electricity(2022).known == pytest.approx(by_hand)


# Heat


def told(area: str, fuel: str, amount: float, *, year: int = 2022) -> EnergyUse:
    return EnergyUse(
        area_id=area, year=year, fuel=fuel, amount=amount, unit="GJ", kind=ValueKind.SAMPLE,
        source="供热台账",
    )  # fmt: skip


@pytest.fixture
def with_steam(snapshot: Snapshot) -> Figures:
    """Return the figures where a town buys 100 000 GJ of steam from the plant."""
    steam = (told("441284113", HEAT_IN, 1e5), told(PLANT, HEAT_OUT, 1e5))
    return Figures(replace(snapshot, energy_uses=(*snapshot.energy_uses, *steam)))


def test_heat_adds_to_the_town_that_buys_it_and_is_taken_off_the_plant(
    figures: Figures, with_steam: Figures
) -> None:
    for area, tco2 in (("441284113", 11_000), (PLANT, -11_000)):
        before, after = (each.emission(area, 2022, Boundary.NET) for each in (figures, with_steam))
        assert after.known - before.known == pytest.approx(tco2)
        assert with_steam.emission(area, 2022) == figures.emission(area, 2022)
        tce = with_steam.energy_use_tce(area, 2022).known - figures.energy_use_tce(area, 2022).known
        assert tce == pytest.approx(tco2 / 0.11 * 0.03412)


@pytest.mark.parametrize("year", [2020, 2022])
def test_the_ledger_counts_heat_where_it_is_made_and_nowhere_else(
    snapshot: Snapshot, year: int
) -> None:
    steam = (told("441284113", HEAT_IN, 1e5, year=year), told(PLANT, HEAT_OUT, 9e4, year=year))
    total = ReportedRow(
        year=2022, row_id="city_total", tco2=3e6, kind=ValueKind.REPORTED, source="清单", note=""
    )
    public = replace(snapshot, reported_rows=(*snapshot.reported_rows, total))
    sold = replace(public, energy_uses=(*public.energy_uses, *steam))

    assert Figures(sold).ledger(year) == Figures(public).ledger(year)
    assert Figures(sold).ledger(year).residual.value is not None


def test_a_town_that_told_of_heat_alone_has_not_told_its_electricity(snapshot: Snapshot) -> None:
    found = Figures(
        replace(snapshot, energy_uses=(told("441284113", HEAT_IN, 1e5),), declarations=())
    )

    assert found.electricity("441284113", 2022).reason == "未填全"
    assert found.electricity("441284113", 2022).part is None
    assert found.component("441284113", 2022, Component.ELECTRICITY).part == pytest.approx(11_000)
    assert found.electricity("441284001", 2022).reason == "未报"


def test_a_town_that_did_not_report_leaves_the_citys_sums_missing_and_not_smaller(
    snapshot: Snapshot,
) -> None:
    uses = tuple(
        use for use in snapshot.energy_uses if (use.area_id, use.year) != ("441284113", 2022)
    )

    found = Figures(reported(snapshot, uses))

    assert found.towns_total(2022).reason == "未报"
    assert found.net_electricity(2022).reason == "未报"
    assert found.ledger(2022).computed.value is None
    assert found.towns_total(2021).value is not None


def test_an_area_or_year_that_is_unknown_is_missing(figures: Figures) -> None:
    assert figures.component("999999999", 2020, Component.COAL).reason == "未报"
    assert figures.emission("441284113", 1999).reason == "未报"
    assert figures.population("441284113", 1999).reason == "未报"
    assert figures.gdp("441284113", 1999).reason == "未报"
    assert figures.area_km2("999999999").reason == "未见公开数据"
    assert figures.forest_cover("441284113", 1999).reason == "未报"
    assert figures.energy_use_tce("441284113", 1999).reason == "未报"


# Measures and classes


def test_people_and_gdp_are_those_of_the_town_in_persons_and_1e4_cny(
    figures: Figures, snapshot: Snapshot
) -> None:
    for row in snapshot.contexts:
        assert figures.population(row.area_id, row.year).known == row.population
        # 1 亿元 is 10 000 万元
        assert figures.gdp(row.area_id, row.year).known == pytest.approx(
            (row.gdp_1e8_cny or 0) * 10_000
        )


@pytest.mark.parametrize("boundary", Boundary)
def test_per_head_per_km2_and_per_gdp_are_the_total_over_their_denominator(
    figures: Figures, boundary: Boundary
) -> None:
    for town in figures.towns:
        code = town.town_code
        emitted = figures.measure(code, 2022, Measure.TOTAL, boundary).known
        people, gdp = figures.population(code, 2022), figures.gdp(code, 2022)
        area = figures.area_km2(code)

        assert figures.measure(code, 2022, Measure.PER_HEAD, boundary).known == pytest.approx(
            emitted / people.known
        )
        assert figures.measure(code, 2022, Measure.PER_GDP, boundary).known == pytest.approx(
            emitted / gdp.known
        )
        assert figures.measure(code, 2022, Measure.PER_KM2, boundary).known == pytest.approx(
            emitted / area.known
        )
        assert (people.unit, gdp.unit, area.unit) == ("人", "万元", "km²")


def test_a_component_is_the_same_in_both_boundaries(figures: Figures) -> None:
    for town, measure in product(figures.towns, COMPONENT_MEASURES):
        direct, net = (
            figures.measure(town.town_code, 2022, measure, boundary) for boundary in Boundary
        )

        assert direct == net


@pytest.mark.parametrize(("measure", "boundary"), list(product(Measure, Boundary)))
def test_the_classes_of_a_measure_are_fixed_over_all_years(
    figures: Figures, measure: Measure, boundary: Boundary
) -> None:
    breaks = figures.breaks(measure, boundary)

    assert figures.breaks(measure, boundary) is breaks
    assert 1 <= len(breaks) <= 4
    assert list(breaks) == sorted(set(breaks))


def test_net_electricity_has_a_class_edge_at_zero(figures: Figures) -> None:
    assert 0 in figures.breaks(Measure.ELECTRICITY, Boundary.NET)


def test_the_classes_are_declared_and_stay_whatever_is_reported(
    snapshot: Snapshot, figures: Figures, public_figures: Figures
) -> None:
    doubled = Figures(
        replace(
            snapshot,
            energy_uses=tuple(
                replace(use, amount=(use.amount or 0) * 9) for use in snapshot.energy_uses
            ),
        )
    )

    for measure in Measure:
        for boundary in Boundary:
            breaks = figures.breaks(measure, boundary)
            assert len(breaks) == 4
            assert doubled.breaks(measure, boundary) == breaks
            assert public_figures.breaks(measure, boundary) == breaks


def test_without_the_file_the_classes_are_computed(snapshot: Snapshot, figures: Figures) -> None:
    computed = Figures(replace(snapshot, class_breaks=()))

    for measure in Measure:
        assert computed.breaks(measure, Boundary.NET) == figures.breaks(measure, Boundary.NET)
    assert Figures(replace(snapshot, class_breaks=(), energy_uses=())).breaks(
        Measure.TOTAL, Boundary.DIRECT
    ) == ()  # fmt: skip


# What is published


def test_every_figure_has_an_id_of_its_own(
    figures: Figures, published: dict[str, Quantity]
) -> None:
    towns, years = len(figures.towns), len(figures.years)
    sources = len(figures.snapshot.named_sources)
    known = [item for item in figures.standings if item.value.value is not None]
    areas = [area for area in figures.snapshot.protected_areas if area.area_ha is not None]
    operating = [name for name in published if name.startswith("sites.operating_mw.")]
    expected = {
        "emission": towns * years * (4 + 2 * 4) + sources * years * (4 + 1),
        "energy": (towns + sources) * years,
        "intensity": (towns + 1) * 2 * years,
        "ledger": len(figures.ledger_years) * (2 + sources + 4),
        "standard_coal": (5 + 1) * years,  # the sample burns five fuels, and all of them
        "standard_coal_by_heat": (5 + 1) * years,
        "standard_coal_difference": (5 + 1) * years,
        "factor_set": (sources + 2) * 2 * years,  # two sets: towns, sources, all of them
        "factor_set_difference": (sources + 2) * years,
        "forest": len(figures.forest_years) * (towns + 1) + 2,
        "protected_area": len(areas),
        "parks": len(figures.park_years),
        "sites": len(SiteGroup) * len(SiteStage) + len(operating),
        "target": len(figures.standings) + 5 * len(known),
        "context": len(figures.snapshot.contexts) * 2,
        "told": 3 * years,  # three tables that every town owes every year
    }

    # An id used twice would make its group smaller than this.
    counted = dict.fromkeys(expected, 0)
    for figure_id in published:
        counted[figure_id.split(".")[0]] += 1
    assert counted == expected


def test_an_id_is_plain_text_for_an_address(published: dict[str, Quantity]) -> None:
    for figure_id in published:
        assert figure_id.isascii()
        assert figure_id.replace(".", "").replace("_", "").replace("-", "").isalnum()


@pytest.mark.parametrize("which", ["figures", "public_figures"])
def test_a_number_has_a_source_and_its_absence_a_reason(
    request: pytest.FixtureRequest, which: str
) -> None:
    chosen: Figures = request.getfixturevalue(which)

    for figure_id, quantity in chosen.published().items():
        assert quantity.unit, figure_id
        if quantity.value is None:
            assert quantity.reason, figure_id
            assert quantity.kind is ValueKind.MISSING, figure_id
        else:
            assert quantity.source, figure_id


def test_everything_computed_from_the_sample_says_so(published: dict[str, Quantity]) -> None:
    for figure_id, quantity in published.items():
        if figure_id.startswith(FROM_THE_SAMPLE) and not figure_id.startswith(FROM_THE_PLAN):
            assert quantity.kind in (ValueKind.SAMPLE, ValueKind.MISSING), figure_id


def test_photovoltaics_and_the_plant_are_never_one_sum(published: dict[str, Quantity]) -> None:
    plant = published["sites.operating_mw.other.2018"]  # 中电四会 2×400 MW, public

    assert (plant.known, plant.kind) == (800, ValueKind.REPORTED)
    assert published["sites.capacity_mw.other.operating"] == plant
    assert published["sites.capacity_mw.pv.operating"].known < 800
    assert published["sites.capacity_mw.pv.operating"].kind is ValueKind.SAMPLE


@pytest.mark.parametrize("group", SiteGroup)
def test_the_cumulated_capacity_ends_at_what_operates(figures: Figures, group: SiteGroup) -> None:
    by_year = figures.operating_capacity(group)
    now = figures.site_capacity(SiteStage.OPERATING, group)

    assert list(by_year) == sorted(by_year)
    assert by_year[max(by_year)].known == pytest.approx(now.known)


def test_without_the_sample_only_the_three_public_totals_of_the_city_exist(
    public_figures: Figures,
) -> None:
    ledger = {
        figure_id: quantity
        for figure_id, quantity in public_figures.published().items()
        if figure_id.startswith(FROM_THE_SAMPLE)
    }

    known = [figure_id for figure_id, quantity in ledger.items() if quantity.value is not None]

    assert known == [f"ledger.city_total.{year}" for year in (2010, 2014, 2020)]
    assert public_figures.ledger_years == (2010, 2014, 2020)
    assert public_figures.years == ()
    assert all(quantity.reason for key, quantity in ledger.items() if key not in known)


def test_without_the_sample_nothing_is_called_a_sample(public_figures: Figures) -> None:
    kinds = {quantity.kind for quantity in public_figures.published().values()}

    assert ValueKind.SAMPLE not in kinds


def test_publishing_twice_gives_the_same_figures_in_the_same_order(
    snapshot: Snapshot, published: dict[str, Quantity]
) -> None:
    assert list(Figures(snapshot).published().items()) == list(published.items())


# Forest, parks, targets


def test_the_forest_gap_is_the_same_in_points_and_in_hectares(figures: Figures) -> None:
    points, hectares = figures.forest_gap_pp(), figures.forest_gap_ha()
    latest = figures.forest_cover(CITY, figures.forest_years[-1])

    assert points.known == pytest.approx(56.3 - round(latest.known, 2))
    assert hectares.known == pytest.approx(points.known / 100 * 116_638)  # 1166.38 km²
    assert (points.unit, hectares.unit) == ("个百分点", "公顷")
    assert {points.kind, hectares.kind} == {ValueKind.SAMPLE}


def test_the_forest_path_runs_straight_from_the_first_cover_to_the_target(
    figures: Figures,
) -> None:
    path = figures.forest_path()
    first = figures.forest_years[0]

    assert list(path) == list(range(first, 2026))
    assert path[first].known == round(figures.forest_cover(CITY, first).known, 2)
    assert (path[2025].known, path[2025].kind) == (56.3, ValueKind.PLAN)
    steps = {round(path[year + 1].known - path[year].known, 9) for year in range(first, 2025)}
    assert len(steps) == 1
    assert {path[year].kind for year in range(first, 2025)} == {ValueKind.SAMPLE}


def test_the_city_is_1166_38_km2_without_dawang(figures: Figures) -> None:
    assert figures.area_km2(CITY).known == 1166.38
    assert "units.csv" in figures.area_km2("441284113").source


def test_the_forest_of_the_towns_is_the_forest_of_the_city(figures: Figures) -> None:
    for year in figures.forest_years:
        rows = [row for row in figures.snapshot.forest_covers if row.year == year]
        city = next(row.forest_ha for row in rows if row.area_id == CITY)
        towns = sum(row.forest_ha for row in rows if row.area_id != CITY)

        assert towns == pytest.approx(city, rel=1e-3)


def test_every_target_stands_in_the_plans_order(figures: Figures) -> None:
    assert [item.target for item in figures.standings] == list(figures.snapshot.targets)


def test_a_target_without_a_number_is_grey_and_says_so(figures: Figures) -> None:
    without = [item for item in figures.standings if item.target.value is None]

    assert without
    for item in without:
        assert (item.light, item.reason) == (Light.GREY, "目标尚无数值")
        assert item.target.goal.reason == "目标尚无数值"


def test_a_light_that_is_not_grey_has_a_value_and_what_was_due(figures: Figures) -> None:
    judged = {item.target.target_id: item for item in figures.standings if item.year is not None}

    assert set(judged) == {FOREST_TARGET, PARK_TARGET}
    for item in judged.values():
        assert item.light is not Light.GREY
        assert item.due.known >= 0
        assert item.gap.known == pytest.approx(
            (item.target.value or 0) - round(item.value.known, 2)
        )


def test_without_the_sample_every_light_is_grey_with_a_reason(public_figures: Figures) -> None:
    for item in public_figures.standings:
        assert item.light is Light.GREY
        assert item.reason


def test_park_progress_is_the_latest_report_of_each_park(figures: Figures) -> None:
    last = figures.park_years[-1]

    assert {row.year for row in figures.park_progress.values()} == {last}
    assert set(figures.park_progress) == {park.park_id for park in figures.snapshot.parks}


def test_the_latest_update_of_a_task_is_its_newest(figures: Figures) -> None:
    for task_no, update in figures.latest_updates.items():
        days = [row.day for row in figures.snapshot.task_updates if row.task_no == task_no]

        assert update.day == max(days)


# What is broken is missing, and costs nothing else


def test_broken_factors_leave_emissions_missing_and_nothing_else(
    snapshot: Snapshot, published: dict[str, Quantity]
) -> None:
    found = Figures(replace(snapshot, fuel_factors=()))

    assert found.factors is None
    assert found.emission("441284113", 2022).reason == "排放因子文件无法读取"
    for figure_id, quantity in found.published().items():
        if figure_id.startswith(("emission.", "factor_set.", "standard_coal_")):
            assert quantity.value is None, figure_id
        elif not figure_id.startswith(("ledger.", "intensity.carbon.")):
            assert quantity == published[figure_id], figure_id


def test_broken_grid_factors_leave_electricity_missing(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, grid_factors=()))

    assert found.component("441284113", 2022, Component.ELECTRICITY).reason == (
        MissingReason.NO_FACTOR
    )
    assert found.emission("441284113", 2022).value is not None


def test_broken_coefficients_leave_standard_coal_missing(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, coal_coefficients=()))

    assert "折标煤系数" in found.energy_use_tce("441284113", 2022).reason


@pytest.mark.parametrize(("fuel", "unit"), [("烟煤", "kg"), ("电力调入", "kWh")])
def test_a_row_in_a_wrong_unit_costs_its_town_and_year_only(
    snapshot: Snapshot, figures: Figures, fuel: str, unit: str
) -> None:
    uses = tuple(
        replace(use, unit=unit)
        if (use.area_id, use.year, use.fuel) == ("441284113", 2022, fuel)
        else use
        for use in snapshot.energy_uses
    )

    found = Figures(replace(snapshot, energy_uses=uses))

    assert f"单位应为 {'t' if unit == 'kg' else '10^4 kWh'}，现为 {unit}" in (
        found.emission("441284113", 2022).reason
    )
    assert f"单位却是 {unit}" in found.energy_use_tce("441284113", 2022).reason
    assert found.emission("441284113", 2021) == figures.emission("441284113", 2021)
    assert found.emission("441284001", 2022) == figures.emission("441284001", 2022)
    assert found.published()


def test_more_forest_than_land_is_missing_with_the_reason(snapshot: Snapshot) -> None:
    rows = tuple(
        replace(row, forest_ha=1e9) if row.area_id == CITY else row
        for row in snapshot.forest_covers
    )

    found = Figures(replace(snapshot, forest_covers=rows))

    assert "大于土地面积" in found.forest_cover(CITY, 2020).reason
    assert found.forest_path() == {}
    assert found.forest_gap_pp().value is None
    assert found.forest_standing is not None
    assert found.forest_standing.light is Light.GREY
    assert found.published()


def test_a_city_without_any_forest_still_has_a_path(snapshot: Snapshot) -> None:
    bare = tuple(replace(row, forest_ha=0) for row in snapshot.forest_covers if row.area_id == CITY)

    assert Figures(replace(snapshot, forest_covers=bare)).forest_path()[2020].known == 0


def test_without_the_plans_targets_there_is_no_forest_gap(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, targets=()))

    assert found.forest_standing is None
    assert (found.forest_gap_pp().reason, found.forest_gap_ha().reason) == ("未报", "未报")
    assert found.forest_path() == {}
    assert found.standings == ()


def test_without_the_city_facts_totals_and_land_are_missing_and_say_why(
    snapshot: Snapshot,
) -> None:
    found = Figures(replace(snapshot, city_facts=()))

    assert found.city_total(2020).reason == "city_context.csv 中没有 2020 年的全市总量"
    assert found.area_km2(CITY).value is None
    assert found.forest_cover(CITY, 2020).value is None
    assert found.forest_gap_ha().value is None
    assert found.ledger(2020).computed.value is not None
    assert found.published()


def test_a_city_total_in_another_unit_is_not_taken_for_ten_thousand_tonnes(
    snapshot: Snapshot,
) -> None:
    facts = tuple(replace(fact, unit="tCO2") for fact in snapshot.city_facts)

    assert Figures(replace(snapshot, city_facts=facts)).city_total(2020).value is None


def test_without_the_towns_the_citys_sums_are_missing(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, towns=()))

    assert found.towns == ()
    assert found.towns_total(2022).reason == "未报"
    assert found.published()


def test_without_the_named_sources_the_towns_still_stand(
    snapshot: Snapshot, figures: Figures
) -> None:
    found = Figures(replace(snapshot, named_sources=()))

    assert found.towns_total(2022) == figures.towns_total(2022)
    assert [row.row_id for row in found.ledger(2020).rows] == [TOWNS, NET_ELECTRICITY]


def test_people_of_zero_have_no_share(snapshot: Snapshot) -> None:
    contexts = tuple(replace(row, population=0) for row in snapshot.contexts)

    found = Figures(replace(snapshot, contexts=contexts))

    assert found.measure("441284113", 2022, Measure.PER_HEAD, Boundary.DIRECT).reason == "不适用"


def test_a_stage_without_a_known_capacity_is_missing_and_not_zero(public_figures: Figures) -> None:
    unknown = public_figures.site_capacity(SiteStage.UNKNOWN, SiteGroup.PV)
    none = public_figures.site_capacity(SiteStage.PAUSED, SiteGroup.PV)

    assert (unknown.value, unknown.unit, unknown.reason) == (None, "MW", "未见公开数据")
    assert (none.value, none.unit, none.reason) == (None, "MW", "不适用")


def test_emissions_are_in_tonnes(figures: Figures) -> None:
    assert figures.emission("441284113", 2022).unit == TCO2


def test_a_park_counts_in_every_year_also_where_it_did_not_report(figures: Figures) -> None:
    assert figures.parks_counted == ("sihui-industrial-park", "dasha-cluster")
    assert figures.parks_completed(2025) == ("sihui-industrial-park",)
    assert figures.park_completion(2025).value == 50
    assert figures.park_completion(2019).reason == "未报：计入分母的 2 个园区中 2 个"


def test_a_sample_is_no_report(figures: Figures) -> None:
    year = figures.years[-1]

    assert figures.told("energy_use", figures.towns[0].town_code, year) is Told.SAMPLE
    assert figures.count_told("energy_use", year).value == 0
    assert figures.told("energy_use", "nobody", year) is Told.NOTHING


def test_a_reported_total_counts_where_the_plan_has_none(snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2021, row_id="city_total", tco2=3_000_000, kind=ValueKind.REPORTED, source="核算",
        note="初步",
    )  # fmt: skip
    figures = Figures(replace(snapshot, reported_rows=(*snapshot.reported_rows, told)))

    assert figures.city_total(2021).known == 3_000_000
    assert figures.city_total(2021).source == "核算；初步"
    assert figures.city_total(2020).known == pytest.approx(2_941_700)
    assert figures.ledger(2021).residual.known == pytest.approx(
        3_000_000 - figures.ledger(2021).computed.known
    )


def test_a_large_residual_waits_for_its_explanation(snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2021, row_id="city_total", tco2=2_000_000, kind=ValueKind.REPORTED, source="核算",
        note="",
    )  # fmt: skip
    silent = replace(snapshot, reported_rows=(*snapshot.reported_rows, told))
    said = Explanation(
        subject="ledger", area_id="city", year=2021, text="口径不同，未含调出电力", source="张三"
    )

    assert Figures(silent).unexplained_years == (2021,)
    explained = Figures(replace(silent, explanations=(said,)))
    assert explained.unexplained_years == ()
    assert explained.ledger_explanation(2021) == "口径不同，未含调出电力"
    assert explained.ledger_explanation(2020) == ""
