"""Check a directory as geodata/: unreadable, unexplained, contradictory, or not known yet.

What can be read and what fits together within a table is told by the readers themselves; here
stands only what no single file can know.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sihui_map.catalogue import datasets
from sihui_map.errors import DataFileError, DomainError
from sihui_map.reference.agreement import disagreements
from sihui_map.reference.boundaries import BOUNDARIES
from sihui_map.reference.files import Folder, data_files
from sihui_map.reference.findings import Weight, unknown, wrong
from sihui_map.reference.mentions import mentions
from sihui_map.reference.place import PLACE, SIDECAR, place_keys
from sihui_map.reference.reported import SUFFIX, has_sign, sample_file
from sihui_map.reference.rows import read_sheet, read_text
from sihui_map.reference.snapshot import read_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sihui_map.domain.place import Place
    from sihui_map.domain.snapshot import DataFile, Snapshot
    from sihui_map.reference.files import Files
    from sihui_map.reference.findings import Finding

PLAN_TEXT = "plan/plan.txt"
DUE = ("title", "about", "source", "licence", "retrieved", "kind", "confidence")
"""What a sidecar says of its file; the columns come apart."""
NEVER_EMPTY = (
    "units.csv", "emission_factors.csv", "grid_factors.csv", "standard_coal.csv",
    "plan/actions.csv", "plan/clauses.csv", "plan/tasks.csv", "plan/departments.csv",
    "plan/targets.csv",
)  # fmt: skip
"""Of the others an empty table may say that the county has none, once its sidecar is complete."""


def check(root: Path) -> Iterator[Finding]:
    """Yield what is wrong with the directory ``root``, then what is not known yet."""
    if not root.is_dir():
        msg = f"「{root}」不是文件夹。请写数据目录的路径"
        raise DomainError(msg)
    files = Folder(root)
    snapshot = read_snapshot(files)
    found = [*_found(files, snapshot)]
    yield from (wrong(problem.sentence) for problem in snapshot.problems)
    yield from sorted(found, key=lambda finding: finding.weight is Weight.UNKNOWN)


def _found(files: Files, snapshot: Snapshot) -> Iterator[Finding]:
    broken = {problem.file for problem in snapshot.problems}
    described = {each.file: each for each in snapshot.files}
    yield from _sidecars(files, described, broken)
    if PLACE not in broken:
        yield from _place(files, described.get(PLACE))
        yield from _county_columns(files, snapshot.place, broken)
    if not has_sign(files, BOUNDARIES):
        yield unknown(f"没有 {BOUNDARIES}：镇街界线还不知道，地图只画县级外廓和已知的驻地")
    yield from disagreements(snapshot, broken)
    yield from _quoted(files, snapshot.place)
    yield from mentions(files, snapshot, broken)


def _sidecars(
    files: Files, described: Mapping[str, DataFile], broken: set[str]
) -> Iterator[Finding]:
    paths = [
        path
        for path in map(PurePosixPath, data_files(files, with_sample=True))
        if path.name[0] != "."
    ]
    named = {file.rpartition(".")[0] for file in broken}  # as missing, by its reader
    for path in paths:
        file = path.as_posix()
        sidecar = path.with_name(f"{path.stem}{SUFFIX}")
        if path.name.endswith(SUFFIX):
            if file in described and file.removesuffix(SUFFIX) not in named:
                yield wrong(
                    f"{file} 说明的数据文件不在旁边。处理办法：补上数据文件，或删去说明文件。"
                )
        elif sidecar not in paths:
            yield wrong(f"{file} 旁边没有说明文件 {sidecar.name}。处理办法：写明{'、'.join(DUE)}。")
        elif file in described:
            yield from _of_file(files, sidecar.name, described[file], broken)


def _of_file(files: Files, sidecar: str, told: DataFile, broken: set[str]) -> Iterator[Finding]:
    lacks = []
    unsaid = [key for key in DUE if not getattr(told, key).strip()]
    if told.file.endswith(".csv") and told.file not in broken:
        try:
            header, rows = read_sheet(files, told.file)
        except DataFileError as error:  # of a table that nobody reads
            yield wrong(str(error))
            return
        yield from _columns(sidecar, header, told.columns)
        if not rows and (unsaid or told.file in NEVER_EMPTY):
            lacks.append("还没有任何一行")
    if unsaid:
        lacks.append(f"{sidecar} 没有写 {'、'.join(unsaid)}")
    if lacks:
        yield unknown(f"{told.file}（{told.title or '没有标题'}）：{'；'.join(lacks)}")


def _columns(name: str, header: Iterable[str], told: Mapping[str, str]) -> Iterator[Finding]:
    silent = [column for column in header if not told.get(column, "").strip()]
    other = [column for column in told if column not in header]
    if silent:
        yield wrong(f"{name} 没有说明这些列：{'、'.join(silent)}")
    if other:
        yield wrong(f"{name} 说明了表中没有的列：{'、'.join(other)}")


def _place(files: Files, told: DataFile | None) -> Iterator[Finding]:
    keys = place_keys(files)
    words = told.columns if told else {}
    for key in keys.unread:
        yield wrong(f"{PLACE} 有「{key}」，没有这一项，不会读取。处理办法：改正名称或删去。")
    for key in keys.unset:
        yield unknown(f"{PLACE} 没有写「{key}」：{words.get(key, f'{SIDECAR} 也没有说明')}")


def _quoted(files: Files, place: Place) -> Iterator[Finding]:
    """Hold the sentence on the yearly evaluation, after its section, against the plan's text."""
    section, _, quote = place.plan.evaluation.partition("：")
    if not section or PLAN_TEXT not in files:
        return
    said = "".join((quote or section).split())
    if said not in "".join(read_text(files, PLAN_TEXT).split()):
        yield wrong(f"{PLACE} 的「plan.evaluation」引的原句，{PLAN_TEXT} 里没有：{said[:40]}")


def _county_columns(files: Files, place: Place, broken: set[str]) -> Iterator[Finding]:
    """Hold the columns of a sample against those that the county names itself."""
    for table in datasets(place):
        file = sample_file(table)
        if table.county is None or file in broken or file not in files:
            continue
        header, _ = read_sheet(files, file)
        strange = [name for name in header if name not in table.by_name]
        absent = [column.name for column in table.county_columns if column.name not in header]
        listed = f"{PLACE} 的「{table.county.listed}」"
        if strange:
            yield wrong(
                f"{file} 有这些列：{'、'.join(strange)}；{listed}没有列出，"
                f"「{table.title}」也没有，不会读取。处理办法：写进清单，或删去这些列。"
            )
        if absent:
            yield unknown(
                f"{file} 没有 {listed}列出的这些列：{'、'.join(absent)}；"
                f"显示为「{table.county.field.when_blank}」"
            )
