"""What comes in by a websocket or as a file: whose it is, what it may, how often."""

from __future__ import annotations

import asyncio
import gc
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from sihui_map.domain.access import Role
from sihui_map.domain.account import IDLE
from sihui_map.store.writers import sessions
from sihui_map.ui import cache, visits
from sihui_map.ui.cookies import cookie_of, new_visit, visit_cookie, visit_of
from sihui_map.ui.identity import digest_in
from sihui_map.ui.streamlit_inside import session
from sihui_map.ui.visits import HEADER, SESSION_HEADER, Visits, open_place
from tests.people import OWN_TOWN
from tests.signing import account_in, session_in

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


def test_a_message_longer_than_any_page_sends_ends_the_visit() -> None:
    behind = Behind()
    message = {"type": "websocket.receive", "bytes": b"\0" * 1_000_001}

    sent = asyncio.run(visit(Visits(behind), message)())

    assert sent == [{"type": "websocket.close", "code": 1009}]
    assert behind.heard == [1009]


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
    forged = ((HEADER, b"of somebody else"), (SESSION_HEADER, b"of somebody else"))
    signed = (b"cookie", b"sihui_session=secret-id")

    asyncio.run(visit(Visits(behind), headers=(COOKIE, signed, *forged))())

    def told(header: bytes) -> list[bytes]:
        return [value for name, value in behind.scope["headers"] if name == header]

    assert told(HEADER) == [visit_of(socket(COOKIE)).encode()]
    assert told(SESSION_HEADER) == [digest_in(socket(signed)).encode()]
    assert not any(
        part in told(HEADER)[0] + told(SESSION_HEADER)[0] for part in (b"abc123", b"-id")
    )


def test_behind_tls_only_the_cookie_that_needs_it_counts() -> None:
    tls = (b"x-forwarded-proto", b"https")
    plain, strict = (b"cookie", b"sihui_session=a"), (b"cookie", b"__Host-sihui_session=b")

    assert digest_in(socket(plain)) != ""
    assert digest_in(socket(plain, tls)) == ""
    assert digest_in(socket(strict, plain, tls)) == digest_in(socket(strict, tls)) != ""
    assert digest_in(socket(plain, (b"cookie", b"sihui_session=b"))) == ""  # which of the two?


def test_without_a_cookie_no_two_visits_are_the_same() -> None:
    assert visit_of(socket()) != visit_of(socket())
    assert visit_of(socket(COOKIE)) == visit_of(socket(COOKIE))


def test_a_broken_cookie_is_none() -> None:
    assert cookie_of(socket((b"cookie", b'sihui_visit="\\'))) == ""
    assert cookie_of(socket((b"cookie", b"\xff\xfe"))) == ""


@pytest.mark.parametrize("is_secure", [True, False])
def test_no_script_and_no_other_site_gets_the_cookie(*, is_secure: bool) -> None:
    given = visit_cookie(new_visit(), secure=is_secure).decode()

    assert given.startswith("__Host-sihui_visit=" if is_secure else "sihui_visit=")
    assert "; HttpOnly; SameSite=Strict" in given
    assert given.endswith("; Secure") is is_secure
    assert given != visit_cookie(new_visit(), secure=is_secure).decode()


# Uploads


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, begun_store: str) -> Iterator[dict[str, Any]]:
    """Give a Streamlit that keeps no file yet, and a clerk in session "mine"."""
    assert begun_store
    files: dict[str, Any] = {}
    manager = SimpleNamespace(file_storage=files)
    runtime = SimpleNamespace(instance=lambda: SimpleNamespace(uploaded_file_mgr=manager))
    monkeypatch.setattr(session, "Runtime", runtime)
    files["writer"] = {}
    store = cache.archive().store
    account_in(store, "周梅", Role.TOWN, OWN_TOWN)
    TOKEN[0] = session_in(store, "周梅", visit="abc123")
    place = open_place("mine", visit_of(socket(COOKIE)))
    yield files
    del place
    gc.collect()


TOKEN = [""]


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

        own = f"sihui_session={TOKEN[0]}".encode()
        headers = [(b"cookie", own)]
        if cookie:
            headers.append(COOKIE)
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
    store, lines = cache.archive().store, len(cache.archive().store.log())
    for refused in (upload(session="other", method=method), upload(cookie=False, method=method)):
        assert refused == (403, visits.NOT_YOURS)
    new = store.log()[: len(store.log()) - lines]
    assert [(one.who, one.is_refused, one.about) for one in new] == [("周梅", True, "上传文件")] * 2


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


@pytest.mark.usefixtures("kept")
def test_who_is_not_signed_in_any_more_uploads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    store = cache.archive().store
    now = store._now  # noqa: SLF001 the clock that the store was given
    with monkeypatch.context() as later:
        later.setattr(store, "_now", lambda: now() + 2 * IDLE)
        assert upload() == (403, visits.NOT_YOURS)
    assert upload()[0] == 204

    account_in(store, "吴兰", Role.VIEWER)
    mine, TOKEN[0] = TOKEN[0], session_in(store, "吴兰", visit="abc123")
    assert upload() == (403, visits.NOT_YOURS)
    TOKEN[0] = mine
    sessions.end(store, name="周梅")
    assert upload() == (403, visits.NOT_YOURS)
