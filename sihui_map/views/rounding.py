"""Where the numbers of a table, as they are written, do not add up: the sentence that says so."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COMPONENT_LABEL, TOTAL
from sihui_map.domain.energy import Component
from sihui_map.figures import ALL_DIRECT
from sihui_map.views.names import COMPARED_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sihui_map.views.table import Table

ROUNDED = "因四舍五入，分项之和与合计可能略有出入。"
BURNT = tuple(part for part in Component if part is not Component.ELECTRICITY)
BURNT_LABELS = tuple(COMPONENT_LABEL[part] for part in BURNT)
DIRECT = "direct"
CURRENT, LESS_CURRENT = "current", "-current"
"""Names of columns: the factor set that counts, and (added to a set's name) how far it is off."""
SUM, CITY_TOTAL, RESIDUAL = "各项之和", "总量", "残差"
"""Rows of a ledger: the sum, what the name of the whole county's total ends with, and the rest."""


def rounding(table: Table) -> str:
    """Return the sentence on rounding where the numbers as written do not add up, else nothing."""
    off = any(_misses(parts, whole) for parts, whole in (*_by_row(table), *_by_column(table)))
    return ROUNDED if off else ""


def _misses(parts: Iterable[str], whole: str) -> bool:
    """Tell whether the numbers ``parts`` miss ``whole``; what is missing adds up to nothing."""
    found, target = [_number(text) for text in parts], _number(whole)
    known = [value for value in found if value is not None]
    return target is not None and len(known) == len(found) > 1 and sum(known) != target


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None


def _by_row(table: Table) -> Iterator[tuple[list[str], str]]:
    """Return what a row's components add up to."""
    less = [name for name in table.names if name.endswith(LESS_CURRENT)]
    for row in table.rows:
        texts = {name: cell.text for name, cell in zip(table.names, row.cells, strict=True)}
        if DIRECT in texts and texts.keys() >= set(BURNT):
            yield [texts[part] for part in BURNT], texts[DIRECT]
        for name in less:
            yield [texts[CURRENT], texts[name]], texts[name.removesuffix(LESS_CURRENT)]


def _by_column(table: Table) -> Iterator[tuple[list[str], str]]:
    """Return what the rows of a ledger, or of a town's years, add up to."""
    firsts = [row.cells[0].text for row in table.rows]
    for index in range(1, len(table.columns)):
        texts = [row.cells[index].text for row in table.rows]
        by_name = dict(zip(firsts, texts, strict=True))
        if SUM in by_name:
            yield texts[: firsts.index(SUM)], by_name[SUM]
            rest = next((by_name[name] for name in firsts if name.startswith(RESIDUAL)), "")
            all_of_it = next((by_name[name] for name in firsts if name.endswith(CITY_TOTAL)), "")
            yield [by_name[SUM], rest], all_of_it
        if COMPARED_LABEL[ALL_DIRECT] in by_name:
            yield texts[:-1], texts[-1]
        burnt = [by_name[name] for name in firsts if name.startswith(BURNT_LABELS)]
        whole = next((by_name[name] for name in firsts if name.startswith(TOTAL.label)), "")
        if len(burnt) == len(BURNT):
            yield burnt, whole
