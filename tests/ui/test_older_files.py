"""The routes with a snapshot in their address, and the table that was reported."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from sihui_map import workflow
from sihui_map.domain.submission import Change, State
from sihui_map.intake.reading import read_file
from sihui_map.store.writers import drafting, steps
from sihui_map.ui import cache
from tests import county
from tests.people import OWN_TOWN, reviewer
from tests.ui.asking import file_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx


ROUTES = (
    "/assets/maps/emissions.js",
    f"/assets/locator/{OWN_TOWN}.svg",
    "/data/targets.csv",
    "/materials/map",
    f"/materials/notices/reminder.docx?unit={county.OFFICE}",
)


def in_snapshot(path: str, given: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}snapshot={given}"


@pytest.mark.parametrize("path", ROUTES)
def test_an_unknown_snapshot_is_one_sentence(ask: Callable[..., httpx.Response], path: str) -> None:
    answer = ask(in_snapshot(path, "nonsense"))

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("没有编号或名称为「nonsense」的期；可选：最新一期 ")
    assert len(answer.text.splitlines()) == 1


def test_a_reported_table_is_a_file_that_is_taken_again(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/data/reported/task_updates.csv")
    known = cache.archive().known(date(2026, 11, 22))

    assert unquote(answer.headers["content-disposition"]).endswith(
        f"任务调度_{known.figures.snapshot.revision}.csv"
    )
    reading = read_file(answer.content, "任务调度.csv", known)
    assert reading.rows > 0
    assert (reading.changes, reading.findings) == ((), ())


def test_a_table_that_nobody_reports_is_refused(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/data/reported/ranking.csv")

    assert (answer.status_code, answer.text[:20]) == (404, "没有名为「ranking」的数据表；可选"[:20])


@pytest.mark.parametrize("path", [*ROUTES[:3], "/data/template.xlsx"])
def test_a_wrong_switch_is_one_sentence_for_every_file(
    ask: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", "maybe")

    answer = ask(path)

    assert answer.status_code == 503
    assert "环境变量 SIHUI_SAMPLE 应为 on 或 off" in answer.text


@pytest.fixture
def two(begun_store: str) -> tuple[str, str, str]:
    """Return the ids of two publications, and the year of which the second has another coal."""
    assert begun_store
    first = cache.figures().snapshot.revision
    store = cache.archive().store
    key = max(
        (table, row)
        for table, row in store.published()
        if table == "energy_use" and row.startswith(OWN_TOWN) and row.endswith("烟煤")
    )
    cells = {**(store.published()[key].cells or {}), "amount": "1", "kind": "实绩"}
    change = Change(dataset=key[0], row_key=key[1], cells=cells)
    own = drafting.draft(store, [change], who="张三", why="年报", origin="a.csv").submission_id
    steps.move(store, own, State.SUBMITTED, who="张三")
    steps.move(store, own, State.APPROVED, who="李四")
    made = workflow.publish(cache.archive(), [own], who=reviewer("王五"), why="年报")
    return first, made.revision, cells["year"]


def test_every_file_can_be_had_of_an_older_snapshot(
    ask: Callable[..., httpx.Response], two: tuple[str, str, str]
) -> None:
    path = f"/data/ranking.csv?year={two[2]}&measure=total&boundary=direct"
    before, after = ask(in_snapshot(path, two[0])), ask(path)

    assert before.text != after.text
    assert two[0] in file_name(before)
    assert two[1] in file_name(after)
    for own, other in (("/assets/maps/emissions.js", True), (ROUTES[1], False)):
        assert (ask(in_snapshot(own, "1")).text != ask(own).text) is other
    assert two[0] in file_name(ask(in_snapshot("/materials/map", "1")))
