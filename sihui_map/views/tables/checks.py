"""Checks of what is handed in, in tables: what was found, and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.check import RULES, Severity
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.check import Finding
    from sihui_map.figures import Figures

SEVERITY_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "green"}


def findings_table(figures: Figures, findings: Iterable[Finding]) -> Table:
    """List what was found in a file: where, what, what to do."""
    place = figures.snapshot.place
    return Table(
        "检查结果",
        (
            Column("程度", "severity"),
            Column("位置", "place"),
            Column("问题", "sentence"),
            Column("处理办法", "remedy"),
        ),
        tuple(
            TableRow(
                (
                    Cell(found.severity, style=SEVERITY_STYLE[found.severity]),
                    Cell(found.place or "整个文件"),
                    Cell(found.sentence),
                    Cell(found.remedy_in(place)),
                )
            )
            for found in findings
        ),
    )


def rules_table(figures: Figures) -> Table:
    """List every rule with its threshold, as the page 来源与方法 prints them."""
    place = figures.snapshot.place
    return Table(
        "检查规则",
        (
            Column("规则", "rule"),
            Column("程度", "severity"),
            Column("通过的条件", "test"),
            Column("处理办法", "remedy"),
        ),
        tuple(
            TableRow(
                (
                    Cell(rule.rule),
                    Cell(rule.severity, style=SEVERITY_STYLE[rule.severity]),
                    Cell(rule.test_in(place)),
                    Cell(rule.remedy_in(place)),
                )
            )
            for rule in RULES
        ),
    )
