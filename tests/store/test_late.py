"""Two people on one row: the second is told what the first wrote, and loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.submission import State
from sihui_map.errors import LateError
from tests.store.rows import amount, approved, cells, coal, no_coal, publish, published

if TYPE_CHECKING:
    from sihui_map.store import Store


def test_the_second_on_a_row_is_told_what_the_first_wrote_and_loses_nothing(store: Store) -> None:
    seen = {key: row.entry_id for key, row in store.published().items()}
    mine = approved(store, coal(120), who="陈文", seen=seen)
    other = approved(store, coal(130), who="黄丽", seen=seen)
    publish(store, mine)

    with pytest.raises(
        LateError,
        match=r"提交 2 中有 1 行在您填报之后已由他人发布，例如「能源活动」990101100\|2024\|烟煤："
        r"陈文于 2026-11-20 09:30 写为 120、t。您填的内容仍保留在提交中，请对照后重提",
    ):
        publish(store, other)

    assert amount(store) == "120"
    assert store.submission(other).state is State.APPROVED
    assert store.entries(other)[0].cells == cells(130)
    assert [(late.mine.who, late.theirs.who) for late in store.conflicts(other)] == [
        ("黄丽", "陈文")
    ]


def test_who_changed_a_row_that_was_taken_back_is_told(store: Store) -> None:
    published(store, coal(120))
    mine = approved(store, coal(130))
    published(store, no_coal(), who="黄丽")

    with pytest.raises(LateError, match="黄丽于 2026-11-20 09:30 写为 已撤销"):
        publish(store, mine)


def test_what_was_confirmed_on_older_data_is_late_though_drafted_later(store: Store) -> None:
    """A person reads, another publishes, the person confirms: what he saw decides."""
    seen = {key: row.entry_id for key, row in store.published().items()}
    published(store, coal(120), who="黄丽")
    mine = approved(store, coal(130), seen=seen)

    with pytest.raises(LateError, match="黄丽于"):
        publish(store, mine)


def test_a_published_submission_is_not_late_against_itself(store: Store) -> None:
    own = approved(store, coal(120))
    publish(store, own)

    assert store.conflicts(own) == ()


def test_who_checked_an_older_publication_is_told(store: Store) -> None:
    own = approved(store, coal(120))
    published(store, coal(80, year=2023))

    with pytest.raises(LateError, match="核对期间又发布了第 2 期，这次没有发布"):
        publish(store, own, expected=1)

    assert publish(store, own, expected=2).number == 3


def test_two_submissions_of_one_row_cannot_be_published_together(store: Store) -> None:
    first = approved(store, coal(120), who="陈文")
    second = approved(store, coal(130), who="黄丽")

    with pytest.raises(
        LateError, match=r"提交 1 与提交 2 都改了「能源活动」990101100\|2024\|烟煤，不能一起发布"
    ):
        publish(store, first, second)

    assert store.latest_number() == 1
