"""The answer of each page in one sentence: numbers a reader can check, or what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.value import MissingReason, missing
from sihui_map.figures import Boundary, Figures, Measure
from sihui_map.views import labels, method, sentences

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.views.html import KeyFigure, TargetLine

DASHA = "441284105"
DAY_2024 = date(2024, 9, 30)
UNREAD = "方案指标文件无法读取，请看下方提示。"


def brief(items: list[KeyFigure]) -> dict[str, str]:
    return {item.label: f"{item.text} {item.unit}".strip() + item.tag for item in items}


def line_of(figures: Figures, target_id: str) -> TargetLine:
    return sentences.target_line(
        next(item for item in figures.standings if item.target.target_id == target_id)
    )


def test_the_overview_counts_lights_and_targets_without_a_number(
    figures: Figures, public_figures: Figures
) -> None:
    assert sentences.overview_sentence(figures) == (
        "方案共 19 项指标：绿灯 1 项，黄灯 0 项，红灯 1 项，无灯 17 项（其中 11 项目标尚无数值）。"
    )
    assert sentences.overview_sentence(public_figures) == (
        "方案共 19 项指标：绿灯 0 项，黄灯 0 项，红灯 0 项，无灯 19 项（其中 11 项目标尚无数值）。"
    )


def test_the_overview_without_its_file_says_so(snapshot: Snapshot) -> None:
    assert sentences.overview_sentence(Figures(replace(snapshot, targets=()))) == UNREAD


@pytest.mark.parametrize(
    ("year", "measure", "boundary", "sentence"),
    [
        (
            2020,
            Measure.TOTAL,
            Boundary.DIRECT,
            (
                "2020 年 13 个镇街排放总量（直接排放）合计 140.68 万吨CO₂，"
                "最高为东城街道，25.40 万吨CO₂。"
            ),
        ),
        (
            2022,
            Measure.PER_HEAD,
            Boundary.NET,
            "2022 年 13 个镇街人均排放（直接＋净购入电力和热力）：最高为江谷镇，13.05 吨CO₂/人。",
        ),
        (
            2020,
            Measure.TOTAL,
            Boundary.NET,
            "2020 年排放总量（直接＋净购入电力和热力）缺失：当年电网排放因子未公开，不推测。",
        ),
        (
            2021,
            Measure.ELECTRICITY,
            Boundary.DIRECT,
            (
                "2021 年 13 个镇街净购入电力和热力排放合计 119.37 万吨CO₂，"
                "最高为东城街道，38.24 万吨CO₂。"
            ),
        ),
    ],
)
def test_emissions_are_said_as_the_map_shows_them(
    figures: Figures, year: int, measure: Measure, boundary: Boundary, sentence: str
) -> None:
    assert sentences.emissions_sentence(figures, year, measure, boundary) == sentence


def test_emissions_without_reports_are_not_invented(public_figures: Figures) -> None:
    sentence = sentences.emissions_sentence(public_figures, 0, Measure.TOTAL, Boundary.DIRECT)

    assert sentence.startswith("尚无填报数据：公开资料没有分镇街用能")


def test_a_missing_measure_names_its_own_reason(snapshot: Snapshot) -> None:
    no_factors = Figures(replace(snapshot, fuel_factors=()))
    no_towns = Figures(replace(snapshot, towns=()))

    shown = [
        sentences.emissions_sentence(figures, 2020, Measure.TOTAL, Boundary.DIRECT)
        for figures in (no_factors, no_towns)
    ]

    assert shown == [
        "2020 年排放总量（直接排放）缺失：排放因子文件无法读取，不推测。",
        "2020 年排放总量（直接排放）缺失：镇街名录无法读取，不推测。",
    ]


def test_projects_are_counted_by_stage_and_place(figures: Figures, public_figures: Figures) -> None:
    assert sentences.sites_sentence(figures, figures.snapshot.sites) == (
        "共 35 个项目：已投产 13 个，方案只写意向、阶段待核 6 个；29 个没有公开的精确位置。"
    )
    assert sentences.sites_sentence(public_figures, public_figures.snapshot.sites) == (
        "共 7 个项目：已投产 1 个，方案只写意向、阶段待核 6 个；6 个没有公开的精确位置。"
    )


def test_forest_says_the_gap_in_points_and_hectares(figures: Figures) -> None:
    assert sentences.forest_sentence(figures) == (
        "2025 年全市森林覆盖率 56.10%，距 56.3% 还差 0.20 个百分点，约 233 公顷。"
    )


def test_forest_without_reports_says_the_target_only(public_figures: Figures) -> None:
    assert sentences.forest_sentence(public_figures) == (
        "目标为 2025 年 56.3% 左右（第 34 条）；全市及各镇街森林覆盖率未见公开数据，尚无填报。"
    )


def test_forest_that_is_enough_has_no_gap(snapshot: Snapshot) -> None:
    more = tuple(replace(row, forest_ha=row.forest_ha * 1.01) for row in snapshot.forest_covers)
    figures = Figures(replace(snapshot, forest_covers=more))

    assert sentences.forest_sentence(figures) == (
        "2025 年全市森林覆盖率 56.66%，已达到目标；目标为 2025 年 56.3% 左右（第 34 条）。"
    )
    assert line_of(figures, "forest-cover-2025").sentence.endswith("56.66%，已达到目标")


def covers(snapshot: Snapshot, **ha: float) -> Figures:
    """Return figures in which the city's forest is ``ha`` by year, written ``y2025=65433.9``."""
    city = next(row for row in snapshot.forest_covers if row.area_id == "city")
    rows = tuple(replace(city, year=int(name[1:]), forest_ha=amount) for name, amount in ha.items())
    return Figures(replace(snapshot, forest_covers=rows))


