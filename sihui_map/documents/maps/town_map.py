"""One map of the towns as it goes on paper: areas, classes, legend and notes, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely.affinity import affine_transform

from sihui_map.documents.office import clean
from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.domain.value import MissingReason, any_sample, missing
from sihui_map.errors import ChoiceError
from sihui_map.figures import COMPONENT_MEASURES, Boundary, Measure
from sihui_map.views import fmt
from sihui_map.views.board import FOREST_BREAKS, FOREST_DISPLAY, legend_texts, shown_class
from sihui_map.views.labels import (
    BOUNDARY_LABEL,
    SITE_KIND_MARK,
    TOTAL_NOTE,
    Display,
    measure_display,
)
from sihui_map.views.locator import aspect
from sihui_map.views.maps import FOREST_COVER, measure_id
from sihui_map.views.palette import GREENS, SEQUENTIAL, class_colors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

NEUTRAL, BORDER = "#e4e7ea", "#5b6770"
HATCH = "#75808a"
MOST_POINTS, LEAST_POINTS = 300, 5
MOST_TOLERANCE = 1.0
"""Degrees: more than the county is wide."""
STILL_NOTE = "总量受镇街大小影响，横向比较宜看人均、单位面积、单位 GDP。"
EMISSIONS: Mapping[str, tuple[Measure, Boundary]] = {
    measure_id(measure, boundary): (measure, boundary)
    for measure in Measure
    for boundary in Boundary
}
"""What can be coloured by the name that the screen gives it; a component has one boundary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One unit: a polygon, where its label goes, and how it is filled; no ``color`` is hatched."""

    code: str
    name: str
    short: str
    text: str
    told: str
    color: str
    in_scope: bool
    shape: Any
    label: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A source that stands on the map as a symbol of its own."""

    name: str
    glyph: str
    place: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class TownMap:
    """A map in plane units: x from the west, y from the north, both from 0 to ``size``.

    ``legend`` pairs each class's colour with its words, highest first as on the screen.
    """

    title: str
    label: str
    scope: str
    unit: str
    legend: tuple[tuple[str, str], ...]
    areas: tuple[Area, ...]
    rivers: tuple[tuple[tuple[float, float], ...], ...]
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]
    outside: str
    size: tuple[float, float]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class _Theme:
    display: Display
    scope: str
    breaks: Sequence[float]
    hue: Sequence[str]
    years: tuple[int, ...]
    newest: int
    read: Callable[[str, int], Quantity]


def _theme(figures: Figures, name: str) -> _Theme:
    if name == FOREST_COVER:
        return _Theme(
            FOREST_DISPLAY,
            "",
            FOREST_BREAKS,
            GREENS,
            figures.forest_years,
            figures.default_forest_year,
            figures.forest_cover,
        )
    if name not in EMISSIONS:
        msg = f"没有名为「{name[:30]}」的地图；可选：{'、'.join((*EMISSIONS, FOREST_COVER))}"
        raise ChoiceError(msg)
    measure, boundary = EMISSIONS[name]
    return _Theme(
        measure_display(measure, figures.snapshot.place),
        "" if measure in COMPONENT_MEASURES else BOUNDARY_LABEL[boundary],
        figures.breaks(measure, boundary),
        SEQUENTIAL,
        figures.years,
        figures.default_year,
        lambda area, year: figures.measure(area, year, measure, boundary),
    )


def _year(theme: _Theme, year: int | None) -> int | None:
    if year is None:
        return theme.newest or None
    if year not in theme.years:
        known = "、".join(map(str, theme.years)) or "（无数据）"
        msg = f"{theme.display.label}没有 {year} 年的数据；可选年份：{known}"
        raise ChoiceError(msg)
    return year


def town_map(
    figures: Figures, name: str, *, year: int | None = None, approval: str = ""
) -> TownMap:
    """Return the map ``name`` (``direct.total``, ``coal``, ``forest_cover`` …) of one year.

    Without ``year`` it is the latest that is whole, or else that most is known of; towns without
    a value are hatched, not left out.
    """
    theme = _theme(figures, name)
    shown = _year(theme, year)
    amounts = {
        town.town_code: missing(theme.display.unit, MissingReason.NOT_REPORTED)
        if shown is None
        else theme.read(town.town_code, shown)
        for town in figures.towns
    }
    known = [amount for amount in amounts.values() if amount.value is not None]
    reasons = dict.fromkeys(amount.reason for amount in amounts.values() if amount.value is None)
    plane = _Plane(figures)
    when = f"{shown} 年" if shown is not None else ""
    classes = zip(
        class_colors(theme.breaks, theme.hue),
        legend_texts(theme.breaks, theme.display),
        strict=True,
    )
    areas = tuple(_areas(figures, plane, amounts, theme))
    is_part = any(not area.in_scope for area in areas)
    return TownMap(
        title=f"{when}{theme.display.label}",
        label=theme.display.label,
        scope=theme.scope,
        unit=theme.display.unit,
        legend=tuple(classes)[::-1] if known else (),
        areas=areas,
        rivers=plane.rivers(),
        marks=plane.marks() if name != FOREST_COVER else (),
        notes=(
            f"{SCHEMATIC_NOTE}。审图号：{clean(approval) or '（尚未取得）'}",
            *((f"缺失原因：{clean('；'.join(reasons))}",) if reasons else ()),
            *((_still(theme.display.note),) if known and theme.display.note else ()),
        ),
        outside=clean(figures.snapshot.place.outside_legend) if is_part else "",
        size=plane.size,
        is_sample=any_sample(known),
    )


