"""Every cell of the table of access, role × action × own or other's, by every way that there is."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sihui_map.domain.access import Action, Role
from sihui_map.errors import AccessError
from sihui_map.ui import cache, visits
from sihui_map.ui.cookies import cell_token, digest_of_visit
from sihui_map.ui.server import MIDDLEWARE, ROUTES
from sihui_map.ui.visits import open_place
from sihui_map.workflow import tokens, working
from sihui_map.workflow.permitting import today_of
from tests import county
from tests.cli.running import run
from tests.evidence import PDF
from tests.pages.writing.access import (
    BEFORE,
    COUNT,
    PAIRS,
    UNIT,
    WAYS,
    WRITES,
    Cell,
    prepared,
    tried,
)
from tests.pages.writing.steps import named
from tests.people import OWN_TOWN
from tests.signing import VISIT, account_in, session_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.access import Actor
    from tests.pages.conftest import Visit

README = Path(__file__).parents[3] / "README.md"
BUTTONS = {
    Action.SUBMIT: "提交审核",
    Action.WITHDRAW: "撤回",
    Action.RENEW: "按最新数据重提",
    Action.RETURN: "退回",
    Action.APPROVE: "审核通过",
    Action.PUBLISH: "发布为新的一期",
    Action.SET_PERIOD: "保存填报期",
    Action.SEND_NOTICE: "生成今天的催办",
    Action.NAME: "存档",
    Action.ARRANGE: "保存顺序",
    Action.MANAGE: "新增，并生成链接",
}
PARTS = {
    Action.RETURN: ("review", "待审"),
    Action.APPROVE: ("review", "待审"),
    Action.PUBLISH: ("review", "发布"),
    Action.SET_PERIOD: ("review", "填报期与催报"),
    Action.SEND_NOTICE: ("review", "催办"),
    Action.NAME: ("revisions", ""),
    Action.ARRANGE: ("materials", ""),
    Action.USE_TEMPLATE: ("materials", ""),
    Action.READ_AUDIT: ("accounts", "操作记录"),
    Action.MANAGE: ("accounts", ""),
    Action.LOOK: ("emissions", ""),
}


def by(way: str) -> pytest.MarkDecorator:
    own = [action for action, ways in WAYS.items() if way in ways.split()]
    return pytest.mark.parametrize("action", own, ids=str)


def opened(visit: Visit, action: Action) -> Visit:
    """Go where an action is offered, as far as one gets."""
    page, name = PARTS.get(action, ("desk", "我的提交" if action in BUTTONS else "待办"))
    visit.open(page)
    if name and f"{page}_part" in [each.key for each in visit.app.segmented_control]:
        visit.app.segmented_control(key=f"{page}_part").set_value(name).run()
    assert visit.broke == []
    return visit


def is_offered(visit: Visit, action: Action, own: int) -> bool:
    """Tell whether a page offers an action with the data of a cell."""
    boxes = {each.key: each.options for each in visit.app.selectbox}
    if action is Action.LOOK:
        return visit.maps() > 0
    if action is Action.HAND_IN:  # whose working copies he may choose, or that which he has
        desks = boxes.get("desk_scope", [])
        return any(
            f"{name}：现在要做的" in visit.text or name in desks for name in (UNIT, county.OWN.name)
        )
    if action is Action.USE_TEMPLATE:
        return "materials_template" in [each.key for each in visit.app.file_uploader]
    if action is Action.READ_AUDIT:
        return "./data/log.csv" in visit.text
    is_listed = action not in BEFORE or f"提交 {own}" in visit.text or str(own) in (
        boxes.get("desk_own", [])
    ) or action is Action.PUBLISH  # fmt: skip
    return is_listed and BUTTONS[action] in [each.label for each in visit.app.button]


def test_the_readme_says_how_many_cells_are_tried() -> None:
    assert {action for action, _ in PAIRS} == set(Action)
    found = re.search(r"共 (\d+) 格", README.read_text(encoding="utf-8"))
    assert found
    assert int(found[1]) == COUNT


@by("write")
def test_where_it_is_written(action: Action) -> None:
    # Shares are handed in like everything else: only a step that is not his has a name of its own.
    named_so = {action, Action.HAND_IN} if action is Action.ALLOT else {action}
    for cell in tried(action, "write"):
        own, who, archive = prepared(action, cell), cell.enter(), cache.archive()
        lines = len(archive.store.log())
        if cell.may(action):
            WRITES[action](archive, cell, own, who)
            newest = archive.store.log()[0]
            assert (newest.is_refused, newest.who) == (False, who.name), cell
            assert newest.action in named_so, cell
            continue
        with pytest.raises(AccessError):
            WRITES[action](archive, cell, own, who)
        newest = archive.store.log()[0]
        assert (newest.is_refused, newest.who) == (True, who.name), cell
        assert newest.action in named_so, cell
        assert len(archive.store.log()) == lines + 1


@by("page")
def test_what_a_page_offers(
    action: Action, new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    for cell in tried(action, "page"):
        own, who = prepared(action, cell), cell.actor
        enter(who.name, who.role, who.scope)
        visit = opened(new_visit(), action)
        choose(visit, own)

        assert is_offered(visit, action, own) is cell.may(action), cell


@by("message")
def test_a_message_of_somebody_elses_browser_does_nothing(
    action: Action, new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    """What is sent is what the browser of one sends who may, and presses the button."""
    first = Cell(Role.ADMINISTRATOR if action is Action.MANAGE else Role.REVIEWER, own=True)
    own = prepared(action, first)
    enter(first.name, first.role)
    pressed = opened(new_visit(), action)
    choose(pressed, own)
    named(pressed.app.button, BUTTONS[action]).click()
    message = pressed.app._tree.get_widget_states()  # noqa: SLF001 what a browser would send
    store = cache.archive().store
    for cell in tried(action, "message"):
        who = cell.actor
        enter(who.name, who.role, who.scope)
        visit = opened(new_visit(), action)
        lines, states = len(store.log()), [one.state for one in store.submissions()]
        visit.app._run(message)  # noqa: SLF001 see above
        assert [one.state for one in store.submissions()] == states, cell
        assert [one for one in store.log()[: len(store.log()) - lines] if not one.is_refused] == []
    enter(first.name, first.role)
    fresh = opened(new_visit(), action)
    choose(fresh, own)
    before = len(store.log())
    fresh.app._run(message)  # noqa: SLF001 see above
    if action in {Action.SUBMIT, Action.APPROVE, Action.RENEW, Action.SET_PERIOD}:
        assert len(store.log()) == before + 1  # the others want a word, too


def choose(visit: Visit, own: int) -> None:
    """Open a submission, where it is listed."""
    boxes = {each.key: each for each in visit.app.selectbox}
    if "desk_own" in boxes and f"{own}" in boxes["desk_own"].options:
        boxes["desk_own"].set_value(own).run()
        assert visit.broke == []


@pytest.fixture(scope="module")
def application() -> Starlette:
    """Return our routes and middleware; everything behind them answers "behind"."""
    behind = Route("/{path:path}", lambda _: PlainTextResponse("behind"), methods=["GET", "PUT"])
    return Starlette(routes=[*ROUTES, behind], middleware=list(MIDDLEWARE))


def asked(
    application: Starlette,
    method: str,
    path: str,
    who: Actor | None = None,
    body: bytes = b"",
    **more: str,
) -> httpx.Response:
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    if who:
        token = session_in(cache.archive().store, who.name)
        headers["cookie"] = f"sihui_visit={VISIT}; sihui_session={token}"

    async def one() -> httpx.Response:
        transport = httpx.ASGITransport(application, client=("10.1.2.9", 4711))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost:8501"
        ) as client:
            return await client.request(method, path, content=body, headers=headers)

    return asyncio.run(one())


@by("cells")
def test_a_cell_that_is_sent(action: Action, application: Starlette) -> None:
    archive = cache.archive()
    archive.current()
    for cell in tried(action, "cells"):
        who = cell.enter()
        scope = UNIT if cell.role is Role.UNIT else OWN_TOWN
        sheet, field = ("任务调度", "progress") if scope == UNIT else ("能源活动", "amount")
        line = working.desk_of(archive, scope).lines(sheet, "" if scope == UNIT else "2026")[0]
        place = {"scope": scope, "sheet": sheet, "line": line.line_id, "field": field}
        now = {one.place.line: one.step for one in archive.store.cells(scope)}
        step = now.get(line.line_id, 0)
        sent: dict[str, Any] = {**place, "text": f"{100 + step}", "step": step}
        told = {
            "content_type": "application/json",
            "x_sihui_form": cell_token(digest_of_visit(VISIT)),
        }
        files = {**told, "content_type": "application/octet-stream"}
        more = {**sent, "after": 0, "kind": "备注", "name": "a.pdf"}
        query = "&".join(f"{name}={quote(str(own))}" for name, own in more.items())
        answers = [
            *(
                asked(application, "POST", f"/cells/{way}", who, json.dumps(more).encode(), **told)
                for way in ("save", "about", "news", "say")
            ),
            asked(application, "POST", f"/cells/attach?{query}", who, PDF, **files),
        ]
        for answer in answers:
            assert answer.status_code == (200 if cell.may(action) else 403), (cell, answer.text)


@by("upload")
def test_a_file_that_is_sent(
    action: Action, application: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Own: to the session of one's own browser; other: to that of another's."""
    monkeypatch.setattr(visits, "uploaded", dict)  # no Streamlit runs here
    for cell in tried(action, "upload"):
        who = cell.enter()
        session = f"session-{cell.name.encode().hex()}"
        kept = open_place(session, digest_of_visit(VISIT if cell.own else "another's"))
        answer = asked(application, "PUT", f"/_stcore/upload_file/{session}/f", who, b"x")

        assert kept.visit
        assert (answer.text == "behind") is (cell.may(action) and cell.own), (cell, answer.text)


