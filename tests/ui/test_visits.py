"""What comes in by a websocket or as a file: whose it is, what it may, how often."""

from __future__ import annotations

import asyncio
import gc
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from sihui_map.ui import editor, visits
from sihui_map.ui.editor import Writer
from sihui_map.ui.streamlit_inside import session
from sihui_map.ui.visits import HEADER, Visits, cookie_of, new_cookie, visit_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator

    from starlette.types import Message, Receive, Scope, Send

COOKIE = (b"cookie", b"a=1; sihui_visit=abc123; b=2")
MB = 1_000_000


def back(kind: str) -> Message:
    message = BackMsg()
    field = getattr(message, kind)
    if isinstance(field, bool):
        setattr(message, kind, True)
    elif isinstance(field, str):
        setattr(message, kind, "x")
    else:
        field.SetInParent()
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def socket(*headers: tuple[bytes, bytes]) -> Scope:
    return {"type": "websocket", "path": "/_stcore/stream", "headers": list(headers)}


class Behind:
    """Stands for Streamlit: hears everything until the end."""

    def __init__(self, then: Callable[[Message, Send], Awaitable[None]] | None = None) -> None:
        """Call ``then`` for each message."""
        self.heard: list[Any] = []
        self.scope: Scope = {}
        self.then = then

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hear one visit."""
        self.scope = scope
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                self.heard.append(message.get("code"))
                return
            parsed = BackMsg()
            parsed.ParseFromString(message["bytes"])
            self.heard.append(parsed.WhichOneof("type"))
            if self.then:
                await self.then(message, send)


def visit(
    door: Visits, *messages: Message, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> Callable[[], Coroutine[Any, Any, list[Message]]]:
    async def played() -> list[Message]:
        sent: list[Message] = []
        waiting = [*messages, {"type": "websocket.disconnect", "code": 1000}]

        async def receive() -> Message:
            return waiting.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        await door(socket(*headers), receive, send)
        return sent

    return played


ALL = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]


@pytest.mark.parametrize("kind", ALL)
def test_only_what_a_page_needs_is_heard(kind: str) -> None:
    behind = Behind()

    asyncio.run(visit(Visits(behind), back(kind))())

    needed = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}
    assert behind.heard == ([kind, 1000] if kind in needed else [1000])


@pytest.mark.parametrize("body", [b"\xff\xff", b"\x08", None, b""])
def test_what_is_no_message_ends_the_visit_without_a_traceback(body: bytes | None) -> None:
    behind = Behind()
    message = {"type": "websocket.receive", "bytes": body, "text": "x"}

    sent = asyncio.run(visit(Visits(behind), message)())

    assert sent == [{"type": "websocket.close", "code": 1002}]
    assert behind.heard == [1002]


def test_a_script_waits_until_the_one_before_has_finished() -> None:
    order: list[str] = []
    finished = ForwardMsg()
    finished.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    done: Message = {"type": "websocket.send", "bytes": finished.SerializeToString()}

    async def script(_: Message, send: Send) -> None:
        order.append("begins")
        await asyncio.sleep(0.02)
        order.append("ends")
        await send(done)

    async def crowd() -> None:
        door = Visits(Behind(script))
        await asyncio.gather(*(visit(door, back("rerun_script"))() for _ in range(8)))

    asyncio.run(crowd())

    assert order == ["begins", "ends"] * 8


def test_a_visit_that_ends_gives_its_turn_back() -> None:
    async def both() -> None:
        door = Visits(Behind())
        await visit(door, back("rerun_script"))()
        await asyncio.wait_for(visit(door, back("rerun_script"))(), 0.2)

    asyncio.run(both())


# Whose session it is


def test_a_browser_is_known_by_its_cookie_and_nothing_it_says() -> None:
    behind = Behind()
    forged = (HEADER, b"of somebody else")

    asyncio.run(visit(Visits(behind), headers=(COOKIE, forged))())

    told = [value for name, value in behind.scope["headers"] if name == HEADER]
    assert told == [visit_of(socket(COOKIE)).encode()]
    assert b"abc123" not in told[0]


def test_without_a_cookie_no_two_visits_are_the_same() -> None:
    assert visit_of(socket()) != visit_of(socket())
    assert visit_of(socket(COOKIE)) == visit_of(socket(COOKIE))


def test_a_broken_cookie_is_none() -> None:
    assert cookie_of(socket((b"cookie", b'sihui_visit="\\'))) == ""
    assert cookie_of(socket((b"cookie", b"\xff\xfe"))) == ""


@pytest.mark.parametrize("is_secure", [True, False])
def test_no_script_and_no_other_site_gets_the_cookie(*, is_secure: bool) -> None:
    given = new_cookie(is_secure=is_secure).decode()

    assert given.startswith("sihui_visit=")
    assert "; HttpOnly; SameSite=Strict" in given
    assert given.endswith("; Secure") is is_secure
    assert given != new_cookie(is_secure=is_secure).decode()


# Uploads


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Give a Streamlit that keeps no file yet, and a writer in session "mine"."""
    files: dict[str, Any] = {}
    manager = SimpleNamespace(file_storage=files)
    runtime = SimpleNamespace(instance=lambda: SimpleNamespace(uploaded_file_mgr=manager))
    monkeypatch.setattr(session, "Runtime", runtime)
    files["writer"] = {}
    writer = Writer("张三", visit_of(socket(COOKIE)), now=time.monotonic())
    editor.register("mine", writer)
    yield files
    del writer
    gc.collect()


