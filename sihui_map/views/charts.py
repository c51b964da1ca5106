"""Charts as plotly figures; no geo traces, which would call out for their shapes."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from sihui_map.catalogue.indicators import COMPONENT_LABEL
from sihui_map.domain.energy import TCO2, Component
from sihui_map.domain.rule_words import unit_after
from sihui_map.domain.site import SiteGroup
from sihui_map.domain.standing import path
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, missing
from sihui_map.views import fmt
from sihui_map.views.labels import GROUP_LABEL
from sihui_map.views.markup import plain
from sihui_map.views.palette import ACCENT, COMPONENT_COLOR, GROUP_COLOR, INK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.domain.scenario import Levers
    from sihui_map.domain.site import Site
    from sihui_map.domain.standing import Standing
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
WAN = 1e4
GAP_SHARE = 12
"""A hatched gap is a twelfth of the largest part high: seen, and taken for no value."""
PROJECTED_PX = 28
FOREST_PX, CAPACITY_PX, CITY_PX, PATH_PX = 290, 250, 300, 380
"""How tall the charts are that stand beside a map."""
ROOM_ABOVE = 1.15
PATH_ROOM = 0.3
"""Above and below the lines of a scenario, of their height."""
FOREST_ROOM = ((0.15, 3 / 16), (0.25, 5 / 16))
"""Below and above the line: points at least, and of its height; a number stands above the goal."""
PATTERN = {
    component: {
        "shape": shape,
        "fillmode": "overlay",
        "fgcolor": "#1f2933",
        "fgopacity": 0.55,
        "size": 7,
    }
    for component, shape in zip(Component, ("", "/", "", "."), strict=True)
}
CONFIG = {"displayModeBar": False, "locale": "zh-CN", "scrollZoom": False}


def _layout(chart: go.Figure, *, height_px: int, unit: str) -> go.Figure:
    chart.update_layout(
        template="none",
        height=height_px,
        margin={"l": 64, "r": 16, "t": 34, "b": 54},
        font={"family": FONT, "size": 14, "color": INK},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        hoverlabel={"font": {"family": FONT, "size": 14}},
        barmode="relative",
        separators=".,",
    )
    chart.add_annotation(
        text=plain(unit), xref="paper", yref="paper", x=0, y=1, xanchor="right", yanchor="bottom",
        showarrow=False, font={"size": 13}, xshift=-4, yshift=6,
    )  # fmt: skip
    chart.update_yaxes(gridcolor="#e4e7eb", zeroline=True, zerolinecolor="#52606d")
    chart.update_xaxes(showgrid=False)
    return chart


def _in_wan(amount: Quantity) -> Any:  # noqa: ANN401 None is a gap, which plotly's types leave out
    return None if amount.value is None else round(amount.value / WAN, 4)


def _hovers(amounts: list[Quantity]) -> Any:  # noqa: ANN401 plotly's types expect numbers here
    return _plain(map(fmt.hover, amounts))


def _gapped(amounts: Iterable[Quantity]) -> Any:  # noqa: ANN401 as of _in_wan
    return [amount.value for amount in amounts]


def _plain(texts: Iterable[str]) -> Any:  # noqa: ANN401 plotly's types expect numbers here
    return [plain(text) for text in texts]


def _stacked(figures: Figures, areas: Sequence[tuple[str, int]]) -> dict[Component, list[Quantity]]:
    """Return each component's amounts; an area whose direct emissions are not known has none.

    A bar of which a part is not known would look like a whole one.
    """
    whole = [figures.emission(area, year) for area, year in areas]
    return {
        component: [
            part if direct.value is not None else missing(TCO2, direct.reason)
            for part, direct in (
                (figures.component(area, year, component), direct)
                for (area, year), direct in zip(areas, whole, strict=True)
            )
        ]
        for component in Component
    }


def _gaps(chart: go.Figure, names: Sequence[str], stacked: dict[Component, list[Quantity]]) -> None:
    """Hatch what is missing of each bar, on top of what is known of it, and say why."""
    lost = [
        (name, dict.fromkeys(amount.reason for amount in amounts if amount.value is None))
        for name, *amounts in zip(names, *stacked.values(), strict=True)
        if any(amount.value is None for amount in amounts)
    ]
    heights = [amount.known for row in stacked.values() for amount in row if amount.value]
    if lost:
        chart.add_bar(
            name="缺失",
            x=[name for name, _ in lost],
            y=[max(heights, default=WAN) / WAN / GAP_SHARE] * len(lost),
            customdata=_plain(["；".join(reasons) for _, reasons in lost]),
            hovertemplate="%{x} 缺失：%{customdata}<extra></extra>",
            marker={
                "color": "#ffffff",
                "pattern": {"shape": "/", "fgcolor": "#8a949e"},
                "line": {"color": "#8a949e", "width": 0.5},
            },
        )


def has_city_totals(figures: Figures) -> bool:
    """Tell whether there is any total of the city to be shown as a point."""
    years = {*figures.snapshot.place.plan.public_years, *figures.ledger_years}
    return any(figures.city_total(year).value is not None for year in years)


def city_chart(figures: Figures) -> go.Figure:
    """Show the city's totals as points, the plan's and the reported apart; no line between."""
    plan, years = figures.snapshot.place.plan, figures.ledger_years
    first = min(plan.public_years, default=years[0])
    last = max((*years, plan.last_year or 0))
    points = {year: figures.city_total(year) for year in plan.public_years}
    known = {year: amount for year, amount in points.items() if amount.value is not None}
    chart = go.Figure()
    chart.add_scatter(
        x=list(known),
        y=[_in_wan(amount) for amount in known.values()],
        mode="markers+text",
        text=[fmt.wan_tonnes(amount) for amount in known.values()],
        # On a telephone the first number is wider than what is left of its point.
        textposition=["top right", *["top center"] * (len(known) - 1)],
        cliponaxis=False,
        marker={"size": 13, "color": ACCENT, "symbol": "circle"},
        name="方案公开值",
        hovertemplate="%{x} 年<br>%{y:,.2f} 万吨CO₂<extra>方案公开值</extra>",
    )
    told = {
        year: amount
        for year in figures.ledger_years
        if year not in plan.public_years and (amount := figures.city_total(year)).value is not None
    }
    if told:
        chart.add_scatter(
            x=list(told),
            y=[_in_wan(amount) for amount in told.values()],
            mode="markers+text",
            text=[fmt.wan_tonnes(amount) for amount in told.values()],
            textposition="top center",
            cliponaxis=False,
            customdata=_hovers(list(told.values())),
            marker={"size": 13, "color": "#ffffff", "line": {"color": ACCENT, "width": 2.5}},
            name="申报值",
            hovertemplate="%{x} 年<br>%{y:,.2f} 万吨CO₂<br>%{customdata}<extra>申报值</extra>",
        )
    chart.update_xaxes(range=[first - 1.5, last + 0.5], dtick=4, tick0=first)
    if shown := [amount.known / WAN for amount in (*known.values(), *told.values())]:
        chart.update_yaxes(range=_round_ends(min(shown), max(shown)))
    return _layout(chart, height_px=CITY_PX, unit="万吨CO₂")


def _round_ends(low: float, high: float) -> list[float]:
    """Return where an axis begins and ends around values with their numbers above them."""
    step = 10 ** floor(log10(high)) if high > 0 else 1
    return [floor(low / step) * step, ceil(high * ROOM_ABOVE / step * 10) * step / 10]


def path_chart(figures: Figures, levers: Levers) -> go.Figure:
    """Show the years that are known, the others as gaps, and the scenario apart from them."""
    scenarios, years = figures.scenarios, figures.scenarios.path(levers)
    known = {year: scenarios.known(year) for year in figures.years}
    kinds = dict.fromkeys(str(amount.kind) for amount in known.values() if amount.value is not None)
    every = range(min(known), max(known) + 1) if known else ()
    chart = go.Figure()
    chart.add_scatter(
        x=list(every),
        y=_wan_or_gap(known[year].value if year in known else None for year in every),
        mode="lines+markers",
        connectgaps=False,
        customdata=_plain(fmt.hover(known[year]) if year in known else "" for year in every),
        marker={"size": 9, "color": ACCENT},
        line={"color": ACCENT},
        name=plain(f"已知各年（{'、'.join(kinds)}）"),
        hovertemplate="%{x} 年 %{y:,.2f} 万吨CO₂<br>%{customdata}<extra></extra>",
    )
    for name, dash, color, values in (
        ("基准（各项不变）", "dot", "#52606d", [year.base_t for year in years]),
        ("情景", "dash", "#a1521d", [year.whole_t for year in years]),
    ):
        chart.add_scatter(
            x=[year.year for year in years],
            y=_wan_or_gap(values),
            mode="lines",
            line={"dash": dash, "color": color, "width": 3},
            name=plain(name),
            hovertemplate="%{x} 年 %{y:,.2f} 万吨CO₂<extra>%{fullData.name}</extra>",
        )
    shown = [*every, *(year.year for year in years)]
    chart.update_xaxes(dtick=1, range=[min(shown) - 0.5, max(shown) + 0.5] if shown else None)
    told = [amount.value for amount in known.values()]
    told += [value for year in years for value in (year.base_t, year.whole_t)]
    if heights := [value / WAN for value in told if value is not None]:
        # Not from zero, as is said below: what a lever does would else be no more than a line.
        low, high = min(heights), max(heights)
        room = max((high - low) * PATH_ROOM, high * PATH_ROOM / 10)
        chart.update_yaxes(range=[low - room, high + room])
    return _layout(chart, height_px=PATH_PX, unit="万吨CO₂")


def _wan_or_gap(tonnes: Iterable[float | None]) -> Any:  # noqa: ANN401 None is a gap, as above
    return [None if value is None else round(value / WAN, 4) for value in tonnes]


def forest_chart(figures: Figures) -> go.Figure:
    """Show the city's forest cover against the straight path to its target, in %."""
    chart = go.Figure()
    path = figures.forest_path()
    due = next((str(amount.kind) for amount in path.values()), "")
    chart.add_scatter(
        x=list(path),
        y=[amount.known for amount in path.values()],
        mode="lines",
        line={"dash": "dash", "color": "#52606d"},
        name=plain(f"直线路径（{due}）" if due else "直线路径"),
        hovertemplate="%{x} 年应达 %{y:.2f}%<extra></extra>",
    )
    values = {year: figures.forest_cover(CITY, year) for year in figures.forest_years}
    known = {year: amount for year, amount in values.items() if amount.value is not None}
    kind = next((str(amount.kind) for amount in known.values()), "")
    chart.add_scatter(
        x=list(known),
        y=[amount.known for amount in known.values()],
        mode="lines+markers",
        marker={"size": 9, "color": ACCENT},
        line={"color": ACCENT},
        name=plain(f"森林覆盖率（{kind}）"),
        hovertemplate="%{x} 年 %{y:.2f}%<extra></extra>",
    )
    found = figures.forest_standing
    if found is not None and found.target.value is not None and found.target.year is not None:
        chart.add_scatter(
            x=[found.target.year],
            y=[found.target.value],
            mode="markers+text",
            marker={"size": 13, "symbol": "diamond", "color": "#a11d21"},
            text=[f"目标 {found.target.value:g}%"],
            textposition="top left",
            cliponaxis=False,
            name=plain(f"目标（{fmt.clause_text(found.target)}）"),
            hovertemplate="%{x} 年目标 %{y:.1f}%<extra></extra>",
        )
    chart.update_xaxes(dtick=1)
    values_shown = [amount.known for amount in (*path.values(), *known.values())]
    if values_shown:
        low, high = min(values_shown), max(values_shown)
        below, above = (max(least, share * (high - low)) for least, share in FOREST_ROOM)
        chart.update_yaxes(range=[low - below, high + above], tickformat=".1f")
    return _layout(chart, height_px=FOREST_PX, unit="%")


