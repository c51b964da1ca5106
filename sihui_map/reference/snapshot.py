"""Read geodata/ into one immutable Snapshot; a broken file costs only what it holds."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sihui_map.domain.snapshot import DataFile, Problem, Snapshot
from sihui_map.domain.town import CITY
from sihui_map.errors import DataFileError
from sihui_map.reference import tables
from sihui_map.reference.boundaries import BOUNDARIES, RIVERS, read_boundaries, read_rivers
from sihui_map.reference.rows import read_text, read_values, refuse_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.progress import TaskUpdate
    from sihui_map.reference.rows import Row

GEODATA = Path(__file__).parents[2] / "geodata"
SAMPLE = "sample"
SUFFIX = ".meta.toml"
FACTS_DAY = date(2026, 11, 1)
"""The day the public facts were last collected; see the sidecars."""

Value = TypeVar("Value")


@dataclass
class _Reading:
    """Reads file after file and keeps what went wrong."""

    root: Path
    with_sample: bool
    problems: list[Problem] = field(default_factory=list)

    def attempt(self, file: str, read: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return read()
        except DataFileError as error:
            self.problems.append(Problem(file=file, sentence=str(error)))
            return otherwise

    def table(
        self, file: str, make: Callable[[Row], Value], key: tuple[str, ...]
    ) -> tuple[Value, ...]:
        def read() -> tuple[Value, ...]:
            refuse_duplicates(self.root, file, lambda row: tuple(map(row.optional, key)))
            return read_values(self.root, file, make)

        return self.attempt(file, read, ())

    def sample(
        self, file: str, make: Callable[[Row], Value], key: tuple[str, ...]
    ) -> tuple[Value, ...]:
        return self.table(f"{SAMPLE}/{file}", make, key) if self.with_sample else ()


def data_files(root: Path, *, with_sample: bool) -> list[Path]:
    """Return the files of geodata/ that count, sidecars included, in a fixed order."""
    found = (path for path in root.rglob("*") if path.is_file() and path.name != "README.md")
    return sorted(
        path
        for path in found
        if with_sample or not path.relative_to(root).as_posix().startswith(f"{SAMPLE}/")
    )


def fingerprint(root: Path, *, with_sample: bool) -> str:
    """Return a text that changes when a file of geodata/ does; reads no content."""
    parts = []
    for path in data_files(root, with_sample=with_sample):
        try:
            state = path.stat()
        except OSError:  # gone since it was listed: someone is replacing it right now
            continue
        parts.append(f"{path.relative_to(root)}:{state.st_mtime_ns}:{state.st_size}")
    return "\n".join([str(root), str(with_sample), *parts])


def revision(root: Path, *, with_sample: bool) -> str:
    """Return the id of what the files hold: eight characters that stand on every page."""
    digest = hashlib.sha256()
    for path in data_files(root, with_sample=with_sample):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        try:
            digest.update(path.read_bytes() + b"\0")
        except OSError:  # its reader names the problem; here it only is another state
            digest.update(b"unreadable\0")
    return digest.hexdigest()[:8].upper()


def read_sidecar(root: Path, path: Path) -> DataFile:
    """Return what the sidecar ``path`` says about its data file."""
    name = path.relative_to(root).as_posix()
    try:
        raw = tomllib.loads(read_text(root, name))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(name, None, f"不是有效的 TOML（{error}）", "恢复该文件") from None
    columns = raw.get("columns", {})
    if not isinstance(columns, dict):
        raise DataFileError(name, None, "columns 应为「列名 = 说明」的表", "恢复该文件")
    beside = sorted(path.parent.glob(f"{path.name.removesuffix(SUFFIX)}.*"))
    data = next((other for other in beside if not other.name.endswith(SUFFIX)), path)

    def text(key: str) -> str:
        return str(raw.get(key, ""))

    return DataFile(
        file=data.relative_to(root).as_posix(),
        title=text("title"),
        about=text("about"),
        source=text("source"),
        licence=text("licence"),
        retrieved=text("retrieved"),
        kind=text("kind"),
        confidence=text("confidence"),
        columns={str(key): str(value) for key, value in columns.items()},
    )


def _sidecars(reading: _Reading) -> tuple[DataFile, ...]:
    found: list[DataFile] = []
    for path in data_files(reading.root, with_sample=reading.with_sample):
        if path.name.endswith(SUFFIX):
            name = path.relative_to(reading.root).as_posix()
            try:
                found.append(read_sidecar(reading.root, path))
            except DataFileError as error:
                reading.problems.append(Problem(file=name, sentence=str(error)))
    return tuple(found)


def _of_known(
    make: Callable[[Row], Value], column: str, known: frozenset[str], what: str
) -> Callable[[Row], Value]:
    """Refuse a line whose ``column`` names nothing in ``known``; with nothing known, accept."""

    def checked(row: Row) -> Value:
        code = row.optional(column)
        if code and known and code not in known:
            msg = f"「{column}」应为已有的{what}，现为「{code[:40]}」"
            raise row.error(msg)
        return make(row)

    return checked


def _data_day(updates: tuple[TaskUpdate, ...]) -> date:
    return max((update.day for update in updates), default=FACTS_DAY)


def read_snapshot(root: Path = GEODATA, *, with_sample: bool = True) -> Snapshot:
    """Read everything under ``root``; what could not be read is named in ``problems``."""
    reading = _Reading(root, with_sample)
    table, sample = reading.table, reading.sample
    towns = table("units.csv", tables.town, ("town_code",))
    sources = table("named_sources.csv", tables.named_source, ("source_id",))
    codes = frozenset(town.town_code for town in towns)
    park = _of_known(tables.park, "town_code", codes, "镇街代码")
    protected_area = _of_known(tables.protected_area, "town_code", codes, "镇街代码")
    parks = table("parks.csv", park, ("park_id",))
    source_ids = frozenset(source.source_id for source in sources)
    users = codes | source_ids if codes and source_ids else frozenset()
    areas = codes | {CITY} if codes else codes
    park_ids = frozenset(park.park_id for park in parks)
    site = _of_known(tables.site, "town_code", codes, "镇街代码")
    energy_use = _of_known(tables.energy_use, "area_id", users, "镇街代码或排放源")
    town_context = _of_known(tables.town_context, "area_id", areas, "镇街代码或 city")
    forest_cover = _of_known(tables.forest_cover, "area_id", areas, "镇街代码或 city")
    progress = _of_known(tables.park_progress, "park_id", park_ids, "园区")
    updates = sample("task_updates.csv", tables.task_update, ("task_no", "day"))
    return Snapshot(
        revision=revision(root, with_sample=with_sample),
        data_day=_data_day(updates),
        with_sample=with_sample,
        towns=towns,
        boundaries=reading.attempt(BOUNDARIES, lambda: read_boundaries(root), {}),
        rivers=reading.attempt(RIVERS, lambda: read_rivers(root), ()),
        fuel_factors=table("emission_factors.csv", tables.fuel_factor, ("factor_set", "fuel")),
        grid_factors=table("grid_factors.csv", tables.grid_factor, ("region", "year")),
        coal_coefficients=table("standard_coal.csv", tables.coal_coefficient, ("energy",)),
        sites=(
            *table("sites.csv", site, ("site_id",)),
            *sample("sites.csv", site, ("site_id",)),
        ),
        parks=parks,
        protected_areas=table("protected_areas.csv", protected_area, ("area_id",)),
        city_facts=table("city_context.csv", tables.city_fact, ("item", "year")),
        warning_rules=table("warning_rules.csv", tables.warning_rule, ("rule",)),
        named_sources=sources,
        actions=table("plan/actions.csv", tables.action, ("action_no",)),
        clauses=table("plan/clauses.csv", tables.clause, ("clause_no",)),
        tasks=table("plan/tasks.csv", tables.task, ("task_no",)),
        departments=table("plan/departments.csv", lambda row: row.text("name"), ("department_no",)),
        targets=table("plan/targets.csv", tables.target, ("target_id",)),
        errata=table("plan/errata.csv", tables.erratum, ("erratum_id",)),
        energy_uses=sample("energy_use.csv", energy_use, ("area_id", "year", "fuel")),
        contexts=sample("town_context.csv", town_context, ("area_id", "year")),
        reported_rows=sample("ledger_reported.csv", tables.reported_row, ("year", "row_id")),
        forest_covers=sample("forest_cover.csv", forest_cover, ("area_id", "year")),
        park_progress=sample("park_progress.csv", progress, ("park_id", "year")),
        task_updates=updates,
        files=_sidecars(reading),
        problems=tuple(reading.problems),  # last: whatever went wrong above is known by now
    )
