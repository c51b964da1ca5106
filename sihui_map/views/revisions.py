"""Tables about revisions: rows and figures that change, who handed in what, when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import dataset
from sihui_map.domain.light import Light
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.labels import LIGHT_LABEL
from sihui_map.views.names import area_name, figure_name, row_name
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import kind_cell
from sihui_map.views.units import shown_unit, unit_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.changes import Changes, FigureChange
    from sihui_map.domain.submission import Conflict, Entry, Event, Publication, Submission
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

    Cells = Mapping[str, str] | None

SUBJECT_LABEL = {"site": "项目", "park": "园区", "task": "任务", "target": "指标"}
UNIT = "unit"
"""The column of a reported table that says in what an amount is."""
FINE = 4
TOO_SMALL = {0: 0.5, 2: 0.005, FINE: 0.0}
"""Decimals → what would be rounded to nothing."""


def moment(at: str) -> str:
    """Return an ISO 8601 time as 2026-09-30 17:05."""
    return at[:16].replace("T", " ")


def rows_table(
    figures: Figures,
    rows: Iterable[tuple[str, str, Cells, Cells]],
    last: Callable[[str, str], Cells] | None = None,
) -> Table:
    """List rows that change, cell by cell: (table, row key, cells before, cells after).

    ``last`` finds the row of the year before, for a column of its own.
    """
    lines = [
        TableRow(
            (
                Cell(row_name(figures, table, key)),
                Cell(label),
                *([Cell(_of_last(last(table, key), column))] if last else []),
                Cell(was),
                Cell(now),
            )
        )
        for table, key, before, after in rows
        for column, label, was, now in _cells(figures, table, before, after)
    ]
    return Table(
        "填报的变化",
        (
            Column("哪一行", "row"),
            Column("哪一项", "column"),
            *([Column("上年", "last")] if last else []),
            Column("原值", "before"),
            Column("新值", "after"),
        ),
        tuple(lines),
    )


def changed_cells(
    figures: Figures, rows: Iterable[tuple[str, str, Cells, Cells]]
) -> list[tuple[str, str, str]]:
    """Return of each line of ``rows_table`` the table, row key and column that it is about."""
    return [
        (table, key, column)
        for table, key, before, after in rows
        for column, *_ in _cells(figures, table, before, after)
    ]


def _of_last(cells: Cells, column: str) -> str:
    """Return what the year before has, marked where it is a sample."""
    text = said(column, (cells or {}).get(column, ""))
    is_sample = (cells or {}).get(KIND) == ValueKind.SAMPLE and column != KIND
    return (f"{text}（示例）" if is_sample else text) if text else "—"


def _cells(
    figures: Figures, table: str, before: Cells, after: Cells
) -> Iterable[tuple[str, str, str, str]]:
    if after is None:
        yield "", "整行", "已发布", "撤销"
        return
    known = dataset(table).of(figures.snapshot.place)
    for column in known.columns_in({**(before or {}), **after}):
        was, now = (before or {}).get(column.name, ""), after.get(column.name, "")
        if was != now and (before is not None or column.name not in known.key):
            before_it, after_it = (said(column.name, text) or "—" for text in (was, now))
            yield column.name, column.heading, before_it, after_it


def said(column: str, text: str) -> str:
    """Return what a cell of a reported table says to a reader: a unit in its words."""
    return unit_text(text) if column == UNIT else text


def changes_table(figures: Figures, changes: Changes, *, limit: int | None = None) -> Table:
    """List the figures that differ: before, after, by how much, what was said about it.

    With a ``limit`` the largest movements come first and the rest is left out.
    """
    shown = changes.figures
    if limit is not None and len(shown) > limit:
        shown = tuple(sorted(shown, key=lambda each: -abs(each.percent or 0)))[:limit]
    return Table(
        "数值的变化",
        (
            Column("数值", "figure"),
            Column("变化前", "before", numeric=True),
            Column("变化后", "after", numeric=True),
            Column("差", "difference", numeric=True),
            Column("幅度", "percent", numeric=True),
            Column("单位", "unit"),
            Column("性质", KIND),
            Column("说明", "note"),
        ),
        tuple(_change_row(figures, changes, change) for change in shown),
    )


def _change_row(figures: Figures, changes: Changes, change: FigureChange) -> TableRow:
    side = change.after or change.before
    return TableRow(
        (
            Cell(figure_name(figures, change.figure_id)),
            *change_cells(change),
            kind_cell(side.kind if side else ""),
            Cell(changes.explanation_of(change)),
        )
    )


def change_cells(change: FigureChange) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Return before, after, difference, percent and the unit in which they are read."""
    side = change.after or change.before
    unit, divisor = shown_unit(side.unit if side else "")
    moved = None if change.difference is None else change.difference / divisor
    sizes = [abs(each.value) for each in (change.before, change.after) if each and each.value]
    decimals = _decimals(max(sizes, default=0.0), unit, is_larger=divisor != 1)
    if moved and abs(moved) < TOO_SMALL[decimals]:
        decimals = FINE  # a difference that is told must not read as zero
    return (
        _amount(change.before, decimals, divisor),
        _amount(change.after, decimals, divisor),
        Cell("—" if moved is None else _signed(moved, decimals), raw=moved),
        Cell(
            "—" if change.percent is None else f"{_signed(change.percent, 1)}%", raw=change.percent
        ),
        Cell(unit),
    )