def test_what_is_printed_as_the_target_lacks_nothing(snapshot: Snapshot) -> None:
    figures = covers(snapshot, y2020=64734.1, y2025=65666.7)  # 56.2996 %

    line = line_of(figures, "forest-cover-2025")
    assert line.sentence == "2025 年目标 ≈56.3%；2025 年 56.30%，已达到目标"
    assert (line.light, figures.forest_gap_pp().known) == ("green", 0)
    assert sentences.forest_sentence(figures).startswith("2025 年全市森林覆盖率 56.30%，已达到目标")


def test_a_light_before_the_target_year_says_what_was_due(snapshot: Snapshot) -> None:
    early = replace(covers(snapshot, y2020=64734.1, y2023=64900.0).snapshot, data_day=DAY_2024)

    assert line_of(Figures(early), "forest-cover-2025").sentence == (
        "2025 年目标 ≈56.3%；2023 年 55.64%，还差 0.66 个百分点"
        "（按路径应达 55.98%，差距占应变化 0.48 个百分点的 70.8%）"
    )
    alone = replace(covers(snapshot, y2020=64734.1).snapshot, data_day=DAY_2024)
    assert line_of(Figures(alone), "forest-cover-2025").sentence == (
        "2025 年目标 ≈56.3%；2020 年 55.50%，还差 0.80 个百分点；"
        "只有 2020 年一个数值，无法与路径比较"
    )


def test_what_came_after_the_target_year_is_said_and_decides_nothing(snapshot: Snapshot) -> None:
    figures = covers(snapshot, y2020=64734.1, y2025=65433.9, y2026=66000)
    undecided = covers(snapshot, y2020=64734.1, y2024=65305.6, y2026=66000)
    only_later = covers(snapshot, y2026=66000)

    line = line_of(figures, "forest-cover-2025")
    assert (line.light, line.sentence.split("；")[-1]) == ("red", "到期后 2026 年为 56.59%")
    assert sentences.forest_sentence(figures) == (
        "2025 年全市森林覆盖率 56.10%，距 56.3% 还差 0.20 个百分点，约 233 公顷；"
        "到期后 2026 年为 56.59%。"
    )
    assert brief(sentences.forest_figures(figures))["到期后 2026 年"] == "56.59 %示例"
    assert sentences.forest_sentence(undecided).endswith(
        "；2025 年的数值未报，不能判定；到期后 2026 年为 56.59%。"
    )
    assert sentences.forest_sentence(only_later) == (
        "目标为 2025 年 56.3% 左右（第 34 条）；"
        "2025 年的数值未报，不能判定；到期后 2026 年为 56.59%。"
    )


def test_the_rule_stands_under_a_light_and_nowhere_else(figures: Figures) -> None:
    lines = {item.target.target_id: sentences.target_line(item) for item in figures.standings}

    assert {name for name, line in lines.items() if line.rule} == {
        "forest-cover-2025", "circular-parks-2030",
    }  # fmt: skip
    assert "不低于 56.25%" in lines["forest-cover-2025"].rule
    told = dict(method.light_rules(figures))
    assert told["森林覆盖率（2025 年）"] in lines["forest-cover-2025"].hover
    assert len(lines["forest-cover-2025"].rule) <= 50  # the general rule stands below all
    assert len(told) == 7  # one of the eight with a number has no year
    assert "不低于 100% 为绿灯" in lines["circular-parks-2030"].rule


