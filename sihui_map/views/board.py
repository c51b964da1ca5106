"""What the map's frame needs to answer without the server: values, classes, marks, words.

The frame's script (ui/assets/map.js) draws it; every text in it has gone through plain().
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import folium
import shapely
from branca.element import MacroElement
from folium.template import Template

from sihui_map.catalogue.indicator import Scope
from sihui_map.domain.classes import class_of
from sihui_map.domain.completeness import Told
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.domain.value import ValueKind, printed
from sihui_map.views import fmt
from sihui_map.views.around import around
from sihui_map.views.base_map import base_map
from sihui_map.views.fmt import KIND_MARK, kinds_legend
from sihui_map.views.inset import inset
from sihui_map.views.labels import COUNTY_LINE, TOWN_LINE, own_note
from sihui_map.views.mark_look import LEAST_PX, px_per_root_mw
from sihui_map.views.marks import drawable
from sihui_map.views.markup import plain
from sihui_map.views.palette import TOLD_COLOR, class_colors, hue_of, is_dark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

RIVER_COLOR = "#7fb2d9"
OUTLINE_STYLE = {"stroke": False, "fillColor": "#f3f5f1", "fillOpacity": 1}
TOLD_WORDS = {
    Told.NOTHING: "未报",
    Told.SAMPLE: "只有示例",
    Told.PART: "一部分",
    Told.ALL: "已报齐",
}
SEAT_PX = 8
"""Radius of the dot that stands for a unit of which only the seat is known."""


@dataclass(frozen=True)
class Board:
    """One map: what may be coloured, which marks lie on it, which layers can be switched."""

    title: str
    height_px: int
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    marks: list[dict[str, Any]] = field(default_factory=list)
    layers: list[dict[str, Any]] = field(default_factory=list)
    mark_legend: list[dict[str, Any]] = field(default_factory=list)
    years: Sequence[int] = ()
    partial: Sequence[int] = ()
    key: Sequence[str] = ()
    compares_years: bool = False
    """Whether its years can be played and seen side by side."""


class BoardScript(MacroElement):
    """Hands the board to the frame's script."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        window.sihui.start({{ this._parent.get_name() }}, {{ this.board }});
        {% endmacro %}"""
    )

    def __init__(self, board: dict[str, Any]) -> None:
        """Keep ``board`` as JSON that is also harmless as a template and as a script."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "BoardScript"
        self.board = json.dumps(board, ensure_ascii=True, separators=(",", ":"))


def legend_texts(breaks: Sequence[float], measure: Indicator) -> list[str]:
    """Return what the legend says of each class, lowest first, in the unit of ``measure``."""
    cuts = [_cut_text(cut / measure.divisor, measure.decimals) for cut in breaks]
    if not cuts:
        return ["全部数值"]
    middle = [f"{low} ～ {high}" for low, high in pairwise(cuts)]
    return [f"＜ {cuts[0]}", *middle, f"≥ {cuts[-1]}"]


def _cut_text(cut: float, decimals: int) -> str:
    # A cut finer than what is shown is written out, or two classes would read alike.
    exact = abs(round(cut, decimals) - cut) < 1e-9  # noqa: PLR2004 float noise
    return fmt.number(cut, decimals) if exact else f"{cut:,.6g}".replace("-", "−")


def shown_class(amount: Quantity, breaks: Sequence[float], measure: Indicator) -> int:
    """Return the class of a known amount as it is shown."""
    # The class is taken from the rounded value, so that legend and tooltip cannot disagree.
    rounded = float(printed(amount.known / measure.divisor, measure.decimals)) * measure.divisor
    return class_of(rounded + 1e-9, breaks)


