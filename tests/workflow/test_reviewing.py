"""Of two people the other one approves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.submission import State
from sihui_map.errors import AccessError
from tests.people import reviewer
from tests.workflow.handing_in import coal, confirmed, published

if TYPE_CHECKING:
    from sihui_map.archive import Archive


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
