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


def test_what_is_owed_says_by_when_and_what_is_there(figures: Figures) -> None:
    table = tables.unit_owes(figures, "市交通局")

    told = {row.cells[1].text: (row.cells[2].text, row.cells[3].text) for row in table.rows}
    assert told["23. 构建绿色高效交通运输体系"] == ("方案没有写期限", "从未更新")
    assert any(due == "2030 年" for due, _ in told.values())


def test_a_unit_that_owes_nothing_is_told_so(figures: Figures) -> None:
    assert unit_sentence(figures, "市统计局") == "牵头 0 项任务，配合 2 项；没有要补报的。"
    assert tables.unit_owes(figures, "市统计局").rows == ()


def test_nothing_heard_at_all_is_not_stalled(public_figures: Figures) -> None:
    assert numbers(public_figures, "市发改局")["silent"] == 17
    assert stalled_of(public_figures, "市发改局") == []


def test_a_name_leads_to_its_page(figures: Figures) -> None:
    for row in tables.units_table(figures).rows:
        assert row.cells[0].link.startswith("unit?name=%E")
