"""Energy use and emissions over GDP at constant prices: what is missing is named, never guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import CARBON_INTENSITY, ENERGY_INTENSITY
from sihui_map.domain.snapshot import EnergyTotal, ReportedRow, TownContext
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import gaps, method, names, tables
from tests.counties.county import JIA

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

TOWN = JIA
ENERGY, CARBON = ENERGY_INTENSITY, CARBON_INTENSITY


def context(
    area: str,
    year: int,
    constant: float | None,
    base: int | None = 2030,
    kind: ValueKind = ValueKind.REPORTED,
) -> TownContext:
    return TownContext(
        area_id=area,
        year=year,
        population=50_000,
        gdp_1e8_cny=999,
        gdp_constant_1e8_cny=constant,
        gdp_base_year=None if constant is None else base,
        kind=kind,
        source="年鉴",
    )


def energy(year: int, tce: float, kind: ValueKind = ValueKind.REPORTED) -> EnergyTotal:
    return EnergyTotal(area_id=CITY, year=year, tce=tce, kind=kind, source="统计局")


def city(snapshot: Snapshot, *rows: TownContext, totals: tuple[EnergyTotal, ...] = ()) -> Figures:
    return Figures(replace(snapshot, contexts=rows, energy_totals=totals))


def test_a_towns_intensities_are_its_energy_and_net_emissions_over_constant_prices(
    snapshot: Snapshot, figures: Figures
) -> None:
    found = city(snapshot, context(TOWN, 2032, 80))

    used, emitted = found.intensity(ENERGY, TOWN, 2032), found.intensity(CARBON, TOWN, 2032)

    # 80 亿元 are 800 000 万元; 999 亿元 at current prices count nowhere
    assert used.known == pytest.approx(figures.energy_use_tce(TOWN, 2032).known / 800_000)
    net = figures.emission(TOWN, 2032, Scope.NET).known
    assert emitted.known == pytest.approx(net / 800_000)
    assert (used.unit, emitted.unit) == ("tce/万元", "tCO2/万元")
    assert (used.kind, emitted.kind) == (ValueKind.SAMPLE, ValueKind.SAMPLE)
    assert used.source.startswith("综合能耗（按品种折算）÷不变价地区生产总值；")
    assert emitted.source.startswith("排放（直接＋净购入电力和热力）÷不变价地区生产总值；")
    assert "地区生产总值按 2030 年不变价" in used.source
    assert found.published()[f"intensity.energy.{TOWN}.2032"] == used


def test_the_citys_are_its_stated_energy_and_its_total(public_snapshot: Snapshot) -> None:
    found = city(public_snapshot, context(CITY, 2031, 44), totals=(energy(2031, 110_000),))

    assert found.intensity(ENERGY, CITY, 2031).known == pytest.approx(0.25)
    assert found.intensity(CARBON, CITY, 2031).known == pytest.approx(179_000 / 440_000)
    assert found.intensity(CARBON, CITY, 2031).kind is ValueKind.COMPUTED
    assert set(found.published()) >= {
        "energy.tce_reported.city.2031",
        "intensity.energy.city.2031",
        "intensity.carbon.city.2031",
        "context.gdp_constant_1e4_cny.city.2031",
    }


@pytest.mark.parametrize(
    ("area", "year", "which", "said"),
    [
        (TOWN, 2032, ENERGY, "不变价地区生产总值缺失（未报）"),
        (TOWN, 2033, CARBON,
         "排放（直接＋净购入电力和热力）缺失（当年电网排放因子未公开）；不变价地区生产总值缺失（未报）"),
        (CITY, 2031, CARBON, "不变价地区生产总值缺失（未报）"),
        (CITY, 2031, ENERGY,
         "全县综合能源消费量（填报合计）缺失（未报）；不变价地区生产总值缺失（未报）"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_missing_is_named(
    figures: Figures, area: str, year: int, which: Indicator, said: str
) -> None:
    found = figures.intensity(which, area, year)

    assert (found.value, found.reason) == (None, said)


def test_what_it_lacks_is_told_fact_by_fact(snapshot: Snapshot, figures: Figures) -> None:
    known = city(snapshot, context(TOWN, 2032, 80))

    assert known.intensity_lacks(ENERGY, TOWN, 2032) == ()
    assert figures.intensity_lacks(ENERGY, TOWN, 2032) == ("不变价地区生产总值缺失（未报）",)
    assert figures.intensity_lacks(CARBON, TOWN, 2033) == (
        "排放（直接＋净购入电力和热力）缺失（当年电网排放因子未公开）",
        "不变价地区生产总值缺失（未报）",
    )


def test_a_fact_of_two_parts_stays_one(snapshot: Snapshot) -> None:
    kept = {(TOWN, 2032, "烟煤"), (TOWN, 2032, "柴油")}
    uses = tuple(
        replace(use, amount=None, reason="涉密")
        if (use.area_id, use.year, use.fuel) in kept
        else use
        for use in snapshot.energy_uses
    )
    found = city(replace(snapshot, energy_uses=uses), context(TOWN, 2032, 80))

    lacks = found.intensity_lacks(CARBON, TOWN, 2032)

    assert lacks == ("排放（直接＋净购入电力和热力）缺失（烟煤涉密；柴油涉密）",)
    assert found.intensity(CARBON, TOWN, 2032).reason == lacks[0]
    rows = [[cell.text for cell in row.cells] for row in gaps.missing_table(found).rows]
    assert ["能耗强度、碳排放强度（不变价）", lacks[0], "1 个（2032 年）"] in rows


def test_a_fall_is_positive_and_a_rise_negative(public_snapshot: Snapshot) -> None:
    rows = [context(CITY, year, 400) for year in (2031, 2032, 2033)]
    told = (energy(2031, 1_000_000), energy(2032, 900_000), energy(2033, 990_000))
    found = city(public_snapshot, *rows, totals=told)

    assert found.intensity_fall(ENERGY, CITY, 2031, 2032).known == pytest.approx(10)
    assert found.intensity_fall(ENERGY, CITY, 2032, 2033).known == pytest.approx(-10)
    assert found.intensity_fall(ENERGY, CITY, 2031, 2032).unit == "%"
    assert found.intensity_fall(ENERGY, CITY, 2031, 2031).known == 0


def test_a_fall_is_as_weak_as_its_weakest_part(public_snapshot: Snapshot) -> None:
    rows = (context(CITY, 2031, 400), context(CITY, 2032, 400, kind=ValueKind.PRELIMINARY))
    told = (energy(2031, 1_000_000), energy(2032, 900_000, ValueKind.ESTIMATED))

    found = city(public_snapshot, *rows, totals=told).intensity_fall(ENERGY, CITY, 2031, 2032)

    assert found.kind is ValueKind.ESTIMATED


@pytest.mark.parametrize(
    ("later", "total", "said"),
    [
        (context(CITY, 2032, 400, 2025), energy(2032, 9),
         "2031 年和 2032 年的不变价基年不同（2030、2025），不能比较"),
        (context(CITY, 2032, 400, kind=ValueKind.SAMPLE), energy(2032, 9, ValueKind.SAMPLE),
         "示例与非示例不可比"),
        (context(CITY, 2032, None), energy(2032, 9), "不变价地区生产总值缺失（未报）"),
        (context(CITY, 2032, 0), energy(2032, 9), "不适用"),
    ],
    ids=["base year", "sample", "no constant prices", "nothing made"],
)  # fmt: skip
def test_what_cannot_be_compared_says_why(
    public_snapshot: Snapshot, later: TownContext, total: EnergyTotal, said: str
) -> None:
    found = city(public_snapshot, context(CITY, 2031, 400), later, totals=(energy(2031, 10), total))

    fall = found.intensity_fall(ENERGY, CITY, 2031, 2032)

    assert (fall.value, fall.reason) == (None, said)


def test_a_citys_total_is_also_one_that_was_reported(public_snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2033, row_id="city_total", tco2=3_000_000, kind=ValueKind.PRELIMINARY, source="核算",
        note="",
    )  # fmt: skip
    found = Figures(
        replace(public_snapshot, contexts=(context(CITY, 2033, 500),), reported_rows=(told,))
    )

    assert found.intensity(CARBON, CITY, 2033).known == pytest.approx(0.6)
    assert found.intensity(CARBON, CITY, 2033).kind is ValueKind.PRELIMINARY


def test_a_town_sees_both_and_why_one_is_missing(snapshot: Snapshot, figures: Figures) -> None:
    found = city(snapshot, context(TOWN, 2032, 80))
    shown, unknown = (
        {figure.text: amount for figure, amount in (row.cells for row in table.rows)}
        for table in (
            tables.town_series(each, TOWN).only("figure", "2032") for each in (found, figures)
        )
    )

    assert shown["地区生产总值（2030 年不变价，亿元）"].text == "80.00"
    assert shown["能耗强度（不变价，吨标煤/万元）"].kind is ValueKind.SAMPLE
    assert shown["碳排放强度（不变价，吨CO₂/万元）"].style != "missing"
    assert unknown["能耗强度（不变价，吨标煤/万元）"].hover == (
        "缺失：不变价地区生产总值缺失（未报）"
    )
    assert not [label for label in unknown if label.startswith("地区生产总值（不变价")]


def test_other_base_years_in_one_row_are_said_not_to_compare(snapshot: Snapshot) -> None:
    found = city(snapshot, context(TOWN, 2031, 75, 2025), context(TOWN, 2032, 80))

    labels = [cell.text for cell in tables.town_series(found, TOWN).column("figure")]

    assert "能耗强度（不变价，各年基年不同，不能比较，吨标煤/万元）" in labels


def test_both_are_named_and_explained(public_figures: Figures) -> None:
    assert names.figure_name(public_figures, f"intensity.carbon.{TOWN}.2032") == (
        "甲镇 2032 年碳排放强度（不变价）"
    )
    said = dict(method.formulas(public_figures))
    assert "直接＋净购入电力和热力" in said["单位地区生产总值二氧化碳排放（碳排放强度）"]
    assert "基年不同，不比较" in said["单位地区生产总值能耗（能耗强度）"]
