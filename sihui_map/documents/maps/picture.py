"""The map of the towns as a picture: .svg with its text as text, and .png where a font is."""

from __future__ import annotations

from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import resvg_py

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.documents.maps.town_map import BORDER, HATCH, NEUTRAL, OUTLINE, town_map
from sihui_map.documents.office import clean
from sihui_map.views import fmt
from sihui_map.views.board import RIVER_COLOR
from sihui_map.views.locator import rings
from sihui_map.views.maps import measure_id
from sihui_map.views.mark_look import svg
from sihui_map.views.markup import plain
from sihui_map.views.palette import ACCENT, INK, is_dark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.documents.maps.town_map import Area, TownMap
    from sihui_map.figures import Figures

FONTS = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif"
WIDTH, HEIGHT, PNG_WIDTH_PX = 1280, 960, 1920
MAP_TOP, MAP_BOTTOM, MAP_LEFT, MAP_RIGHT = 112, 850, 40, 850
LEGEND_LEFT, LEGEND_TOP, LINE = 890, 150, 36
LEGEND_CHARS, NOTE_CHARS = 17, 68
SAMPLE_COLOR = "#a11d21"


def map_svg(
    figures: Figures,
    *,
    name: str = measure_id(TOTAL, Scope.DIRECT),
    year: int | None = None,
    approval: str = "",
) -> str:
    """Return the map ``name`` of ``year`` (without one: the latest with data) as an SVG text.

    ``name`` is ``direct.total``, ``net.per_head``, ``coal`` … or ``forest_cover``; ``approval`` is
    the 审图号.
    """
    shown = town_map(figures, name, year=year, approval=approval)
    stamp = " · ".join(map(clean, fmt.stamp(figures.snapshot)))
    scope = f"（{shown.scope}）" if shown.scope else ""
    sample = "（示例）" if shown.is_sample else ""
    quoted = f" · {fmt.SAMPLE_NOTE}" if shown.is_sample else ""
    head = f"{figures.snapshot.place.title} · {shown.title}{scope}{sample}"
    parts = [
        _opening(head),
        f"<title>{plain(head)}</title>",
        _hatches(),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<rect x="40" y="38" width="8" height="40" fill="{ACCENT}"/>',
        svg_text(62, 70, f"{shown.title}{scope}", size=34, weight=700),
        svg_text(62, 100, f"{figures.snapshot.place.title} · 单位：{shown.unit}", size=18),
        *_map(shown),
        *_legend(shown),
        *(
            svg_text(40, 884 + row * 26, line, size=17)
            for row, line in enumerate((*_wrapped("；".join(shown.notes)), stamp + quoted))
        ),
    ]
    if shown.is_sample:
        parts.append(
            svg_text(WIDTH - 40, 70, "示例", size=34, weight=700, anchor="end", color=SAMPLE_COLOR)
        )
    return "\n".join((*parts, "</svg>"))


def _wrapped(text: str) -> list[str]:
    """Return ``text`` in lines that end within the picture."""
    return wrap(text, NOTE_CHARS) or [""]


def _opening(head: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" font-family="{FONTS}" fill="{INK}" role="img"'
        f' aria-label="{plain(head)}">'
    )


def _hatches() -> str:
    return (
        '<defs><pattern id="missing" width="9" height="9" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="9" height="9" fill="#ffffff"/>'
        f'<rect width="2" height="9" fill="{HATCH}"/></pattern>'
        '<pattern id="outside" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(-45)"><rect width="6" height="6" fill="{NEUTRAL}"/>'
        '<rect width="1.5" height="6" fill="#aab2b9"/></pattern></defs>'
    )


