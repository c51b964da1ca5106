"""Signing in and out: nothing is told, fixed, replayed, forged or sent from elsewhere."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.domain.account import IDLE
from sihui_map.ui import cache
from sihui_map.ui.forms import form_token
from sihui_map.workflow import accounts, passwords, signing
from sihui_map.workflow.waiting import Waits
from tests.people import OWN_TOWN
from tests.signing import CHEAP, PASSWORD, account_in
from tests.ui.door import Browser, wrong

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from sihui_map.store import Store

OTHER = "quiet-harbour-91-lamp"
SESSION = "sihui_session"


@pytest.fixture
def store(begun_store: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store in which 周梅 of a town and 郑红, who manages, have a password."""
    assert begun_store
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    monkeypatch.setattr(signing, "WAITS", Waits())
    found = cache.archive().store
    account_in(found, "周梅", Role.TOWN, OWN_TOWN, password=PASSWORD)
    account_in(found, "郑红", Role.ADMINISTRATOR, password=OTHER)
    return found


@pytest.fixture
def browser(application: Starlette, store: Store) -> Browser:
    """Return a browser that was never here."""
    assert store.accounts()
    return Browser(application)


def later(store: Store, monkeypatch: pytest.MonkeyPatch, passed: timedelta) -> None:
    now = store._now  # noqa: SLF001 the clock that the store was given
    monkeypatch.setattr(store, "_now", lambda: now() + passed)


def test_who_signs_in_goes_on_and_who_signs_out_is_gone(browser: Browser) -> None:
    answer = browser.login("周梅", PASSWORD, next="desk")

    assert (answer.status_code, answer.headers["location"]) == (303, "./desk")
    given = [head for head in answer.headers.get_list("set-cookie") if SESSION in head]
    assert given[0].endswith("; Path=/; HttpOnly; SameSite=Lax")
    assert browser.name == "周梅"
    kept = dict(browser.cookies)
    assert browser.send("/logout", "/me").headers["location"] == "./login"
    assert browser.cookies[SESSION] == ""
    browser.cookies = kept
    assert browser.name == ""  # replayed


def test_behind_tls_the_cookies_are_of_this_host_and_secure(browser: Browser) -> None:
    first = browser.ask("/login", x_forwarded_proto="https")
    visit = first.headers["set-cookie"]
    assert visit.startswith("__Host-sihui_visit=")
    assert visit.endswith("; Path=/; HttpOnly; SameSite=Strict; Secure")
    token = first.text.split('name="token" value="')[1][:64]
    form = {"token": token, "name": "周梅", "password": PASSWORD}

    answer = browser.ask("/login", form, x_forwarded_proto="https")

    given = answer.headers.get_list("set-cookie")
    assert given[0].startswith("__Host-sihui_session=")
    assert given[0].endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")


@pytest.mark.parametrize(
    "answer", ["", "https://evil.example", "//evil.example", "nowhere", "../x"]
)
def test_nobody_is_sent_elsewhere(browser: Browser, answer: str) -> None:
    assert browser.login("周梅", PASSWORD, next=answer).headers["location"] == "./"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    browser: Browser, store: Store, application: Starlette
) -> None:
    accounts.disable(cache.archive(), "周梅", who=accounts.operator("测试"))
    account_in(store, "何青")  # without a password

    told = {
        (answer.status_code, wrong(answer))
        for name in ("周梅", "何青", "陌生人", "郑红")
        for answer in [Browser(application).login(name, "violet-anchor-58-mapl")]
    }

    assert told == {(403, "姓名或密码不对，请核对后再输；连续输错要等待，越错越久。")}
    assert {one.who for one in store.log(4)} == {"周梅", "何青", "郑红", signing.UNKNOWN}
    assert "陌生人" not in repr(store.log())
    assert browser.name == ""


