"""How a mark is drawn: the one declaration for the live map, the paper maps and the legend.

Shape and character say the kind, size the capacity, fill the stage; a dashed outline says that
only the town is known, hatching that it is a sample, a ring how far a park's checklist is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

import shapely

from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.site import SiteStage
from sihui_map.views.markup import plain
from sihui_map.views.palette import INK, MARK_COLOR, PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.site import Site

UNITS = 24.0
"""The side of a mark in its own drawing: every shape has the area of a square of that side."""
LEAST_PX = 18.0
"""The least side: what is smaller, or of unknown capacity, could be neither read nor touched."""
MOST_PX = 36.0
"""The side of the largest site of the county; a larger one would cover a whole town."""
PARK_PX = 21.0
CASING = 2.0
"""The white around a mark, so that its outline can be seen on a dark town."""
INNER, MIDDLE, OUTER = 10.0, 13.2, 16.4
GAP_TURN = 0.022
"""What is left free on either side of a segment of a ring, as a share of the whole turn."""


class Fill(StrEnum):
    """How a mark is filled."""

    HOLLOW = "hollow"
    HALF = "half"
    FULL = "full"
    CROSSED = "crossed"
    UNKNOWN = "unknown"


STAGE_FILL: Mapping[SiteStage, Fill] = {
    SiteStage.IDEA: Fill.HOLLOW,
    SiteStage.PREPARATORY: Fill.HOLLOW,
    SiteStage.BUILDING: Fill.HALF,
    SiteStage.OPERATING: Fill.FULL,
    SiteStage.PAUSED: Fill.CROSSED,
    SiteStage.CANCELLED: Fill.CROSSED,
    SiteStage.UNKNOWN: Fill.UNKNOWN,
}
PARK_FILL: Mapping[ParkStage, tuple[str, Fill]] = {
    ParkStage.UNKNOWN: ("？", Fill.HOLLOW),
    ParkStage.NOT_STARTED: ("未", Fill.HOLLOW),
    ParkStage.DRAFTING: ("编", Fill.HOLLOW),
    ParkStage.UNDER_WAY: ("施", Fill.HALF),
    ParkStage.COMPLETED: ("完", Fill.FULL),
}
"""The character inside a park's mark, and how it is filled."""
CORNERS = {"pv": (4, 45.0), "storage": (6, 0.0), "gas": (5, 90.0), "waste": (4, 0.0)}
"""Corners of a shape and where the first is, in degrees; what is not listed is round."""
ROUND = (28, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a mark shows; ``ring`` is the state of each point of a park's checklist."""

    style: str
    glyph: str
    fill: Fill = Fill.HOLLOW
    is_dashed: bool = False
    is_sample: bool = False
    ring: tuple[CheckState, ...] = ()

    @property
    def color(self) -> str:
        """Return the colour of outline, filling and character."""
        return MARK_COLOR.get(self.style, INK)

    @property
    def reach(self) -> float:
        """Return how far it goes from its middle, without its white casing, in its own units."""
        if self.ring:
            return OUTER
        west, south, east, north = outline(self).bounds
        return float(max(-west, -south, east, north))

    @property
    def is_solid(self) -> bool:
        """Tell whether its character stands on its colour."""
        return self.fill is Fill.FULL and not self.is_sample


@dataclass(frozen=True, slots=True)
class Part:
    """A polygon or lines of a mark, drawn in turn; "" is no filling or no line."""

    shape: Any
    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: str = ""


def px_per_root_mw(sites: Iterable[Site]) -> float:
    """Return by what the root of a capacity is multiplied: the largest of ``sites`` fits."""
    largest = max((site.capacity_mw or 0.0 for site in sites), default=0.0)
    return MOST_PX / sqrt(largest) if largest else 0.0


def side_px(capacity_mw: float, root_px: float) -> float:
    """Return the side of a mark: its area grows as the capacity does, from a least one up."""
    return max(LEAST_PX, root_px * sqrt(capacity_mw))


def _regular(corners: int, turn: float, area: float) -> Any:  # noqa: ANN401 a polygon
    radius = sqrt(2 * area / (corners * sin(2 * pi / corners)))
    angles = (pi * turn / 180 + 2 * pi * at / corners for at in range(corners))
    return shapely.Polygon([(radius * cos(angle), -radius * sin(angle)) for angle in angles])


def outline(look: Look) -> Any:  # noqa: ANN401 a polygon
    """Return the outline of a mark around its middle, without the ring."""
    area = pi * (INNER - 1.6) ** 2 if look.ring else UNITS**2
    return _regular(*CORNERS.get(look.style, ROUND), area)


def _hatching(shape: Any, gap: float) -> Any:  # noqa: ANN401 lines across a polygon
    reach = int(UNITS / gap) * gap
    count = int(2 * reach / gap) + 1
    lines = [
        [(-reach + at * gap - UNITS, UNITS), (-reach + at * gap + UNITS, -UNITS)]
        for at in range(count)
    ]
    return shapely.MultiLineString(lines).intersection(shape)


def _cross(shape: Any) -> Any:  # noqa: ANN401 lines across a polygon
    far = UNITS
    lines = [[(-far, -far), (far, far)], [(-far, far), (far, -far)]]
    return shapely.MultiLineString(lines).intersection(shape)


def _sector(place: int, count: int, inner: float, outer: float) -> Any:  # noqa: ANN401 a polygon
    gap = GAP_TURN if count > 1 else 0.0
    first, last = place / count + gap, (place + 1) / count - gap
    steps = max(6, 36 // count)
    turns = [2 * pi * (first + (last - first) * at / steps) for at in range(steps + 1)]
    return shapely.Polygon(
        [
            *((outer * sin(turn), -outer * cos(turn)) for turn in turns),
            *((inner * sin(turn), -inner * cos(turn)) for turn in reversed(turns)),
        ]
    )


def _ring(states: Sequence[CheckState], color: str) -> Iterable[Part]:
    yield Part(_regular(*ROUND, pi * OUTER**2), PAPER, PAPER, 2 * CASING)
    for place, state in enumerate(states):
        whole = _sector(place, len(states), INNER, OUTER)
        if state is CheckState.COMPLETED:
            yield Part(whole, color, color, 1.0)
            continue
        if state is CheckState.UNDER_WAY:
            yield Part(_sector(place, len(states), INNER, MIDDLE), color)
        dash = "1 2" if state is CheckState.UNKNOWN else ""
        yield Part(whole, "", color, 1.0, dash)


def inside(look: Look) -> Iterable[Part]:
    """Yield what lies between the ground and the outline: what is filled, hatching, a cross."""
    shape, color = outline(look), look.color
    west, _, east, south = shape.bounds
    filled = {Fill.FULL: shape, Fill.HALF: shapely.box(west, 0, east, south) & shape}.get(look.fill)
    if look.is_sample:
        yield Part(_hatching(shape, 6), "", color, 0.7)
        if filled is not None and not look.ring:  # within a ring the character needs the room
            yield Part(_hatching(filled, 4), "", color, 1.4)
    elif filled is not None:
        yield Part(filled, color)
    if look.fill is Fill.CROSSED:
        yield Part(_cross(shape), "", color, 1.8)


def parts(look: Look) -> tuple[Part, ...]:
    """Return what a mark is drawn of, the lowest first; its character comes on top."""
    shape, color = outline(look), look.color
    found = [*_ring(look.ring, color)] if look.ring else []
    found.append(Part(shape, PAPER, "" if look.ring else PAPER, 2 * CASING))
    found += inside(look)
    found.append(Part(shape, "", color, 1.8, "4 2.5" if look.is_dashed else ""))
    return tuple(found)


def _way(shape: Any) -> str:  # noqa: ANN401 a polygon or lines
    if hasattr(shape, "geoms"):
        return "".join(map(_way, shape.geoms))
    is_area = shape.geom_type == "Polygon"
    places = shape.exterior.coords[:-1] if is_area else shape.coords
    way = "L".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in places)
    return f"M{way}{'Z' if is_area else ''}"


def _drawn(part: Part) -> str:
    stroke = f' stroke="{part.stroke}" stroke-width="{part.width:g}"' if part.stroke else ""
    dash = f' stroke-dasharray="{part.dash}"' if part.dash else ""
    # A line of a large mark is no thicker than that of a small one.
    still = ' vector-effect="non-scaling-stroke"' if stroke else ""
    return f'<path d="{_way(part.shape)}" fill="{part.fill or "none"}"{stroke}{dash}{still}/>'


def _text(
    text: str, look: Look, place: tuple[float, float], size: float, *, bold: bool = False
) -> str:
    color = PAPER if look.is_solid else look.color
    weight = ' font-weight="700"' if bold else ""
    halo = "" if look.is_solid else f' stroke="{PAPER}" stroke-width="3" paint-order="stroke"'
    return (
        f'<text x="{place[0]:g}" y="{place[1]:g}" font-size="{size:g}" text-anchor="middle"'
        f' fill="{color}" stroke-linejoin="round"{weight}{halo}>{plain(text)}</text>'
    )


@cache
def svg(look: Look) -> str:
    """Return what is drawn around the middle of an <svg> or <g>, in units of the mark."""
    size = 13 if look.ring else 16
    texts = _text(look.glyph, look, (0, size * 0.36), size) if look.glyph else ""
    if look.fill is Fill.UNKNOWN:
        texts += _text("?", look, (10, -1) if look.glyph else (0, 6), 16, bold=True)
    return "".join(map(_drawn, parts(look))) + texts


def icon(look: Look, size_px: float) -> str:
    """Return a mark as a picture of its own, for a legend."""
    reach = look.reach + CASING
    return (
        f'<svg class="mark" width="{size_px:g}" height="{size_px:g}" aria-hidden="true"'
        f' viewBox="{-reach:.4g} {-reach:.4g} {2 * reach:.4g} {2 * reach:.4g}">{svg(look)}</svg>'
    )
