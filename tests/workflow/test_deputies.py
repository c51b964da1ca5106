"""Deputies: the rights of the absent for some days, signed for him; nobody approves his own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.access import Actor, Role
from sihui_map.domain.submission import State
from sihui_map.errors import AccessError, ChoiceError, DomainError
from sihui_map.workflow import accounts, deputies
from tests.people import OTHER_TOWN, OWN_TOWN, clerk, reviewer
from tests.signing import account_in
from tests.workflow.handing_in import coal, propose
from tests.workflow.test_working import fill
from tests.workflow.test_working import handed_in as handed_over

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.submission import Submission

BOSS = accounts.operator("测试")
MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
SPAN = ("2026-11-20", "2026-11-25")


@pytest.fixture(autouse=True)
def _people(archive: Archive) -> None:
    archive.store._now = lambda: MORNING  # noqa: SLF001 the clock that the store was given
    archive.current()
    for name, role, scope in (
        ("张三", Role.REVIEWER, ""),
        ("李四", Role.REVIEWER, ""),
        ("周梅", Role.TOWN, OWN_TOWN),
        ("吴兰", Role.TOWN, OTHER_TOWN),
        ("郑红", Role.ADMINISTRATOR, ""),
        ("钱进", Role.ADMINISTRATOR, ""),
    ):
        account_in(archive.store, name, role, scope)


def acting(archive: Archive, name: str, absent: str) -> Actor:
    own = archive.store.account(name)
    assert own
    return deputies.stood_for(archive.store, own, absent).actor("10.1.2.5")


def handed_in(archive: Archive, who: Actor, factor: float = 1.3) -> Submission:
    proposal = propose(archive, coal(archive, factor=factor))
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    kept = workflow.confirm(archive, proposal, who=who, why="季报", answers=answers)
    return workflow.move(archive, kept.submission_id, State.SUBMITTED, who=who)


def test_a_deputy_does_what_the_absent_may_and_each_record_says_for_whom(archive: Archive) -> None:
    with pytest.raises(AccessError, match="吴兰今天不是「周梅」的代理"):
        acting(archive, "吴兰", "周梅")
    deputies.name_deputy(archive, "周梅", "吴兰", *SPAN, who=BOSS, reason="休假")
    own = handed_in(archive, acting(archive, "吴兰", "周梅"))

    assert {one.who for one in archive.store.events(own.submission_id)} == {"吴兰（代 周梅）"}
    assert {row.who for row in archive.store.entries(own.submission_id)} == {"吴兰（代 周梅）"}
    told = [(one.who, one.action) for one in archive.store.log(3)]
    assert told == [
        ("吴兰（代 周梅）", "送审"), ("吴兰（代 周梅）", "填报"), ("系统", "指定代理"),
    ]  # fmt: skip
    with pytest.raises(AccessError, match="吴兰只能填报本镇街的数据"):
        handed_in(archive, clerk("吴兰", OTHER_TOWN))  # as himself he may not
    assert archive.store.checked_chain().wrong == ()


@pytest.mark.parametrize("who", ["周梅", "吴兰", "张三"])
def test_who_filled_in_approves_by_no_way_round(archive: Archive, who: str) -> None:
    """Four eyes: neither the absent nor his deputy, be it as himself or for somebody else."""
    for absent, own in (("周梅", "吴兰"), ("张三", "吴兰"), ("张三", "周梅"), ("周梅", "张三")):
        deputies.name_deputy(archive, absent, own, *SPAN, who=BOSS)
    writer = acting(archive, "吴兰", "周梅") if who != "张三" else acting(archive, "张三", "周梅")
    number = handed_in(archive, writer).submission_id
    approver = reviewer("张三") if who == "张三" else acting(archive, who, "张三")

    with pytest.raises(AccessError, match="应由另一个人审核"):
        workflow.approve(archive, number, who=approver)
    assert workflow.approve(archive, number, who=reviewer("李四")).state is State.APPROVED


def test_a_deputy_of_who_filled_in_does_not_approve_for_him(archive: Archive) -> None:
    deputies.name_deputy(archive, "张三", "李四", *SPAN, who=reviewer("张三"))
    number = handed_in(archive, reviewer("张三")).submission_id

    with pytest.raises(AccessError, match="应由另一个人审核"):
        workflow.approve(archive, number, who=acting(archive, "李四", "张三"))
    assert workflow.approve(archive, number, who=reviewer("李四")).state is State.APPROVED


def test_who_typed_a_cell_that_another_handed_in_does_not_approve_it(archive: Archive) -> None:
    fill(archive, amount="12345", who=reviewer("张三"))
    own = handed_over(archive, who=clerk())

    assert archive.store.writers(own.submission_id) == {"张三", "周梅"}
    with pytest.raises(AccessError, match="应由另一个人审核"):
        workflow.approve(archive, own.submission_id, who=reviewer("张三"))


def test_it_counts_on_its_days_only_and_ends_when_it_is_ended(archive: Archive) -> None:
    store = archive.store
    deputies.name_deputy(archive, "张三", "李四", "2026-11-21", "2026-11-22", who=BOSS)
    counted = []
    for day in range(4):
        store._now = lambda day=day: MORNING + timedelta(days=day)  # type: ignore[misc]  # noqa: SLF001 see above
        today = date(2026, 11, 20 + day)
        counted.append([one.name for one in deputies.absent_of(store, "李四", today)])
    assert counted == [[], ["张三"], ["张三"], []]

    deputies.name_deputy(archive, "张三", "李四", "2026-11-23", "2026-11-30", who=BOSS)
    assert acting(archive, "李四", "张三").for_whom == "张三"
    deputies.end_deputy(archive, "张三", "李四", who=reviewer("张三"))
    with pytest.raises(AccessError, match="不是「张三」的代理"):
        acting(archive, "李四", "张三")
    with pytest.raises(DomainError, match="已经结束"):
        deputies.end_deputy(archive, "张三", "李四", who=BOSS)


def test_a_role_that_changes_takes_the_deputy_along(archive: Archive) -> None:
    deputies.name_deputy(archive, "张三", "李四", *SPAN, who=BOSS)
    accounts.change(archive, "张三", Role.VIEWER, who=BOSS)
    assert acting(archive, "李四", "张三").role is Role.VIEWER
    accounts.change(archive, "张三", Role.ADMINISTRATOR, who=BOSS)
    with pytest.raises(AccessError, match="不是「张三」的代理"):
        acting(archive, "李四", "张三")


def test_only_a_reviewer_for_himself_and_an_administrator_name_one(archive: Archive) -> None:
    for who, absent in ((clerk(), "周梅"), (reviewer("张三"), "李四"), (reviewer("张三"), "周梅")):
        with pytest.raises(AccessError):
            deputies.name_deputy(archive, absent, "吴兰", *SPAN, who=who)
        assert archive.store.log(1)[0].is_refused
    deputies.name_deputy(archive, "张三", "李四", *SPAN, who=reviewer("张三"))
    deputies.name_deputy(archive, "郑红", "钱进", *SPAN, who=BOSS)
    with pytest.raises(AccessError, match="李四（代 张三）不能再指定代理"):
        deputies.name_deputy(archive, "张三", "周梅", *SPAN, who=acting(archive, "李四", "张三"))


@pytest.mark.parametrize(
    ("pair", "span", "said"),
    [
        ("张三 张三", SPAN, "不能代理自己"),
        ("张三 郑红", SPAN, "管理账号的人与填报、审核的人不能互相代理"),
        ("郑红 张三", SPAN, "管理账号的人与填报、审核的人不能互相代理"),
        ("张三 李四", ("2026-11-25", "2026-11-24"), "在开始日期或今天之前"),
        ("张三 李四", ("2026-11-01", "2026-11-19"), "在开始日期或今天之前"),
        ("张三 李四", ("2026-11-20", "2027-11-20"), "一次代理最长 92 天"),
        ("张三 李四", ("明天", "后天"), "应为 2026-09-30 这样的日期"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    archive: Archive, pair: str, span: tuple[str, str], said: str
) -> None:
    absent, deputy = pair.split()
    with pytest.raises(DomainError, match=said):
        deputies.name_deputy(archive, absent, deputy, *span, who=BOSS)
    assert archive.store.deputies() == ()


def test_nobody_is_called_as_a_deputy_signs(archive: Archive) -> None:
    for name in ("甲（代 乙）", "甲(代乙)", "甲（代　乙）"):
        with pytest.raises(DomainError, match="与代理人的署名分不开"):
            accounts.add(archive, name, Role.VIEWER, who=BOSS)
    with pytest.raises(ChoiceError, match="没有账号「陌生人」"):
        deputies.name_deputy(archive, "陌生人", "李四", *SPAN, who=BOSS)
