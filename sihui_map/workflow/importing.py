"""Accounts by a list: all of it or nothing, each with a one-time link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sihui_map.domain.access import Action, Role
from sihui_map.errors import DomainError, SihuiMapError, StoreError
from sihui_map.intake.people import read_people
from sihui_map.store.writers import auditing
from sihui_map.workflow import accounts
from sihui_map.workflow.permitting import permit

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.domain.account import Account
    from sihui_map.intake.people import Given


class Invited(NamedTuple):
    """A new account, and the key of its one-time link."""

    account: Account
    key: str


def import_people(archive: Archive, body: bytes, *, who: Actor, why: str = "") -> list[Invited]:
    """Make the accounts of a CSV list; where one line is wrong, none, and the error says which."""
    permit(archive, who, Action.MANAGE, "成批新增账号")
    people = read_people(body)
    towns = {town.name: town.town_code for town in archive.current().towns}
    made = []
    with auditing.at_once(archive.store):
        for one in people:
            try:
                made.append(_make(archive, one, towns.get(one.scope, one.scope), who, why))
            except StoreError:
                raise
            except SihuiMapError as error:
                msg = f"第 {one.line} 行：{str(error).rstrip('。')}。整份名单都没有写入"
                raise DomainError(msg) from error
    return made


def _make(archive: Archive, one: Given, scope: str, who: Actor, why: str) -> Invited:
    if one.role not in {role.value for role in Role}:
        known = "、".join(Role)
        msg = f"没有「{one.role[:20]}」这个角色；可选：{known}"
        raise DomainError(msg)
    own = accounts.add(archive, one.name, Role(one.role), scope, who=who, why=why or "名单")
    return Invited(own, accounts.invite(archive, own.name, who=who))
