"""Where numbers come from, in tables: data files, public figures, every figure by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.views import fmt
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow
from sihui_map.views.tables.cells import NAME, kind_cell
from sihui_map.views.units import unit_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.figures import Figures

CONFIDENCE_TEXT: Mapping[str, str] = {"high": "高", "medium": "中", "low": "低"}


def files_table(figures: Figures) -> Table:
    """List every data file with its source."""
    return Table(
        "数据文件",
        (
            Column("文件", "file"),
            Column(NAME, "name"),
            Column("性质", KIND),
            Column("来源", "source"),
            Column("采集", "retrieved"),
            Column("可信度", "confidence"),
            Column("许可", "licence"),
        ),
        tuple(
            TableRow(
                (
                    Cell(file.file),
                    Cell(file.title, hover=file.about),
                    kind_cell(file.kind),
                    Cell(file.source),
                    Cell(file.retrieved),
                    Cell(CONFIDENCE_TEXT.get(file.confidence, file.confidence)),
                    Cell(file.licence),
                )
            )
            for file in figures.snapshot.files
        ),
    )


def figures_table(figures: Figures) -> Table:
    """List every published figure by id."""
    return Table(
        "全部数值",
        (
            Column("编号", "figure_id"),
            Column("数值", "value", numeric=True),
            Column("单位", "unit"),
            Column("性质", KIND),
            Column("来源", "source"),
            Column("缺失原因", "why"),
        ),
        tuple(
            TableRow(
                (
                    Cell(name),
                    Cell(
                        fmt.NO_VALUE if amount.value is None else f"{amount.value:.6g}",
                        raw="" if amount.value is None else amount.value,
                    ),
                    Cell(amount.unit),
                    kind_cell(amount.kind),
                    Cell(amount.source),
                    Cell(amount.reason),
                )
            )
            for name, amount in figures.published().items()
        ),
    )


def facts_table(figures: Figures) -> Table:
    """List the public figures of the whole city."""
    return Table(
        f"{figures.snapshot.place.whole}公开数据",
        (
            Column("项目", "item"),
            Column("数值", "value", numeric=True),
            Column("单位", "unit"),
            Column("年份", "year", numeric=True),
            Column("来源", "source"),
            Column("可信度", "confidence"),
        ),
        tuple(
            TableRow(
                (
                    Cell(fact.item),
                    Cell(
                        f"{fact.value:,g}" if abs(fact.value) < 1e5 else f"{fact.value:,.0f}",  # noqa: PLR2004
                        raw=fact.value,
                    ),
                    Cell(unit_text(fact.unit)),
                    Cell(str(fact.year or "未写明")),
                    Cell(fact.source),
                    Cell(CONFIDENCE_TEXT.get(fact.confidence, fact.confidence)),
                )
            )
            for fact in figures.snapshot.city_facts
        ),
    )