def svg_text(  # noqa: PLR0913 a text has a place and a look
    x: float,
    base: float,
    said: str,
    *,
    size: int,
    weight: int = 400,
    anchor: str = "start",
    color: str = INK,
) -> str:
    """Return a line of text as SVG; ``anchor`` says which part of it stands at ``x``."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:g}" y="{base:g}" font-size="{size}" font-weight="{weight}"'
        f' fill="{color}"{where}>{plain(clean(said))}</text>'
    )


def _fill(area: Area) -> str:
    if not area.in_scope:
        return "url(#outside)"
    return area.color or "url(#missing)"


def _map(shown: TownMap) -> Iterable[str]:
    width, height = shown.size
    scale = min((MAP_RIGHT - MAP_LEFT) / width, (MAP_BOTTOM - MAP_TOP) / height)
    left = MAP_LEFT + (MAP_RIGHT - MAP_LEFT - width * scale) / 2
    top = MAP_TOP + (MAP_BOTTOM - MAP_TOP - height * scale) / 2

    def at(point: Sequence[float]) -> str:
        return f"{left + point[0] * scale:.1f},{top + point[1] * scale:.1f}"

    def path(shape: Any) -> str:  # noqa: ANN401 one or more polygons
        return "".join(f"M{'L'.join(map(at, ring[:-1]))}Z" for ring in rings(shape))

    if shown.outline is not None:
        yield (
            f'<path id="outline" d="{path(shown.outline)}" fill="none" stroke="{BORDER}"'
            f' stroke-width="2.4"><title>{OUTLINE}</title></path>'
        )
    yield f'<g id="towns" stroke="{BORDER}" stroke-width="1.2">'
    for area in shown.areas:
        yield (
            f'<path d="{path(area.shape)}" fill="{_fill(area)}" fill-rule="evenodd">'
            f"<title>{plain(f'{area.name} {area.told}')}</title></path>"
        )
    yield "</g>"
    for line in shown.rivers:
        yield (
            f'<polyline points="{" ".join(map(at, line))}" fill="none" stroke="{RIVER_COLOR}"'
            ' stroke-width="2"/>'
        )
    for area in shown.areas:
        color = "#ffffff" if area.color and is_dark(area.color) else INK
        halo = "" if area.color else ' stroke="#ffffff" stroke-width="5" paint-order="stroke"'
        where = at(area.label).split(",")
        second = f'<tspan x="{where[0]}" dy="21">{plain(area.text)}</tspan>' if area.text else ""
        yield (
            f'<text x="{where[0]}" y="{where[1]}" font-size="18" text-anchor="middle"'
            f' fill="{color}"{halo}>{plain(area.short)}{second}</text>'
        )
    for mark in shown.marks:
        x, y = at(mark.place).split(",")
        yield (
            f'<g transform="translate({x} {y})"><title>{plain(mark.name)}</title>'
            f"{svg(mark.look)}</g>"
        )


def _legend(shown: TownMap) -> Iterable[str]:
    rows = [
        *shown.legend,
        ("none", OUTLINE) if shown.outline is not None else ("url(#missing)", "缺失"),
        *([("url(#outside)", shown.outside)] if shown.outside else []),
    ]
    yield svg_text(
        LEGEND_LEFT, LEGEND_TOP - 14, f"{shown.label}（{shown.unit}）", size=20, weight=700
    )
    for place, (fill, text) in enumerate(rows):
        top = LEGEND_TOP + place * LINE
        yield (
            f'<rect x="{LEGEND_LEFT}" y="{top}" width="38" height="24" fill="{fill}"'
            f' stroke="{BORDER}" stroke-width="1"/>'
        )
        yield svg_text(LEGEND_LEFT + 50, top + 19, text, size=19)
    top = LEGEND_TOP + len(rows) * LINE
    for mark in shown.marks:
        yield f'<g transform="translate({LEGEND_LEFT + 19} {top + 12})">{svg(mark.look)}</g>'
        for row, text in enumerate(wrap(f"{mark.name}（单列）", LEGEND_CHARS)):
            yield svg_text(LEGEND_LEFT + 50, top + 19 + row * 24, text, size=19)
        top += LINE * 2


def map_png(svg: str, *, system_fonts: bool = True) -> bytes | None:
    """Return ``svg`` as a PNG, 1920 px wide; None where no Chinese font is on the machine."""
    if not has_chinese_font(system_fonts=system_fonts):
        return None
    return resvg_py.svg_to_bytes(
        svg_string=svg, width=PNG_WIDTH_PX, skip_system_fonts=not system_fonts
    )


@cache
def has_chinese_font(*, system_fonts: bool = True) -> bool:
    """Tell whether 四 can be drawn: neither as nothing nor as the box of an unknown character."""

    def drawn(character: str) -> bytes:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="4" y="30" font-size="28" font-family="{FONTS}">{character}</text></svg>'
        )
        return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=not system_fonts)

    return drawn("四") not in (drawn(" "), drawn("\U0010fffd"))
