"""Forest in tables: cover by town, protected areas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import FOREST_COVER
from sihui_map.catalogue.indicators import COVER
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, kept
from sihui_map.views import fmt
from sihui_map.views.names import area_name
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import NAME, kind_or_missing, largest_first

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def forest_table(figures: Figures, year: int) -> Table:
    """List forest cover by town: this year, the first year, the change."""
    first = figures.forest_years[0] if figures.forest_years else year
    rows = []
    for town in figures.towns:
        own = _forest_row(figures, town.name, town.town_code, year, town_code=town.town_code)
        rows.append((figures.forest_cover(town.town_code, year), own))
    city = _forest_row(figures, figures.snapshot.place.scope, CITY, year, style="sum")
    columns = (
        Column("镇街", "town"),
        Column(f"{year} 年", "now", numeric=True),
        Column(f"{first} 年", "first", numeric=True),
        Column("变化（百分点）", "change", numeric=True),
        Column("性质", KIND),
    )
    table = Table(f"{year} 年{COVER.in_row()}", columns, (city, *largest_first(rows)))
    # In the first year there is nothing to compare it with.
    return table.without("first", "change") if first == year else table


def forest_hectares(figures: Figures, year: int) -> Table:
    """List forest cover by town, and beside it the hectares it was computed from."""
    table = forest_table(figures, year)
    after = table.names.index("now") + 1
    column = Column(FOREST_COVER.heading("forest_ha"), "hectares", numeric=True)
    rows = []
    for row in table.rows:
        area = figures.forest_area_ha(row.town_code or CITY, year)
        # 性质 is that of the cover, which is computed; what this is, hovering tells.
        cell = replace(amount_cell(area, 1), kind="")
        rows.append(replace(row, cells=(*row.cells[:after], cell, *row.cells[after:])))
    columns = (*table.columns[:after], column, *table.columns[after:])
    return Table(table.title, columns, tuple(rows))


def _forest_row(  # noqa: PLR0913 what a row is of, and how it looks
    figures: Figures, name: str, area: str, year: int, *, town_code: str = "", style: str = ""
) -> TableRow:
    now = figures.forest_cover(area, year)
    then = figures.forest_cover(area, figures.forest_years[0] if figures.forest_years else year)
    points = figures.forest_change(area, year)
    change = Cell("缺失", raw="", style="missing")
    if points.value is not None:
        change = Cell(fmt.number(points.value, 2), raw=kept(points.value, 2))
    elif points.reason == MissingReason.NOT_COMPARABLE:
        change = Cell("不可比", raw="", hover=f"{then.kind} → {now.kind}", style="missing")
    return TableRow(
        (
            Cell(name),
            amount_cell(now, 2),
            amount_cell(then, 2),
            change,
            kind_or_missing(now),
        ),
        town_code=town_code,
        style=style,
    )


def sink_table(figures: Figures) -> Table:
    """List what each area that told its living wood took up, with the range; newest year first."""
    rows = []
    for area in figures.sinks.areas or (CITY,):
        for year in figures.sinks.years(area)[::-1] or (figures.default_forest_year,):
            found = figures.sinks.sink(area, year)
            rows.append(
                TableRow(
                    (
                        Cell(area_name(figures, area)),
                        Cell(str(year), raw=year) if year else Cell(fmt.NO_VALUE),
                        amount_cell(figures.sinks.stock(area, year), 0),
                        *(
                            amount_cell(each, 2, fmt.T_PER_WT)
                            for each in (found.estimate, found.low, found.high)
                        ),
                        Cell(found.estimate.reason or str(found.estimate.kind)),
                    ),
                    town_code="" if area == CITY else area,
                )
            )
    return Table(
        "碳汇估算（单独的账，不从排放中扣减）",
        (
            Column("镇街", "town"),
            Column("年份", "year", numeric=True),
            Column(FOREST_COVER.heading("stock_m3"), "stock", numeric=True),
            Column("年均碳汇（万吨CO₂/年）", "estimate", numeric=True),
            Column("范围低值（万吨CO₂/年）", "low", numeric=True),
            Column("范围高值（万吨CO₂/年）", "high", numeric=True),
            Column("性质或缺什么", "what"),
        ),
        tuple(rows),
    )


def reserves_table(figures: Figures) -> Table:
    """List the protected areas."""
    return Table(
        "自然保护地",
        (
            Column(NAME, "name"),
            Column("级别", "level"),
            Column("面积（公顷）", "area", numeric=True),
            Column("来源", "source"),
        ),
        tuple(
            TableRow(
                (
                    Cell(area.name, hover=area.missing_note),
                    Cell(area.level),
                    Cell("未公开", raw="", hover=area.missing_note, style="missing")
                    if area.area_ha is None
                    else Cell(fmt.number(area.area_ha, 2), raw=area.area_ha, hover=area.source),
                    Cell(area.source),
                )
            )
            for area in figures.snapshot.protected_areas
        ),
    )
