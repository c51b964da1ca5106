"""Forest in sentences: the gap to the target, before, in and after its year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sihui_map.domain.place import Place
from sihui_map.domain.snapshot import Problem
from sihui_map.figures import Figures
from sihui_map.views import sentences
from tests.views.reading import brief, line_of

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

DAY_2024 = date(2024, 9, 30)
UNREAD = "方案指标文件无法读取，请看下方提示。"


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


def test_forest_without_the_plan_says_so(snapshot: Snapshot) -> None:
    broken = (Problem(file="plan/targets.csv", sentence="…"),)
    figures = Figures(replace(snapshot, targets=(), problems=broken))

    assert sentences.forest_sentence(figures) == UNREAD
    assert sentences.forest_figures(figures) == []


def test_forest_of_a_county_without_its_target_says_so(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, targets=()))

    assert sentences.forest_sentence(figures) == "暂无森林覆盖率目标。"


def test_protected_areas_are_counted_and_from_whoever_issued_them(snapshot: Snapshot) -> None:
    none = Figures(replace(snapshot, protected_areas=(), place=Place()))
    two = Figures(replace(snapshot, protected_areas=snapshot.protected_areas[:2]))

    assert sentences.reserves_sentence(two) == "两处保护地的范围未见公开，不上图。"
    assert sentences.reserves_source(two) == "四会市人民政府公示"
    assert sentences.reserves_sentence(none) == "暂无自然保护地名录。"
    assert sentences.reserves_source(none) == "公开资料"


def test_the_key_figures_of_the_forest(figures: Figures, public_figures: Figures) -> None:
    shown = brief(sentences.forest_figures(figures))

    assert shown["2025 年全市"] == "56.10 %示例"
    assert shown["距目标"] == "0.20 个百分点示例"
    assert shown["折合森林面积"] == "233 公顷示例"
    assert brief(sentences.forest_figures(public_figures))["距目标"] == "— 个百分点"


def test_towns_that_told_are_not_passed_over(mixed_figures: Figures) -> None:
    """Two towns told their forest, the city none."""
    assert sentences.forest_sentence(mixed_figures) == (
        "目标为 2025 年 56.3% 左右（第 34 条）；2025 年 2 个镇街已报，全市尚无数值。"
    )
    assert mixed_figures.partial_forest_years == {2025}
