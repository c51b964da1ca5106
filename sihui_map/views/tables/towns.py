"""One town in tables: its figures by year, what it reported, its basics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Role, Scope
from sihui_map.catalogue.indicators import (
    COAL,
    CONSTANT_GDP,
    ELECTRICITY,
    GAS,
    INDICATORS,
    OIL,
    SCOPE_LABEL,
    TCE_DIFFERENCE,
    TCE_STATED,
    TOTAL,
)
from sihui_map.domain.town import TownKind, town_by_code
from sihui_map.views import fmt
from sihui_map.views.table import Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.units import unit_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.figures import Figures


SUMMED = (COAL, OIL, GAS, TOTAL, ELECTRICITY)
"""The rows that add up to the next sum, in reading order; then follows TOTAL with electricity."""


def town_series(figures: Figures, town_code: str) -> Table:
    """List one town's main figures by year.

    Emissions over GDP at current prices are not among them: prices differ from year to year.
    """
    stated, bases = figures.energy_total_years(town_code), figures.base_years(town_code)
    years = sorted({*figures.years, *stated})
    hidden = [
        *(() if stated else (TCE_STATED, TCE_DIFFERENCE)),
        *(() if bases else (CONSTANT_GDP,)),
    ]
    shown = [each for each in INDICATORS.values() if each.in_series and each not in hidden]
    net = f"{TOTAL.label}（{SCOPE_LABEL[Scope.NET]}）（{TOTAL.unit}）"
    others = [each for each in shown if each not in SUMMED]
    others.sort(key=lambda each: each.role is not Role.CHOSEN)  # the rest as declared
    rows = [
        *((each.in_row(), each, Scope.DIRECT) for each in SUMMED),
        (net, TOTAL, Scope.NET),
        *((each.in_row(_prices(each, bases)), each, Scope.DIRECT) for each in others),
    ]
    columns = (Column("指标", "figure"), *(Column(f"{year}", numeric=True) for year in years))
    return Table(
        "历年主要数据",
        columns,
        tuple(
            TableRow(
                (
                    Cell(label),
                    *(
                        amount_cell(
                            figures.measure(town_code, year, each, scope),
                            each.decimals if each.table_decimals is None else each.table_decimals,
                            each.divisor,
                        )
                        for year in years
                    ),
                )
            )
            for label, each, scope in rows
        )
        if years
        else (),
    )


def _prices(indicator: Indicator, bases: Sequence[int]) -> str:
    """Return what a row has to say of constant prices; "" for what is declared."""
    if indicator.qualifier != CONSTANT_GDP.qualifier:
        return ""
    if len(bases) > 1:
        return "不变价，各年基年不同，不能比较"
    return f"{bases[0]} 年不变价" if indicator is CONSTANT_GDP else ""


def town_basics(figures: Figures, town_code: str) -> Table:
    """List what is public about one town: code, area, seat, notes."""
    town = town_by_code(figures.towns, town_code)
    kind = "街道" if town.kind is TownKind.SUBDISTRICT else "镇"
    area = figures.area_km2(town_code)
    rows = (
        ("统计代码", Cell(town.town_code)),
        ("类型", Cell(kind)),
        ("公布面积（km²）", amount_cell(area, 2)),
        (
            "驻地坐标（WGS84，约）",
            Cell("，".join(f"{degrees:.3f}" for degrees in town.seat or ()) or fmt.NO_VALUE),
        ),
        ("备注", Cell(town.note or fmt.NO_VALUE)),
    )
    return Table(
        "基本情况",
        (Column("项目", "item"), Column("内容", "content")),
        tuple(TableRow((Cell(label), cell)) for label, cell in rows),
    )


def energy_table(figures: Figures, area: str) -> Table:
    """List what one town reported, by fuel and year, in the units it was reported in."""
    uses = [use for use in figures.snapshot.energy_uses if use.area_id == area]
    years = sorted({use.year for use in uses})
    fuels = dict.fromkeys((use.fuel, use.unit) for use in uses)
    amounts = {(use.fuel, use.year): use for use in uses}
    rows = []
    for fuel, unit in fuels:
        cells = []
        for year in years:
            use = amounts.get((fuel, year))
            cells.append(
                Cell("缺失", raw="", style="missing")
                if use is None
                else Cell(use.reason, raw=use.reason, hover=use.source, style="missing")
                if use.amount is None
                else Cell(
                    fmt.number(use.amount, 1),
                    raw=use.amount,
                    hover=f"{use.kind}；{use.source}",
                    kind=use.kind,
                )
            )
        rows.append(TableRow((Cell(fuel), Cell(unit_text(unit)), *cells)))
    columns = (
        Column("能源", "fuel"),
        Column("单位", "unit"),
        *(Column(str(year), numeric=True) for year in years),
    )
    return Table("能源活动（填报值）", columns, tuple(rows))
