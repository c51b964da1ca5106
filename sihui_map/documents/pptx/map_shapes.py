"""The map as shapes that can be edited, with its legend."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from sihui_map.documents.maps.town_map import BORDER, HATCH, NEUTRAL, OUTLINE
from sihui_map.documents.pptx.shapes import (
    BODY_PT,
    GAP,
    NOTE_PT,
    Box,
    bare,
    describe,
    foot_text,
    hatch,
    height_of,
    no_style,
    rgb,
    write,
)
from sihui_map.views.board import RIVER_COLOR
from sihui_map.views.locator import rings
from sihui_map.views.mark_look import UNITS, Part, inside, outline
from sihui_map.views.palette import INK, PAPER, is_dark

if TYPE_CHECKING:
    from pptx.slide import Slide

    from sihui_map.documents.maps.town_map import Area, TownMap
    from sihui_map.views.mark_look import Look

MARK = Inches(0.25)


def map_shapes(slide: Slide, box: Box, shown: TownMap, words: str) -> None:
    """Draw the map into the left of ``box`` and its legend beside it, two groups of shapes."""
    left, right = box.columns(0.6)
    right = foot_text(slide, right, "\n".join(shown.notes))
    if shown.areas or shown.outline is not None:
        _draw_map(slide, left, shown, words)
    _draw_legend(slide, right, shown)


def _draw_map(slide: Slide, box: Box, shown: TownMap, words: str) -> None:
    width, height = shown.size
    scale = min(box.width / width, box.height / height)
    left = box.left + int((box.width - width * scale) / 2)
    group: Any = slide.shapes.add_group_shape()
    shapes: Any = group.shapes
    if shown.outline is not None:
        around = _freeform(shapes, shown.outline, scale, (left, box.top))
        around.fill.background()
        around.line.color.rgb, around.line.width = rgb(BORDER), Pt(1.5)
        no_style(around)
        describe(around, OUTLINE, OUTLINE)
    for area in shown.areas:
        _draw_area(shapes, area, scale, (left, box.top))
    for number, line in enumerate(shown.rivers, start=1):
        points = [(x * scale, y * scale) for x, y in line]
        builder = shapes.build_freeform(*points[0])
        builder.add_line_segments(points[1:], close=False)
        river = builder.convert_to_shape(Emu(left), Emu(box.top))
        river.fill.background()
        river.line.color.rgb, river.line.width = rgb(RIVER_COLOR), Pt(1.5)
        no_style(river)
        describe(river, f"河流 {number}", "河流")
    for mark in shown.marks:
        _draw_mark(
            shapes,
            (left + mark.place[0] * scale, box.top + mark.place[1] * scale),
            mark.look,
            mark.name,
        )
    group.element.recalculate_extents()  # a freeform does not tell its group
    describe(group, f"地图：{shown.title}", words)


def _freeform(shapes: Any, given: Any, scale: float, origin: tuple[int, int]) -> Any:  # noqa: ANN401
    """Add one or more polygons as one shape that can be edited."""
    contours = [[(x * scale, y * scale) for x, y in ring[:-1]] for ring in rings(given)]
    builder = shapes.build_freeform(*contours[0][0])
    builder.add_line_segments(contours[0][1:])
    for contour in contours[1:]:
        builder.move_to(*contour[0])
        builder.add_line_segments(contour[1:])
    return builder.convert_to_shape(*map(Emu, origin))


def _draw_area(shapes: Any, area: Area, scale: float, origin: tuple[int, int]) -> None:  # noqa: ANN401
    shape = _freeform(shapes, area.shape, scale, origin)
    describe(shape, area.name, f"{area.name}：{area.told}")
    _fill_area(shape.fill, area)
    shape.line.color.rgb, shape.line.width = rgb(BORDER), Pt(1)
    no_style(shape)
    west, north, east, south = area.shape.bounds
    _text_place(
        shape,
        (area.label[0] - west) / (east - west),
        (area.label[1] - north) / (south - north),
    )
    frame = bare(shape.text_frame, wrap=False)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    color = "#ffffff" if area.color and is_dark(area.color) else INK
    for place, text in enumerate(filter(None, (area.short, area.text))):
        write(frame, text, NOTE_PT, color=color, align=PP_ALIGN.CENTER, again=place > 0)


def _fill_area(fill: Any, area: Area) -> None:  # noqa: ANN401 python-pptx's fill
    if not area.in_scope:
        hatch(fill, MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL, "#aab2b9", NEUTRAL)
    elif not area.color:
        hatch(fill, MSO_PATTERN.WIDE_UPWARD_DIAGONAL, HATCH, "#ffffff")
    else:
        fill.solid()
        fill.fore_color.rgb = rgb(area.color)


def _text_place(shape: Any, across: float, down: float) -> None:  # noqa: ANN401
    """Centre a freeform's text on a point inside it, given as shares (0…1) of its frame.

    The guides are fractions of the shape, so the text stays there when it is resized.
    """
    geometry = shape.element.spPr.find(qn("a:custGeom"))
    guides = geometry.find(qn("a:gdLst"))
    # Half a frame on either side, so that the middle of the text lies on the point.
    places = {"tl": across - 0.5, "tr": across + 0.5, "tt": down - 0.5, "tb": down + 0.5}
    for name, share in places.items():
        side = "w" if name in ("tl", "tr") else "h"
        guides.append(
            parse_xml(
                f'<a:gd {nsdecls("a")} name="{name}" fmla="*/ {side} {round(share * 1000)} 1000"/>'
            )
        )
    where = geometry.find(qn("a:rect"))
    for key, value in zip("ltrb", ("tl", "tt", "tr", "tb"), strict=True):
        where.set(key, value)


def _draw_mark(shapes: Any, middle: tuple[float, float], look: Look, name: str) -> None:  # noqa: ANN401
    shape = outline(look)
    parts = [] if look.is_solid else [Part(shape, PAPER), *inside(look)]
    for part in parts:  # what is solid needs no more than its outline
        for piece in getattr(part.shape, "geoms", [part.shape]):
            below = _draw_part(shapes, replace(part, shape=piece), middle)
            describe(below, f"{name}：底", f"{name}的底纹")
    fill, line = (look.color, PAPER) if look.is_solid else ("", look.color)
    drawn = _draw_part(shapes, Part(shape, fill, line, 2, "-" * look.is_dashed), middle)
    describe(drawn, name, f"{name}（单列，不计入镇街填色）")
    frame = bare(drawn.text_frame, wrap=False)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    color = PAPER if look.is_solid else look.color
    write(frame, look.glyph, NOTE_PT, color=color, align=PP_ALIGN.CENTER)


def _draw_part(shapes: Any, part: Part, middle: tuple[float, float]) -> Any:  # noqa: ANN401
    scale = MARK / UNITS
    is_area = part.shape.geom_type == "Polygon"
    line = part.shape.exterior.coords[:-1] if is_area else part.shape.coords
    points = [(x * scale, y * scale) for x, y in line]
    builder = shapes.build_freeform(*points[0])
    builder.add_line_segments(points[1:], close=is_area)
    drawn = builder.convert_to_shape(*(Emu(int(at)) for at in middle))
    no_style(drawn)
    if part.fill:
        drawn.fill.solid()
        drawn.fill.fore_color.rgb = rgb(part.fill)
    else:
        drawn.fill.background()
    if part.stroke:
        drawn.line.color.rgb, drawn.line.width = rgb(part.stroke), Pt(part.width * 0.75)
    else:
        drawn.line.fill.background()
    if part.dash:
        drawn.line.dash_style = MSO_LINE.DASH
    return drawn


def _draw_legend(slide: Slide, box: Box, shown: TownMap) -> None:
    step, wide, high = Inches(0.4), Inches(0.5), Inches(0.28)
    head, rest = box.rows(height_of("字", BODY_PT, box.width))
    group = slide.shapes.add_group_shape()
    shapes: Any = group.shapes

    def words(top: int, left: int, text: str, *, bold: bool = False) -> None:
        place = map(Emu, (left, top, box.left + box.width - left, high))
        frame = bare(shapes.add_textbox(*place).text_frame)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        write(frame, text, BODY_PT, bold=bold)

    words(head.top, box.left, f"{shown.label}（{shown.unit}）", bold=True)
    outside = [(shown.outside, MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL, "#aab2b9", NEUTRAL)]
    missing = [("缺失", MSO_PATTERN.WIDE_UPWARD_DIAGONAL, HATCH, "#ffffff")]
    hatched = [] if shown.outline is not None else missing + (outside if shown.outside else [])
    top = rest.top
    for color, text in (*shown.legend, *((None, row[0]) for row in hatched)):
        swatch = shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Emu, (box.left, top, wide, high)))
        describe(swatch, f"图例色块 {text}", text)
        no_style(swatch)
        swatch.line.color.rgb, swatch.line.width = rgb(BORDER), Pt(0.75)
        if color is None:
            hatch(swatch.fill, *next(row[1:] for row in hatched if row[0] == text))
        else:
            swatch.fill.solid()
            swatch.fill.fore_color.rgb = rgb(color)
        words(top, box.left + wide + GAP, text)
        top += step
    for mark in shown.marks:
        _draw_mark(shapes, (box.left + wide / 2, top + high / 2), mark.look, mark.name)
        words(top, box.left + wide + GAP, f"{mark.name}（单列）")
        top += step
    texts = "；".join([*(text for _, text in shown.legend), *(["缺失为斜线"] if hatched else [])])
    describe(group, "图例", f"图例：{shown.label}（{shown.unit}）：{texts or OUTLINE}")
