"""The store, on SQLite and on PostgreSQL: nothing is overwritten, nobody's work vanishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert, text

from sihui_map.domain.submission import Change, Entry, State
from sihui_map.errors import ChoiceError, DomainError, LateError
from sihui_map.store import Store
from sihui_map.store.engine import reading, writing
from sihui_map.store.schema import frozen
from sihui_map.store.store import digest_of, revision_of
from tests.store.rows import (
    COAL,
    COAL_2024,
    FILES,
    TABLE,
    approved,
    cells,
    coal,
    draft,
    no_coal,
    publish,
    published,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NINE_THIRTY = "2026-11-20T09:30:00+08:00"


def amount(store: Store, number: int | None = None) -> str:
    """Return the coal of 2024 in force, "" where there is none."""
    entry = store.published(number).get(COAL)
    return (entry.cells or {})["amount"] if entry else ""


def states(store: Store, submission_id: int) -> list[State]:
    return [step.state for step in store.events(submission_id)]


# Handing in


def test_a_draft_keeps_what_was_entered_by_whom_when_and_why(store: Store) -> None:
    made = store.draft(
        [coal("120.5", why="新增一台锅炉")], who=" 陈文 ", why="三季度", origin="月报.xlsx"
    )

    assert (made.submission_id, made.who, made.at) == (1, "陈文", NINE_THIRTY)
    assert (made.why, made.origin, made.rows) == ("三季度", "月报.xlsx", 1)
    assert (made.step, made.state, made.published_in) == (1, State.DRAFT, None)
    assert store.entries(1) == (
        Entry(
            entry_id=1,
            submission_id=1,
            dataset="energy_use",
            row_key="441284001|2024|烟煤",
            cells=cells("120.5"),
            kind="实绩",
            source="企业报表",
            who="陈文",
            at=NINE_THIRTY,
            why="新增一台锅炉",
            base_id=0,
        ),
    )


def test_a_draft_changes_nothing_that_is_published(store: Store) -> None:
    draft(store, coal(120))

    assert store.published() == {}
    assert store.latest_number() == 1


def test_what_a_row_replaced_is_known_after_its_publication(store: Store) -> None:
    first = published(store, coal(120))
    second = published(store, coal(130))
    assert second.number == first.number + 1
    (row,) = store.entries(*second.submission_ids)

    (base,) = store.bases(*second.submission_ids).values()

    assert (base.entry_id, base.cells) == (row.base_id, cells("120"))
    assert store.bases(*first.submission_ids) == {}


def test_everyone_who_wrote_is_known_but_for_the_program(store: Store) -> None:
    assert store.people() == frozenset()
    own = draft(store, coal(120)).submission_id
    store.move(own, State.SUBMITTED, who="李四")

    assert store.people() == {"陈文", "李四"}


def test_a_number_is_kept_in_one_writing(store: Store) -> None:
    own = draft(store, coal(" 0120.50 ")).submission_id

    assert store.entries(own)[0].cells == cells("120.5")


def test_the_same_changes_ten_times_are_one_submission(store: Store) -> None:
    ids = {
        draft(store, coal(120), coal(80, year=2023), who=who).submission_id
        for who in ["陈文", "黄丽"] * 5
    }

    assert ids == {1}
    assert len(store.submissions()) == 1
    assert store.submission(1).who == "陈文"


def test_the_order_of_rows_makes_no_other_submission(store: Store) -> None:
    first = draft(store, coal(120), coal(80, year=2023))

    assert draft(store, coal(80, year=2023), coal(120)) == first


def test_an_unrelated_publication_makes_no_other_submission(store: Store) -> None:
    first = draft(store, coal(120))
    published(store, coal(7, area="441284105"))

    assert draft(store, coal(120)) == first


def test_another_reason_is_another_submission(store: Store) -> None:
    """What someone writes to answer a warning is never dropped in favour of another's words."""
    first = draft(store, coal(120, why="确认无误")).submission_id
    second = draft(store, coal(120, why="新增一台锅炉")).submission_id

    assert second != first
    assert store.entries(second)[0].why == "新增一台锅炉"


