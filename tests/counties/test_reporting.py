"""The invented county reports: its template, a value handed in, checked and published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.domain.light import Light
from sihui_map.domain.submission import State
from sihui_map.intake.template import template
from sihui_map.store import Store
from sihui_map.store.writers import steps
from tests.counties.county import SANZHEN, left_of_the_other, said_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sihui_map.figures import Figures

TODAY = date(2034, 1, 10)
"""Its years lie in the future, and no file may speak of what is to come."""
TOLD = "target_id,year,value,kind,source\nenergy-cap,2033,{value},实绩,虚构的年报\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return an archive of the county that a test may write to."""
    store = Store(f"sqlite:///{(tmp_path / 'store.db').as_posix()}")
    yield Archive(store, SANZHEN)
    store.close()


def light_of_the_cap(figures: Figures) -> Light:
    (found,) = [item for item in figures.standings if item.target.target_id == "energy-cap"]
    return found.light


def test_its_template_handed_in_unchanged_changes_nothing(archive: Archive) -> None:
    known = archive.known(TODAY)
    book = template(known.figures, known.rows, number=known.number)

    proposal = workflow.propose(archive, book, "三镇县.xlsx", today=TODAY)

    assert proposal.findings == ()
    assert proposal.rows == ()
    said = said_in("xlsx", book)
    assert "乙镇" in said
    assert left_of_the_other(said) == []


def test_a_value_handed_in_is_published_and_changes_the_light(archive: Archive) -> None:
    before = archive.current()
    body = TOLD.format(value=18.9).encode()

    proposal = workflow.propose(archive, body, "上限.csv", today=TODAY)
    answers = dict.fromkeys(proposal.to_answer, "已核年报")
    draft = workflow.confirm(archive, proposal, who="甲", why="年报", answers=answers)
    steps.move(archive.store, draft.submission_id, State.SUBMITTED, who="甲")
    done = steps.move(archive.store, draft.submission_id, State.APPROVED, who="乙")
    workflow.publish(archive, [done.submission_id], who="丙", why="年报")

    assert light_of_the_cap(before) is Light.YELLOW
    assert light_of_the_cap(archive.current()) is Light.GREEN
    assert light_of_the_cap(archive.at("1")) is Light.YELLOW


def test_what_names_no_town_of_it_is_refused_with_those_there_are(archive: Archive) -> None:
    body = (
        "area_id,year,fuel,amount,unit,kind,source\n441284105,2033,烟煤,1,t,实绩,虚构的年报\n"
    ).encode()

    proposal = workflow.propose(archive, body, "能源.csv", today=TODAY)

    said = "\n".join(found.sentence + found.remedy for found in proposal.findings)
    assert "441284105" in said
    assert left_of_the_other(said.replace("441284105", "")) == []
