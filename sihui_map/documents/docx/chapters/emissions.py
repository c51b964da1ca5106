"""The chapters on what towns emit and on the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.documents.docx.chapters.wording import NUMERALS, source_of
from sihui_map.documents.maps.charts import composition_svg
from sihui_map.documents.maps.picture import map_svg
from sihui_map.documents.wording import gap, marked
from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.domain.town import CITY, SCHEMATIC_NOTE
from sihui_map.views import sentences, tables

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper


MAP_MM = 120.0
"""Width of the map: half a page remains for the ranking."""


def emissions_chapter(paper: Paper, approval: str) -> None:
    """Add what towns emit: the map, in order and by component."""
    figures = paper.figures
    paper.heading(1, "二、镇街排放")
    if not figures.years:
        paper.text(gap("各镇街用能未见公开数据，尚无填报，不能核算排放"))
        return
    year = figures.default_year
    direct = [figures.emission(town.town_code, year) for town in figures.towns]
    paper.heading(2, "（一）排放总量")
    sentence = sentences.emissions_sentence(figures, year, TOTAL, Scope.DIRECT)
    paper.text(marked(sentence, *direct))
    paper.drawing(
        map_svg(figures, approval=approval),
        marked(f"{year} 年各镇街排放总量地图（直接排放）。", *direct).removesuffix("。"),
        f"{SCHEMATIC_NOTE}；审图号：{approval or '（尚未取得）'}；数值见下表。",
        width_mm=MAP_MM,
    )
    paper.table(tables.ranking(figures, year, TOTAL, Scope.DIRECT), source=source_of(*direct))
    paper.heading(2, "（二）排放构成")
    paper.drawing(
        composition_svg(figures, year),
        marked(f"{year} 年各镇街直接排放构成。", *direct).removesuffix("。"),
        "按直接排放由大到小；重点排放源单列，不在其中。各项数值见数据册。",
    )
    paper.heading(2, "（三）年度变化")
    covers = [figures.forest_cover(CITY, year) for year in figures.forest_years]
    paper.text(*(marked(line, *direct, *covers) for line in sentences.change_lines(figures)))


def ledger_chapter(paper: Paper) -> None:
    """Add the ledger of each year that has one."""
    figures = paper.figures
    paper.heading(1, "三、平衡表")
    plan = figures.snapshot.place.plan
    shown = dict.fromkeys((*plan.public_years[-1:], *figures.ledger_years[-1:]))
    for place, year in enumerate(shown):
        book = figures.ledger(year)
        parts = (*(row.quantity for row in book.rows), book.city_total)
        paper.heading(2, f"（{NUMERALS[place]}）{year} 年")
        paper.text(marked(sentences.ledger_sentence(book), book.residual))
        paper.table(tables.ledger_table(figures, year), source=source_of(*parts))
        second = sentences.second_total_sentence(figures, year)
        if second:
            paper.text(second)
        said = figures.ledger_explanation(year)
        if said:
            paper.text(f"书面说明：{said}")
        elif year in figures.unexplained_years:
            paper.text(
                gap(f"{year} 年残差超过{book.total_label}的 {RESIDUAL_PERCENT:g}%，尚无书面说明")
            )