def test_rows_as_published_are_left_out(store: Store) -> None:
    published(store, coal(120))

    own = draft(store, coal("120.0"), coal(80, year=2023))

    assert own.rows == 1
    assert [row.row_key for row in store.entries(own.submission_id)] == ["441284001|2023|烟煤"]


def test_a_draft_that_changes_nothing_is_refused(store: Store) -> None:
    published(store, coal(120))

    with pytest.raises(DomainError, match="与已发布的数据完全相同，没有需要提交的变化"):
        draft(store, coal(120))


def test_who_writes_what_another_published_meanwhile_is_told_by_whom(store: Store) -> None:
    seen = {key: row.entry_id for key, row in store.published().items()}
    published(store, coal(120), who="黄丽")

    with pytest.raises(LateError, match="黄丽已于 2026-11-20 09:30 填报同样的内容并已发布"):
        draft(store, coal(120), seen=seen)


def test_to_take_back_what_is_not_there_changes_nothing(store: Store) -> None:
    with pytest.raises(DomainError, match="与已发布的数据完全相同"):
        draft(store, no_coal())


def test_one_row_twice_in_a_draft_is_refused(store: Store) -> None:
    with pytest.raises(
        DomainError, match=r"「能源活动」441284001\|2024\|烟煤 在这份提交中出现了两次"
    ):
        draft(store, coal(120), coal(121))

    assert store.submissions() == ()


def test_a_table_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(ChoiceError, match="没有名为「energy」的数据表"):
        store.draft(
            [Change(dataset="energy", row_key="x", cells={"a": "1"})], who="陈文", why="", origin=""
        )


@pytest.mark.parametrize("who", ["", "  ", "陈" * 61, "\0"])
def test_whoever_writes_says_who_he_is(store: Store, who: str) -> None:
    with pytest.raises(DomainError, match="请写明填报人姓名，1–60 字"):
        draft(store, coal(120), who=who)


def test_a_code_too_long_for_one_engine_is_refused_by_both(store: Store) -> None:
    with pytest.raises(DomainError, match="代码合计不能超过 300 字，现有 302 字"):
        draft(store, coal(120, area="4" * 294))


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_a_sign_that_one_engine_cannot_keep_is_refused_by_both(store: Store, sign: str) -> None:
    told = cells(120) | {"source": f"报{sign}表"}

    with pytest.raises(DomainError, match="「source」含有不能保存的控制字符"):
        draft(store, Change(dataset=TABLE, row_key="", cells=told))


def test_a_reason_loses_only_what_cannot_be_kept(store: Store) -> None:
    made = store.draft([coal(120)], who="陈\0文", why="三季\0度\n补报", origin="a\ud800.xlsx")

    assert (made.who, made.why, made.origin) == ("陈文", "三季度\n补报", "a.xlsx")


def test_many_rows_are_held_against_what_is_published(store: Store) -> None:
    """Above a thousand rows the whole state is read instead of the rows by name."""
    published(store, *(coal(1, area=str(code)) for code in range(1200)))

    again = [coal(1 if code else 2, area=str(code)) for code in range(1200)]

    assert draft(store, *again).rows == 1


# Rows that are taken back


def test_a_row_taken_back_is_no_longer_in_force_but_stays_readable(store: Store) -> None:
    published(store, coal(120))
    published(store, no_coal())

    assert store.published() == {}
    assert [row.cells for row in store.history(TABLE, COAL_2024)] == [None, cells(120)]
    assert store.history(TABLE, COAL_2024)[0].why == "重复填报"
    assert amount(store, 2) == "120"


def test_a_row_taken_back_can_be_reported_as_it_was(store: Store) -> None:
    published(store, coal(120))
    published(store, no_coal())

    published(store, coal(120))

    assert amount(store) == "120"
    assert len(store.history(TABLE, COAL_2024)) == 3


