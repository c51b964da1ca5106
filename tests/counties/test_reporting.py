"""The invented county reports: its template, a value handed in, checked and published."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.domain.light import Light
from sihui_map.domain.submission import State
from sihui_map.intake.template import template
from sihui_map.store import Store
from sihui_map.store.writers import steps
from tests import county
from tests.counties.county import SANZHEN, left_of_the_other, said_in
from tests.people import reviewer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sihui_map.figures import Figures

TODAY = date(2034, 1, 10)
"""Its years lie in the future, and no file may speak of what is to come."""
OF_ANOTHER = county.OWN.code
TOLD = "target_id,year,value,kind,source\nenergy-cap,2033,{value},实绩,虚构的年报\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return an archive of the county that a test may write to."""
    store = Store(f"sqlite:///{(tmp_path / 'store.db').as_posix()}")
    yield Archive(store, SANZHEN)
    store.close()


def fill(cells: Iterable[Any], *values: object) -> None:
    """Put ``values`` into the first of ``cells``."""
    for cell, value in zip(cells, values, strict=False):
        cell.value = value


def light_of_the_cap(figures: Figures) -> Light:
    (found,) = [item for item in figures.standings if item.target.target_id == "energy-cap"]
    return found.light


def test_its_template_handed_in_unchanged_changes_nothing(archive: Archive) -> None:
    known = archive.known(TODAY).readable_by(None)
    book = template(known.figures, known.rows, number=known.number)

    proposal = workflow.propose(archive, book, "三镇县.xlsx", today=TODAY)

    assert proposal.findings == ()
    assert proposal.rows == ()
    said = said_in("xlsx", book)
    assert "乙镇" in said
    assert left_of_the_other(said) == []


def test_a_template_that_called_it_by_the_word_for_a_city_is_still_taken(archive: Archive) -> None:
    known = archive.known(TODAY).readable_by(None)
    book = openpyxl.load_workbook(BytesIO(template(known.figures, known.rows, number=known.number)))
    said = 0
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, str) and "全县" in cell.value:
            cell.value, said = cell.value.replace("全县", "全市"), said + 1
    whole = next(row for row in book["电力收支"].iter_rows() if row[1].value == "全市")
    blank = next(row for row in book["目标分解"].iter_rows() if row[0].value is None)
    fill(whole[6:9], 170_000, "实绩", "虚构的年报")
    fill(blank, "energy-cap", None, None, "全市（虚构下达）", 2035, 19, "万吨标准煤", None, None,
         "虚府〔2034〕1号", "规划", "虚构的通知")  # fmt: skip
    body = BytesIO()
    book.save(body)

    proposal = workflow.propose(archive, body.getvalue(), "较早的模板.xlsx", today=TODAY)

    assert said > 10
    assert [found.text_in(known.figures.snapshot.place) for found in proposal.findings] == []
    assert {(row.dataset, row.row_key) for row in proposal.rows} == {
        ("ledger_reported", "2034|city_total"),
        ("allotments", "energy-cap|city|2035"),
    }


def test_a_file_that_calls_it_by_the_word_for_a_city_is_still_taken(archive: Archive) -> None:
    body = (
        "year,row_id,tco2,kind,source,note\n2033,全市碳排放总量,170000,实绩,虚构的年报,\n"
    ).encode()

    proposal = workflow.propose(archive, body, "总量.csv", today=TODAY)

    assert [row.row_key for row in proposal.rows] == ["2033|city_total"]


def test_an_explanation_of_its_ledger_is_published_beside_the_residual(archive: Archive) -> None:
    said = "全县总量含虚构热电的外供电量，统计口径不同"

    told = workflow.explain_ledger(archive, 2032, said, who=reviewer("甲"))
    steps.move(archive.store, told.submission_id, State.SUBMITTED, who="甲")
    steps.move(archive.store, told.submission_id, State.APPROVED, who="乙")
    workflow.publish(archive, [told.submission_id], who=reviewer("丙"), why="年报")

    assert archive.current().ledger_explanation(2032) == said
    assert archive.at("1").ledger_explanation(2032) == ""


def test_a_value_handed_in_is_published_and_changes_the_light(archive: Archive) -> None:
    before = archive.current()
    body = TOLD.format(value=18.9).encode()

    proposal = workflow.propose(archive, body, "上限.csv", today=TODAY)
    answers = dict.fromkeys(proposal.to_answer, "已核年报")
    draft = workflow.confirm(archive, proposal, who=reviewer("甲"), why="年报", answers=answers)
    steps.move(archive.store, draft.submission_id, State.SUBMITTED, who="甲")
    done = steps.move(archive.store, draft.submission_id, State.APPROVED, who="乙")
    workflow.publish(archive, [done.submission_id], who=reviewer("丙"), why="年报")

    assert light_of_the_cap(before) is Light.YELLOW
    assert light_of_the_cap(archive.current()) is Light.GREEN
    assert light_of_the_cap(archive.at("1")) is Light.YELLOW


def test_what_names_no_town_of_it_is_refused_with_those_there_are(archive: Archive) -> None:
    body = (
        f"area_id,year,fuel,amount,unit,kind,source\n{OF_ANOTHER},2033,烟煤,1,t,实绩,虚构的年报\n"
    ).encode()

    proposal = workflow.propose(archive, body, "能源.csv", today=TODAY)

    place = archive.current().snapshot.place
    said = "\n".join(found.text_in(place) for found in proposal.findings)
    assert OF_ANOTHER in said
    assert left_of_the_other(said.replace(OF_ANOTHER, "")) == []
