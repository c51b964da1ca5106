"""Every answer carries the headers, and no other site gets one."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from sihui_map.ui.headers import (
    BROKEN,
    FRAME_POLICY,
    NO_SUCH_HOST,
    Headers,
    is_foreign,
    is_known_host,
    page_policy,
)
from sihui_map.ui.streamlit_inside.pages import index_page

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from starlette.types import Message, Receive, Scope, Send

HOST = "localhost:8501"
FRAME = "/component/map/forest/"


def socket(*origins: str, host: str = HOST) -> Scope:
    headers = [(b"host", host.encode()), *((b"origin", origin.encode()) for origin in origins)]
    return {"type": "websocket", "path": "/_stcore/stream", "headers": headers}


def request(*origins: str) -> Scope:
    return {**socket(*origins), "type": "http"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/emissions", 200),
        ("/emissions/", 301),
        ("/nowhere", 404),
        ("/healthz", 200),
        ("/api/v1/meta", 200),
        ("/api/v1/nowhere", 404),
        ("/assets/map.js", 200),
        ("/assets/maps/overview.js", 200),
        ("/assets/maps/nowhere.js", 404),
        ("/data/targets.csv", 200),
        ("/data/nowhere.csv", 404),
        ("/_stcore/health", 200),
        ("/_stcore/metrics", 403),
    ],
)
def test_every_answer_carries_the_policy_of_the_page(
    ask: Callable[..., httpx.Response], path: str, status: int
) -> None:
    answer = ask(path)

    assert answer.status_code == status
    policies = answer.headers.get_list("content-security-policy")
    assert policies == [page_policy(index_page())]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", [FRAME, "/component/other/", "/component/other/x.js"])
def test_a_component_runs_as_an_opaque_origin(
    ask: Callable[..., httpx.Response], path: str
) -> None:
    policy = ask(path).headers["content-security-policy"]

    assert policy == FRAME_POLICY
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "connect-src 'none'" in policy


def test_the_page_runs_no_script_but_its_own() -> None:
    policy = page_policy("<html><script>one()</script><script src='x'></script></html>")

    digest = base64.b64encode(hashlib.sha256(b"one()").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("scope", "foreign"),
    [
        (request(), False),
        (request(f"http://{HOST}"), False),
        (request(f"https://{HOST}"), False),
        (request("null"), False),
        (request("http://evil.example"), True),
        (request(f"http://{HOST}.evil.example"), True),
        (request("http://localhost:8502"), True),
        (request(f"http://{HOST}@evil.example"), True),
        (request("http://["), True),
        (request("evil"), True),
        (request("http://evil.example", f"http://{HOST}"), True),
        (request(f"http://{HOST}", "http://evil.example"), True),
        (socket(), False),
        (socket(f"http://{HOST}"), False),
        (socket("null"), True),
        (socket("http://evil.example"), True),
        (socket("http://["), True),
    ],
)
def test_a_foreign_origin_is_told(scope: Scope, *, foreign: bool) -> None:
    assert is_foreign(scope) == foreign


def test_a_host_said_twice_is_not_believed() -> None:
    scope = socket(f"http://{HOST}")
    scope["headers"].append((b"host", b"evil.example"))

    assert is_foreign(scope)


def test_a_foreign_page_gets_one_sentence(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/api/v1/meta", origin="http://evil.example")

    assert answer.status_code == 403
    assert answer.text == "不允许从其他网站访问此地址。"


def test_the_sandboxed_map_may_fetch_its_files(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/assets/maps/overview.js", origin="null")

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent", "/_stcore/agent/run"]
)
def test_doors_that_no_viewer_needs_are_closed(
    ask: Callable[..., httpx.Response], path: str
) -> None:
    answer = ask(path)

    assert (answer.status_code, answer.text) == (403, "此地址不开放。")


def test_a_foreign_websocket_is_closed_before_streamlit_sees_it(
    raw: Callable[..., list[Message]],
) -> None:
    assert raw(socket("http://evil.example"), {"type": "websocket.connect"}) == [
        {"type": "websocket.close", "code": 1008}
    ]


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_what_is_not_foreign_is_passed_on_untouched(kind: str) -> None:
    seen: list[Scope] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        seen.append(scope)

    async def never() -> Message:
        raise AssertionError

    async def unsent(message: Message) -> None:
        raise AssertionError(message)

    scope: Scope = {**socket(f"http://{HOST}"), "type": kind}

    asyncio.run(Headers(behind, page="policy")(scope, never, unsent))

    assert seen == [scope]


# Host names


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True),
        ("LOCALHOST:8501", True),
        ("127.0.0.1:8501", True),
        ("[::1]:8501", True),
        ("carbon.example", True),
        ("carbon.example.:443", True),
        ("10.1.2.3:8501", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("carbon.example.evil", False),
        ("localhost:8501@evil.example", False),
        ("localhost:port", False),
        ("", False),
    ],
)
def test_only_names_that_were_allowed_are_answered(
    monkeypatch: pytest.MonkeyPatch, host: str, *, known: bool
) -> None:
    monkeypatch.setenv("SIHUI_ALLOWED_HOSTS", "carbon.example, 10.1.2.3")

    assert is_known_host(socket(host=host)) is known


def test_a_name_said_twice_or_never_is_not_answered() -> None:
    twice = socket()
    twice["headers"].append((b"host", HOST.encode()))

    assert not is_known_host(twice)
    assert not is_known_host({"type": "http", "headers": []})


def test_a_wrong_setting_leaves_this_machine_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIHUI_ALLOWED_HOSTS", "http://carbon.example/")

    assert is_known_host(socket())
    assert not is_known_host(socket(host="carbon.example"))


@pytest.mark.parametrize("path", ["/", "/api/v1/meta", "/assets/map.js", "/_stcore/health"])
def test_another_name_gets_one_sentence(ask: Callable[..., httpx.Response], path: str) -> None:
    answer = ask(path, host="rebound.example")

    assert (answer.status_code, answer.text) == (421, NO_SUCH_HOST)
    assert answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_websocket_under_another_name_is_closed(raw: Callable[..., list[Message]]) -> None:
    rebound = socket("http://rebound.example", host="rebound.example")

    assert raw(rebound, {"type": "websocket.connect"}) == [
        {"type": "websocket.close", "code": 1008}
    ]


# What goes wrong, and what is kept


def test_what_breaks_is_one_chinese_sentence_with_every_header(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive, send
        msg = "kaputt"
        raise ValueError(msg)

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {**request(), "method": "GET", "path": "/api/v1/meta"}
    asyncio.run(Headers(breaks, page="policy")(scope, None, send))  # type: ignore[arg-type]

    assert sent[0]["status"] == 500
    assert sent[1]["body"].decode().startswith(BROKEN)
    assert (b"content-security-policy", b"policy") in sent[0]["headers"]
    assert "kaputt" in caplog.text


def test_what_says_nothing_of_keeping_is_not_kept(ask: Callable[..., httpx.Response]) -> None:
    assert ask("/api/v1/meta").headers["cache-control"] == "no-store"
    assert ask("/data/targets.csv").headers["cache-control"] == "no-store"
    assert ask("/healthz").headers["cache-control"] == "no-store"
    assert ask("/assets/map.js").headers["cache-control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    "path", ["/_stcore/junk", "/_stcore/", "/_stcore/upload_file", "/_stcore/health/x"]
)
def test_junk_behind_streamlits_doors_is_the_chinese_page(
    ask: Callable[..., httpx.Response], path: str
) -> None:
    answer = ask(path)

    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_a_page_gives_its_browser_a_cookie_once(ask: Callable[..., httpx.Response]) -> None:
    first = ask("/emissions").headers["set-cookie"]
    own = first.partition(";")[0]

    assert own.startswith("sihui_visit=")
    assert "; Secure" not in first
    assert "set-cookie" not in ask("/emissions", cookie=own).headers
    assert "set-cookie" not in ask("/assets/map.js").headers
    assert ask("/emissions", x_forwarded_proto="https").headers["set-cookie"].endswith("; Secure")
