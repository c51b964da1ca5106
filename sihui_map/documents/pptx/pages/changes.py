"""The slides on what changed since the 期 before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.changes import LARGE_PERCENT, compare
from sihui_map.documents.office import clean
from sihui_map.domain.value import any_sample
from sihui_map.views import fmt, revisions

if TYPE_CHECKING:
    from sihui_map.documents.pptx.slides import Slides
    from sihui_map.figures import Figures

MOST_CHANGES = 45


def unchanged(before: Figures | None, figures: Figures) -> str:
    """Return the sentence that stands for a comparison in which there is nothing to show."""
    if before is None:
        return "没有指定上一期，本期不作比较。"
    found = compare(before, figures)
    if found.figures or found.ranks or found.states:
        return ""
    return "与上期相比，数值、位次和状态都没有变化。"


def changes_pages(slides: Slides, before: Figures, figures: Figures, title: str) -> None:
    """Add what changed since ``before``, the largest changes first."""
    found = compare(before, figures)
    slides.filters = f"上期版本 {found.before}"
    old = "，".join(map(clean, fmt.stamp(before.snapshot)))
    new = "，".join(map(clean, fmt.stamp(figures.snapshot)))
    said = (
        f"数值变化 {len(found.figures)} 个，其中变化超过 {LARGE_PERCENT:g}%、新增或取消的 "
        f"{len(found.large)} 个；镇街位次变化 {len(found.ranks)} 处，"
        f"状态变化 {len(found.states)} 项。"
    )
    sides = [side for change in found.figures for side in (change.before, change.after) if side]
    sample = any_sample(sides)
    notes = (f"上期：{old}。", f"本期：{new}。", f"来源：两期已发布数值逐项比较。{said}")
    lead = said
    if len(found.figures) > MOST_CHANGES:
        lead += f"\n下表按变化幅度列前 {MOST_CHANGES} 个。"
    for table in revisions.change_tables(figures, found, limit=MOST_CHANGES):
        name = title if lead else f"{title}：{table.title.partition('（')[0]}"
        show = slides.first_rows if lead else slides.tables
        show(name, table, lead=lead, sample=sample, notes=notes)
        lead = ""
