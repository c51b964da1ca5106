"""What lies on a map besides the towns: projects, parks, protected areas, and their legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.site import PlacePrecision, SiteStage
from sihui_map.domain.value import ValueKind
from sihui_map.views.cards import checklist, park_card, site_card
from sihui_map.views.labels import PRECISION_LABEL, SITE_KIND_LABEL, SITE_KIND_MARK
from sihui_map.views.mark_look import (
    LEAST_PX,
    PARK_FILL,
    PARK_PX,
    STAGE_FILL,
    Fill,
    Look,
    icon,
    px_per_root_mw,
    svg,
)
from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sihui_map.domain.park import Park
    from sihui_map.domain.site import Site
    from sihui_map.figures import Figures

LEGEND_PX = 20.0
SMALL_PX = 13.0
DASHED = Look(style="park", glyph="", is_dashed=True)
HATCHED = Look(style="park", glyph="", is_sample=True)


def drawable(figures: Figures) -> dict[str, Mapping[str, Any]]:
    """Return what of each unit can be drawn: its polygon or, where none is public, its seat."""
    boundaries = figures.snapshot.boundaries
    found: dict[str, Mapping[str, Any]] = {}
    for town in figures.snapshot.towns:
        if town.town_code in boundaries:
            found[town.town_code] = boundaries[town.town_code]
        elif town.seat:
            found[town.town_code] = {"type": "Point", "coordinates": town.seat}
    return found


def site_look(site: Site) -> Look:
    """Return how a project is drawn."""
    glyph, style = SITE_KIND_MARK[site.kind]
    return Look(
        style=style,
        glyph=glyph,
        fill=STAGE_FILL[site.stage],
        is_dashed=site.place_precision is not PlacePrecision.POINT,
        is_sample=site.value_kind is ValueKind.SAMPLE,
    )


def park_look(figures: Figures, park: Park) -> Look:
    """Return how a park is drawn: its stage inside a ring of the county's checklist."""
    progress = figures.park_progress.get(park.park_id)
    glyph, fill = PARK_FILL[progress.stage if progress else ParkStage.UNKNOWN]
    return Look(
        style="park",
        glyph=glyph,
        fill=fill,
        is_sample=bool(progress and progress.kind is ValueKind.SAMPLE),
        ring=tuple(state for _, state in checklist(figures, park)),
    )


def _mark(  # noqa: PLR0913 a mark has a name, a place and a look
    figures: Figures,
    look: Look,
    *,
    mark_id: str,
    name: str,
    place: PlacePrecision,
    town_code: str,
) -> dict[str, Any]:
    can_be_drawn = place is not PlacePrecision.TOWN or town_code in drawable(figures)
    return {
        "id": plain(mark_id),
        "name": plain(name),
        "precision": str(place if can_be_drawn else PlacePrecision.CITY),
        "town": plain(town_code),
        "style": look.style,
        "draw": svg(look),
        "reach": round(look.reach, 1),
    }


def site_mark(figures: Figures, site: Site) -> dict[str, Any]:
    """Return one project for the frame; only an exact place has coordinates of its own."""
    size = f"{site.capacity_mw:g} MW" if site.capacity_mw is not None else "规模未公开"
    lines = (
        f"{SITE_KIND_LABEL[site.kind]} · {site.stage}",
        f"{size} · {PRECISION_LABEL[site.place_precision]}",
    )
    mark = _mark(
        figures,
        site_look(site),
        mark_id=site.site_id,
        name=site.name,
        place=site.place_precision,
        town_code=site.town_code,
    )
    if site.place_precision is PlacePrecision.POINT:
        mark |= {"lat": site.lat, "lon": site.lon}
    text = "<br>".join(plain(line) for line in lines)
    return mark | {
        "layer": "sites",
        "mw": site.capacity_mw or 0.0,
        "html": f"<b>{plain(site.name)}</b><br>{text}",
        "card": site_card(figures, site),
    }


def park_mark(figures: Figures, park: Park) -> dict[str, Any]:
    """Return one park for the frame, under its town's name where the town is known."""
    place = PlacePrecision.TOWN if park.town_code else PlacePrecision.CITY
    progress = figures.park_progress.get(park.park_id)
    stage = progress.stage if progress else ParkStage.UNKNOWN
    note = f"循环化改造：{stage}" + (f"（{progress.kind}）" if progress else "")
    mark = _mark(
        figures,
        park_look(figures, park),
        mark_id=park.park_id,
        name=park.name,
        place=place,
        town_code=park.town_code,
    )
    return mark | {
        "layer": "parks",
        "side": PARK_PX,
        "html": f"<b>{plain(park.name)}</b><br>{plain(note)}",
        "card": park_card(figures, park),
    }


def reserve_marks(figures: Figures) -> list[dict[str, Any]]:
    """Return the protected areas for the frame; none has a public position."""
    look = Look(style="reserve", glyph="林", is_dashed=True)
    return [
        _mark(
            figures,
            look,
            mark_id=area.area_id,
            name=area.name,
            place=PlacePrecision.TOWN if area.town_code else PlacePrecision.CITY,
            town_code=area.town_code,
        )
        | {"layer": "reserves", "html": plain(area.name)}
        for area in figures.snapshot.protected_areas
    ]


