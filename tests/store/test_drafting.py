"""What is handed in is kept as it was written; nothing of it is public yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.submission import Change, Entry, State
from sihui_map.errors import ChoiceError, DomainError, LateError
from sihui_map.store.writers import drafting, steps
from tests.store.rows import (
    TABLE,
    YI,
    amount,
    approved,
    cells,
    coal,
    draft,
    no_coal,
    publish,
    published,
    states,
)

if TYPE_CHECKING:
    from sihui_map.store import Store

NINE_THIRTY = "2026-11-20T09:30:00+08:00"


def test_a_draft_keeps_what_was_entered_by_whom_when_and_why(store: Store) -> None:
    made = drafting.draft(
        store, [coal("120.5", why="新增一台锅炉")], who=" 陈文 ", why="三季度", origin="月报.xlsx"
    )

    assert (made.submission_id, made.who, made.at) == (1, "陈文", NINE_THIRTY)
    assert (made.why, made.origin, made.rows) == ("三季度", "月报.xlsx", 1)
    assert (made.step, made.state, made.published_in) == (1, State.DRAFT, None)
    assert store.entries(1) == (
        Entry(
            entry_id=1,
            submission_id=1,
            dataset="energy_use",
            row_key="990101100|2024|烟煤",
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
    published(store, coal(7, area=YI))

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
    assert [row.row_key for row in store.entries(own.submission_id)] == ["990101100|2023|烟煤"]


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
        DomainError, match=r"「能源活动」990101100\|2024\|烟煤 在这份提交中出现了两次"
    ):
        draft(store, coal(120), coal(121))

    assert store.submissions() == ()


def test_a_table_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(ChoiceError, match="没有名为「energy」的数据表"):
        drafting.draft(
            store,
            [Change(dataset="energy", row_key="x", cells={"a": "1"})],
            who="陈文",
            why="",
            origin="",
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
    made = drafting.draft(
        store, [coal(120)], who="陈\0文", why="三季\0度\n补报", origin="a\ud800.xlsx"
    )

    assert (made.who, made.why, made.origin) == ("陈文", "三季度\n补报", "a.xlsx")


def test_many_rows_are_held_against_what_is_published(store: Store) -> None:
    """Above a thousand rows the whole state is read instead of the rows by name."""
    published(store, *(coal(1, area=str(code)) for code in range(1200)))

    again = [coal(1 if code else 2, area=str(code)) for code in range(1200)]

    assert draft(store, *again).rows == 1


def test_a_late_submission_is_renewed_on_what_is_published_now(store: Store) -> None:
    own = draft(store, coal(130, why="新增一台锅炉"), who="黄丽").submission_id
    steps.move(store, own, State.SUBMITTED, who="黄丽")
    published(store, coal(120))

    fresh = drafting.renew(store, own, who="黄丽", why="对照后重提", expected=2)

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

    fresh = drafting.renew(store, own, who="黄丽", why="对照后重提").submission_id

    assert states(store, own)[-2:] == [State.RETURNED, State.WITHDRAWN]
    assert store.submissions(State.APPROVED) == ()
    steps.move(store, fresh, State.SUBMITTED, who="黄丽")
    steps.move(store, fresh, State.APPROVED, who="李敏")
    publish(store, fresh)
    assert amount(store) == "130"


def test_what_was_confirmed_on_older_data_can_be_renewed(store: Store) -> None:
    """The same rows on another base are not the submission that is late already."""
    seen = {key: row.entry_id for key, row in store.published().items()}
    published(store, coal(120))
    late = draft(store, coal(130), seen=seen).submission_id

    fresh = drafting.renew(store, late, who="陈文", why="对照后重提").submission_id

    assert fresh != late
    assert store.conflicts(fresh) == ()


def test_who_compared_with_an_older_publication_cannot_renew(store: Store) -> None:
    own = draft(store, coal(130)).submission_id
    published(store, coal(120))

    with pytest.raises(LateError, match="核对期间又发布了第 2 期，这次没有重提"):
        drafting.renew(store, own, who="陈文", why="", expected=1)

    assert states(store, own) == [State.DRAFT]


def test_to_renew_what_is_not_late_changes_nothing(store: Store) -> None:
    own = draft(store, coal(130))

    assert drafting.renew(store, own.submission_id, who="陈文", why="") == own


def test_to_renew_what_says_nothing_new_any_more_leaves_it_alone(store: Store) -> None:
    own = draft(store, coal(120, why="甲")).submission_id
    published(store, coal(120, why="乙"))

    with pytest.raises(DomainError, match="与已发布的数据完全相同"):
        drafting.renew(store, own, who="陈文", why="")

    assert states(store, own) == [State.DRAFT]
