"""The chain: whatever of a record is changed, removed or put in by hand is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sihui_map.domain.submission import State
from sihui_map.errors import DomainError
from sihui_map.store import Store, chain, portable
from sihui_map.store.engine import reading, writing
from tests.store.rows import FILES, approved, coal, draft, publish, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
HEAD = "13:6d9d8d2af880ff0656663bc56402a8f96007b8b410511275289054f730450178"


def filled(store: Store) -> Store:
    """Return ``store`` after everything was done once."""
    store.freeze(1, "起点", who="王强")
    published(store, coal(120))
    own = draft(store, coal(130), who="黄丽").submission_id
    store.move(own, State.SUBMITTED, who="黄丽")
    store.move(own, State.RETURNED, who="李敏", reason="单位不对")
    store.keep_preference("order", "a,b", who="王强")
    return store


@pytest.fixture
def both(store: Store) -> Store:
    """Return a filled store on each engine in turn."""
    return filled(store)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    """Return a filled store on SQLite, where the engine makes no difference."""
    made = Store(f"sqlite:///{(tmp_path / 'full.db').as_posix()}", now=lambda: MORNING)
    made.begin({}, FILES)
    yield filled(made)
    made.close()


def tell(store: Store, *statements: str) -> None:
    """Do to the database what somebody does who does not use the program."""
    with writing(store.engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def wrong_after(store: Store, *statements: str) -> tuple[str, ...]:
    """Return what would be found wrong after ``statements``; nothing of them stays."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        for statement in statements:
            connection.execute(text(statement))
        found = chain.check(connection).wrong
        transaction.rollback()
    return found


def wrong(store: Store) -> tuple[str, ...]:
    return store.checked_chain().wrong


def keys(store: Store) -> list[tuple[str, str]]:
    with reading(store.engine) as connection:
        rows = connection.execute(text("SELECT kind, record FROM link ORDER BY number"))
        return [(row.kind, row.record) for row in rows]


# What it covers


def test_every_record_has_its_link_in_the_order_it_was_written(full: Store) -> None:
    assert keys(full) == [
        ("publication", "1"),
        ("frozen", "起点"),
        ("submission", "1"),
        ("event", "1/1"),
        ("event", "1/2"),
        ("event", "1/3"),
        ("event", "1/4"),
        ("publication", "2"),
        ("submission", "2"),
        ("event", "2/1"),
        ("event", "2/2"),
        ("event", "2/3"),
        ("preference", "order/1"),
    ]
    assert wrong(full) == ()


def test_the_head_is_the_same_on_both_engines_and_for_ever(both: Store) -> None:
    """Whoever wrote it down once must be able to find it after any later version."""
    assert both.head() == HEAD
    assert (both.checked_chain().number, both.checked_chain().head) == (13, HEAD[3:])


def test_what_was_written_down_is_found_again_whatever_came_later(full: Store) -> None:
    head = full.head()
    published(full, coal(140))

    assert full.has_link(head)
    assert full.has_link(f" {head.upper()} ")
    assert full.head() != head
    others = (f"12:{head[3:]}", head[:-1], "", "x", "99999999999:ab", "13")
    assert not any(full.has_link(each) for each in others)