def _entry(text: str, *looks: Look, sizes: Sequence[float] = ()) -> dict[str, Any]:
    """Return one line of a legend: marks, and what they mean."""
    shown = sizes or [LEGEND_PX] * len(looks)
    return {"draw": "".join(map(icon, looks, shown)), "text": text}


def kind_legend(sites: Iterable[Site]) -> list[dict[str, Any]]:
    """Return which kinds occur."""
    kinds = {site.kind for site in sites}
    return [
        _entry(SITE_KIND_LABEL[kind], Look(style=style, glyph=glyph))
        for kind, (glyph, style) in SITE_KIND_MARK.items()
        if kind in kinds
    ]


def state_legend(sites: Sequence[Site]) -> list[dict[str, Any]]:
    """Return what filling, dashes, size and hatching mean, as far as they occur."""
    return [*_stages(sites), *_signs(sites)]


def _stages(sites: Sequence[Site]) -> Iterator[dict[str, Any]]:
    fills = {STAGE_FILL[site.stage] for site in sites}
    blank = {fill: Look(style="park", glyph="", fill=fill) for fill in Fill}
    yield _entry("空心：前期、谋划", blank[Fill.HOLLOW])
    yield _entry("半满：在建", blank[Fill.HALF])
    yield _entry("全满：投产", blank[Fill.FULL])
    if Fill.CROSSED in fills:
        yield _entry(f"打叉：{SiteStage.PAUSED}、{SiteStage.CANCELLED}", blank[Fill.CROSSED])
    if Fill.UNKNOWN in fills:
        yield _entry("问号：进度待核", blank[Fill.UNKNOWN])


def _signs(sites: Sequence[Site]) -> Iterator[dict[str, Any]]:
    plain_look = Look(style="park", glyph="")
    if any(site.place_precision is not PlacePrecision.POINT for site in sites):
        yield _entry("虚线：只知所在镇街", DASHED)
    if any(site.value_kind is ValueKind.SAMPLE for site in sites):
        yield _entry("斜线：示例，非真实", HATCHED)
    if any(site.capacity_mw for site in sites):
        largest = max(site.capacity_mw or 0.0 for site in sites)
        least = (LEAST_PX / px_per_root_mw(sites)) ** 2
        text = f"面积＝规模，最大 {largest:g} MW；{least:.0f} MW 以下和未公开的同为最小"
        yield _entry(text, plain_look, plain_look, sizes=(SMALL_PX, LEGEND_PX))


def site_legend(sites: Sequence[Site]) -> list[dict[str, Any]]:
    """Return what the marks mean: kinds that occur, stages, place, size, samples."""
    return [*kind_legend(sites), *state_legend(sites)] if sites else []


def brief_legend(sites: Sequence[Site]) -> list[dict[str, Any]]:
    """Return the same in the few lines that a map with other layers has room for."""
    if not sites:
        return []
    blank = [
        Look(style="park", glyph="", fill=fill) for fill in (Fill.HOLLOW, Fill.HALF, Fill.FULL)
    ]
    found = [_entry("前期、在建、投产", *blank, sizes=[SMALL_PX] * 3)]
    signs = [
        (word, look)
        for word, look, occurs in (
            (
                "只知镇街",
                DASHED,
                any(site.place_precision is not PlacePrecision.POINT for site in sites),
            ),
            ("示例", HATCHED, any(site.value_kind is ValueKind.SAMPLE for site in sites)),
        )
        if occurs
    ]
    if signs:
        words, looks = zip(*signs, strict=True)
        found.append(_entry("、".join(words), *looks, sizes=[SMALL_PX] * len(looks)))
    return found


def brief_park_legend(parks: Sequence[Park]) -> list[dict[str, Any]]:
    """Return in one line what is a park among other marks."""
    return [_entry("园区", Look(style="park", glyph=""))] if parks else []


def park_legend(figures: Figures) -> list[dict[str, Any]]:
    """Return what the rings of parks and the characters inside mean."""
    count = len(figures.snapshot.place.park_checks)
    found = [
        _entry(str(stage), Look(style="park", glyph=glyph, fill=fill))
        for stage, (glyph, fill) in PARK_FILL.items()
    ]
    if count:
        words = {
            CheckState.COMPLETED: "圈上实块：该项已完成",
            CheckState.UNDER_WAY: "薄块：该项推进中",
            CheckState.NOT_STARTED: "空块：该项未启动",
            CheckState.UNKNOWN: "点线块：该项未收到信息",
        }
        found += [
            _entry(text, Look(style="park", glyph="", ring=(state,) * count))
            for state, text in words.items()
        ]
    if any(row.kind is ValueKind.SAMPLE for row in figures.park_progress.values()):
        found.append(_entry("斜线：示例，非真实", HATCHED))
    return found
