"""Of two people the other one approves."""

from __future__ import annotations

import pytest

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.domain.submission import State
from sihui_map.errors import AccessError, DomainError
from tests.people import reviewer
from tests.workflow.handing_in import COAL_KEY, approved, coal, confirmed, published


def draft_of(archive: Archive, who: str, factor: float = 1.1) -> int:
    own = confirmed(archive, coal(archive, factor=factor), who=who).submission_id
    return workflow.move(archive, own, State.SUBMITTED, who=reviewer(who)).submission_id


@pytest.mark.parametrize("who", ["张三", " 张 三", "张三\u200b"])
def test_of_two_the_other_one_approves(archive: Archive, who: str) -> None:
    own = draft_of(archive, "张三")

    with pytest.raises(AccessError, match=f"提交 {own} 由.*填报或送审，应由另一个人审核"):
        workflow.approve(archive, own, who=reviewer(who))

    assert archive.store.submission(own).state is State.SUBMITTED
    assert workflow.approve(archive, own, who=reviewer("李四")).state is State.APPROVED


def test_who_submits_for_another_does_not_approve_either(archive: Archive) -> None:
    own = confirmed(archive, coal(archive, factor=1.1), who="张三").submission_id
    workflow.move(archive, own, State.SUBMITTED, who=reviewer("李四"))

    for who in ("张三", "李四"):
        with pytest.raises(AccessError, match="应由另一个人审核"):
            workflow.approve(archive, own, who=reviewer(who))
    assert workflow.approve(archive, own, who=reviewer("王五")).state_who == "王五"


def test_who_wrote_a_version_that_another_renewed_does_not_approve_it(archive: Archive) -> None:
    own = draft_of(archive, "张三", 1.2)
    published(archive, coal(archive, factor=1.1))
    fresh = workflow.renew(archive, own, who=reviewer("李四"), why="对照后重提").submission_id
    workflow.move(archive, fresh, State.SUBMITTED, who=reviewer("李四"))

    for who in ("张三", "李四"):
        with pytest.raises(AccessError, match="应由另一个人审核"):
            workflow.approve(archive, fresh, who=reviewer(who))
    assert workflow.approve(archive, fresh, who=reviewer("王五")).state is State.APPROVED


def test_a_reviewer_takes_a_submission_up_and_its_clerk_can_no_more_withdraw_it(
    archive: Archive,
) -> None:
    own = confirmed(archive, coal(archive, factor=1.05)).submission_id
    workflow.move(archive, own, State.SUBMITTED, who=reviewer("张三"))

    taken = workflow.move(archive, own, State.TAKEN, who=reviewer("李四"))

    assert (str(taken.state), taken.state_who) == ("审核中", "李四")
    with pytest.raises(DomainError, match="现为「审核中」"):
        workflow.move(archive, own, State.WITHDRAWN, who=reviewer("张三"), reason="填错")
    newest = archive.store.log(1)[0]
    assert (newest.who, newest.before, newest.after) == ("李四", "已提交", "审核中")
    # Who took it up has written nothing of it: he may approve it himself.
    assert workflow.approve(archive, own, who=reviewer("李四")).state is State.APPROVED


def test_ones_own_is_not_taken_up_either(archive: Archive) -> None:
    own = confirmed(archive, coal(archive, factor=1.05)).submission_id
    workflow.move(archive, own, State.SUBMITTED, who=reviewer("张三"))

    with pytest.raises(AccessError, match="应由另一个人审核"):
        workflow.move(archive, own, State.TAKEN, who=reviewer("张三"))


def test_without_four_eyes_one_person_may_approve_and_each_time_is_written_down(
    archive: Archive,
) -> None:
    alone = Archive(archive.store, archive.geodata, four_eyes=False)
    own = confirmed(alone, coal(alone, factor=1.05)).submission_id
    workflow.move(alone, own, State.SUBMITTED, who=reviewer("张三"))

    workflow.approve(alone, own, who=reviewer("张三"))

    said = "四眼例外：填报的人自己审核，按设置允许"
    assert alone.store.submission(own).reason == said
    newest = alone.store.log(1)[0]
    assert (newest.who, newest.action, newest.why, newest.is_refused) == (
        "张三", "审核", said, False,
    )  # fmt: skip
    # Of two people it says nothing.
    other = confirmed(alone, coal(alone, factor=1.2), who="王五").submission_id
    workflow.move(alone, other, State.SUBMITTED, who=reviewer("王五"))
    workflow.approve(alone, other, who=reviewer("张三"))
    assert not alone.store.log(1)[0].why


def test_when_it_was_handed_in_first_is_known_of_what_is_published(archive: Archive) -> None:
    for factor in (1.05, 1.1):
        own = approved(archive, confirmed(archive, coal(archive, factor=factor)))
        workflow.publish(archive, [own], who=reviewer("王五"), why="年报")
    events = [one for one in archive.store.events(2) if one.state is State.SUBMITTED]

    assert archive.store.handed_in() == {COAL_KEY: events[0].at}