# Steps


def test_a_submission_goes_step_by_step(store: Store) -> None:
    own = draft(store, coal(120)).submission_id
    store.move(own, State.SUBMITTED, who="陈文")
    store.move(own, State.RETURNED, who="李敏", reason="单位不对")
    store.move(own, State.SUBMITTED, who="陈文")
    now = store.move(own, State.APPROVED, who="李敏", step=4)

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
    seen = store.move(own, State.SUBMITTED, who="陈文").step
    store.move(own, State.RETURNED, who="李敏", reason="单位不对", step=seen)

    with pytest.raises(
        LateError, match="提交 1 已由李敏于 2026-11-20 09:30 改为「已退回」（单位不对）。"
    ):
        store.move(own, State.APPROVED, who="王强", step=seen)

    assert states(store, own) == [State.DRAFT, State.SUBMITTED, State.RETURNED]


def test_a_step_that_does_not_follow_is_refused(store: Store) -> None:
    own = draft(store, coal(120)).submission_id

    with pytest.raises(
        DomainError, match="现为「草稿」，不能改为「已审核」；可改为：已提交、已撤回"
    ):
        store.move(own, State.APPROVED, who="李敏")


def test_to_withdraw_needs_a_reason(store: Store) -> None:
    own = draft(store, coal(120)).submission_id

    with pytest.raises(DomainError, match="改为「已撤回」必须写明理由"):
        store.move(own, State.WITHDRAWN, who="陈文", reason=" ")


def test_a_withdrawn_draft_may_be_handed_in_again(store: Store) -> None:
    first = draft(store, coal(120)).submission_id
    store.move(first, State.WITHDRAWN, who="陈文", reason="再核一遍")

    second = draft(store, coal(120))

    assert (second.submission_id, second.state) == (2, State.DRAFT)
    assert draft(store, coal(120)) == second


def test_to_publish_is_not_a_mere_step(store: Store) -> None:
    own = approved(store, coal(120))

    with pytest.raises(DomainError, match="发布请用 publish"):
        store.move(own, State.PUBLISHED, who="王强")


def test_a_submission_that_does_not_exist_is_said_so(store: Store) -> None:
    with pytest.raises(ChoiceError, match="没有编号为 9 的提交"):
        store.submission(9)
    with pytest.raises(ChoiceError, match="没有编号为 9 的提交"):
        store.move(9, State.SUBMITTED, who="陈文")


def test_submissions_are_listed_by_state_newest_first_with_one_query(store: Store) -> None:
    for year in (2021, 2022, 2023):
        draft(store, coal(1, year=year))
    store.move(2, State.SUBMITTED, who="陈文")
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


# Publishing


def test_a_publication_brings_approved_rows_into_force(store: Store) -> None:
    own = approved(store, coal(120))

    made = publish(store, own)

    assert (made.number, made.who, made.why, made.at) == (2, "王强", "月度调度", NINE_THIRTY)
    assert (made.names, made.submission_ids) == ((), (1,))
    assert made.reference_digest == digest_of(FILES)
    assert amount(store) == "120"
    assert store.submission(own).published_in == 2
    assert store.submission(own).state is State.PUBLISHED
    assert store.latest() == made
    assert [found.number for found in store.publications()] == [2, 1]


def test_what_was_published_stays_as_it_was(store: Store) -> None:
    published(store, coal(120), coal(80, year=2023))
    before = store.published(2)
    told = store.find("2")

    published(store, coal(130))
    published(store, no_coal())

    assert store.published(2) == before
    assert store.find("2") == told
    assert [amount(store, number) for number in (1, 2, 3, 4)] == ["", "120", "130", ""]


def test_rows_stand_in_the_order_in_which_they_were_first_written(store: Store) -> None:
    published(store, coal(1, year=2022), coal(2, year=2021), coal(3, year=2023))
    published(store, coal(9, year=2022))

    years = [row_key.split("|")[1] for _, row_key in store.published()]

    assert years == ["2022", "2021", "2023"]


