"""Read geodata/ into one immutable Snapshot; a broken file costs only what it holds."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sihui_map.domain.dataset import (
    ALLOTMENTS,
    DATASETS,
    DECLARATIONS,
    ENERGY_TOTAL,
    ENERGY_USE,
    EXPLANATIONS,
    FOREST_COVER,
    INDICATOR_VALUES,
    LEDGER_REPORTED,
    NAMED_SOURCES,
    PARK_PROGRESS,
    PARKS,
    SITES,
    TASK_UPDATES,
    TOWN_CONTEXT,
)
from sihui_map.domain.factors import FACTOR_SET
from sihui_map.domain.place import Place
from sihui_map.domain.snapshot import (
    DataFile,
    Declaration,
    Explanation,
    Issue,
    Problem,
    Snapshot,
)
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DataFileError, SihuiMapError
from sihui_map.reference import tables
from sihui_map.reference.boundaries import (
    BOUNDARIES,
    OUTLINE,
    RIVERS,
    read_boundaries,
    read_outline,
    read_rivers,
)
from sihui_map.reference.place import PLACE, has_place, read_place
from sihui_map.reference.rows import Row, read_table, read_text, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sihui_map.domain.dataset import Dataset
    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.place import PlacePlan
    from sihui_map.domain.plan import Target
    from sihui_map.domain.progress import TaskUpdate
    from sihui_map.domain.snapshot import Allotment, IndicatorValue
    from sihui_map.domain.submission import Entry

    Reported = Mapping[str, Sequence[Entry]]

GEODATA = Path(__file__).parents[2] / "geodata"
SAMPLE = "sample"
FACTORS = ("emission_factors.csv", ("factor_set", "fuel"))
"""The file of fuel factors, and the columns that tell its rows apart."""
SUFFIX = ".meta.toml"
HEAT_FACTORS = "heat_factors.csv"

REPORT_ANEW = "在「数据填报」更正或撤回这一行，审核、发布后就会计入"
DAY_SIGNS = 10
"""Of a day in ISO writing."""
MOST_BROKEN = 10
"""Rows of one table that are named one by one."""

Value = TypeVar("Value")


@dataclass
class _Reading:
    """Reads table after table and keeps what went wrong.

    ``reported`` None says that there is no store yet: then the files of the sample stand for it.
    """

    root: Path
    with_sample: bool
    reported: Reported | None
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
            return values_of(read_table(self.root, file, key), make)

        return self.attempt(file, read, ())

    def newer_table(
        self, file: str, make: Callable[[Row], Value], key: tuple[str, ...]
    ) -> tuple[Value, ...] | None:
        """Read a table that older 期 do not have: None where there is no sign of it."""
        return self.table(file, make, key) if has_sign(self.root, file) else None

    def layer(self, file: str, read: Callable[[Path], Value], otherwise: Value) -> Value:
        """Read a layer of the map, which may not be public: then there is no sign of it."""
        if not has_sign(self.root, file):
            return otherwise
        return self.attempt(file, lambda: read(self.root), otherwise)

    def rows_of(self, table: Dataset) -> list[Row]:
        """Return what was reported of ``table``, without samples where those are off."""
        file = sample_file(table)
        if self.reported is None:
            counts = self.with_sample and has_sign(self.root, file)
            rows = read_table(self.root, file, table.key) if counts else []
            return [replace(row, cells=table.filled(row.cells)) for row in rows]
        return [
            ReportedRow(_name(table, entry), 0, table.filled(entry.cells))
            for entry in self.reported.get(table.name, ())
            if entry.cells is not None and self.counts(entry)
        ]

    def counts(self, entry: Entry) -> bool:
        return self.with_sample or entry.kind != ValueKind.SAMPLE

    def told(self, table: Dataset, make: Callable[[Row], Value]) -> tuple[Value, ...]:
        """Read what was reported; a row that is no longer valid costs itself, and is named."""
        file = sample_file(table)
        if self.reported is None:
            return self.attempt(file, lambda: values_of(self.rows_of(table), make), ())
        found: list[Value] = []
        broken: list[str] = []
        for row in self.rows_of(table):
            try:
                found += values_of([row], make)
            except DataFileError as error:
                broken.append(str(error))
        self.problems += [Problem(file=file, sentence=each) for each in broken[:MOST_BROKEN]]
        if len(broken) > MOST_BROKEN:
            more = f"填报数据「{table.title}」另有 {len(broken) - MOST_BROKEN} 行同样不能读取。"
            self.problems.append(Problem(file=file, sentence=more))
        return tuple(found)


def has_sign(root: Path, file: str) -> bool:
    """Tell whether ``file`` or its sidecar is there: one that went missing leaves the other."""
    path = root / file
    return path.exists() or path.with_name(f"{path.stem}{SUFFIX}").exists()


class ReportedRow(Row):
    """A row of the store: it is mended by reporting it anew, not in a file."""

    __slots__ = ()

    def error(self, problem: str, remedy: str = REPORT_ANEW) -> DataFileError:
        """Return the error that says what is wrong with this row."""
        return super().error(f"这一行没有计入：{problem}", remedy)


def _name(table: Dataset, entry: Entry) -> str:
    return f"填报数据「{table.title}」{entry.row_key}（提交 {entry.submission_id}）"


def sample_file(table: Dataset) -> str:
    """Return the file of geodata/ that holds the sample of ``table``."""
    return f"{SAMPLE}/{table.name}.csv"


def read_sample(root: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the sample by table, as text; raise DataFileError where one is broken.

    A county has samples of the tables that it has files of, and need not have any.
    """
    return {
        table.name: [dict(row.cells) for row in read_table(root, sample_file(table), table.key)]
        for table in DATASETS
        if has_sign(root, sample_file(table))
    }


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


