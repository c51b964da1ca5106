"""An older 期 by API, file, map and document is byte for byte what it was."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import httpx
import pytest

from sihui_map import workflow
from sihui_map.api.app import create_api
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.domain.submission import Change, State
from sihui_map.errors import ChoiceError
from sihui_map.store import Store
from sihui_map.store.writers import drafting, steps
from sihui_map.ui import cache, downloads
from sihui_map.ui.map_frame import compiled_map
from sihui_map.views.maps import MAPS
from sihui_map.views.table import to_csv
from tests.counties.county import JIA
from tests.people import reviewer

if TYPE_CHECKING:
    from pathlib import Path

ASKED = {"year": "2033", "measure": "total", "boundary": "direct", "town": JIA}
OTHER_SET = "\n".join(
    f"other_set,{fuel},{unit},{ncv},20.00,0.95,虚构的因子,low"
    for fuel, unit, ncv in (
        ("烟煤", "t", "20.000"),
        ("汽油", "t", "43.000"),
        ("柴油", "t", "42.000"),
        ("天然气", "10^4 Nm3", "380.000"),
    )
)
LATEST = re.compile(r'"is_latest":(true|false)')
"""The one thing that a later publication may change."""


@pytest.fixture(autouse=True)
def _invented(geodata_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the application show the invented county, with two sets of factors, in 2034."""
    with (geodata_copy / "emission_factors.csv").open("a", encoding="utf-8") as file:
        file.write(OTHER_SET)
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))
    monkeypatch.setattr(Store, "at", lambda _: "2034-01-10T09:00:00+08:00")


def publish(amount: str) -> None:
    cache.figures()
    store = cache.archive().store
    key = ("energy_use", f"{JIA}|2033|烟煤")
    cells = {**(store.published()[key].cells or {}), "amount": amount, "kind": "实绩"}
    change = Change(dataset=key[0], row_key=key[1], cells=cells)
    own = drafting.draft(store, [change], who="张三", why="年报", origin="a.csv").submission_id
    steps.move(store, own, State.SUBMITTED, who="张三")
    steps.move(store, own, State.APPROVED, who="李四")
    workflow.publish(cache.archive(), [own], who=reviewer("王五"), why="年报")


def api_answers(snapshot: str) -> dict[str, str]:
    api = create_api(cache.figures, lambda: "")

    async def asked() -> dict[str, str]:
        transport = httpx.ASGITransport(api)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            paths = [path for path in api.openapi()["paths"] if "openapi" not in path]
            return {
                path: LATEST.sub("", (await client.get(path, params={"snapshot": snapshot})).text)
                for path in paths
            }

    return asyncio.run(asked())


def tables(snapshot: str) -> dict[str, str]:
    figures, found = cache.figures(snapshot), dict[str, str]()
    for name in downloads.TABLES:
        try:
            found[name] = to_csv(downloads.table(name, figures, ASKED))
        except ChoiceError as error:  # no such year: that, too, has to stay
            found[name] = str(error)
    return found


def maps(snapshot: str) -> dict[str, str]:
    return {name: compiled_map(name, cache.figures(snapshot)).script for name in MAPS}


def documents(snapshot: str) -> dict[str, bytes]:
    figures = cache.figures(snapshot)
    return {key: OUTPUTS[key].make(figures, None, "") for key in ("report", "map")}


READERS = (api_answers, tables, maps, documents)


def everything(snapshot: str) -> list[dict[str, object]]:
    """Return what each reader finds of a publication."""
    return [{**read(snapshot)} for read in READERS]


def assert_same(before: list[dict[str, object]], after: list[dict[str, object]]) -> None:
    for was, now in zip(before, after, strict=True):
        assert len(now) > 1
        assert {key for key in now if now[key] != was[key]} == set()


def assert_each_differs(some: list[dict[str, object]], others: list[dict[str, object]]) -> None:
    assert [one for one, other in zip(some, others, strict=True) if one == other] == []


@pytest.mark.parametrize("sample", ["on", "off"])
def test_an_older_issue_is_byte_for_byte_what_it_was(
    monkeypatch: pytest.MonkeyPatch, sample: str
) -> None:
    publish("20000")
    monkeypatch.setenv("SIHUI_SAMPLE", sample)
    before = everything("2")
    monkeypatch.setenv("SIHUI_SAMPLE", "on")
    publish("1")
    monkeypatch.setenv("SIHUI_SAMPLE", sample)

    after = everything("2")

    assert_same(before, after)
    assert_each_differs(everything("3"), after)


@pytest.mark.parametrize(
    ("setting", "chosen"),
    [("FACTOR_SET", "other_set"), ("GRID_FALLBACK", "on")],
)
def test_an_issue_keeps_how_it_was_accounted_for(
    setting: str, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("20000")
    usual = everything("2")
    monkeypatch.setenv(f"SIHUI_{setting}", chosen)
    publish("20001")
    other = everything("3")

    kept = everything("2")
    monkeypatch.delenv(f"SIHUI_{setting}")

    assert_same(usual, kept)
    assert_same(other, everything("3"))
    assert_each_differs(other, usual)
