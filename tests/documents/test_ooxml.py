"""Every office file follows the schema of its kind, so that no program has to repair it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator

from sihui_map.documents.docx.notices import feedback_form, lead_units, reminder
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.documents.pptx.deck import deck
from sihui_map.intake.template import template
from tests.documents.templates import honest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sihui_map.figures import Figures

    Make = Callable[[Figures], bytes]

FILES: dict[str, Make] = {
    "deck.pptx": OUTPUTS["deck"].make,
    "report.docx": OUTPUTS["report"].make,
    "sheets.docx": OUTPUTS["town-sheets"].make,
    "databook.xlsx": OUTPUTS["databook"].make,
    "reminder.docx": lambda figures: reminder(figures, lead_units(figures)[0]),
    "feedback.docx": lambda figures: feedback_form(figures, lead_units(figures)[0]),
    "template.xlsx": lambda figures: template(figures, {}, number=0),
    "office.pptx": lambda figures: deck(figures, template=honest()),
}


def faults(file: Path, body: bytes) -> list[str]:
    """Return what is wrong with an office file and with the workbooks in it."""
    file.write_bytes(body)
    found = OpenXmlValidator().validate(file).errors
    said = [f"{file.name}: {fault.part_uri} {fault.path}: {fault.description}" for fault in found]
    said = [
        line for line, fault in zip(said, found, strict=True) if fault.severity.value == "error"
    ]
    with ZipFile(BytesIO(body)) as package:
        books = [name for name in package.namelist() if name.endswith(".xlsx")]
        for number, name in enumerate(books):
            said += faults(file.with_name(f"{file.stem}-{number}.xlsx"), package.read(name))
    return said


@pytest.mark.parametrize(
    ("store", "name"),
    [*(("mixed_figures", name) for name in FILES), ("figures", "deck.pptx")],
)
def test_an_office_file_is_valid(
    store: str, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    figures = request.getfixturevalue(store)

    assert faults(tmp_path / name, FILES[name](figures)) == []