def _frame_cell(
    amount: Quantity, breaks: Sequence[float], measure: Indicator, *, marked: bool
) -> list[Any]:
    """Return class, text, kind and, where a year mixes kinds, the mark that stands on the map."""
    if amount.value is None:
        part = fmt.part(amount, measure.decimals, measure.divisor)
        said = "；".join(filter(None, (amount.reason, part and f"{part} {measure.unit}")))
        return [None, plain(said), ""]
    mark = [KIND_MARK[amount.kind]] if marked else []
    shown = plain(fmt.shown(amount, measure))
    return [shown_class(amount, breaks, measure), shown, str(amount.kind), *mark]


def _mixed_years(cells: dict[str, dict[str, Quantity]]) -> dict[str, list[ValueKind]]:
    """Return the kinds of each year whose known values are of more than one."""
    found: dict[str, set[ValueKind]] = {}
    for years in cells.values():
        for year, amount in years.items():
            if amount.value is not None:
                found.setdefault(year, set()).add(amount.kind)
    return {
        year: [kind for kind in ValueKind if kind in kinds]
        for year, kinds in found.items()
        if len(kinds) > 1
    }


def measure_of(
    measure: Indicator,
    cells: dict[str, dict[str, Quantity]],
    breaks: Sequence[float],
    *,
    note: str = "",
) -> dict[str, Any]:
    """Return a measure for the frame: town → year → class and text, and its legend."""
    colors = class_colors(breaks, hue_of(measure))
    mixed = _mixed_years(cells)
    known = any(amount.value is not None for years in cells.values() for amount in years.values())
    return {
        "label": plain(measure.label),
        "unit": plain(measure.unit),
        "note": plain(note) if known else "",
        "colors": colors,
        "dark": [is_dark(color) for color in colors],
        "legend": [plain(text) for text in legend_texts(breaks, measure)] if known else [],
        "kinds": {year: kinds_legend(kinds) for year, kinds in mixed.items()},
        "yearly": True,
        "onMap": True,
        "cells": {
            code: {
                year: _frame_cell(amount, breaks, measure, marked=year in mixed)
                for year, amount in years.items()
            }
            for code, years in cells.items()
        },
    }


def told_measure(figures: Figures) -> dict[str, Any]:
    """Return for the frame how much of what it owes each town has reported, in each year.

    Without a year of data that is nothing, in every town.
    """
    has_sample = figures.snapshot.with_sample
    order = [told for told in TOLD_COLOR if has_sample or told is not Told.SAMPLE]
    colors = [TOLD_COLOR[told] for told in order]

    def cell(code: str, year: int) -> list[Any]:
        told = figures.told_together(code, year)
        return [order.index(told), plain(TOLD_WORDS[told]), ""]

    years = {str(year): year for year in figures.years} or {"": 0}
    return {
        "label": "填报情况",
        "unit": "",
        "note": "",
        "colors": colors,
        "dark": [is_dark(color) for color in colors],
        "legend": [plain(TOLD_WORDS[told]) for told in order],
        "isWhole": True,
        "kinds": {},
        "yearly": bool(figures.years),
        "onMap": True,
        "cells": {
            town.town_code: {name: cell(town.town_code, year) for name, year in years.items()}
            for town in figures.towns
        },
    }


def town_measure(
    figures: Figures, measure: Indicator, scope: Scope = Scope.DIRECT
) -> dict[str, Any]:
    """Return one measure of the towns for the frame, in all years that its map shows."""
    cells = {
        town.town_code: {
            str(year): figures.measure(town.town_code, year, measure, scope)
            for year in figures.years_of(measure)
        }
        for town in figures.towns
    }
    note = own_note(measure, figures.snapshot) or measure.size_note
    return measure_of(measure, cells, figures.breaks(measure, scope), note=note)


def source_cells(
    figures: Figures, source_id: str, measure: Indicator, scope: Scope
) -> dict[str, list[Any]]:
    """Return what a source with a row of its own emits, year by year, as ``measure_of`` does."""
    breaks = figures.breaks(measure, scope)
    return {
        str(year): _frame_cell(
            figures.measure(source_id, year, measure, scope), breaks, measure, marked=False
        )
        for year in figures.years
    }


