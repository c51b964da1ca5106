"""Factors and coefficients in tables, and the heat of both documents side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.energy import FUEL_ID
from sihui_map.domain.factors import GJ_PER_TCE_OF_TABLE, set_label
from sihui_map.figures import ALL_FUELS
from sihui_map.views import fmt
from sihui_map.views.table import Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.units import unit_text

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def factors_table(figures: Figures) -> Table:
    """List the fuel factors of both sets with the emission of one unit."""
    return Table(
        "燃料排放因子",
        (
            Column("因子集", "factor_set"),
            Column("燃料", "fuel"),
            Column("单位", "unit"),
            Column("低位热值（GJ/单位）", "ncv", numeric=True),
            Column("含碳量（tC/TJ）", "carbon", numeric=True),
            Column("氧化率", "oxidised", numeric=True),
            Column("排放（tCO₂/单位）", "emission", numeric=True),
            Column("来源", "source"),
        ),
        tuple(
            TableRow(
                (
                    Cell(set_label(row.factor_set), raw=row.factor_set),
                    Cell(row.fuel),
                    Cell(unit_text(row.unit)),
                    Cell(f"{row.ncv_gj_per_unit:g}", raw=row.ncv_gj_per_unit),
                    Cell(f"{row.carbon_content_tc_per_tj:g}", raw=row.carbon_content_tc_per_tj),
                    Cell(f"{row.share_oxidised:g}", raw=row.share_oxidised),
                    Cell(fmt.number(row.tco2_per_unit, 4), raw=row.tco2_per_unit),
                    Cell(row.source),
                )
            )
            for row in figures.snapshot.fuel_factors
        ),
    )


def grid_table(figures: Figures) -> Table:
    """List the grid factors."""
    return Table(
        "电网平均排放因子",
        (
            Column("地区", "region"),
            Column("年份", "year", numeric=True),
            Column("kgCO₂/kWh", "factor", numeric=True),
            Column("来源", "source"),
        ),
        tuple(
            TableRow(
                (
                    Cell(row.region),
                    Cell(str(row.year), raw=row.year),
                    Cell(f"{row.kgco2_per_kwh:g}", raw=row.kgco2_per_kwh),
                    Cell(row.source),
                )
            )
            for row in figures.snapshot.grid_factors
        ),
    )


def coal_table(figures: Figures) -> Table:
    """List the coefficients of standard coal."""
    return Table(
        "折标准煤系数",
        (
            Column("能源", "energy"),
            Column("kgce/单位", "factor", numeric=True),
            Column("单位", "unit"),
            Column("用于", "fuel"),
            Column("来源", "source"),
        ),
        tuple(
            TableRow(
                (
                    Cell(row.energy),
                    Cell(f"{row.kgce_per_unit:g}", raw=row.kgce_per_unit),
                    Cell(row.unit),
                    Cell(row.fuel or fmt.NO_VALUE),
                    Cell(row.source),
                )
            )
            for row in figures.snapshot.coal_coefficients
        ),
    )


def heat_table(figures: Figures, year: int) -> Table:
    """List each fuel's heat and standard coal in both documents, and what ``year`` differs by."""
    sets = figures.factor_sets
    known = {(row.factor_set, row.fuel): row for row in figures.snapshot.fuel_factors}
    told = {row.fuel: row for row in figures.snapshot.coal_coefficients}
    own = {row.fuel: row for row in figures.coal_by_heat}
    burnt = figures.fuels_burnt(year)
    rows = []
    for fuel in FUEL_ID:
        heats = [known.get((name, fuel)) for name in sets]
        unit = next((row.unit for row in heats if row), "")
        by_table, by_heat = (
            row.tce_per_unit if row else None for row in (told.get(fuel), own.get(fuel))
        )
        cells = (
            *(_constant(row.ncv_gj_per_unit if row else None, 3) for row in heats),
            _constant(None if by_table is None else by_table * GJ_PER_TCE_OF_TABLE, 3),
            _constant(by_table, 4),
            _constant(by_heat, 4),
            amount_cell(figures.heat_difference(fuel, year), 0)
            if fuel in burnt
            else Cell(fmt.NO_VALUE, raw="", hover="当年没有填报"),
        )
        rows.append(TableRow((Cell(fuel), Cell(unit_text(unit)), *cells)))
    if burnt:
        whole = amount_cell(figures.heat_difference(ALL_FUELS, year), 0)
        blank = (Cell("", raw=""),) * (len(sets) + 4)
        rows.append(TableRow((Cell("合计"), *blank, whole), style="sum"))
    return Table(
        "热值与折标：按 GB/T 2589 的系数和按当前因子集的热值",
        (
            Column("能源品种", "fuel"),
            Column("单位", "unit"),
            *(
                Column(f"热值：{set_label(name)}（GJ/单位）", f"heat_{name}", numeric=True)
                for name in sets
            ),
            Column("热值 GB/T 2589（GJ/单位）", "heat_of_table", numeric=True),
            Column("系数 GB/T 2589（tce/单位）", "coal_of_table", numeric=True),
            Column("按当前热值（tce/单位）", "coal_by_heat", numeric=True),
            Column(f"{f'{year} 年' if year else ''}差额（tce）", "difference", numeric=True),
        ),
        tuple(rows),
    )


def _constant(value: float | None, decimals: int) -> Cell:
    if value is None:
        return Cell("缺", hover="这份文件没有这个品种", style="missing")
    return Cell(fmt.number(value, decimals), raw=value)
