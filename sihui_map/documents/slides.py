"""Native slides: text, tables, charts and the map as shapes, each with its words for the blind."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from sihui_map.documents import template as layouts
from sihui_map.documents.office import clean
from sihui_map.documents.printed import legend, one_kind, printed
from sihui_map.documents.town_map import BORDER, HATCH, NEUTRAL
from sihui_map.views.board import RIVER_COLOR
from sihui_map.views.locator import rings
from sihui_map.views.palette import ACCENT, INK, is_dark
from sihui_map.views.rounding import rounding
from sihui_map.views.textwidth import is_broad

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pptx.chart.chart import Chart
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.slide import Slide

    from sihui_map.documents.template import Template
    from sihui_map.documents.town_map import Area, TownMap
    from sihui_map.views.table import Cell, Table, TableRow

TITLE_PT, FIGURE_PT, LEAD_PT, BODY_PT, TABLE_PT, NOTE_PT, FOOT_PT = 28, 22, 18, 16, 12, 12, 11
LINE = 1.45
"""Height of a line over its size: the tallest of the usual Chinese fonts."""
GAP = Inches(0.14)
MOST_STRETCH = 2.6
"""A narrow table is not pulled apart further than this: numbers stay near their names."""
CELL_X, CELL_Y = Inches(0.07), Inches(0.035)
GRID, SHADE, SAMPLE_COLOR = "#c9d1d6", "#e8f0ec", "#a11d21"
SAMPLE = "示例"
SAMPLE_FOOT = "含「示例」数值，不可引用"
EMPTY = "没有可列的内容。"
EM_PER_PT = 12700


class Box(NamedTuple):
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    def rows(self, height: int) -> tuple[Box, Box]:
        """Return the strip of ``height`` at the top, and what is left below a gap."""
        rest = self.height - height - GAP
        return (
            Box(self.left, self.top, self.width, height),
            Box(self.left, self.top + height + GAP, self.width, max(rest, 0)),
        )

    def columns(self, share: float) -> tuple[Box, Box]:
        """Return the left ``share`` (0…1) and the rest, a gap between them."""
        left = int((self.width - 2 * GAP) * share)
        return (
            Box(self.left, self.top, left, self.height),
            Box(self.left + left + 2 * GAP, self.top, self.width - left - 2 * GAP, self.height),
        )


def ems(text: str) -> float:
    """Return how wide ``text`` is, in ems: a Chinese character is one.

    Where Chinese meets Latin, programs leave a quarter of an em.
    """
    broad = [is_broad(one) for one in text]
    changes = sum(one is not other for one, other in pairwise(broad))
    return sum(1.0 if one else 0.56 for one in broad) + 0.25 * changes


def height_of(text: str, size: int, width: int) -> int:
    """Return how high ``text`` of ``size`` pt becomes in ``width`` EMU, in EMU."""
    per_line = max(width / EM_PER_PT / size - 0.5, 1)
    lines = sum(max(ceil(ems(line) / per_line), 1) for line in text.split("\n"))
    return ceil(lines * size * LINE * EM_PER_PT)


def rgb(color: str) -> RGBColor:
    """Return ``#rrggbb`` as python-pptx wants it."""
    red, green, blue = bytes.fromhex(color[1:])
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def describe(shape: Any, name: str, words: str) -> None:  # noqa: ANN401 shapes share no type
    """Give a shape its name and its alternative text."""
    shape.name = clean(name)
    shape.element.xpath("./*/p:cNvPr")[0].set("descr", clean(words))


def _no_style(shape: Any) -> None:  # noqa: ANN401 shapes share no type
    """Drop what the theme would add: a shadow above all."""
    shape.element.remove(shape.element.find(qn("p:style")))