def test_what_is_not_approved_is_not_published_and_takes_the_rest_with_it(store: Store) -> None:
    """All of a publication is kept, or nothing of it."""
    ready = approved(store, coal(120))
    not_ready = draft(store, coal(80, year=2023)).submission_id

    with pytest.raises(DomainError, match="现为「草稿」，不能改为「已发布」"):
        publish(store, ready, not_ready)

    assert store.latest_number() == 1
    assert store.submission(ready).state is State.APPROVED


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
        LateError, match=r"提交 1 与提交 2 都改了「能源活动」441284001\|2024\|烟煤，不能一起发布"
    ):
        publish(store, first, second)

    assert store.latest_number() == 1


# Two people on one row


def test_the_second_on_a_row_is_told_what_the_first_wrote_and_loses_nothing(store: Store) -> None:
    seen = {key: row.entry_id for key, row in store.published().items()}
    mine = approved(store, coal(120), who="陈文", seen=seen)
    other = approved(store, coal(130), who="黄丽", seen=seen)
    publish(store, mine)

    with pytest.raises(
        LateError,
        match=r"提交 2 中有 1 行在您填报之后已由他人发布，例如「能源活动」441284001\|2024\|烟煤："
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


def test_a_late_submission_is_renewed_on_what_is_published_now(store: Store) -> None:
    own = draft(store, coal(130, why="新增一台锅炉"), who="黄丽").submission_id
    store.move(own, State.SUBMITTED, who="黄丽")
    published(store, coal(120))

    fresh = store.renew(own, who="黄丽", why="对照后重提", expected=2)

    assert (fresh.state, fresh.why, fresh.origin) == (
        State.DRAFT,
        "对照后重提",
        "月报.xlsx（重提 1）",
    )
    assert store.conflicts(fresh.submission_id) == ()
    assert store.entries(fresh.submission_id)[0].why == "新增一台锅炉"
    assert store.entries(own)[0].cells == cells(130)
    assert states(store, own) == [State.DRAFT, State.SUBMITTED, State.WITHDRAWN]
    assert store.submission(own).reason == "已改为提交 3"


def test_a_late_approved_submission_does_not_wait_for_publication_any_more(store: Store) -> None:
    own = approved(store, coal(130))
    published(store, coal(120))

    fresh = store.renew(own, who="黄丽", why="对照后重提").submission_id

    assert states(store, own)[-2:] == [State.RETURNED, State.WITHDRAWN]
    assert store.submissions(State.APPROVED) == ()
    store.move(fresh, State.SUBMITTED, who="黄丽")
    store.move(fresh, State.APPROVED, who="李敏")
    publish(store, fresh)
    assert amount(store) == "130"


def test_what_was_confirmed_on_older_data_can_be_renewed(store: Store) -> None:
    """The same rows on another base are not the submission that is late already."""
    seen = {key: row.entry_id for key, row in store.published().items()}
    published(store, coal(120))
    late = draft(store, coal(130), seen=seen).submission_id

    fresh = store.renew(late, who="陈文", why="对照后重提").submission_id

    assert fresh != late
    assert store.conflicts(fresh) == ()


def test_who_compared_with_an_older_publication_cannot_renew(store: Store) -> None:
    own = draft(store, coal(130)).submission_id
    published(store, coal(120))

    with pytest.raises(LateError, match="核对期间又发布了第 2 期，这次没有重提"):
        store.renew(own, who="陈文", why="", expected=1)

    assert states(store, own) == [State.DRAFT]


def test_to_renew_what_is_not_late_changes_nothing(store: Store) -> None:
    own = draft(store, coal(130))

    assert store.renew(own.submission_id, who="陈文", why="") == own


def test_to_renew_what_says_nothing_new_any_more_leaves_it_alone(store: Store) -> None:
    own = draft(store, coal(120, why="甲")).submission_id
    published(store, coal(120, why="乙"))

    with pytest.raises(DomainError, match="与已发布的数据完全相同"):
        store.renew(own, who="陈文", why="")

    assert states(store, own) == [State.DRAFT]


# Names


def test_a_publication_is_found_by_number_revision_and_name(store: Store) -> None:
    made = published(store, coal(120))
    store.freeze(2, " 2026年三季度 ", who="王强")

    found = [store.find(given) for given in ("2", made.revision.lower(), "2026年三季度 ")]

    assert [each.number for each in found] == [2, 2, 2]
    assert found[0].names == ("2026年三季度",)


def test_a_publication_that_does_not_exist_names_those_that_do(store: Store) -> None:
    latest = store.freeze(1, "起点", who="王强").revision

    with pytest.raises(
        ChoiceError, match=f"没有编号或名称为「三季度」的期；可选：最新一期 {latest}、起点"
    ):
        store.find("三季度")


def test_a_name_is_given_once_and_stays(store: Store) -> None:
    published(store, coal(120))
    store.freeze(1, "起点", who="王强")

    with pytest.raises(DomainError, match="名称「起点」已用于第 1 期；请另取名称"):
        store.freeze(2, "起点", who="王强")

    assert store.freeze(1, "起点", who="李敏").names == ("起点",)
    assert store.freeze(1, "基线", who="李敏").names == ("基线", "起点")


@pytest.mark.parametrize("name", ["Q3 （调度）", "q3  (调度)", "\uff31\uff13 (调度)"])
def test_a_name_that_reads_like_another_is_refused(store: Store, name: str) -> None:
    published(store, coal(120))
    store.freeze(1, "q3 (调度)", who="王强")

    with pytest.raises(DomainError, match=r"已用于第 1 期（与「.*」只差大小写、全角半角或空格）"):
        store.freeze(2, name, who="王强")

    assert store.find(name).number == 1


@pytest.mark.parametrize("name", [" ", "2", "LATEST", "ab12-cd34", "三季\u200b度"])
def test_a_name_that_would_mislead_is_refused(store: Store, name: str) -> None:
    with pytest.raises(DomainError, match="名称"):
        store.freeze(1, name, who="王强")

    assert store.find("1").names == ()


def test_what_was_given_as_a_name_before_never_stands_for_another_number_or_id(
    store: Store,
) -> None:
    """Earlier versions took such names: they stay, and lead nowhere else than they say."""
    first = store.find("1").revision
    second = published(store, coal(120)).revision
    with writing(store.engine) as connection:
        for number, name in ((2, "1"), (2, first), (2, first.lower()), (1, "q3"), (2, "Q3")):
            stored = {"name": name, "number": number, "who": "王强", "at": ""}
            connection.execute(insert(frozen).values(stored))

    found = {given: store.find(given).number for given in ("1", "2", first, second, "q3", "Q3")}

    assert found == {"1": 1, "2": 2, first: 1, second: 2, "q3": 1, "Q3": 2}
    assert store.find(first.lower()).number == 1
    assert (
        store.find("ALIAS", alias=lambda revision: {first: "ALIAS"}.get(revision, "")).number == 1
    )


def test_what_does_not_exist_cannot_be_named(store: Store) -> None:
    with pytest.raises(ChoiceError, match="没有第 7 期；最新为第 1 期"):
        store.freeze(7, "三季度", who="王强")


# Reference files, the first publication, preferences


def test_a_publication_keeps_the_files_its_figures_rest_on(store: Store) -> None:
    later = {"units.csv": b"town_code\n441284105\n"}
    own = approved(store, coal(120))
    store.publish([own], who="王强", why="", reference=later)

    assert store.reference(1) == FILES
    assert store.reference(2) == later
    assert store.reference(9) == {}


def test_a_file_that_did_not_change_is_kept_once(store: Store) -> None:
    published(store, coal(120))
    published(store, coal(130))

    with reading(store.engine) as connection:
        kept = connection.scalar(text("SELECT count(*) FROM reference_file"))

    assert kept == 2


def test_an_empty_store_begins_once(store_url: str) -> None:
    made = Store(store_url)
    assert (made.latest(), made.latest_number()) == (None, 0)

    first = made.begin({TABLE: [cells("012"), cells(8, year=2023)]}, FILES)
    again = made.begin({TABLE: [cells(99)]}, {})

    assert again == first
    assert (first.number, first.who, first.why) == (1, "系统", "初始数据：示例")
    assert amount(made) == "12"
    assert states(made, 1) == [State.DRAFT, State.SUBMITTED, State.APPROVED, State.PUBLISHED]
    made.close()


@pytest.mark.parametrize("tables", [{}, {TABLE: []}])
def test_a_store_may_begin_with_nothing(
    store_url: str, tables: dict[str, list[dict[str, str]]]
) -> None:
    """A sample whose rows were all deleted is no reason to stay shut."""
    made = Store(store_url)

    first = made.begin(tables, FILES)

    assert first.why == "初始：没有填报数据"
    assert made.published() == {}
    made.close()


def test_a_preference_is_the_last_that_was_kept(store: Store) -> None:
    assert store.preference("order") == ""

    for order in ("a,b", "b,a", "b,a"):
        store.keep_preference("order", order, who="王强")

    assert store.preference("order") == "b,a"
    with reading(store.engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM preference")) == 2


def test_history_is_everything_ever_written_newest_first(store: Store) -> None:
    published(store, coal(120))
    draft(store, coal(130), who="黄丽")

    told = [(row.who, (row.cells or {})["amount"]) for row in store.history(TABLE, COAL_2024)]

    assert told == [("黄丽", "130"), ("陈文", "120")]
    assert store.history(TABLE, "nothing") == ()


# What holds over everything


def whole_workflow(store: Store) -> None:
    """Do everything that writes."""
    late = approved(store, coal(130), who="黄丽")
    published(store, coal(120))
    fresh = store.renew(late, who="黄丽", why="重提").submission_id
    store.move(fresh, State.SUBMITTED, who="黄丽")
    store.move(fresh, State.RETURNED, who="李敏", reason="单位不对")
    store.move(fresh, State.WITHDRAWN, who="黄丽", reason="不报了")
    published(store, no_coal())
    store.freeze(2, "三季度", who="王强")
    store.keep_preference("order", "a", who="王强")
    store.keep_preference("order", "b", who="王强")


def test_nothing_is_ever_changed_or_deleted(store: Store) -> None:
    said: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _cur, sql, *_: said.append(sql))

    whole_workflow(store)

    verbs = {sql.split()[0].upper() for sql in said}
    assert verbs - {"BEGIN"} == {"SELECT", "INSERT"}


def test_every_row_ever_written_is_still_there_as_it_was(store: Store) -> None:
    def everything() -> dict[str, set[tuple[object, ...]]]:
        tables = ("submission", "entry", "event", "publication", "published_submission", "frozen")
        with reading(store.engine) as connection:
            return {
                name: {tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))}  # noqa: S608 our own names
                for name in tables
            }

    published(store, coal(5))
    before = everything()
    whole_workflow(store)
    after = everything()

    assert all(before[name] <= after[name] for name in before)
    assert len(after["entry"]) == len(before["entry"]) + 4


