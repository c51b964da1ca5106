"""The slides on energy projects: capacity, what was operating by year, the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE

from sihui_map.documents.office import clean
from sihui_map.documents.pptx.charts import Series, chart
from sihui_map.documents.pptx.shapes import foot_text, lead_text
from sihui_map.documents.pptx.slides import Slides, about
from sihui_map.documents.pptx.tables import table_height, table_part
from sihui_map.documents.pptx.wording import DASH_NOTE, nothing
from sihui_map.documents.printed import printed
from sihui_map.domain.site import SiteGroup
from sihui_map.views import gaps, sentences, tables
from sihui_map.views.labels import GROUP_LABEL
from sihui_map.views.palette import GROUP_COLOR
from sihui_map.views.sentences.nothing import SITES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pptx.slide import Slide

    from sihui_map.documents.pptx.shapes import Box
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


def sites_pages(slides: Slides, figures: Figures, title: str) -> None:
    """Add capacity by kind, what was operating by year, the list of projects."""
    slides.filters = "全部项目"
    sites = figures.snapshot.sites
    said = (
        sentences.sites_sentence(figures, sites)
        if sites
        else nothing(figures, SITES, "能源项目名录")
    )
    sample = any(gaps.is_sample(site) for site in sites)
    sources = "；".join(dict.fromkeys(clean(site.source) for site in sites)) or "无数据"
    notes = (said, f"来源：{sources}。")
    slide, box = slides.page(title, sample=sample, notes=notes)
    box = lead_text(slide, box, said)
    capacity = tables.capacity_table(figures)
    if about(capacity):
        box = foot_text(slide, box, about(capacity))
    drawn = (SiteGroup.PV, SiteGroup.STORAGE)  # the plant's 800 MW would dwarf both
    grown = {group: figures.operating_capacity(group) for group in drawn}
    if any(grown.values()):
        left, right = box.columns(0.58) if capacity.rows else (box, box)
        if capacity.rows:
            table_part(slide, left, printed(capacity), printed(capacity).rows)
        _operating(slide, right, grown)
    elif capacity.rows:
        high = table_height(capacity, box.width)
        table_part(slide, box, printed(capacity), printed(capacity).rows)
        _, box = box.rows(high)
    listed = tables.sites_table(figures, sites)
    if sites and not any(grown.values()) and table_height(listed, box.width) <= box.height:
        table_part(slide, box, printed(listed), printed(listed).rows)
    elif sites:
        slides.tables(f"{title}：清单", listed, foot=DASH_NOTE, sample=sample, notes=notes)


def _operating(slide: Slide, box: Box, grown: Mapping[SiteGroup, Mapping[int, Quantity]]) -> None:
    years = sorted({year for found in grown.values() for year in found})
    chart(
        slide,
        box,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [str(year) for year in years],
        [
            Series(
                name=GROUP_LABEL[group],
                values=[_until(found, year) for year in years],
                color=GROUP_COLOR[group],
            )
            for group, found in grown.items()
            if found
        ],
        title="光伏、储能年底累计投产规模（MW）；其他电源见左表",
        decimals=1,
    )


def _until(grown: Mapping[int, Quantity], year: int) -> float | None:
    known = [past for past in grown if past <= year]
    return round(grown[max(known)].known, 1) if known else None
