"""Save an .xlsx so that it follows its schema to the letter."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_STYLE
from openpyxl.xml.functions import fromstring, tostring

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# ECMA-376, CT_Font, in the order in which Excel itself writes.
FONT_PARTS = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
    "name", "family", "charset", "scheme",
)  # fmt: skip


def saved(book: Workbook) -> bytes:
    """Return ``book`` as the bytes of a file."""
    kept = BytesIO()
    with _Archive(kept, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return kept.getvalue()


class _Archive(ZipFile):
    """openpyxl writes the parts of a font in an order that the schema does not know."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 as ZipFile has it
        is_style = zinfo_or_arcname == ARC_STYLE
        super().writestr(zinfo_or_arcname, _ordered(data) if is_style else data, *args, **kwargs)


def _ordered(styles: bytes | str) -> str:
    root = fromstring(styles)
    for font in root.iter("{*}font"):
        font[:] = sorted(font, key=lambda part: FONT_PARTS.index(part.tag.rpartition("}")[2]))
    return tostring(root)


def put(sheet: Worksheet, row: int, column: int, value: str | float) -> Cell | MergedCell:
    """Write a cell; a text stays a text, whatever it begins with."""
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell
