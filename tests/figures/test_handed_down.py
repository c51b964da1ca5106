"""The number that the parent handed down: the target's with its document, else only shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.api.plan import target_row
from sihui_map.domain.light import Baseline, Basis, Grading, Light, Rule
from sihui_map.domain.plan import Operator, Target
from sihui_map.domain.snapshot import Allotment, EnergyTotal, IndicatorValue, TownContext
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import names, sentences, tables
from tests.counties.county import JIA

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.standing import Standing

FOREST_TARGET = "forest"
TARGET = "energy-intensity"
INTENSITY = Target(
    target_id=TARGET, indicator="单位地区生产总值能源消耗", year=2032, operator=None, value=None,
    unit="", clause_no=None, section="虚构的章节", baseline_year=None,
    quote="虚构：完成虚构市下达的目标", note="方案未写数值。",
)  # fmt: skip
PEAK = replace(INTENSITY, target_id="peak", indicator="碳达峰")
RULE = Rule(
    target_id=TARGET, grading=Grading.SHARE, basis=Basis.RULED, direction=Operator.AT_LEAST,
    baseline=Baseline.FIRST, decimals=2, note="",
)  # fmt: skip
UNDIRECTED = replace(RULE, target_id="peak", direction=None)
# tce by year over 400 亿元: 0.250, 0.235, 0.2125 tce/万元
USED = {2030: 1_000_000, 2031: 940_000, 2032: 850_000}


@pytest.fixture(scope="module")
def public_snapshot(public_snapshot: Snapshot) -> Snapshot:
    """Return a county whose plan leaves two numbers to the parent, the fall of one intensity."""
    place = public_snapshot.place
    return replace(
        public_snapshot,
        targets=(*public_snapshot.targets, INTENSITY, PEAK),
        light_rules=(*public_snapshot.light_rules, RULE, UNDIRECTED),
        place=replace(place, targets=replace(place.targets, energy_intensity=(TARGET,))),
    )


def handed(  # noqa: PLR0913 a row is a row
    value: float = 14,
    unit: str = "%",
    *,
    base_year: int | None = 2030,
    document: str = "虚发改〔2031〕1号",
    target_id: str = TARGET,
    year: int = 2032,
) -> Allotment:
    return Allotment(
        target_id=target_id,
        holder=CITY,
        year=year,
        value=value,
        unit=unit,
        approved_by=document,
        kind=ValueKind.PLAN,
        source="县发改局存档",
        base_year=base_year,
    )


def told(
    snapshot: Snapshot, *rows: Allotment, base: int = 2030, values: tuple[IndicatorValue, ...] = ()
) -> Figures:
    """Return the figures of a city that told its energy use and its GDP at constant prices."""
    contexts = [
        TownContext(
            area_id=CITY, year=year, population=1, gdp_1e8_cny=500, gdp_constant_1e8_cny=400,
            gdp_base_year=2030 if year < 2032 else base, kind=ValueKind.REPORTED, source="年鉴",
        )
        for year in USED
    ]  # fmt: skip
    totals = [
        EnergyTotal(area_id=CITY, year=year, tce=tce, kind=ValueKind.REPORTED, source="统计局")
        for year, tce in USED.items()
    ]
    return Figures(
        replace(
            snapshot,
            contexts=tuple(contexts),
            energy_totals=tuple(totals),
            allotments=rows,
            indicator_values=values,
        )
    )


def standing(figures: Figures, target_id: str = TARGET) -> Standing:
    return next(item for item in figures.standings if item.target.target_id == target_id)


def explained(figures: Figures, indicator: str, year: str) -> dict[str, str]:
    """Return the texts of a target on the page, by column."""
    table = tables.targets_table(figures)
    rows = (
        dict(zip(table.names, (cell.text for cell in row.cells), strict=True)) for row in table.rows
    )
    return next(row for row in rows if (row["indicator"], row["year"]) == (indicator, year))


def test_entered_it_gives_a_light_and_taken_back_none(public_snapshot: Snapshot) -> None:
    without, found = told(public_snapshot), told(public_snapshot, handed())

    assert (standing(without).light, standing(without).reason) == (Light.GREY, "目标尚无数值")
    assert standing(found).light is Light.GREEN
    assert standing(found).value.known == pytest.approx(15)
    assert standing(told(public_snapshot, handed(16))).light is Light.YELLOW  # 1 of 16 is lacking
    assert standing(told(public_snapshot, handed(20))).light is Light.RED
    assert standing(found).target.goal.source == "虚构下达：虚发改〔2031〕1号；县发改局存档"
    assert found.published()[f"target.{TARGET}.value"].known == 14


def test_the_fall_counts_from_the_base_year_of_the_document(public_snapshot: Snapshot) -> None:
    found = told(public_snapshot, handed(base_year=2031))

    series = found.target_series(TARGET)
    assert list(series) == [2031, 2032]
    assert series[2031].known == 0
    assert series[2032].known == pytest.approx(100 * (1 - 850 / 940))
    assert list(told(public_snapshot).target_series(TARGET)) == []


def test_years_of_other_base_years_give_no_light(public_snapshot: Snapshot) -> None:
    found = standing(told(public_snapshot, handed(), base=2028))

    assert found.light is Light.GREY
    assert "2030 年和 2032 年的不变价基年不同（2030、2028），不能比较" in found.reason


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (handed(document=""), "虚构下达 14%：没有写明文件，不判定"),
        (handed(base_year=None), "虚构下达 14%：没有写明降幅基准年，不判定"),
        (handed(0.22, "tce/万元"), "虚构下达 0.22 tce/万元：单位应为 %，不判定"),
    ],
    ids=["document", "base year", "unit"],
)
def test_without_its_document_it_is_shown_and_decides_nothing(
    public_snapshot: Snapshot, row: Allotment, said: str
) -> None:
    found = told(public_snapshot, row)

    assert (standing(found).light, standing(found).reason) == (Light.GREY, said)
    assert standing(found).target.value is None
    assert explained(found, "单位地区生产总值能源消耗", "2032")["note"] == said
    assert sentences.target_line(standing(found)).sentence == f"2032 年 · 目标尚无数值；{said}"


def test_without_a_direction_it_decides_nothing(public_snapshot: Snapshot) -> None:
    row = handed(300, "万吨", target_id="peak", base_year=None)

    found = standing(told(public_snapshot, row), "peak")

    assert found.reason == "虚构下达 300 万吨：亮灯规则没有写明方向，不判定"


def test_the_plans_own_number_is_never_replaced(snapshot: Snapshot) -> None:
    before = standing(Figures(snapshot), FOREST_TARGET)
    row = handed(60, "%", target_id=FOREST_TARGET, year=2037)
    found = Figures(replace(snapshot, allotments=(row,)))

    assert standing(found, FOREST_TARGET) == before
    beside = [[cell.text for cell in row.cells] for row in tables.allotments_table(found).rows]
    assert ["森林覆盖率（2037）", "≥45%", "2037", "三镇县（虚构下达）", "60.00"] in [
        row[:5] for row in beside
    ]


def test_a_made_up_number_makes_a_made_up_light(public_snapshot: Snapshot) -> None:
    row = replace(handed(), kind=ValueKind.SAMPLE)

    found = standing(told(public_snapshot, row))

    assert (found.due.kind, found.gap.kind) == (ValueKind.SAMPLE, ValueKind.SAMPLE)
    assert sentences.target_line(found).tag == "示例"


def test_it_is_no_share_of_itself(public_snapshot: Snapshot) -> None:
    share = replace(handed(300, "万吨", target_id="peak"), holder=JIA)
    found = told(public_snapshot, replace(share, holder=CITY, value=900), share, handed())
    published = found.published()

    assert published["allotment.peak.2032"].known == 300
    assert published["allotment.peak.city.2032"].known == 900
    assert f"allotment.{TARGET}.2032" not in published
    assert sentences.allotments_sentence(found) == (
        "虚构下达三镇县 2 项指标的数值；1 项指标分解到 1 个单位，共 1 条：批准 1 条。"
    )
    assert sentences.allotments_sentence(told(public_snapshot, handed())) == (
        "虚构下达三镇县 1 项指标的数值；尚未报送目标分解。"
    )
    assert names.figure_name(found, f"allotment.{TARGET}.city.2032") == (
        "指标「单位地区生产总值能源消耗」（2032 年目标）2032 年虚构下达三镇县的数值"
    )


def test_what_the_office_reports_is_the_second_reading(public_snapshot: Snapshot) -> None:
    value = IndicatorValue(
        target_id=TARGET, year=2032, value=14.2, kind=ValueKind.REPORTED, source="虚构考核"
    )

    found = told(public_snapshot, handed(), values=(value,))

    reading, beside = found.second_readings(TARGET)[2032]
    assert reading.known == 14.2
    assert beside.known == pytest.approx(-0.8)
    assert (reading.unit, beside.unit) == ("%", "个百分点")


def test_page_and_interface_name_the_document(public_snapshot: Snapshot) -> None:
    found = told(public_snapshot, handed())
    cells = explained(found, "单位地区生产总值能源消耗", "2032")
    row = target_row(found, standing(found))

    assert (cells["goal"], cells["latest"]) == ("≥14%", "15.00（2032）")
    assert cells["note"].endswith(
        "方案未写数值；数值由虚构市下达（虚发改〔2031〕1号），为比 2030 年的下降幅度。"
    )
    assert (row.value, row.unit) == (14, "%")
    assert row.value_source == "虚构下达：虚发改〔2031〕1号；县发改局存档"
    assert target_row(found, standing(found, FOREST_TARGET)).value_source == "规划原文"
    assert sentences.target_line(standing(found)).sentence == (
        "2032 年目标 ≥14%（虚构下达）；2032 年 15.00%，已达到目标"
    )
