"""The ledger (平衡表) in sentences: whether the parts meet the city's total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.views import fmt
from sihui_map.views.rounding import rounding
from sihui_map.views.tables.ledger import ledger_table

if TYPE_CHECKING:
    from sihui_map.domain.ledger import Ledger
    from sihui_map.figures import Figures


def ledger_sentence(book: Ledger) -> str:
    """Say whether the parts meet the city's total."""
    if book.city_total.value is None:
        return f"{book.year} 年没有公开或申报的{book.total_label}，无法对账；只列已有的各项。"
    if book.residual.value is None:
        return f"{book.year} 年已有{book.total_label}，但各项尚无数据，无法对账。"
    residual = fmt.wan_tonnes(book.residual)
    share = fmt.quantity(book.share_residual, 2)
    return (
        f"{book.year} 年各项之和与{book.total_label} {fmt.wan_tonnes(book.city_total)} 万吨"
        f"相差 {residual} 万吨（{share}%），如实列出，不摊到任何镇街。"
    )


def ledgers_sentence(figures: Figures) -> str:
    """Say which years can be checked against the city's total, and by how much they miss."""
    closed = [
        f"{year} 年差 {fmt.quantity(figures.ledger(year).share_residual, 2)}%"
        for year in figures.ledger_years
        if figures.ledger(year).share_residual.value is not None
    ]
    count, whole = len(figures.ledger_years), figures.snapshot.place.whole
    if not closed:
        return f"{count} 个年份都不能对账：或缺{whole}总量，或缺各项数据。"
    return f"{count} 个年份中 {len(closed)} 个可以对账：{'、'.join(closed)}；差额如实列出，不分摊。"


def second_total_sentence(figures: Figures, year: int) -> str:
    """Say what was reported beside the plan's own total, "" where nothing was."""
    told, beside = figures.reported_city_total(year), figures.city_total_difference(year)
    if told is None or beside is None:
        return ""
    planned, total = fmt.wan_tonnes(figures.city_total(year)), figures.ledger(year).total_label
    far = (
        f"相差 {fmt.wan_tonnes(beside)} 万吨（填报−方案）"
        if beside.value is not None
        else f"差额缺失（{beside.reason}）"
    )
    return (
        f"{year} 年{total}方案公布 {planned} 万吨，另有填报 {fmt.wan_tonnes(told)} 万吨"
        f"（{told.kind}）为第二读数，{far}；对账以方案公布的为准。"
    )


def ledger_notes(figures: Figures, year: int) -> list[str]:
    """Return what stands under every ledger: does it close, and what was written about it."""
    said = figures.ledger_explanation(year)
    written = f"书面说明：{said}" if said else ""
    open_one = (
        f"差额超过 {RESIDUAL_PERCENT:g}%，尚无书面说明；这一年不能发布新的数据。"
        if year in figures.unexplained_years
        else ""
    )
    book = figures.ledger(year)
    rounded = rounding(ledger_table(figures, year))
    notes = (
        ledger_sentence(book),
        second_total_sentence(figures, year),
        rounded,
        written,
        open_one,
    )
    return [note for note in notes if note]