def check_factor_set(root: Path, name: str) -> None:
    """Raise SihuiMapError with those there are where the files have no factor set ``name``.

    A file of factors that cannot be read is named on the pages, as a problem of its own.
    """
    try:
        known = dict.fromkeys(row.text("factor_set") for row in read_table(root, *FACTORS))
    except DataFileError:
        return
    if name not in known:
        msg = f"环境变量 SIHUI_FACTOR_SET 应为 {' 或 '.join(known)}，现为「{name[:40]}」"
        raise SihuiMapError(msg)


def revision(
    root: Path,
    *,
    with_sample: bool,
    grid_fallback: bool = False,
    factor_set: str = FACTOR_SET,
) -> str:
    """Return the id of what the files hold: eight characters that stand on every page."""
    digest = hashlib.sha256(b"grid fallback\0" if grid_fallback else b"")
    if factor_set != FACTOR_SET:
        digest.update(b"factor set\0" + factor_set.encode() + b"\0")
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
        # What is in a store no longer comes from the files of the sample: 期 alike list none.
        is_used = reading.reported is None or path.parent.name != SAMPLE
        if path.name.endswith(SUFFIX) and is_used:
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


def _with_number(
    targets: Sequence[Target], allotments: Sequence[Allotment]
) -> Callable[[Row], IndicatorValue]:
    """Refuse the value of a target that has no number: there is nothing to hold it against.

    One that was handed down to the city, with its document, is a number.
    """
    handed = {row.target_id for row in allotments if row.holder == CITY and row.approved_by}
    numberless = {
        target.target_id: target
        for target in targets
        if target.value is None and target.target_id not in handed
    }

    def checked(row: Row) -> IndicatorValue:
        told = tables.indicator_value(row)
        if told.target_id in numberless:
            indicator = numberless[told.target_id].indicator
            msg = f"指标「{indicator}」在方案中尚无数值，不能填报"
            raise row.error(msg)
        return told

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


def _overlay(
    known: Sequence[Value], told: Sequence[Value], key: Callable[[Value], str]
) -> tuple[Value, ...]:
    """Return ``known`` with what was told of the same thing in its place, and the rest after."""
    return tuple(({key(value): value for value in known} | {key(v): v for v in told}).values())


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


def _of_samples(uses: tuple[EnergyUse, ...]) -> tuple[Declaration, ...]:
    """Return the declarations of the sample: it has all there is of each area and year."""
    sample = {(use.area_id, use.year): use.source for use in uses if use.kind is ValueKind.SAMPLE}
    return tuple(
        Declaration(
            subject=ENERGY_USE.name, area_id=area, year=year, kind=ValueKind.SAMPLE, source=source
        )
        for (area, year), source in sample.items()
    )


def _confirmations(reading: _Reading) -> list[Explanation]:
    """Return the reasons given with single rows (确认无误)."""
    return [
        Explanation(
            subject=entry.dataset,
            area_id=(entry.cells or {}).get("area_id", ""),
            year=int(year) if (year := (entry.cells or {}).get("year", "")).isdigit() else None,
            text=entry.why,
            source=f"{entry.who}，{entry.at[:10]}",
            row_key=entry.row_key,
        )
        for entries in (reading.reported or {}).values()
        for entry in entries
        if entry.why and reading.counts(entry)
    ]


