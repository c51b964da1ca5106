"""A person's own page: his sessions, tokens and deputies; and a program that shows a token."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.ui import cache
from sihui_map.workflow import accounts, deputies, passwords, signing
from sihui_map.workflow.permitting import today_of
from sihui_map.workflow.waiting import Waits
from tests import county
from tests.people import OWN_TOWN
from tests.signing import CHEAP, PASSWORD, account_in
from tests.ui.door import Browser, wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from starlette.applications import Starlette

    from sihui_map.store import Store

BOSS = accounts.operator("测试")
KEY = re.compile(r"<code>(sihui_[\w-]{43})</code>")


@pytest.fixture
def store(begun_store: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store with a clerk and two reviewers who have a password."""
    assert begun_store
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    monkeypatch.setattr(signing, "WAITS", Waits())
    found = cache.archive().store
    account_in(found, "周梅", Role.TOWN, OWN_TOWN, password=PASSWORD)
    account_in(found, "张三", Role.REVIEWER, password=PASSWORD)
    account_in(found, "李四", Role.REVIEWER, password=PASSWORD)
    return found


@pytest.fixture
def entered(application: Starlette, store: Store) -> Callable[[str], Browser]:
    """Return what gives the browser of someone who is signed in."""
    assert store.accounts()

    def enter(name: str) -> Browser:
        browser = Browser(application)
        assert browser.login(name, PASSWORD).status_code == 303
        return browser

    return enter


def token_of(browser: Browser, label: str = "数据中台", days: str = "30") -> str:
    answer = browser.send("/me", do="token", label=label, days=days)
    found = KEY.search(answer.text)
    assert found, wrong(answer)
    return found[1]


def get(application: Starlette, path: str, *shown: str) -> httpx.Response:
    return Browser(application).ask(path, authorization=" ".join(shown))


def test_a_person_sees_his_sessions_and_ends_the_one_at_the_other_desk(
    entered: Callable[[str], Browser], store: Store
) -> None:
    here, other, another = entered("周梅"), entered("周梅"), entered("张三")
    shorts = re.findall(r'name="session" value="(\w+)"', here.ask("/me").text)
    mine = {one.short for one in store.sessions("周梅")}
    assert set(shorts) < mine
    assert len(shorts) == 1  # not his own, which has its button above

    theirs = store.sessions("张三")[0].short
    assert wrong(here.send("/me", do="end", session=theirs)) == "这个登录已经结束。"
    assert another.name == "张三"
    assert here.send("/me", do="end", session=shorts[0]).headers["location"] == "./me"
    assert (here.name, other.name) == ("周梅", "")
    assert store.log(1)[0].after.endswith("从 10.1.2.3 的登录")


def test_a_program_reads_a_closed_interface_by_a_token_and_nothing_else(
    entered: Callable[[str], Browser], application: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_ACCESS", "login")
    browser = entered("周梅")
    key = token_of(browser)

    assert get(application, "/api/v1/meta").status_code == 401
    answer = get(application, "/api/v1/meta", "Bearer", key)
    assert answer.status_code == 200
    assert get(application, "/api/v1/emissions.csv", "bearer", key).status_code == 200
    for path in ("/data/ranking.csv", "/data/log.csv", "/cells/save", "/materials/deck", "/me"):
        closed = get(application, path, "Bearer", key)
        assert closed.status_code in (401, 405) or "登录" in closed.text, path
    assert Browser(application).ask("/api/v1/meta", {"a": "b"}, authorization=f"Bearer {key}")\
        .status_code == 405  # fmt: skip
    assert key not in browser.ask("/me").text  # shown once


@pytest.mark.parametrize("access", ["open", "login"])
def test_what_is_forged_expired_or_revoked_is_refused_in_a_sentence(
    entered: Callable[[str], Browser],
    application: Starlette,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    access: str,
) -> None:
    monkeypatch.setenv("SIHUI_ACCESS", access)
    browser = entered("周梅")
    first, second, third = (token_of(browser, label, "1") for label in "甲乙丙")
    which = re.search(r'name="which" value="(\w+)"', browser.ask("/me").text)
    assert which
    browser.send("/me", do="revoke", which=which[1])  # the newest
    account_in(store, "郑红", Role.ADMINISTRATOR)

    refused = {
        third: "接口令牌「丙」已撤销，不能再用。请在「我的账号」里另发一个。",
        first[:-1]: "接口令牌不对：不完整，或不是本系统发出的。请在「我的账号」里另发一个。",
        "x": "接口令牌不对：不完整，或不是本系统发出的。请在「我的账号」里另发一个。",
    }
    for key, sentence in refused.items():
        answer = get(application, "/api/v1/meta", "Bearer", key)
        assert (answer.status_code, answer.text) == (401, sentence)
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert get(application, "/api/v1/meta", "Basic", "eDp5").status_code == 401
    now = store._now  # noqa: SLF001 the clock that the store was given
    monkeypatch.setattr(store, "_now", lambda: now() + timedelta(days=2))
    assert "到期，不能再用" in get(application, "/api/v1/meta", "Bearer", second).text
    monkeypatch.setattr(store, "_now", now)
    accounts.disable(cache.archive(), "周梅", who=BOSS)
    assert get(application, "/api/v1/meta", "Bearer", first).status_code == 401


def test_a_token_is_asked_for_on_the_page_only_with_what_it_needs(
    entered: Callable[[str], Browser],
) -> None:
    browser = entered("周梅")

    assert "天数应为 1–366" in wrong(browser.send("/me", do="token", label="甲", days="367"))
    assert "请写明令牌给哪个程序用" in wrong(browser.send("/me", do="token", label="", days="9"))
    assert "没有这个按钮" in wrong(browser.send("/me", do="nothing"))
    form = {"token": "0" * 64, "do": "token", "label": "甲", "days": "9"}
    assert browser.ask("/me", form).status_code == 400  # not from a page of ours
    said = browser.ask("/me").text
    assert "<h2>接口令牌</h2>" in said
    assert ">撤销</button>" not in said


def test_a_deputy_acts_for_the_absent_and_is_himself_again(
    entered: Callable[[str], Browser], store: Store
) -> None:
    reviewer, clerk = entered("张三"), entered("周梅")
    today = today_of(store).isoformat()
    assert "代张三处理" not in clerk.ask("/me").text
    assert "指定代理人" not in clerk.ask("/me").text
    refused = clerk.send("/me", do="deputy", whom="李四", since=today, until=today)
    assert "周梅的角色是「镇街填报」，不能指定代理" in wrong(refused)
    assert "今天不是「张三」的代理" in wrong(clerk.send("/me", do="stand", absent="张三"))

    done = reviewer.send("/me", do="deputy", whom="周梅", since=today, until=today)
    assert done.status_code == 303, wrong(done)
    assert f"周梅，{today} 至 {today}" in reviewer.ask("/me").text
    clerk.send("/me", do="stand", absent="张三")
    shown = html.unescape(clerk.ask("/me").text)
    assert "周梅（代 张三），审核，全市。" in shown
    assert "指定代理人" not in shown
    assert store.log(1)[0].after == "代 张三"
    clerk.send("/me", do="stand")
    assert f"周梅，镇街填报，{county.OWN.name}。" in clerk.ask("/me").text

    clerk.send("/me", do="stand", absent="张三")
    deputies.end_deputy(cache.archive(), "张三", "周梅", who=BOSS)
    assert f"周梅，镇街填报，{county.OWN.name}。" in clerk.ask("/me").text
