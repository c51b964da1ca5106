"""Deputies (代理): who may do what an absent person may, from which day to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sihui_map.domain.access import Role, signature
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from sihui_map.domain.account import Account

LONGEST = timedelta(days=92)
"""A quarter: whoever is away for longer has a successor, not a deputy."""
LONGEST_SIGNATURE = 60
"""Characters that a record has for who wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """That ``deputy`` stands in for ``absent``, both days included; the newest row of both counts.

    Days are ISO 8601, 北京时间.
    """

    number: int
    absent: str
    deputy: str
    since: str
    until: str
    is_ended: bool
    reason: str
    who: str
    at: str

    def is_on(self, today: date) -> bool:
        """Tell whether it counts today."""
        return not self.is_ended and self.since <= today.isoformat() <= self.until

    def is_over(self, today: date) -> bool:
        """Tell whether it counts no more."""
        return self.is_ended or self.until < today.isoformat()

    @property
    def said(self) -> str:
        """Return who stands in for whom and when, in words."""
        end = "，已提前结束" if self.is_ended else ""
        return f"{self.deputy}代{self.absent}，{self.since} 至 {self.until}{end}"


def check_pair(absent: Account, deputy: Account) -> None:
    """Raise DomainError where one may not stand in for the other.

    Accounts and data stay apart: a deputy must not join in one hand what the table keeps in two.
    """
    for own in (absent, deputy):
        if own.is_disabled:
            msg = f"账号「{own.name}」已停用，不能指定代理"
            raise DomainError(msg)
    if absent.name == deputy.name:
        msg = f"「{absent.name}」不能代理自己，请另选一个人"
        raise DomainError(msg)
    if (absent.role is Role.ADMINISTRATOR) != (deputy.role is Role.ADMINISTRATOR):
        msg = (
            f"「{absent.name}」的角色是「{absent.role}」，「{deputy.name}」的角色是"
            f"「{deputy.role}」：管理账号的人与填报、审核的人不能互相代理"
        )
        raise DomainError(msg)
    if len(signature(deputy.name, absent.name)) > LONGEST_SIGNATURE:
        msg = f"两个姓名合起来过长，署名「代」写不下（最多 {LONGEST_SIGNATURE} 字）"
        raise DomainError(msg)


def check_span(since: str, until: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a span; DomainError where there can be none."""
    try:
        first, last = date.fromisoformat(since.strip()), date.fromisoformat(until.strip())
    except ValueError:
        msg = f"代理的起止日期应为 2026-09-30 这样的日期，现为「{since[:20]}」「{until[:20]}」"
        raise DomainError(msg) from None
    if last < max(first, today):
        msg = f"代理的截止日期 {last} 在开始日期或今天之前，请改正"
        raise DomainError(msg)
    if last - first > LONGEST:
        msg = f"一次代理最长 {LONGEST.days} 天，现为 {(last - first).days} 天；更久的请改账号的角色"
        raise DomainError(msg)
    return first, last
