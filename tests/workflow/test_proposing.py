"""A file that was handed in: what it would change, and what may be declared complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.check import Rule
from sihui_map.errors import ChoiceError, DomainError, IntakeError
from tests.people import reviewer
from tests.workflow.handing_in import (
    COAL_KEY,
    OWN_TOWN,
    TODAY,
    approved,
    coal,
    csv_of,
    propose,
    published,
)

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.workflow import Proposal


def test_a_proposal_shows_the_change_and_writes_nothing(archive: Archive) -> None:
    heard: list[float] = []
    body = coal(archive, factor=1.1)

    proposal = workflow.propose(
        archive, body, "a.csv", today=TODAY, progress=lambda share, _: heard.append(share)
    )

    (row,) = proposal.rows
    assert (row.dataset, row.row_key) == COAL_KEY
    assert row.before
    assert row.after
    assert float(row.after["amount"]) == pytest.approx(float(row.before["amount"]) * 1.1, rel=1e-4)
    assert proposal.changes
    assert f"emission.coal.{OWN_TOWN}.2025" in [each.figure_id for each in proposal.changes.figures]
    assert proposal.to_answer == ()
    assert heard
    assert [each.submission_id for each in archive.store.submissions()] == [1]


def test_a_file_with_an_error_is_shown_and_cannot_be_confirmed(archive: Archive) -> None:
    cells = {**archive.known(TODAY).rows[COAL_KEY], "amount": "十二"}

    proposal = propose(archive, csv_of("energy_use", **cells))

    assert proposal.changes is None
    assert [found.rule for found in proposal.findings] == [Rule.NUMBER]
    with pytest.raises(DomainError, match="文件中有 1 处错误，改正后才能提交"):
        workflow.confirm(archive, proposal, who=reviewer(), why="三季度")


def test_a_file_that_is_none_is_refused(archive: Archive) -> None:
    with pytest.raises(IntakeError):
        propose(archive, b"%PDF-1.7", "a.xlsx")


def test_what_a_file_changes_may_be_declared_complete(archive: Archive) -> None:
    proposal = propose(archive, coal(archive, factor=1.1))
    assert proposal.undeclared == ((OWN_TOWN, "2025"),)

    whole = workflow.declare(archive, proposal, [(OWN_TOWN, "2025")])

    assert [(row.dataset, row.row_key) for row in whole.rows] == [
        COAL_KEY, ("declarations", f"energy_use|{OWN_TOWN}|2025")
    ]  # fmt: skip
    assert (whole.rows[1].after or {})["source"] == "统计台账"
    assert whole.undeclared == proposal.undeclared
    (warning,) = whole.to_answer
    assert warning.rule is Rule.DECLARED  # the other fuels are still samples
    assert "柴油" in warning.sentence
    assert len(proposal.rows) == 1


def test_a_declaration_is_published_with_who_and_when(archive: Archive) -> None:
    proposal = workflow.declare(
        archive, propose(archive, coal(archive, factor=1.1)), [(OWN_TOWN, "2025")]
    )
    answers = dict.fromkeys(proposal.to_answer, "其余品种没有")
    own = approved(
        archive,
        workflow.confirm(archive, proposal, who=reviewer(), why="年报", answers=answers),
    )
    workflow.publish(archive, [own], who=reviewer("王五"), why="年报")

    entry = archive.store.published()["declarations", f"energy_use|{OWN_TOWN}|2025"]
    assert (entry.who, entry.at[:2], entry.kind) == ("张三", "20", "实绩")
    figures = archive.current()
    assert figures.declared("energy_use", OWN_TOWN, 2025) == "实绩"
    assert propose(archive, coal(archive, factor=1.2)).undeclared == ()


def test_a_declaration_has_the_kind_of_its_newest_tick(archive: Archive) -> None:
    def whole(proposal: Proposal) -> int:
        declared = workflow.declare(archive, proposal, [(OWN_TOWN, "2025")])
        answers = dict.fromkeys(declared.to_answer, "其余品种没有")
        kept = workflow.confirm(archive, declared, who=reviewer(), why="年报", answers=answers)
        return approved(archive, kept)

    early = coal(archive, factor=1.1).replace("实绩".encode(), "初步".encode())
    workflow.publish(archive, [whole(propose(archive, early))], who=reviewer("王五"), why="快报")
    sure = propose(archive, early.replace("初步".encode(), "实绩".encode()))
    published(archive, early.replace("初步".encode(), "实绩".encode()))

    assert archive.current().declared("energy_use", OWN_TOWN, 2025) == "初步"
    assert archive.current().emission(OWN_TOWN, 2025).kind == "初步"
    assert (sure.undeclared, sure.outdated) == ((), ((OWN_TOWN, "2025"),))

    again = propose(archive, coal(archive, factor=1.01))
    workflow.publish(archive, [whole(again)], who=reviewer("王五"), why="年报")

    assert archive.current().declared("energy_use", OWN_TOWN, 2025) == "实绩"
    assert archive.current().emission(OWN_TOWN, 2025).kind == "核算"
    assert propose(archive, coal(archive, factor=1.02)).outdated == ()


def test_only_what_the_file_changes_may_be_declared(archive: Archive) -> None:
    proposal = propose(archive, coal(archive, factor=1.1))

    with pytest.raises(ChoiceError, match=f"可以声明的：{OWN_TOWN}:2025"):
        workflow.declare(archive, proposal, [(OWN_TOWN, "2024")])
