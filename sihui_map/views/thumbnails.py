"""Small pictures of what can be handed out: the kind of document, and this county's map in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.views.board import shown_class
from sihui_map.views.locator import aspect, rings
from sihui_map.views.palette import ACCENT, class_colors, hue_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.figures import Figures

    Box = tuple[float, float, float, float]

WIDE, TALL = 160, 100
NOTHING, LINE, SOFT = "#e4e7ea", "#9aa5b1", "#d8dee3"
COARSE = 0.004
"""Degrees: finer than this nothing is seen at this size."""


def _town_colors(figures: Figures) -> Mapping[str, str]:
    breaks, year = figures.breaks(TOTAL, Scope.DIRECT), figures.default_year
    colors = class_colors(breaks, hue_of(TOTAL))
    amounts = {town.town_code: figures.emission(town.town_code, year) for town in figures.towns}
    return {
        code: colors[shown_class(amount, breaks, TOTAL)]
        for code, amount in amounts.items()
        if amount.value is not None
    }


def _map(figures: Figures, box: Box) -> str:
    """Return the towns in ``box`` (left, top, width, height), coloured as on the map."""
    shapes = {
        code: shapely.geometry.shape(dict(geometry)).simplify(COARSE)
        for code, geometry in figures.snapshot.boundaries.items()
    }
    if not shapes and figures.snapshot.outline:
        shapes = {"": shapely.geometry.shape(dict(figures.snapshot.outline)).simplify(COARSE)}
    if not shapes:
        return ""
    left, top, width, height = box
    west, south, east, north = (float(each) for each in shapely.total_bounds([*shapes.values()]))
    tall = aspect(south, north)
    scale = min(width / (east - west), height / ((north - south) * tall))
    across = left + (width - (east - west) * scale) / 2
    down = top + (height - (north - south) * tall * scale) / 2
    colors = _town_colors(figures)
    return "".join(
        f'<path d="{_path(shape, across, down, west, north, scale, tall)}" '
        f'fill="{colors.get(code, NOTHING)}" stroke="#5b6770" stroke-width=".5"/>'
        for code, shape in shapes.items()
    )


def _path(  # noqa: PLR0913, PLR0917 where it is put and from where it comes
    shape: object, across: float, down: float, west: float, north: float, scale: float, tall: float
) -> str:
    drawn = (
        "M"
        + "L".join(
            f"{(lon - west) * scale + across:.1f},{(north - lat) * tall * scale + down:.1f}"
            for lon, lat in ring
        )
        + "Z"
        for ring in rings(shape)
    )
    return "".join(drawn)


def _bar(left: float, top: float, width: float, height: float, color: str) -> str:
    return f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="{color}"/>'


def _sheet(left: float, top: float, width: float, height: float) -> str:
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="#fff" '
        f'stroke="{LINE}"/>'
    )


def _lines(left: float, width: float, tops: Iterable[float]) -> str:
    return "".join(_bar(left, top, width, 2.5, SOFT) for top in tops)


def _deck(figures: Figures) -> str:
    bars = "".join(
        _bar(96 + 13 * at, 78 - tall, 8, tall, ACCENT) for at, tall in enumerate((34, 22, 27, 14))
    )
    head = _bar(20, 12, 60, 5, ACCENT) + _lines(20, 96, (22,))
    return _sheet(12, 6, 136, 84) + head + _map(figures, (18, 28, 70, 58)) + bars


def _report(figures: Figures) -> str:
    head = _bar(58, 10, 44, 4, "#a11d21") + _lines(54, 52, (20, 25, 30))
    return (
        _sheet(46, 3, 68, 94)
        + head
        + _map(figures, (58, 34, 44, 34))
        + _lines(54, 52, (73, 78, 83, 88))
    )


def _evaluation(_: Figures) -> str:
    head = _bar(58, 10, 44, 4, "#a11d21") + _lines(54, 52, (20, 25))
    tops = [34 + 9 * at for at in range(7)]
    rows = _lines(54, 26, tops) + "".join(
        _bar(84, top, width, 2.5, ACCENT)
        for top, width in zip(tops, (18, 14, 20, 16), strict=False)
    )
    return _sheet(46, 3, 68, 94) + head + rows


def _sheets(_: Figures) -> str:
    behind = _sheet(58, 3, 64, 88) + _sheet(50, 6, 64, 88)
    rows = _lines(48, 52, (30, 38, 46, 54, 62))
    return f"{behind}{_sheet(42, 9, 64, 88)}{_bar(48, 16, 34, 4, ACCENT)}{rows}" + (
        _bar(48, 84, 20, 1, LINE) + _bar(80, 84, 20, 1, LINE)
    )


def _pack(figures: Figures) -> str:
    dots = "".join(f'<circle cx="{20 + 7 * at}" cy="13" r="2" fill="{LINE}"/>' for at in range(3))
    side = _lines(100, 40, (30, 38, 46, 54, 62, 70))
    return (
        _sheet(12, 6, 136, 84)
        + _bar(12.5, 6.5, 135, 13, SOFT)
        + dots
        + (_map(figures, (18, 24, 76, 62)) + side)
    )


def _book(_: Figures) -> str:
    columns = "".join(_bar(30 + 25 * at, 8, 1, 80, SOFT) for at in range(1, 4))
    rows = "".join(_bar(30, 8 + 10 * at, 100, 1, SOFT) for at in range(1, 8))
    tabs = _bar(30, 88, 24, 7, ACCENT) + _bar(56, 88, 24, 7, SOFT) + _bar(82, 88, 24, 7, SOFT)
    return _sheet(30, 8, 100, 80) + _bar(30.5, 8.5, 99, 9, "#cfe3da") + columns + rows + tabs


def _picture(figures: Figures) -> str:
    return _sheet(24, 4, 112, 92) + _map(figures, (30, 8, 100, 84))


def _layers(figures: Figures) -> str:
    turned = "".join(
        f'<g transform="translate({at * 7 - 8} {at * 12 - 6}) skewX(-18)">'
        f'<rect x="56" y="22" width="76" height="46" fill="{color}" stroke="{LINE}"/>'
        "</g>"
        for at, color in ((2, SOFT), (1, "#cfe3da"))
    )
    return turned + _map(figures, (28, 2, 90, 70))


def _plain(_: Figures) -> str:
    return _sheet(46, 3, 68, 94)


DRAWN: Mapping[str, Callable[[Figures], str]] = {
    "deck": _deck,
    "report": _report,
    "evaluation": _evaluation,
    "town-sheets": _sheets,
    "pack": _pack,
    "databook": _book,
    "map": _picture,
    "map-png": _picture,
    "gpkg": _layers,
}


def thumbnail(figures: Figures, key: str) -> str:
    """Return an SVG of the output ``key``; a plain sheet of one that has no drawing."""
    inner = DRAWN.get(key, _plain)(figures)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {TALL}">'
        f'<rect width="{WIDE}" height="{TALL}" fill="#eef2f0"/>{inner}</svg>'
    )
