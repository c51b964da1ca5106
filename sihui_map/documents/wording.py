"""What written documents say alike: gaps, stamps, dates, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.value import any_sample
from sihui_map.views import fmt
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.views.html import KeyFigure


def gap(reason: str) -> str:
    """Return the mark of what is not known, with its reason."""
    return f"〔待补：{reason}〕"


def stamp(figures: Figures) -> str:
    """Return what stands on every page: publication, id, day of the data, what is a sample."""
    return " · ".join(fmt.full_stamp(figures.snapshot))


def chinese_date(day: date) -> str:
    """Return a day as a document is dated: 2026年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def marked(sentence: str, *amounts: Quantity) -> str:
    """Return ``sentence``, with （示例） where one of the ``amounts`` in it is a sample."""
    if not any_sample(amounts):
        return sentence
    return f"{sentence.removesuffix('。')}（示例）。"


def sources(texts: Iterable[str]) -> str:
    """Return each source once; a text may hold several, joined by ；."""
    parts = (part.strip() for text in texts for part in text.split("；"))
    return "；".join(dict.fromkeys(part for part in parts if part))


def key_table(title: str, items: Iterable[KeyFigure]) -> Table:
    """Return key figures as a table: what, how much, in what, what it is."""
    rows = tuple(
        TableRow(
            (
                Cell(item.label),
                Cell(item.text.replace(fmt.NO_VALUE, "缺失"), tag=item.tag, note=item.note),
                Cell(item.unit),
                Cell(item.hover),
            )
        )
        for item in items
    )
    columns = (
        Column("指标", "indicator"),
        Column("数值", "value", numeric=True),
        Column("单位", "unit"),
        Column("性质与来源", "about"),
    )
    return Table(title, columns, rows)
