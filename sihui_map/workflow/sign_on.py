"""Who another system has signed in: which account he has here, made where he is new."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NoReturn

from sihui_map.domain.account import Deed
from sihui_map.errors import AccessError, SihuiMapError, StoreError
from sihui_map.store.writers import auditing, deputies
from sihui_map.workflow import accounts, signing

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.account import Account
    from sihui_map.domain.sign_on import SignOn, Stranger


def digest_of_subject(system: SignOn, subject: str) -> str:
    """Return by what is kept who someone is in the other system."""
    return hashlib.sha256(f"{system.realm}\n{subject}".encode()).hexdigest()


def enter(  # noqa: PLR0913 who, and what his browser showed
    archive: Archive,
    system: SignOn,
    found: Stranger,
    *,
    address: str,
    visit: str,
    replaces: str = "",
) -> str:
    """Return the id of a new session of whom the other system has signed in.

    Who is new gets an account with the role and the scope that the tables give; of one that is
    known both follow the other system. An account that bears his name but was made here is not
    taken over: whoever has it connects it himself (``bind``).
    """
    try:
        own = _known(archive, system, found) or _made(archive, system, found)
    except StoreError:
        raise
    except SihuiMapError as error:
        _refuse(archive, system, found.name, address, str(error))
    return signing.enter(
        archive.store, own, address=address, visit=visit, how=system.title, replaces=replaces
    )


def refused(archive: Archive, system: SignOn, address: str, sentence: str) -> None:
    """Write down that someone was signed in elsewhere whom nobody knows here."""
    line = auditing.Line(
        who=signing.UNKNOWN, address=address, action=Deed.SIGN_IN, about=system.title, why=sentence
    )
    auditing.refused(archive.store, line)


def bind(archive: Archive, system: SignOn, subject: str, own: Account, *, address: str) -> None:
    """Connect an account to who its owner is in the other system; he has shown both."""
    store, digest = archive.store, digest_of_subject(system, subject)
    bound = store.subject(digest)
    if bound and bound != own.name:
        sentence = f"{system.title}的这个人已对应账号「{bound}」，不能再对应「{own.name}」"
        _refuse(archive, system, own.name, address, sentence)
    if bound:
        return
    line = auditing.Line(who=own.name, address=address, action=Deed.BIND, about=f"账号 {own.name}")
    with auditing.audited(store, line) as said:
        deputies.bind(store, digest, own.name, who=own.name)
        said.after = system.title


def _known(archive: Archive, system: SignOn, found: Stranger) -> Account | None:
    store = archive.store
    name = store.subject(digest_of_subject(system, found.subject))
    if not name:
        return None
    own = accounts.account(store, name)
    if own.is_disabled:
        msg = f"账号「{own.name}」已停用，请向管理员询问"
        raise AccessError(msg)
    if (own.role, own.scope) == (found.role, accounts.scope_of(archive, found.role, found.scope)):
        return own
    who = accounts.operator(system.title)
    return accounts.change(archive, own.name, found.role, found.scope, who=who, why=system.title)


def _made(archive: Archive, system: SignOn, found: Stranger) -> Account:
    store = archive.store
    if known := store.account(found.name):
        msg = (
            f"已有账号「{known.name}」，还没有与{system.title}对应。是本人的，请先用密码登录，"
            f"再在「我的账号」里对应；是同名的，请管理员在{system.title}里区分姓名"
        )
        raise AccessError(msg)
    who = accounts.operator(system.title)
    with auditing.at_once(store):
        own = accounts.add(archive, found.name, found.role, found.scope, who=who, why=system.title)
        digest = digest_of_subject(system, found.subject)
        deputies.bind(store, digest, own.name, who=who.name)
    return own


def _refuse(archive: Archive, system: SignOn, name: str, address: str, sentence: str) -> NoReturn:
    line = auditing.Line(
        who=name, address=address, action=Deed.SIGN_IN, about=system.title, why=sentence
    )
    auditing.refused(archive.store, line)
    raise AccessError(sentence)