ALTERED = {
    "who of a step": (
        "UPDATE event SET who = '赵六' WHERE submission_id = 1 AND step = 3",
        "提交 1 的第 3 步与入链时不符（第 6 环）：状态、操作人、时间或理由被改动过",
    ),
    "time of a step": (
        "UPDATE event SET at = '2026-11-20T09:31:00+08:00' WHERE submission_id = 1 AND step = 2",
        "提交 1 的第 2 步与入链时不符（第 5 环）",
    ),
    "reason of a step": (
        "UPDATE event SET reason = '' WHERE submission_id = 2 AND step = 3",
        "提交 2 的第 3 步与入链时不符（第 12 环）",
    ),
    "state of a step": (
        "UPDATE event SET state = '已审核' WHERE submission_id = 2 AND step = 3",
        "提交 2 的第 3 步与入链时不符（第 12 环）",
    ),
    "who of a submission": (
        "UPDATE submission SET who = '赵六' WHERE submission_id = 2",
        "提交 2与入链时不符（第 9 环）：填报人、时间、事由、来源文件或其中的行被改动过",
    ),
    "a number nobody published": (
        "UPDATE entry SET cells = replace(cells, '130', '131') WHERE submission_id = 2",
        "提交 2与入链时不符（第 9 环）",
    ),
    "who of a row": (
        "UPDATE entry SET who = '赵六' WHERE submission_id = 1",
        "提交 1与入链时不符（第 3 环）",
    ),
    "reason of a publication": (
        "UPDATE publication SET why = '' WHERE number = 2",
        "第 2 期与入链时不符（第 8 环）：编号、发布人、时间、事由、所含提交或参考文件被改动过",
    ),
    "what a publication holds": (
        "UPDATE published_submission SET number = 1",
        "第 1 期与入链时不符（第 1 环）",
    ),
    "a file of a publication": (
        "DELETE FROM publication_file WHERE number = 1 AND path = 'units.csv'",
        "第 1 期与入链时不符（第 1 环）",
    ),
    "what a name stands for": (
        "UPDATE frozen SET number = 2",
        "存档名称「起点」与入链时不符（第 2 环）：所指的期、起名人或时间被改动过",
    ),
    "who gave a name": (
        "UPDATE frozen SET who = '赵六'",
        "存档名称「起点」与入链时不符（第 2 环）",
    ),
    "the time a link repeats": (
        "UPDATE link SET at = '2026-11-19T09:30:00+08:00' WHERE number = 5",
        "提交 1 的第 2 步与入链时不符（第 5 环）",
    ),
    "a preference": ("UPDATE preference SET text = ''", "「order」的第 1 次保存与入链时不符"),
}


def test_a_record_that_was_altered_is_named_and_no_other(both: Store) -> None:
    for case, (statement, sentence) in ALTERED.items():
        found = wrong_after(both, statement)

        assert found[0].startswith(sentence), case
        assert len(found) == (2 if case == "what a publication holds" else 1), case
    assert wrong(both) == ()


def test_an_approval_that_was_removed_is_named(both: Store) -> None:
    removed = "DELETE FROM event WHERE submission_id = 1 AND step = 3"

    alone = wrong_after(both, removed)
    with_its_link = wrong_after(both, removed, "DELETE FROM link WHERE record = '1/3'")

    assert alone == (
        "提交 1 的第 3 步的记录不见了（链的第 6 环）",
        "提交 1 已发布，却没有「已审核」这一步",
    )
    assert with_its_link == (
        "链的第 6 环不见了",
        "提交 1 的第 4 步与入链时不符（第 7 环）：状态、操作人、时间或理由被改动过",
        "提交 1 已发布，却没有「已审核」这一步",
    )


def test_an_approval_missing_from_a_chain_made_anew_is_named(full: Store) -> None:
    head = full.head()
    tell(
        full,
        "DELETE FROM event WHERE submission_id = 1 AND step = 3",
        "DELETE FROM link",
    )
    with writing(full.engine) as connection:
        chain.begin(connection)

    assert wrong(full) == ("提交 1 已发布，却没有「已审核」这一步",)
    assert not full.has_link(head)


def test_a_step_that_was_put_in_by_hand_is_named(both: Store) -> None:
    by_hand = "INSERT INTO event VALUES (2, 4, '已提交', '黄丽', '2026-11-20T09:30:00+08:00', '')"

    assert wrong_after(both, by_hand) == (
        "提交 2 的第 4 步没有入链：不是本程序写入的，或链的末尾被截去",
    )


def test_links_that_were_cut_off_leave_records_without_any(full: Store) -> None:
    assert wrong_after(full, "DELETE FROM link WHERE number > 11") == (
        "提交 2 的第 3 步没有入链：不是本程序写入的，或链的末尾被截去",
        "「order」的第 1 次保存没有入链：不是本程序写入的，或链的末尾被截去",
    )


def test_only_what_was_written_down_elsewhere_shows_that_the_newest_was_cut_off(
    full: Store,
) -> None:
    head = full.head()
    tell(full, "DELETE FROM preference", "DELETE FROM link WHERE number = 13")

    assert wrong(full) == ()
    assert not full.has_link(head)


