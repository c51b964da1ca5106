"""Searching through the interface: by kind, with addresses; wrong words get a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.api import create_api
from sihui_map.domain.search import Entry, Index, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from starlette.types import ASGIApp

    from sihui_map.figures import Figures

ENTRIES = [Entry(Kind.TASK, f"任务 {no}", "治理煤烟", f"tasks#task-{no}") for no in range(1, 31)]


@pytest.fixture
def client(connect: Callable[[ASGIApp], httpx.Client], figures: Figures) -> httpx.Client:
    return connect(create_api(lambda _: figures, index=lambda _: Index(ENTRIES)))


def test_an_answer_counts_all_and_tells_twenty(client: httpx.Client, figures: Figures) -> None:
    answer = client.get("/search", params={"q": " 煤 "}).json()

    assert answer["revision"] == figures.snapshot.revision
    assert answer["query"] == "煤"
    (group,) = answer["groups"]
    assert (group["kind"], group["count"], len(group["results"])) == ("任务", 30, 20)
    assert group["results"][0] == {
        "title": "任务 1",
        "excerpt": "治理煤烟",
        "address": "tasks#task-1",
        "marks": ["煤"],
    }


@pytest.mark.parametrize("query", ["q=不存在", "q=", "q=%20%20", ""])
def test_nothing_fits(client: httpx.Client, query: str) -> None:
    assert client.get(f"/search?{query}").json()["groups"] == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (f"q={'x' * 61}", "参数 q 最多 60 个字，现有 61 个"),
        ("q=x&year=2020", "没有参数「year」；可用参数：q、snapshot"),
        ("q=x&q=y", "参数「q」出现了 2 次；只能出现一次"),
    ],
)
def test_wrong_words_get_a_sentence(client: httpx.Client, query: str, sentence: str) -> None:
    answer = client.get(f"/search?{query}")

    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)
