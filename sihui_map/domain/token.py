"""Tokens of the interface: what a program shows instead of a person's session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sihui_map.errors import DomainError

LONGEST_DAYS = 366
MOST = 20
"""Tokens of one account that count at the same time."""
LONGEST_LABEL = 40
PREFIX = "sihui_"
"""By which whoever finds one in a file knows what it is, and so does a scanner of secrets."""


class TokenScope(StrEnum):
    """What a token opens; the interface takes nothing in, so there is nothing else to open."""

    READ = "读数据接口"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as its newest row has it; ``digest`` is all that is known of it.

    ``until`` is the last day on which it counts, ISO 8601 in 北京时间.
    """

    number: int
    digest: str = field(repr=False)
    name: str
    label: str
    scope: TokenScope
    until: str
    is_revoked: bool
    who: str
    at: str

    @property
    def short(self) -> str:
        """Return what tells it from another on a page, and opens nothing."""
        return self.digest[:12]

    def why_over(self, today: date) -> str:
        """Return why it counts no more, "" while it does."""
        if self.is_revoked:
            return "已撤销"
        return f"已于 {self.until} 到期" if self.until < today.isoformat() else ""


def check_label(given: str) -> str:
    """Return the name of a token, which says what for."""
    label = "".join(each for each in given if each.isprintable()).strip()
    if not label or len(label) > LONGEST_LABEL:
        msg = f"请写明令牌给哪个程序用，1–{LONGEST_LABEL} 字"
        raise DomainError(msg)
    return label


def last_day(days: str, today: date) -> date:
    """Return the last day of a token that is to count for ``days``."""
    text = days.strip()
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:9]) <= LONGEST_DAYS:
        msg = f"令牌有效的天数应为 1–{LONGEST_DAYS} 的整数，现为「{text[:10]}」"
        raise DomainError(msg)
    return today + timedelta(days=int(text))
