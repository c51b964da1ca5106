"""Single sign-on against a real provider: who is known gets in, nothing forged or swapped does."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from sihui_map.domain.access import Role
from sihui_map.ui import cache, provider
from sihui_map.workflow import accounts, passwords, signing
from sihui_map.workflow.waiting import Waits
from tests.people import OWN_TOWN
from tests.signing import CHEAP, PASSWORD, account_in
from tests.ui.door import Browser, wrong
from tests.ui.provider import agreed, known_there, provided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.applications import Starlette

    from sihui_map.store import Store

TABLES = f"""
title = "统一身份认证"
address = "http://localhost:8501"
client_id = "carbon"
%s
[fields]
name = "name"
role = "roles"
scope = "dept.name"
[roles]
tan-town = "镇街填报"
tan-review = "审核"
tan-look = "查看"
[scopes]
"甲镇人民政府" = "{OWN_TOWN}"
"""
OIDC = (
    TABLES
    % """
kind = "oidc"
issuer = "THERE"
"""
)
OAUTH2 = (
    TABLES
    % """
kind = "oauth2"
authorize = "THERE/oauth2/authorize?nonce=1"
token = "THERE/oauth2/token"
user_info = "THERE/userinfo"
"""
)


@pytest.fixture(scope="module")
def there() -> Iterator[str]:
    """Return the address of a provider."""
    with provided() as base:
        yield base


@pytest.fixture
def store(begun_store: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of one's own; the answers of earlier providers are forgotten."""
    assert begun_store
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    monkeypatch.setattr(signing, "WAITS", Waits())
    provider._discovered.clear()  # noqa: SLF001 kept for ten minutes
    return cache.archive().store


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Return what describes the provider to the application."""

    def describe(text: str) -> None:
        file = tmp_path / "sso.toml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setenv("SIHUI_SSO_FILE", str(file))
        monkeypatch.setenv("SIHUI_SSO_SECRET", "only-in-the-environment")

    return describe


@pytest.fixture(params=[OIDC, OAUTH2], ids=["oidc", "oauth2"])
def browser(
    request: pytest.FixtureRequest,
    application: Starlette,
    store: Store,
    told: Callable[[str], None],
    there: str,
) -> Browser:
    """Return a browser where people sign in by the provider, in both ways of asking it."""
    assert store.accounts() == ()
    told(request.param.replace("THERE", there))
    return Browser(application)


@pytest.fixture
def openid(
    application: Starlette, store: Store, told: Callable[[str], None], there: str
) -> Browser:
    """Return a browser where people sign in by OpenID Connect."""
    assert store.accounts() == ()
    told(OIDC.replace("THERE", there))
    return Browser(application)


def clerk(there: str, subject: str = "u1", name: str = "周梅", **claims: object) -> str:
    own: dict[str, object] = {"name": name, "roles": ["x", "tan-town"]}
    known_there(there, subject, **own, dept={"name": "甲镇人民政府"}, **claims)
    return subject


def back(browser: Browser, subject: str, page: str = "") -> httpx.Response:
    """Go there, agree, and come back."""
    where = browser.ask(f"/sso{page}").headers["location"]
    answer = browser.ask(agreed(where, subject))
    if hop := re.search(r'content="0;url=\./([^"]+)"', answer.text):
        answer = browser.ask(f"/{html.unescape(hop[1])}")
    return answer


def test_who_is_known_there_has_an_account_here_by_the_tables(
    browser: Browser, there: str, store: Store
) -> None:
    login = browser.ask("/login?next=desk")
    assert '<a href="./sso?next=desk">用统一身份认证登录</a>' in login.text

    answer = back(browser, clerk(there), "?next=desk")
    assert (answer.status_code, answer.headers["location"]) == (303, "./desk")
    assert browser.name == "周梅"
    own = store.account("周梅")
    assert own
    assert (own.role, own.scope, own.secret) == (Role.TOWN, OWN_TOWN, "")
    assert [(one.who, one.action) for one in store.log(2)] == [
        ("周梅", "登录"), ("系统", "管理账号"),
    ]  # fmt: skip
    assert store.checked_chain().wrong == ()
    assert "only-in-the-environment" not in repr(store.log())
    assert back(browser, "u1").status_code == 303  # again, and it is the same account
    assert [one.name for one in store.accounts()] == ["周梅"]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"roles": ["root"]}, "给出的角色「root」不能对应到这里的角色"),
        ({"roles": []}, "给出的角色「空」不能对应到这里的角色"),
        ({"roles": ["tan-town", "tan-review"]}, "对应到几个角色"),
        ({"dept": {"name": "别的镇"}}, "要写明镇街的 9 位代码，现为「别的镇」"),
        ({"dept": "x"}, "要写明镇街的 9 位代码，现为「空」"),
        ({"name": ""}, "没有给出「name」"),
        ({"name": "系统"}, "是程序自己的名称"),
    ],
)
def test_an_unknown_role_or_town_is_refused_and_nothing_is_made(
    browser: Browser, there: str, store: Store, claims: dict[str, object], said: str
) -> None:
    own = {"name": "周梅", "roles": ["tan-town"], "dept": {"name": "甲镇人民政府"}}
    known_there(there, "u2", **{**own, **claims})

    answer = back(browser, "u2")

    assert answer.status_code == 403
    assert said in html.unescape(wrong(answer))
    assert (store.accounts(), browser.name) == ((), "")
    newest = store.log(1)[0]
    assert (newest.action, newest.is_refused, newest.about) == ("登录", True, "统一身份认证")


def test_what_was_redeemed_once_opens_nothing_again(
    openid: Browser, there: str, store: Store, application: Starlette
) -> None:
    subject = clerk(there, "u6")
    where = openid.ask("/sso").headers["location"]
    taken = dict(openid.cookies)
    path = f"{agreed(where, subject)}&here=1"
    assert openid.ask(path).status_code == 303
    assert openid.cookies["sihui_sso"] == ""

    for cookies in (taken, dict(openid.cookies)):  # as they were, as they are
        thief = Browser(application)
        thief.cookies = {name: own for name, own in cookies.items() if name != "sihui_session"}
        assert wrong(thief.ask(path)) != ""
        assert "sihui_session" not in thief.cookies
    assert len(store.sessions()) == 1


def test_a_role_follows_the_other_system_and_a_shut_account_stays_shut(
    browser: Browser, there: str, store: Store
) -> None:
    back(browser, clerk(there, "u3"))
    known_there(there, "u3", name="周梅", roles=["tan-look"], dept=None)
    back(browser, "u3")
    own = store.account("周梅")
    assert own
    assert (own.role, own.scope, own.why) == (Role.VIEWER, "", "统一身份认证")

    accounts.disable(cache.archive(), "周梅", who=accounts.operator("测试"))
    assert "账号「周梅」已停用" in wrong(back(browser, "u3"))


def test_an_account_of_that_name_is_not_taken_over_but_connected_by_its_owner(
    browser: Browser, there: str, store: Store
) -> None:
    account_in(store, "周梅", Role.TOWN, OWN_TOWN, password=PASSWORD)
    assert "已有账号「周梅」，还没有与统一身份认证对应" in wrong(back(browser, clerk(there, "u4")))
    assert browser.name == ""

    browser.login("周梅", PASSWORD)
    assert "对应统一身份认证" in browser.ask("/me").text
    page = browser.send("/sso", "/me").text
    where = re.search(r'content="0;url=([^"]+)"', page)
    assert where
    answer = browser.ask(agreed(html.unescape(where[1]), "u4"))
    assert answer.headers["location"] == "./me", wrong(answer)
    assert "对应统一身份认证" not in browser.ask("/me").text
    browser.send("/logout", "/me")
    assert back(browser, "u4").status_code == 303
    assert browser.name == "周梅"


def test_nobody_is_made_to_connect_by_another_site(openid: Browser, store: Store) -> None:
    account_in(store, "周梅", Role.TOWN, OWN_TOWN, password=PASSWORD)
    openid.login("周梅", PASSWORD)

    assert openid.ask("/sso", {"token": "0" * 64}).status_code == 400
    assert not store.has_subject("周梅")


def test_what_comes_back_fits_the_browser_that_went(
    openid: Browser, application: Starlette, there: str, store: Store
) -> None:
    """State, PKCE and nonce: neither forged nor of another browser."""
    subject = clerk(there, "u5")
    where = httpx.URL(openid.ask("/sso").headers["location"])
    seed = provider.Seed(openid.cookies["sihui_sso"].partition(".")[0])
    challenge = base64.urlsafe_b64encode(hashlib.sha256(seed.verifier.encode()).digest())
    assert where.params["code_challenge"] == challenge.decode().rstrip("=")
    assert where.params["code_challenge_method"] == "S256"
    assert where.params["redirect_uri"] == "http://localhost:8501/sso-back"
    code = httpx.URL(agreed(str(where), subject)).params["code"]

    other = Browser(application)
    other.ask("/login")
    for cookies in ({}, {"sihui_sso": "x."}, {"sihui_sso": "."}):
        other.cookies |= cookies
        answer = other.ask(f"/sso-back?code={code}&state={seed.state}")
        assert "不是从本系统的这个浏览器开始的" in wrong(answer)
    # The ten minutes hold whatever the browser keeps longer, or says of the time.
    begun, dash, rest = openid.cookies["sihui_sso"].partition("-")
    for late in (int(begun) - 601, int(begun) + 60):
        other.cookies["sihui_sso"] = f"{late}{dash}{rest}"
        own = provider.Seed(other.cookies["sihui_sso"].partition(".")[0])
        for state in (seed.state, own.state):
            answer = other.ask(f"/sso-back?code={code}&state={state}")
            assert "已超过 10 分钟" in wrong(answer)
    # Another's code, brought into a browser whose own state is right: the nonce tells.
    other.ask("/sso")
    own = provider.Seed(other.cookies["sihui_sso"].partition(".")[0])
    answer = other.ask(f"/sso-back?code={code}&state={own.state}")
    assert "签名的内容不对（InvalidClaimError）" in wrong(answer)
    assert store.accounts() == ()


def test_the_code_is_redeemed_with_what_the_browser_went_with(
    openid: Browser, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    was = provider._asked  # noqa: SLF001 what speaks to the other system

    def spied(*words: Any, **more: Any) -> dict[str, Any]:  # noqa: ANN401 see there
        asked.append(more.get("data", {}))
        return was(*words, **more)

    monkeypatch.setattr(provider, "_asked", spied)
    back(openid, clerk(there, "u6"))

    [sent] = [one for one in asked if one]
    assert len(sent.pop("code_verifier")) == 64
    assert sent.pop("code")
    assert sent == {
        "grant_type": "authorization_code",
        "redirect_uri": "http://localhost:8501/sso-back",
        "client_id": "carbon",
        "client_secret": "only-in-the-environment",
    }


def _none(token: str) -> str:
    """Return a token whose signature is taken away, and that says it needs none."""
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."


def _other(token: str) -> str:
    head, body, signature = token.split(".")
    return f"{head}.{body}.{signature[:-8]}AAAAAAAA"


@pytest.mark.parametrize(
    "forged",
    [_none, _other, lambda _: "", lambda _: "a.b.c"],
    ids=["no algorithm", "another signature", "nothing", "no token"],
)
def test_a_token_that_the_other_system_did_not_sign_opens_nothing(
    openid: Browser,
    there: str,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    forged: Callable[[str], str],
) -> None:
    was = provider._asked  # noqa: SLF001 what speaks to the other system

    def forging(*words: Any, **more: Any) -> dict[str, Any]:  # noqa: ANN401 see there
        found = was(*words, **more)
        return {**found, "id_token": forged(found["id_token"])} if "id_token" in found else found

    monkeypatch.setattr(provider, "_asked", forging)
    answer = back(openid, clerk(there, "u7"))

    assert "签名的内容不对" in wrong(answer)
    assert (store.accounts(), openid.name) == ((), "")


def test_a_token_that_is_over_or_of_another_system_opens_nothing(
    openid: Browser, store: Store, told: Callable[[str], None], there: str
) -> None:
    with provided("--token-max-age", "-120") as late:
        told(OIDC.replace("THERE", late))
        assert "签名的内容不对（ExpiredTokenError）" in wrong(back(openid, clerk(late)))
        told(OIDC.replace("THERE", there.replace("127.0.0.1", "localhost")))
        answer = openid.ask("/sso")
        assert answer.status_code in (303, 403)
    told(OIDC.replace("THERE", late))
    provider._discovered.clear()  # noqa: SLF001 kept for ten minutes
    answer = openid.ask("/sso")
    assert answer.status_code == 503
    assert wrong(answer) == "统一身份认证没有回答，请稍后再试，或用姓名和密码登录。"
    assert store.accounts() == ()


def test_who_does_not_agree_there_is_told(openid: Browser, there: str) -> None:
    where = openid.ask("/sso").headers["location"]
    path = agreed(where, clerk(there, "u8"), "deny")
    state = httpx.URL(where).params["state"]

    answer = openid.ask(f"/sso-back?{httpx.URL(path).query.decode()}&state={state}&here=1")
    assert "统一身份认证没有同意登录" in wrong(answer)
    assert "sihui_sso=; " in answer.headers["set-cookie"]


def test_where_nothing_is_set_or_set_wrong_a_password_still_opens(
    openid: Browser, store: Store, told: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    account_in(store, "周梅", Role.TOWN, OWN_TOWN, password=PASSWORD)
    told('kind = "saml"')
    assert (
        "单点登录现在不能用：单点登录的设置文件「sso.toml」：kind 应为" in openid.ask("/login").text
    )
    assert openid.login("周梅", PASSWORD).status_code == 303
    monkeypatch.delenv("SIHUI_SSO_FILE")
    assert "/sso" not in openid.ask("/login").text
    assert wrong(openid.ask("/sso")) == "没有设置单点登录，请用姓名和密码登录。"


def test_behind_tls_the_cookie_is_of_this_host_and_secure(openid: Browser) -> None:
    given = openid.ask("/sso", x_forwarded_proto="https").headers["set-cookie"]

    assert given.startswith("__Host-sihui_sso=")
    assert given.endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure")
