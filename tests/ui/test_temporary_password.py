"""Whoever has only a password that somebody else chose is a visitor until he has set his own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.routing import Route

from sihui_map.domain.access import Role
from sihui_map.ui import cache
from sihui_map.ui.server import ROUTES
from sihui_map.workflow import accounts, passwords
from tests.people import OWN_TOWN
from tests.signing import CHEAP, PASSWORD, account_in
from tests.ui.door import Browser, wrong

if TYPE_CHECKING:
    from starlette.applications import Starlette

GIVEN = {
    "name": "enterprises", "code": OWN_TOWN,
    "key": "databook", "kind": "reminder", "number:int": "1",
}  # fmt: skip
"""Something that there is, for each part of an address."""
OWN = ("/login", "/logout", "/welcome", "/password", "/me", "/sso", "/sso-back")
SLOW = ("/materials/{key}", "/materials/notices/{kind}.docx", "/data/template.xlsx")
"""The same for everyone, and long in the making."""
ASKED = [
    each.path
    for each in ROUTES
    if isinstance(each, Route) and each.path not in OWN + SLOW and "GET" in (each.methods or ())
]


@pytest.fixture(autouse=True)
def _own(begun_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert begun_store
    monkeypatch.setattr(passwords, "HASHER", CHEAP)


@pytest.fixture
def visitor(application: Starlette) -> Browser:
    return Browser(application)


@pytest.fixture(params=[Role.ADMINISTRATOR, Role.REVIEWER, Role.TOWN], ids=str)
def newcomer(application: Starlette, request: pytest.FixtureRequest) -> Browser:
    """Return the browser of someone who signed in with a temporary password."""
    store, role = cache.archive().store, request.param
    account_in(store, "郑红", role, OWN_TOWN if role is Role.TOWN else "", password=PASSWORD)
    given = accounts.reset(cache.archive(), "郑红", who=accounts.operator("测试"))
    found = Browser(application)
    assert found.login("郑红", given).headers["location"] == "./password"
    return found


def test_every_address_answers_as_to_a_visitor(newcomer: Browser, visitor: Browser) -> None:
    assert {"/data/log.csv", "/data/own-enterprises.csv"} < set(ASKED)
    for path in ASKED:
        for part, value in GIVEN.items():
            path = path.replace(f"{{{part}}}", value)  # noqa: PLW2901 its parts filled in
        for asked in (path, f"{path}?scope={OWN_TOWN}"):
            his, anybodys = newcomer.ask(asked), visitor.ask(asked)
            assert his.status_code == anybodys.status_code, asked
            if his.status_code != 403:  # where it is, he is told why
                assert his.content == anybodys.content, asked


def test_the_own_page_shows_nothing_but_the_way_on(newcomer: Browser) -> None:
    page = newcomer.ask("/me").text

    assert "./password" in page
    for word in ("正在登录", "接口令牌", "代理", "管理账号"):
        assert word not in page
    for do in ("token", "end", "stand", "revoke", "deputy", "end_deputy"):
        assert "请先改掉临时密码" in wrong(newcomer.send("/me", do=do)), do
    assert cache.archive().store.tokens() == ()


def test_with_the_own_password_it_is_over(newcomer: Browser, visitor: Browser) -> None:
    given = accounts.reset(cache.archive(), "郑红", who=accounts.operator("测试"))
    newcomer.login("郑红", given)

    newcomer.send("/password", old=given, new=PASSWORD, again=PASSWORD)

    assert newcomer.name == "郑红"
    assert visitor.name == ""
