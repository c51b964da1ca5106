"""One target: all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.rule_words import unit_after
from sihui_map.domain.value import MissingReason
from sihui_map.views import fmt
from sihui_map.views.labels import LIGHT_LABEL, LIGHT_SHAPE
from sihui_map.views.names import target_name
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.targets import second_readings

if TYPE_CHECKING:
    from sihui_map.domain.plan import Erratum, Task
    from sihui_map.domain.standing import Standing
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def target_names(figures: Figures) -> dict[str, str]:
    """Return what each target is called, by its id, in the order of the plan."""
    return {target.target_id: target_name(target) for target in figures.targets}


def standing_of(figures: Figures, target_id: str) -> Standing:
    """Return how one target stands."""
    return next(each for each in figures.standings if each.target.target_id == target_id)


def facts(figures: Figures, item: Standing) -> Table:
    """List light, goal, baseline, path, value, gap, rule, source and words of one target."""
    target = item.target
    told = [
        ("灯", f"{LIGHT_SHAPE[item.light]} {LIGHT_LABEL[item.light]}"),
        ("不亮灯的原因", item.reason),
        ("目标", _goal(item)),
        ("目标的出处", target.source if target.value is not None else ""),
        ("基线", _amount(item, item.baseline, item.baseline_year)),
        ("最新值", _amount(item, item.value, item.year)),
        ("路径应达", _known(item, item.due)),
        ("差距", _known(item, item.gap)),
        ("差距占应变化量", _known(item, item.share_short, 1)),
        ("到期后", item.later_text),
        ("第二读数", "；".join(second_readings(figures, item))),
        ("亮灯规则", item.rule_text),
        ("方案出处", fmt.clause_text(target)),
        ("原文", f"「{target.quote}」"),
        ("说明", target.note),
    ]
    return Table(
        "目标、现状、规则",
        (Column("项目", "item"), Column("内容", "content")),
        tuple(TableRow((Cell(term, style="name"), Cell(text))) for term, text in told if text),
    )


def _goal(item: Standing) -> str:
    target = item.target
    when = f"{target.year} 年 " if target.year else ""
    if target.value is None:
        return f"{when}{MissingReason.NO_TARGET_NUMBER}"
    by = f"（{target.handed_down}）" if target.handed_down else ""
    return f"{when}{fmt.target_text(target)}{by}"


def _amount(item: Standing, amount: Quantity | None, year: int | None) -> str:
    if amount is None:
        return ""
    when = f"{year} 年 " if year is not None else ""
    known = _known(item, amount)
    return f"{when}{known}" if known else f"缺失（{amount.reason}）"


def _known(item: Standing, amount: Quantity, decimals: int | None = None) -> str:
    if amount.value is None:
        return ""
    places = item.decimals if decimals is None else decimals
    return f"{fmt.quantity(amount, places)}{unit_after(amount.unit)}（{amount.kind}）"


def tasks_of(figures: Figures, item: Standing) -> list[Task]:
    """Return the tasks of the clause that a target stands in."""
    clause_no = item.target.clause_no
    return [task for task in figures.snapshot.tasks if clause_no and task.clause_no == clause_no]


def errata_of(figures: Figures, item: Standing) -> Table:
    """List where the plan's words of a target can be read in two ways."""
    own = item.target.target_id
    return Table(
        "勘误待定",
        (Column("出处", "place"), Column("两种读法", "readings")),
        tuple(
            TableRow((Cell(each.place), Cell(_readings(each))))
            for each in figures.snapshot.errata
            if own in each.target_ids
        ),
    )


def _readings(each: Erratum) -> str:
    readings = (f"读法一：{each.reading_a}", f"读法二：{each.reading_b}" if each.reading_b else "")
    return "；".join(part for part in (*readings, each.note) if part)
