"""Signed in without the work that a real password asks for: nothing in production is weaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argon2 import PasswordHasher

from sihui_map.domain.access import Role
from sihui_map.domain.account import Step
from sihui_map.store.writers import accounts, sessions
from sihui_map.ui.cookies import digest_of_visit
from sihui_map.workflow.accounts import digest_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from sihui_map.domain.account import Account
    from sihui_map.store import Store
    from tests.browser.serve import Server

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "violet-anchor-58-maple"  # noqa: S105 of the people in tests
VISIT = "the-browser-of-a-test"


def account_in(
    store: Store, name: str, role: Role = Role.REVIEWER, scope: str = "", *, password: str = ""
) -> Account:
    """Return an account, made where there is none; with a password where one is given."""
    found = store.account(name) or accounts.make(store, name, role, scope, who="系统", why="")
    if password:
        secret = CHEAP.hash(password)
        found = accounts.add_step(store, found, Step.PASSWORD, who=name, secret=secret)
    return found


def session_in(store: Store, name: str, *, visit: str = VISIT) -> str:
    """Return the id of a new session of ``name`` in the browser ``visit``."""
    token = f"session-of-{name.encode().hex()}-{len(store.sessions())}"
    own = digest_of_visit(visit)
    sessions.begin(store, digest_of(token), name, visit=own, address="10.1.2.3")
    return token


def signed_in(context: BrowserContext, server: Server, name: str, role: Role, *scope: str) -> None:
    """Give a browser the cookies of someone who is signed in."""
    store = server.store()
    try:
        account_in(store, name, role, *scope)
        token = session_in(store, name)
    finally:
        store.close()
    context.add_cookies(
        [
            {"name": "sihui_session", "value": token, "url": server.base, "httpOnly": True},
            {"name": "sihui_visit", "value": VISIT, "url": server.base, "httpOnly": True},
        ]
    )
