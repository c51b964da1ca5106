"""A file on top of what others published since its writer began."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.check import Rule
from sihui_map.errors import DomainError
from sihui_map.intake.template import template
from tests import county
from tests.intake.files import edited, row_of
from tests.people import reviewer
from tests.workflow.handing_in import COAL_KEY, OWN_TOWN, TODAY, coal, csv_of, propose, published

if TYPE_CHECKING:
    from sihui_map.archive import Archive


def filled(archive: Archive) -> bytes:
    known = archive.known(TODAY)
    return template(known.figures, known.rows, number=known.number, town_code=OWN_TOWN)


def amount_of(archive: Archive) -> str:
    return archive.known(TODAY).rows[COAL_KEY]["amount"]


def with_coal(body: bytes, amount: float) -> bytes:
    number = row_of(body, "能源活动", OWN_TOWN, None, 2025, "烟煤")
    return edited(body, "能源活动", {f"E{number}": amount})


def test_a_stale_template_keeps_what_nobody_touched(archive: Archive) -> None:
    stale = filled(archive)
    published(archive, coal(archive, factor=1.1))
    now = amount_of(archive)

    proposal = propose(archive, stale, "本镇.xlsx")

    assert proposal.rows == ()
    assert proposal.to_answer == ()
    assert amount_of(archive) == now


def test_the_rows_of_an_earlier_publication_are_those_of_its_template(archive: Archive) -> None:
    before = archive.known(TODAY).rows
    published(archive, coal(archive, factor=1.1))

    assert archive.rows_at(1) == before
    assert archive.rows_at(2) == archive.known(TODAY).rows


def test_a_conflict_with_a_reason_takes_the_file_s_version(archive: Archive) -> None:
    stale = with_coal(filled(archive), 43210)
    published(archive, coal(archive, factor=1.1))
    proposal = propose(archive, stale, "本镇.xlsx")
    (conflict,) = proposal.conflicts

    answers = dict.fromkeys(proposal.to_answer, "以本表为准：台账更正")
    own = workflow.confirm(archive, proposal, who=reviewer(), why="更正", answers=answers)
    (entry,) = archive.store.entries(own.submission_id)

    assert (conflict.rule, conflict.dataset, conflict.row_key) == (Rule.CONFLICT, *COAL_KEY)
    assert (entry.cells or {})["amount"] == "43210"
    assert (entry.cells or {})["source"] == "统计台账"
    assert "与已发布的冲突：以本表为准：台账更正" in entry.why
    assert archive.store.conflicts(own.submission_id) == ()


def test_a_conflict_without_a_reason_leaves_its_row_out(archive: Archive) -> None:
    stale = with_coal(filled(archive), 43210)
    number = row_of(stale, "人口与经济", OWN_TOWN, None, 2025)
    stale = edited(stale, "人口与经济", {f"D{number}": 50_000})
    published(archive, coal(archive, factor=1.1))
    proposal = propose(archive, stale, "本镇.xlsx")
    answers = {
        found: "" if found.rule is Rule.CONFLICT else "已与台账核对"
        for found in proposal.to_answer
        if (found.dataset, found.row_key) != COAL_KEY
    }

    own = workflow.confirm(archive, proposal, who=reviewer(), why="更正", answers=answers)

    assert [entry.dataset for entry in archive.store.entries(own.submission_id)] == ["town_context"]


def test_nothing_is_left_where_every_row_is_a_conflict_that_nobody_decided(
    archive: Archive,
) -> None:
    stale = with_coal(filled(archive), 43210)
    published(archive, coal(archive, factor=1.1))

    with pytest.raises(DomainError, match="保留已发布的值，没有需要提交的变化"):
        workflow.confirm(archive, propose(archive, stale, "本镇.xlsx"), who=reviewer(), why="更正")


def test_what_two_wrote_of_a_task_s_day_is_merged_cell_by_cell(archive: Archive) -> None:
    known, key = archive.known(TODAY), ("task_updates", "1|2026-09-18")
    stale = template(known.figures, known.rows, number=known.number)
    theirs = {**known.rows[key], "next_step": "年底前复核", "kind": "实绩"}
    published(archive, csv_of("task_updates", **theirs))
    number = row_of(stale, "任务调度", "1", None, "2026-09-18")

    mine = edited(stale, "任务调度", {f"E{number}": "已接入平台"})
    (row,) = propose(archive, mine, "调度.xlsx").rows

    assert (row.dataset, row.row_key) == key
    assert row.after == {**theirs, "progress": "已接入平台"}


def test_what_is_published_between_two_looks_at_a_file_is_a_conflict(archive: Archive) -> None:
    mine = coal(archive, factor=1.2, source="我的台账")
    first = propose(archive, mine)
    published(archive, coal(archive, factor=1.1))

    second = workflow.propose(archive, mine, "三季度.csv", today=TODAY, number=first.reading.number)

    assert first.conflicts == ()
    assert [found.row_key for found in second.conflicts] == [COAL_KEY[1]]


def test_a_line_that_was_not_read_is_told_and_goes_with_no_row(archive: Archive) -> None:
    good = coal(archive, factor=1.1).decode()
    body = f"{good}{county.CODE}999,2025,烟煤,1,t,实绩,a\n".encode()
    proposal = propose(archive, body)
    (unknown,) = proposal.to_answer

    kept = workflow.confirm(
        archive, proposal, who=reviewer(), why="", answers={unknown: "不报这一行"}
    )

    assert unknown.rule is Rule.UNKNOWN
    (entry,) = archive.store.entries(kept.submission_id)
    assert entry.why == ""