def read_snapshot(  # noqa: PLR0913 each is one thing that makes a snapshot another
    root: Path = GEODATA,
    *,
    with_sample: bool = True,
    grid_fallback: bool = False,
    factor_set: str = FACTOR_SET,
    reported: Reported | None = None,
    revision_id: str = "",
    issue: Issue | None = None,
    place_from: Path | None = None,
) -> Snapshot:
    """Read everything under ``root`` and what was ``reported``, by table.

    What could not be read is named in ``problems``. Without a store the sample of ``root`` stands
    for what was reported, and the revision is that of the files. A 期 of before there was a
    place.toml takes that of ``place_from``.
    """
    reading = _Reading(root, with_sample, reported)
    table, told = reading.table, reading.told
    issue = issue or Issue()
    place_root = root if place_from is None or has_place(root) else place_from
    towns = table("units.csv", tables.town, ("town_code",))
    sources = _overlay(
        table("named_sources.csv", tables.named_source, ("source_id",)),
        told(NAMED_SOURCES, tables.named_source),
        lambda source: source.source_id,
    )
    codes = frozenset(town.town_code for town in towns)
    park = _of_known(tables.park, "town_code", codes, "镇街代码")
    protected_area = _of_known(tables.protected_area, "town_code", codes, "镇街代码")
    parks = _overlay(
        table("parks.csv", park, ("park_id",)), told(PARKS, park), lambda found: found.park_id
    )
    source_ids = frozenset(source.source_id for source in sources)
    users = codes | source_ids if codes and source_ids else frozenset()
    areas = codes | {CITY} if codes else codes
    park_ids = frozenset(park.park_id for park in parks)
    site = _of_known(tables.site, "town_code", codes, "镇街代码")
    energy_use = _of_known(tables.energy_use, "area_id", users, "镇街代码或排放源")
    whole = users | {CITY} if users else users
    energy_total = _of_known(tables.energy_total, "area_id", whole, "镇街代码、排放源或 city")
    town_context = _of_known(tables.town_context, "area_id", areas, "镇街代码或 city")
    forest_cover = _of_known(tables.forest_cover, "area_id", areas, "镇街代码或 city")
    declaration = _of_known(tables.declaration, "area_id", users, "镇街代码或排放源")
    declarations = told(DECLARATIONS, declaration)
    uses = _as_declared(told(ENERGY_USE, energy_use), declarations)
    progress = _of_known(tables.park_progress, "park_id", park_ids, "园区")
    updates = told(TASK_UPDATES, tables.task_update)
    targets = table("plan/targets.csv", tables.target, ("target_id",))
    target_ids = frozenset(target.target_id for target in targets)
    allotment = _of_known(tables.allotment, "target_id", target_ids, "目标")
    allotments = told(ALLOTMENTS, allotment)
    numbered = _with_number(targets, allotments)
    indicator = _of_known(numbered, "target_id", target_ids, "目标")
    light_rule = _of_known(tables.light_rule, "target_id", target_ids, "目标")
    return Snapshot(
        revision=revision_id
        or revision(
            root, with_sample=with_sample, grid_fallback=grid_fallback, factor_set=factor_set
        ),
        grid_fallback=grid_fallback,
        factor_set=factor_set,
        with_sample=with_sample,
        issue=issue,
        place=(place := reading.attempt(PLACE, lambda: read_place(place_root), Place())),
        towns=towns,
        boundaries=reading.layer(BOUNDARIES, read_boundaries, {}),
        outline=reading.layer(OUTLINE, read_outline, None),
        rivers=reading.layer(RIVERS, read_rivers, ()),
        fuel_factors=table(FACTORS[0], tables.fuel_factor, FACTORS[1]),
        grid_factors=table("grid_factors.csv", tables.grid_factor, ("region", "year")),
        heat_factors=reading.newer_table(HEAT_FACTORS, tables.heat_factor, ("factor_set",)),
        coal_coefficients=table("standard_coal.csv", tables.coal_coefficient, ("energy",)),
        sites=_overlay(
            table("sites.csv", site, ("site_id",)), told(SITES, site), lambda found: found.site_id
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
        targets=targets,
        light_rules=table("plan/light_rules.csv", light_rule, ("target_id",)),
        class_breaks=table("class_breaks.csv", tables.class_breaks, ("measure", "boundary")),
        errata=table("plan/errata.csv", tables.erratum, ("erratum_id",)),
        energy_uses=uses,
        contexts=told(TOWN_CONTEXT, town_context),
        reported_rows=told(LEDGER_REPORTED, tables.reported_row),
        forest_covers=told(FOREST_COVER, forest_cover),
        park_progress=told(PARK_PROGRESS, progress),
        task_updates=updates,
        energy_totals=told(ENERGY_TOTAL, energy_total),
        indicator_values=reading.told(INDICATOR_VALUES, indicator),
        allotments=allotments,
        declarations=(*_of_samples(uses), *declarations),
        explanations=(*told(EXPLANATIONS, tables.explanation), *_confirmations(reading)),
        files=(files := _sidecars(reading)),
        data_day=_data_day(updates, issue, files, place.plan),
        problems=tuple(reading.problems),  # last: whatever went wrong above is known by now
    )
