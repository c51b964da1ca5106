"""Tables about reporting: findings, rows and figures that change, who handed in what, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.check import RULES, Severity
from sihui_map.domain.completeness import Told
from sihui_map.domain.dataset import DATASETS, dataset
from sihui_map.domain.light import Light
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.labels import LIGHT_LABEL
from sihui_map.views.names import area_name, figure_name, row_name
from sihui_map.views.table import Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables import LARGER_UNIT, kind_cell, shown_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.changes import Changes, FigureChange
    from sihui_map.domain.check import Finding
    from sihui_map.domain.submission import Conflict, Entry, Event, Publication, Submission
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

    Cells = Mapping[str, str] | None

SEVERITY_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "green"}
SUBJECT_LABEL = {"site": "项目", "park": "园区", "task": "任务", "target": "指标"}
LARGER = {unit for unit, _ in LARGER_UNIT.values()}
FINE = 4
TOO_SMALL = {0: 0.5, 2: 0.005, FINE: 0.0}
"""Decimals → what would be rounded to nothing."""
REQUIRED = tuple(table for table in DATASETS if table.required_of_towns)


def moment(at: str) -> str:
    """Return an ISO 8601 time as 2026-09-30 17:05."""
    return at[:16].replace("T", " ")


def findings_table(findings: Iterable[Finding]) -> Table:
    """List what was found in a file: where, what, what to do."""
    return Table(
        "检查结果",
        (Column("程度"), Column("位置"), Column("问题"), Column("处理办法")),
        tuple(
            TableRow(
                (
                    Cell(found.severity, style=SEVERITY_STYLE[found.severity]),
                    Cell(found.place or "整个文件"),
                    Cell(found.sentence),
                    Cell(found.remedy),
                )
            )
            for found in findings
        ),
    )


def rules_table(figures: Figures) -> Table:
    """List every rule with its threshold, as the page 来源与方法 prints them."""
    return Table(
        "检查规则",
        (Column("规则"), Column("程度"), Column("通过的条件"), Column("处理办法")),
        tuple(
            TableRow(
                (
                    Cell(rule.rule),
                    Cell(rule.severity, style=SEVERITY_STYLE[rule.severity]),
                    Cell(rule.test_in(figures.snapshot.place.name)),
                    Cell(rule.remedy),
                )
            )
            for rule in RULES
        ),
    )


def rows_table(figures: Figures, rows: Iterable[tuple[str, str, Cells, Cells]]) -> Table:
    """List rows that change, cell by cell: (table, row key, cells before, cells after)."""
    lines = [
        TableRow((Cell(row_name(figures, table, key)), Cell(column), Cell(was), Cell(now)))
        for table, key, before, after in rows
        for column, was, now in _cells(table, before, after)
    ]
    return Table(
        "填报的变化",
        (Column("哪一行"), Column("哪一项"), Column("原值"), Column("新值")),
        tuple(lines),
    )


def _cells(table: str, before: Cells, after: Cells) -> Iterable[tuple[str, str, str]]:
    if after is None:
        yield "整行", "已发布", "撤销"
        return
    known = dataset(table)
    for column in known.columns:
        was, now = (before or {}).get(column, ""), after.get(column, "")
        if was != now and (before is not None or column not in known.key):
            yield known.heading(column), was or "—", now or "—"


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
            Column("数值"),
            Column("变化前", numeric=True),
            Column("变化后", numeric=True),
            Column("差", numeric=True),
            Column("幅度", numeric=True),
            Column("单位"),
            Column("性质"),
            Column("说明"),
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
    decimals = _decimals(max(sizes, default=0.0), unit)
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


def _decimals(size: float, unit: str) -> int:
    if unit not in LARGER and size >= 1000:  # noqa: PLR2004 as many as can be read
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
            Column("镇街"),
            Column("年份"),
            Column("原位次", numeric=True),
            Column("现位次", numeric=True),
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


def states_table(changes: Changes) -> Table:
    """List the states that differ."""
    return Table(
        "状态的变化",
        (Column("类别"), Column("名称"), Column("原状态"), Column("现状态")),
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
        (Column("哪一行"), Column("填报人"), Column("说明")),
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
        for column, was, now in _cells(pair.mine.dataset, pair.theirs.cells, pair.mine.cells)
    ]
    return Table(
        "两人填了同一行",
        (Column("哪一行"), Column("哪一项"), Column("这份提交"), Column("已发布")),
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
            Column("编号", numeric=True),
            Column("状态"),
            Column("填报人"),
            Column("时间"),
            Column("行数", numeric=True),
            Column("事由"),
            Column("来自"),
            Column("最近一步"),
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
        (Column("步", numeric=True), Column("状态"), Column("谁"), Column("时间"), Column("理由")),
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
            Column("期", numeric=True),
            Column("存档名称"),
            Column("版本"),
            Column("发布时间"),
            Column("发布人"),
            Column("事由"),
            Column("含提交"),
        ),
        tuple(
            TableRow(
                (
                    Cell(str(each.number), raw=each.number),
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


def history_table(table: str, entries: Sequence[Entry]) -> Table:
    """List everything ever written of one row."""
    known = dataset(table)
    columns = [name for name in known.columns if name not in known.key]
    return Table(
        "这一行的历次填报",
        (Column("时间"), Column("填报人"), *(Column(known.heading(name)) for name in columns)),
        tuple(
            TableRow(
                (
                    Cell(moment(entry.at)),
                    Cell(entry.who),
                    *(Cell((entry.cells or {}).get(name, "") or "—") for name in columns),
                )
            )
            for entry in entries
        ),
    )


def reporting_table(figures: Figures, year: int) -> Table:
    """Say which town has reported which table for ``year``, in the order of the units."""
    rows = [
        TableRow(
            (
                Cell(town.name),
                *(_told(figures, table.name, town.town_code, year) for table in REQUIRED),
            ),
            town_code=town.town_code,
        )
        for town in figures.towns
    ]
    counts = [figures.count_told(table.name, year) for table in REQUIRED]
    total = TableRow(
        (
            Cell("填全的镇街数"),
            *(
                Cell(f"{fmt.quantity(count)}/{len(figures.towns)}", raw=count.value)
                for count in counts
            ),
        ),
        style="sum",
    )
    return Table(
        f"{year} 年填报情况",
        (Column("镇街"), *(Column(table.title) for table in REQUIRED)),
        (*rows, total),
    )


def _told(figures: Figures, table: str, town_code: str, year: int) -> Cell:
    told = figures.told(table, town_code, year)
    if told is Told.NOTHING:
        return Cell("○ 未报", style="missing")
    if told is Told.SAMPLE:
        return Cell("△ 示例", style="sample", hover="只有示例数据，镇街尚未填报")
    kinds = figures.told_kinds(table, town_code, year) - {ValueKind.SAMPLE}
    named = "、".join(kind for kind in ValueKind if kind in kinds)
    if told is Told.PART:
        why = "没有声明填全，或其余各行仍是示例数据"
        return Cell(f"◐ 部分（{named}）", style="sample", hover=why)
    return Cell(f"● 填全（{named or '声明没有'}）", style="done")


def ledger_years_table(figures: Figures) -> Table:
    """List every year's total, sum, residual, and what was written about it."""
    rows = []
    for year in figures.ledger_years:
        book = figures.ledger(year)
        open_one = "未说明，不能发布" if year in figures.unexplained_years else ""
        rows.append(
            TableRow(
                (
                    Cell(str(year)),
                    _wan(book.computed),
                    _wan(book.city_total),
                    kind_cell(book.city_total.kind),
                    _wan(book.residual),
                    Cell(
                        "—"
                        if book.share_residual.value is None
                        else f"{fmt.quantity(book.share_residual, 2)}%",
                        raw=book.share_residual.value,
                    ),
                    Cell(figures.ledger_explanation(year) or open_one or "—"),
                )
            )
        )
    return Table(
        "历年平衡（万吨CO₂）",
        (
            Column("年份"),
            Column("各项之和", numeric=True),
            Column("全市总量", numeric=True),
            Column("总量性质"),
            Column("残差", numeric=True),
            Column("残差占比", numeric=True),
            Column("书面说明"),
        ),
        tuple(rows),
    )


def _wan(quantity: Quantity) -> Cell:
    if quantity.value is None:
        return Cell("缺失", raw="", hover=quantity.reason, style="missing")
    text = fmt.wan_tonnes(quantity)
    return Cell(text, raw=quantity.value / 1e4, hover=fmt.hover(quantity), kind=quantity.kind)
