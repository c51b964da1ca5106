"""What was allotted of each target (目标分解), in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, missing
from sihui_map.views import fmt
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import kind_or_missing
from sihui_map.views.units import unit_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from sihui_map.domain.plan import Target
    from sihui_map.domain.snapshot import Allotment
    from sihui_map.figures import Figures


def allotments_table(
    figures: Figures, holder: str = "", *, targets: Collection[str] | None = None
) -> Table:
    """List what was allotted of each target (目标分解): to whom, by which document, the sum.

    ``holder`` limits it to one town or unit; a sum of others' shares would tell it nothing.
    ``targets`` limits it to those by their ids.
    """
    rows: list[TableRow] = []
    for target in figures.snapshot.targets:
        if targets is not None and target.target_id not in targets:
            continue
        own = [row for row in figures.snapshot.allotments if row.target_id == target.target_id]
        shown = [row for row in own if holder in ("", row.holder)]
        for year in sorted({row.year for row in shown}):
            of_year = [row for row in shown if row.year == year]
            rows += [_allotment_row(figures, target, row) for row in of_year]
            shares = figures.allotments_of(target.target_id, year)
            if shares and not holder:
                whole = figures.allotted_total(target.target_id, year)
                who = Cell(f"合计（{len(shares)} 个单位）")
                rows.append(_allotted(target, str(year), who, whole, fmt.NO_VALUE, style="sum"))
        if not own and not holder:
            none = missing(target.unit or fmt.NO_VALUE, MissingReason.NOT_REPORTED)
            rows.append(_allotted(target, fmt.NO_VALUE, Cell("未报分解"), none, fmt.NO_VALUE))
    return Table(
        "目标分解",
        (
            Column("指标", "indicator"),
            Column("方案目标", "goal", numeric=True),
            Column("年份", "year", numeric=True),
            Column("承担单位", "holder"),
            Column("分解值", "amount", numeric=True),
            Column("单位", "unit"),
            Column("批准文件或会议", "approved_by"),
            Column("性质", KIND),
            Column("来源", "source"),
        ),
        tuple(rows),
    )


def _allotment_row(figures: Figures, target: Target, row: Allotment) -> TableRow:
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    place = figures.snapshot.place
    who = Cell({**names, CITY: f"{place.name}（{place.handed_down}）"}.get(row.holder, row.holder))
    amount = figures.allotted(row)
    none = "没有写明文件" if row.holder == CITY else "尚未批准"
    since = f"（比 {row.base_year} 年下降）" if row.base_year else ""
    return _allotted(target, str(row.year), who, amount, row.approved_by or none, since=since)


def _allotted(  # noqa: PLR0913 a row is a row
    target: Target,
    year: str,
    who: Cell,
    amount: Quantity,
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
            Cell(approved),
            kind_or_missing(amount),
            Cell(amount.source or fmt.NO_VALUE),
        ),
        style=style,
    )
