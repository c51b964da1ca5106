"""The question card: a town or a unit → the five facts most likely asked, and who answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import required_tables
from sihui_map.catalogue.indicators import PER_GDP, PER_HEAD, TOTAL
from sihui_map.catalogue.key import FigureKey
from sihui_map.changes import LARGE_PERCENT
from sihui_map.domain.completeness import Told
from sihui_map.domain.town import town_by_code
from sihui_map.domain.value import ValueKind, are_comparable, computed_kind
from sihui_map.views import fmt
from sihui_map.views.gaps import gaps_sentence, stalled_tasks
from sihui_map.views.pinyin import initials
from sihui_map.views.sentences import (
    changes_sentence,
    forest_sentence,
    overview_sentence,
    owing_sentence,
    place_words,
    total_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.changes import Changes, StateChange
    from sihui_map.domain.plan import Task
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is shown: a title, facts, what changed since the last meeting, who answers."""

    title: str
    facts: tuple[str, ...]
    since: str
    answers: str


def example(figures: Figures) -> str:
    """Return what a visitor may type, as a hint."""
    wanted = figures.snapshot.place.example_town
    towns = [town.name for town in figures.towns if town.town_code == wanted]
    names = (*towns, figures.snapshot.place.office)
    return f"例如：{'、'.join(f'{name}、{initials(name)}' for name in names)}"


def subjects(figures: Figures) -> dict[str, str]:
    """Return key → words of everything that can be asked about, initials included."""
    towns = {f"town {town.town_code}": town.name for town in figures.towns}
    units = {f"unit {name}": name for name in figures.snapshot.departments}
    return {key: f"{name}（{initials(name)}）" for key, name in {**towns, **units}.items()}


def card(figures: Figures, key: str, changes: Changes | None) -> Card:
    """Return the card of a key of ``subjects``; ``changes`` since the last meeting, if any."""
    kind, _, name = key.partition(" ")
    return _town(figures, name, changes) if kind == "town" else _unit(figures, name, changes)


def whole(figures: Figures, changes: Changes | None) -> Card:
    """Return what is most likely asked of the whole place, before anyone has asked."""
    place = figures.snapshot.place
    return Card(
        title=place.whole,
        facts=(
            total_sentence(figures),
            overview_sentence(figures),
            forest_sentence(figures),
            owing_sentence(figures),
            gaps_sentence(figures),
        ),
        since=changes_sentence(changes) if changes else "没有可比的上一期。",
        answers=f"{place.office}；数据口径见「来源与方法」",
    )


def _said(quantity: Quantity, text: str) -> str:
    tag = fmt.tag_of(quantity)
    return f"{text}（{tag}）" if tag else text


def _measure(figures: Figures, code: str, year: int, measure: Indicator) -> str:
    value = figures.measure(code, year, measure)
    if value.value is None:
        part = fmt.part(value, measure.decimals, measure.divisor)
        known = f"；{part} {measure.unit}" if part else ""
        return f"{measure.label}缺失（{value.reason}{known}）"
    return _said(value, f"{measure.label} {fmt.shown(value, measure)} {measure.unit}")


def _town(figures: Figures, code: str, changes: Changes | None) -> Card:
    town = town_by_code(figures.towns, code)
    year = figures.default_year
    facts = [
        _emission(figures, code, year),
        "；".join(_measure(figures, code, year, each) for each in (PER_HEAD, PER_GDP)),
        _year_on_year(figures, code, year),
        _forest_and_sites(figures, code),
        _not_told(figures, code, year),
    ]
    return Card(
        title=town.name,
        facts=tuple(facts),
        since=_since(figures, changes, code),
        answers=f"{town.name}；数据口径由牵头汇总单位说明（见「来源与方法」）",
    )


def _emission(figures: Figures, code: str, year: int) -> str:
    text = _measure(figures, code, year, TOTAL)
    if not year or figures.emission(code, year).value is None:
        return f"{text}。"
    return f"{year} 年{text}，{place_words(figures, code, year)}（1 为最多）。"


def _year_on_year(figures: Figures, code: str, year: int) -> str:
    if year - 1 not in figures.years:
        return "没有上一年的数，不能比较。"
    before, now = (figures.emission(code, each) for each in (year - 1, year))
    if not before.value or now.value is None:
        return f"不能与 {year - 1} 年比较：{before.reason or now.reason}。"
    if not are_comparable(before, now):
        return f"不能与 {year - 1} 年比较：一个是{before.kind}，一个是{now.kind}。"
    percent = (now.value - before.value) / before.value * 100
    word = "上升" if percent > 0 else "下降"
    change = replace(now, kind=computed_kind((before.kind, now.kind)))
    return _said(change, f"比 {year - 1} 年{word} {fmt.number(abs(percent), 1)}%") + "。"


