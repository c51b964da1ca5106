"""Read place.toml: whose map this is."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from sihui_map.domain.place import FactItems, MapView, Place, PlacePlan, TargetRoles
from sihui_map.errors import DataFileError, DomainError
from sihui_map.reference.rows import RESTORE, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLACE = "place.toml"
SIDECAR = "place.meta.toml"
Kind = TypeVar("Kind")


def has_place(root: Path) -> bool:
    """Tell whether there is any sign of the file: a 期 of before there was one has none."""
    return (root / PLACE).exists() or (root / SIDECAR).exists()


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
        return read_place(root)
    except DataFileError:
        return Place()


def read_place(root: Path) -> Place:
    """Return the place that the file under ``root`` describes, or say what is wrong with it."""
    try:
        found = _Table(tomllib.loads(read_text(root, PLACE)))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(PLACE, None, f"不是有效的 TOML（{error}）", RESTORE) from None
    parent, scope, plan = found.table("parent"), found.table("scope"), found.table("plan")
    targets, facts, sources = found.table("targets"), found.table("facts"), found.table("sources")
    shown, ticks = found.table("map"), sources.table("ticks")
    return Place(
        name=found.text("name"),
        short_name=found.text("short_name"),
        pinyin=found.text("pinyin"),
        code=found.text("code"),
        parent=parent.text("name"),
        parent_short=parent.text("short_name"),
        parent_pinyin=parent.text("pinyin"),
        factor_set=found.text("factor_set"),
        grid_region=found.text("grid_region"),
        office=found.text("office"),
        example_town=found.of("example_town", str),
        outside=scope.of("outside", str),
        outside_reason=scope.of("reason", str),
        plan=PlacePlan(
            title=plan.text("title"),
            number=plan.text("number"),
            issued_on=plan.of("issued_on", date),
            issued_by=plan.text("issued_by"),
            public_years=plan.several("public_years", int),
            peak_year=plan.of("peak_year", int),
            last_year=plan.of("last_year", int),
        ),
        targets=TargetRoles(
            forest_cover=targets.of("forest_cover", str),
            circular_parks=targets.of("circular_parks", str),
            energy_intensity=targets.several("energy_intensity", str),
            carbon_intensity=targets.several("carbon_intensity", str),
        ),
        facts=FactItems(
            city_total=facts.text("city_total"),
            land_area=facts.text("land_area"),
            population=facts.text("population"),
            gdp=facts.text("gdp"),
        ),
        plant_name=sources.of("plant_name", str),
        ticks={key: ticks.text(key) for key in ticks.raw},
        map=_map_view({key: shown.of(key, float) for key in shown.raw}),
    )


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

    def of(self, key: str, kind: type[Kind]) -> Kind:
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
            problem = f"「{self.path}{key}」应为{words.get(kind, kind.__name__)}"
            raise DataFileError(PLACE, None, problem, RESTORE)
        return value

    def text(self, key: str) -> str:
        value = self.of(key, str)
        if not value:
            raise DataFileError(PLACE, None, f"「{self.path}{key}」不能为空", RESTORE)
        return value

    def several(self, key: str, kind: type[Kind]) -> tuple[Kind, ...]:
        values = self.of(key, list)
        return tuple(_Table({key: value}, self.path).of(key, kind) for value in values)

    def table(self, key: str) -> _Table:
        return _Table(self.of(key, dict), f"{self.path}{key}.")
