"""The chapter on energy projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.chapters.wording import source_of
from sihui_map.documents.wording import gap
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.value import ValueKind
from sihui_map.views import sentences, tables

if TYPE_CHECKING:
    from sihui_map.documents.docx.paper import Paper


def sites_chapter(paper: Paper) -> None:
    """Add the capacity of energy projects."""
    figures = paper.figures
    shown = figures.snapshot.sites
    paper.heading(1, "四、能源项目")
    if not shown:
        paper.text(gap("没有项目数据"))
        return
    sample = any(site.value_kind is ValueKind.SAMPLE for site in shown)
    sentence = sentences.sites_sentence(figures, shown).removesuffix("。")
    paper.text(f"{sentence}{'（含示例项目）' if sample else ''}。项目清单见附表 1。")
    amounts = [figures.site_capacity(stage, group) for stage in SiteStage for group in SiteGroup]
    paper.table(tables.capacity_table(figures), source=source_of(*amounts))
