"""The tables of the pages as sheets; those of several years or towns are joined into one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.views import tables
from sihui_map.views.labels import scope_text
from sihui_map.views.maps import themes
from sihui_map.views.rounding import rounding
from sihui_map.views.table import Cell, Column, Table, TableRow, with_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.figures import Figures


def page_tables(figures: Figures) -> list[tuple[str, Table]]:
    """Return the tables of the pages; those of several years or towns are joined into one."""
    snapshot = figures.snapshot
    towns = [(town.name, town.town_code) for town in figures.towns]
    sources = [(source.name, source.source_id) for source in snapshot.named_sources]
    return [
        ("主要指标", tables.targets_table(figures)),
        ("目标分解", tables.allotments_table(figures)),
        ("目标分解一览", tables.allotment_board(figures)),
        (f"{snapshot.place.whole}公开数据", tables.facts_table(figures)),
        ("镇街排序", _rankings(figures)),
        (
            "排放构成",
            _joined(
                ("年份",),
                {
                    (str(year),): tables.components(figures, year, with_plant=True)
                    for year in figures.years
                },
            ),
        ),
        (
            "平衡表",
            _joined(
                ("年份",),
                {(str(year),): tables.ledger_table(figures, year) for year in figures.ledger_years},
            ),
        ),
        (
            "因子集对照",
            _joined(
                ("年份",),
                {(str(year),): tables.factor_sets_table(figures, year) for year in figures.years},
            ),
        ),
        ("项目清单", tables.sites_table(figures, snapshot.sites)),
        ("项目规模", tables.capacity_table(figures)),
        ("森林覆盖率", _forests(figures)),
        ("碳汇估算", tables.sink_table(figures)),
        ("自然保护地", tables.reserves_table(figures)),
        ("园区", tables.parks_table(figures, snapshot.parks)),
        ("重点用能单位", tables.enterprises_table(figures, snapshot.enterprises)),
        ("重点用能单位合计", tables.enterprise_totals(figures)),
        ("一企一策", tables.enterprise_plans(figures)),
        ("任务分工", tables.tasks_table(figures, snapshot.tasks)),
        ("调度指标", tables.counts_table(figures)),
        ("勘误待定", tables.errata_table(figures)),
        (
            "年度评估",
            tables.evaluations_table(figures, figures.evaluated, figures.evaluation_years),
        ),
        (
            "镇街历年数据",
            _joined(
                ("镇街",), {(name,): tables.town_series(figures, code) for name, code in towns}
            ),
        ),
        (
            "能源活动",
            _joined(
                ("镇街或排放源",),
                {(name,): tables.energy_table(figures, area) for name, area in [*towns, *sources]},
            ),
        ),
        (
            "镇街基本情况",
            _joined(
                ("镇街",), {(name,): tables.town_basics(figures, code) for name, code in towns}
            ),
        ),
        ("燃料因子", tables.factors_table(figures)),
        ("电网因子", tables.grid_table(figures)),
        ("折标系数", tables.coal_table(figures)),
        ("热值与折标", tables.heat_table(figures, figures.default_year)),
        ("数据文件", tables.files_table(figures)),
    ]


def _rounded(parts: Iterable[Table]) -> str:
    """Return the sentence on rounding where a part needs it, to stand beside a sheet's title."""
    return next((f"。{said}" for said in map(rounding, parts) if said), "")


def _joined(labels: Sequence[str], parts: Mapping[tuple[str, ...], Table]) -> Table:
    """Return ``parts`` below each other, led by columns of what tells them apart."""
    shown = {key: with_marks(part) for key, part in parts.items()}
    columns = dict.fromkeys(column for part in shown.values() for column in part.columns)
    rows = []
    for key, part in shown.items():
        for row in part.rows:
            cells = dict(zip(part.columns, row.cells, strict=True))
            own = tuple(cells.get(column, Cell("")) for column in columns)
            rows.append(TableRow((*map(_key_cell, key), *own)))
    title = next((part.title for part in shown.values()), "").split(" 年", maxsplit=1)[-1]
    title += _rounded(parts.values())
    heads = (Column(label, numeric=label == "年份") for label in labels)
    return Table(title, (*heads, *columns), tuple(rows))


def _key_cell(text: str) -> Cell:
    return Cell(text, raw=int(text)) if text.isdecimal() else Cell(text)


def _rankings(figures: Figures) -> Table:
    parts: dict[tuple[str, ...], Table] = {}
    for year in figures.years:
        for measure, scope in themes().values():
            found = tables.ranking(figures, year, measure, scope)
            columns = tuple(
                replace(column, label="数值") if column.name == "value" else column
                for column in found.columns
            )
            key = (str(year), measure.label, scope_text(measure, scope), measure.unit)
            parts[key] = Table(found.title, columns, found.rows)
    joined = _joined(("年份", "指标", "口径", "单位"), parts)
    return Table("各镇街按各指标排序", joined.columns, joined.rows)


def _forests(figures: Figures) -> Table:
    parts: dict[tuple[str, ...], Table] = {}
    if not figures.forest_years:
        return _joined(("年份",), parts)
    first, last = figures.forest_years[0], figures.forest_years[-1]
    of_last = tables.forest_table(figures, last)
    labels = {"now": "当年（%）", "first": f"{first} 年（%）"}
    columns = tuple(
        replace(column, label=labels.get(column.key, column.label)) for column in of_last.columns
    )
    for year in figures.forest_years:
        found = tables.forest_table(figures, year)
        rows = (
            replace(
                row,
                cells=tuple(  # the first year has nothing to be compared with
                    found.cell(row, column.key) if column.key in found.names else Cell("")
                    for column in columns
                ),
            )
            for row in found.rows
        )
        parts[str(year),] = Table(found.title, columns, tuple(rows))
    return _joined(("年份",), parts)