def _decimals(size: float, unit: str, *, is_larger: bool) -> int:
    if not is_larger and size >= 1000:  # noqa: PLR2004 as many as can be read
        return 0
    return FINE if "/" in unit and size < 1 else 2


def _amount(quantity: Quantity | None, decimals: int, divisor: float) -> Cell:
    if quantity is None:
        return Cell("无此项", raw="", style="idle")
    return amount_cell(quantity, decimals, divisor)


def _signed(value: float, decimals: int) -> str:
    text = fmt.number(value, decimals)
    return text if value <= 0 else f"+{text}"


def ranks_table(figures: Figures, changes: Changes) -> Table:
    """List the towns whose place by direct emissions differs."""
    return Table(
        "位次的变化（按直接排放，1 为最多）",
        (
            Column("镇街", "town"),
            Column("年份", "year"),
            Column("原位次", "before", numeric=True),
            Column("现位次", "after", numeric=True),
        ),
        tuple(
            TableRow(
                (
                    Cell(area_name(figures, flip.town_code)),
                    Cell(str(flip.year)),
                    Cell(str(flip.before), raw=flip.before),
                    Cell(str(flip.after), raw=flip.after),
                )
            )
            for flip in changes.ranks
        ),
    )


def task_states_table(changes: Changes) -> Table:
    """List the tasks whose state differs."""
    own = tuple(change for change in changes.states if change.subject == "task")
    shown = states_table(replace(changes, states=own))
    return shown.titled("状态有变化的任务")


def states_table(changes: Changes) -> Table:
    """List the states that differ."""
    return Table(
        "状态的变化",
        (
            Column("类别", "subject"),
            Column("名称", "name"),
            Column("原状态", "before"),
            Column("现状态", "after"),
        ),
        tuple(
            TableRow(
                (
                    Cell(SUBJECT_LABEL[change.subject]),
                    Cell(change.name),
                    Cell(_state(change.subject, change.before)),
                    Cell(_state(change.subject, change.after)),
                )
            )
            for change in changes.states
        ),
    )


def _state(subject: str, state: str) -> str:
    if not state:
        return "无"
    return LIGHT_LABEL[Light(state)] if subject == "target" else state


def change_tables(figures: Figures, changes: Changes, *, limit: int = 200) -> list[Table]:
    """Return figures, ranks and states that differ; a table without a row is left out."""
    tables = (
        changes_table(figures, changes, limit=limit),
        ranks_table(figures, changes),
        states_table(changes),
    )
    return [table for table in tables if table.rows]


