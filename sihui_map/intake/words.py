"""The lists that a form chooses from, and the words it uses for what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import LEDGER_SUBJECT, Form, dataset, datasets, declared_tables
from sihui_map.domain.energy import (
    COMPONENT_BY_FUEL,
    ELECTRICITY,
    GJ,
    MWH10,
    TCE,
    TRADED,
)
from sihui_map.domain.evaluation import SubjectKind
from sihui_map.domain.ledger import CITY_TOTAL, NET_ELECTRICITY
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.place import ANY_WHOLE
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import KIND_LABEL, PlacePrecision, SiteStage
from sihui_map.domain.snapshot import LARGE_SOURCE
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.place import Place
    from sihui_map.domain.plan import Target, Task
    from sihui_map.figures import Figures
    from sihui_map.intake.known import RowKey

    Words = Mapping[str, Mapping[str, str]]
    """Name of a list → word of the form → what is stored."""

LONGEST_TASK = 24
"""Characters of a task's text by which a list names it."""
TOTAL = "合计"
"""Where a fuel stands: the energy use that an area states as one number."""

FLAG = {"是": "yes", "否": "no"}
TICK = {"是": "yes"}
CATEGORY = {"重点排放源": LARGE_SOURCE, "未分解到镇街": "unallocated"}
UNIT = {"吨": "t", "万标准立方米": "10^4 Nm3", "万千瓦时": MWH10, "吉焦": GJ, "吨标准煤": TCE}
POWER_FUELS = frozenset(fuel for fuel, one in TRADED.items() if one.energy == ELECTRICITY)
"""What stands on the sheet 电力收支, not among the fuels."""
PRECISION = {"精确位置": PlacePrecision.POINT.value, "镇街": PlacePrecision.TOWN.value}


def same(words: Iterable[str]) -> dict[str, str]:
    """Return a list whose words are stored as they stand."""
    return {word: word for word in words}


def word_lists(figures: Figures, rows: Mapping[RowKey, Mapping[str, str]]) -> Words:
    """Return every list that a form chooses from; what has a name is chosen by it."""
    snapshot, place = figures.snapshot, figures.snapshot.place
    towns = {town.name: town.town_code for town in figures.towns}
    city = {place.whole: CITY}
    sources = _named(rows, "named_sources")
    sites = _named(rows, "sites")
    departments = same(snapshot.departments)
    kinds = [kind for kind in ValueKind if kind is not ValueKind.MISSING]
    fuels = [fuel for fuel in COMPONENT_BY_FUEL if fuel not in POWER_FUELS]
    lists: dict[str, Mapping[str, str]] = {
        "town": towns,
        "area": {**towns, **city},
        "source": sources,
        "user": {**towns, **sources},
        "any_area": {**towns, **sources, **city},
        "site": sites,
        "park": _named(rows, "parks"),
        "target": {_target_word(target): target.target_id for target in snapshot.targets},
        "numbered_target": {
            f"{_target_word(target)}，{target.unit}": target.target_id
            for target in figures.targets
            if target.value is not None
        },
        "department": departments,
        "holder": {**towns, **departments, handed_down(place): CITY},
        "task": same(str(task.task_no) for task in snapshot.tasks),
        "task_words": {_task_word(task): str(task.task_no) for task in snapshot.tasks},
        "evaluated_kind": same(SubjectKind),
        "evaluated": {
            **{_task_word(task): str(task.task_no) for task in snapshot.tasks},
            **towns,
            **departments,
        },
        "filler": {**towns, **departments},
        "clause": same(str(clause.clause_no) for clause in snapshot.clauses),
        "subject": {table.title: table.name for table in datasets()} | {"平衡表": LEDGER_SUBJECT},
        "fuel": same(COMPONENT_BY_FUEL),
        "fuel_or_heat": same(fuels),
        "fuel_heat_or_total": same([*fuels, TOTAL]),
        "unit": UNIT,
        "kind": same(kinds),
        "any_kind": same(ValueKind),
        "flag": FLAG,
        "tick": TICK,
        "tick_or_not": {**TICK, "否": ""},
        "declared": {dataset(name).title: name for name in declared_tables()},
        "category": CATEGORY,
        "ledger_row": {"净调入电力排放": NET_ELECTRICITY, total_word(place): CITY_TOTAL},
        "precision": {**PRECISION, place.whole: PlacePrecision.CITY.value},
        "site_kind": {word: kind.value for kind, word in KIND_LABEL.items()},
        "stage": same(SiteStage),
        "park_stage": same(ParkStage),
        "check": same(CheckState),
        "task_state": same(TaskState),
    }
    return lists | _own_lists()


def _own_lists() -> dict[str, Mapping[str, str]]:
    """Return the lists that one column alone has, as the catalogue declares them."""
    fields = (column.field for table in datasets() for column in table.columns)
    return {own.words: same(own.options) for own in fields if own.options}


def handed_down(place: Place) -> str:
    """Return the word for the holder of a target's number that was handed down."""
    return f"{place.whole}（{place.handed_down}）"


def total_word(place: Place) -> str:
    """Return the word for the row of the ledger that is the total of all."""
    return f"{place.whole}碳排放总量"


def older_words(place: Place) -> Mapping[object, str]:
    """Return by what older forms called the whole county what it is called now."""
    now = (place.whole, handed_down(place), total_word(place))
    return {ANY_WHOLE + word.removeprefix(place.whole): word for word in now}


def fuel_units(figures: Figures) -> dict[str, str]:
    """Return the unit of each fuel, of electricity and of heat.

    A fuel without a factor in the set that is in use has the unit of any other set that knows it.
    """
    listed = {row.fuel: row.unit for row in figures.snapshot.fuel_factors}
    own = figures.factors.fuels if figures.factors else {}
    traded = {fuel: one.unit for fuel, one in TRADED.items()}
    return listed | {fuel: one.unit for fuel, one in own.items()} | traded


def _target_word(target: Target) -> str:
    return f"{target.indicator}（{target.year}）" if target.year else target.indicator


def _task_word(task: Task) -> str:
    is_long = len(task.text) > LONGEST_TASK
    return f"{task.task_no}. {task.text[:LONGEST_TASK]}{'…' if is_long else ''}"


def _named(rows: Mapping[RowKey, Mapping[str, str]], table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for (name, key), cells in rows.items():
        if name == table:
            word = cells.get("name") or key
            found[f"{word}（{key}）" if word in found else word] = key
    return found


def word_of(words: Mapping[str, str], stored: str) -> str:
    """Return the word of a list for what is stored, or that itself where there is none."""
    return next((word for word, told in words.items() if told == stored), stored)


def row_name(table: str, cells: Mapping[str, str], words: Words) -> str:
    """Return what a reader knows a row by: 甲镇 2024 年 烟煤."""
    own = dataset(table)
    if "name" in own.column_names:
        return cells.get("name") or own.key_of(cells)
    parts = []
    for column in own.key:
        told, field = cells.get(column, ""), own.column(column).field
        word = word_of(words.get(field.words, {}), told)
        parts.append(f"{word} 年" if field.form is Form.YEAR and word else word)
    return " ".join(part for part in parts if part)
