"""The first view: what can be read before anything is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import SCOPE_LABEL, TOTAL
from sihui_map.documents.html.drawing import MISSING, OUTSIDE, swatch, unplaced
from sihui_map.documents.html.parts import SHEET_ADDRESS, START, start_year
from sihui_map.domain.value import any_sample
from sihui_map.views import html, sentences, tables
from sihui_map.views.board import town_measure
from sihui_map.views.maps import themes
from sihui_map.views.marks import park_legend, site_legend
from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from sihui_map.figures import Figures

FIRST_TARGETS = 4


def legends(figures: Figures) -> str:
    """Return the legend of each measure; all but the first are hidden."""
    found = []
    words = plain(figures.snapshot.place.outside_legend)
    is_part = any(not town.in_scope for town in figures.snapshot.towns)
    hatched = [(MISSING, "缺失"), *([(OUTSIDE, words)] if is_part else [])]
    for name, (measure, scope) in themes().items():
        shown = town_measure(figures, measure, scope)
        classes = zip(shown["colors"], shown["legend"], strict=False)  # no data, no legend
        rows = [*list(classes)[::-1], *hatched]
        items = "".join(f"<li>{swatch(color)}{text}</li>" for color, text in rows)
        within = f"<br>{SCOPE_LABEL[scope]}" if measure.is_by_scope else ""
        found.append(
            f'<section class="legend" id="legend-{name}"{"" if name == START else " hidden"}>'
            f"<h3>{shown['label']}<small>{shown['unit']}{within}</small></h3><ul>{items}</ul>"
            f"<p>{shown['note']}</p></section>"
        )
    return "".join(found)


def unplaced_list(figures: Figures) -> str:
    """Return what stands on no map, folded; "" where all is placed."""
    names = unplaced(figures)
    if not names:
        return ""
    return (
        f"<details><summary>位置未公开、不上图的 {len(names)} 处</summary>"
        f"{html.paragraphs(names, 'list')}</details>"
    )


def city_facts(figures: Figures) -> str:
    """Return the answer and the key figures of the city."""
    items = sentences.city_figures(figures)
    said = sentences.overview_sentence(figures)
    sample = any_sample(amount for item in figures.standings for amount in item.amounts)
    return html.section(figures.snapshot.place.whole, said, sample=sample) + html.key_figures(items)


def first_ranking(figures: Figures) -> str:
    """Return the towns in order of what they emit, before anything is chosen."""
    if not figures.years:
        return ""
    table = tables.ranking(figures, start_year(figures), TOTAL, Scope.DIRECT)
    return html.table_html(table, town_at=SHEET_ADDRESS)


def first_targets(figures: Figures) -> str:
    """Return the targets that need most attention."""
    lines = [sentences.target_line(item) for item in tables.standings_by_need(figures)]
    head = html.section("主要指标", f"先列 {FIRST_TARGETS} 项，其余见主要指标。")
    content = head + html.target_lines(lines[:FIRST_TARGETS]) + html.light_rule()
    return html.block(content, kind="first-targets") if lines else ""


def mark_legend(figures: Figures) -> str:
    """Return what the marks on the map mean."""
    parks = park_legend(figures) if figures.snapshot.parks else []
    entries = [("能源项目", site_legend(figures.snapshot.sites)), ("产业园区", parks)]
    return "".join(
        f'<section class="mark-legend"><h3>{title}</h3><ul>'
        + "".join(f"<li>{entry['draw']}{plain(entry['text'])}</li>" for entry in found)
        + "</ul></section>"
        for title, found in entries
        if found
    )
