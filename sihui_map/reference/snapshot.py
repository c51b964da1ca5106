"""Read geodata/ into one immutable Snapshot; a broken file costs only what it holds."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sihui_map.catalogue import (
    DECLARATIONS,
    ENERGY_USE,
    ENTERPRISES,
    EXPLANATIONS,
    TASK_LINES,
    TASK_STEPS,
    TASK_UPDATES,
    datasets,
)
from sihui_map.domain.enterprise import Sealed
from sihui_map.domain.factors import FACTOR_SET
from sihui_map.domain.place import Place
from sihui_map.domain.progress import counted, really_told
from sihui_map.domain.snapshot import DataFile, Declaration, Issue, Problem, Snapshot
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DataFileError, SihuiMapError
from sihui_map.reference import tables
from sihui_map.reference.boundaries import (
    BOUNDARIES,
    OUTLINE,
    RIVERS,
    SURROUNDINGS,
    read_boundaries,
    read_outline,
    read_rivers,
    read_surroundings,
)
from sihui_map.reference.files import SAMPLE, Folder, data_files, files_of
from sihui_map.reference.place import PLACE, has_place, place_of, read_place
from sihui_map.reference.reported import (
    SUFFIX,
    Reading,
    check_code,
    confirmations,
    has_sign,
    sample_file,
)
from sihui_map.reference.rows import read_table, read_text
from sihui_map.reference.told import told_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.place import PlacePlan
    from sihui_map.domain.progress import TaskUpdate
    from sihui_map.reference.files import Files
    from sihui_map.reference.reported import Reported
    from sihui_map.reference.rows import Row

GEODATA = Path(__file__).parents[2] / "geodata"
FACTORS = ("emission_factors.csv", ("factor_set", "fuel"))
"""The file of fuel factors, and the columns that tell its rows apart."""
HEAT_FACTORS = "heat_factors.csv"
SINK_COEFFICIENTS = "sink_coefficients.csv"
DAY_SIGNS = 10
"""Of a day in ISO writing."""

Value = TypeVar("Value")


def read_sample(given: Path | Files) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the sample by table, as text; raise DataFileError where one is broken.

    A county has samples of the tables that it has files of, and need not have any.
    """
    files = files_of(given)
    tables = [table for table in datasets(read_place(files)) if has_sign(files, sample_file(table))]
    return {
        table.name: [
            table.own_cells(row.cells) for row in read_table(files, sample_file(table), table.key)
        ]
        for table in tables
    }


def fingerprint(root: Path, *, with_sample: bool) -> str:
    """Return a text that changes when a file of geodata/ does; reads no content."""
    parts = []
    for name in data_files(Folder(root), with_sample=with_sample):
        try:
            state = (root / name).stat()
        except OSError:  # gone since it was listed: someone is replacing it right now
            continue
        parts.append(f"{name}:{state.st_mtime_ns}:{state.st_size}")
    return "\n".join([str(root), str(with_sample), *parts])


def check_factor_set(root: Path, name: str) -> None:
    """Raise SihuiMapError with those there are where the files have no factor set ``name``.

    A file of factors that cannot be read is named on the pages, as a problem of its own.
    """
    try:
        known = dict.fromkeys(row.text("factor_set") for row in read_table(Folder(root), *FACTORS))
    except DataFileError:
        return
    if name not in known:
        msg = f"环境变量 SIHUI_FACTOR_SET 应为 {' 或 '.join(known)}，现为「{name[:40]}」"
        raise SihuiMapError(msg)


def revision(
    given: Path | Files,
    *,
    with_sample: bool,
    grid_fallback: bool = False,
    factor_set: str = FACTOR_SET,
) -> str:
    """Return the id of what the files hold: eight characters that stand on every page."""
    digest = hashlib.sha256(b"grid fallback\0" if grid_fallback else b"")
    if factor_set != FACTOR_SET:
        digest.update(b"factor set\0" + factor_set.encode() + b"\0")
    files = files_of(given)
    for name in data_files(files, with_sample=with_sample):
        digest.update(name.encode() + b"\0")
        try:
            digest.update(files[name] + b"\0")
        except (KeyError, OSError):  # its reader names the problem; here it is another state
            digest.update(b"unreadable\0")
    return digest.hexdigest()[:8].upper()


