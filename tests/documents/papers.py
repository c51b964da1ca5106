"""What the tests of written documents share: how to read one, and names that try to break it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn

from sihui_map.domain.snapshot import Snapshot
from sihui_map.figures import Figures

if TYPE_CHECKING:
    from docx.document import Document as Opened

HOSTILE = "=cmd()|{{7*7}}${x}<w:t>&\"'\x00\x0b\x1b\u202e\ud800\ufffe</w:p>"
SEEN = "=cmd()|{{7*7}}${x}<w:t>&\"'</w:p>"
"""What is left of the hostile name: all that a reader can see."""
SAMPLES = "标「示例」的数值为虚构样本，不可引用"
_NUMBER = re.compile(r"(?<![A-Za-z\d.])[-−]?\d[\d,]*(?:\.\d+)?")
YEARS = {str(year) for year in range(2005, 2061)}


def opened(body: bytes) -> Opened:
    return Document(BytesIO(body))


def words(paragraph: object) -> str:
    """Return the text of a w:p element."""
    found = paragraph.iter(qn("w:t"))  # type: ignore[attr-defined]  # an element of lxml
    return "".join(text.text or "" for text in found)


def texts(document: Opened) -> list[str]:
    """Return every paragraph of the body and of its tables, in order."""
    return [words(paragraph) for paragraph in document.element.body.iter(qn("w:p"))]


def grids(document: Opened) -> list[list[list[str]]]:
    """Return the cells of every table that holds no other table, row by row."""
    return [
        cells(table)
        for table in document.element.body.iter(qn("w:tbl"))
        if len(list(table.iter(qn("w:tbl")))) == 1
    ]


def cells(table: Any) -> list[list[str]]:  # noqa: ANN401 an element of lxml
    """Return the cells of a w:tbl element, row by row."""
    return [[words(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


def grid(document: Opened, *heads: str) -> list[list[str]]:
    """Return the first table whose headings begin with ``heads``, without that row."""
    return next(rows[1:] for rows in grids(document) if tuple(rows[0][: len(heads)]) == heads)


def numbers(text: str) -> set[str]:
    """Return every number in ``text`` as it is written."""
    return {found.rstrip(",") for found in _NUMBER.findall(text)}


def rounded(value: float, decimals: int = 2) -> Decimal:
    """Round as a spreadsheet does: half a unit goes up; of a number it knows fifteen digits."""
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def written(value: float, decimals: int) -> str:
    """Write a number on its own account, to hold what a document says against it."""
    text = f"{rounded(value, decimals):,f}"
    return text.lstrip("-") if not float(text.replace(",", "")) else text.replace("-", "−")


def stamps(document: Opened) -> list[str]:
    """Return the header of odd and of even pages of every section."""
    return [
        paragraph.text
        for section in document.sections
        for header in (section.header, section.even_page_header)
        for paragraph in header.paragraphs
    ]


def hostile(snapshot: Snapshot, name: str) -> Figures:
    """Return figures in which whatever a person can write is ``name``."""
    return Figures(
        replace(
            snapshot,
            towns=tuple(replace(town, name=name, note=name) for town in snapshot.towns),
            sites=tuple(
                replace(
                    site, name=name, source=name, town_text=name, missing_note=name,
                    capacity_text=name,
                )
                for site in snapshot.sites
            ),
            parks=tuple(replace(park, name=name, note=name) for park in snapshot.parks),
            energy_uses=tuple(replace(use, source=name) for use in snapshot.energy_uses),
            task_updates=tuple(
                replace(row, progress=name, next_step=name, obstacle=name, ground=name)
                for row in snapshot.task_updates
            ),
        )
    )  # fmt: skip


def nothing() -> Figures:
    """Return the figures of a snapshot that holds nothing at all."""
    snapshot = Snapshot(
        revision="00000000",
        data_day=date(2026, 9, 30),
        with_sample=False,
        problems=(),
        files=(),
        towns=(),
        boundaries={},
        rivers=(),
        fuel_factors=(),
        grid_factors=(),
        coal_coefficients=(),
        sites=(),
        parks=(),
        protected_areas=(),
        city_facts=(),
        warning_rules=(),
        named_sources=(),
        actions=(),
        clauses=(),
        tasks=(),
        departments=(),
        targets=(),
        errata=(),
        energy_uses=(),
        contexts=(),
        reported_rows=(),
        forest_covers=(),
        park_progress=(),
        task_updates=(),
    )
    return Figures(snapshot)
