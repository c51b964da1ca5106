"""Single sign-on: how another system is asked who someone is, and what its answer makes of him."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import NamedTuple

from sihui_map.domain.access import Role
from sihui_map.domain.submission import account_name
from sihui_map.errors import AccessError, DomainError

ADDRESS = re.compile(r"https://[^\s/?#@]+(?:/[^\s#]*)?|http://(?:localhost|127\.0\.0\.1)[^\s#@]*")
"""Some systems tell who asks by a query of their own (``?appId=…``)."""


class Kind(StrEnum):
    """Which of two protocols the other system speaks."""

    OIDC = "oidc"
    """OpenID Connect: addresses by discovery, who it is by a signed token."""
    OAUTH2 = "oauth2"
    """Code, token, user information, at addresses that are told: 统一身份认证 of a province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What the other system calls what is needed; a full stop goes one level deeper."""

    subject: str = "sub"
    name: str = "name"
    role: str = "role"
    scope: str = "scope"


class Stranger(NamedTuple):
    """Whom the other system has signed in: its own id of him, his name, and what he may here.

    ``scope`` is the town's code or the unit's name, as far as the table knows it.
    """

    subject: str
    name: str
    role: Role
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """The other system, as whoever runs the application has described it in a file.

    ``address`` is that under which browsers open us; ``roles`` and ``scopes`` say which of its
    words mean which role, town or unit here. A word that is not among the roles opens nothing.
    """

    title: str
    kind: Kind
    address: str
    client_id: str
    secret: str = field(repr=False)
    issuer: str = ""
    authorize: str = ""
    token: str = ""
    user_info: str = ""
    shown_in: str = "header"
    """Where the token is shown when the user information is asked for: header or query."""
    ask: str = "openid profile"
    fields: Fields = Fields()
    roles: Mapping[str, Role]
    scopes: Mapping[str, str]

    @property
    def back(self) -> str:
        """Return where the other system sends a browser back to."""
        return f"{self.address.rstrip('/')}/sso-back"

    @property
    def realm(self) -> str:
        """Return by what a subject of this system is told from that of another."""
        return self.issuer or self.user_info

    def stranger(self, claims: Mapping[str, object]) -> Stranger:
        """Return whom these claims mean; AccessError says what is missing or unknown."""
        subject = _text(claims, self.fields.subject)
        name = _text(claims, self.fields.name)
        if not subject or not name:
            what = self.fields.name if subject else self.fields.subject
            msg = f"{self.title}没有给出「{what}」，不能登录。请管理员核对字段名称"
            raise AccessError(msg)
        words = _words(claims, self.fields.role)
        roles = {self.roles[word] for word in words if word in self.roles}
        if len(roles) != 1:
            said = "、".join(words)[:40] or "空"
            how = "不能对应到这里的角色" if not roles else "对应到几个角色"
            msg = f"{self.title}给出的角色「{said}」{how}，不能登录。请管理员补上对应的角色"
            raise AccessError(msg)
        scope = _text(claims, self.fields.scope)
        try:
            return Stranger(subject, account_name(name), roles.pop(), self.scopes.get(scope, scope))
        except DomainError as error:
            raise AccessError(str(error)) from error


def _found(claims: Mapping[str, object], path: str) -> object:
    found: object = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _text(claims: Mapping[str, object], path: str) -> str:
    found = _found(claims, path)
    return str(found).strip() if isinstance(found, str | int) else ""


def _words(claims: Mapping[str, object], path: str) -> list[str]:
    found = _found(claims, path)
    several = found if isinstance(found, list) else [found]
    return [str(word).strip() for word in several if isinstance(word, str | int)]


TABLES = ("fields", "roles", "scopes")
PLAIN = tuple(one.name for one in fields(SignOn) if one.name not in (*TABLES, "secret"))
NEEDED = {
    Kind.OIDC: ("title", "address", "client_id", "issuer"),
    Kind.OAUTH2: ("title", "address", "client_id", "authorize", "token", "user_info"),
}
ADDRESSES = ("address", "issuer", "authorize", "token", "user_info")


def sign_on_of(told: Mapping[str, object], secret: str) -> SignOn:
    """Return what a file says of the other system; DomainError says which entry is wrong."""
    for name in told:
        if name not in (*PLAIN, *TABLES):
            msg = f"没有「{name[:30]}」这一项；可以写：{'、'.join((*PLAIN, *TABLES))}"
            raise DomainError(msg)
    plain = {name: _entry(told, name) for name in PLAIN if name in told}
    tables = {name: _table(told, name) for name in TABLES}
    kind = _kind(plain)
    for name in ADDRESSES:
        if plain.get(name) and not ADDRESS.fullmatch(plain[name]):
            msg = f"{name} 应为 https:// 开头的地址，现为「{plain[name][:60]}」"
            raise DomainError(msg)
    if unknown := set(tables["fields"]) - {one.name for one in fields(Fields)}:
        msg = f"fields 里没有「{min(unknown)[:30]}」；可以写：subject、name、role、scope"
        raise DomainError(msg)
    roles = {word: _role(word, role) for word, role in tables["roles"].items()}
    if not roles:
        msg = "缺少「roles」：对方的角色各对应这里的哪个角色"
        raise DomainError(msg)
    return SignOn(
        **{**plain, "kind": kind},  # type: ignore[arg-type]
        secret=secret,
        fields=Fields(**tables["fields"]),
        roles=roles,
        scopes=tables["scopes"],
    )


def _kind(plain: Mapping[str, str]) -> Kind:
    """Return the protocol; DomainError where an entry that it needs is not there."""
    told = plain.get("kind", "")
    if told not in set(Kind):
        msg = f"kind 应为 {'、'.join(Kind)}，现为「{told[:20]}」"
        raise DomainError(msg)
    for name in NEEDED[Kind(told)]:
        if not plain.get(name):
            msg = f"缺少「{name}」"
            raise DomainError(msg)
    if plain.get("shown_in", "header") not in ("header", "query"):
        msg = f"shown_in 应为 header 或 query，现为「{plain['shown_in'][:20]}」"
        raise DomainError(msg)
    return Kind(told)


def _entry(told: Mapping[str, object], name: str) -> str:
    found = told[name]
    if not isinstance(found, str) or not found.strip():
        msg = f"「{name}」应为文字"
        raise DomainError(msg)
    return found.strip()


def _table(told: Mapping[str, object], name: str) -> dict[str, str]:
    found = told.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        msg = f'「{name}」应为一张表，每行是 名称 = "文字"'
        raise DomainError(msg)
    return {str(word): str(one) for word, one in found.items()}


def _role(word: str, role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        msg = f"roles 里「{word[:30]}」对应的「{role[:20]}」不是角色；可选：{'、'.join(Role)}"
        raise DomainError(msg) from None
