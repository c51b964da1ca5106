"""When a year may be reported, and who may be late; set by a reviewer, each with its reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sihui_map.domain.access import Action
from sihui_map.errors import DomainError
from sihui_map.store.writers import auditing, working
from sihui_map.workflow.permitting import line, permit
from sihui_map.workflow.working import desk_of

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor


def set_period(  # noqa: PLR0913 what is set, by whom and why
    archive: Archive, year: int, opens: str, closes: str, reason: str, *, who: Actor
) -> None:
    """Set from which to which day (ISO 8601) a year may be reported."""
    about = f"{year} 年填报期"
    permit(archive, who, Action.SET_PERIOD, about)
    try:
        first, last = date.fromisoformat(opens), date.fromisoformat(closes)
    except ValueError:
        msg = f"填报期的起止日期应为 2026-09-30 这样的日期，现为「{opens}」「{closes}」"
        raise DomainError(msg) from None
    if last < first:
        msg = f"截止日期 {last} 在开始日期 {first} 之前，请改正"
        raise DomainError(msg)
    before = archive.store.periods().by_year.get(year)
    with auditing.audited(archive.store, line(who, Action.SET_PERIOD, about, why=reason)) as said:
        working.set_period(archive.store, year, first, last, reason, who=who.signed)
        said.before = f"{before.opens} 至 {before.closes}" if before else ""
        said.after = f"{first} 至 {last}"


def extend(  # noqa: PLR0913 what is set, for whom, by whom and why
    archive: Archive, year: int, scope: str, until: str, reason: str, *, who: Actor
) -> None:
    """Let one town or unit report a year until a later day (ISO 8601), with the reason."""
    about = f"{year} 年填报期，{scope}"
    permit(archive, who, Action.SET_PERIOD, about)
    try:
        last = date.fromisoformat(until)
    except ValueError:
        msg = f"延期到哪一天应为 2026-09-30 这样的日期，现为「{until}」"
        raise DomainError(msg) from None
    periods = archive.store.periods()
    own = periods.by_year.get(year)
    if own is None:
        msg = f"{year} 年还没有设填报期，不需要延期"
        raise DomainError(msg)
    if last <= own.closes:
        msg = f"延期应晚于截止日期 {own.closes}，现为 {last}"
        raise DomainError(msg)
    if not reason.strip():
        msg = "延期要写明理由"
        raise DomainError(msg)
    desk_of(archive, scope)
    with auditing.audited(archive.store, line(who, Action.SET_PERIOD, about, why=reason)) as said:
        working.extend(archive.store, year, scope, last, reason, who=who.signed)
        said.before, said.after = str(periods.deadline(scope, year)), last.isoformat()
