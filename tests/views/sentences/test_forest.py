"""Forest in sentences: the gap to the target, before, in and after its year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.place import Place
from sihui_map.domain.plan import Operator
from sihui_map.domain.snapshot import Problem, ProtectedArea
from sihui_map.figures import Figures
from sihui_map.views import sentences
from tests import county
from tests.views.reading import brief, line_of

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

UNREAD = "方案指标文件无法读取，请看下方提示。"


def test_forest_says_the_gap_in_points_and_hectares(figures: Figures) -> None:
    assert sentences.forest_sentence(figures) == (
        "2033 年全县森林覆盖率 43.51%，距 45% 还差 1.49 个百分点，约 723 公顷。"
    )


def test_forest_without_reports_says_the_target_only(public_figures: Figures) -> None:
    assert sentences.forest_sentence(public_figures) == (
        "目标为 2037 年不低于 45%（第 104 条）；全县及各镇街森林覆盖率未见公开数据，尚无填报。"
    )


@pytest.mark.parametrize(
    ("operator", "words", "number"),
    [
        (Operator.AT_LEAST, "2037 年不低于 45%（", "≥45 %"),
        (Operator.AT_MOST, "2037 年不高于 45%（", "≤45 %"),
        (Operator.ABOUT, "2037 年 45% 左右（", "≈45 %"),
        (Operator.EXACTLY, "2037 年 45%（", "45 %"),
    ],
)
def test_the_target_is_said_as_the_plan_means_it(
    public_snapshot: Snapshot, operator: Operator, words: str, number: str
) -> None:
    targets = tuple(replace(target, operator=operator) for target in public_snapshot.targets)
    figures = Figures(replace(public_snapshot, targets=targets))

    assert sentences.forest_sentence(figures).startswith(f"目标为 {words}")
    assert brief(sentences.forest_figures(figures))["目标（2037 年）"] == number


AREA = ProtectedArea(
    area_id="a", name="虚构的保护地", level="", area_ha=None, town_code="", source="虚构",
    confidence="", missing_note="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "暂无自然保护地名录。"),
        (2, "两处保护地的范围未见公开，不上图。"),
        (12, "12处保护地的范围未见公开，不上图。"),
    ],
)
def test_protected_areas_are_counted(snapshot: Snapshot, count: int, said: str) -> None:
    figures = Figures(replace(snapshot, protected_areas=(AREA,) * count))

    assert sentences.reserves_sentence(figures) == said


def test_forest_that_is_enough_has_no_gap(snapshot: Snapshot) -> None:
    more = tuple(replace(row, forest_ha=row.forest_ha * 1.05) for row in snapshot.forest_covers)
    figures = Figures(replace(snapshot, forest_covers=more))

    assert sentences.forest_sentence(figures) == (
        "2033 年全县森林覆盖率 45.68%，已达到目标；目标为 2037 年不低于 45%（第 104 条）。"
    )
    assert line_of(figures, "forest").sentence.endswith("45.68%，已达到目标")


def covers(snapshot: Snapshot, **ha: float) -> Figures:
    """Return figures in which the city's forest is ``ha`` by year, written ``y2037=21400.0``."""
    city = next(row for row in snapshot.forest_covers if row.area_id == "city")
    rows = tuple(replace(city, year=int(name[1:]), forest_ha=amount) for name, amount in ha.items())
    return Figures(replace(snapshot, forest_covers=rows))


def test_what_is_printed_as_the_target_lacks_nothing(snapshot: Snapshot) -> None:
    figures = covers(snapshot, y2031=20600.0, y2037=21824.9)  # 44.9998 %

    line = line_of(figures, "forest")
    assert line.sentence == "2037 年目标 ≥45%；2037 年 45.00%，已达到目标"
    assert (line.light, figures.forest_gap_pp().known) == ("green", 0)
    assert sentences.forest_sentence(figures).startswith("2037 年全县森林覆盖率 45.00%，已达到目标")


def test_a_light_before_the_target_year_says_what_was_due(snapshot: Snapshot) -> None:
    early = covers(snapshot, y2031=20600.0, y2033=20700.0)
    alone = covers(snapshot, y2031=20600.0)

    assert line_of(early, "forest").sentence == (
        "2037 年目标 ≥45%；2033 年 42.68%，还差 2.32 个百分点"
        "（按路径应达 43.31%，差距占应变化 0.84 个百分点的 75.0%）"
    )
    assert line_of(alone, "forest").sentence == (
        "2037 年目标 ≥45%；2031 年 42.47%，还差 2.53 个百分点；只有 2031 年一个数值，无法与路径比较"
    )


def test_what_came_after_the_target_year_is_said_and_decides_nothing(snapshot: Snapshot) -> None:
    figures = covers(snapshot, y2031=20600.0, y2037=21400.0, y2038=21900.0)
    undecided = covers(snapshot, y2031=20600.0, y2036=21300.0, y2038=21900.0)
    only_later = covers(snapshot, y2038=21900.0)

    line = line_of(figures, "forest")
    assert (line.light, line.sentence.split("；")[-1]) == ("red", "到期后 2038 年为 45.15%")
    assert sentences.forest_sentence(figures) == (
        "2037 年全县森林覆盖率 44.12%，距 45% 还差 0.88 个百分点，约 427 公顷；"
        "到期后 2038 年为 45.15%。"
    )
    assert brief(sentences.forest_figures(figures))["到期后 2038 年"] == "45.15 %示例"
    assert sentences.forest_sentence(undecided).endswith(
        "；2037 年的数值未报，不能判定；到期后 2038 年为 45.15%。"
    )
    assert sentences.forest_sentence(only_later) == (
        "目标为 2037 年不低于 45%（第 104 条）；"
        "2037 年的数值未报，不能判定；到期后 2038 年为 45.15%。"
    )


def test_forest_without_the_plan_says_so(snapshot: Snapshot) -> None:
    broken = (Problem(file="plan/targets.csv", sentence="…"),)
    figures = Figures(replace(snapshot, targets=(), problems=broken))

    assert sentences.forest_sentence(figures) == UNREAD
    assert sentences.forest_figures(figures) == []


def test_forest_of_a_county_without_its_target_says_so(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, targets=()))

    assert sentences.forest_sentence(figures) == "暂无森林覆盖率目标。"


def test_protected_areas_are_from_whoever_issued_them(snapshot: Snapshot) -> None:
    nowhere = Figures(replace(snapshot, place=Place()))

    assert sentences.reserves_source(Figures(snapshot)) == "虚构的三镇县人民政府公示"
    assert sentences.reserves_source(nowhere) == "公开资料"


def test_the_key_figures_of_the_forest(figures: Figures, public_figures: Figures) -> None:
    shown = brief(sentences.forest_figures(figures))

    assert shown["2033 年全县"] == "43.51 %示例"
    assert shown["距目标"] == "1.49 个百分点示例"
    assert shown["折合森林面积"] == "723 公顷示例"
    assert brief(sentences.forest_figures(public_figures))["距目标"] == "— 个百分点"


def test_towns_that_told_are_not_passed_over(mixed_figures: Figures) -> None:
    """Two towns told their forest, the city none."""
    said = sentences.forest_sentence(mixed_figures)

    assert said.startswith(f"目标为 {county.FOREST.year} 年")
    assert f" {county.FOREST.value}%" in said
    assert said.endswith("；2025 年 2 个镇街已报，全市尚无数值。")
    assert mixed_figures.partial_forest_years == {2025}
