"""The chapter on forest cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import source_of
from sihui_map.documents.maps.charts import forest_svg
from sihui_map.documents.wording import gap, marked
from sihui_map.domain.town import CITY
from sihui_map.views import sentences, tables
from sihui_map.views.sentences.nothing import TARGETS, lack_of

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper


def forest_chapter(paper: Paper) -> None:
    """Add forest cover and protected areas."""
    figures = paper.figures
    paper.heading(1, "五、森林碳汇")
    gaps = (figures.forest_gap_pp(), figures.forest_gap_ha())
    if figures.forest_standing is None:
        paper.text(gap(lack_of(figures, TARGETS, "森林覆盖率目标")))
    else:
        paper.text(marked(sentences.forest_sentence(figures), *gaps))
    if figures.forest_years:
        year = figures.default_forest_year
        city = [figures.forest_cover(CITY, each) for each in figures.forest_years]
        covers = [figures.forest_cover(town.town_code, year) for town in figures.towns]
        paper.drawing(
            forest_svg(figures),
            marked(f"{figures.snapshot.place.whole}森林覆盖率。", *city).removesuffix("。"),
            "虚线为从基线到目标的直线路径。纵轴不从零起。",
        )
        paper.table(tables.forest_table(figures, year), source=source_of(*covers))
    else:
        paper.text(gap("各镇街森林覆盖率未报"))
    paper.table(tables.reserves_table(figures))
    found = figures.sinks.sink(CITY, max(figures.sinks.years(CITY), default=0)).estimate
    said = sentences.sink_sentence(figures)
    paper.text(gap(said.removesuffix("。")) if found.value is None else marked(said, found))
    if figures.sinks.areas:
        paper.table(tables.sink_table(figures), source="各镇街填报的活立木蓄积量")
