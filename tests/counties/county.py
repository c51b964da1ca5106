"""What the tests of the invented county ask: where it is, what another would have left in it."""

from __future__ import annotations

import html
import re
import sqlite3
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from tests.own_words import A_COUNT, A_YEAR, found_clauses, found_pinyin, found_words

if TYPE_CHECKING:
    from collections.abc import Iterator

SANZHEN = Path(__file__).parent / "sanzhen"
JIA, YI, BING, DING = "990101100", "990101101", "990101102", "990101001"
"""Its towns, and the subdistrict that is not counted with it."""
TOWN = YI
CLAUSES = {"101", "102", "103", "104", "105"}
OFFICE = {"pptx", "docx", "xlsx"}
OTHER_KIND = re.compile("全市|市里")
"""What a 市 is called and a 县 is not."""
UNSAID = re.compile(r"\{(?:whole|place|parent|region|without|grid_years)\}")
"""Words that a declaration leaves to the place (``Place.says``)."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def left_of_the_other(text: str, revision: str = "") -> list[str]:
    """Return words, years, clauses, counts and the kind of the county in geodata/ in ``text``.

    ``revision``, eight hexadecimal digits, may read like a year.
    """
    said = text.replace(revision, "") if revision else text
    said = COMMENT.sub("", said)
    pinyin = found_pinyin(said)
    clauses = [number for number in found_clauses(said) if number not in CLAUSES]
    counts = [found[0] for found in A_COUNT.finditer(said)]
    kinds = [*OTHER_KIND.findall(said), *UNSAID.findall(said)]
    return [*found_words(said), *pinyin, *A_YEAR.findall(said), *clauses, *counts, *kinds]


def said_in(ending: str, body: bytes) -> str:
    """Return all text that a file of this kind holds; of a picture none."""
    if ending in OFFICE:
        return "\n".join(_parts(body))
    if ending == "gpkg":
        opened = sqlite3.connect(":memory:")
        try:
            opened.deserialize(body)
            # No command reads a virtual table's rows twice; the plain tables hold all of it.
            return "\n".join(opened.iterdump())
        finally:
            opened.close()
    return "" if ending == "png" else html.unescape(body.decode("utf-8"))


def _parts(body: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(body)) as opened:
        for name in opened.namelist():
            if name.endswith(".xlsx"):
                yield from _parts(opened.read(name))
            elif name.endswith(".xml"):
                text = re.sub(r"<[^>]+>", "\n", opened.read(name).decode("utf-8"))
                yield f"{name}\n{html.unescape(text)}"