def test_rows_in_force_are_found_by_an_index_alone(tmp_path: Path) -> None:
    """Reading the whole table for it took three times as long at 100 000 rows."""
    store = Store(f"sqlite:///{(tmp_path / 'x.db').as_posix()}")
    said: list[tuple[str, Any]] = []
    event.listen(
        store.engine,
        "before_cursor_execute",
        lambda _c, _cur, sql, given, *_: said.append((sql, given)),
    )
    store.published(1)
    sql, given = said[-1]

    with reading(store.engine) as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all()

    scans = [str(row[3]) for row in plan if str(row[3]).startswith("SCAN entry")]
    assert scans == ["SCAN entry USING COVERING INDEX ix_entry_dataset_row_key_submission_id"]
    store.close()


def test_what_is_read_together_belongs_to_one_moment(store: Store) -> None:
    count = text("SELECT count(*) FROM publication")

    with reading(store.engine) as connection:
        before = connection.scalar(count)
        published(store, coal(120))
        after = connection.scalar(count)

    assert (before, after) == (1, 1)
    assert store.latest_number() == 2


def test_a_writer_sees_what_the_writer_before_it_left(postgres_url: str) -> None:
    """Also where the server's own default would read what was before the lock."""
    first = Store(postgres_url)
    first.begin({}, FILES)
    with first.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.scalar(text("SELECT current_database()"))
        strict = f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'"
        connection.execute(text(strict))
    first.close()
    second = Store(postgres_url)
    said: list[object] = []
    event.listen(
        second.engine,
        "before_cursor_execute",
        lambda c, _cur, sql, *_: said.append((sql[:30], c.get_isolation_level())),
    )

    published(second, coal(120))

    assert ("SELECT pg_advisory_xact_lock(4", "READ COMMITTED") in said
    second.close()


