"""The clock of the server: what ran backwards is noticed, and publishes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.submission import State
from sihui_map.errors import DomainError
from sihui_map.store import Store
from sihui_map.store.writers import beginning, naming, publishing, steps
from tests.store.rows import FILES, approved, coal, draft, publish, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture
def clocked(tmp_path: Path) -> Iterator[tuple[Store, Callable[[float], None]]]:
    """Return a store and what sets its clock, in minutes after half past nine."""
    minutes = [0.0]
    url = f"sqlite:///{(tmp_path / 'clocked.db').as_posix()}"
    store = Store(url, now=lambda: MORNING + timedelta(minutes=minutes[0]))
    beginning.begin(store, {}, FILES)

    def put(number: float) -> None:
        minutes[0] = number

    yield store, put
    store.close()


def test_a_clock_that_was_set_back_is_noticed_and_nothing_is_lost(
    clocked: tuple[Store, Callable[[float], None]],
) -> None:
    store, put = clocked
    put(60)
    own = draft(store, coal(120)).submission_id
    put(5)
    moved = steps.move(store, own, State.SUBMITTED, who="陈文")

    assert moved.state_at == "2026-11-20T09:35:00+08:00"
    assert store.checked_chain().wrong == ()
    (sentence,) = store.checked_chain().clock
    assert sentence == (
        "提交 1 的第 2 步的时间 2026-11-20 09:35:00 早于它前面的提交 1 的第 1 步"
        "（2026-11-20 10:30:00）"
    )


def test_a_clock_that_runs_backwards_publishes_nothing(
    clocked: tuple[Store, Callable[[float], None]],
) -> None:
    """However many steps were taken since with the wrong time."""
    store, put = clocked
    put(60)
    own = approved(store, coal(120))
    put(5)
    other = approved(store, coal(7, year=2020))

    with pytest.raises(DomainError) as caught:
        publish(store, own, other)

    assert str(caught.value) == (
        "服务器时钟现为 2026-11-20 09:35:00，比已有记录的时间 2026-11-20 10:30:00 还早，"
        "这次没有发布，已填的内容都在。请校准服务器时钟后再发布；如果现在的时钟无误、是以前的"
        "时间记错了，请管理员核对后用命令行 publish --clock-checked 发布"
    )
    assert store.latest_number() == 1
    put(61)
    assert publish(store, own, other).number == 2


def test_a_clock_that_was_ahead_once_holds_nobody_up_after_one_checked_publication(
    clocked: tuple[Store, Callable[[float], None]],
) -> None:
    store, put = clocked
    put(5_000_000)
    own = approved(store, coal(120))
    put(30)

    publishing.publish(store, [own], who="王强", why="年报", reference=FILES, clock_checked=True)
    put(40)

    assert published(store, coal(130)).number == 3
    assert len(store.checked_chain().clock) == 1


def test_a_clock_may_be_corrected_by_two_minutes(
    clocked: tuple[Store, Callable[[float], None]],
) -> None:
    store, put = clocked
    put(60)
    own = approved(store, coal(120))
    put(58)

    naming.freeze(store, 1, "起点", who="王强")

    assert store.checked_chain().clock == ()
    assert publish(store, own).number == 2
    put(55.9)
    naming.freeze(store, 1, "基线", who="王强")
    assert len(store.checked_chain().clock) == 1
