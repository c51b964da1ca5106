"""The routes of the working copy: only our own page writes, only what its writer may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from sihui_map.domain.access import Role
from sihui_map.domain.account import OF_CELLS
from sihui_map.ui import cache, working
from tests.evidence import PDF, PNG
from tests.people import OTHER_TOWN, OWN_TOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from sihui_map.domain.snapshot import Snapshot

    Send = Callable[..., httpx.Response]

COAL = {
    "scope": OWN_TOWN,
    "sheet": "能源活动",
    "line": f"{OWN_TOWN}|2026|烟煤|t",
    "field": "amount",
}


@pytest.fixture(autouse=True)
def _own(begun_store: str) -> None:
    assert begun_store


def kept() -> list[str]:
    return [one.text for one in cache.archive().store.cells(OWN_TOWN)]


def test_a_cell_is_kept_and_the_page_told_what_was_read(send: Send) -> None:
    answer = send("/cells/save", {**COAL, "text": "9,000", "step": 0})

    assert answer.status_code == 200
    told = answer.json()
    assert (told["step"], told["text"]) == (1, "9000")
    assert any("来源" in note for note in told["notes"])
    assert kept() == ["9000"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_word_of_a_list_is_shown_as_that_word(send: Send) -> None:
    town = {**COAL, "sheet": "项目"}
    site = next(one.site_id for one in cache.figures().snapshot.sites if one.town_code == OWN_TOWN)

    answer = send(
        "/cells/save",
        {**town, "line": site, "field": "place_precision", "text": "镇街", "step": 0},
    )

    assert answer.json().get("text") == "镇街", answer.text
    assert kept() == ["town"]


@pytest.mark.parametrize(
    ("asked", "headers"),
    [
        ({**COAL, "text": "1", "step": 0}, {"x_sihui_form": "0" * 64}),
        ({**COAL, "text": "1", "step": 0}, {"sec_fetch_site": "cross-site"}),
        ({**COAL, "text": "1", "step": 0}, {"content_type": "text/plain"}),
        ({**COAL, "text": "1" * 9000, "step": 0}, {}),
        (b"{", {}),
        (b"[" * 5000, {}),
        ([1], {}),
    ],
)
def test_what_no_page_of_ours_sends_is_not_heard(
    send: Send, asked: object, headers: dict[str, str]
) -> None:
    answer = send("/cells/save", asked, **headers)

    assert answer.status_code == 400
    assert "没有保存" in answer.json()["said"]
    assert kept() == []


def test_who_is_not_signed_in_writes_nothing(send: Send) -> None:
    for path in ("save", "news", "about", "say"):
        answer = send(f"/cells/{path}", {**COAL, "text": "1", "step": 0}, who="")
        assert answer.status_code == 403
        assert "没有登录" in answer.json()["said"]
    assert kept() == []


def test_another_town_is_refused_whatever_the_message_says(send: Send) -> None:
    for asked in (
        {**COAL, "text": "1", "step": 0},
        {**COAL, "scope": OTHER_TOWN, "text": "1", "step": 0},
    ):
        answer = send("/cells/save", asked, who="何青", scope=OTHER_TOWN)
        assert answer.status_code == 403
    for path in ("news", "about", "say"):
        answer = send(
            f"/cells/{path}", {**COAL, "after": 0, "kind": "备注", "text": "x"},
            who="何青", scope=OTHER_TOWN,
        )  # fmt: skip
        assert answer.status_code == 403
    assert (
        send(
            "/cells/save", {**COAL, "text": "1", "step": 0}, who="吴兰", role=Role.VIEWER, scope=""
        ).status_code
        == 403
    )
    assert kept() == []
    assert cache.archive().store.cells(OTHER_TOWN) == ()


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({**COAL, "text": "十二", "step": 0}, 422, "应为数字"),
        ({**COAL, "text": 3, "step": 0}, 404, "缺少「text」"),
        ({**COAL, "text": "3", "step": True}, 404, "不是数"),
        ({**COAL, "text": "3", "step": -1}, 404, "不是数"),
        ({**COAL, "line": "x", "text": "3", "step": 0}, 404, "没有这一行"),
        ({**COAL, "sheet": "../x", "text": "3", "step": 0}, 404, "没有"),
        ({**COAL, "field": "area_id", "text": "3", "step": 0}, 404, "没有可以填的"),
        ({**COAL, "scope": "没有", "text": "3", "step": 0}, 404, "没有「没有」"),
    ],
)
def test_bad_input_gets_one_sentence(
    send: Send, asked: dict[str, object], status: int, said: str
) -> None:
    answer = send("/cells/save", asked, who="张三", role=Role.REVIEWER, scope="")

    assert answer.status_code == status
    assert said in answer.json()["said"]
    assert kept() == []


def test_the_second_is_shown_what_the_first_wrote(send: Send) -> None:
    send("/cells/save", {**COAL, "text": "1", "step": 0})

    answer = send("/cells/save", {**COAL, "text": "2", "step": 0}, who="陈晨")

    told = answer.json()
    assert (answer.status_code, told["who"], told["text"], told["step"]) == (409, "周梅", "1", 1)
    assert kept() == ["1"]
    news = send("/cells/news", {**COAL, "after": 0}, who="陈晨").json()["cells"]
    assert [(one["text"], one["who"], one["step"]) for one in news] == [("1", "周梅", 1)]
    assert send("/cells/news", {**COAL, "after": 1}, who="陈晨").json()["cells"] == []


def test_a_cell_tells_its_years_its_record_and_what_was_said(
    send: Send, county_snapshot: Snapshot
) -> None:
    coal = [use for use in county_snapshot.energy_uses if use.fuel == "烟煤"]
    before = max(use.year for use in coal if use.area_id == OWN_TOWN)
    send("/cells/save", {**COAL, "text": "9000", "step": 0})

    said = send("/cells/say", {**COAL, "kind": "待跟进", "text": "<b>等电表</b>"}).json()["markup"]

    assert str(before) in said
    assert "（示例）" in said
    assert "&lt;b&gt;等电表&lt;/b&gt;" in said
    assert "9000" in send("/cells/about", COAL).json()["markup"]
    wrong = send("/cells/say", {**COAL, "kind": "退回", "text": "x"})
    assert (wrong.status_code, "审核台" in wrong.json()["said"]) == (403, True)
    assert send("/cells/say", {**COAL, "kind": "别的", "text": "x"}).status_code == 404


def test_what_is_said_of_a_cell_stands_beside_it(send: Send) -> None:
    said = send("/cells/say", {**COAL, "kind": "备注", "text": "等台账"}).json()
    assert said["noted"] == "有备注：等台账（周梅）"

    later = send("/cells/say", {**COAL, "kind": "待跟进", "text": "问电厂"}).json()
    assert later["noted"] == "待跟进：问电厂（周梅）"
    assert not send("/cells/say", {**COAL, "kind": "已跟进", "text": "问了"}).json()["noted"]


def test_a_department_says_and_proves_what_it_tells_of_a_task(
    send: Send, county_snapshot: Snapshot
) -> None:
    """A status is a word and no number: it has its record, comments and files all the same."""
    newest = max(county_snapshot.task_updates, key=lambda update: update.day)
    unit: dict[str, Any] = {"who": "钱进", "scope": newest.unit, "role": Role.UNIT}
    lines = working.desk(newest.unit).lines("任务调度", "")
    (line,) = [one for one in lines if one.line_id.partition("|")[0] == str(newest.task_no)]
    status = {
        "scope": newest.unit,
        "sheet": "任务调度",
        "line": line.line_id,
        "field": "status",
    }

    told = send("/cells/about", status, **unit).json()["markup"]
    assert "历次（已发布）" in told
    assert newest.day.isoformat() in told
    query = urlencode({**status, "name": "竣工验收.pdf"})
    told_so = {"content_type": "application/octet-stream"}
    kept = send(f"/cells/attach?{query}", PDF, **told_so, **unit)

    assert kept.json()["noted"] == "附件 1 个"
    assert "竣工验收.pdf" in kept.json()["markup"]
    shown = working.grid(working.working_copy(newest.unit), "任务调度", "")
    (cell,) = [
        cell
        for line in shown.lines
        if line.line_id == status["line"]
        for cell in line.cells
        if cell.field == "status"
    ]
    assert (cell.about, cell.noted) == ("历次", "附件 1 个")


def test_a_kept_cell_still_says_its_warning_when_the_page_is_opened_again(send: Send) -> None:
    send("/cells/save", {**COAL, "text": "9000", "step": 0})

    shown = working.grid(working.working_copy(OWN_TOWN), "能源活动", "2026")
    (cell,) = [
        cell
        for line in shown.lines
        if line.line_id == COAL["line"]
        for cell in line.cells
        if cell.field == "amount"
    ]

    assert cell.word == "已存，有提醒"
    assert "变化" in cell.told


def test_what_is_done_to_a_cell_is_in_the_log_from_where_and_what_to_what(send: Send) -> None:
    send("/cells/save", {**COAL, "text": "1", "step": 0})
    send("/cells/save", {**COAL, "text": "2", "step": 1})
    send("/cells/save", {**COAL, "text": "2", "step": 2})  # the same again is nothing new
    send("/cells/say", {**COAL, "kind": "备注", "text": "等台账"})
    attach(send, "台账.pdf", PDF)

    store, about = cache.archive().store, f"工作台「能源活动」{COAL['line']}「amount」"
    told = [(one.action, one.before, one.after) for one in reversed(store.log()) if one.about]
    assert told[-4:] == [
        ("填一格", "", "1"), ("填一格", "1", "2"), ("写备注", "", "备注：等台账"),
        ("加附件", "", "台账.pdf"),
    ]  # fmt: skip
    newest = store.log(1)[0]
    assert (newest.who, newest.address, newest.about) == ("周梅", "10.1.2.3", about)
    assert not {one.action for one in store.log(but=OF_CELLS)} & {"填一格", "写备注", "加附件"}


def test_the_log_tells_nothing_of_a_table_that_not_everyone_may_read(
    send: Send, county_snapshot: Snapshot
) -> None:
    told = county_snapshot.enterprises[0]
    town = told.town_code
    line = working.desk(town).lines("重点用能单位", str(told.year))[0].line_id
    place = {"scope": town, "sheet": "重点用能单位", "line": line, "field": "output_1e4_cny"}

    answer = send("/cells/save", {**place, "text": "987654", "step": 0}, scope=town)

    assert answer.status_code == 200, answer.text
    newest = cache.archive().store.log(1)[0]
    assert (newest.action, "987654" in repr(newest), "不公开" in newest.after) == (
        "填一格", False, True,
    )  # fmt: skip


def test_a_page_left_open_keeps_nobody_signed_in(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    send("/cells/save", {**COAL, "text": "1", "step": 0})
    store = cache.archive().store
    now = store._now  # noqa: SLF001 the clock that the store was given

    def seen(path: str, minutes: int) -> bool:
        before = {one.digest: one.seen_at for one in store.sessions("周梅")}
        monkeypatch.setattr(store, "_now", lambda: now() + timedelta(minutes=minutes))
        token = f"session-of-{'周梅'.encode().hex()}-0"
        send(path, {**COAL, "text": "2", "step": 1, "after": 0}, who="", cookie_session=token)
        after = {one.digest: one.seen_at for one in store.sessions("周梅")}
        return before != after

    assert not seen("/cells/news", 5)
    assert seen("/cells/save", 6)


# Files behind a number


def attach(send: Send, name: str, body: bytes, **who: Any) -> httpx.Response:  # noqa: ANN401
    asked = "&".join(f"{key}={quote(value)}" for key, value in {**COAL, "name": name}.items())
    return send(f"/cells/attach?{asked}", body, content_type="application/octet-stream", **who)


def test_a_file_is_kept_behind_a_cell_and_handed_to_who_may_have_it(
    send: Send, fetch: Callable[..., httpx.Response]
) -> None:
    row, known = ("energy_use", f"{OWN_TOWN}|2026|烟煤"), cache.archive().known(date(2026, 11, 22))
    assert not known.is_filed(row)
    answer = attach(send, "../台账.PDF", PDF)
    assert answer.status_code == 200
    assert known.is_filed(row)  # read before, and of now
    assert "台账.pdf" in answer.json()["markup"]

    mine = fetch("/cells/evidence/1")
    assert (mine.status_code, mine.content) == (200, PDF)
    assert mine.headers["content-disposition"].startswith("attachment; ")
    assert mine.headers["content-type"] == "application/pdf"
    assert mine.headers["x-content-type-options"] == "nosniff"
    assert mine.headers["cache-control"] == "no-store"
    assert fetch("/cells/evidence/1", who="李四", role=Role.REVIEWER, scope="").status_code == 200
    for who, role, scope in (
        ("何青", Role.TOWN, OTHER_TOWN),
        ("吴兰", Role.VIEWER, ""),
        ("郑红", Role.ADMINISTRATOR, ""),
        ("", Role.VIEWER, ""),
    ):
        assert fetch("/cells/evidence/1", who=who, role=role, scope=scope).status_code == 403
    assert fetch("/cells/evidence/9").status_code == 404


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.exe", b"MZ", "附件应为"),
        ("台账", PDF, "附件应为"),
        (".pdf", PDF, "附件应为"),
        ("a.pdf", b"", "空文件"),
        ("a.pdf", PNG, "不是完整的 .pdf"),
        ("a.pdf", b"<html>" + PDF, "不是完整的 .pdf"),
        ("a.png", PNG + b"<script>", "不是完整的 .png"),
        ("a.png", PNG[:-4], "不是完整的 .png"),
        ("a.xlsx", b"PK\x03\x04 nothing PK\x05\x06", "工作簿"),
        ("a.pdf", b"%PDF-" + b"0" * 10_000_001 + b"%%EOF", "超过 10 MB"),
    ],
)
def test_what_is_no_evidence_is_one_sentence(send: Send, name: str, body: bytes, said: str) -> None:
    answer = attach(send, name, body)

    assert answer.status_code == 422
    assert said in answer.json()["said"]
    assert cache.archive().store.evidence("energy_use", f"{OWN_TOWN}|2026|烟煤") == ()


def test_nobody_attaches_to_another_towns_cell(send: Send) -> None:
    assert attach(send, "a.pdf", PDF, who="何青", scope=OTHER_TOWN).status_code == 403
    assert attach(send, "a.pdf", PDF, x_sihui_form="0" * 64).status_code == 400
    for _ in range(10):
        assert attach(send, "a.pdf", PDF).status_code == 200
    assert "不能再加" in attach(send, "a.pdf", PDF).json()["said"]