def target_chart(figures: Figures, item: Standing) -> go.Figure:
    """Show the values of one target, its path, its baseline and its goal; a gap stays a gap.

    No line leads over a year of which nothing is known.
    """
    target, unit = item.target, unit_after(item.target.unit)
    chart, due = go.Figure(), path(item)
    series = figures.target_series(target.target_id)
    years = sorted({*series, *due})
    chart.add_scatter(
        x=list(due),
        y=[amount.known for amount in due.values()],
        mode="lines",
        line={"dash": "dash", "width": 1.5, "color": "#52606d"},
        name="直线路径",
        hovertemplate=f"%{{x}} 年应达 %{{y:,.{item.decimals}f}}{plain(unit)}<extra></extra>",
    )
    span = list(range(years[0], years[-1] + 1)) if years else []
    amounts = [series.get(year, missing(target.unit, MissingReason.NOT_REPORTED)) for year in span]
    kinds = "、".join(dict.fromkeys(str(each.kind) for each in amounts if each.value is not None))
    chart.add_scatter(
        x=span,
        y=_gapped(amounts),
        mode="lines+markers",
        connectgaps=False,
        marker={"size": 9, "color": ACCENT},
        line={"color": ACCENT},
        customdata=_hovers(amounts),
        name=plain(f"数值（{kinds}）" if kinds else "数值"),
        hovertemplate=f"%{{x}} 年 %{{y:,.{item.decimals}f}}{plain(unit)}<br>%{{customdata}}"
        "<extra></extra>",
    )
    marks = (
        ("基线", item.baseline_year, item.baseline, "diamond-open", INK),
        (f"目标 {fmt.target_text(target)}", target.year, target.goal, "diamond", "#a11d21"),
    )
    for words, year, amount, symbol, color in marks:
        if year is not None and amount is not None and amount.value is not None:
            chart.add_scatter(
                x=[year],
                y=[amount.value],
                mode="markers",
                marker={"size": 13, "symbol": symbol, "color": color, "line": {"width": 2}},
                name=plain(words),
                hovertemplate=f"%{{x}} 年 {plain(words)}：%{{y:,g}}{plain(unit)}<extra></extra>",
            )
    chart.update_xaxes(dtick=1, tickformat="d")
    return _layout(chart, height_px=FOREST_PX, unit=target.unit)


