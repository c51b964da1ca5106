"""Submissions as they are listed, and who wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from sihui_map.domain.submission import State
from sihui_map.errors import ChoiceError
from sihui_map.store.writers import steps
from tests.store.rows import approved, coal, draft, publish

if TYPE_CHECKING:
    from sihui_map.store import Store


def test_a_submission_that_does_not_exist_is_said_so(store: Store) -> None:
    with pytest.raises(ChoiceError, match="没有编号为 9 的提交"):
        store.submission(9)
    with pytest.raises(ChoiceError, match="没有编号为 9 的提交"):
        steps.move(store, 9, State.SUBMITTED, who="陈文")


def test_submissions_are_listed_by_state_newest_first_with_one_query(store: Store) -> None:
    for year in (2021, 2022, 2023):
        draft(store, coal(1, year=year))
    steps.move(store, 2, State.SUBMITTED, who="陈文")
    publish(store, approved(store, coal(5)))
    said: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _cur, sql, *_: said.append(sql))

    every = store.submissions()

    assert [each.submission_id for each in every] == [4, 3, 2, 1]
    assert [each.submission_id for each in store.submissions(State.DRAFT)] == [3, 1]
    assert [each.state for each in store.submissions(State.SUBMITTED, State.PUBLISHED)] == [
        State.PUBLISHED,
        State.SUBMITTED,
    ]
    assert every[0].published_in == 2
    assert len([sql for sql in said if sql.startswith("SELECT")]) == 3
