"""One cell: from what a spreadsheet holds to the text that is stored, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from sihui_map.catalogue import USED, Form, plain_number
from sihui_map.domain.check import LAST_PLAN_YEAR, Rule
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.catalogue import Field
    from sihui_map.intake.words import Words

LONGEST_TEXT = 500
LARGEST = 1e15
"""A float keeps whole numbers exactly up to here; no amount of a city comes near."""
LISTED_WORDS = 8
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
EXCEL_EPOCH = date(1899, 12, 30)
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
YEAR = re.compile(r"(\d{4})(?:\.0+)?\s*年?", re.ASCII)
DAYS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII),
)
NEW_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,39}", re.ASCII)
# Only what a Chinese keyboard writes in full width: NFKC alone would make ² a 2.
FULL_WIDTH = re.compile(r"[\x20-\x7e\s\uff01-\uff5e]*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SEPARATORS = re.compile(r"[|、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a spreadsheet holds: a value and, where it was computed, the formula."""

    value: object = None
    formula: str = ""


@dataclass(slots=True)
class Said:
    """What a cell says: the text that is stored, errors, and what was written differently."""

    text: str = ""
    errors: list[tuple[Rule, str]] = field(default_factory=list)
    note: str = ""

    def refuse(self, rule: Rule, sentence: str) -> None:
        """Keep an error; there is no text then."""
        self.text = ""
        self.errors.append((rule, sentence))


