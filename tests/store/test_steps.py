"""A submission goes step by step; whoever saw an older step is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.submission import State
from sihui_map.errors import DomainError, LateError
from sihui_map.store.writers import steps
from tests.store.rows import approved, coal, draft, states

if TYPE_CHECKING:
    from sihui_map.store import Store


def test_a_submission_goes_step_by_step(store: Store) -> None:
    own = draft(store, coal(120)).submission_id
    steps.move(store, own, State.SUBMITTED, who="陈文")
    steps.move(store, own, State.RETURNED, who="李敏", reason="单位不对")
    steps.move(store, own, State.SUBMITTED, who="陈文")
    now = steps.move(store, own, State.APPROVED, who="李敏", step=4)

    assert states(store, own) == [
        State.DRAFT,
        State.SUBMITTED,
        State.RETURNED,
        State.SUBMITTED,
        State.APPROVED,
    ]
    assert (now.step, now.state, now.state_who) == (5, State.APPROVED, "李敏")
    assert store.events(own)[2].reason == "单位不对"


def test_who_saw_an_older_step_is_told_who_was_first(store: Store) -> None:
    own = draft(store, coal(120)).submission_id
    seen = steps.move(store, own, State.SUBMITTED, who="陈文").step
    steps.move(store, own, State.RETURNED, who="李敏", reason="单位不对", step=seen)

    with pytest.raises(
        LateError, match="提交 1 已由李敏于 2026-11-20 09:30 改为「已退回」（单位不对）。"
    ):
        steps.move(store, own, State.APPROVED, who="王强", step=seen)

    assert states(store, own) == [State.DRAFT, State.SUBMITTED, State.RETURNED]


def test_a_step_that_does_not_follow_is_refused(store: Store) -> None:
    own = draft(store, coal(120)).submission_id

    with pytest.raises(
        DomainError, match="现为「草稿」，不能改为「已审核」；可改为：已提交、已撤回"
    ):
        steps.move(store, own, State.APPROVED, who="李敏")


def test_to_withdraw_needs_a_reason(store: Store) -> None:
    own = draft(store, coal(120)).submission_id

    with pytest.raises(DomainError, match="改为「已撤回」必须写明理由"):
        steps.move(store, own, State.WITHDRAWN, who="陈文", reason=" ")


def test_a_withdrawn_draft_may_be_handed_in_again(store: Store) -> None:
    first = draft(store, coal(120)).submission_id
    steps.move(store, first, State.WITHDRAWN, who="陈文", reason="再核一遍")

    second = draft(store, coal(120))

    assert (second.submission_id, second.state) == (2, State.DRAFT)
    assert draft(store, coal(120)) == second


def test_to_publish_is_not_a_mere_step(store: Store) -> None:
    own = approved(store, coal(120))

    with pytest.raises(DomainError, match="发布请用 publish"):
        steps.move(store, own, State.PUBLISHED, who="王强")
