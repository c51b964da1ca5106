"""Read place.toml: whose map this is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sihui_map.catalogue import PARK_PROGRESS, PARKS
from sihui_map.domain.place import FactItems, MapView, ParkCheck, Place, PlacePlan, TargetRoles
from sihui_map.errors import DataFileError, DomainError
from sihui_map.reference.files import Folder
from sihui_map.reference.rows import RESTORE, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from sihui_map.reference.files import Files

PLACE = "place.toml"
SIDECAR = "place.meta.toml"
COLUMN = re.compile(r"[a-z][a-z0-9_]*")
TAKEN = frozenset(
    {
        *("why", "whole", "park_source", "park_note", "确认说明", "填全"),
        *(
            text
            for table in (PARKS, PARK_PROGRESS)
            for column in table.columns
            for text in (column.name, column.label, column.head)
        ),
    }
)
"""What stands beside the checklist in forms and files: none of it may be called so again."""
Kind = TypeVar("Kind")


def has_place(files: Files) -> bool:
    """Tell whether there is any sign of the file: a 期 of before there was one has none."""
    return PLACE in files or SIDECAR in files


def place_of(root: Path) -> Place:
    """Return the place under ``root`` as it is now, in general words where it cannot be read.

    Its reader names the problem on the pages.
    """
    try:
        state = (root / PLACE).stat()
    except OSError:
        return Place()
    return _place_of(root, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _place_of(root: Path, changed_ns: int, size: int) -> Place:
    del changed_ns, size
    try:
        return read_place(Folder(root))
    except DataFileError:
        return Place()


def read_place(files: Files, *, park_checks: tuple[ParkCheck, ...] = ()) -> Place:
    """Return the place that its file describes, or say what is wrong with it.

    A key that is not there is unknown: the place then speaks in general words. One that is empty
    says that the county has none. ``park_checks`` stands for a checklist that is not there.
    """
    return _read(files, park_checks)[0]


def place_keys(files: Files) -> Keys:
    """Return which keys the file leaves out, and which it has that nobody reads."""
    return _read(files)[1]


class Keys(NamedTuple):
    """Names of keys, with their table: what is not known yet, and what is not known here."""

    unset: tuple[str, ...]
    unread: tuple[str, ...]


def _read(files: Files, park_checks: tuple[ParkCheck, ...] = ()) -> tuple[Place, Keys]:
    try:
        found = _Table(tomllib.loads(read_text(files, PLACE)))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(PLACE, None, f"不是有效的 TOML（{error}）", RESTORE) from None
    parent, scope, plan = found.table("parent"), found.table("scope"), found.table("plan")
    targets, facts, sources = found.table("targets"), found.table("facts"), found.table("sources")
    shown, ticks = found.table("map"), sources.table("ticks")
    parks, enterprises = (
        found.table(key) if key in found.raw else _Table({}, f"{key}.")
        for key in ("parks", "enterprises")
    )
    place = Place(
        name=found.text("name"),
        short_name=found.text("short_name"),
        pinyin=found.text("pinyin"),
        code=found.text("code"),
        parent=parent.text("name"),
        parent_short=parent.text("short_name"),
        parent_pinyin=parent.text("pinyin"),
        factor_set=found.text("factor_set"),
        grid_region=found.known("grid_region", found.text, ""),
        office=found.known("office", found.text, Place().office),
        example_town=found.known("example_town", found.word, ""),
        outside=scope.known("outside", scope.word, ""),
        outside_reason=scope.known("reason", scope.word, ""),
        plan=PlacePlan(
            title=plan.known("title", plan.text, ""),
            number=plan.known("number", plan.text, ""),
            issued_on=plan.known("issued_on", plan.day, None),
            issued_by=plan.known("issued_by", plan.text, ""),
            public_years=plan.known("public_years", plan.wholes, ()),
            peak_year=plan.known("peak_year", plan.whole, None),
            last_year=plan.known("last_year", plan.whole, None),
            evaluation=plan.known("evaluation", plan.text, ""),
        ),
        targets=TargetRoles(
            forest_cover=targets.known("forest_cover", targets.word, ""),
            circular_parks=targets.known("circular_parks", targets.word, ""),
            energy_intensity=targets.known("energy_intensity", targets.words, ()),
            carbon_intensity=targets.known("carbon_intensity", targets.words, ()),
            binding=targets.known("binding", targets.words, ()),
        ),
        park_checks=parks.known(
            "checklist", lambda key: _park_checks(parks.tables(key)), park_checks
        ),
        enterprise_clauses=enterprises.known("clauses", enterprises.wholes, ()),
        facts=FactItems(
            city_total=facts.text("city_total"),
            land_area=facts.text("land_area"),
            population=facts.text("population"),
            gdp=facts.text("gdp"),
        ),
        plant_name=sources.known("plant_name", sources.word, ""),
        ticks={key: ticks.text(key) for key in ticks.raw},
        map=_map_view({key: shown.of(key, float) for key in shown.raw}),
    )
    tables = (
        found,
        parent,
        scope,
        plan,
        targets,
        parks,
        *parks.opened,
        enterprises,
        facts,
        sources,
    )
    unset = tuple(name for table in tables for name in table.unset)
    return place, Keys(unset, tuple(name for table in tables for name in table.unread))


def _park_checks(items: Iterable[_Table]) -> tuple[ParkCheck, ...]:
    """Return the checklist; its ids are columns and its labels headings, each told from others."""
    found: list[ParkCheck] = []
    taken = set(TAKEN)
    for item in items:
        own = ParkCheck(
            check_id=item.text("id"),
            label=item.text("label").strip(),
            clause_no=item.whole("clause") if "clause" in item.raw else None,
            basis=item.word("basis") if "basis" in item.raw else "",
        )
        for key, text in (("id", own.check_id), ("label", own.label)):
            if key == "id" and not COLUMN.fullmatch(text):
                looks = "应像列名：小写字母开头，只有小写字母、数字和下划线"
                raise item.error(key, f"{looks}，现为「{text[:40]}」")
            if text in taken:
                raise item.error(key, f"「{text[:40]}」与另一项或园区表中别的列相同，应各不相同")
            taken.add(text)
        found.append(own)
    return tuple(found)


def _map_view(degrees: Mapping[str, float]) -> MapView:
    absent = [own.name for own in fields(MapView) if own.name not in degrees]
    other = set(degrees).difference(own.name for own in fields(MapView))
    if absent or other:
        problem = f"「map」应有 {'、'.join(own.name for own in fields(MapView))}，不多不少"
        raise DataFileError(PLACE, None, problem, RESTORE)
    try:
        return MapView(**degrees)
    except DomainError as error:
        raise DataFileError(PLACE, None, str(error), RESTORE) from None


class _Table:
    """A table of the file; every getter refuses what it cannot read, by the key's full name."""

    def __init__(self, raw: Mapping[str, object], path: str = "") -> None:
        self.raw, self.path = raw, path
        self.unset: list[str] = []
        self.opened: list[_Table] = []
        """Those of a list of tables."""
        self._asked: set[str] = set()

    @property
    def unread(self) -> list[str]:
        return [f"{self.path}{key}" for key in self.raw if key not in self._asked]

    def known(self, key: str, read: Callable[[str], Kind], otherwise: Kind) -> Kind:
        """Return what ``read`` finds under ``key``, or ``otherwise`` where it is left out."""
        if key in self.raw:
            return read(key)
        self.unset.append(f"{self.path}{key}")
        return otherwise

    def of(self, key: str, kind: type[Kind]) -> Kind:
        self._asked.add(key)
        value = self.raw.get(key)
        if isinstance(value, bool) or not isinstance(value, kind):
            words = {
                str: "文字",
                int: "整数",
                float: "小数",
                date: "日期",
                dict: "表",
                list: "列表",
            }
            raise self.error(key, f"应为{words.get(kind, kind.__name__)}")
        return value

    def word(self, key: str) -> str:
        return self.of(key, str)

    def whole(self, key: str) -> int | None:
        return self.of(key, int)

    def day(self, key: str) -> date | None:
        return self.of(key, date)

    def text(self, key: str) -> str:
        value = self.word(key)
        if not value.strip():
            raise self.error(key, "不能为空")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        return self._several(key, str)

    def wholes(self, key: str) -> tuple[int, ...]:
        return self._several(key, int)

    def table(self, key: str) -> _Table:
        return _Table(self.of(key, dict), f"{self.path}{key}.")

    def tables(self, key: str) -> list[_Table]:
        rows = self._several(key, dict)
        self.opened = [
            _Table(row, f"{self.path}{key} 第 {number} 项的 ") for number, row in enumerate(rows, 1)
        ]
        return self.opened

    def error(self, key: str, problem: str) -> DataFileError:
        return DataFileError(PLACE, None, f"「{self.path}{key}」{problem}", RESTORE)

    def _several(self, key: str, kind: type[Kind]) -> tuple[Kind, ...]:
        values = self.of(key, list)
        return tuple(_Table({key: value}, self.path).of(key, kind) for value in values)