def read_sidecar(files: Files, name: str) -> DataFile:
    """Return what the sidecar ``name`` says about its data file."""
    try:
        raw = tomllib.loads(read_text(files, name))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(name, None, f"不是有效的 TOML（{error}）", "恢复该文件") from None
    columns = raw.get("columns", {})
    if not isinstance(columns, dict):
        raise DataFileError(name, None, "columns 应为「列名 = 说明」的表", "恢复该文件")
    begins = f"{name.removesuffix(SUFFIX)}."
    beside = sorted(other for other in files if other.startswith(begins))
    data = next((other for other in beside if not other.endswith(SUFFIX)), name)

    def text(key: str) -> str:
        return str(raw.get(key, ""))

    return DataFile(
        file=data,
        title=text("title"),
        about=text("about"),
        source=text("source"),
        licence=text("licence"),
        retrieved=text("retrieved"),
        kind=text("kind"),
        confidence=text("confidence"),
        columns={str(key): str(value) for key, value in columns.items()},
    )


def _sidecars(reading: Reading) -> tuple[DataFile, ...]:
    found: list[DataFile] = []
    for name in data_files(reading.files, with_sample=reading.with_sample):
        # What is in a store no longer comes from the files of the sample: 期 alike list none.
        is_used = reading.reported is None or not name.startswith(f"{SAMPLE}/")
        if name.endswith(SUFFIX) and is_used:
            try:
                found.append(read_sidecar(reading.files, name))
            except DataFileError as error:
                reading.problems.append(Problem(file=name, sentence=str(error)))
    return tuple(found)


def _of_known(
    make: Callable[[Row], Value], column: str, known: frozenset[str], what: str
) -> Callable[[Row], Value]:
    """Refuse a line whose ``column`` names nothing in ``known``; with nothing known, accept."""

    def checked(row: Row) -> Value:
        check_code(row, column, known, what)
        return make(row)

    return checked


def _data_day(
    updates: tuple[TaskUpdate, ...], issue: Issue, files: tuple[DataFile, ...], plan: PlacePlan
) -> date:
    """Return the newest day that something was reported, else that the files were collected."""
    days = [update.day for update in updates]
    if issue.day:
        days.append(date.fromisoformat(issue.day))
    collected = [month for file in files if (month := _first_day(file.retrieved))]
    return max(days, default=max(collected, default=plan.issued_on or date.min))


def _first_day(retrieved: str) -> date | None:
    """Return the day that a sidecar names, of a month its first; None where it names none."""
    try:
        return date.fromisoformat(f"{retrieved}-01"[:DAY_SIGNS])
    except ValueError:
        return None


def _as_declared(
    uses: tuple[EnergyUse, ...], declarations: tuple[Declaration, ...]
) -> tuple[EnergyUse, ...]:
    """Leave out samples of areas that have told all there is themselves."""
    own = {
        (each.area_id, each.year)
        for each in declarations
        if each.subject == ENERGY_USE.name and each.kind is not ValueKind.SAMPLE
    }
    return tuple(
        use
        for use in uses
        if use.kind is not ValueKind.SAMPLE or (use.area_id, use.year) not in own
    )