def _still(note: str) -> str:
    """Return a note of the screen as a picture can say it: there is nothing to switch."""
    return STILL_NOTE if note == TOTAL_NOTE else note


def _areas(
    figures: Figures, plane: _Plane, amounts: Mapping[str, Quantity], theme: _Theme
) -> list[Area]:
    colors = class_colors(theme.breaks, theme.hue)
    found = []
    for town in figures.snapshot.towns:
        shape = plane.shapes.get(town.town_code)
        if shape is None:
            continue
        amount = amounts.get(town.town_code)
        color = ""
        if amount is not None and amount.value is not None:
            color = colors[shown_class(amount, theme.breaks, theme.display)]
        found.append(
            Area(
                code=town.town_code,
                name=clean(town.name),
                short=clean(town.short_name),
                text=fmt.shown(amount, theme.display) if color and amount is not None else "",
                told=_told(amount, theme.display),
                color=color,
                in_scope=amount is not None,
                shape=shape,
                label=shapely.maximum_inscribed_circle(shape).coords[0],
            )
        )
    return found


def _told(amount: Quantity | None, display: Display) -> str:
    if amount is None:
        return "不在统计范围"
    if amount.value is None:
        part = fmt.part(amount, display.decimals, display.divisor)
        known = f"，{part} {display.unit}（{amount.part_kind}）" if part else ""
        return clean(f"缺失（{amount.reason}{known}）")
    return f"{fmt.shown(amount, display)} {display.unit}（{amount.kind}）"


class _Plane:
    """Degrees made plane: stretched as the screen's small drawing is, small details dropped."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        degrees = {
            code: shapely.geometry.shape(dict(geometry))
            for code, geometry in figures.snapshot.boundaries.items()
        }
        drawn = {
            code: shape
            for code, shape in degrees.items()
            if isinstance(shape, shapely.Polygon | shapely.MultiPolygon) and not shape.is_empty
        }
        west, south, east, north = (
            map(float, shapely.total_bounds(list(drawn.values())))
            if drawn
            else (0.0, 0.0, 1.0, 1.0)
        )
        self.west, self.north = west, north
        self.tall = aspect(south, north)
        self.size = (east - west, (north - south) * self.tall)
        self.shapes = {code: _simple(self.place(shape)) for code, shape in drawn.items()}

    def place(self, shape: Any) -> Any:  # noqa: ANN401 a shape of any kind
        """Return ``shape`` in plane units."""
        return affine_transform(shape, [1, 0, 0, -self.tall, -self.west, self.north * self.tall])

    def rivers(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Return the rivers that lie on the map as lines."""
        lines = (
            shapely.geometry.shape(river["geometry"]) for river in self.figures.snapshot.rivers
        )
        frame = shapely.box(0, 0, *self.size)
        placed = (_simple(self.place(line)).intersection(frame) for line in lines)
        parts = (part for line in placed for part in getattr(line, "geoms", [line]))
        return tuple(
            tuple((x, y) for x, y, *_ in part.coords)
            for part in parts
            if self.shapes and isinstance(part, shapely.LineString) and not part.is_empty
        )

    def marks(self) -> tuple[Mark, ...]:
        """Return the named sources whose place is exactly known."""
        sites = {site.site_id: site for site in self.figures.snapshot.sites}
        found = []
        for source in self.figures.snapshot.named_sources:
            site = sites.get(source.site_id)
            if site and site.place_precision is PlacePrecision.POINT and self.shapes:
                point = self.place(shapely.Point(site.lon or 0.0, site.lat or 0.0))
                glyph, _ = SITE_KIND_MARK[site.kind]
                found.append(Mark(name=clean(source.name), glyph=glyph, place=(point.x, point.y)))
        return tuple(found)


def _simple(shape: Any) -> Any:  # noqa: ANN401 a shape of any kind
    """Return ``shape`` with about MOST_POINTS points: more would be slow to edit by hand.

    Islands, holes and other parts beyond the first keep their own: no line is ever dropped.
    """
    parts = shapely.get_parts(shape)
    lines = len(parts) + int(shapely.get_num_interior_rings(parts).sum())
    most = MOST_POINTS + LEAST_POINTS * (lines - 1)
    tolerance = 1e-5
    simple = shape
    # Beyond the size of the map nothing more is left out, however many points are too many.
    while shapely.get_num_coordinates(simple) > most and tolerance < MOST_TOLERANCE:
        simple = shape.simplify(tolerance)
        tolerance *= 2
    return simple