def test_forest_without_the_plan_says_so(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, targets=()))

    assert sentences.forest_sentence(figures) == UNREAD
    assert sentences.forest_figures(figures) == []


def test_parks_say_how_many_count_and_how_many_are_done(
    figures: Figures, public_figures: Figures
) -> None:
    assert sentences.parks_sentence(figures) == (
        "截至 2025 年，计入分母的省级以上园区 2 个，已完成循环化改造 1 个（50%）；"
        "目标为 2030 年全部完成。另有 4 个园区级别待核，未计入。"
    )
    assert sentences.parks_sentence(public_figures) == (
        "已知 6 个园区，级别均待核；循环化改造进展未见公开数据，尚无填报。"
    )


def test_the_denominator_is_named_park_by_park(figures: Figures, public_figures: Figures) -> None:
    assert sentences.park_denominator(figures).startswith(
        "计入分母（示例假定）：肇庆高新区四会产业园、广东省(肇庆)大型产业集聚区四会大沙片区。"
    )
    assert "分母未定，完成率不计算" in sentences.park_denominator(public_figures)


def test_without_the_list_of_parks_nothing_is_counted(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, parks=()))

    assert sentences.parks_sentence(figures) == "园区名录无法读取，请看下方提示。"
    assert "计入分母（示例假定）：" in sentences.park_denominator(figures)


def test_tasks_are_counted_with_and_without_a_word(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    assert sentences.tasks_sentence(figures, 40) == (
        "12 大行动、40 项任务，当前显示 40 项；收到进展 30 项，未收到 10 项。"
    )
    assert sentences.tasks_sentence(public_figures, 3).endswith("收到进展 0 项，未收到 40 项。")
    assert sentences.tasks_sentence(Figures(replace(snapshot, tasks=())), 0).endswith(
        "收到进展 0 项，未收到 0 项。"
    )


@pytest.mark.parametrize(
    ("target_id", "sentence", "tag"),
    [
        (
            "forest-cover-2025",
            (
                "2025 年目标 ≈56.3%；2025 年 56.10%，"
                "还差 0.20 个百分点，占应变化 0.80 个百分点的 25.0%"
            ),
            "示例",
        ),
        (
            "circular-parks-2030",
            "2030 年目标 100%；2025 年 50.00%，还差 50.00 个百分点（按路径应达 28.57%）",
            "示例",
        ),
        ("energy-intensity-2025", "2025 年 · 目标尚无数值", ""),
    ],
)
def test_a_target_is_one_line(figures: Figures, target_id: str, sentence: str, tag: str) -> None:
    line = line_of(figures, target_id)

    assert (line.sentence, line.tag) == (sentence, tag)
    assert "发改办环资〔2020〕901号" in line.hover


def test_a_target_without_data_says_why(public_figures: Figures) -> None:
    assert line_of(public_figures, "forest-cover-2025").sentence == (
        "2025 年目标 ≈56.3%；没有进展数据（未报）"
    )


def test_a_target_without_a_year_says_so(figures: Figures) -> None:
    lines = {sentences.target_line(item).sentence for item in figures.standings}

    assert "未写明年份，目标 100%；规划未写明完成年份" in lines


def test_the_key_figures_of_the_city(figures: Figures) -> None:
    assert brief(sentences.city_figures(figures)) == {
        "2020 年全市碳排放总量": "294.17 万吨CO₂",
        "比 2014 年峰值下降": "10.22 %",
        "2025 年森林覆盖率": "56.10 %示例",
        "已投产分布式光伏": "60.8 MW示例",
        "园区循环化完成率": "50 %示例",
    }


def test_the_public_key_figures_of_the_city_hold_no_sample(public_figures: Figures) -> None:
    shown = brief(sentences.city_figures(public_figures))

    assert shown["2020 年全市碳排放总量"] == "294.17 万吨CO₂"
    assert not [text for text in shown.values() if "示例" in text]


def test_the_key_figures_of_a_town(figures: Figures) -> None:
    assert brief(sentences.town_figures(figures, DASHA, 2020)) == {
        "直接排放": "25.10 万吨CO₂示例",
        "人均": "4.87 吨CO₂/人示例",
        "单位面积": "3,137 吨CO₂/km²示例",
        "单位GDP（现价）": "0.330 吨CO₂/万元示例",
        "森林覆盖率": "8.0 %示例",
    }


def test_the_key_figures_of_the_forest(figures: Figures, public_figures: Figures) -> None:
    shown = brief(sentences.forest_figures(figures))

    assert shown["2025 年全市"] == "56.10 %示例"
    assert shown["距目标"] == "0.20 个百分点示例"
    assert shown["折合森林面积"] == "233 公顷示例"
    assert brief(sentences.forest_figures(public_figures))["距目标"] == "— 个百分点"


def test_what_changed_is_said_with_the_largest(figures: Figures) -> None:
    assert sentences.change_lines(figures) == [
        "2024→2025 年，13 个镇街直接排放合计变化 −1.44 万吨。",
        "增加最多：城中街道 0.03 万吨（0.3%）。",
        "减少最多：龙甫镇 −0.34 万吨（−1.7%）。",
        "森林覆盖率 2024→2025 年变化 0.11 个百分点。",
        "最近一次任务进展更新为 2026-09-30，涉及 1 项任务。",
    ]


def test_without_two_years_nothing_changed(public_figures: Figures) -> None:
    assert sentences.change_lines(public_figures) == ["尚无两期可比的数据。"]


def test_changes_that_cannot_be_computed_are_left_out(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, fuel_factors=(), city_facts=(), task_updates=()))

    assert sentences.change_lines(figures) == ["尚无两期可比的数据。"]


