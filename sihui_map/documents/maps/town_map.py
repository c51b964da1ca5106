"""One map of the towns as it goes on paper: areas, classes, legend and notes, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from shapely.affinity import affine_transform

from sihui_map.catalogue.indicator import Role, Scope
from sihui_map.catalogue.indicators import COVER
from sihui_map.documents.office import clean
from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.domain.value import MissingReason, any_sample, missing
from sihui_map.errors import ChoiceError
from sihui_map.views import fmt
from sihui_map.views.board import legend_texts, shown_class
from sihui_map.views.labels import own_note, scope_text
from sihui_map.views.locator import aspect
from sihui_map.views.maps import themes
from sihui_map.views.marks import site_look
from sihui_map.views.palette import class_colors, hue_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.views.mark_look import Look

NEUTRAL, BORDER = "#e4e7ea", "#5b6770"
HATCH = "#75808a"
MOST_POINTS, LEAST_POINTS = 300, 5
MOST_TOLERANCE = 1.0
"""Degrees: more than the county is wide."""
OUTLINE = "县级外廓"
OUTLINE_NOTE = f"没有镇街界线，地图只画{OUTLINE}"
STILL_NOTE = "总量受镇街大小影响，横向比较宜看人均、单位面积、单位 GDP。"


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
    look: Look
    place: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class TownMap:
    """A map in plane units: x from the west, y from the north, both from 0 to ``size``.

    ``legend`` pairs each class's colour with its words, highest first as on the screen.
    ``outline`` is drawn where no town has a polygon, None where one has or none is known.
    ``corner`` is the upper left one, longitude and latitude in degrees; ``aspect`` a degree of
    latitude over one of longitude.
    """

    title: str
    label: str
    scope: str
    unit: str
    legend: tuple[tuple[str, str], ...]
    areas: tuple[Area, ...]
    outline: Any
    rivers: tuple[tuple[tuple[float, float], ...], ...]
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]
    outside: str
    size: tuple[float, float]
    corner: tuple[float, float]
    aspect: float
    is_sample: bool


def _theme(name: str) -> tuple[Indicator, Scope]:
    known = {**themes(), COVER.id: (COVER, Scope.DIRECT)}
    if name not in known:
        msg = f"没有名为「{name[:30]}」的地图；可选：{'、'.join(known)}"
        raise ChoiceError(msg)
    return known[name]


def _year(figures: Figures, measure: Indicator, year: int | None) -> int | None:
    years = figures.years_of(measure)
    if year is None:
        return figures.default_year_of(measure) or None
    if year not in years:
        known = "、".join(map(str, years)) or "（无数据）"
        msg = f"{measure.label}没有 {year} 年的数据；可选年份：{known}"
        raise ChoiceError(msg)
    return year


def town_map(
    figures: Figures, name: str, *, year: int | None = None, approval: str = ""
) -> TownMap:
    """Return the map ``name`` (``direct.total``, ``coal``, ``forest_cover`` …) of one year.

    Without ``year`` it is the latest that is whole, or else that most is known of; towns without
    a value are hatched, not left out.
    """
    measure, scope = _theme(name)
    shown = _year(figures, measure, year)
    breaks = figures.breaks(measure, scope)
    amounts = {
        town.town_code: missing(measure.unit, MissingReason.NOT_REPORTED)
        if shown is None
        else figures.measure(town.town_code, shown, measure, scope)
        for town in figures.towns
    }
    known = [amount for amount in amounts.values() if amount.value is not None]
    reasons = dict.fromkeys(amount.reason for amount in amounts.values() if amount.value is None)
    note = own_note(measure, figures.snapshot) or (STILL_NOTE if measure.size_note else "")
    plane = _Plane(figures)
    when = f"{shown} 年" if shown is not None else ""
    classes = zip(
        class_colors(breaks, hue_of(measure)),
        legend_texts(breaks, measure),
        strict=True,
    )
    areas = tuple(_areas(figures, plane, amounts, measure, breaks))
    is_part = any(not area.in_scope for area in areas)
    return TownMap(
        title=f"{when}{measure.label}",
        label=measure.label,
        scope=scope_text(measure, scope),
        unit=measure.unit,
        legend=tuple(classes)[::-1] if known and plane.outline is None else (),
        areas=areas,
        outline=plane.outline,
        rivers=plane.rivers(),
        marks=plane.marks() if measure.role is Role.CHOSEN else (),
        notes=(
            f"{SCHEMATIC_NOTE}。审图号：{clean(approval) or '（尚未取得）'}",
            *((OUTLINE_NOTE,) if plane.outline is not None else ()),
            *((f"缺失原因：{clean('；'.join(reasons))}",) if reasons else ()),
            *((note,) if known and note and plane.outline is None else ()),
        ),
        outside=clean(figures.snapshot.place.outside_legend) if is_part else "",
        size=plane.size,
        corner=(plane.west, plane.north),
        aspect=plane.tall,
        is_sample=any_sample(known),
    )


def _areas(
    figures: Figures,
    plane: _Plane,
    amounts: Mapping[str, Quantity],
    measure: Indicator,
    breaks: Sequence[float],
) -> list[Area]:
    colors = class_colors(breaks, hue_of(measure))
    found = []
    for town in figures.snapshot.towns:
        shape = plane.shapes.get(town.town_code)
        if shape is None:
            continue
        amount = amounts.get(town.town_code)
        color = ""
        if amount is not None and amount.value is not None:
            color = colors[shown_class(amount, breaks, measure)]
        found.append(
            Area(
                code=town.town_code,
                name=clean(town.name),
                short=clean(town.short_name),
                text=fmt.shown(amount, measure) if color and amount is not None else "",
                told=_told(amount, measure),
                color=color,
                in_scope=amount is not None,
                shape=shape,
                label=shapely.maximum_inscribed_circle(shape).coords[0],
            )
        )
    return found


def _told(amount: Quantity | None, measure: Indicator) -> str:
    if amount is None:
        return "不在统计范围"
    if amount.value is None:
        part = fmt.part(amount, measure.decimals, measure.divisor)
        known = f"，{part} {measure.unit}（{amount.part_kind}）" if part else ""
        return clean(f"缺失（{amount.reason}{known}）")
    return f"{fmt.shown(amount, measure)} {measure.unit}（{amount.kind}）"


def _areal(given: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    """Return the GeoJSON geometries that have an area, as shapes in degrees."""
    shapes = {code: shapely.geometry.shape(dict(own)) for code, own in given.items() if own}
    return {
        code: shape
        for code, shape in shapes.items()
        if isinstance(shape, shapely.Polygon | shapely.MultiPolygon) and not shape.is_empty
    }


class _Plane:
    """Degrees made plane: stretched as the screen's small drawing is, small details dropped."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        drawn = _areal(figures.snapshot.boundaries)
        around = {} if drawn else _areal({"": figures.snapshot.outline})
        known = [*drawn.values(), *around.values()]
        self.is_drawn = bool(known)
        west, south, east, north = (
            map(float, shapely.total_bounds(known)) if known else (0.0, 0.0, 1.0, 1.0)
        )
        self.west, self.north = west, north
        self.tall = aspect(south, north)
        self.size = (east - west, (north - south) * self.tall)
        self.shapes = {code: _simple(self.place(shape)) for code, shape in drawn.items()}
        self.outline = next((_simple(self.place(shape)) for shape in around.values()), None)

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
            if self.is_drawn and isinstance(part, shapely.LineString) and not part.is_empty
        )

    def marks(self) -> tuple[Mark, ...]:
        """Return the named sources whose place is exactly known."""
        sites = {site.site_id: site for site in self.figures.snapshot.sites}
        found = []
        for source in self.figures.snapshot.named_sources:
            site = sites.get(source.site_id)
            if site and site.place_precision is PlacePrecision.POINT and self.is_drawn:
                point = self.place(shapely.Point(site.lon or 0.0, site.lat or 0.0))
                look = site_look(site)
                found.append(Mark(name=clean(source.name), look=look, place=(point.x, point.y)))
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
