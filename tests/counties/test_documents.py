"""Whatever can be handed out is made for the invented county, with nothing of another in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.documents.docx.notices import feedback_form, lead_units, reminder
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.ui import downloads
from sihui_map.views.locator import locator
from tests.counties.county import TOWN, left_of_the_other, said_in

if TYPE_CHECKING:
    from sihui_map.figures import Figures

SECRETS = ("虚构染厂", "虚构糖厂", "虚构选矿厂")
"""Names in the sample that are not for everyone."""
ASKED = {
    "measure": "total",
    "boundary": "direct",
    "town": TOWN,
    "unit": "县发改局",
    "no": "1",
    "id": "energy-cap",
}
YEARLY = {"ledger": "2032"}


@pytest.mark.parametrize("key", OUTPUTS)
def test_an_output_names_this_county_and_no_other(sanzhen: Figures, key: str) -> None:
    output = OUTPUTS[key]

    body = output.make(sanzhen)

    said = said_in(output.ending, body)
    assert output.file_name(sanzhen).startswith("三镇县碳达峰_")
    assert ("甲" in said) or output.ending == "png"
    assert left_of_the_other(said, sanzhen.snapshot.revision) == []
    assert not [secret for secret in SECRETS if secret in said]


def test_each_unit_that_leads_can_be_written_to(sanzhen: Figures) -> None:
    for unit in lead_units(sanzhen):
        for make in (reminder, feedback_form):
            said = said_in("docx", make(sanzhen, unit))
            assert unit in said
            assert left_of_the_other(said, sanzhen.snapshot.revision) == []


@pytest.mark.parametrize("name", downloads.TABLES)
def test_a_table_names_no_other_county(sampled: Figures, name: str) -> None:
    table = downloads.table(name, sampled, {**ASKED, "year": YEARLY.get(name, "2033")})

    cells = [cell.text for row in table.rows for cell in row.cells]
    assert table.rows
    assert left_of_the_other("\n".join([table.title, *cells])) == []
    assert not [secret for secret in SECRETS if secret in "".join(cells)]


def test_the_drawing_of_a_town_is_made(sanzhen: Figures) -> None:
    assert locator(sanzhen, TOWN).startswith("<svg")
