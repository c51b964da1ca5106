"""The plan's words: operators are its own signs, and nothing of it can be changed by accident."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from sihui_map.domain.plan import Action, Operator


def test_a_target_is_at_least_at_most_about_or_exactly_its_number() -> None:
    assert [operator.value for operator in Operator] == ["≥", "≤", "≈", "="]


def test_the_plan_cannot_be_changed_after_it_was_read() -> None:
    action = Action(action_no=1, name="产业绿色提质增效行动", intro="坚持产业第一")

    with pytest.raises(FrozenInstanceError):
        action.name = "别的"  # type: ignore[misc]
