"""Each request has a number, told to who asked and in the log; the log tells of no person."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.errors import SihuiMapError
from sihui_map.ui import headers, logbook
from sihui_map.ui.headers import Headers
from tests.ui.door import Browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    from starlette.applications import Starlette
    from starlette.types import Message, Receive, Scope, Send

NUMBER = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return the lines of a log that is JSON."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(logbook.AsJson().format(record))

    handler = Kept()
    for logger in (logbook.ACCESS, headers.LOG):
        logger.addHandler(handler)
    monkeypatch.setattr(logbook.ACCESS, "disabled", False)
    level = logbook.ACCESS.level
    logbook.ACCESS.setLevel(logging.INFO)
    yield written
    logbook.ACCESS.setLevel(level)
    for logger in (logbook.ACCESS, headers.LOG):
        logger.removeHandler(handler)


def test_each_answer_has_a_number_that_no_other_has(ask: Callable[..., httpx.Response]) -> None:
    answers = [ask(path) for path in ("/healthz", "/", "/nowhere", "/_stcore/metrics")]
    answers.append(ask("/healthz", x_request_id="chosen-by-another"))
    numbers = [answer.headers["x-request-id"] for answer in answers]

    assert all(NUMBER.fullmatch(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_line_says_what_was_asked_and_of_nobody(
    application: Starlette, begun_store: str, lines: list[str]
) -> None:
    assert begun_store
    browser = Browser(application, address="10.77.66.55")
    answer = browser.send("/login", "/login?next=desk", name="周梅", password="hunter2-hunter2")  # noqa: S106 a wrong one
    browser.ask("/welcome?key=a-secret-key")
    browser.ask("/_stcore/upload_file/session-of-somebody/file")
    told = [json.loads(line) for line in lines]

    assert [(one["method"], one["path"], one["status"]) for one in told] == [
        ("GET", "/login", 200), ("POST", "/login", 403), ("GET", "/welcome", 403),
        ("GET", "/_stcore/upload_file/…", 403),
    ]  # fmt: skip
    assert told[1]["request"] == answer.headers["x-request-id"]
    for secret in ("周梅", "hunter2", "10.77.66.55", "a-secret-key", "session-of-somebody"):
        assert secret not in "".join(lines)


def test_what_breaks_is_found_by_its_number_and_says_where_not_what(lines: list[str]) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope, (receive, send)
        msg = "周梅的密码"
        raise RuntimeError(msg)

    sent: list[Message] = []

    async def run() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/x",
            "headers": [(b"host", b"localhost")],
        }
        await Headers(broken, page="")(scope, receive, send)

    asyncio.run(run())
    number = dict(sent[0]["headers"])[b"x-request-id"].decode()
    assert f"编号：{number}。" in sent[1]["body"].decode()
    failed = next(json.loads(line) for line in lines if "error" in line)
    assert (failed["error"], failed["request"]) == ("RuntimeError", number)
    assert any("test_logbook.py" in where for where in failed["where"])
    assert "周梅" not in "".join(lines)


def test_the_setting_is_one_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIHUI_LOG", "xml")

    with pytest.raises(SihuiMapError, match="SIHUI_LOG 应为 text 或 json，现为「xml」"):
        logbook.begin()