def capacity_chart(figures: Figures, among: Sequence[Site] | None = None) -> go.Figure:
    """Show the operating photovoltaics and storage by year, cumulated, in MW.

    ``among`` limits it to some of the sites, by default all of them.
    """
    chart = go.Figure()
    grown = {
        group: figures.operating_capacity(group, among)
        for group in (SiteGroup.PV, SiteGroup.STORAGE)
    }
    shown = {group: by_year for group, by_year in grown.items() if by_year}
    years = sorted({year for by_year in shown.values() for year in by_year})
    for group, by_year in shown.items():
        values = [_latest_until(by_year, year) for year in years]
        chart.add_bar(
            name=GROUP_LABEL[group],
            x=[str(year) for year in years],
            y=values,
            text=[fmt.number(value, 1) for value in values],
            textposition="auto",
            marker={"color": GROUP_COLOR[group], "line": {"color": INK, "width": 0.5}},
            hovertemplate="%{x} 年底累计 %{fullData.name} %{y:,.1f} MW<extra></extra>",
        )
    chart.update_xaxes(type="category")
    return _layout(chart, height_px=CAPACITY_PX, unit="MW")


def _latest_until(by_year: dict[int, Quantity], year: int) -> float:
    known = [known_year for known_year in by_year if known_year <= year]
    return by_year[max(known)].known if known else 0.0