def test_a_change_that_is_printed_as_zero_is_not_named(snapshot: Snapshot) -> None:
    uses = [use for use in snapshot.energy_uses if use.year != 2025]
    last = {(use.area_id, use.fuel): use for use in uses if use.year == 2024}
    same = [replace(use, year=2025, amount=(use.amount or 0) * 1.00001) for use in last.values()]

    lines = sentences.change_lines(Figures(replace(snapshot, energy_uses=(*uses, *same))))

    assert lines[0] == "2024→2025 年，13 个镇街直接排放合计变化 0.00 万吨。"
    assert not [line for line in lines if "最多" in line]


def test_where_everything_fell_no_increase_is_named(snapshot: Snapshot) -> None:
    halved = tuple(
        replace(use, amount=(use.amount or 0) / 2) if use.year == 2025 else use
        for use in snapshot.energy_uses
    )

    lines = sentences.change_lines(Figures(replace(snapshot, energy_uses=halved)))

    assert not [line for line in lines if line.startswith("增加最多")]
    assert [line for line in lines if line.startswith("减少最多")]


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        (
            2020,
            (
                "2020 年各项之和与全市总量 294.17 万吨相差 1.32 万吨（0.45%），"
                "如实列出，不摊到任何镇街。"
            ),
        ),
        (2010, "2010 年已有全市总量，但各项尚无数据，无法对账。"),
        (2021, "2021 年没有公开或申报的全市总量，无法对账；只列已有的各项。"),
    ],
)
def test_the_ledger_says_whether_it_meets(figures: Figures, year: int, sentence: str) -> None:
    assert sentences.ledger_sentence(figures.ledger(year)) == sentence


def test_a_town_says_its_place_and_share(figures: Figures, public_figures: Figures) -> None:
    assert sentences.town_sentence(figures, DASHA, 2020) == (
        "2020 年直接排放 25.10 万吨，在 13 个镇街中列第 2 位，占各镇街合计的 17.8%。"
    )
    assert sentences.town_sentence(public_figures, DASHA, 0) == (
        "公开资料没有分镇街数据，尚无填报；下面只有面积、项目和园区。"
    )


def test_a_town_without_data_says_why(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, fuel_factors=()))

    assert sentences.town_sentence(figures, DASHA, 2020) == (
        "2020 年直接排放缺失：排放因子文件无法读取。"
    )


def test_where_nobody_emits_there_is_no_share(snapshot: Snapshot) -> None:
    nothing = tuple(replace(use, amount=0.0) for use in snapshot.energy_uses)

    assert sentences.town_sentence(
        Figures(replace(snapshot, energy_uses=nothing)), DASHA, 2020
    ) == ("2020 年直接排放 0.00 万吨，在 13 个镇街中列第 1 位。")


