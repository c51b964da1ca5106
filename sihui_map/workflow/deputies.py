"""Deputies (代理): named by the absent reviewer or an administrator, and taking turns at acting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.access import Action, himself
from sihui_map.domain.account import Deed
from sihui_map.domain.deputy import check_pair, check_span
from sihui_map.errors import AccessError, ChoiceError, DomainError
from sihui_map.store.writers import auditing, deputies, sessions
from sihui_map.workflow.accounts import account
from sihui_map.workflow.permitting import NOBODY, line, refuse, today_of

if TYPE_CHECKING:
    from datetime import date

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.account import Account, Session
    from sihui_map.domain.deputy import Deputy
    from sihui_map.store import Store


def name_deputy(  # noqa: PLR0913 who, for whom, when and why
    archive: Archive,
    absent: str,
    deputy: str,
    since: str,
    until: str,
    *,
    who: Actor,
    reason: str = "",
) -> Deputy:
    """Let one person stand in for another from a day to a day (ISO 8601), both included."""
    away = _whom(archive, absent, who)
    own = account(archive.store, deputy)
    check_pair(away, own)
    first, last = check_span(since, until, today_of(archive.store))
    with auditing.audited(archive.store, _line(who, away.name, reason)) as said:
        deputies.name_deputy(
            archive.store, away.name, own.name, first, last, reason, who=who.signed
        )
        made = _pair(archive.store, away.name, own.name)
        said.after = made.said
    return made


def end_deputy(archive: Archive, absent: str, deputy: str, *, who: Actor) -> Deputy:
    """Let nobody stand in any more, from now on."""
    away = _whom(archive, absent, who)
    before = _pair(archive.store, away.name, account(archive.store, deputy).name)
    if before.is_over(today_of(archive.store)):
        msg = f"{before.deputy}对{before.absent}的代理已经结束，不用再结束"
        raise DomainError(msg)
    with auditing.audited(archive.store, _line(who, away.name)) as said:
        deputies.end_deputy(archive.store, before, who=who.signed)
        after = _pair(archive.store, before.absent, before.deputy)
        said.before, said.after = before.said, after.said
    return after


def absent_of(store: Store, name: str, today: date) -> tuple[Account, ...]:
    """Return for whom someone may act today, in the order of their names."""
    known = {own.name: own for own in store.accounts()}
    found = {one.absent for one in store.deputies() if one.deputy == name and one.is_on(today)}
    own = known.get(name)
    return tuple(
        known[absent]
        for absent in sorted(found)
        if own and not known[absent].is_disabled and _may(known[absent], own)
    )


def stood_for(store: Store, own: Account, for_whom: str) -> Account:
    """Return an account as the deputy of another; AccessError where he is not, today."""
    found = absent_of(store, own.name, today_of(store))
    absent = next((one for one in found if one.name == for_whom), None)
    if absent is None:
        msg = f"{own.name}今天不是「{for_whom[:60]}」的代理"
        raise AccessError(msg)
    return own.standing_for(absent)


def stand_in(store: Store, own: Session, for_whom: str, *, address: str) -> None:
    """Let the person of a session act for another from now on, "" for himself again."""
    found = account(store, own.name)
    acting = stood_for(store, found, for_whom) if for_whom else found
    told = auditing.Line(
        who=found.name, address=address, action=Deed.STAND_IN, about=f"账号 {found.name}"
    )
    with auditing.audited(store, told) as said:
        said.before = f"代 {own.for_whom}" if own.for_whom else "本人"
        said.after = f"代 {acting.for_whom}" if for_whom else "本人"
        sessions.stand_in(store, own, acting.for_whom)


def _may(absent: Account, own: Account) -> bool:
    """Tell whether the pair is still one that may be: a role may have changed since."""
    try:
        check_pair(absent, own)
    except DomainError:
        return False
    return True


def _whom(archive: Archive, absent: str, who: Actor) -> Account:
    """Return who is away, after asking whether ``who`` may name a deputy for him."""
    about = f"账号 {absent.strip()[:60]}"
    if not who.may(Action.DEPUTISE, [NOBODY]):
        found = archive.store.account(absent)
        owners = [himself(found.name) if found else NOBODY]
        if sentence := who.refusal(Action.DEPUTISE, owners):
            refuse(archive.store, who, Action.DEPUTISE, about, sentence)
    return account(archive.store, absent)


def _pair(store: Store, absent: str, deputy: str) -> Deputy:
    for one in store.deputies():
        if (one.absent, one.deputy) == (absent, deputy):
            return one
    msg = f"{deputy}没有被指定为{absent}的代理"
    raise ChoiceError(msg)


def _line(who: Actor, absent: str, why: str = "") -> auditing.Line:
    return line(who, Action.DEPUTISE, f"账号 {absent}", why=why)
