"""A proposal becomes a draft: what is asked on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.check import Rule, Severity
from sihui_map.domain.submission import State
from sihui_map.errors import DomainError
from tests.people import reviewer
from tests.workflow.handing_in import COAL_KEY, TODAY, city_total, coal, confirmed, csv_of, propose

if TYPE_CHECKING:
    from sihui_map.archive import Archive


def test_a_confirmed_proposal_is_a_draft_that_no_viewer_sees(archive: Archive) -> None:
    before = archive.current()

    kept = confirmed(archive, coal(archive, factor=1.1))

    assert (kept.state, kept.who, kept.why) == (State.DRAFT, "张三", "三季度")
    assert (kept.rows, kept.origin) == (1, "三季度.csv")
    assert archive.current() is before


@pytest.mark.parametrize("reason", ["", "  ", "已核 "])
def test_a_warning_needs_a_reason_that_says_something(archive: Archive, reason: str) -> None:
    proposal = propose(archive, coal(archive, factor=1.6))
    (warning,) = proposal.to_answer

    with pytest.raises(DomainError, match="还有 1 条提醒没有写「确认无误」的理由（至少 4 个字）"):
        workflow.confirm(archive, proposal, who=reviewer(), why="", answers={warning: reason})


def test_the_reason_goes_with_its_row(archive: Archive) -> None:
    proposal = propose(archive, coal(archive, factor=1.6))
    (warning,) = proposal.to_answer

    kept = workflow.confirm(
        archive, proposal, who=reviewer(), why="", answers={warning: " 新增锅炉，已核 "}
    )

    (entry,) = archive.store.entries(kept.submission_id)
    assert warning.severity is Severity.WARNING
    assert entry.why == "与上年相比：新增锅炉，已核"


def test_a_reason_about_no_single_row_is_kept_with_every_row(archive: Archive) -> None:
    proposal = propose(archive, city_total("5000000", year="2023"))
    answers = {
        found: "核算口径不同" if found.rule is Rule.RESIDUAL else "另有说明文件"
        for found in proposal.to_answer
    }

    kept = workflow.confirm(archive, proposal, who=reviewer(), why="", answers=answers)

    assert Rule.RESIDUAL in {found.rule for found in proposal.to_answer}
    (entry,) = archive.store.entries(kept.submission_id)
    assert "核算口径不同" in entry.why


def test_the_same_content_as_published_is_no_change(archive: Archive) -> None:
    proposal = propose(archive, csv_of("energy_use", **archive.known(TODAY).rows[COAL_KEY]))

    assert proposal.rows == ()
    with pytest.raises(DomainError, match="没有需要提交的变化"):
        workflow.confirm(archive, proposal, who=reviewer(), why="")
