"""With SIHUI_ACCESS=login nothing is told to whoever is not signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.ui import cache, server, static
from sihui_map.ui.map_frame import compiled_map
from sihui_map.workflow import accounts
from tests.signing import VISIT, account_in, session_in
from tests.ui.conftest import BEHIND
from tests.ui.door import Browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from starlette.types import Message

CLOSED = (
    "/api/v1/meta", "/api/v1/figures", "/api/v1/emissions.csv", "/data/ranking.csv",
    "/data/reported/energy_use.csv", "/data/template.xlsx", "/materials/deck",
    "/materials/notices/reminder.docx", "/assets/maps/emissions.js", "/assets/locator/1.svg",
    "/assets/thumbnail/overview.svg",
    "/component/map/emissions/", "/component/first/emissions/", "/media/x.png",
    "/_stcore/upload_file/a/b", "/_stcore/bidi-components/x", "/data/log.csv", "/nowhere",
    "/login/../api/v1/meta", "/LOGIN",
)  # fmt: skip


@pytest.fixture
def browser(application: Starlette, begun_store: str, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Return a browser that was never here, of an application that is closed."""
    assert begun_store
    monkeypatch.setenv("SIHUI_ACCESS", "login")
    return Browser(application)


def enter(browser: Browser, role: Role = Role.VIEWER) -> None:
    store = cache.archive().store
    account_in(store, "吴兰", role)
    browser.cookies = {"sihui_session": session_in(store, "吴兰"), "sihui_visit": VISIT}


def test_pages_send_to_the_login_and_come_back(browser: Browser) -> None:
    for path in static.SLUGS:
        answer = browser.ask(path)
        assert answer.status_code == 303, path
        asked = f"?next={path[1:]}" if path != "/" else ""
        assert answer.headers["location"] == f"./login{asked}"
        assert answer.text == ""


@pytest.mark.parametrize("path", CLOSED)
def test_no_file_and_no_answer_is_told(browser: Browser, path: str) -> None:
    answer = browser.ask(path)

    assert (answer.status_code, answer.text) == (401, "请先登录。")


def test_what_the_program_is_made_of_stays_open(browser: Browser) -> None:
    for path in ("/login", "/welcome", "/assets/door.css", "/assets/sihui.css", "/assets/map.js"):
        assert browser.ask(path).status_code in (200, 403), path
    assert browser.ask("/healthz").json() == {"status": "ok"}


@pytest.mark.usefixtures("browser")
def test_no_websocket_is_opened(raw: Callable[..., list[Message]]) -> None:
    scope = {"type": "websocket", "path": "/_stcore/stream"}

    assert raw(scope, {"type": "websocket.connect"}) == [{"type": "websocket.close", "code": 1008}]


def test_who_is_signed_in_sees_everything_and_no_cache_between_keeps_it(browser: Browser) -> None:
    enter(browser)
    address = compiled_map("emissions", cache.figures()).address

    assert browser.ask("/tasks").status_code == 200
    assert browser.ask("/api/v1/meta").status_code == 200
    assert browser.ask("/data/tasks.csv").status_code == 200
    assert browser.ask("/media/x.png").text == BEHIND
    kept = browser.ask(f"/assets/maps/{address}").headers["cache-control"]
    assert kept == "private, max-age=31536000, immutable"


def test_a_map_is_read_by_who_knows_what_it_says(browser: Browser) -> None:
    """A sandboxed frame has no cookie; the address in its page holds the digest of the map."""
    drawn = compiled_map("emissions", cache.figures())

    assert browser.ask(f"/assets/maps/{drawn.address}").status_code == 200
    for query in ("", "?v=", "?v=0123456789", f"?v={drawn.version}&snapshot=9"):
        assert browser.ask(f"/assets/maps/emissions.js{query}").status_code == 401, query
    assert server.map_version("nowhere", "") == ""


def test_whose_account_is_shut_is_out_at_once(browser: Browser) -> None:
    enter(browser)
    accounts.disable(cache.archive(), "吴兰", who=accounts.operator("测试"))

    assert browser.ask("/api/v1/meta").status_code == 401


def test_a_temporary_password_comes_first(browser: Browser) -> None:
    enter(browser)
    accounts.reset(cache.archive(), "吴兰", who=accounts.operator("测试"))
    enter(browser)

    assert browser.ask("/tasks").headers["location"] == "./password"
    assert browser.ask("/api/v1/meta").status_code == 401


def test_a_setting_that_is_wrong_opens_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_ACCESS", "maybe")

    assert browser.ask("/api/v1/meta").status_code == 401
