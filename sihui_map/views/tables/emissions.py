"""Emissions in tables: the towns ranked, by year, what they are made of, under each factor set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COMPONENT_LABEL
from sihui_map.domain.energy import DIRECT_COMPONENTS, Component
from sihui_map.domain.factors import set_label
from sihui_map.domain.rank import places
from sihui_map.figures import ALL_DIRECT
from sihui_map.views import fmt
from sihui_map.views.labels import scope_text
from sihui_map.views.names import compared_name
from sihui_map.views.palette import COMPONENT_COLOR
from sihui_map.views.rounding import CURRENT, LESS_CURRENT
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import NAME, WAN, WAN_UNIT, kind_of, largest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sihui_map.catalogue.indicator import Indicator, Scope
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def ranking(figures: Figures, year: int, measure: Indicator, scope: Scope) -> Table:
    """Rank the towns by a measure, largest first, missing last."""
    amounts = [
        (town, figures.measure(town.town_code, year, measure, scope)) for town in figures.towns
    ]
    known = (amount.value for _, amount in amounts if amount.value is not None)
    largest = max(known, default=0.0)
    step = measure.divisor / 10**measure.decimals
    ordered = largest_first(
        (
            amount,
            TableRow(
                (
                    Cell(fmt.NO_VALUE if place is None else str(place), raw=place or ""),
                    Cell(town.name),
                    amount_cell(amount, measure.decimals, measure.divisor),
                    _share_bar(amount, largest),
                ),
                town_code=town.town_code,
            ),
        )
        for (town, amount), place in zip(
            amounts, places([amount.value for _, amount in amounts], step=step), strict=True
        )
    )
    within = filter(None, (measure.unit, scope_text(measure, scope)))
    return Table(
        f"{year} 年{measure.label}排序（{'，'.join(within)}）",
        (
            Column("序", "place", numeric=True),
            Column("镇街", "town"),
            Column(measure.unit, "value", numeric=True),
            Column("", "share"),
        ),
        ordered,
    )


def _share_bar(amount: Quantity, largest: float) -> Cell:
    if amount.value is None or largest <= 0 or amount.value <= 0:
        return Cell("", raw="")
    return Cell("", raw="", style="bar", share=amount.value / largest)


def by_year(
    figures: Figures,
    years: Sequence[int],
    read: Callable[[str, int], Quantity],
    measure: Indicator,
    within: str = "",
) -> Table:
    """List what ``read`` (town, year) gives for every town and year, written as ``measure``."""
    rows = []
    for town in figures.towns:
        amounts = [read(town.town_code, year) for year in years]
        cells = [amount_cell(amount, measure.decimals, measure.divisor) for amount in amounts]
        row = (Cell(town.name), *cells, kind_of(*amounts))
        rows.append(TableRow(row, town_code=town.town_code))
    return Table(
        f"分年{measure.label}（{measure.unit}{within}）",
        (
            Column("镇街", "town"),
            *(Column(str(year), numeric=True) for year in years),
            Column("性质", KIND),
        ),
        tuple(rows) if years else (),
    )


def components(figures: Figures, year: int, *, with_plant: bool) -> Table:
    """List what each town's emissions are made of, in 万吨: a sum stands after its parts."""
    rows = [
        _component_row(figures, town.town_code, town.name, year, town_code=town.town_code)
        for town in figures.towns
    ]
    if with_plant:
        rows += [
            _component_row(figures, source.source_id, source.name, year, style="apart")
            for source in figures.snapshot.named_sources
        ]
    burnt = [Column(COMPONENT_LABEL[part], part, numeric=True) for part in DIRECT_COMPONENTS]
    columns = (
        Column(NAME, "name"),
        *burnt,
        Column("直接排放", "direct", numeric=True),
        Column(COMPONENT_LABEL[Component.ELECTRICITY], Component.ELECTRICITY, numeric=True),
        Column("性质", KIND),
    )
    return Table(f"{year} 年排放构成（{WAN_UNIT}）", columns, tuple(rows))


