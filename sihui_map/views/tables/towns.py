"""One town in tables: its figures by year, what it reported, its basics."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sihui_map.domain.town import TownKind, town_by_code
from sihui_map.figures import Boundary, Measure
from sihui_map.views import fmt
from sihui_map.views.labels import BOUNDARY_LABEL, INTENSITY_DISPLAY, MEASURE_DISPLAY
from sihui_map.views.table import Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import WAN
from sihui_map.views.units import unit_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def town_series(figures: Figures, town_code: str) -> Table:
    """List one town's main figures by year.

    Emissions over GDP at current prices are not among them: prices differ from year to year.
    """
    specs = [
        *((measure, Boundary.DIRECT) for measure in Measure if measure is not Measure.PER_GDP),
        (Measure.TOTAL, Boundary.NET),
    ]
    stated = figures.energy_total_years(town_code)
    years = sorted({*figures.years, *stated})
    rows = []
    for measure, boundary in specs:
        display = MEASURE_DISPLAY[measure]
        label = display.label + (
            f"（{BOUNDARY_LABEL[boundary]}）" if boundary is Boundary.NET else ""
        )
        cells = [
            amount_cell(
                figures.measure(town_code, year, measure, boundary),
                display.decimals,
                display.divisor,
            )
            for year in years
        ]
        rows.append(TableRow((Cell(f"{label}（{display.unit}）"), *cells)))
    second = (
        ("综合能源消费量（填报合计，万吨标准煤）", figures.reported_tce, 2, WAN),
        ("填报合计−按品种折算（万吨标准煤）", figures.tce_difference, 2, WAN),
    )
    extra = (
        ("综合能耗（万吨标准煤，当量值）", figures.energy_use_tce, 2, WAN),
        *(second if stated else ()),
        ("常住人口（人）", figures.population, 0, 1.0),
        ("地区生产总值（现价，亿元）", figures.gdp, 2, WAN),
        *_over_constant_gdp(figures, town_code),
        ("森林覆盖率（%）", figures.forest_cover, 2, 1.0),
    )
    for label, read, decimals, divisor in extra:
        cells = [amount_cell(read(town_code, year), decimals, divisor) for year in years]
        rows.append(TableRow((Cell(label), *cells)))
    columns = (Column("指标", "figure"), *(Column(f"{year}", numeric=True) for year in years))
    return Table("历年主要数据", columns, tuple(rows) if years else ())


def _over_constant_gdp(
    figures: Figures, town_code: str
) -> list[tuple[str, Callable[[str, int], Quantity], int, float]]:
    """Return the rows of GDP at constant prices, where it was told, and of both intensities."""
    bases = figures.base_years(town_code)
    prices = "不变价，各年基年不同，不能比较" if len(bases) > 1 else "不变价"
    based = f"{bases[0]} 年不变价" if len(bases) == 1 else prices
    told = (f"地区生产总值（{based}，亿元）", figures.constant_gdp, 2, WAN)
    rows = [
        (
            f"{display.label}（{prices}，{display.unit}）",
            partial(figures.intensity, which),
            display.decimals,
            display.divisor,
        )
        for which, display in INTENSITY_DISPLAY.items()
    ]
    return [*([told] if bases else []), *rows]


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