def test_what_lies_in_a_town_is_listed(figures: Figures, public_figures: Figures) -> None:
    lines = sentences.town_things(figures, DASHA)

    assert lines[0] == "示例·大沙镇工业厂房屋顶光伏一期：分布式光伏，投产，12.5 MW"
    assert "南江工业园：产业园区，级别待核" in lines
    assert sentences.town_things(public_figures, "441284001") == [
        "没有已知位于本镇街的项目或园区。"
    ]


def test_only_a_sample_is_tagged(figures: Figures) -> None:
    assert sentences.tag_of(figures.emission(DASHA, 2020)) == "示例"
    assert sentences.tag_of(figures.city_total(2020)) == ""
    assert sentences.tag_of(missing("t", MissingReason.NOT_REPORTED)) == ""


def test_the_sources_say_how_much_there_is(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    assert method.sources_sentence(figures) == (
        f"{len(snapshot.files)} 个数据文件，{len(figures.published())} 个数值，"
        "每个都有单位、性质、来源。"
    )
    assert "无法读取" not in method.sources_sentence(public_figures)


def test_the_formula_comes_with_an_example_that_is_right(figures: Figures) -> None:
    formulas = dict(method.formulas(figures))

    assert formulas["排放量"].endswith(
        "例：1 万立方米天然气＝389.31×15.3÷1000×0.99×44÷12＝21.622 吨CO₂。"
    )
    assert round(389.31 * 15.3 / 1000 * 0.99 * 44 / 12, 3) == 21.622
    assert "2021 年" in formulas["电网因子"]
    assert "烟煤" in formulas["构成：煤品"]


def test_the_scope_says_what_is_out_and_where_documents_differ(figures: Figures) -> None:
    formulas = dict(method.formulas(figures))

    assert formulas["核算范围：不计入"].startswith("工业生产过程")
    assert "中电四会热电有限责任公司" in formulas["核算范围：计入"]
    assert "烟煤的低位热值取 23.204 GJ/t" in formulas["煤的参数：已知的不一致"]
    assert "相当于 20.908 MJ/kg" in formulas["煤的参数：已知的不一致"]
    assert "前者比后者高 11.0%" in formulas["煤的参数：已知的不一致"]


def test_heat_is_said_to_be_counted_once_and_by_which_factor(figures: Figures) -> None:
    formulas = dict(method.formulas(figures))

    assert "净购入电力、热力" in formulas["核算范围：计入"]
    assert "热力只计一次，计在产热的地方" in formulas["核算范围：热力只计一次"]
    assert formulas["热力因子"].startswith("enterprise_2015 为 0.11 tCO₂/GJ（工业其他行业企业")
    assert "provincial_2025 没有" in formulas["热力因子"]
    assert formulas["构成：净购入电力和热力"] == "电力调入、电力调出、热力购入、热力外供"


def test_fuels_without_a_factor_are_named(figures: Figures) -> None:
    assert dict(method.formulas(figures))["缺系数的品种"] == (
        "因子集 enterprise_2015齐全；"
        "因子集 provincial_2025缺 6 个：无烟煤、洗精煤、其他洗煤、型煤、焦炉煤气、煤油；"
        "折标准煤系数缺 8 个：无烟煤、褐煤、其他洗煤、型煤、焦炉煤气、原油、石油焦、液化天然气。"
        "用到这些品种时，该项结果为缺失，不用别的品种代替。"
    )


@pytest.mark.parametrize(
    ("boundary", "with_plant", "count"),
    [(Boundary.NET, True, 2), (Boundary.NET, False, 1), (Boundary.DIRECT, True, 1)],
)
def test_who_sees_both_is_told_not_to_add_them(
    boundary: Boundary, count: int, *, with_plant: bool
) -> None:
    assert len(labels.scope_notes(boundary, with_plant=with_plant)) == count


def test_without_factors_there_is_no_example(snapshot: Snapshot) -> None:
    formulas = dict(method.formulas(Figures(replace(snapshot, fuel_factors=()))))

    assert "例：" not in formulas["排放量"]
    assert formulas["电网因子"].startswith("用广东当年平均因子（kgCO₂/kWh）：。")


def test_what_emissions_come_from_names_the_chosen_factor_set(snapshot: Snapshot) -> None:
    other = Figures(replace(snapshot, factor_set="provincial_2025"))

    assert sentences.energy_source(other).startswith("能源活动 × provincial_2025 因子集")


def test_the_official_rules_come_with_their_source(figures: Figures) -> None:
    rules = method.rules(figures)

    assert len(rules) == len(figures.snapshot.warning_rules)
    assert all(text.endswith("）") for _, text in rules)
