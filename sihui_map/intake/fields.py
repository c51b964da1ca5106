"""What each column of a reported table takes, and the words a form uses for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from sihui_map.domain.check import YEAR_MIN, Rule
from sihui_map.domain.dataset import DATASETS, DECLARED_TABLES, LEDGER_SUBJECT, dataset
from sihui_map.domain.energy import (
    CELL_REASONS,
    COMPONENT_BY_FUEL,
    ELECTRICITY,
    GJ,
    MWH10,
    TCE,
    TRADED,
)
from sihui_map.domain.ledger import CITY_TOTAL, NET_ELECTRICITY
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import KIND_LABEL, PlacePrecision, SiteStage
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

LAST_PLAN_YEAR = 2060
FIRST_PLANT_YEAR = 1949
LONGEST_TASK = 24
"""Characters of a task's text by which a list names it."""
WHOLE_CITY = "全市"
TOTAL = "合计"
"""Where a fuel stands: the energy use that an area states as one number."""

FLAG = {"是": "yes", "否": "no"}
TICK = {"是": "yes"}
CATEGORY = {"重点排放源": "named", "未分解到镇街": "unallocated"}
UNIT = {"吨": "t", "万标准立方米": "10^4 Nm3", "万千瓦时": MWH10, "吉焦": GJ, "吨标准煤": TCE}
POWER_FUELS = frozenset(fuel for fuel, one in TRADED.items() if one.energy == ELECTRICITY)
"""What stands on the sheet 电力收支, not among the fuels."""
PRECISION = {
    "精确位置": PlacePrecision.POINT.value,
    "镇街": PlacePrecision.TOWN.value,
    "全市": PlacePrecision.CITY.value,
}
LEDGER_ROW = {"净调入电力排放": NET_ELECTRICITY, "全市碳排放总量": CITY_TOTAL}


