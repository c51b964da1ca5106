"""Enterprises that use much energy: one by one as a reader may see them, and taken together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENTERPRISES
from sihui_map.domain.enterprise import Measure, PlanState, Secrecy
from sihui_map.figures.enterprises import WITHHELD
from sihui_map.views import fmt
from sihui_map.views.anchors import enterprise_anchor
from sihui_map.views.names import area_name
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.access import Actor
    from sihui_map.domain.enterprise import Enterprise
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def enterprises_table(figures: Figures, rows: Iterable[Enterprise]) -> Table:
    """List ``rows``, the newest year first; what is not shown says why."""
    parks = {park.park_id: park.name for park in figures.snapshot.parks}
    found = sorted(rows, key=lambda row: (-row.year, row.town_code, row.enterprise_id))
    heading = ENTERPRISES.heading
    return Table(
        ENTERPRISES.title,
        (
            Column("单位", "name"),
            Column("镇街", "town"),
            Column("园区", "park"),
            Column(heading("sector"), "sector"),
            Column(heading("year"), "year", numeric=True),
            Column(heading("energy_tce"), "energy", numeric=True),
            Column(heading("output_1e4_cny"), "output", numeric=True),
            Column(heading("plan_state"), "plan"),
            Column("性质", KIND),
            Column("来源", "source"),
        ),
        tuple(
            TableRow(
                (
                    Cell(row.name, tag=_mark(row.name_secrecy)),
                    Cell(area_name(figures, row.town_code)),
                    Cell(parks.get(row.park_id, row.park_id)),
                    Cell(row.sector),
                    Cell(str(row.year), raw=row.year),
                    _number(row, row.energy_tce, row.energy_secrecy),
                    _number(row, row.output_1e4_cny, row.output_secrecy),
                    Cell(str(row.plan_state)),
                    Cell(str(row.kind)),
                    Cell(row.source),
                ),
                town_code=row.town_code,
                anchor=enterprise_anchor(row.enterprise_id, row.year),
            )
            for row in found
        ),
    )


def _mark(secrecy: Secrecy) -> str:
    """Return what stands beside what not everyone may read."""
    return "" if secrecy is Secrecy.OPEN else str(secrecy)


def _number(row: Enterprise, value: float | None, secrecy: Secrecy) -> Cell:
    if value is not None:
        text, tag = fmt.number(value, 0), _mark(secrecy)
        return Cell(text, raw=value, tag=tag, hover=f"性质：{row.kind}；来源：{row.source}")
    if secrecy is Secrecy.OPEN:
        return Cell("缺失", raw="", hover="缺失：未报", style="missing")
    return Cell(f"不公开（{secrecy}）", raw=f"不公开（{secrecy}）", style="missing")


def enterprise_totals(figures: Figures, year: int | None = None) -> Table:
    """List how many were reported of each town, and the sums that tell nothing of one of them.

    Of one ``year``, by default of each, the newest first.
    """
    found = figures.enterprises
    rows = [
        TableRow(
            (
                Cell(area_name(figures, area)),
                Cell(str(each), raw=each),
                amount_cell(found.count(area, each), 0),
                *(_total(found.total(area, each, measure)) for measure in Measure),
            ),
            town_code="" if index == 0 else area,
            style="" if index else "sum",
        )
        for each in ([year] if year else found.years[::-1])
        for index, area in enumerate(found.areas(each))
    ]
    return Table(
        "已报单位合计",
        (
            Column("镇街", "town"),
            Column(ENTERPRISES.heading("year"), "year", numeric=True),
            Column("已报家数", "count", numeric=True),
            Column(_summed("energy_tce"), "energy", numeric=True),
            Column(_summed("output_1e4_cny"), "output", numeric=True),
        ),
        tuple(rows),
    )


def _summed(name: str) -> str:
    column = ENTERPRISES.column(name)
    return f"{column.label}合计（{column.unit}）"


def _total(amount: Quantity) -> Cell:
    """Return the cell of a sum; what is withheld says so, it is not unknown."""
    shown = amount_cell(amount, 0)
    return replace(shown, text="不公布") if amount.reason == WITHHELD else shown


def enterprise_plans(figures: Figures, who: Actor | None = None) -> Table:
    """Count the enterprises by how far their own plan is (一企一策), in the fixed order.

    Of those whom ``who`` (None is a visitor) may not read, the table says only how many they are.
    """
    sealed = figures.snapshot.sealed
    rows = []
    for year in reversed(figures.enterprises.years):
        known = sealed.plan_states(year, who)
        hidden = sum(sealed.counts(year).values()) - sum(known.values())
        counted = [*(known.get(state, 0) for state in PlanState), hidden]
        rows.append(TableRow((Cell(str(year), raw=year), *map(_count, counted))))
    heads = [Column(f"{state}（家）", state.name.lower(), numeric=True) for state in PlanState]
    heads += [Column("不列出的（家）", "hidden", numeric=True)]
    of_year = Column(ENTERPRISES.heading("year"), "year", numeric=True)
    return Table(f"{ENTERPRISES.heading('plan_state')}进展", (of_year, *heads), tuple(rows))


def _count(number: int) -> Cell:
    return Cell(str(number), raw=number)