# The chain of revisions


def test_the_same_steps_give_the_same_revisions_on_both_engines(store: Store) -> None:
    published(store, coal(120), coal("80.50", year=2023, why="新增一台锅炉"))
    published(store, no_coal())

    assert [found.revision for found in reversed(store.publications())] == [
        "BF6E320F",
        "C43BFBC6",
        "AAEE9E9F",
    ]


def three(tmp_path: Path, name: str, change: Callable[[Store], None]) -> str:
    """Return the revision of a third publication after ``change`` was the second."""
    store = Store(f"sqlite:///{(tmp_path / name).as_posix()}")
    store.begin({}, FILES)
    change(store)
    published(store, coal(9, year=2020))
    found = store.find("3").revision
    store.close()
    return found


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda store: published(store, coal(121)),
        lambda store: published(store, coal(120, why="新增一台锅炉")),
        lambda store: published(store, coal(120, area="441284105")),
        lambda store: published(store, coal(120), coal(1, year=2019)),
        lambda store: store.publish(
            [approved(store, coal(120))], who="王强", why="", reference={"units.csv": b""}
        ),
        lambda store: store.publish([], who="王强", why="", reference=FILES),
    ],
    ids=["a number", "a reason", "a town", "a row more", "a file", "nothing"],
)
def test_a_change_anywhere_shows_in_every_later_revision(
    tmp_path: Path, otherwise: Callable[[Store], None]
) -> None:
    def usual(store: Store) -> None:
        published(store, coal(120))

    assert three(tmp_path, "a.db", usual) == three(tmp_path, "b.db", usual)
    assert three(tmp_path, "c.db", otherwise) != three(tmp_path, "a2.db", usual)


def test_a_revision_is_eight_characters_over_rows_files_and_the_one_before() -> None:
    assert revision_of("", [], digest_of({})) == "451EA2D4"
    assert digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
    assert digest_of({"a": b"1"}) != digest_of({"a": b"2"})
    assert digest_of({"a": b"1"}) != digest_of({"b": b"1"})


def test_a_publication_and_its_name_are_made_together(store: Store) -> None:
    store.begin({}, FILES)
    first = store.publish(
        [approved(store, coal(5))], who="王强", why="月报", reference=FILES, name="一季度调度"
    )
    own = approved(store, coal(6))

    with pytest.raises(DomainError, match="名称「一季度调度」已用于第 2 期"):
        store.publish([own], who="王强", why="月报", reference=FILES, name="一季度调度")

    assert first.names == ("一季度调度",)
    assert store.latest_number() == first.number
    assert store.submission(own).state is State.APPROVED