def town_chart(figures: Figures, town_code: str) -> go.Figure:
    """Stack one town's emissions by component over the years, in 万吨."""
    chart = go.Figure()
    years = [str(year) for year in figures.years]
    stacked = _stacked(figures, [(town_code, year) for year in figures.years])
    for component, amounts in stacked.items():
        chart.add_bar(
            name=COMPONENT_LABEL[component],
            x=years,
            y=[_in_wan(amount) for amount in amounts],
            hovertemplate="%{x} 年 %{fullData.name} %{y:,.2f} 万吨CO₂<extra></extra>",
            marker={
                "color": COMPONENT_COLOR[component],
                "pattern": PATTERN[component],
                "line": {"color": "#1f2933", "width": 0.5},
            },
        )
    _gaps(chart, years, stacked)
    chart.update_xaxes(type="category")
    return _layout(chart, height_px=270, unit="万吨CO₂")


def enlarged(chart: go.Figure) -> go.Figure:
    """Return ``chart`` with type that can be read from the back row."""
    chart.update_layout(
        font={"size": PROJECTED_PX},
        height=380,
        margin={"l": 108, "r": 24, "t": 68, "b": 80},
        hoverlabel={"font": {"size": PROJECTED_PX}},
    )
    chart.update_annotations(font={"size": PROJECTED_PX})
    chart.update_traces(textfont={"size": PROJECTED_PX})
    return chart