def answers_table(figures: Figures, entries: Iterable[Entry]) -> Table:
    """List the reasons that were given with rows (确认无误)."""
    return Table(
        "随行的说明",
        (Column("哪一行", "row"), Column("填报人", "who"), Column("说明", "note")),
        tuple(
            TableRow(
                (
                    Cell(row_name(figures, entry.dataset, entry.row_key)),
                    Cell(entry.who),
                    Cell(entry.why),
                )
            )
            for entry in entries
            if entry.why
        ),
    )


def conflicts_table(figures: Figures, conflicts: Iterable[Conflict]) -> Table:
    """Show both versions of the rows that someone else published meanwhile."""
    lines = [
        TableRow(
            (
                Cell(row_name(figures, pair.mine.dataset, pair.mine.row_key)),
                Cell(column),
                Cell(f"{now}（{pair.mine.who}）"),
                Cell(f"{was}（{pair.theirs.who}，{moment(pair.theirs.at)}）"),
            )
        )
        for pair in conflicts
        for _, column, was, now in _cells(
            figures, pair.mine.dataset, pair.theirs.cells, pair.mine.cells
        )
    ]
    return Table(
        "两人填了同一行",
        (
            Column("哪一行", "row"),
            Column("哪一项", "column"),
            Column("这份提交", "mine"),
            Column("已发布", "theirs"),
        ),
        tuple(lines),
    )


def publication_name(each: Publication) -> str:
    """Return what a publication is called in a list."""
    names = "".join(f"「{name}」" for name in each.names)
    return f"第 {each.number} 期{names}　{moment(each.at)}"


def submissions_table(submissions: Iterable[Submission]) -> Table:
    """List submissions: who handed in what, where it stands, why it came back."""
    return Table(
        "提交",
        (
            Column("编号", "submission_id", numeric=True),
            Column("状态", "state"),
            Column("填报人", "who"),
            Column("时间", "at"),
            Column("行数", "rows", numeric=True),
            Column("事由", "why"),
            Column("来自", "origin"),
            Column("最近一步", "step"),
        ),
        tuple(
            TableRow(
                (
                    Cell(str(each.submission_id), raw=each.submission_id),
                    Cell(each.state),
                    Cell(each.who),
                    Cell(moment(each.at)),
                    Cell(str(each.rows), raw=each.rows),
                    Cell(each.why),
                    Cell(each.origin),
                    Cell(_step(each)),
                )
            )
            for each in submissions
        ),
    )


def _step(each: Submission) -> str:
    reason = f"：{each.reason}" if each.reason and each.step > 1 else ""
    return f"{each.state_who}，{moment(each.state_at)}{reason}"


def events_table(events: Iterable[Event]) -> Table:
    """List the steps of one submission."""
    return Table(
        "经过",
        (
            Column("步", "step", numeric=True),
            Column("状态", "state"),
            Column("谁", "who"),
            Column("时间", "at"),
            Column("理由", "why"),
        ),
        tuple(
            TableRow(
                (
                    Cell(str(each.step), raw=each.step),
                    Cell(each.state),
                    Cell(each.who),
                    Cell(moment(each.at)),
                    Cell(each.reason),
                )
            )
            for each in events
        ),
    )


def publications_table(publications: Iterable[Publication]) -> Table:
    """List every publication: number, names it was frozen under, id, when, who, why."""
    return Table(
        "历次发布",
        (
            Column("期", "number"),
            Column("存档名称", "names"),
            Column("版本", "revision"),
            Column("发布时间", "at"),
            Column("发布人", "who"),
            Column("事由", "why"),
            Column("含提交", "submissions"),
        ),
        tuple(
            TableRow(
                (
                    Cell(f"第 {each.number} 期", raw=each.number),
                    Cell("、".join(each.names) or "—"),
                    Cell(each.revision),
                    Cell(moment(each.at)),
                    Cell(each.who),
                    Cell(each.why),
                    Cell("、".join(map(str, each.submission_ids)) or "—"),
                )
            )
            for each in publications
        ),
    )
