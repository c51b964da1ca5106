"""Every answer carries the headers, and no other site gets one."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from sihui_map.ui import static
from sihui_map.ui.headers import FRAME_POLICY, Headers, is_foreign, page_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from starlette.types import Message, Receive, Scope, Send

HOST = "carbon.example"
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
    assert policies == [page_policy(static.index_page())]
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
        (request(f"http://{HOST}:8501"), True),
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