def test_a_wrong_name_takes_as_long_as_a_wrong_password(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def is_right(secret: str, given: str) -> bool:
        asked.append(secret)
        return given == PASSWORD

    monkeypatch.setattr(passwords, "is_right", is_right)
    for name in ("周梅", "陌生人"):
        with pytest.raises(Exception, match="姓名或密码不对"):
            signing.sign_in(store, name, "wrong", address="a", visit="v")

    assert asked[0].startswith("$argon2id$")
    assert asked[1] == ""  # then the hash of nobody's password is held against it
    assert passwords._nobodys(CHEAP).startswith("$argon2id$")  # noqa: SLF001 see above


def test_who_guesses_waits_and_nobody_else(browser: Browser, application: Starlette) -> None:
    for _ in range(3):
        assert "姓名或密码不对" in wrong(browser.login("周梅", "guess"))

    assert wrong(browser.login("周梅", PASSWORD)) == "连续输错，请 2 秒后再试。"
    assert browser.login("郑红", OTHER).status_code == 303
    elsewhere = Browser(application, address="10.9.9.9")
    assert elsewhere.login("周梅", PASSWORD).status_code == 303


def test_each_failure_after_the_third_waits_twice_as_long_and_never_for_ever() -> None:
    waits, pair = Waits(), ("周梅", "10.1.2.3")
    told = []
    for _ in range(12):
        waits.failed(pair, 0.0)
        told.append(waits.left_s(pair, 0.0))
    assert told == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    for _ in range(2000):
        waits.failed(pair, 0.0)
    assert waits.left_s(pair, 301.0) == 0
    waits.succeeded(pair)
    assert waits.left_s(pair, 0.0) == 0


def test_a_session_that_was_there_before_is_worth_nothing(browser: Browser) -> None:
    """Fixation: neither the id nor the browser's own cookie stays when someone signs in."""
    browser.cookies = {SESSION: "chosen-by-another", "sihui_visit": "chosen-by-another"}

    browser.login("周梅", PASSWORD)

    assert browser.cookies[SESSION] != "chosen-by-another"
    assert browser.cookies["sihui_visit"] != "chosen-by-another"
    stale = Browser(browser.application)
    stale.cookies = {SESSION: "chosen-by-another", "sihui_visit": "chosen-by-another"}
    assert stale.name == ""


def test_who_signs_in_again_has_a_new_id_and_stays_the_same_browser(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.login("周梅", PASSWORD)
    first = dict(browser.cookies)
    later(store, monkeypatch, IDLE + timedelta(seconds=1))
    assert browser.name == ""
    assert "已有 15 分钟没有操作" in browser.ask("/me").text

    browser.login("周梅", PASSWORD)

    assert browser.cookies[SESSION] != first[SESSION]
    assert browser.cookies["sihui_visit"] == first["sihui_visit"]
    browser.login("郑红", OTHER)
    assert browser.cookies["sihui_visit"] != first["sihui_visit"]
    browser.cookies = first
    assert browser.name == ""


@pytest.mark.parametrize("forged", ["", "x", "0" * 64, "' OR 1=1 --", "%00", "a" * 5000])
def test_a_forged_id_opens_nothing(browser: Browser, store: Store, forged: str) -> None:
    browser.login("周梅", PASSWORD)
    digest = store.sessions()[0].digest

    for value in (forged, digest):  # what a thief of the database has is no id
        browser.cookies[SESSION] = value
        assert browser.name == ""


def test_signing_out_everywhere_ends_every_session(
    browser: Browser, application: Starlette
) -> None:
    phone = Browser(application)
    for each in (browser, phone):
        each.login("周梅", PASSWORD)

    browser.send("/logout", "/me", everywhere="yes")

    assert phone.name == ""


# Forms come from our own pages only


def test_a_form_from_elsewhere_is_refused(browser: Browser, application: Starlette) -> None:
    token = browser.ask("/login").text.split('name="token" value="')[1][:64]
    form = {"token": token, "name": "周梅", "password": PASSWORD}

    for headers in (
        {"origin": "https://evil.example"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ):  # fmt: skip
        assert browser.ask("/login", form, **headers).status_code in (400, 403), headers
    for changed in ({**form, "token": "0" * 64}, {**form, "token": ""}):
        assert "没有处理" in wrong(browser.ask("/login", changed))
    stranger = Browser(application)
    assert "没有处理" in wrong(stranger.ask("/login", form))
    assert browser.ask("/login", {**form, "password": "x" * 9000}).status_code == 400
    assert browser.ask("/login", form, origin="http://localhost:8501").status_code == 303


def test_only_the_door_may_send_forms_and_no_script_runs_there(browser: Browser) -> None:
    for path in ("/login", "/welcome", "/password", "/me"):
        policy = browser.ask(path).headers["content-security-policy"]
        assert "form-action 'self'" in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
    assert "form-action 'none'" in browser.ask("/desk").headers["content-security-policy"]
    assert browser.ask("/login").headers["cache-control"] == "no-store"


# Passwords


def test_a_one_time_link_sets_the_password_once(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch, application: Starlette
) -> None:
    archive, who = cache.archive(), accounts.operator("测试")
    accounts.add(archive, "何青", Role.REVIEWER, who=who)
    key = accounts.invite(archive, "何青", who=who)
    page = f"/welcome?key={key}"

    for new, again, told in (
        ("short", "short", "密码应为 10–128 个字符"),
        ("1234567890", "1234567890", "密码太常见"),
        (PASSWORD, OTHER, "两次输入的新密码不一样"),
    ):
        assert told in wrong(browser.send(page, key=key, new=new, again=again))
    assert browser.send(page, key=key, new=PASSWORD, again=PASSWORD).status_code == 303
    assert browser.name == "何青"
    assert "已经用过" in wrong(Browser(application).ask(page))
    assert "已经用过" in wrong(Browser(application).ask("/welcome"))
    replayed = Browser(application)
    replayed.ask("/login")
    token = form_token(replayed.cookies["sihui_visit"])
    form = {"token": token, "key": key, "new": OTHER, "again": OTHER}
    assert "已经用过" in wrong(replayed.ask("/welcome", form))
    assert replayed.name == ""
    assert replayed.login("何青", OTHER).status_code == 403

    late = accounts.invite(archive, "何青", who=who)
    assert browser.name == ""  # it is signed out, and the old password counts no more
    assert browser.login("何青", PASSWORD).status_code == 403
    later(store, monkeypatch, timedelta(days=8))
    assert "已过期" in wrong(browser.ask(f"/welcome?key={late}"))


def test_a_temporary_password_has_to_be_changed_first(browser: Browser) -> None:
    given = accounts.reset(cache.archive(), "周梅", who=accounts.operator("测试"))

    assert browser.login("周梅", given, next="desk").headers["location"] == "./password"
    page = "/password"
    assert "请先改成只有自己知道的" in browser.ask(page).text
    assert "现在的密码不对" in wrong(browser.send(page, old="x", new=PASSWORD, again=PASSWORD))
    assert "与现在的相同" in wrong(browser.send(page, old=given, new=given, again=given))
    assert browser.send(page, old=given, new=PASSWORD, again=PASSWORD).status_code == 303
    assert "请先改成只有自己知道的" not in browser.ask(page).text


def test_another_password_ends_the_other_sessions(browser: Browser, application: Starlette) -> None:
    phone = Browser(application)
    for each in (browser, phone):
        each.login("周梅", PASSWORD)

    assert browser.send("/password", old=PASSWORD, new=OTHER, again=OTHER).status_code == 303

    assert (browser.name, phone.name) == ("周梅", "")


def test_a_weaker_hash_is_made_anew_when_its_owner_signs_in(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "HASHER", type(CHEAP)(time_cost=2, memory_cost=8, parallelism=1))

    browser.login("周梅", PASSWORD)

    found = store.account("周梅")
    assert found
    assert "t=2" in found.secret


def test_in_production_a_password_costs_what_the_standard_asks() -> None:
    told = passwords.HASHER

    assert (told.memory_cost, told.time_cost, told.type.name) == (65536, 3, "ID")
    begun = time.perf_counter()
    assert not passwords.is_right("", "x")
    assert time.perf_counter() > begun


def test_the_log_file_is_for_who_may_read_it(browser: Browser) -> None:
    assert browser.ask("/data/log.csv").status_code == 403
    browser.login("周梅", PASSWORD)
    assert browser.ask("/data/log.csv").status_code == 403
    newest = cache.archive().store.log(1)[0]
    assert (newest.who, newest.is_refused, newest.action) == ("周梅", True, "查阅操作记录")
    browser.login("郑红", OTHER)
    answer = browser.ask("/data/log.csv")
    assert answer.status_code == 200
    assert "登录" in answer.text
    newest = cache.archive().store.log(1)[0]
    assert (newest.who, newest.is_refused, newest.after) == ("郑红", False, "下载")
