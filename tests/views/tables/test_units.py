"""Units: what each leads, supports and owes; together they are what the overview says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.views import tables
from sihui_map.views.sentences import unit_sentence
from sihui_map.views.tables.units import stalled_of

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def numbers(figures: Figures, name: str) -> dict[str, object]:
    table = tables.units_table(figures)
    (row,) = [row for row in table.rows if table.cell(row, "unit").text == name]
    return {column: table.cell(row, column).raw for column in table.names[1:]}


def test_a_unit_owes_what_the_overview_says(figures: Figures) -> None:
    owing = tables.owing_table(figures)

    for row in owing.rows:
        name = owing.cell(row, "unit").text
        known = numbers(figures, name)
        assert known["silent"] == owing.cell(row, "tasks").raw
        assert known["targets"] == owing.cell(row, "targets").raw
        shown = tables.unit_owes(figures, name).column("what")
        owed = sum(cell.text != "任务步骤" for cell in shown)
        assert owed == sum(int(str(known[each])) for each in ("silent", "stalled", "targets"))


def test_every_task_has_its_units(figures: Figures) -> None:
    units = tables.units_of(figures)

    for task in figures.snapshot.tasks:
        for unit in task.lead_units:
            assert unit in units
            assert task in tables.led_by(figures, unit)
        for unit in task.cooperating_units:
            assert task in tables.supported_by(figures, unit)


def owed(figures: Figures, name: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in tables.unit_owes(figures, name).rows]


def test_what_is_owed_says_by_when_and_what_is_there(
    figures: Figures, public_figures: Figures
) -> None:
    assert owed(public_figures, "县林业局") == [
        ["任务进展", "4. 虚构条文丁", "方案没有写期限", "从未更新"],
        ["指标数值", "森林覆盖率，目标 ≥45%", "2037 年", "未报"],
    ]
    assert owed(figures, "县发改局") == [
        ["任务进展", "3. 虚构条文丙", "方案没有写期限", "从未更新"],
        [
            "任务步骤",
            "任务 1 第 2 步：示例：虚构的第二步",
            "2033-08-31（示例：虚构的会议）",
            "逾期",
        ],
    ]


def test_a_unit_that_owes_nothing_is_told_so(figures: Figures) -> None:
    assert unit_sentence(figures, "县林业局") == "牵头 1 项任务，配合 1 项；没有要补报的。"
    assert owed(figures, "县林业局") == []


def test_nothing_heard_at_all_is_not_stalled(public_figures: Figures) -> None:
    assert numbers(public_figures, "县发改局")["silent"] == 3
    assert stalled_of(public_figures, "县发改局") == []


def test_a_name_leads_to_its_page(figures: Figures) -> None:
    for row in tables.units_table(figures).rows:
        assert row.cells[0].link.startswith("unit?name=%E")