class Form(Enum):
    """How a cell is read."""

    TEXT = auto()
    NUMBER = auto()
    YEAR = auto()
    DAY = auto()
    LISTED = auto()
    LISTED_MANY = auto()
    NEW_ID = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: how it is read, whether it may be empty, which list, which years."""

    form: Form = Form.TEXT
    required: bool = False
    words: str = ""
    rule: Rule = Rule.CHOICE
    """The rule that a word outside the list breaks."""
    signed: bool = False
    reasons: tuple[str, ...] = ()
    """Words that may stand where there is no number: why there is none."""
    first_year: int = YEAR_MIN
    last_year: int | None = None
    """None: this year."""


TEXT = Field()
NEEDED = Field(required=True)
AMOUNT = Field(form=Form.NUMBER, required=True)
SIZE = Field(form=Form.NUMBER)
USED = Field(form=Form.NUMBER, required=True, reasons=tuple(map(str, CELL_REASONS)))
"""How much of a fuel: a number (0 is one), or why there is none."""
DEGREES = Field(form=Form.NUMBER, signed=True)
NEW_ID = Field(form=Form.NEW_ID, required=True)
YEAR = Field(form=Form.YEAR, required=True)
KIND = Field(form=Form.LISTED, required=True, words="kind")
OPTIONAL_TOWN = Field(form=Form.LISTED, words="town", rule=Rule.UNKNOWN)
CHECK = Field(form=Form.LISTED, words="check")


def listed(words: str, *, rule: Rule = Rule.CHOICE, required: bool = True) -> Field:
    """Return a column that takes a word of one list."""
    return Field(form=Form.LISTED, required=required, words=words, rule=rule)


FIELDS: Mapping[str, Mapping[str, Field]] = {
    "energy_use": {
        "area_id": listed("user", rule=Rule.UNKNOWN),
        "year": YEAR,
        "fuel": listed("fuel", rule=Rule.UNKNOWN),
        "amount": USED,
        "unit": listed("unit", rule=Rule.UNIT),
        "kind": KIND,
        "source": NEEDED,
    },
    "energy_total": {
        "area_id": listed("any_area", rule=Rule.UNKNOWN),
        "year": YEAR,
        "tce": AMOUNT,
        "kind": KIND,
        "source": NEEDED,
    },
    "named_sources": {
        "source_id": NEW_ID,
        "name": NEEDED,
        "category": listed("category"),
        "site_id": listed("site", rule=Rule.UNKNOWN, required=False),
        "source": NEEDED,
        "note": TEXT,
    },
    "town_context": {
        "area_id": listed("area", rule=Rule.UNKNOWN),
        "year": YEAR,
        "population": AMOUNT,
        "gdp_1e8_cny": AMOUNT,
        "gdp_constant_1e8_cny": SIZE,
        "gdp_base_year": Field(form=Form.YEAR),
        "kind": KIND,
        "source": NEEDED,
    },
    "ledger_reported": {
        "year": YEAR,
        "row_id": listed("ledger_row", rule=Rule.UNKNOWN),
        "tco2": Field(form=Form.NUMBER, required=True, signed=True),
        "kind": KIND,
        "source": NEEDED,
        "note": TEXT,
    },
    "forest_cover": {
        "area_id": listed("area", rule=Rule.UNKNOWN),
        "year": YEAR,
        "forest_ha": AMOUNT,
        "kind": KIND,
        "source": NEEDED,
    },
    "sites": {
        "site_id": NEW_ID,
        "name": NEEDED,
        "kind": listed("site_kind"),
        "clauses": Field(form=Form.LISTED_MANY, words="clause", rule=Rule.UNKNOWN),
        "stage": listed("stage", required=False),
        "stage_text": TEXT,
        "capacity_mw": SIZE,
        "capacity_mwh": SIZE,
        "annual_mwh": SIZE,
        "capacity_text": TEXT,
        "commission_year": Field(
            form=Form.YEAR, first_year=FIRST_PLANT_YEAR, last_year=LAST_PLAN_YEAR
        ),
        "town_code": OPTIONAL_TOWN,
        "town_text": TEXT,
        "place_precision": listed("precision", rule=Rule.PRECISION),
        "lon": DEGREES,
        "lat": DEGREES,
        "value_kind": listed("any_kind"),
        "source": NEEDED,
        "confidence": TEXT,
        "missing_note": TEXT,
    },
    "parks": {
        "park_id": NEW_ID,
        "name": NEEDED,
        "level": TEXT,
        "level_confirmed": listed("flag"),
        "town_code": OPTIONAL_TOWN,
        "town_text": TEXT,
        "industries": TEXT,
        "source": NEEDED,
        "confidence": TEXT,
        "note": TEXT,
    },
    "park_progress": {
        "park_id": listed("park", rule=Rule.UNKNOWN),
        "year": YEAR,
        "stage": listed("park_stage", required=False),
        "provincial": listed("flag", required=False),
        "heat_recovery": CHECK,
        "aluminium_ash": CHECK,
        "recovery_point": CHECK,
        "smart_management": CHECK,
        "circular_system": CHECK,
        "kind": KIND,
        "source": NEEDED,
    },
    "indicator_values": {
        "target_id": listed("target", rule=Rule.CODE),
        "year": YEAR,
        "value": Field(form=Form.NUMBER, required=True, signed=True),
        "kind": KIND,
        "source": NEEDED,
    },
    "allotments": {
        "target_id": listed("target", rule=Rule.UNKNOWN),
        "holder": listed("holder", rule=Rule.UNKNOWN),
        "year": Field(form=Form.YEAR, required=True, last_year=LAST_PLAN_YEAR),
        "value": AMOUNT,
        "unit": TEXT,
        "base_year": Field(form=Form.YEAR),
        "approved_by": TEXT,
        "kind": KIND,
        "source": NEEDED,
    },
    "task_updates": {
        "task_no": listed("task", rule=Rule.UNKNOWN),
        "day": Field(form=Form.DAY, required=True),
        "status": listed("task_state"),
        "progress": TEXT,
        "next_step": TEXT,
        "unit": listed("department", rule=Rule.UNKNOWN, required=False),
        "kind": KIND,
        "source": NEEDED,
    },
    "explanations": {
        "subject": listed("subject", rule=Rule.UNKNOWN),
        "area_id": listed("any_area", rule=Rule.UNKNOWN, required=False),
        "year": Field(form=Form.YEAR, last_year=LAST_PLAN_YEAR),
        "text": NEEDED,
        "source": TEXT,
    },
    "declarations": {
        "subject": listed("declared", rule=Rule.UNKNOWN),
        "area_id": listed("user", rule=Rule.UNKNOWN),
        "year": YEAR,
        "kind": KIND,
        "source": NEEDED,
    },
}


def field_of(table: str, column: str) -> Field:
    """Return what ``column`` of ``table`` takes."""
    return FIELDS[table][column]


def same(words: Iterable[str]) -> dict[str, str]:
    """Return a list whose words are stored as they stand."""
    return {word: word for word in words}


def word_lists(figures: Figures, rows: Mapping[RowKey, Mapping[str, str]]) -> Words:
    """Return every list that a form chooses from; what has a name is chosen by it."""
    snapshot = figures.snapshot
    towns = {town.name: town.town_code for town in figures.towns}
    city = {WHOLE_CITY: CITY}
    sources = _named(rows, "named_sources")
    sites = _named(rows, "sites")
    departments = same(snapshot.departments)
    kinds = [kind for kind in ValueKind if kind is not ValueKind.MISSING]
    fuels = [fuel for fuel in COMPONENT_BY_FUEL if fuel not in POWER_FUELS]
    return {
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
        "holder": {**towns, **departments, handed_down(snapshot.place): CITY},
        "task": same(str(task.task_no) for task in snapshot.tasks),
        "task_words": {_task_word(task): str(task.task_no) for task in snapshot.tasks},
        "clause": same(str(clause.clause_no) for clause in snapshot.clauses),
        "subject": {table.title: table.name for table in DATASETS} | {"平衡表": LEDGER_SUBJECT},
        "fuel": same(COMPONENT_BY_FUEL),
        "fuel_or_heat": same(fuels),
        "fuel_heat_or_total": same([*fuels, TOTAL]),
        "unit": UNIT,
        "kind": same(kinds),
        "any_kind": same(ValueKind),
        "flag": FLAG,
        "tick": TICK,
        "tick_or_not": {**TICK, "否": ""},
        "declared": {dataset(name).title: name for name in DECLARED_TABLES},
        "category": CATEGORY,
        "ledger_row": LEDGER_ROW,
        "precision": PRECISION,
        "site_kind": {word: kind.value for kind, word in KIND_LABEL.items()},
        "stage": same(SiteStage),
        "park_stage": same(ParkStage),
        "check": same(CheckState),
        "task_state": same(TaskState),
    }


def handed_down(place: Place) -> str:
    """Return the word for the holder of a target's number that was handed down."""
    return f"{WHOLE_CITY}（{place.handed_down}）"


def fuel_units(figures: Figures) -> dict[str, str]:
    """Return the unit of each fuel, of electricity and of heat."""
    burnt = figures.factors.fuels if figures.factors else {}
    traded = {fuel: one.unit for fuel, one in TRADED.items()}
    return {fuel: one.unit for fuel, one in burnt.items()} | traded


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
    if "name" in own.columns:
        return cells.get("name") or own.key_of(cells)
    parts = []
    for column in own.key:
        told, field = cells.get(column, ""), field_of(table, column)
        word = word_of(words.get(field.words, {}), told)
        parts.append(f"{word} 年" if field.form is Form.YEAR and word else word)
    return " ".join(part for part in parts if part)