def _component_row(  # noqa: PLR0913 a row is a row
    figures: Figures, area: str, name: str, year: int, *, town_code: str = "", style: str = ""
) -> TableRow:
    direct = figures.emission(area, year)
    burnt = [figures.component(area, year, part) for part in DIRECT_COMPONENTS]
    traded = figures.component(area, year, Component.ELECTRICITY)
    cells = [amount_cell(part, 2, WAN) for part in (*burnt, direct, traded)]
    return TableRow(
        (Cell(name), *cells, kind_of(direct)),
        town_code=town_code,
        style=style,
    )


def composition(figures: Figures, year: int, *, with_plant: bool) -> Table:
    """Show what each town burns as a bar of 100 %, in the order of the ranking; the plant apart."""
    ranked = largest_first(
        (
            figures.emission(town.town_code, year),
            _split_row(figures, town.town_code, town.name, year, town_code=town.town_code),
        )
        for town in figures.towns
    )
    sources = figures.snapshot.named_sources if with_plant else ()
    apart = [
        _split_row(figures, source.source_id, source.name, year, style="apart")
        for source in sources
    ]
    columns = (
        Column(NAME, "name"),
        Column("", "split"),
        *(
            Column(f"{COMPONENT_LABEL[part]}（%）", part, numeric=True)
            for part in DIRECT_COMPONENTS
        ),
        Column(f"直接排放（{WAN_UNIT}）", "direct", numeric=True),
        Column("性质", KIND),
    )
    return Table(f"{year} 年各镇街直接排放构成", columns, (*ranked, *apart))


def _split_row(  # noqa: PLR0913 a row is a row
    figures: Figures, area: str, name: str, year: int, *, town_code: str = "", style: str = ""
) -> TableRow:
    direct = figures.emission(area, year)
    shares = [figures.component_share(area, year, part) for part in DIRECT_COMPONENTS]
    known = [share.value for share in shares if share.value is not None]
    parts = tuple(
        (COMPONENT_COLOR[part], share)
        for part, share in zip(DIRECT_COMPONENTS, known, strict=False)
    )
    whole = len(known) == len(shares)
    bar = Cell("", raw="", style="parts", parts=parts) if whole else Cell("", raw="")
    cells = (amount_cell(share, 1) for share in shares)
    return TableRow(
        (Cell(name), bar, *cells, amount_cell(direct, 2, WAN), kind_of(direct)),
        town_code=town_code,
        style=style,
    )


def factor_sets_table(figures: Figures, year: int) -> Table:
    """Hold the direct emissions of ``year`` under each factor set against those that count."""
    own, *others = figures.factor_sets
    rows = []
    for row_id in figures.compared_rows if year in figures.years else ():
        amounts = [figures.direct_by_set(own, row_id, year)]
        for name in others:
            amounts.append(figures.direct_by_set(name, row_id, year))
            amounts.append(figures.factor_set_difference(name, row_id, year))
        why = "；".join(
            dict.fromkeys(part for each in amounts for part in each.reason.split("；") if part)
        )
        cells = (amount_cell(amount, 2, WAN) for amount in amounts)
        style = "sum" if row_id == ALL_DIRECT else ""
        rows.append(
            TableRow((Cell(compared_name(figures, row_id)), *cells, Cell(why)), style=style)
        )
    columns = [Column("项目", "row"), Column(f"{set_label(own)}（当前）", CURRENT, numeric=True)]
    for name in others:
        columns.append(Column(set_label(name), name, numeric=True))
        columns.append(Column(f"{set_label(name)}−当前", f"{name}{LESS_CURRENT}", numeric=True))
    title = f"{f'{year} 年' if year else ''}因子集对照：直接排放（{WAN_UNIT}）"
    return Table(title, (*columns, Column("缺失原因", "why")), tuple(rows))
