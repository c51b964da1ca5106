"""Whoever is signed in sees the invented county alone: at the desk, the review, the door."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette

from sihui_map.domain.access import Role
from sihui_map.store.clock import BEIJING
from sihui_map.ui import cache
from sihui_map.ui.cookies import digest_of_visit
from sihui_map.ui.server import MIDDLEWARE, ROUTES
from sihui_map.workflow import accounts, passwords
from sihui_map.workflow.accounts import digest_of
from tests.counties.county import TOWN, left_of_the_other
from tests.counties.test_pages import all_text, every_part
from tests.pages.conftest import Visit
from tests.signing import CHEAP, PASSWORD, VISIT, account_in, session_in
from tests.ui.door import Browser

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = {
    Role.VIEWER: ("甲一", ""),
    Role.TOWN: ("甲二", TOWN),
    Role.UNIT: ("甲三", "县林业局"),
    Role.REVIEWER: ("甲四", ""),
    Role.ADMINISTRATOR: ("甲五", ""),
}
IN_2034 = datetime(2034, 1, 10, 9, tzinfo=BEIJING)
"""Its years lie in the future, and the review offers this year and the last."""
SEEN = {  # what each sees of its own at the desk, the review, the accounts
    Role.VIEWER: ("", "", ""),
    Role.TOWN: ("乙镇：现在要做的", "", ""),
    Role.UNIT: ("县林业局：现在要做的", "", ""),
    Role.REVIEWER: ("谁的工作台", "没有待处理的提交", ""),
    Role.ADMINISTRATOR: ("", "", "甲三"),
}


@pytest.fixture
def enter(own_store: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[Role], str]:
    """Return what signs in the person of a role and returns his name, in a store of his own."""
    monkeypatch.setenv("SIHUI_DATABASE_URL", own_store)
    monkeypatch.setattr(passwords, "HASHER", CHEAP)

    def entered(role: Role) -> str:
        store = cache.archive().store
        monkeypatch.setattr(store, "_now", lambda: IN_2034)
        for each, (name, scope) in PEOPLE.items():
            account_in(store, name, each, scope, password=PASSWORD)
        name, _ = PEOPLE[role]
        shown = (digest_of(session_in(store, name)), digest_of_visit(VISIT))
        monkeypatch.setattr("sihui_map.ui.identity._shown", lambda: shown)
        return name

    return entered


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_own_and_no_other_county(
    enter: Callable[[Role], str], role: Role
) -> None:
    enter(role)

    for slug, own in zip(("desk", "review", "accounts"), SEEN[role], strict=True):
        visit = Visit().open(slug)
        labels = "".join(str(box.label) for box in visit.app.selectbox)
        assert own in f"{all_text(visit)}{labels}"
        for text in every_part(visit):
            assert (visit.broke, visit.errors) == ([], [])
            assert left_of_the_other(text) == []


def test_the_door_is_of_this_county(enter: Callable[[Role], str]) -> None:
    name = enter(Role.TOWN)
    office = accounts.operator("测试")
    accounts.add(cache.archive(), "甲六", Role.UNIT, "县园区办", who=office)
    key = accounts.invite(cache.archive(), "甲六", who=office)
    browser = Browser(Starlette(routes=ROUTES, middleware=list(MIDDLEWARE)))

    login = browser.ask("/login").text
    welcome = browser.ask(f"/welcome?key={key}").text
    assert browser.login(name, PASSWORD).status_code == 303
    own = browser.ask("/me").text

    for page in (login, welcome, own):
        said = html.unescape(re.sub(r"<[^>]+>", "\n", page))
        assert "三镇县碳达峰一张图" in said
        assert left_of_the_other(said) == []
    assert "甲六" in welcome
    assert "乙镇" in own
