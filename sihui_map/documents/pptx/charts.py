"""Native charts whose workbook holds the numbers as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from sihui_map.documents.office import clean
from sihui_map.documents.pptx.shapes import (
    BODY_PT,
    NOTE_PT,
    Box,
    describe,
    hatch,
    height_of,
    rgb,
    text_box,
)
from sihui_map.views.palette import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.chart import Chart
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.enum.dml import MSO_PATTERN
    from pptx.slide import Slide


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
        hatch(fill, row.pattern, INK, row.color)
    drawn.format.line.color.rgb = rgb(INK)
    drawn.format.line.width = Pt(0.5)
    drawn.invert_if_negative = False
