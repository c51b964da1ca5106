"""What was allotted of each target (目标分解): as a list, as a board, and of one holder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.allotting import Stage
from sihui_map.domain.rule_words import unit_after
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, missing
from sihui_map.views import fmt
from sihui_map.views.anchors import target_address, town_address, unit_address
from sihui_map.views.labels import ALLOTTING_STYLE, allotting_label
from sihui_map.views.names import target_name
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import kind_or_missing
from sihui_map.views.units import unit_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.plan import Target
    from sihui_map.domain.snapshot import Allotment
    from sihui_map.figures import Figures


ALL_STAGES = "各阶段"
APPROVED_SUM = "已批准合计"
BEYOND = "合计−目标"
NOT_ALLOTTED = "还没有分解到这里"


def allotments_table(
    figures: Figures, holder: str = "", target_id: str = "", *, told_only: bool = False
) -> Table:
    """List what was allotted of each target (目标分解): to whom, by which document, the sums.

    ``holder`` limits it to one town or unit; a sum of others' shares would tell it nothing.
    ``target_id`` limits it to one target, ``told_only`` to those of which anything was told.
    """
    rows: list[TableRow] = []
    for target in figures.targets:
        if target_id not in ("", target.target_id):
            continue
        own = [row for row in figures.snapshot.allotments if row.target_id == target.target_id]
        shown = [row for row in own if holder in ("", row.holder)]
        for year in sorted({row.year for row in shown}):
            of_year = [row for row in shown if row.year == year]
            rows += [_allotment_row(figures, target, row) for row in of_year]
            if (target.target_id, year) in figures.shared and not holder:
                rows += _sums(figures, target, year)
        if not own and not holder and not told_only:
            none = missing(target.unit or fmt.NO_VALUE, MissingReason.NOT_REPORTED)
            nothing = (Cell("未报分解"), none, Cell(fmt.NO_VALUE), fmt.NO_VALUE)
            rows.append(_allotted(target, fmt.NO_VALUE, *nothing))
    return Table(
        "目标分解",
        (
            Column("指标", "indicator"),
            Column("方案目标", "goal", numeric=True),
            Column("年份", "year", numeric=True),
            Column("承担单位", "holder"),
            Column("分解值", "amount", numeric=True),
            Column("单位", "unit"),
            Column("阶段", "stage"),
            Column("批准文件或会议", "approved_by"),
            Column("性质", KIND),
            Column("来源", "source"),
        ),
        tuple(rows),
    )


def _sums(figures: Figures, target: Target, year: int) -> Iterable[TableRow]:
    """Yield the sum of all stages and, where there is one, that of the approved, and what lacks."""
    shares, when = figures.allotments_of(target.target_id, year), str(year)
    whole = figures.allotted_total(target.target_id, year)
    every, none = Cell(ALL_STAGES), Cell(fmt.NO_VALUE)
    said = [(f"合计（{len(shares)} 个单位）", whole, every)]
    if whole.value is not None:
        firm = [row for row in shares if row.stage is Stage.APPROVED]
        approved = figures.allotted_total(target.target_id, year, approved=True)
        said.append((f"{APPROVED_SUM}（{len(firm)} 个单位）", approved, _stage(Stage.APPROVED)))
        said.append((BEYOND, figures.allotted_difference(target.target_id, year), every))
    for who, amount, stage in said:
        yield _allotted(target, when, Cell(who), amount, stage, none.text, style="sum")


def _stage(stage: Stage) -> Cell:
    return Cell(allotting_label(stage), style=f"{ALLOTTING_STYLE[stage]} name")


def allotment_board(figures: Figures) -> Table:
    """Lay out the shares: a line per town and unit, a column per target and year, sums below.

    Towns stand in the order of their list, all of them: a dash says who has no share yet.
    """
    shared: tuple[tuple[str, int], ...] = figures.shared
    named = {target.target_id: target for target in figures.targets}
    columns = [Column("承担单位", "holder")]
    for target_id, year in shared:
        unit = unit_text(figures.allotted_total(target_id, year).unit)
        words = named[target_id].indicator if target_id in named else target_id
        columns.append(Column(f"{words}，{year} 年（{unit}）", f"{target_id}.{year}", numeric=True))
    rows = [
        TableRow((who, *(_share(figures, holder, each) for each in shared)))
        for holder, who in _holders(figures)
    ]
    sums = (
        (f"{ALL_STAGES}合计", [figures.allotted_total(*each) for each in shared]),
        (APPROVED_SUM, [figures.allotted_total(*each, approved=True) for each in shared]),
        (BEYOND, [figures.allotted_difference(*each) for each in shared]),
    )
    rows += [
        TableRow((Cell(words), *map(_sum_cell, amounts)), style="sum") for words, amounts in sums
    ]
    return Table("目标分解一览", tuple(columns), tuple(rows) if shared else ())


def _sum_cell(amount: Quantity) -> Cell:
    """Return a sum, or in its place why there is none: it is not that something was not told."""
    if amount.value is None:
        return Cell(amount.reason, raw="", style="missing", hover=fmt.hover(amount))
    return amount_cell(amount, 2)


def _holders(figures: Figures) -> Iterable[tuple[str, Cell]]:
    """Yield who may hold a share or does, towns first, with the cell that leads to their page."""
    codes = [town.town_code for town in figures.towns]
    for town in figures.towns:
        yield town.town_code, Cell(town.name, link=town_address(town.town_code))
    told = {row.holder for row in figures.snapshot.allotments} - {CITY, *codes}
    known = [unit for unit in figures.snapshot.departments if unit in told]
    for unit in (*known, *sorted(told.difference(known))):
        yield unit, Cell(unit, link=unit_address(unit))


def _share(figures: Figures, holder: str, of: tuple[str, int]) -> Cell:
    rows = (row for row in figures.allotments_of(*of) if row.holder == holder)
    row = next(rows, None)
    if row is None:
        return Cell(fmt.NO_VALUE, raw="", hover=NOT_ALLOTTED)
    amount, own = figures.allotted(row), unit_text(figures.allotted(row).unit)
    is_other = own != unit_text(figures.allotted_total(*of).unit)
    number = f"{fmt.quantity(amount, 2)}{f' {own}' if is_other else ''}"
    return Cell(
        f"{number} {allotting_label(row.stage)}",
        hover=f"{row.approved_by or '尚未批准'}；{fmt.hover(amount)}",
        style=ALLOTTING_STYLE[row.stage],
        kind=amount.kind,
    )


def held_by(figures: Figures, holder: str) -> list[Allotment]:
    """Return the shares of one town or unit, the binding ones first, then by year."""
    order = list(reversed(Stage))
    own = (row for row in figures.snapshot.allotments if row.holder == holder)
    return sorted(own, key=lambda row: (order.index(row.stage), row.year))


def held_table(figures: Figures, holder: str) -> Table:
    """List what one town or unit has to reach (承担的目标), by when, and where it stands."""
    targets = {target.target_id: target for target in figures.targets}
    return Table(
        "承担的目标",
        (
            Column("指标", "indicator"),
            Column("阶段", "stage"),
            Column("年份", "year", numeric=True),
            Column("期限", "due"),
            Column("分解值", "amount", numeric=True),
            Column("最新值", "latest", numeric=True),
            Column("批准文件或会议", "approved_by"),
            Column("性质", KIND),
        ),
        tuple(
            _held_row(figures, targets[row.target_id], row)
            for row in held_by(figures, holder)
            if row.target_id in targets
        ),
    )


def _held_row(figures: Figures, target: Target, row: Allotment) -> TableRow:
    amount = figures.allotted(row)
    year, latest = figures.holder_value(row)
    own = amount_cell(latest, 2)
    if year is not None:
        own = replace(own, text=f"{own.text}{unit_after(latest.unit)}（{year}）")
    since = f"比 {row.base_year} 年下降 " if row.base_year else ""
    shown = f"{since}{fmt.quantity(amount, 2)}{unit_after(unit_text(amount.unit))}"
    return TableRow(
        (
            Cell(target_name(target), hover=target.quote, link=target_address(target.target_id)),
            _stage(row.stage),
            Cell(str(row.year)),
            Cell(due_words(row.year, figures.snapshot.data_day.year)),
            replace(amount_cell(amount, 2), text=shown),
            own if year is not None else Cell(fmt.NO_VALUE, raw="", hover=latest.reason),
            Cell(row.approved_by or "尚未批准"),
            kind_or_missing(amount),
        )
    )


def due_words(year: int, this_year: int) -> str:
    """Return how far off the year of a share is."""
    if year > this_year:
        return f"还有 {year - this_year} 年"
    return "今年到期" if year == this_year else "已到期"


def _allotment_row(figures: Figures, target: Target, row: Allotment) -> TableRow:
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    place = figures.snapshot.place
    who = Cell({**names, CITY: f"{place.name}（{place.handed_down}）"}.get(row.holder, row.holder))
    amount = figures.allotted(row)
    none = "没有写明文件" if row.holder == CITY else "尚未批准"
    since = f"（比 {row.base_year} 年下降）" if row.base_year else ""
    document = row.approved_by or none
    return _allotted(target, str(row.year), who, amount, _stage(row.stage), document, since=since)


def _allotted(  # noqa: PLR0913, PLR0917 a row is a row
    target: Target,
    year: str,
    who: Cell,
    amount: Quantity,
    stage: Cell,
    approved: str,
    *,
    since: str = "",
    style: str = "",
) -> TableRow:
    return TableRow(
        (
            Cell(target.indicator + (f"（{target.year}）" if target.year else "")),
            Cell(fmt.target_text(target)),
            Cell(year),
            who,
            amount_cell(amount, 2),
            Cell(f"{unit_text(amount.unit)}{since}"),
            stage,
            Cell(approved),
            kind_or_missing(amount),
            Cell(amount.source or fmt.NO_VALUE),
        ),
        style=style,
    )