def _forest_and_sites(figures: Figures, code: str) -> str:
    year = figures.forest_years[-1] if figures.forest_years else 0
    cover = figures.forest_cover(code, year)
    said = (
        f"森林覆盖率缺失（{cover.reason}）"
        if cover.value is None
        else _said(cover, f"{year} 年森林覆盖率 {fmt.quantity(cover, 2)}%")
    )
    sites = [site for site in figures.snapshot.sites if site.town_code == code]
    sample = sum(site.value_kind is ValueKind.SAMPLE for site in sites)
    note = f"，其中示例 {sample} 个" if sample else ""
    return f"{said}；能源项目 {len(sites)} 个{note}。"


def _not_told(figures: Figures, code: str, year: int) -> str:
    told = {table.title: figures.told(table.name, code, year) for table in required_tables()}
    words = (
        (Told.NOTHING, "尚未填报"),
        (Told.SAMPLE, "只有示例数据、尚未填报"),
        (Told.PART, "只报了一部分"),
    )
    open_ones = [
        f"{said}：{'、'.join(title for title, state in told.items() if state is kind)}"
        for kind, said in words
        if kind in told.values()
    ]
    when = f"{year} 年" if year else ""
    return f"{when}{'；'.join(open_ones)}。" if open_ones else f"{when}必报表已报齐。"


def _since(figures: Figures, changes: Changes | None, code: str) -> str:
    if changes is None:
        return "没有可比的上一期。"
    here = {("site", site.site_id) for site in figures.snapshot.sites if site.town_code == code}
    here |= {("park", park.park_id) for park in figures.snapshot.parks if park.town_code == code}
    keyed = [(each, FigureKey.parse(each.figure_id)) for each in changes.figures]
    moved = [each for each, key in keyed if key is not None and key.area == code]
    states = [each for each in changes.states if (each.subject, each.key) in here]
    if not moved and not states:
        return f"与上一期相比，{town_by_code(figures.towns, code).name}没有变化。"
    large = sum(each.is_large for each in moved)
    said = f"{len(moved)} 个数值有变化，其中 {large} 个超过 {LARGE_PERCENT:g}%"
    return "；".join([f"与上一期相比，{said}", *map(_state_said, states)]) + "。"


def _state_said(change: StateChange) -> str:
    return f"{change.name}由{change.before or '无'}变为{change.after or '无'}"


def _unit(figures: Figures, name: str, changes: Changes | None) -> Card:
    lead = [task for task in figures.snapshot.tasks if name in task.lead_units]
    helps = [task for task in figures.snapshot.tasks if name in task.cooperating_units]
    facts = [
        f"牵头 {len(lead)} 项任务{_numbers(lead)}，配合 {len(helps)} 项。",
        _states(figures, lead),
        _clocks(figures, lead),
        _latest(figures, lead, "progress", "最近进展"),
        _latest(figures, lead, "next_step", "下一步"),
    ]
    return Card(
        title=name,
        facts=tuple(facts),
        since=_unit_since(changes, lead),
        answers=f"{name}" + (f"；联合牵头：{_joint(lead, name)}" if _joint(lead, name) else ""),
    )


def _numbers(tasks: Sequence[Task]) -> str:
    numbers = "、".join(str(task.task_no) for task in tasks)
    return f"（第 {numbers} 项）" if numbers else ""


def _joint(tasks: Sequence[Task], name: str) -> str:
    others = (unit for task in tasks for unit in task.lead_units if unit != name)
    return "、".join(dict.fromkeys(others))


def _states(figures: Figures, tasks: Sequence[Task]) -> str:
    if not tasks:
        return "没有牵头的任务。"
    updates = [figures.latest_updates.get(task.task_no) for task in tasks]
    count = Counter(update.state.value if update else "未收到信息" for update in updates)
    tag = "（示例）" if any(u and u.kind is ValueKind.SAMPLE for u in updates) else ""
    return (
        f"自报状态{tag}：{'，'.join(f'{state} {number} 项' for state, number in count.items())}。"
    )


def _clocks(figures: Figures, tasks: Sequence[Task]) -> str:
    late = [task for task in stalled_tasks(figures) if task in tasks]
    if not late:
        return "没有超过 180 天未更新的任务。"
    return f"超过 180 天未更新或从未更新 {len(late)} 项{_numbers(late)}。"


def _latest(figures: Figures, tasks: Sequence[Task], field: str, word: str) -> str:
    updates = [
        figures.latest_updates[t.task_no] for t in tasks if t.task_no in figures.latest_updates
    ]
    told = [update for update in updates if getattr(update, field)]
    if not told:
        return f"{word}：没有收到。"
    newest = max(told, key=lambda update: update.day)
    text = str(getattr(newest, field))
    short = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}……"
    return f"{word}（第 {newest.task_no} 项，{newest.day.isoformat()}）：{short}"


def _unit_since(changes: Changes | None, tasks: Sequence[Task]) -> str:
    if changes is None:
        return "没有可比的上一期。"
    numbers = {str(task.task_no) for task in tasks}
    moved = [each for each in changes.states if each.subject == "task" and each.key in numbers]
    if not moved:
        return "与上一期相比，牵头任务的状态没有变化。"
    return f"与上一期相比：{'；'.join(map(_state_said, moved))}。"
