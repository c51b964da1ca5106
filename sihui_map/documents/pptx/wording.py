"""What the slides of several subjects say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.office import clean
from sihui_map.views.sentences.nothing import lack_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


WAN = 1e4
GAPS = "缺失与待核"
DASH_NOTE = f"「—」表示没有公开数值或不适用，原因见「{GAPS}」。"
MOST_SOURCES = 12


def sources_line(amounts: Iterable[Quantity]) -> tuple[str, ...]:
    """Return the line of a notes page that names where the numbers come from."""
    found = list(dict.fromkeys(clean(amount.source) for amount in amounts if amount.source))
    if not found:
        return ("来源：无数据。",)
    more = f"；另有 {len(found) - MOST_SOURCES} 个来源" if len(found) > MOST_SOURCES else ""
    return (f"来源：{'；'.join(found[:MOST_SOURCES])}{more}。",)


def nothing(figures: Figures, file: str, what: str) -> str:
    """Return the lead of a slide that has nothing to list: why, and where it is said at large."""
    return f"没有可列的内容：{lack_of(figures, file, what)}，见「{GAPS}」。"


def in_deck(sentence: str) -> str:
    """Return a page's sentence so that it points at the deck's own parts."""
    return sentence.replace("请看下方提示", f"见「{GAPS}」").replace("见下方平衡表", "见「平衡表」")


def year_text(years: Sequence[int]) -> str:
    """Return the last of ``years`` as a filter is named."""
    return f"{years[-1]} 年" if years else "无年度数据"


def in_wan(amount: Quantity | None) -> float | None:
    """Return ``amount`` in 万吨 with two decimals, None where there is none."""
    return None if amount is None or amount.value is None else round(amount.value / WAN, 2)
