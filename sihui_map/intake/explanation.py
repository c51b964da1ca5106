"""What explains a ledger's residual: a text that says in which part of the ledger it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.place import ANY_WHOLE

if TYPE_CHECKING:
    from sihui_map.figures import Figures

SHORTEST = 4
"""Characters of a reason that says something."""
PARTS = ("{whole}总量", "镇街", "重点排放源", "电厂", "交通", "未分解", "电力")
"""What people call the rows of the ledger; a town or source may be named as well."""
BEFORE = f"{ANY_WHOLE}总量"
"""What was taken before, and may stand in a text that is published."""


def problem_of(text: str, figures: Figures) -> str:
    """Return what an explanation lacks, "" where it says in which part the residual lies."""
    said = text.strip()
    if len(said) < SHORTEST:
        return f"说明至少写 {SHORTEST} 个字"
    names = [town.name for town in figures.towns]
    names += [source.name for source in figures.snapshot.named_sources]
    parts = [figures.snapshot.place.says(part) for part in PARTS]
    if any(name in said for name in (*parts, BEFORE, *names)):
        return ""
    return (
        f"说明要写明差额在平衡表的哪一项：{'、'.join(parts)}，或写出镇街、排放源的名称；"
        f"现为「{said[:40]}」"
    )
