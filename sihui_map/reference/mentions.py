"""Whether what the rows of a reported table name is there, and whether a sample says it is one.

A code that has to exist for a row to be read is refused by the reader itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import datasets
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.reference.findings import wrong
from sihui_map.reference.reported import sample_file
from sihui_map.reference.rows import read_sheet

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from sihui_map.catalogue import Column, Dataset
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.reference.files import Files
    from sihui_map.reference.findings import Finding
    from sihui_map.reference.rows import Row

    Lists = Mapping[str, tuple[frozenset[str], str]]
    """Name of a list → the codes that there are, and the files that should have them."""

OF_SAMPLE = frozenset({"", ValueKind.SAMPLE, ValueKind.MISSING})
"""What a row of the sample may be: one without a number is 缺失."""


def mentions(files: Files, snapshot: Snapshot, broken: Container[str]) -> Iterator[Finding]:
    """Yield what the rows of each table name that nothing has, and samples that are called real.

    Nothing is held against a list that is empty or stands in a ``broken`` table.
    """
    known = {
        words: (codes, where)
        for words, (codes, where) in _lists(snapshot).items()
        if codes and not any(file in broken for file in where.split("、"))
    }
    for table in datasets(snapshot.place):
        sample = sample_file(table)
        for file in (f"{table.name}.csv", sample) if table.is_reference else (sample,):
            if file in broken or file not in files:
                continue
            rows = read_sheet(files, file)[1]
            yield from _named(table, file, rows, known)
            if file == sample:
                yield from _called_real(table, file, rows)


def _lists(snapshot: Snapshot) -> Lists:
    towns = frozenset(town.town_code for town in snapshot.towns)
    departments = frozenset(snapshot.departments)
    sources = frozenset(source.source_id for source in snapshot.named_sources)
    units, plan = "units.csv", "plan/departments.csv"
    both = towns | departments if towns and departments else frozenset()
    areas = towns | sources | {CITY} if towns else towns
    return {
        "town": (towns, units),
        "department": (departments, plan),
        "filler": (both, f"{units}、{plan}"),
        "holder": (both | {CITY} if both else both, f"{units}、{plan}"),
        "any_area": (areas, f"{units}、named_sources.csv"),
        "task": (frozenset(str(task.task_no) for task in snapshot.tasks), "plan/tasks.csv"),
        "clause": (frozenset(str(each.clause_no) for each in snapshot.clauses), "plan/clauses.csv"),
        "target": (frozenset(each.target_id for each in snapshot.targets), "plan/targets.csv"),
        "site": (frozenset(site.site_id for site in snapshot.sites), "sites.csv"),
        "park": (frozenset(park.park_id for park in snapshot.parks), "parks.csv"),
    }


def _named(table: Dataset, file: str, rows: Sequence[Row], known: Lists) -> Iterator[Finding]:
    for column in table.columns:
        if column.must_exist or column.field.words not in known:
            continue
        codes, files = known[column.field.words]
        for row in rows:
            for name in _parts(row, column):
                if name not in codes:
                    where = f"{file} 第 {row.line} 行的「{column.name}」"
                    yield wrong(f"{where}是「{name[:40]}」，{files} 里没有")


def _parts(row: Row, column: Column) -> list[str]:
    return [part for part in row.cells.get(column.name, "").split("|") if part]


def _called_real(table: Dataset, file: str, rows: Sequence[Row]) -> Iterator[Finding]:
    for column in table.columns:
        if column.field.held is ValueKind:
            count = sum(row.cells.get(column.name, "") not in OF_SAMPLE for row in rows)
            if count:
                yield wrong(f"{file} 有 {count} 行的性质不是「{ValueKind.SAMPLE}」")
