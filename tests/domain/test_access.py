"""Who may do what: every cell of the table, role × action × own or other."""

from __future__ import annotations

import pytest

from sihui_map.domain.access import (
    NO,
    SCOPED,
    TABLE,
    Action,
    Actor,
    Role,
    check_scope,
    himself,
    people_in,
)
from sihui_map.errors import AccessError

TOWN, OTHER = frozenset({"990101102"}), frozenset({"990101104"})
# One line an action, one column a role; b both, o own only, - neither.
EXPECTED = """
         VIEWER TOWN UNIT REVIEWER ADMINISTRATOR
LOOK         b    b    b     b        b
HAND_IN      -    o    o     b        -
SUBMIT       -    o    o     b        -
WITHDRAW     -    o    o     b        -
RENEW        -    o    o     b        -
RETURN       -    -    -     b        -
APPROVE      -    -    -     b        -
ALLOT        -    -    -     b        -
PUBLISH      -    -    -     b        -
SET_PERIOD   -    -    -     b        -
SEND_NOTICE  -    -    -     b        -
ANSWER       -    o    o     b        -
NAME         -    -    -     b        -
ARRANGE      -    -    -     b        b
USE_TEMPLATE -    b    b     b        b
READ_AUDIT   -    -    -     b        b
READ_CONFIDENTIAL - o    -     b        -
DEPUTISE     -    -    -     o        b
MANAGE       -    -    -     -        b
"""
HEAD, *LINES = [line.split() for line in EXPECTED.strip().splitlines()]
CELLS = {
    (Role[role], Action[line[0]]): cell
    for line in LINES
    for role, cell in zip(HEAD, line[1:], strict=True)
}


def actor(role: Role, scope: str = "990101102") -> Actor:
    return Actor(name="张三", role=role, scope=scope if role in SCOPED else "")


def test_the_table_above_has_every_cell() -> None:
    assert set(CELLS) == {(role, action) for role in Role for action in Action}
    assert set(TABLE) == set(Role)


@pytest.mark.parametrize(("role", "action"), CELLS, ids=str)
def test_each_cell(role: Role, action: Action) -> None:
    cell, who = CELLS[role, action], actor(role)
    own = TOWN if role in SCOPED else himself("张三")

    assert who.may(action, [own]) is (cell in "bo")
    assert who.may(action, [OTHER]) is (cell == "b")
    assert who.may(action, [own, OTHER]) is (cell == "b")


def test_a_clerk_without_a_scope_owns_nothing() -> None:
    who = actor(Role.TOWN, "")

    assert not who.may(Action.HAND_IN, [TOWN])
    assert not who.may(Action.HAND_IN, [frozenset({""})])


def test_what_nobody_owns_is_no_clerks() -> None:
    assert not actor(Role.TOWN).may(Action.HAND_IN, [frozenset()])


def test_a_refusal_says_who_what_and_what_next() -> None:
    with pytest.raises(AccessError, match="张三的角色是「查看」，不能审核。需要时请管理员调整角色"):
        actor(Role.VIEWER).check(Action.APPROVE)
    with pytest.raises(AccessError, match="张三只能填报本镇街的数据，其中 1 行不是，这次什么都没"):
        actor(Role.TOWN).check(Action.HAND_IN, [TOWN, OTHER])
    actor(Role.TOWN).check(Action.HAND_IN, [TOWN])


def test_nothing_is_allowed_that_is_not_named() -> None:
    assert NO == (False, False)


TOWNS, UNITS = ["990101102", "990101104"], ["市发展和改革局"]


def test_only_clerks_have_a_scope() -> None:
    assert check_scope(Role.TOWN, " 990101102 ", TOWNS, UNITS) == "990101102"
    assert check_scope(Role.UNIT, "市发展和改革局", TOWNS, UNITS) == "市发展和改革局"
    assert check_scope(Role.REVIEWER, " ", TOWNS, UNITS) == ""
    for role, scope in (
        (Role.TOWN, ""),
        (Role.TOWN, "市发展和改革局"),
        (Role.UNIT, "990101102"),
        (Role.VIEWER, "990101102"),
    ):
        with pytest.raises(AccessError):
            check_scope(role, scope, TOWNS, UNITS)


def test_a_deputy_has_the_rights_of_the_absent_and_signs_for_him() -> None:
    who = Actor(name="李四", role=Role.REVIEWER, for_whom="王五")

    assert who.signed == "李四（代 王五）"
    assert people_in(who.signed) == {"李四", "王五"}
    assert people_in("张三（某镇）") == {"张三（某镇）"}
    assert who.may(Action.APPROVE, [OTHER])
    with pytest.raises(AccessError, match="李四（代 王五）不能再指定代理"):
        who.check(Action.DEPUTISE, [himself("王五")])


def test_a_person_is_no_town_and_no_unit_that_is_called_as_he_is() -> None:
    who = Actor(name="市发展和改革局", role=Role.UNIT, scope="市财政局")

    assert not who.may(Action.HAND_IN, [frozenset({"市发展和改革局"})])
    with pytest.raises(AccessError, match="张三只能为自己指定代理，不能为别人"):
        actor(Role.REVIEWER).check(Action.DEPUTISE, [himself("李四")])
