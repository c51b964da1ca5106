"""Who may do what is refused where things are written, not only hidden on a page; and logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from sihui_map import workflow
from sihui_map.domain.access import TABLE, Action, Actor, Role
from sihui_map.domain.submission import State
from sihui_map.errors import AccessError, DomainError
from sihui_map.store.writers import auditing, steps
from sihui_map.workflow.permitting import owners_of, refuse
from tests.people import OTHER_TOWN, OWN_TOWN, clerk, reviewer
from tests.workflow.handing_in import TODAY, approved, coal, confirmed, csv_of, propose

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.archive import Archive

UNIT = "市发展和改革局"


class Case(NamedTuple):
    """One action on a town's coal, after what has to come before it."""

    before: Callable[[Archive], int]
    act: Callable[[Archive, int, Actor], object]


def drafted(archive: Archive) -> int:
    return confirmed(archive, coal(archive, factor=1.1), who="甲").submission_id


def submitted(archive: Archive) -> int:
    own = drafted(archive)
    steps.move(archive.store, own, State.SUBMITTED, who="甲")
    return own


def ready(archive: Archive) -> int:
    return approved(archive, confirmed(archive, coal(archive, factor=1.1), who="甲"))


def late(archive: Archive) -> int:
    own = drafted(archive)
    done = approved(archive, confirmed(archive, coal(archive, factor=1.2), who="乙"))
    workflow.publish(archive, [done], who=reviewer(), why="先到")
    return own


def hand_in(archive: Archive, _: int, who: Actor) -> object:
    proposal = propose(archive, coal(archive, factor=1.3))
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    return workflow.confirm(archive, proposal, who=who, why="季报", answers=answers)


def move(state: State) -> Callable[[Archive, int, Actor], object]:
    return lambda archive, own, who: workflow.move(archive, own, state, who=who, reason="理由")


CASES = {
    Action.HAND_IN: Case(lambda _: 0, hand_in),
    Action.SUBMIT: Case(drafted, move(State.SUBMITTED)),
    Action.WITHDRAW: Case(drafted, move(State.WITHDRAWN)),
    Action.RETURN: Case(submitted, move(State.RETURNED)),
    Action.APPROVE: Case(submitted, move(State.APPROVED)),
    Action.RENEW: Case(late, lambda a, own, who: workflow.renew(a, own, who=who, why="重提")),
    Action.PUBLISH: Case(
        ready, lambda a, own, who: workflow.publish(a, [own], who=who, why="季报")
    ),
    Action.NAME: Case(lambda _: 1, lambda a, n, who: workflow.freeze(a, n, "起点甲", who=who)),
    Action.ARRANGE: Case(
        lambda _: 0, lambda a, _, who: workflow.keep_preference(a, "order", "x", who=who)
    ),
}
ACTORS = [
    *(Actor(name="周梅", role=role) for role in (Role.VIEWER, Role.REVIEWER, Role.ADMINISTRATOR)),
    clerk("周梅", OWN_TOWN),
    clerk("周梅", OTHER_TOWN),
    Actor(name="周梅", role=Role.UNIT, scope=UNIT),
]


@pytest.mark.parametrize("action", CASES, ids=str)
def test_each_cell_of_the_table_holds_where_things_are_written(
    archive: Archive, action: Action
) -> None:
    case = CASES[action]
    archive.current()
    own = case.before(archive)
    allowed, log = [], len(archive.store.log())
    for who in ACTORS:
        may = TABLE[who.role].get(action)
        if may and (may.other or (may.own and who.scope == OWN_TOWN)):
            allowed.append(who)
            continue
        before = archive.store.head()
        with pytest.raises(AccessError, match="周梅"):
            case.act(archive, own, who)
        newest = archive.store.log()[0]
        assert (newest.is_refused, newest.action, newest.who) == (True, action, "周梅")
        assert newest.address == who.address
        assert int(archive.store.head().split(":")[0]) == int(before.split(":")[0]) + 1

    assert len(archive.store.log()) == log + len(ACTORS) - len(allowed)
    case.act(archive, own, allowed[-1])
    assert (archive.store.log()[0].action, archive.store.log()[0].is_refused) == (action, False)


