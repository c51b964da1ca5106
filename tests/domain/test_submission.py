"""How a submission moves: what may follow what, and what needs a reason."""

from __future__ import annotations

import pytest

from sihui_map.domain.submission import NEXT, State, check_move
from sihui_map.errors import DomainError

MAY = {
    ("草稿", "已提交"),
    ("草稿", "已撤回"),
    ("已提交", "审核中"),
    ("审核中", "已审核"),
    ("审核中", "已退回"),
    ("已提交", "已审核"),
    ("已提交", "已退回"),
    ("已提交", "已撤回"),
    ("已退回", "已提交"),
    ("已退回", "已撤回"),
    ("已审核", "已发布"),
    ("已审核", "已退回"),
}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_these_steps_may_be_taken(before: State, after: State) -> None:
    may = True
    try:
        check_move(before, after, "单位不对")
    except DomainError:
        may = False

    assert may == ((before.value, after.value) in MAY)


@pytest.mark.parametrize("after", [State.RETURNED, State.WITHDRAWN])
def test_to_return_or_withdraw_needs_a_reason(after: State) -> None:
    with pytest.raises(DomainError, match=f"改为「{after}」必须写明理由"):
        check_move(State.SUBMITTED, after, "  ")


def test_a_refusal_names_what_may_follow() -> None:
    with pytest.raises(
        DomainError,
        match="这份提交现为「已提交」，不能改为「已发布」；可改为：审核中、已审核、已退回、已撤回",
    ):
        check_move(State.SUBMITTED, State.PUBLISHED, "")


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_published_and_withdrawn_are_final(state: State) -> None:
    assert NEXT[state] == ()
    with pytest.raises(DomainError, match="可改为：（已是最终状态）"):
        check_move(state, State.SUBMITTED, "")
