"""The chain: whatever of a record is changed, removed or put in by hand is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sihui_map.domain.submission import State
from sihui_map.store import Store, portable
from sihui_map.store.chain import checking, older
from sihui_map.store.engine import reading, writing
from sihui_map.store.writers import beginning, naming, preferences, steps
from tests.store.rows import FILES, LATER, approved, coal, draft, publish, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
HEAD = "13:2e2315d4fb90c4a38b5cd8839e6d6f1171018e466a844e1f8248e60589ccf6b5"


def filled(store: Store) -> Store:
    """Return ``store`` after everything was done once."""
    naming.freeze(store, 1, "起点", who="王强")
    published(store, coal(120))
    own = draft(store, coal(130), who="黄丽").submission_id
    steps.move(store, own, State.SUBMITTED, who="黄丽")
    steps.move(store, own, State.RETURNED, who="李敏", reason="单位不对")
    preferences.keep_preference(store, "order", "a,b", who="王强")
    return store


@pytest.fixture
def both(store: Store) -> Store:
    """Return a filled store on each engine in turn."""
    return filled(store)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    """Return a filled store on SQLite, where the engine makes no difference."""
    made = Store(f"sqlite:///{(tmp_path / 'full.db').as_posix()}", now=lambda: MORNING)
    beginning.begin(made, {}, FILES)
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
        found = checking.check(connection).wrong
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
        older.begin(connection)

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
        preferences.keep_preference(full, "order", str(number), who="王强")
    tell(full, "UPDATE preference SET who = '赵六'")

    assert len(wrong(full)) == 21
    assert wrong(full)[-1] == "另有 11 处，未逐一列出"


# A store of an earlier program


def test_what_an_earlier_program_wrote_is_chained_and_keeps_its_ids(both: Store) -> None:
    before = [each.revision for each in both.publications()]
    later = [f"DROP TABLE {name}" for name in LATER]
    tell(both, *later, "UPDATE alembic_version SET version_num = '0002'")
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
    beginning.begin(store, {}, FILES)
    own = approved(store, coal(120))
    publish(store, own)
    naming.freeze(store, 2, "三季度", who="王强")
    naming.freeze(store, 1, "起点", who="王强")
    tell(store, "DELETE FROM link")

    with writing(store.engine) as connection:
        older.begin(connection)

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