def write(  # noqa: PLR0913 a text has a look
    frame: Any,  # noqa: ANN401 python-pptx leaves half of a text frame untyped
    text: str,
    size: int,
    *,
    bold: bool = False,
    color: str = INK,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    again: bool = False,
) -> None:
    """Write ``text`` into ``frame``; ``again`` adds a paragraph below what is there."""
    paragraph = frame.add_paragraph() if again else frame.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text = clean(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = rgb(color)


def _bare(frame: Any, *, wrap: bool = True) -> Any:  # noqa: ANN401
    frame.word_wrap = wrap
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def text_box(slide: Slide, box: Box, text: str, size: int, *, bold: bool = False) -> None:
    """Put ``text`` on ``slide``, one paragraph per line."""
    frame = _bare(slide.shapes.add_textbox(*map(Emu, box)).text_frame)
    for place, line in enumerate(text.split("\n")):
        write(frame, line, size, bold=bold, again=place > 0)


@dataclass(slots=True)
class Slides:
    """A deck in the making; every page gets its footer, number and notes."""

    template: Template
    stamp: str
    filters: str
    pages: list[tuple[str, Slide]] = field(default_factory=list)

    def cover(self, title: str, lines: Sequence[str], *, sample: bool) -> None:
        """Add the cover."""
        slide = self.template.presentation.slides.add_slide(self.template.cover)
        for shape in slide.placeholders:
            name = _role(shape, self.template.cover)
            if name == layouts.TITLE:
                write(shape.text_frame, title, 40, bold=True, color=ACCENT)
            elif name == layouts.SUBTITLE:
                for place, line in enumerate(lines):
                    write(shape.text_frame, line, LEAD_PT, again=place > 0)
        self._foot(slide, self.template.cover, sample=sample)
        _notes(slide, lines)

    def page(
        self, title: str, *, sample: bool = False, notes: Sequence[str] = ()
    ) -> tuple[Slide, Box]:
        """Add a page and return it with the rectangle that is free for its content."""
        layout = self.template.page
        slide = self.template.presentation.slides.add_slide(layout)
        area = layouts.part(layout, layouts.BODY)
        box = Box(area.left, area.top, area.width, area.height) if area else Box(0, 0, 0, 0)
        for shape in list(slide.placeholders):
            name = _role(shape, layout)
            if name == layouts.TITLE:
                frame = shape.text_frame
                frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
                write(frame, title, TITLE_PT, bold=True, color=ACCENT)
                if sample:
                    run = frame.paragraphs[0].add_run()
                    run.text = f"　{SAMPLE}"
                    run.font.size, run.font.bold = Pt(TITLE_PT), True
                    run.font.color.rgb = rgb(SAMPLE_COLOR)
            else:
                shape.element.getparent().remove(shape.element)
        self._foot(slide, layout, sample=sample)
        _notes(slide, (*notes, f"{self.stamp} · {self.filters}"))
        self.pages.append((title, slide))
        return slide, box

    def _foot(self, slide: Slide, layout: Any, *, sample: bool) -> None:  # noqa: ANN401
        warning = SAMPLE_FOOT if sample else ""
        said = " · ".join(filter(None, (self.stamp, self.filters, warning)))
        for name in (layouts.FOOTER, layouts.NUMBER):
            model = layouts.part(layout, name)
            if model is None:  # a cover need not count
                continue
            slide.shapes.clone_placeholder(model)
            shape = slide.placeholders[model.placeholder_format.idx]
            frame = shape.text_frame
            frame.word_wrap = True
            if name == layouts.FOOTER:
                if height_of(said, FOOT_PT, model.width) > model.height:
                    self._widen(shape)
                write(frame, said, FOOT_PT, color="#52606d")
            else:
                frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
                number = len(self.template.presentation.slides)
                frame.paragraphs[0]._p.append(_number_field(number))  # noqa: SLF001 fields are XML

    def _widen(self, foot: Any) -> None:  # noqa: ANN401 a placeholder
        """Let a footer begin where the content does and end before the page's number."""
        area, number = (
            layouts.part(self.template.page, name) for name in (layouts.BODY, layouts.NUMBER)
        )
        if area is None or number is None:
            return
        top, height = foot.top, foot.height
        right = number.left if number.left > area.left + area.width // 2 else area.left + area.width
        foot.left, foot.top, foot.width, foot.height = area.left, top, right - area.left, height

    def tables(  # noqa: PLR0913 a page has parts
        self,
        title: str,
        table: Table,
        *,
        lead: str = "",
        foot: str = "",
        sample: bool = False,
        notes: Sequence[str] = (),
    ) -> None:
        """Show a table on as many pages as it needs: ``lead`` on the first, ``foot`` on each."""
        shown = printed(table)
        foot = f"{foot}{about(table)}"
        lead = lead or ("" if table.rows else EMPTY)
        slide, box = self.page(title, sample=sample, notes=notes)
        rest: Sequence[TableRow] = shown.rows
        box = _between(slide, box, lead, foot)
        while rest:
            rest = table_part(slide, box, shown, rest, even=True)
            if rest:
                slide, box = self.page(f"{title}（续）", sample=sample, notes=notes)
                box = _between(slide, box, "", foot)


def about(table: Table) -> str:
    """Return the line under a table: of what kind all its numbers are, and what rounding does."""
    kind = one_kind(table)
    marks = legend(table).strip()
    said = f"性质：{kind or marks}。" if kind or marks else ""
    return f"{said}{rounding(printed(table))}"


def _between(slide: Slide, box: Box, lead: str, foot: str) -> Box:
    if lead:
        box = lead_text(slide, box, lead)
    return foot_text(slide, box, foot) if foot else box


def _role(shape: Any, layout: Any) -> str:  # noqa: ANN401 placeholders share no type
    index = shape.placeholder_format.idx
    for name in layouts.NAMES:
        model = layouts.part(layout, name)
        if model is not None and model.placeholder_format.idx == index:
            return name
    return ""


def _number_field(number: int) -> Any:  # noqa: ANN401 an element of lxml
    return parse_xml(
        f'<a:fld {nsdecls("a")} id="{{5A1C6B0E-3D0B-4C5B-9A66-2B0E6B3A7C11}}" type="slidenum">'
        f'<a:rPr lang="zh-CN" sz="{FOOT_PT * 100}"/><a:t>{number}</a:t></a:fld>'
    )


def _notes(slide: Slide, lines: Iterable[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:  # a template's notes master may have no place for text
        frame.text = "\n".join(map(clean, lines))


def lead_text(slide: Slide, box: Box, text: str, size: int = LEAD_PT) -> Box:
    """Write the answer of a page at the top of ``box`` and return what is left."""
    head, rest = box.rows(height_of(text, size, box.width))
    text_box(slide, head, text, size)
    return rest


def foot_text(slide: Slide, box: Box, text: str) -> Box:
    """Write a note at the bottom of ``box`` and return what is left above."""
    high = height_of(text, NOTE_PT, box.width)
    text_box(slide, box._replace(top=box.top + box.height - high, height=high), text, NOTE_PT)
    return box._replace(height=box.height - high - GAP)


def _widths(table: Table, rows: Sequence[TableRow], total: int) -> list[int]:
    """Share ``total`` EMU among the columns: short ones get what they need, long ones the rest."""
    wanted = []
    for index, column in enumerate(table.columns):
        texts = [
            column.label,
            *(line for row in rows for line in _said(row.cells[index]).split("\n")),
        ]
        need = max(map(ems, texts)) + 0.8
        wanted.append(need * TABLE_PT * EM_PER_PT + 2 * CELL_X)
    fixed: dict[int, float] = {}
    while True:
        loose = [index for index in range(len(wanted)) if index not in fixed]
        share = (total - sum(fixed.values())) / max(len(loose), 1)
        small = [index for index in loose if wanted[index] <= share]
        if not small:
            break
        fixed |= {index: wanted[index] for index in small}
    widths = [fixed.get(index, share) for index in range(len(wanted))]
    scale = min(total / sum(widths), MOST_STRETCH)
    return [int(width * scale) for width in widths]


def _said(cell: Cell) -> str:
    # An empty cell has no size of its own and would stretch its row.
    return cell.text or "\u00a0"


def row_heights(table: Table, rows: Sequence[TableRow], widths: Sequence[int]) -> list[int]:
    """Return how high the headings and each row become in columns of ``widths``, in EMU."""
    return [
        max(
            height_of(text, TABLE_PT, width - 2 * CELL_X)
            for text, width in zip(texts, widths, strict=True)
        )
        + 2 * CELL_Y
        for texts in (
            [column.label for column in table.columns],
            *([_said(cell) for cell in row.cells] for row in rows),
        )
    ]


def table_height(table: Table, width: int) -> int:
    """Return how high all of ``table`` becomes in ``width``, in EMU."""
    shown = printed(table)
    return sum(row_heights(shown, shown.rows, _widths(shown, shown.rows, width)))


def _fitting(heights: Sequence[int], room: int, *, even: bool) -> int:
    """Return how many rows go into ``room``; ``even`` leaves the last page no emptier."""
    head, *rows = heights
    pages = ceil(sum(rows) / max(room - head, 1)) if even else 1
    aim = head + sum(rows) / pages if sum(rows) > room - head else room
    count, used = 0, head
    while count < len(rows) and (count == 0 or used + rows[count] <= room):
        if used >= aim:
            break
        used += rows[count]
        count += 1
    return count


def table_part(
    slide: Slide, box: Box, shown: Table, rows: Sequence[TableRow], *, even: bool = False
) -> Sequence[TableRow]:
    """Put as many ``rows`` of a printed table into ``box`` as fit; return those that are left."""
    table = shown
    widths = _widths(table, table.rows, box.width)
    heights = row_heights(table, rows, widths)
    count = _fitting(heights, box.height, even=even)
    used = sum(heights[: count + 1])
    frame = slide.shapes.add_table(
        count + 1, len(table.columns), *map(Emu, (box.left, box.top, sum(widths), used))
    )
    describe(frame, f"表：{table.title}", f"{table.title}，{count} 行")
    native = frame.table
    native.horz_banding = False
    for index, width in enumerate(widths):
        native.columns[index].width = Emu(width)
    for index, height in enumerate(heights[: count + 1]):
        native.rows[index].height = Emu(height)
    for index, column in enumerate(table.columns):
        _fill_cell(native.cell(0, index), column.label, numeric=column.numeric, head=True)
    for place, row in enumerate(rows[:count], start=1):
        for index, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            _fill_cell(
                native.cell(place, index),
                _said(cell),
                numeric=column.numeric,
                bold=row.style in ("sum", "residual"),
                sample=cell.style == "sample",
            )
    return rows[count:]


def _fill_cell(  # noqa: PLR0913 a cell has a look
    cell: Any,  # noqa: ANN401 python-pptx's cell is private
    text: str,
    *,
    numeric: bool,
    head: bool = False,
    bold: bool = False,
    sample: bool = False,
) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(SHADE if head else "#ffffff")
    cell.margin_left = cell.margin_right = CELL_X
    cell.margin_top = cell.margin_bottom = CELL_Y
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    for place, line in enumerate(text.split("\n")):
        write(
            cell.text_frame,
            line,
            TABLE_PT,
            bold=head or bold,
            color=SAMPLE_COLOR if sample else INK,
            align=PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT,
            again=place > 0,
        )
    look = cell._tc.get_or_add_tcPr()  # noqa: SLF001 python-pptx draws no borders
    line = (
        f'<a:{{side}} {nsdecls("a")} w="{{width}}"><a:solidFill><a:srgbClr val="{GRID[1:]}"/>'
        "</a:solidFill></a:{side}>"
    )
    none = f'<a:{{side}} {nsdecls("a")} w="0"><a:noFill/></a:{{side}}>'
    for place, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        drawn = line if side in ("lnT", "lnB") else none
        look.insert(place, parse_xml(drawn.format(side=side, width=9525)))


def cards(slide: Slide, box: Box, items: Sequence[tuple[str, str, str, str]]) -> Box:
    """Show (label, number, unit, tag) side by side; return what is left below."""
    head, rest = box.rows(Inches(1.7))
    width = (head.width - GAP * (len(items) - 1)) // max(len(items), 1)
    for place, (label, number, unit, tag) in enumerate(items):
        left = head.left + place * (width + GAP)
        shape = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, *map(Emu, (left, head.top, width, head.height))
        )
        describe(shape, f"数值：{label}", f"{label} {number}{unit}{tag}")
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb("#f4f7f5")
        shape.line.color.rgb = rgb(GRID)
        _no_style(shape)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = CELL_X
        write(frame, label, BODY_PT)
        write(frame, f"{number} ", FIGURE_PT, bold=True, color=ACCENT, again=True)
        run = frame.paragraphs[-1].add_run()
        run.text = clean(unit)
        run.font.size, run.font.color.rgb = Pt(NOTE_PT), rgb(INK)
        if tag:
            write(frame, tag, BODY_PT, bold=True, color=SAMPLE_COLOR, again=True)
    return rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of a chart: None is a gap; ``pattern`` keeps it apart on a photocopy."""

    name: str
    values: Sequence[float | None]
    color: str
    pattern: MSO_PATTERN | None = None
    line: str = ""


def chart(  # noqa: PLR0913 a chart has a look
    slide: Slide,
    box: Box,
    kind: XL_CHART_TYPE,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    title: str,
    decimals: int,
    labels: bool = True,
    overlaid: bool = False,
) -> Chart:
    """Put an editable chart into ``box``; its workbook holds the numbers as they are shown.

    ``overlaid`` columns stand in the middle of their category: each has one of the series.
    """
    head, below = box.rows(height_of(title, BODY_PT, box.width))
    text_box(slide, head, title, BODY_PT, bold=True)
    look = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    data: Any = CategoryChartData(number_format=look)  # type: ignore[no-untyped-call]
    data.categories = ["\n".join(map(clean, text.split("\n"))) for text in categories]
    for row in series:
        data.add_series(clean(row.name), row.values)
    shapes: Any = slide.shapes
    frame = shapes.add_chart(kind, *map(Emu, below), data)
    values = [value for row in series for value in row.values if value is not None]
    names = "、".join(row.name for row in series)
    describe(frame, f"图：{title}", f"{title}；系列：{names}；{len(values)} 个数值，空缺处没有数据")
    made: Chart = frame.chart
    _name_axes(made)
    made.font.size = Pt(NOTE_PT)
    made.font.color.rgb = rgb(INK)
    made.has_title = False
    made.has_legend = len(series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False
    made.value_axis.major_gridlines.format.line.color.rgb = rgb("#e4e7eb")
    made.value_axis.format.line.fill.background()
    if not any(row.line for row in series) and min(values, default=0) >= 0:
        made.value_axis.minimum_scale = 0  # a column cut off at its foot misleads
    made.value_axis.tick_labels.number_format = look
    made.value_axis.tick_labels.number_format_is_linked = False
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    made.category_axis.format.line.color.rgb = rgb("#52606d")
    plot = made.plots[0]
    if overlaid:
        plot.overlap = 100
    if labels:
        plot.has_data_labels = True
        plot.data_labels.number_format = look
        plot.data_labels.number_format_is_linked = False
        plot.data_labels.font.size = Pt(NOTE_PT)
    for drawn, row in zip(plot.series, series, strict=True):
        _color(drawn, row)
    return made


def _name_axes(made: Any) -> None:  # noqa: ANN401 python-pptx's chart has no typed element
    """Give the axes ids that the schema allows: python-pptx writes them with a minus."""
    for tag in ("c:axId", "c:crossAx"):
        for axis in made.element.iter(qn(tag)):
            axis.set("val", str(int(axis.get("val")) % 2**32))


def _color(drawn: Any, row: Series) -> None:  # noqa: ANN401 one of python-pptx's series
    if row.line:
        drawn.smooth = False
        drawn.format.line.color.rgb = rgb(row.color)
        drawn.format.line.width = Pt(2.25)
        return
    fill = drawn.format.fill
    if row.pattern is None:
        fill.solid()
        fill.fore_color.rgb = rgb(row.color)
    else:
        _hatch(fill, row.pattern, INK, row.color)
    drawn.format.line.color.rgb = rgb(INK)
    drawn.format.line.width = Pt(0.5)
    drawn.invert_if_negative = False


def _hatch(fill: Any, pattern: MSO_PATTERN, fore: str, back: str) -> None:  # noqa: ANN401
    fill.patterned()
    fill.pattern = pattern
    fill.fore_color.rgb = rgb(fore)
    fill.back_color.rgb = rgb(back)


def map_shapes(slide: Slide, box: Box, shown: TownMap, words: str) -> None:
    """Draw the map into the left of ``box`` and its legend beside it, two groups of shapes."""
    left, right = box.columns(0.6)
    right = foot_text(slide, right, "\n".join(shown.notes))
    if shown.areas:
        _draw_map(slide, left, shown, words)
    _draw_legend(slide, right, shown)


def _draw_map(slide: Slide, box: Box, shown: TownMap, words: str) -> None:
    width, height = shown.size
    scale = min(box.width / width, box.height / height)
    left = box.left + int((box.width - width * scale) / 2)
    group = slide.shapes.add_group_shape()
    shapes: Any = group.shapes
    for area in shown.areas:
        _draw_area(shapes, area, scale, (left, box.top))
    for number, line in enumerate(shown.rivers, start=1):
        points = [(x * scale, y * scale) for x, y in line]
        builder = shapes.build_freeform(*points[0])
        builder.add_line_segments(points[1:], close=False)
        river = builder.convert_to_shape(Emu(left), Emu(box.top))
        river.fill.background()
        river.line.color.rgb, river.line.width = rgb(RIVER_COLOR), Pt(1.5)
        _no_style(river)
        describe(river, f"河流 {number}", "河流")
    for mark in shown.marks:
        _draw_mark(
            shapes,
            (left + mark.place[0] * scale, box.top + mark.place[1] * scale),
            mark.glyph,
            mark.name,
        )
    describe(group, f"地图：{shown.title}", words)


def _draw_area(shapes: Any, area: Area, scale: float, origin: tuple[int, int]) -> None:  # noqa: ANN401
    contours = [[(x * scale, y * scale) for x, y in ring[:-1]] for ring in rings(area.shape)]
    builder = shapes.build_freeform(*contours[0][0])
    builder.add_line_segments(contours[0][1:])
    for contour in contours[1:]:
        builder.move_to(*contour[0])
        builder.add_line_segments(contour[1:])
    shape = builder.convert_to_shape(*map(Emu, origin))
    describe(shape, area.name, f"{area.name}：{area.told}")
    _fill_area(shape.fill, area)
    shape.line.color.rgb, shape.line.width = rgb(BORDER), Pt(1)
    _no_style(shape)
    west, north, east, south = area.shape.bounds
    _text_place(
        shape,
        (area.label[0] - west) / (east - west),
        (area.label[1] - north) / (south - north),
    )
    frame = _bare(shape.text_frame, wrap=False)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    color = "#ffffff" if area.color and is_dark(area.color) else INK
    for place, text in enumerate(filter(None, (area.short, area.text))):
        write(frame, text, NOTE_PT, color=color, align=PP_ALIGN.CENTER, again=place > 0)


def _fill_area(fill: Any, area: Area) -> None:  # noqa: ANN401 python-pptx's fill
    if not area.in_scope:
        _hatch(fill, MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL, "#aab2b9", NEUTRAL)
    elif not area.color:
        _hatch(fill, MSO_PATTERN.WIDE_UPWARD_DIAGONAL, HATCH, "#ffffff")
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


def _draw_mark(shapes: Any, middle: tuple[float, float], glyph: str, name: str) -> None:  # noqa: ANN401
    size = Inches(0.27)
    shape = shapes.add_shape(
        MSO_SHAPE.OVAL,
        Emu(int(middle[0] - size / 2)),
        Emu(int(middle[1] - size / 2)),
        size,
        size,
    )
    describe(shape, name, f"{name}（单列，不计入镇街填色）")
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(INK)
    shape.line.color.rgb = rgb("#ffffff")
    _no_style(shape)
    frame = _bare(shape.text_frame, wrap=False)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(frame, glyph, NOTE_PT, color="#ffffff", align=PP_ALIGN.CENTER)


def _draw_legend(slide: Slide, box: Box, shown: TownMap) -> None:
    step, wide, high = Inches(0.4), Inches(0.5), Inches(0.28)
    head, rest = box.rows(height_of("字", BODY_PT, box.width))
    group = slide.shapes.add_group_shape()
    shapes: Any = group.shapes

    def words(top: int, left: int, text: str, *, bold: bool = False) -> None:
        place = map(Emu, (left, top, box.left + box.width - left, high))
        frame = _bare(shapes.add_textbox(*place).text_frame)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        write(frame, text, BODY_PT, bold=bold)

    words(head.top, box.left, f"{shown.label}（{shown.unit}）", bold=True)
    outside = [(shown.outside, MSO_PATTERN.LIGHT_DOWNWARD_DIAGONAL, "#aab2b9", NEUTRAL)]
    missing = [("缺失", MSO_PATTERN.WIDE_UPWARD_DIAGONAL, HATCH, "#ffffff")]
    hatched = missing + (outside if shown.outside else [])
    top = rest.top
    for color, text in (*shown.legend, *((None, row[0]) for row in hatched)):
        swatch = shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Emu, (box.left, top, wide, high)))
        describe(swatch, f"图例色块 {text}", text)
        _no_style(swatch)
        swatch.line.color.rgb, swatch.line.width = rgb(BORDER), Pt(0.75)
        if color is None:
            _hatch(swatch.fill, *next(row[1:] for row in hatched if row[0] == text))
        else:
            swatch.fill.solid()
            swatch.fill.fore_color.rgb = rgb(color)
        words(top, box.left + wide + GAP, text)
        top += step
    for mark in shown.marks:
        _draw_mark(shapes, (box.left + wide / 2, top + high / 2), mark.glyph, mark.name)
        words(top, box.left + wide + GAP, f"{mark.name}（单列）")
        top += step
    texts = "；".join(text for _, text in shown.legend)
    describe(group, "图例", f"图例：{shown.label}（{shown.unit}）：{texts}；缺失为斜线")


_AFTER_FONTS = tuple(
    qn(name) for name in ("a:cs", "a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")
)


def set_fonts(root: Any, font: str) -> None:  # noqa: ANN401 the element of a slide, notes or chart
    """Name ``font`` for Latin and East Asian text wherever text has a look of its own."""
    for run in root.iter(qn("a:r")):
        run.get_or_add_rPr()
    for tag in ("a:rPr", "a:defRPr", "a:endParaRPr"):
        for look in root.iter(qn(tag)):
            for old in ("a:latin", "a:ea"):
                for element in look.findall(qn(old)):
                    look.remove(element)
            if tag != "a:defRPr":
                look.set("lang", "zh-CN")
            later = [child for child in look if child.tag in _AFTER_FONTS]
            place = look.index(later[0]) if later else len(look)
            for offset, name in enumerate(("a:latin", "a:ea")):
                made = look.makeelement(qn(name), {"typeface": font})
                look.insert(place + offset, made)
