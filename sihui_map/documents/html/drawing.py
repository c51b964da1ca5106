"""The map of the offline pack: one drawing that is complete before any script runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sihui_map.documents.maps.town_map import BORDER, HATCH, NEUTRAL, OUTLINE, town_map
from sihui_map.domain.site import PlacePrecision
from sihui_map.views.board import RIVER_COLOR
from sihui_map.views.locator import rings
from sihui_map.views.mark_look import UNITS, px_per_root_mw, side_px
from sihui_map.views.marks import park_mark, site_mark
from sihui_map.views.markup import plain
from sihui_map.views.palette import is_dark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.documents.maps.town_map import Area
    from sihui_map.figures import Figures

WIDTH_PX = 470.0
MARGIN_PX = 8.0
FOOT_PX = 26.0
GAP_PX = 28.0
KM_PER_DEGREE = 111.2
SCALE_KM = 10
MISSING, OUTSIDE = "url(#hatch-missing)", "url(#hatch-outside)"
HATCHES = (
    '<pattern id="hatch-missing" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/>'
    f'<rect width="1.6" height="7" fill="{HATCH}"/></pattern>'
    '<pattern id="hatch-outside" width="5" height="5" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(-45)"><rect width="5" height="5" fill="{NEUTRAL}"/>'
    '<rect width="1.2" height="5" fill="#aab2b9"/></pattern>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the plane of town_map() lies on the drawing: its corner in degrees, px per unit.

    ``aspect`` is a degree of latitude over one of longitude.
    """

    west: float
    north: float
    aspect: float
    scale: float
    height_px: float

    def at(self, place: tuple[float, float]) -> tuple[float, float]:
        """Return where a point of the plane lies, in px from the upper left corner."""
        return place[0] * self.scale + MARGIN_PX, place[1] * self.scale + MARGIN_PX

    def at_degrees(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point of the globe lies, in px from the upper left corner."""
        return self.at((lon - self.west, (self.north - lat) * self.aspect))

    def way(self, places: Iterable[tuple[float, float]]) -> str:
        """Return the way along ``places`` for a path."""
        return "M" + "L".join("{:.1f},{:.1f}".format(*self.at(place)) for place in places)


def map_svg(figures: Figures, name: str) -> str:
    """Return the map ``name`` (see ``themes``) of the latest year; nothing where none is known.

    Without towns' boundaries it is the outline, on which the script finds nothing to colour.
    The script recolours the same drawing, so a reader without one sees the latest year.
    """
    shown = town_map(figures, name)
    if not shown.areas and shown.outline is None:
        return ""
    scale = (WIDTH_PX - 2 * MARGIN_PX) / shown.size[0]
    height_px = shown.size[1] * scale + 2 * MARGIN_PX + FOOT_PX
    sheet = Sheet(*shown.corner, shown.aspect, scale, height_px)
    around = "" if shown.outline is None else _around(sheet, shown.outline)
    areas = "".join(_area(sheet, area) for area in shown.areas)
    labels = "".join(_label(sheet, area) for area in shown.areas)
    rivers = "".join(f'<path d="{sheet.way(river)}"/>' for river in shown.rivers)
    centres = {area.code: sheet.at(area.label) for area in shown.areas}
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH_PX:g} {sheet.height_px:.0f}" role="group" '
        f'aria-label="镇街地图"><defs>{HATCHES}</defs>'
        f'{around}<g class="areas" stroke="{BORDER}">{areas}</g>'
        f'<g class="rivers" fill="none" stroke="{RIVER_COLOR}" stroke-width="2">{rivers}</g>'
        '<path class="outline" fill="none" stroke="#10261d" stroke-width="3.5"/>'
        f'{_marks(figures, sheet, centres)}<g class="names">{labels}</g>{_scale(sheet)}</svg>'
    )


def _around(sheet: Sheet, shape: Any) -> str:  # noqa: ANN401 one or more polygons
    ways = "".join(f"{sheet.way(ring)}Z" for ring in rings(shape))
    return (
        f'<path d="{ways}" fill="none" stroke="{BORDER}" stroke-width="1.6">'
        f"<title>{OUTLINE}</title></path>"
    )


def _area(sheet: Sheet, area: Area) -> str:
    code, name = plain(area.code), plain(area.name)
    fill = (area.color or MISSING) if area.in_scope else OUTSIDE
    ways = "".join(f"{sheet.way(ring)}Z" for ring in rings(area.shape))
    path = f'<path d="{ways}" fill="{fill}" data-area="{code}" fill-rule="evenodd"/>'
    if not area.in_scope:
        return f'<g data-hint="{plain(f"{name}<br>{area.told}")}">{path}</g>'
    return f'<a href="#town-{code}" data-town="{code}" aria-label="{name}">{path}</a>'


def _label(sheet: Sheet, area: Area) -> str:
    x, y = sheet.at(area.label)
    kind = "name dark" if area.color and is_dark(area.color) else "name"
    return (
        f'<text class="{kind}" data-label="{plain(area.code)}" x="{x:.1f}" y="{y:.1f}">'
        f'{plain(area.short)}<tspan x="{x:.1f}" dy="1.1em">{plain(area.text)}</tspan></text>'
    )


def _marks(figures: Figures, sheet: Sheet, centres: Mapping[str, tuple[float, float]]) -> str:
    """Return exact places where they are, others under their town's name, one mark per kind."""
    marks = [
        *(site_mark(figures, site) for site in figures.snapshot.sites),
        *(park_mark(figures, park) for park in figures.snapshot.parks),
    ]
    groups: dict[str, list[dict[str, Any]]] = {}
    for mark in marks:
        exact = mark["precision"] == PlacePrecision.POINT
        if not exact and mark["town"] not in centres:  # neither its place nor its town's is public
            continue
        is_alone = exact or mark["layer"] == "parks"
        key = mark["id"] if is_alone else f"{mark['town']}/{mark['draw']}"
        groups.setdefault(key, []).append(mark)
    drawn: dict[str, list[str]] = {"sites": [], "parks": []}
    slots: dict[str, int] = {}
    root_px = px_per_root_mw(figures.snapshot.sites)
    for group in groups.values():
        first = group[0]
        side = first.get("side") or side_px(sum(mark["mw"] for mark in group), root_px)
        if first["precision"] == PlacePrecision.POINT:
            place = sheet.at_degrees(first["lon"], first["lat"])
        else:
            place = _slot(centres[first["town"]], slots.get(first["town"], 0))
            slots[first["town"]] = slots.get(first["town"], 0) + 1
        drawn[first["layer"]].append(_mark(group, place, side))
    return "".join(
        f'<g class="marks" id="layer-{layer}">{"".join(found)}</g>'
        for layer, found in drawn.items()
    )


def _slot(centre: tuple[float, float], slot: int) -> tuple[float, float]:
    """Return the middle of the ``slot``-th place under a town's name, four to a line."""
    return (centre[0] + (slot % 4 - 1.5) * GAP_PX, centre[1] + 28 + slot // 4 * GAP_PX)


def _mark(group: list[dict[str, Any]], place: tuple[float, float], side: float) -> str:
    (x, y), first = place, group[0]
    exact = first["precision"] == PlacePrecision.POINT
    hint = plain("<hr>".join(mark["html"] for mark in group))
    count = f'<text class="count" x="{x + 11:.1f}" y="{y + 13:.1f}">{len(group)}</text>'
    names = "、".join(mark["name"] for mark in group)
    return (
        f'<g class="{"exact" if exact else "vague"} {first["style"]}" data-hint="{hint}" '
        f'tabindex="0" role="img" aria-label="{names}">'
        f'<g transform="translate({x:.1f} {y:.1f}) scale({side / UNITS:.3g})">{first["draw"]}</g>'
        f"{count if len(group) > 1 else ''}</g>"
    )


def _scale(sheet: Sheet) -> str:
    length = SCALE_KM / KM_PER_DEGREE * sheet.aspect * sheet.scale
    y, end = sheet.height_px - 8, WIDTH_PX - MARGIN_PX
    return (
        f'<g class="scale"><path d="M{end - length:.1f},{y - 6:.1f}v6h{length:.1f}v-6" '
        f'fill="none" stroke="#3e4c59"/><text x="{end - length / 2:.1f}" y="{y - 5:.1f}">'
        f"{SCALE_KM} km</text></g>"
    )


def swatch(fill: str) -> str:
    """Return the sample of a colour or hatch for a legend."""
    return (
        '<svg class="swatch" width="26" height="15" aria-hidden="true">'
        f'<rect x=".5" y=".5" width="25" height="14" fill="{fill}" stroke="#7b8794"/></svg>'
    )


def unplaced(figures: Figures) -> list[str]:
    """Return the names of projects and parks whose place is not public, so not on the map."""
    sites = [
        site.name
        for site in figures.snapshot.sites
        if site_mark(figures, site)["precision"] == PlacePrecision.CITY
    ]
    return sites + [park.name for park in figures.snapshot.parks if not park.town_code]