@by("api")
def test_what_a_token_reads(
    action: Action, application: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_ACCESS", "login")
    for cell in tried(action, "api"):
        path = "/api/v1/meta" if cell.own else "/api/v1/emissions"
        assert asked(application, "GET", path).status_code == 401
        key = tokens.make(cache.archive(), "程序", "1", who=cell.enter())
        answer = asked(application, "GET", path, authorization=f"Bearer {key}")

        assert (answer.status_code == 200) is cell.may(action), (cell, answer.text)


@by("file")
def test_who_gets_the_log(action: Action, application: Starlette) -> None:
    for cell in tried(action, "file"):
        answer = asked(application, "GET", "/data/log.csv", cell.enter())

        assert (answer.status_code == 200) is cell.may(action), (cell, answer.text)


@by("rows")
def test_who_reads_what_is_not_public(action: Action, application: Starlette) -> None:
    """Own: a town's enterprise whose energy is 内部; other: the same, asked for by another town."""
    for cell in tried(action, "rows"):
        answer = asked(application, "GET", "/data/reported/enterprises.csv", cell.enter())

        assert answer.status_code == 200
        assert ("16100" in answer.text) is cell.may(action), cell


@by("cli")
def test_a_command(action: Action, tmp_path: Path) -> None:
    file, today = tmp_path / "三季度.csv", today_of(cache.archive().store).isoformat()
    for cell in tried(action, "cli"):
        own, who, archive = prepared(action, cell), cell.enter(), cache.archive()
        file.write_bytes(cell.body(archive, 0.7))
        store = archive.store
        account_in(store, "代理甲", Role.REVIEWER)
        account_in(store, "代理乙", Role.ADMINISTRATOR)
        deputy = "代理乙" if cell.role is Role.ADMINISTRATOR else "代理甲"
        absent = who.name if cell.own else f"不在的{cell.role}"
        account_in(store, absent, cell.role, who.scope)
        words: dict[Action, tuple[object, ...]] = {
            Action.HAND_IN: ("import", file, "--why", "季报", "--yes", "--confirm", "已核台账"),
            Action.SUBMIT: ("submit", own),
            Action.WITHDRAW: ("withdraw", own, "--reason", "理由"),
            Action.RENEW: ("renew", own, "--why", "重提", "--yes"),
            Action.RETURN: ("return", own, "--reason", "理由"),
            Action.APPROVE: ("approve", own),
            Action.PUBLISH: ("publish", own, "--why", "季报"),
            Action.NAME: ("snapshot", "freeze", 1, f"起点{who.name}"),
            Action.DEPUTISE: (
                "deputy", "add", absent, deputy, "--since", today, "--until", today,
            ),
        }  # fmt: skip
        done = run(*words[action], "--who", who.name)

        newest = cache.archive().store.log()[0]
        assert (done.exit_code == 0) is cell.may(action), (cell, done.output)
        assert (newest.who, newest.is_refused) == (who.name, not cell.may(action)), cell
