"""Forest in tables: cover by town, protected areas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COVER
from sihui_map.domain.town import CITY
from sihui_map.domain.value import Quantity, are_comparable
from sihui_map.views import fmt
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import NAME, kind_or_missing, largest_first

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def forest_table(figures: Figures, year: int) -> Table:
    """List forest cover by town: this year, the first year, the change."""
    first = figures.forest_years[0] if figures.forest_years else year
    rows = []
    for town in figures.towns:
        now = figures.forest_cover(town.town_code, year)
        then = figures.forest_cover(town.town_code, first)
        rows.append((now, _forest_row(town.name, now, then, town_code=town.town_code)))
    city = _forest_row(
        figures.snapshot.place.scope,
        figures.forest_cover(CITY, year),
        figures.forest_cover(CITY, first),
        style="sum",
    )
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
    column = Column("森林面积（公顷）", "hectares", numeric=True)
    rows = []
    for row in table.rows:
        area = figures.forest_area_ha(row.town_code or CITY, year)
        # 性质 is that of the cover, which is computed; what this is, hovering tells.
        cell = replace(amount_cell(area, 1), kind="")
        rows.append(replace(row, cells=(*row.cells[:after], cell, *row.cells[after:])))
    columns = (*table.columns[:after], column, *table.columns[after:])
    return Table(table.title, columns, tuple(rows))


def _forest_row(
    name: str, now: Quantity, then: Quantity, *, town_code: str = "", style: str = ""
) -> TableRow:
    change = Cell("缺失", raw="", style="missing")
    if now.value is not None and then.value is not None and not are_comparable(now, then):
        change = Cell("不可比", raw="", hover=f"{then.kind} → {now.kind}", style="missing")
    elif now.value is not None and then.value is not None:
        points = now.value - then.value
        change = Cell(fmt.number(points, 2), raw=round(points, 6))
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