def raw_text(value: object) -> str:
    """Return what a spreadsheet's value reads as; a number in digits, a date as 2026-09-30."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _digits(value)
    if isinstance(value, datetime):
        return str(value).removesuffix(" 00:00:00")
    return str(value)


def _digits(value: float) -> str:
    if not isfinite(value) or abs(value) >= LARGEST:
        return repr(value)
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def read_cell(cell: Cell, kind: Field, words: Words, today: date) -> Said:
    """Return what ``cell`` says in a column that takes ``kind``; empty says nothing."""
    said = Said()
    if cell.formula and not _accept_formula(cell, kind, said):
        return said
    raw = raw_text(cell.value)
    text = INVISIBLE.sub("", raw).strip()
    if CONTROL.search(text):
        said.refuse(Rule.TEXT, f"「{shown(raw)}」含有控制字符")
    elif text:
        _READERS[kind.form](text, kind, words, today, said)
    if not said.errors and not said.note and text != raw:
        said.note = f"去掉了「{shown(raw)}」前后的空格或不可见字符"
    return said


def _accept_formula(cell: Cell, kind: Field, said: Said) -> bool:
    """Tell whether the computed value may stand for its formula: only a number may."""
    quoted = shown(cell.formula)
    if cell.value is None:
        said.refuse(Rule.FORMULA, f"公式「{quoted}」没有计算结果；应为数值")
    elif kind.form not in (Form.NUMBER, Form.YEAR):
        said.refuse(Rule.FORMULA, f"这里应为文字，现为公式「{quoted}」")
    else:
        said.note = f"公式「{quoted}」按计算结果 {shown(raw_text(cell.value))} 读取"
    return not said.errors


def _narrow(text: str) -> str:
    """Return ``text`` with full-width signs made ASCII; other scripts stay, to be refused."""
    return unicodedata.normalize("NFKC", text).strip() if FULL_WIDTH.fullmatch(text) else text


def _read_text(text: str, _: Field, __: Words, ___: date, said: Said) -> None:
    said.text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        said.refuse(Rule.TEXT, f"「{shown(text)}」有 {len(text)} 字，上限 {LONGEST_TEXT} 字")


def _read_number(text: str, kind: Field, _: Words, __: date, said: Said) -> None:
    narrow = _narrow(text)
    if (word := "".join(narrow.split())) in USED.reasons:
        _read_reason(text, word, kind, said)
        return
    if not NUMBER.fullmatch(narrow):
        may = f"数字或 {'、'.join(kind.reasons)}" if kind.reasons else "数字"
        said.refuse(Rule.NUMBER, f"应为{may}，现为「{shown(text)}」")
        return
    plain = narrow.replace(",", "")
    if abs(float(plain)) >= LARGEST:
        said.refuse(Rule.NUMBER, f"「{shown(text)}」过大，应小于 {LARGEST:.0e}")
        return
    said.text = plain_number(plain)
    if said.text.startswith("-") and not kind.signed:
        said.refuse(Rule.NEGATIVE, f"应大于或等于 0，现为「{shown(text)}」")
    elif plain != text:
        said.note = said.note or f"「{shown(text)}」读作 {said.text}"


def _read_reason(text: str, word: str, kind: Field, said: Said) -> None:
    """Take a word that says why there is no number, where the column has room for one."""
    if word not in kind.reasons:
        sentence = f"应为数字，现为「{word}」；「{word}」只能填在能源活动和电力的数量里"
        said.refuse(Rule.NUMBER, sentence)
        return
    said.text = word
    if word != text:
        said.note = said.note or f"「{shown(text)}」读作 {word}"


def _read_year(text: str, kind: Field, _: Words, today: date, said: Said) -> None:
    found = YEAR.fullmatch(_narrow(text))
    last = kind.last_year or today.year
    if not found:
        said.refuse(Rule.YEAR, f"应为四位年份，现为「{shown(text)}」")
    elif not kind.first_year <= int(found[1]) <= last:
        said.refuse(Rule.YEAR, f"应在 {kind.first_year}–{last} 年之间，现为「{shown(text)}」")
    else:
        said.text = found[1]
        if text != found[1]:
            said.note = said.note or f"「{shown(text)}」读作 {found[1]} 年"


def _day(text: str) -> date | None:
    """Return the day that ``text`` writes in one of the accepted forms, or as Excel counts."""
    for form in DAYS:
        if found := form.fullmatch(text):
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:  # 2026-02-30
                return None
    if text.isascii() and text.isdigit() and len(text) == len(str(FIRST_SERIAL)):
        serial = int(text)
        if FIRST_SERIAL <= serial <= LAST_SERIAL:
            return EXCEL_EPOCH + timedelta(days=serial)
    return None


def _read_day(text: str, kind: Field, _: Words, today: date, said: Said) -> None:
    day = _day(_narrow(text))
    if day is None:
        said.refuse(Rule.DATE, f"应为 2026-09-30 这样存在的日期，现为「{shown(text)}」")
    elif kind.may_come and day.year > LAST_PLAN_YEAR:
        said.refuse(Rule.DATE, f"不能晚于 {LAST_PLAN_YEAR} 年，现为「{shown(text)}」")
    elif day > today and not kind.may_come:
        said.refuse(Rule.DATE, f"不能晚于今天（{today}），现为「{shown(text)}」")
    else:
        said.text = day.isoformat()
        if said.text != text:
            said.note = f"「{shown(text)}」读作 {said.text}"


def find_word(text: str, words: Mapping[str, str]) -> str | None:
    """Return what is stored for a word, or for what is stored itself; None for neither."""
    if text in words:
        return words[text]
    return text if text in words.values() else None


def choices(words: Mapping[str, str]) -> str:
    """Return the first words of a list, and how many there are, for a sentence."""
    known = list(words)
    more = f" 等 {len(known)} 个" if len(known) > LISTED_WORDS else ""
    return "、".join(known[:LISTED_WORDS]) + more or "（名录为空）"


def _read_listed(text: str, kind: Field, words: Words, _: date, said: Said) -> None:
    known = words[kind.words]
    found = find_word(text, known)
    if found is None:
        narrow = _narrow(text)
        found = find_word(narrow, known)
        said.note = f"「{shown(text)}」读作 {narrow}" if found is not None else ""
    if found is None:
        said.refuse(kind.rule, f"没有「{shown(text)}」；可选：{choices(known)}")
    else:
        said.text = found


def _read_many(text: str, kind: Field, words: Words, _: date, said: Said) -> None:
    known = words[kind.words]
    parts = [part for part in SEPARATORS.split(_narrow(text)) if part]
    wrong = [part for part in parts if find_word(part, known) is None]
    if wrong:
        said.refuse(kind.rule, f"没有「{shown(wrong[0])}」；可选：{choices(known)}")
        return
    said.text = "|".join(parts)
    if said.text != text:
        said.note = f"「{shown(text)}」读作 {said.text}"


def _read_id(text: str, _: Field, __: Words, ___: date, said: Said) -> None:
    said.text = text
    if not NEW_ID.fullmatch(text):
        may = "代码应为 2–40 个小写字母、数字或连字符"
        said.refuse(Rule.CODE, f"{may}，例如 pv-01，现为「{shown(text)}」")


_READERS: Mapping[Form, Callable[[str, Field, Words, date, Said], None]] = {
    Form.TEXT: _read_text,
    Form.NUMBER: _read_number,
    Form.YEAR: _read_year,
    Form.DAY: _read_day,
    Form.LISTED: _read_listed,
    Form.LISTED_MANY: _read_many,
    Form.NEW_ID: _read_id,
}
