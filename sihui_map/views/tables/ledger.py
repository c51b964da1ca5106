"""The ledger (平衡表) in tables: one year with its residual, and all years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.views import fmt
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import WAN, WAN_UNIT, kind_cell, kind_or_missing

if TYPE_CHECKING:
    from sihui_map.domain.ledger import Ledger
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def ledger_table(figures: Figures, year: int) -> Table:
    """Return the ledger of ``year`` in 万吨, with the residual."""
    book = figures.ledger(year)
    rows = [
        TableRow(
            (Cell(row.label), amount_cell(row.quantity, 2, WAN), kind_or_missing(row.quantity))
        )
        for row in book.rows
    ]
    rows += [
        TableRow(
            (Cell("各项之和"), amount_cell(book.computed, 2, WAN), kind_or_missing(book.computed)),
            style="sum",
        ),
        TableRow(
            (
                Cell(book.total_label),
                amount_cell(book.city_total, 2, WAN),
                kind_or_missing(book.city_total),
            ),
            style="sum",
        ),
        TableRow(
            (
                Cell(f"残差（{book.total_label}−各项之和）"),
                amount_cell(book.residual, 2, WAN),
                _residual_share(book),
            ),
            style="residual",
        ),
        *_second_total(figures, year),
    ]
    return Table(
        f"{year} 年平衡表（{WAN_UNIT}）",
        (Column("项目", "row"), Column(WAN_UNIT, "amount", numeric=True), Column("性质", KIND)),
        tuple(rows),
    )


def _second_total(figures: Figures, year: int) -> list[TableRow]:
    """Return the rows of a reported total beside the plan's (第二读数), none without one."""
    told, beside = figures.reported_city_total(year), figures.city_total_difference(year)
    if told is None or beside is None:
        return []
    label = f"{figures.ledger(year).total_label}（填报，第二读数，不用于对账）"
    shown = ((label, told), ("填报−方案", beside))
    return [
        TableRow((Cell(label), amount_cell(amount, 2, WAN), kind_or_missing(amount)))
        for label, amount in shown
    ]


def _residual_share(book: Ledger) -> Cell:
    """Return the residual as a share, or why there is none: the cell before says 缺失."""
    share = book.share_residual
    if share.value is None:
        return kind_or_missing(share)
    return Cell(f"占 {fmt.quantity(share, 2)}%", hover=f"残差占{book.total_label}的比例")


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
                    Cell(_share(book), raw=book.share_residual.value),
                    Cell(figures.ledger_explanation(year) or open_one or "—"),
                )
            )
        )
    return Table(
        "历年平衡（万吨CO₂）",
        (
            Column("年份", "year"),
            Column("各项之和", "sum", numeric=True),
            Column(f"{figures.snapshot.place.whole}总量", "total", numeric=True),
            Column("总量性质", "total_kind"),
            Column("残差", "residual", numeric=True),
            Column("残差占比", "residual_share", numeric=True),
            Column("书面说明", "explanation"),
        ),
        tuple(rows),
    )


def ledger_change_table(before: Figures, after: Figures) -> Table:
    """Show sums, totals and residuals of each year as they are and as they would be."""
    rows = []
    for year in sorted({*before.ledger_years, *after.ledger_years}, reverse=True):
        was = before.ledger(year) if year in before.ledger_years else None
        now = after.ledger(year) if year in after.ledger_years else None
        sides = [
            [_wan(book.computed).text, _wan(book.city_total).text, _wan(book.residual).text,
             _share(book)] if book else ["—"] * 4
            for book in (was, now)
        ]  # fmt: skip
        changed = [old if old == new else f"{old} → {new}" for old, new in zip(*sides, strict=True)]
        unexplained = "未说明，不能发布" if year in after.unexplained_years else "—"
        told = after.ledger_explanation(year) if now else ""
        style = "" if sides[0] == sides[1] else "sum"
        texts = (str(year), *changed, told or unexplained)
        rows.append(TableRow(tuple(map(Cell, texts)), style=style))
    return Table(
        "平衡表会怎样变（万吨CO₂，现在 → 发布以后）",
        (
            Column("年份", "year"),
            Column("各项之和", "sum"),
            Column(f"{after.snapshot.place.whole}总量", "total"),
            Column("残差", "residual"),
            Column("残差占比", "residual_share"),
            Column("书面说明", "explanation"),
        ),
        tuple(rows),
    )


def _share(book: Ledger) -> str:
    share = book.share_residual
    return "—" if share.value is None else f"{fmt.quantity(share, 2)}%"


def _wan(quantity: Quantity) -> Cell:
    if quantity.value is None:
        return Cell("缺失", raw="", hover=quantity.reason, style="missing")
    text = fmt.wan_tonnes(quantity)
    return Cell(text, raw=quantity.value / 1e4, hover=fmt.hover(quantity), kind=quantity.kind)
