"""The slides on what towns emit: the map, the components as columns and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_PATTERN

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import COMPONENT_LABEL, SCOPE_LABEL, TOTAL
from sihui_map.documents.maps.town_map import town_map
from sihui_map.documents.pptx.charts import Series, chart
from sihui_map.documents.pptx.map_shapes import map_shapes
from sihui_map.documents.pptx.shapes import BODY_PT, lead_text
from sihui_map.documents.pptx.wording import GAPS, in_deck, in_wan, sources_line, year_text
from sihui_map.domain.energy import DIRECT_COMPONENTS, Component
from sihui_map.domain.value import Quantity, any_sample
from sihui_map.views import sentences, tables
from sihui_map.views.labels import plant_notes
from sihui_map.views.maps import measure_id
from sihui_map.views.palette import COMPONENT_COLOR
from sihui_map.views.sentences.nothing import BOUNDARIES, lack_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.documents.pptx.slides import Slides
    from sihui_map.figures import Figures

PATTERN = {
    Component.OIL: MSO_PATTERN.LIGHT_UPWARD_DIAGONAL,
    Component.ELECTRICITY: MSO_PATTERN.PERCENT_10,
}


def emissions_pages(slides: Slides, figures: Figures, title: str, approval: str) -> None:
    """Add the map of what towns emit directly, and the components."""
    year = figures.default_year
    name = measure_id(TOTAL, Scope.DIRECT)
    shown = town_map(figures, name, year=year or None, approval=approval)
    slides.filters = f"{year_text([year] if year else [])} · {shown.scope}"
    said = in_deck(sentences.emissions_sentence(figures, year, TOTAL, Scope.DIRECT))
    amounts = [figures.emission(town.town_code, year) for town in figures.towns]
    words = "；".join(f"{area.name} {area.told}" for area in shown.areas)
    by = f"排放因子：{figures.snapshot.factor_set}。"
    beside = plant_notes(figures.snapshot, with_plant=True)
    notes = (said, *sources_line(amounts), by, *beside)
    slide, box = slides.page(f"{title}：地图", sample=shown.is_sample, notes=notes)
    if not shown.areas and shown.outline is None:
        said = f"{lack_of(figures, BOUNDARIES, '镇街界线')}，没有地图，见「{GAPS}」。"
    box = lead_text(slide, box, said)
    map_shapes(slide, box, shown, f"{shown.title}（{shown.unit}）。{words}")
    if year:
        _components(slides, figures, title, year)


def _components(slides: Slides, figures: Figures, title: str, year: int) -> None:
    """Show what towns emit as columns; the sources that stand apart would dwarf them.

    A column stands for a whole: a town of which a part is missing has none, and is named.
    """
    amounts = {
        part: {
            town.town_code: figures.component(town.town_code, year, part) for town in figures.towns
        }
        for part in Component
    }
    every = [amount for found in amounts.values() for amount in found.values()]
    sample, notes = any_sample(every), sources_line(every)
    drawn = list(DIRECT_COMPONENTS)
    whole = _known_in(amounts, drawn)
    if whole and whole == _known_in(amounts, list(Component)):
        drawn = list(Component)
    said = _not_drawn(figures, amounts, drawn, whole) if whole else ""
    table = tables.components(figures, year, with_plant=True)
    if whole:
        slide, box = slides.page(f"{title}：构成", sample=sample, notes=(*notes, said))
        if said:
            box = lead_text(slide, box, said, BODY_PT)
        names = [
            town.short_name if town.town_code in whole else f"{town.short_name}\n缺失"
            for town in figures.towns
        ]
        chart(
            slide,
            box,
            XL_CHART_TYPE.COLUMN_STACKED,
            names,
            [
                Series(
                    name=COMPONENT_LABEL[part],
                    values=[
                        in_wan(amount) if code in whole else None
                        for code, amount in amounts[part].items()
                    ],
                    color=COMPONENT_COLOR[part],
                    pattern=PATTERN.get(part),
                )
                for part in drawn
            ],
            title=f"{year} 年各镇街{_drawn_words(drawn)}（万吨CO₂）；重点排放源单列，见构成表",
            decimals=2,
            labels=False,
        )
    reasons = "；".join(dict.fromkeys(item.reason for item in every if item.value is None))
    foot = f"缺失的原因：{reasons}。" if reasons else ""
    slides.tables(f"{title}：构成表", table, foot=foot, sample=sample, notes=notes)


def _known_in(
    amounts: Mapping[Component, Mapping[str, Quantity]], parts: Sequence[Component]
) -> set[str]:
    """Return the towns of which every one of ``parts`` is known."""
    known = [
        {code for code, amount in amounts[part].items() if amount.value is not None}
        for part in parts
    ]
    return set.intersection(*known)


def _drawn_words(drawn: Sequence[Component]) -> str:
    return SCOPE_LABEL[Scope.NET if Component.ELECTRICITY in drawn else Scope.DIRECT]


def _not_drawn(
    figures: Figures,
    amounts: Mapping[Component, Mapping[str, Quantity]],
    drawn: Sequence[Component],
    whole: set[str],
) -> str:
    """Say what the chart leaves out, and why."""
    power = amounts[Component.ELECTRICITY].values()
    why = "；".join(dict.fromkeys(amount.reason for amount in power if amount.value is None))
    said = ""
    if Component.ELECTRICITY not in drawn:
        said = f"{COMPONENT_LABEL[Component.ELECTRICITY]}缺失：{why}；图中不画。"
    lost = [town.short_name for town in figures.towns if town.town_code not in whole]
    if lost:
        said += f"{len(lost)} 个镇街未报或未填全，不画：{'、'.join(lost)}。"
    return said