def upload(
    *, session: str = "mine", length: str = "1000", cookie: bool = True, method: str = "PUT"
) -> tuple[int, str]:
    async def stored(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def one() -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [COOKIE] if cookie else []
        if length:
            headers.append((b"content-length", length.encode()))
        path = f"/_stcore/upload_file/{session}/f1"
        scope: Scope = {"type": "http", "path": path, "method": method, "headers": headers}
        await Visits(stored)(scope, None, send)  # type: ignore[arg-type] # nobody reads the body
        return sent

    sent = asyncio.run(one())
    return sent[0]["status"], sent[1]["body"].decode()


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("method", ["PUT", "DELETE", "GET"])
def test_who_may_write_may_upload_to_his_own_session_only(method: str) -> None:
    assert upload(method=method)[0] == 204
    for refused in (upload(session="other", method=method), upload(cookie=False, method=method)):
        assert refused == (403, visits.NOT_YOURS)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("length", "answer"),
    [
        ("", (411, visits.NO_LENGTH)),
        ("-1", (411, visits.NO_LENGTH)),
        ("1e3", (411, visits.NO_LENGTH)),
        ("9" * 400, (411, visits.NO_LENGTH)),
        ("21000001", (413, visits.TOO_LARGE)),
        ("21000000", (204, "")),
    ],
)
def test_a_file_says_how_large_it_is(length: str, answer: tuple[int, str]) -> None:
    assert upload(length=length) == answer


def file(size: int) -> SimpleNamespace:
    return SimpleNamespace(data=b"x" * size)


def test_one_session_and_all_of_them_have_so_much_room(kept: dict[str, Any]) -> None:
    kept["mine"] = {"a": file(20 * MB), "b": file(20 * MB), "c": file(19 * MB)}
    assert upload(length=str(MB))[0] == 204
    assert upload(length=str(MB + 1)) == (413, visits.SESSION_FULL)

    kept["mine"] = {}
    kept.update({f"s{number}": {"a": file(20 * MB)} for number in range(15)})
    assert upload(length="1") == (503, visits.ALL_FULL)
    del kept["s0"]
    assert upload(length="1")[0] == 204


def test_after_a_long_pause_nothing_is_taken(
    kept: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept
    later = time.monotonic() + editor.IDLE_S + 1
    monkeypatch.setattr("sihui_map.ui.editor.time.monotonic", lambda: later)

    assert upload() == (403, visits.NOT_YOURS)
