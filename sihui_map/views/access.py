"""Accounts, sessions and the log, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.access import ANY, NO, OWN, TABLE, Action, Role
from sihui_map.views.names import area_name
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sihui_map.domain.account import Account, Record, Session
    from sihui_map.domain.deputy import Deputy
    from sihui_map.domain.token import Token
    from sihui_map.figures import Figures

LOG_COLUMNS = ("时间", "谁", "从哪里", "做什么", "对什么", "原来", "现在", "理由", "结果")
DONE, REFUSED = "完成", "被拒绝"


MAY_NOTE = (
    "「本」是本镇街，或本单位牵头、配合的任务和指标；指定代理的「本」是本人。"
    "在写入的地方核对，被拒绝的也留在操作记录里。"
)
SAID = {NO: "否", OWN: "本", ANY: "是"}
"""What may be done with one's own and with another's: nothing, one's own, anything."""


def may_table() -> Table:
    """Return who may do what: an action a line, a role a column."""
    rows = [
        (str(action), *(SAID[TABLE[role].get(action, NO)] for role in Role)) for action in Action
    ]
    return _table("谁能做什么", ("动作", *map(str, Role)), rows)


def state_of(account: Account, now: str) -> str:
    """Return how far an account is, in words."""
    if account.is_disabled:
        return "已停用"
    if account.secret and not account.must_change:
        return "正常"
    if account.secret:
        return "临时密码，待本人修改" if account.is_fresh_at(now) else "临时密码已过期"
    if account.invitation:
        return "链接已发，待设密码" if account.is_open_at(now) else "链接已过期"
    return "还没有密码"


def accounts_table(figures: Figures, accounts: Iterable[Account], now: str) -> Table:
    """Return every account: name, role, scope, state, since when."""
    whole = figures.snapshot.place.whole
    rows = [
        (
            own.name,
            str(own.role),
            area_name(figures, own.scope) if own.scope else whole,
            state_of(own, now),
            minute(own.at),
            own.who,
        )
        for own in accounts
    ]
    return _table("账号", ("姓名", "角色", "范围", "状态", "最近改动", "由谁"), rows)


def sessions_table(sessions: Iterable[Session], now: str) -> Table:
    """Return who is signed in: since when, from where, when last seen."""
    rows = [
        (own.name, minute(own.begun_at), minute(own.seen_at), own.address)
        for own in sessions
        if not own.why_over(now)
    ]
    return _table("正在登录", ("姓名", "登录时间", "最近操作", "从哪里"), rows)


def deputies_table(deputies: Iterable[Deputy], today: date) -> Table:
    """Return who stands in for whom: when, named by whom and why."""
    rows = [
        (
            one.absent,
            one.deputy,
            f"{one.since} 至 {one.until}",
            "已结束" if one.is_over(today) else "正在代理" if one.is_on(today) else "还没有开始",
            one.reason,
            one.who,
        )
        for one in deputies
    ]
    return _table("代理", ("谁不在", "代理人", "哪几天", "状态", "理由", "由谁指定"), rows)


def tokens_table(tokens: Iterable[Token], days: Mapping[str, str], today: date) -> Table:
    """Return the tokens of the interface: whose, what for, until when, when last used."""
    rows = [
        (
            one.name,
            one.label,
            str(one.scope),
            one.until,
            one.why_over(today) or "有效",
            days.get(one.digest, "没有用过"),
        )
        for one in tokens
    ]
    labels = ("谁的", "给哪个程序", "能做什么", "到期", "状态", "最近使用")
    return _table("接口令牌", labels, rows)


def invited_table(invited: Iterable[tuple[Account, str]]) -> Table:
    """Return new accounts, each with the address of its one-time link."""
    rows = [(own.name, str(own.role), own.scope, link) for own, link in invited]
    return _table("新增的账号", ("姓名", "角色", "范围", "设密码的链接"), rows)


def log_table(records: Iterable[Record]) -> Table:
    """Return the log, a line each: who, when, from where, what, from what to what, why."""
    rows = [
        (
            one.at[:19].replace("T", " "),
            one.who,
            one.address,
            one.action,
            one.about,
            one.before,
            one.after,
            one.why,
            REFUSED if one.is_refused else DONE,
        )
        for one in records
    ]
    return _table("操作记录", LOG_COLUMNS, rows)


def minute(at: str) -> str:
    """Return a stored moment as a person reads it."""
    return at[:16].replace("T", " ")


def _table(title: str, labels: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    columns = tuple(map(Column, labels))
    return Table(title, columns, tuple(TableRow(tuple(map(Cell, row))) for row in rows))