def test_a_link_that_was_altered_is_named_with_the_one_after_it(full: Store) -> None:
    found = wrong_after(full, "UPDATE link SET digest = '00' WHERE number = 4")

    assert [sentence.partition("与")[0] for sentence in found] == [
        "提交 1 的第 1 步",
        "提交 1 的第 2 步",
    ]


def test_a_link_of_nothing_is_named(both: Store) -> None:
    for record in ("x", "9/x", "99999999999999999999/1", "", "/"):
        for kind in ("event", "submission", "frozen", "preference", "publication", "other"):
            found = wrong_after(both, f"INSERT INTO link VALUES (14, '{kind}', '{record}', '', '')")  # noqa: S608 a test's own

            assert len(found) == 1
            assert "的记录不见了（链的第 14 环）" in found[0]


def test_of_very_many_alterations_the_first_are_named_and_the_others_counted(
    full: Store,
) -> None:
    draft(full, *(coal(1 + code, area=str(code)) for code in range(3)))
    for number in range(30):
        full.keep_preference("order", str(number), who="王强")
    tell(full, "UPDATE preference SET who = '赵六'")

    assert len(wrong(full)) == 21
    assert wrong(full)[-1] == "另有 11 处，未逐一列出"


# A store of an earlier program


def test_what_an_earlier_program_wrote_is_chained_and_keeps_its_ids(both: Store) -> None:
    before = [each.revision for each in both.publications()]
    tell(both, "DROP TABLE link", "UPDATE alembic_version SET version_num = '0002'")
    url = both.engine.url.render_as_string(hide_password=False)
    both.close()

    opened = Store(url)

    assert sorted(keys(opened)) == sorted(
        [("frozen", "起点"), ("preference", "order/1")]
        + [("publication", number) for number in "12"]
        + [("submission", number) for number in "12"]
        + [("event", f"1/{step}") for step in "1234"]
        + [("event", f"2/{step}") for step in "123"]
    )
    assert wrong(opened) == ()
    assert [each.revision for each in opened.publications()] == before
    published(opened, coal(140))
    assert wrong(opened) == ()
    opened.close()


def test_older_records_are_chained_by_time_and_none_before_what_it_rests_on(
    store_url: str,
) -> None:
    times = iter(MORNING + timedelta(hours=hour) for hour in (0, 1, 2, 3, 4, 5, -9, 6))
    store = Store(store_url, now=lambda: next(times))
    store.begin({}, FILES)
    own = approved(store, coal(120))
    publish(store, own)
    store.freeze(2, "三季度", who="王强")
    store.freeze(1, "起点", who="王强")
    tell(store, "DELETE FROM link")

    with writing(store.engine) as connection:
        chain.begin(connection)

    assert keys(store) == [
        ("publication", "1"),
        ("frozen", "起点"),  # said to be nine hours before the publication it names
        ("submission", "1"),
        ("event", "1/1"),
        ("event", "1/2"),
        ("event", "1/3"),
        ("event", "1/4"),
        ("publication", "2"),
        ("frozen", "三季度"),
    ]
    store.close()


# Backups


def test_a_backup_carries_the_chain(full: Store, tmp_path: Path) -> None:
    portable.backup(full.engine, tmp_path / "b.db")

    with portable.opened(tmp_path / "b.db") as given:
        assert given.head() == full.head()


# The clock


@pytest.fixture
def clocked(tmp_path: Path) -> Iterator[tuple[Store, Callable[[float], None]]]:
    """Return a store and what sets its clock, in minutes after half past nine."""
    minutes = [0.0]
    url = f"sqlite:///{(tmp_path / 'clocked.db').as_posix()}"
    store = Store(url, now=lambda: MORNING + timedelta(minutes=minutes[0]))
    store.begin({}, FILES)

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
    moved = store.move(own, State.SUBMITTED, who="陈文")

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

    store.publish([own], who="王强", why="年报", reference=FILES, clock_checked=True)
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

    store.freeze(1, "起点", who="王强")

    assert store.checked_chain().clock == ()
    assert publish(store, own).number == 2
    put(55.9)
    store.freeze(1, "基线", who="王强")
    assert len(store.checked_chain().clock) == 1
