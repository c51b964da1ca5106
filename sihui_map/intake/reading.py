"""Read a file that was handed in: its rows that differ from what is published, and findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.check import Finding, Rule, Severity
from sihui_map.domain.place import ANY_WHOLE
from sihui_map.domain.town import is_town_code
from sihui_map.errors import IntakeError
from sihui_map.intake.absent import absent
from sihui_map.intake.csv_lines import read_csv
from sihui_map.intake.known import Reading
from sihui_map.intake.layout import GUIDE, MARK_NUMBER, MARK_SCOPE, layout, sheet_of_file
from sihui_map.intake.lines import Context, Gathered
from sihui_map.intake.package_rules import ZIP_MAGIC
from sihui_map.intake.quoting import shown
from sihui_map.intake.settling import settle
from sihui_map.intake.workbook import Book, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.intake.known import Known, Progress
    from sihui_map.intake.lines import Line
    from sihui_map.intake.settling import Outcome
    from sihui_map.intake.sheets.columns import Sheet

MAX_ERRORS = 500
MAX_NOTES = 50
MAX_UNKNOWN = 20
"""Codes that cost only their rows; more of them are another file than is meant."""
LONGEST_NAME = 120
CSV_NAMES = (".csv", ".txt", ".tsv")
REPORT_EVERY = 500


def read_file(
    body: bytes,
    name: str,
    known: Known,
    *,
    number: int = 0,
    progress: Progress | None = None,
) -> Reading:
    """Return what the file ``body`` called ``name`` says; IntakeError where it says nothing.

    A template names the publication that its writer had before him; of any other file it is
    ``number``, 0 for the newest.
    """
    tell = progress or _silent
    origin = shown(name.replace("\\", "/").rpartition("/")[2], LONGEST_NAME) or "未命名文件"
    is_csv = name.lower().endswith(CSV_NAMES)
    if not is_csv and not name.lower().endswith(".xlsx"):
        msg = f"只接收 .xlsx 和 .csv 文件，现为「{origin}」；请用 Excel 或 WPS 另存为 .xlsx"
        raise IntakeError(msg)
    if is_csv and not body.startswith(ZIP_MAGIC):
        return _read_csv(body, origin, known, number, tell)
    return _read_workbook(body, origin, known, tell)


def _silent(_: float, __: str) -> None:
    """Tell nobody."""


def _read_csv(body: bytes, origin: str, known: Known, number: int, tell: Progress) -> Reading:
    tell(0.05, "读取 CSV")
    table, lines, findings = read_csv(body, known.figures.snapshot.place)
    gathered = Gathered(Context(known, number=number))
    _gather(gathered, [(sheet_of_file(table), lines)], tell)
    return reading_of(origin, gathered, settle(gathered), findings)


def _read_workbook(body: bytes, origin: str, known: Known, tell: Progress) -> Reading:
    place = known.figures.snapshot.place
    book = read_workbook(body, tell, place)
    context = Context(known, scope=_scope(book, known), number=book.number)
    gathered = Gathered(context)
    if not book.is_ours:
        return Reading(origin=origin, rows=0, changes=(), findings=tuple(book.findings))
    present = [sheet for sheet in layout(place).sheets if sheet.name in book.lines]
    _gather(gathered, [(sheet, book.lines[sheet.name]) for sheet in present], tell)
    outcome = settle(gathered)
    tell(0.95, "与已发布数据对照")
    return reading_of(
        origin, gathered, outcome, [*book.findings, *absent(present, outcome, context)]
    )


def _scope(book: Book, known: Known) -> str:
    """Return the town a workbook is for, "" for all; a mark that cannot be is an error."""
    codes = {town.town_code for town in known.figures.towns}
    scope, whole = book.scope.partition(" ")[0], known.figures.snapshot.place.whole
    if not book.is_ours or scope in (whole, ANY_WHOLE):
        scope = ""
    elif not is_town_code(scope) or scope not in codes:
        sentence = f"填报范围应为「{whole}」或镇街代码，现为「{shown(book.scope) or '空'}」"
        place = f"{GUIDE}!{MARK_SCOPE}"
        book.findings.append(Finding(rule=Rule.TEMPLATE, place=place, sentence=sentence))
        scope = ""
    if book.number > known.number:
        sentence = f"模板由第 {book.number} 期生成，本系统最新为第 {known.number} 期"
        place = f"{GUIDE}!{MARK_NUMBER}"
        book.findings.append(Finding(rule=Rule.TEMPLATE, place=place, sentence=sentence))
    return scope


def _gather(
    gathered: Gathered, sheets: Sequence[tuple[Sheet, Sequence[Line]]], tell: Progress
) -> None:
    whole = sum(len(lines) for _, lines in sheets) or 1
    done = 0
    for sheet, lines in sheets:
        for line in lines:
            if done % REPORT_EVERY == 0:
                tell(0.6 + 0.35 * done / whole, f"核对第 {done + 1} 行，共 {whole} 行")
            gathered.read(sheet, line)
            done += 1


def reading_of(
    origin: str, gathered: Gathered, outcome: Outcome, of_file: Iterable[Finding]
) -> Reading:
    """Return what lines of ``origin`` say, what came of them and what was found otherwise."""
    found = [*of_file, *outcome.errors]
    errors = _once(each for each in found if each.severity is Severity.ERROR)
    errors += _too_many(unknown := _unknown(found))
    asked = [each for each in found if each.rule is Rule.CONFLICT]
    notes = [each for each in found if each.severity is Severity.NOTICE] + gathered.notes
    return Reading(
        origin=origin,
        number=gathered.context.number or gathered.context.known.number,
        rows=gathered.lines,
        changes=tuple(outcome.changes),
        places=outcome.places,
        findings=(
            *_capped(errors, MAX_ERRORS, Rule.FILE, "处错误没有逐条列出，改正以上各处后再交"),
            *unknown[:MAX_UNKNOWN],
            *asked,
            *_kept(gathered.context, outcome),
            *_capped(notes, MAX_NOTES, Rule.NORMALISED, "处写法统一没有逐条列出"),
        ),
    )


def _unknown(found: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each code that nobody knows, with how many rows it costs."""
    by_sentence: dict[str, list[Finding]] = {}
    for each in found:
        if each.rule is Rule.UNKNOWN:
            by_sentence.setdefault(each.sentence, []).append(each)
    return [
        replace(first, sentence=f"{first.sentence}；{_cost(len({each.place for each in several}))}")
        for several in by_sentence.values()
        for first in several[:1]
    ]


def _cost(count: int) -> str:
    return "这一行没有读取" if count == 1 else f"有它的 {count} 行都没有读取"


def _too_many(unknown: Sequence[Finding]) -> list[Finding]:
    if len(unknown) <= MAX_UNKNOWN:
        return []
    sentence = f"有 {len(unknown)} 个代码不在名录中，可能用错了文件；核对代码列后再交"
    return [Finding(rule=Rule.FILE, place="", sentence=sentence)]


def _kept(context: Context, outcome: Outcome) -> list[Finding]:
    if not outcome.kept:
        return []
    sentence = (
        f"本表由第 {context.number} 期生成：有 {len(outcome.kept)} 行后来另有发布，"
        "本表没有改，保留已发布的值"
    )
    return [Finding(rule=Rule.MERGED, place="", sentence=sentence)]


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once: one cell may belong to several rows."""
    return list({(each.rule, each.place, each.sentence): each for each in findings}.values())


def _capped(findings: list[Finding], most: int, rule: Rule, told: str) -> list[Finding]:
    if len(findings) <= most:
        return findings
    rest = Finding(rule=rule, place="", sentence=f"另有 {len(findings) - most} {told}")
    return [*findings[:most], rest]