def _really(told: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """Leave out samples of tasks of which somebody told something, whatever of them it was."""
    tables = (TASK_UPDATES, TASK_LINES, TASK_STEPS)
    real = really_told(row for table in tables for row in told[table.name])
    return {table.attribute: counted(told[table.name], real) for table in tables}


def _of_samples(uses: tuple[EnergyUse, ...]) -> tuple[Declaration, ...]:
    """Return the declarations of the sample: it has all there is of each area and year."""
    sample = {(use.area_id, use.year): use.source for use in uses if use.kind is ValueKind.SAMPLE}
    return tuple(
        Declaration(
            subject=ENERGY_USE.name, area_id=area, year=year, kind=ValueKind.SAMPLE, source=source
        )
        for (area, year), source in sample.items()
    )


def _place(files: Files, place_from: Path | None) -> Place:
    """Return the place of ``files``; what theirs is too old to say is as in ``place_from``."""
    if place_from is None:
        return read_place(files)
    if not has_place(files):
        return read_place(Folder(place_from))
    return read_place(files, park_checks=place_of(place_from).park_checks)


def read_snapshot(  # noqa: PLR0913 each is one thing that makes a snapshot another
    given: Path | Files = GEODATA,
    *,
    with_sample: bool = True,
    grid_fallback: bool = False,
    factor_set: str = FACTOR_SET,
    reported: Reported | None = None,
    revision_id: str = "",
    issue: Issue | None = None,
    place_from: Path | None = None,
) -> Snapshot:
    """Read all the files that are ``given``, or lie there, and what was ``reported``, by table.

    What could not be read is named in ``problems``. Without a store the sample among them stands
    for what was reported, and the revision is that of the files. A 期 of before there was a
    place.toml takes that of ``place_from``, one of before the checklist of parks stood there the
    list of now.
    """
    files = files_of(given)
    reading = Reading(files, with_sample, reported)
    table = reading.table
    issue = issue or Issue()
    reading.place = place = reading.attempt(PLACE, lambda: _place(files, place_from), Place())
    towns = table("units.csv", tables.town, ("town_code",))
    targets = table("plan/targets.csv", tables.target, ("target_id",))
    tasks = table("plan/tasks.csv", tables.task, ("task_no",))
    departments = table("plan/departments.csv", lambda row: row.text("name"), ("department_no",))
    evaluated = (departments, [str(task.task_no) for task in tasks])
    told = told_of(reading, towns, targets, evaluated)
    declarations = told[DECLARATIONS.name]
    uses = _as_declared(told[ENERGY_USE.name], declarations)
    town_codes, target_ids = reading.codes["town"], reading.codes["target"]
    sealed = Sealed(told[ENTERPRISES.name])
    of_tasks = _really(told)
    kept = {each.attribute: told[each.name] for each in datasets() if each.attribute} | {
        **of_tasks,
        "energy_uses": uses,
        "declarations": (*_of_samples(uses), *declarations),
        "enterprises": sealed.seen_by(None),
        "explanations": (*told[EXPLANATIONS.name], *confirmations(reading)),
    }
    return Snapshot(
        revision=revision_id
        or revision(
            files, with_sample=with_sample, grid_fallback=grid_fallback, factor_set=factor_set
        ),
        grid_fallback=grid_fallback,
        factor_set=factor_set,
        with_sample=with_sample,
        issue=issue,
        place=place,
        towns=towns,
        boundaries=reading.layer(BOUNDARIES, read_boundaries, {}),
        outline=reading.layer(OUTLINE, read_outline, None),
        rivers=reading.layer(RIVERS, read_rivers, ()),
        surroundings=reading.layer(SURROUNDINGS, read_surroundings, ()),
        fuel_factors=table(FACTORS[0], tables.fuel_factor, FACTORS[1]),
        grid_factors=table("grid_factors.csv", tables.grid_factor, ("region", "year")),
        heat_factors=reading.newer_table(HEAT_FACTORS, tables.heat_factor, ("factor_set",)),
        sink_coefficients=reading.newer_table(
            SINK_COEFFICIENTS, tables.sink_coefficient, ("coefficient",)
        ),
        coal_coefficients=table("standard_coal.csv", tables.coal_coefficient, ("energy",)),
        protected_areas=table(
            "protected_areas.csv",
            _of_known(tables.protected_area, "town_code", *town_codes),
            ("area_id",),
        ),
        city_facts=table("city_context.csv", tables.city_fact, ("item", "year")),
        warning_rules=table("warning_rules.csv", tables.warning_rule, ("rule",)),
        actions=table("plan/actions.csv", tables.action, ("action_no",)),
        clauses=table("plan/clauses.csv", tables.clause, ("clause_no",)),
        tasks=tasks,
        departments=departments,
        targets=targets,
        light_rules=table(
            "plan/light_rules.csv",
            _of_known(tables.light_rule, "target_id", *target_ids),
            ("target_id",),
        ),
        class_breaks=table("class_breaks.csv", tables.class_breaks, ("measure", "boundary")),
        errata=table("plan/errata.csv", tables.erratum, ("erratum_id",)),
        plain_rows={each.name: told[each.name] for each in datasets() if not each.attribute},
        **kept,
        sealed=sealed,
        files=(sidecars := _sidecars(reading)),
        data_day=_data_day(of_tasks[TASK_UPDATES.attribute], issue, sidecars, place.plan),
        problems=tuple(reading.problems),  # last: whatever went wrong above is known by now
    )
