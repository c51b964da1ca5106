"""Targets in a table: lights first, no number invented."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.plan import Operator
from sihui_map.domain.town import CITY
from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, row_of, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_a_target_shows_its_light_its_values_and_its_rule(
    figures: Figures, snapshot: Snapshot
) -> None:
    cap, forest, parks = snapshot.targets
    about = replace(forest, operator=Operator.ABOUT, value=45.3, note="原文“45.3%左右”。")
    told = tables.targets_table(Figures(replace(snapshot, targets=(cap, about, parks))))
    lights = [texts(row)[0] for row in tables.targets_table(figures).rows]

    assert lights == ["▲ 黄灯", "● 绿灯", "■ 红灯"]
    row = texts(row_of(told, "森林覆盖率"))
    assert row[3:8] == ["≈45.3%", "43.51（2033）", "43.41", "1.79", "第 104 条"]
    assert row[8] == ("参照 发改办环资〔2020〕901号，不低于 45.25% 为绿灯；原文“45.3%左右”。")


def test_targets_with_a_light_come_first_and_none_invents_a_number(snapshot: Snapshot) -> None:
    cap, *others = snapshot.targets
    bare = replace(cap, value=None, operator=None, unit="")

    table = tables.targets_table(Figures(replace(snapshot, targets=(bare, *others))))

    assert [texts(row)[0] for row in table.rows] == ["● 绿灯", "■ 红灯", "○ 无灯"]
    assert column(table, "goal") == ["≥45%", "100%", "目标尚无数值"]


def test_a_value_past_the_target_year_is_said_and_changes_no_light(snapshot: Snapshot) -> None:
    city = next(row for row in snapshot.forest_covers if row.area_id == CITY and row.year == 2033)
    due, later = (
        replace(city, year=2037, forest_ha=21_400),
        replace(city, year=2038, forest_ha=21_900),
    )
    figures = Figures(replace(snapshot, forest_covers=(*snapshot.forest_covers, due, later)))

    forest = texts(row_of(tables.targets_table(figures), "森林覆盖率"))

    assert (forest[0], forest[4], forest[6]) == ("■ 红灯", "44.12（2037）", "0.88")
    assert forest[8].startswith("到期后 2038 年为 45.15%；参照 ")
