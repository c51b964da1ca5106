"""Targets in a table: lights first, no number invented."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.town import CITY
from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, row_of, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_targets_with_a_light_come_first_and_none_invents_a_number(figures: Figures) -> None:
    table = tables.targets_table(figures)

    assert len(table.rows) == 19
    assert [texts(row)[0] for row in table.rows[:3]] == ["▲ 黄灯", "● 绿灯", "■ 红灯"]
    forest = row_of(table, "森林覆盖率")
    assert texts(forest)[3:8] == ["≈56.3%", "56.10（2025）", "56.30", "0.20", "第 34 条"]
    assert column(table, "goal").count("目标尚无数值") == 10
    assert texts(forest)[8] == (
        "参照 发改办环资〔2020〕901号，不低于 56.25% 为绿灯；"
        "原文“56.3%左右”；只指法定统计口径的森林覆盖率。"
    )


def test_a_value_past_the_target_year_is_said_and_changes_no_light(snapshot: Snapshot) -> None:
    city = next(row for row in snapshot.forest_covers if row.area_id == CITY and row.year == 2025)
    later = replace(city, year=2026, forest_ha=66_000)
    figures = Figures(replace(snapshot, forest_covers=(*snapshot.forest_covers, later)))

    forest = texts(row_of(tables.targets_table(figures), "森林覆盖率"))

    assert (forest[0], forest[4], forest[6]) == ("■ 红灯", "56.10（2025）", "0.20")
    assert forest[8].startswith("到期后 2026 年为 56.59%；参照 ")
