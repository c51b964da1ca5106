"""Rulers: where a target's baseline, value and goal lie; and the city's totals along the years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sihui_map.domain.plan import Operator
from sihui_map.domain.rule_words import unit_after
from sihui_map.views import fmt
from sihui_map.views.anchors import target_anchor
from sihui_map.views.sentences.targets import linked_line

if TYPE_CHECKING:
    from sihui_map.domain.standing import Standing
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.views.html import TargetLine

MARGIN = 0.12
"""Of what lies between the outermost marks, so that none stands on the edge."""
WHOLE = 100.0
"""In %: no track goes past it where no mark does."""
FIRST, LAST = 5.0, 93.0
"""Between these shares of the width, in %, lie the years."""
TALLEST = 60.0
"""In % of the height: above it stands the number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a track, at a share of its width in %; ``text`` explains it below."""

    style: str
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """One target: its line, its marks, where the track begins and ends, what is known between."""

    anchor: str
    line: TargetLine
    direction: str
    marks: tuple[Mark, ...]
    ends: tuple[str, str] = ("", "")
    reach: tuple[float, float] = (0.0, 0.0)
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Stem:
    """A known total: year and number, where it stands and how tall it is, in %."""

    year: str
    number: str
    note: str
    at: float
    height: float
    hover: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Years of which nothing is known: from where to where, in %, and what is said of them."""

    start: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The known totals, the gaps between them, and the plan's last year."""

    said: str
    stems: tuple[Stem, ...]
    gaps: tuple[Gap, ...]
    end: tuple[float, str] | None


def rulers(figures: Figures) -> list[Ruler]:
    """Return a ruler per target with a number and a value to be held against it."""
    return [ruler(item) for item in figures.standings if item.value.value is not None]


def track(item: Standing) -> Ruler:
    """Return the ruler of a target for its own page, which says the rest itself."""
    found = ruler(item)
    return replace(found, line=replace(found.line, sentence="", tag="", link=""))


def ruler(item: Standing) -> Ruler:
    """Lay a target's baseline, path, value and goal on one track.

    The track begins and ends around what is known, not at zero: both ends carry their number.
    """
    target, line = item.target, linked_line(item)
    is_cap = item.direction is Operator.AT_MOST
    direction = "上限：越低越好" if is_cap else "下限：越高越好"
    if item.direction is Operator.EXACTLY:
        direction = "恰好达到"
    anchor = target_anchor(target.target_id)
    if item.value.value is None:
        goal = f"目标 {fmt.target_text(target)}"
        return Ruler(anchor, line, direction, (), nothing=f"还没有数值可画；{goal}")
    known = [
        (style, amount.known, text)
        for style, amount, text in _amounts(item)
        if amount is not None and amount.value is not None
    ]
    low, high = (pick(value for _, value, _ in known) for pick in (min, max))
    room = (high - low or abs(high) or 1.0) * MARGIN
    floor = 0.0 if low >= 0 else low - room
    ceiling = WHOLE if target.unit == "%" and high <= WHOLE else high + room
    low, high = max(low - room, floor), min(high + room, ceiling)
    marks = tuple(
        Mark(style, (value - low) / (high - low) * 100, text) for style, value, text in known
    )
    at = {mark.style: mark.at for mark in marks}
    begin = at.get("base", 0.0)
    now = at.get("now", begin)
    unit = unit_after(target.unit)
    ends = tuple(f"{fmt.number(end, item.decimals)}{unit}" for end in (low, high))
    return Ruler(
        anchor,
        line,
        direction,
        marks,
        (ends[0], ends[1]),
        (min(begin, now), abs(now - begin)),
    )


def _amounts(item: Standing) -> list[tuple[str, Quantity | None, str]]:
    target, unit = item.target, unit_after(item.target.unit)

    def said(word: str, year: int | None, amount: Quantity | None) -> str:
        when = f"{year} 年 " if year else ""
        number = "" if amount is None else fmt.quantity(amount, item.decimals)
        return f"{word} {when}{number}{unit}"

    is_early = item.year != target.year
    return [
        ("base", item.baseline, said("◇ 基线", item.baseline_year, item.baseline)),
        ("due", item.due if is_early else None, said("┆ 路径应达", item.year, item.due)),
        ("now", item.value, said("● 最新", item.year, item.value)),
        ("goal", target.goal, f"▌ 目标 {target.year or ''} 年 {fmt.target_text(target)}"),
    ]


def timeline(figures: Figures, said: str) -> Timeline | None:
    """Lay the plan's public totals along the years up to its last; None where none is known."""
    plan = figures.snapshot.place.plan
    totals = {year: figures.city_total(year) for year in sorted(plan.public_years)}
    known = {year: total for year, total in totals.items() if total.value is not None}
    if not known:
        return None
    years, end = list(known), plan.last_year
    first, last = years[0], max(years[-1], end or years[-1])
    most = max(total.known for total in known.values())

    def at(year: int) -> float:
        return FIRST + (year - first) / max(last - first, 1) * (LAST - FIRST)

    def gap(before: int, after: int, *, is_last: bool = False) -> Gap:
        count = after - before - (0 if is_last else 1)
        text = f"{before + 1}—{after} 年没有公开数值，不推测" if is_last else f"{count} 年未公开"
        return Gap(at(before), at(after) - at(before), text)

    stems = tuple(
        Stem(
            str(year),
            fmt.wan_tonnes(total),
            "峰值" if year == plan.peak_year else "",
            at(year),
            total.known / most * TALLEST if most > 0 else 0.0,
            fmt.hover(total),
        )
        for year, total in known.items()
    )
    pairs = pairwise(years)
    gaps = [gap(before, after) for before, after in pairs if after - before > 1]
    if end and end > years[-1]:
        gaps.append(gap(years[-1], end, is_last=True))
    close = (at(end), f"{end} 年方案期限") if end and end > years[-1] else None
    return Timeline(said, stems, tuple(gaps), close)
