"""Who has reported what: all, a part, a sample only, nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.changes import compare
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import sentences, tables
from tests.counties.county import BING, JIA
from tests.reported import with_uses as reported
from tests.views.reading import texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


@pytest.fixture
def partial(snapshot: Snapshot) -> Figures:
    """Return the sample in which one town reported one fuel of its own, another all of it."""
    uses = tuple(
        replace(use, kind=ValueKind.REPORTED)
        if use.year == 2033 and ((use.area_id, use.fuel) == (JIA, "烟煤") or use.area_id == BING)
        else use
        for use in snapshot.energy_uses
    )
    return Figures(reported(snapshot, uses, declared=[(BING, 2033)]))


def test_a_part_that_was_reported_is_told_from_all_and_from_samples(partial: Figures) -> None:
    rows = {
        row[0]: row[1:]
        for row in [texts(row) for row in tables.reporting_table(partial, 2033).rows]
    }

    assert rows["甲镇"] == ["◐ 部分（实绩）", "△ 示例", "△ 示例"]
    assert rows["丙镇"] == ["● 填全（实绩）", "△ 示例", "△ 示例"]
    assert rows["填全的镇街数"] == ["1/3", "0/3", "0/3"]
    assert sentences.reporting_sentence(partial, 2033) == (
        "2033 年 3 个镇街中 0 个已报齐能源活动、人口与经济、森林面积；2 个报了一部分；"
        "1 个只有示例数据。"
    )


def test_a_count_of_towns_is_no_large_change(figures: Figures, partial: Figures) -> None:
    found = compare(figures, partial)

    counted = [each for each in found.figures if each.figure_id == "told.energy_use.2033"]
    assert [(each.before, each.after) for each in counted] != []
    assert [each.figure_id for each in found.large if each.figure_id.startswith("told.")] == []


def test_a_sample_is_not_a_report(figures: Figures, snapshot: Snapshot) -> None:
    uses = tuple(
        replace(use, kind=ValueKind.REPORTED) if (use.area_id, use.year) == (JIA, 2033) else use
        for use in snapshot.energy_uses
    )
    told = Figures(replace(reported(snapshot, uses, declared=[(JIA, 2033)]), contexts=()))

    rows = {
        row[0]: row[1:] for row in [texts(row) for row in tables.reporting_table(told, 2033).rows]
    }

    assert rows["甲镇"] == ["● 填全（实绩）", "○ 未报", "△ 示例"]
    assert rows["乙镇"] == ["△ 示例", "○ 未报", "△ 示例"]
    assert rows["填全的镇街数"] == ["1/3", "0/3", "0/3"]
    assert [texts(row) for row in tables.reporting_table(figures, 2033).rows][-1][1:] == ["0/3"] * 3


def test_each_town_is_told_as_a_whole_too(partial: Figures, public_figures: Figures) -> None:
    table = tables.towns_table(partial, 2033)
    together = {
        table.cell(row, "town").text: table.cell(row, "together").text for row in table.rows
    }

    assert together["甲镇"] == "◐ 报了一部分"
    assert together["乙镇"] == "△ 未报，只有示例"
    assert all(row.town_code for row in table.rows)
    public = tables.towns_table(public_figures, 0)
    assert {cell.text for cell in public.column("together")} == {"○ 未报"}
    assert public.title == "各镇街填报"


def test_what_a_town_must_report_is_said_in_plain_words(public_figures: Figures) -> None:
    asked = dict(tables.required_of_towns(public_figures))

    assert list(asked) == ["能源活动", "人口与经济", "森林面积"]
    assert "能源品种、数量、单位" in asked["能源活动"]
    assert "声明「填全」" in asked["能源活动"]
    assert "{" not in "".join(asked.values())
    assert sentences.towns_sentence(public_figures, 0).startswith("3 个镇街都还没有填报。")


def test_what_all_towns_owe_says_how_many_told_all_of_it(public_figures: Figures) -> None:
    table = tables.asked_table(public_figures, 2033)

    assert [cell.text for cell in table.column("table")] == ["能源活动", "人口与经济", "森林面积"]
    assert {cell.text for cell in table.column("told")} == {"0 / 3 个镇街"}


def test_a_town_reads_what_it_owes_and_that_no_day_is_named(public_figures: Figures) -> None:
    table = tables.owed_table(public_figures, JIA, 0)

    assert [cell.text for cell in table.column("table")] == ["能源活动", "人口与经济", "森林面积"]
    assert {cell.text for cell in table.column("told")} == {"○ 未报"}
    assert "报送期限没有公开写明" in sentences.owed_sentence(public_figures)
