"""Accounts, their sessions, and what is written down of who did what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.access import Actor, signature
from sihui_map.domain.naming import folded

if TYPE_CHECKING:
    from sihui_map.domain.access import Role

IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=12)
"""How long a session lasts without an act, and in all."""
INVITED = timedelta(days=7)
"""How long a one-time link opens."""
NEVER = ""


class Step(StrEnum):
    """What happened to an account."""

    MADE = "建立"
    CHANGED = "改角色"
    DISABLED = "停用"
    ENABLED = "恢复"
    INVITED = "发出链接"
    PASSWORD = "设定密码"  # noqa: S105 the name of a step
    REHASHED = "更新摘要"


class Deed(StrEnum):
    """What the log tells of beside the actions: coming and going, and what is done to one cell."""

    FILL = "填一格"
    SAY = "写备注"
    ATTACH = "加附件"
    SIGN_IN = "登录"
    SIGN_OUT = "退出登录"
    SET_PASSWORD = "设定密码"  # noqa: S105 see above
    MAKE_TOKEN = "发接口令牌"  # noqa: S105 see above
    REVOKE_TOKEN = "撤销接口令牌"  # noqa: S105 see above
    USE_TOKEN = "使用接口令牌"  # noqa: S105 see above
    STAND_IN = "切换代理"
    BIND = "对应单点登录"


OF_CELLS = (Deed.FILL, Deed.SAY, Deed.ATTACH)
"""Deeds of which there are so many that a reader asks for them by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as its newest step left it; its name is the person's, and no other's ever.

    ``secret`` is the hash of the password, "" before the first; ``invitation`` that of the key in
    a one-time link, "" where none was sent since the password was set. ``at`` is ISO 8601,
    北京时间, of that step.
    """

    name: str
    step: int
    what: Step
    role: Role
    scope: str
    is_disabled: bool
    must_change: bool
    secret: str = field(repr=False)
    invitation: str = field(repr=False)
    who: str
    at: str
    why: str
    for_whom: str = ""
    """Whose role and scope it has for now, as his deputy; nothing that is stored."""

    def actor(self, address: str = "") -> Actor:
        """Return who acts in its name."""
        return Actor(
            name=self.name,
            role=self.role,
            scope=self.scope,
            address=address,
            for_whom=self.for_whom,
        )

    def standing_for(self, absent: Account) -> Account:
        """Return this account with the role and scope of whom it stands for."""
        return replace(self, role=absent.role, scope=absent.scope, for_whom=absent.name)

    @property
    def signed(self) -> str:
        """Return its name, and for whom it acts."""
        return signature(self.name, self.for_whom)

    @property
    def said(self) -> str:
        """Return role, scope and state in words, for lists and the log."""
        scope = f"（{self.scope}）" if self.scope else ""
        return f"{self.role}{scope}{'，已停用' if self.is_disabled else ''}"

    def is_open_at(self, now: str) -> bool:
        """Tell whether its one-time link still opens."""
        return bool(self.invitation) and not self.is_disabled and self.is_fresh_at(now)

    def is_fresh_at(self, now: str) -> bool:
        """Tell whether its newest step is young enough for what was sent out with it."""
        return _passed(self.at, now) <= INVITED

    def may_enter_at(self, now: str) -> bool:
        """Tell whether its password opens; one that someone else chose does so for a week."""
        is_open = not self.must_change or self.is_fresh_at(now)
        return bool(self.secret) and not self.is_disabled and is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Someone signed in by one browser; ``digest`` stands for the id, which only that one knows."""

    digest: str
    name: str
    visit: str
    address: str
    begun_at: str
    seen_at: str
    ended_at: str = NEVER
    for_whom: str = ""
    successor: str = ""
    """The digest of the session that the same person began instead in the same browser."""

    @property
    def short(self) -> str:
        """Return what tells it from another on a page, and opens nothing."""
        return self.digest[:16]

    def is_unseen_for(self, seconds: float, now: str) -> bool:
        """Tell whether it was last seen that long before ``now``, or longer."""
        return _passed(self.seen_at, now) >= timedelta(seconds=seconds)

    def why_over(self, now: str) -> str:
        """Return why it counts no more at ``now``, "" while it does."""
        if self.ended_at:
            return "已退出登录"
        if _passed(self.seen_at, now) > IDLE:
            return f"已有 {IDLE.seconds // 60} 分钟没有操作"
        if _passed(self.begun_at, now) > LONGEST:
            return f"登录已超过 {LONGEST.seconds // 3600} 小时"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of the log: who, when, from where, what about what, from what to what, and why."""

    number: int
    who: str
    at: str
    address: str
    action: str
    about: str
    before: str
    after: str
    why: str
    is_refused: bool


def same_name(name: str) -> str:
    """Return what two names have in common that a person takes for the same."""
    return "".join(folded("".join(each for each in name if each.isprintable())).split())


def _passed(since: str, now: str) -> timedelta:
    """Return the time from one stored moment to another; of a broken one, for ever."""
    try:
        return datetime.fromisoformat(now) - datetime.fromisoformat(since)
    except (ValueError, TypeError):
        return timedelta.max