def test_another_towns_row_is_not_taken_by_writing_ones_own_town_into_it(archive: Archive) -> None:
    site = next(
        dict(cells)
        for (table, _), cells in archive.known(TODAY).rows.items()
        if table == "sites" and cells["town_code"] not in ("", OTHER_TOWN)
    )
    body = csv_of("sites", **{**site, "town_code": OTHER_TOWN})
    proposal = propose(archive, body, "项目.csv")

    with pytest.raises(AccessError, match="只能填报本镇街的数据，其中 1 行不是"):
        workflow.confirm(archive, proposal, who=clerk(scope=OTHER_TOWN), why="更正")


def test_a_unit_owns_its_tasks_and_signs_for_itself_only(archive: Archive) -> None:
    snapshot = archive.current().snapshot
    task = next(one for one in snapshot.tasks if one.cooperating_units)
    lead, other = task.lead_units[0], task.cooperating_units[0]

    def owners(unit: str, table: str = "task_updates") -> frozenset[str]:
        cells = {"task_no": str(task.task_no), "unit": unit, "step_no": "1", "day": "2026-01-01"}
        return owners_of([(table, cells)], snapshot)[0]

    assert owners("") == set(task.lead_units)
    assert owners(lead) == {lead}
    assert owners(other) == owners("别的单位") == frozenset()
    assert owners(other, "task_lines") == {other}
    assert owners("别的单位", "task_lines") == frozenset()
    assert owners(other, "task_steps") == set(task.lead_units)


def test_what_nobody_but_the_city_reports_is_no_clerks(archive: Archive) -> None:
    snapshot = archive.current().snapshot
    target = next(one for one in snapshot.targets if one.clause_no)
    rows = [
        ("ledger_reported", {"year": "2023", "row_id": "city_total"}),
        ("indicator_values", {"target_id": target.target_id}),
        ("park_progress", {"park_id": "none"}),
    ]
    city, indicator, nothing = owners_of(list(rows), snapshot)

    towns = {town.town_code for town in snapshot.towns}
    assert not (city | indicator | nothing) & towns
    assert nothing == frozenset()


def test_the_log_tells_from_what_to_what_and_why(archive: Archive) -> None:
    own = drafted(archive)
    workflow.move(archive, own, State.SUBMITTED, who=clerk())
    workflow.move(archive, own, State.RETURNED, who=reviewer("李四"), reason="请附台账")

    told = archive.store.log(2)
    assert [(one.who, one.action, one.about, one.before, one.after, one.why) for one in told] == [
        ("李四", "退回", f"提交 {own}", "已提交", "已退回", "请附台账"),
        ("周梅", "送审", f"提交 {own}", "草稿", "已提交", ""),
    ]


def test_what_fails_leaves_no_line(archive: Archive) -> None:
    own, lines = drafted(archive), len(archive.store.log())

    with pytest.raises(DomainError, match="必须写明理由"):
        workflow.move(archive, own, State.WITHDRAWN, who=reviewer())

    assert len(archive.store.log()) == lines


def test_what_is_refused_within_a_writing_is_written_though_that_is_undone(
    archive: Archive,
) -> None:
    store, before = archive.store, len(archive.store.log())

    def within() -> None:
        with auditing.at_once(store):
            auditing.refused(store, auditing.Line(who="甲", address="a", action="x"))
            refuse(store, clerk(), Action.HAND_IN, "工作台", "不可以")

    with pytest.raises(AccessError, match="不可以"):
        within()

    newest = store.log()[: len(store.log()) - before]
    assert [(one.who, one.is_refused) for one in newest] == [("周梅", True), ("甲", True)]
    assert store.checked_chain().head
