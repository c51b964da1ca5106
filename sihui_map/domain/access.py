"""Who may do what: one table of role × action × own or other; everyone who writes is held to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.errors import AccessError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Role(StrEnum):
    """What an account is for."""

    VIEWER = "查看"
    TOWN = "镇街填报"
    UNIT = "部门填报"
    REVIEWER = "审核"
    ADMINISTRATOR = "管理"


SCOPED = {Role.TOWN: "镇街", Role.UNIT: "单位"}
"""The roles that are of one town (its code) or one unit of the plan (its name)."""


class Action(StrEnum):
    """What can be asked for; the words stand in refusals and in the audit log."""

    LOOK = "查看"
    HAND_IN = "填报"
    SUBMIT = "送审"
    WITHDRAW = "撤回"
    RENEW = "重提"
    RETURN = "退回"
    APPROVE = "审核"
    ALLOT = "商定、批准分解"
    PUBLISH = "发布"
    SET_PERIOD = "设填报期"
    SEND_NOTICE = "催办"
    ANSWER = "答复催办"
    NAME = "存档命名"
    ARRANGE = "保存放映顺序"
    USE_TEMPLATE = "套用本单位模板"
    READ_AUDIT = "查阅操作记录"
    READ_CONFIDENTIAL = "查看单位未公开的数据"
    DEPUTISE = "指定代理"
    MANAGE = "管理账号"


class May(NamedTuple):
    """Whether a role may do something with what is its own, and with what is another's."""

    own: bool = False
    other: bool = False


NO, OWN, ANY = May(), May(own=True), May(own=True, other=True)
_CLERK: Mapping[Action, May] = {
    Action.LOOK: ANY,
    Action.HAND_IN: OWN,
    Action.SUBMIT: OWN,
    Action.WITHDRAW: OWN,
    Action.RENEW: OWN,
    Action.ANSWER: OWN,
    Action.USE_TEMPLATE: ANY,
}
TABLE: Mapping[Role, Mapping[Action, May]] = {
    Role.VIEWER: {Action.LOOK: ANY},
    Role.TOWN: {**_CLERK, Action.READ_CONFIDENTIAL: OWN},
    Role.UNIT: _CLERK,
    # Everything about the data: what the whole city reports has no clerk of its own.
    Role.REVIEWER: {
        **{action: ANY for action in Action if action is not Action.MANAGE},
        Action.DEPUTISE: OWN,
    },
    # Nothing about the data: who makes accounts could else hand in and approve by two of his own.
    Role.ADMINISTRATOR: dict.fromkeys(
        (
            Action.LOOK,
            Action.ARRANGE,
            Action.USE_TEMPLATE,
            Action.READ_AUDIT,
            Action.DEPUTISE,
            Action.MANAGE,
        ),
        ANY,
    ),
}
"""What is not named here is refused."""

FOR = re.compile(r"(.+)（代 (.+)）")
"""How a record names who acted for another; no account may be called so (domain/submission.py)."""


def signature(name: str, for_whom: str = "") -> str:
    """Return how a record names who acted, and for whom where he was a deputy."""
    return f"{name}（代 {for_whom}）" if for_whom else name


def people_in(who: str) -> frozenset[str]:
    """Return the names behind a record's ``who``: the deputy's and that of whom he stood for."""
    found = FOR.fullmatch(who)
    return frozenset(found.groups() if found else (who,))


def himself(name: str) -> frozenset[str]:
    """Return the owner of what belongs to one person; no town or unit is called so."""
    return frozenset({f"账号 {name}"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: the name of the account, its role, its town's code or unit, and from where.

    ``address`` is the network address, or the program that he uses; it is only written down.
    A deputy acts with the role and scope of the account ``for_whom``, not with his own.
    """

    name: str
    role: Role
    scope: str = ""
    address: str = ""
    for_whom: str = ""

    @property
    def signed(self) -> str:
        """Return how every record names him: a deputy's says for whom."""
        return signature(self.name, self.for_whom)

    def may(self, action: Action, owners: Iterable[frozenset[str]] = ()) -> bool:
        """Tell whether he may do ``action`` with things of which each has these owners."""
        return not self.refusal(action, owners)

    def refusal(self, action: Action, owners: Iterable[frozenset[str]] = ()) -> str:
        """Return why he may not, as a sentence; "" where he may."""
        allowed = TABLE[self.role].get(action, NO)
        if self.for_whom and action is Action.DEPUTISE:
            return f"{self.signed}不能再指定代理；请由本人或管理员指定"
        if allowed.other:
            return ""
        if not allowed.own:
            return f"{self.signed}的角色是「{self.role}」，不能{action}。需要时请管理员调整角色"
        own = himself(self.name) | ({self.scope} - {""})
        others = sum(not own & each for each in owners)
        if not others:
            return ""
        if self.role not in SCOPED:
            return f"{self.signed}只能为自己{action}，不能为别人；需要时请管理员来做"
        what = "镇街" if self.role is Role.TOWN else "单位牵头、配合的任务和指标"
        return (
            f"{self.signed}只能{action}本{what}的数据，其中 {others} 行不是，这次什么都没有写入。"
            "请去掉这些行，由所属的镇街、单位或市级审核人员处理"
        )

    def check(self, action: Action, owners: Iterable[frozenset[str]] = ()) -> None:
        """Raise AccessError where he may not."""
        if sentence := self.refusal(action, owners):
            raise AccessError(sentence)


def check_scope(role: Role, scope: str, towns: Iterable[str], units: Iterable[str]) -> str:
    """Return ``scope`` as it is kept; AccessError where the role needs another, or none."""
    given = scope.strip()
    if role not in SCOPED:
        if given:
            msg = f"角色「{role}」不限镇街或单位，现写有「{given[:30]}」；请留空"
            raise AccessError(msg)
        return ""
    known = list(towns if role is Role.TOWN else units)
    if given not in known:
        what = "镇街的 9 位代码" if role is Role.TOWN else "方案所列单位的名称"
        msg = f"角色「{role}」要写明{what}，现为「{given[:30] or '空'}」；可选：{'、'.join(known)}"
        raise AccessError(msg)
    return given
