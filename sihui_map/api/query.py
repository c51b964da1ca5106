"""What a request may ask for: a snapshot, a year; anything else is refused with a sentence."""

import re
from collections.abc import Iterable
from typing import Annotated

from fastapi import HTTPException, Query, Request, status
from pydantic import WithJsonSchema

from sihui_map.errors import ChoiceError

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_ECHO = 40
# int() takes full-width digits, blanks and underscores; a year in an address is four plain digits.
PLAIN_YEAR = re.compile(r"[0-9]{4}")

YearText = Annotated[
    str | None,
    Query(
        description=f"年份，四位数字，{FIRST_YEAR} 至 {LAST_YEAR}；不填则返回全部年份",
    ),
    WithJsonSchema({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}),
]


def _echo(text: str) -> str:
    return f"{text[:LONGEST_ECHO]}…" if len(text) > LONGEST_ECHO else text


class RefusedQueryError(HTTPException):
    """A parameter that may not be: 422 and one sentence."""

    def __init__(self, sentence: str) -> None:
        """Say in ``sentence`` what is and what may be."""
        super().__init__(status.HTTP_422_UNPROCESSABLE_CONTENT, sentence)


SNAPSHOT = "snapshot"
LONGEST_SNAPSHOT = 60

SnapshotText = Annotated[
    str | None,
    Query(description="期：页脚的版本号、期号或存档名称；不填或写 latest 则为最新一期"),
    WithJsonSchema({"type": "string", "maxLength": LONGEST_SNAPSHOT}),
]


def _refuse_others(request: Request, *also: str) -> None:
    allowed = (*also, SNAPSHOT)
    may_be = f"可用参数：{'、'.join(allowed)}"
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in allowed:
            msg = f"没有参数「{_echo(name)}」；{may_be}"
            raise RefusedQueryError(msg)
        if names.count(name) > 1:
            msg = f"参数「{name}」出现了 {names.count(name)} 次；只能出现一次"
            raise RefusedQueryError(msg)


def no_query(request: Request) -> None:
    """Refuse every parameter but the snapshot."""
    _refuse_others(request)


def asked_year(request: Request, year: YearText = None) -> int | None:
    """Return the year asked for, None for all years."""
    _refuse_others(request, "year")
    if year is None:
        return None
    if not PLAIN_YEAR.fullmatch(year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        may_be = f"应为 {FIRST_YEAR} 至 {LAST_YEAR} 的四位数字"
        msg = f"参数 year {may_be}，现为「{_echo(year)}」"
        raise RefusedQueryError(msg)
    return int(year)


def chosen_years(year: int | None, known: Iterable[int], *, what: str) -> tuple[int, ...]:
    """Return ``year`` alone, or all ``known`` years; a year without ``what`` raises ChoiceError."""
    years = tuple(known)
    if year is None:
        return years
    if year not in years:
        may_be = f"可选年份：{'、'.join(map(str, years))}" if years else "目前任何年份都没有"
        msg = f"没有 {year} 年的{what}；{may_be}"
        raise ChoiceError(msg)
    return (year,)


def asked_snapshot(snapshot: SnapshotText = None) -> str:
    """Return the snapshot asked for, "" for the newest."""
    given = snapshot or ""
    if len(given) > LONGEST_SNAPSHOT:
        msg = f"参数 {SNAPSHOT} 最多 {LONGEST_SNAPSHOT} 个字，现有 {len(given)} 个"
        raise RefusedQueryError(msg)
    return given


LONGEST_WORDS = 60

Words = Annotated[
    str | None,
    Query(
        description=f"要找的字词、拼音或首字母，几个词用空格隔开，最多 {LONGEST_WORDS} 个字；"
        "不填则没有结果"
    ),
    WithJsonSchema({"type": "string", "maxLength": LONGEST_WORDS}),
]


def asked_words(request: Request, q: Words = None) -> str:
    """Return the words to look for, "" for none."""
    _refuse_others(request, "q")
    given = q or ""
    if len(given) > LONGEST_WORDS:
        msg = f"参数 q 最多 {LONGEST_WORDS} 个字，现有 {len(given)} 个"
        raise RefusedQueryError(msg)
    return given.strip()
