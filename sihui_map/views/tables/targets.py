"""Targets in a table: number, light, latest, path, gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.light import Light
from sihui_map.domain.standing import DECIMALS, NO_BASELINE, path
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing
from sihui_map.views import fmt
from sihui_map.views.anchors import target_address
from sihui_map.views.labels import LIGHT_LABEL, LIGHT_SHAPE
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import kind_or_missing

if TYPE_CHECKING:
    from collections.abc import Collection

    from sihui_map.domain.plan import Target
    from sihui_map.domain.standing import Standing
    from sihui_map.figures import Figures


def targets_table(figures: Figures, clauses: Collection[int] | None = None) -> Table:
    """List the targets: number or 目标尚无数值, light, latest, path, gap, clause.

    ``clauses`` limits it to those that stand in one of them.
    """
    return Table(
        "主要指标",
        (
            Column("灯", "light"),
            Column("指标", "indicator"),
            Column("年份", "year", numeric=True),
            Column("目标", "goal", numeric=True),
            Column("最新", "latest", numeric=True),
            Column("路径应达", "due", numeric=True),
            Column("差距", "gap", numeric=True),
            Column("条款", "clause"),
            Column("说明", "note"),
        ),
        tuple(
            TableRow(
                (
                    Cell(f"{LIGHT_SHAPE[item.light]} {LIGHT_LABEL[item.light]}", style=item.light),
                    Cell(
                        item.target.indicator,
                        hover=item.target.quote,
                        link=target_address(item.target.target_id),
                    ),
                    Cell(str(item.target.year or "未写明")),
                    Cell(fmt.target_text(item.target), hover=_goal_hover(item.target)),
                    _latest(item.value, item.year, item.decimals),
                    _known_cell(item.due, item.decimals),
                    _known_cell(item.gap, item.decimals),
                    Cell(fmt.clause_text(item.target)),
                    Cell(_explained(figures, item), hover=item.rule_text or item.target.note),
                )
            )
            for item in standings_by_need(figures)
            if clauses is None or item.target.clause_no in clauses
        ),
    )


def series_table(figures: Figures, target_id: str) -> Table:
    """List the values of one target by year, with what was due; years without one are told.

    Of the years between the first and the last that is known or due, each has a row.
    """
    own = (each for each in figures.standings if each.target.target_id == target_id)
    item = next(own, None)
    series = figures.target_series(target_id)
    due, decimals = (path(item), item.decimals) if item else ({}, DECIMALS)
    years = sorted({*series, *due})
    span = range(years[0], years[-1] + 1) if years else ()
    unit = (item.target.unit if item else "") or fmt.NO_VALUE
    none = missing(unit, MissingReason.NOT_REPORTED)
    return Table(
        f"各年的数值（{unit}）",
        (
            Column("年份", "year"),
            Column("数值", "value", numeric=True),
            Column("路径应达", "due", numeric=True),
            Column("性质", KIND),
            Column("来源", "source"),
        ),
        tuple(
            TableRow(
                (
                    Cell(str(year)),
                    amount_cell(amount, decimals),
                    _known_cell(due.get(year, missing(unit, NO_BASELINE)), decimals),
                    kind_or_missing(amount),
                    Cell(amount.source or fmt.NO_VALUE),
                )
            )
            for year in span
            for amount in [series.get(year, none)]
        ),
    )


def without_number(figures: Figures) -> list[Standing]:
    """Return the targets of which the plan gives no number."""
    return [item for item in figures.standings if item.target.value is None]


def without_value(figures: Figures) -> list[Standing]:
    """Return the targets with a number, and no value known that could be held against it."""
    known = (item for item in figures.standings if item.target.value is not None)
    return [item for item in known if item.value.value is None]


def _goal_hover(target: Target) -> str:
    """Return what a handed-down number is; the plan's own stands in the quote."""
    return fmt.hover(target.goal) if target.is_handed_down else ""


def _latest(value: Quantity, year: int | None, decimals: int) -> Cell:
    if value.value is None:
        return Cell("—", raw="", hover=value.reason)
    text = f"{fmt.quantity(value, decimals)}（{year}）"
    tag = "示例" if value.kind is ValueKind.SAMPLE else ""
    return Cell(text, raw=value.value, hover=fmt.hover(value), tag=tag, kind=value.kind)


def _known_cell(amount: Quantity, decimals: int) -> Cell:
    """Return the cell of a number, a dash where there is none: 说明 tells why."""
    if amount.value is None:
        return Cell("—", raw="", hover=amount.reason)
    return amount_cell(amount, decimals)


def _explained(figures: Figures, item: Standing) -> str:
    """Return why there is no light or what came later, the rule, what the plan's words mean.

    What was reported beside a computed value of the same year stands there too.
    """
    if item.value.value is None:
        handed = item.target.note if item.target.is_handed_down else ""
        both = (item.reason or item.target.note, handed)
        return "；".join(dict.fromkeys(part for part in both if part))
    second = second_readings(figures, item)
    said = (item.reason or item.later_text, *second, item.rule_brief, item.target.note)
    return "；".join(part for part in said if part)


def second_readings(figures: Figures, item: Standing) -> list[str]:
    """Return what was reported beside a computed value of the same year, a sentence each."""
    found = []
    for year, (told, beside) in figures.second_readings(item.target.target_id).items():
        unit = told.unit if told.unit == "%" else f" {told.unit}"
        far = (
            f"差额缺失（{beside.reason}）"
            if beside.value is None
            else f"填报−系统计算＝{fmt.quantity(beside, item.decimals)} {beside.unit}"
        )
        amount = fmt.quantity(told, item.decimals)
        found.append(f"{year} 年另有填报 {amount}{unit}（{told.kind}），为第二读数，{far}")
    return found


def standings_by_need(figures: Figures) -> list[Standing]:
    """Return the targets: those with a light first, then those with a number, in plan order."""
    return sorted(
        figures.standings,
        key=lambda item: (item.light is Light.GREY, item.target.value is None),
    )