def _label_point(geometry: Any) -> list[float]:  # noqa: ANN401 a GeoJSON geometry
    shape = shapely.geometry.shape(geometry)
    if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon | shapely.Point):
        return []
    point = shape if isinstance(shape, shapely.Point) else shapely.maximum_inscribed_circle(shape)
    lon, lat = point.coords[0]
    return [round(lat, 5), round(lon, 5)]


def _towns(figures: Figures) -> dict[str, dict[str, Any]]:
    in_scope = {town.town_code for town in figures.towns}
    shapes = drawable(figures)
    return {
        town.town_code: {
            "name": plain(town.name),
            "short": plain(town.short_name),
            "inScope": town.town_code in in_scope,
            "label": _label_point(shapes[town.town_code]),
        }
        for town in figures.snapshot.towns
        if town.town_code in shapes
    }


def _bounds(figures: Figures) -> list[list[float]]:
    drawn = [*figures.snapshot.boundaries.values(), figures.snapshot.outline]
    shapes = [shapely.geometry.shape(dict(each)) for each in drawn if each is not None]
    if not shapes:
        view = figures.snapshot.place.map
        return [[view.south, view.west], [view.north, view.east]]
    west, south, east, north = shapely.total_bounds(shapes)
    return [[float(south), float(west)], [float(north), float(east)]]


def _line_legend(figures: Figures) -> list[list[str]]:
    """Return which lines there are, and how much each is to be believed."""
    if not figures.snapshot.boundaries:
        return [["outline", COUNTY_LINE]] if figures.snapshot.outline else []
    return [["outline", COUNTY_LINE], ["inner", TOWN_LINE]]


def folium_map(figures: Figures, board: Board, *, approval: str = "") -> folium.Map:
    """Return the map of ``board``: unit polygons, and the script that draws all the rest.

    ``approval`` is the 审图号; until one is entered the map says that there is none.
    """
    place = figures.snapshot.place
    city = base_map(place.map)
    known, shapes = _towns(figures), drawable(figures)
    has_seats = any(code not in figures.snapshot.boundaries for code in known)
    sample = " · 含示例数据" if figures.snapshot.with_sample else ""
    note = f"{SCHEMATIC_NOTE} · 审图号：{approval or '（尚未取得）'}{sample}"
    if figures.snapshot.outline and not figures.snapshot.boundaries:
        folium.GeoJson(
            # The frame's script asks every feature for its properties.
            {"type": "Feature", "properties": {}, "geometry": figures.snapshot.outline},
            smooth_factor=0,
            style_function=lambda _: {**OUTLINE_STYLE, "interactive": False},
        ).add_to(city)
    if known:  # folium refuses a layer over no features
        folium.GeoJson(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"town_code": plain(code)},
                        "geometry": shapes[code],
                    }
                    for code in known
                ],
            },
            smooth_factor=0,
            marker=folium.CircleMarker(radius=SEAT_PX, fill=True) if has_seats else None,
            style_function=lambda _: {"fillOpacity": 1},
        ).add_to(city)
    looks = list(dict.fromkeys(mark["draw"] for mark in board.marks))
    BoardScript(
        {
            "title": plain(board.title),
            "height": board.height_px,
            "years": list(board.years),
            "partial": list(board.partial),
            "measures": board.measures,
            "marks": [mark | {"draw": looks.index(mark["draw"])} for mark in board.marks],
            "looks": looks,
            "size": {"least": LEAST_PX, "root": px_per_root_mw(figures.snapshot.sites)},
            "layers": board.layers,
            "markLegend": board.mark_legend,
            "towns": known,
            "bounds": _bounds(figures),
            "around": around(figures),
            "inset": inset(figures),
            "lines": _line_legend(figures),
            "compares": board.compares_years and len(board.years) > 1,
            "key": list(board.key),
            "note": plain(note),
            "outside": {"legend": plain(place.outside_legend), "tip": plain(place.outside_text)},
        }
    ).add_to(city)
    return city
