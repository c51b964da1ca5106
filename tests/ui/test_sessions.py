"""A session that was ended stays ended, whatever is signed in later; one that lapsed goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.domain.account import IDLE
from sihui_map.ui import cache, identity
from sihui_map.ui.cookies import digest_of_visit
from sihui_map.workflow import accounts, passwords, signing
from tests.people import OWN_TOWN
from tests.signing import CHEAP, PASSWORD, account_in
from tests.ui.door import Browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

    from sihui_map.store import Store

OTHER = "quiet-harbour-91-lamp"
SESSION, VISIT = "sihui_session", "sihui_visit"


@pytest.fixture(autouse=True)
def store(begun_store: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    assert begun_store
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    found = cache.archive().store
    account_in(found, "周梅", Role.TOWN, OWN_TOWN, password=PASSWORD)
    account_in(found, "郑红", Role.ADMINISTRATOR, password=OTHER)
    return found


@pytest.fixture
def browser(application: Starlette) -> Browser:
    found = Browser(application)
    found.login("周梅", PASSWORD)
    return found


def thief_of(browser: Browser) -> Browser:
    """Return another machine with all cookies that ``browser`` has now."""
    found = Browser(browser.application, address="6.6.6.6")
    found.cookies = dict(browser.cookies)
    return found


def in_a_script(store: Store, cookies: dict[str, str]) -> str:
    """Return in whose name a page goes on that was opened with these cookies."""
    digest = accounts.digest_of(cookies[SESSION])
    account = signing.standing(store, digest, digest_of_visit(cookies[VISIT])).account
    return account.name if account else ""


def at_a_new_socket(cookies: dict[str, str]) -> str:
    """Return what the script of a page is told that is opened with these cookies only now."""
    told = "; ".join(f"{name}={value}" for name, value in cookies.items())
    scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "headers": [(b"cookie", told.encode())],
    }
    return identity.told_of(scope)


def change_password(browser: Browser) -> str:
    browser.send("/password", old=PASSWORD, new=OTHER, again=OTHER)
    return OTHER


def sign_out(browser: Browser) -> str:
    browser.send("/logout", "/me")
    return PASSWORD


def sign_out_everywhere(browser: Browser) -> str:
    phone = Browser(browser.application)
    phone.login("周梅", PASSWORD)
    phone.send("/logout", "/me", everywhere="yes")
    return PASSWORD


def ended_by_an_administrator(browser: Browser) -> str:
    assert browser.name == "周梅"
    accounts.end_sessions(cache.archive(), "周梅", who=accounts.operator("测试"))
    return PASSWORD


@pytest.mark.parametrize(
    "end", [change_password, sign_out, sign_out_everywhere, ended_by_an_administrator]
)
def test_what_was_ended_is_nobodys_for_ever(
    browser: Browser, store: Store, end: Callable[[Browser], str]
) -> None:
    thief = thief_of(browser)
    assert thief.name == "周梅"

    password = end(browser)
    stolen = dict(thief.cookies)
    for _ in range(2):  # whether its owner is signed in again or not
        assert thief_of(thief).name == ""
        assert in_a_script(store, stolen) == ""
        browser.login("周梅", password)
        assert browser.name == "周梅"


def test_who_changes_his_password_is_another_browser_from_then_on(browser: Browser) -> None:
    before = browser.cookies[VISIT]

    change_password(browser)

    assert browser.cookies[VISIT] != before


def test_an_open_page_goes_on_when_its_person_signs_in_again(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, now = dict(browser.cookies), store._now  # noqa: SLF001 the clock that it was given
    monkeypatch.setattr(store, "_now", lambda: now() + IDLE + timedelta(seconds=5))
    assert in_a_script(store, first) == ""
    assert at_a_new_socket(first)  # the page says why he is signed in no more

    for _ in range(2):  # once because it had lapsed, once though it had not
        browser.login("周梅", PASSWORD)
        assert in_a_script(store, first) == "周梅"
    # A page that is opened only now shows what the browser has; so what is old is not the owner's.
    assert at_a_new_socket(first) == ""
    assert thief_of(browser).name == "周梅"
    thief = thief_of(browser)
    thief.cookies = first
    assert thief.name == ""
    sign_out(browser)
    assert in_a_script(store, first) == ""


def test_somebody_else_in_the_same_browser_takes_over_nothing(
    browser: Browser, store: Store
) -> None:
    first = dict(browser.cookies)

    browser.login("郑红", OTHER)

    assert in_a_script(store, first) == ""
    assert browser.cookies[VISIT] != first[VISIT]
