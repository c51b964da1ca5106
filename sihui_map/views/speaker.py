"""What whoever presents has beside a slide: where its numbers come from, what lacks, who knows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.plan import leading_units
from sihui_map.domain.value import MissingReason, ValueKind
from sihui_map.views.cards import leads
from sihui_map.views.gaps import open_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

MOST_SOURCES, MOST_REASONS = 4, 3
FAMILIES: Mapping[str, tuple[Family, ...]] = {
    "summary": (Family.TARGET, Family.INDICATOR),
    "emissions": (Family.EMISSION,),
    "ranking": (Family.EMISSION,),
    "ledger": (Family.LEDGER,),
    "sites": (Family.SITES,),
    "forest": (Family.FOREST,),
    "parks": (Family.PARKS,),
}
"""On which figures a slide rests."""
OF_TOWNS = {"emissions", "ranking", "ledger", "forest"}
"""Slides whose numbers the towns report."""


def speaker_notes(figures: Figures, slide: str, year: int) -> list[tuple[str, str]]:
    """Return the notes of a slide as (what, words): of yearly figures those of ``year``."""
    amounts = _amounts(figures, FAMILIES.get(slide, ()), year)
    rows = [
        ("来源", _sources(amounts)),
        ("性质", _kinds(amounts)),
        ("缺什么", _missing(amounts) if amounts else _open(figures, slide)),
        ("谁能回答", _answers(figures, slide)),
    ]
    return [(what, words) for what, words in rows if words]


def _amounts(figures: Figures, families: Sequence[Family], year: int) -> list[Quantity]:
    towns = {town.town_code for town in figures.towns}
    keyed = ((FigureKey.parse(name), amount) for name, amount in figures.published().items())
    return [
        amount
        for key, amount in keyed
        if key is not None
        and key.family in families
        and key.year in (None, year)
        and (key.family is not Family.EMISSION or _is_shown(key, towns))
    ]


def _is_shown(key: FigureKey, towns: Collection[str]) -> bool:
    """Tell whether it is a town's total of direct emissions: a slide shows no other one."""
    return key.area in towns and key.what == TOTAL.id and key.scope in ("", Scope.DIRECT)


def _sources(amounts: Iterable[Quantity]) -> str:
    found = dict.fromkeys(
        part.strip() for each in amounts for part in each.source.split("；") if part.strip()
    )
    listed = list(found)
    more = f"；另有 {len(listed) - MOST_SOURCES} 个来源" if len(listed) > MOST_SOURCES else ""
    return "；".join(listed[:MOST_SOURCES]) + more


def _kinds(amounts: Iterable[Quantity]) -> str:
    count = Counter(each.kind for each in amounts)
    return "，".join(f"{kind} {count[kind]} 个" for kind in ValueKind if count[kind])


def _missing(amounts: Iterable[Quantity]) -> str:
    lost = (each.reason for each in amounts if each.value is None)
    count = Counter(reason for reason in lost if reason != MissingReason.NOT_APPLICABLE)
    said = [f"{reason}（{number} 个）" for reason, number in count.most_common(MOST_REASONS)]
    more = len(count) - len(said)
    return "；".join([*said, *([f"另有 {more} 种原因"] if more > 0 else [])]) or "没有缺失的数值"


def _open(figures: Figures, slide: str) -> str:
    """Return what lacks on a slide that shows no figures of its own."""
    if slide == "tasks":
        silent = [
            str(task.task_no)
            for task in figures.snapshot.tasks
            if task.task_no not in figures.latest_updates
        ]
        return f"没有收到进展的任务：第 {'、'.join(silent)} 项" if silent else ""
    if slide == "missing":
        return f"待核 {len(open_table(figures).rows)} 项，全部在会议材料的数据册里"
    return ""


def _answers(figures: Figures, slide: str) -> str:
    snapshot = figures.snapshot
    office = f"口径问{snapshot.place.office}"
    if slide in OF_TOWNS:
        return f"各镇街报自己的数；{office}"
    units: Iterable[str] = ()
    if slide == "sites":
        units = leads(figures, (clause for site in snapshot.sites for clause in site.clauses))
    if slide == "parks":
        asked = (check.clause_no for check in snapshot.place.park_checks)
        units = leads(figures, filter(None, asked))
    if slide == "tasks":
        units = leading_units(snapshot.tasks)
    named = "、".join(units)
    return f"牵头单位：{named}；{office}" if named else office
