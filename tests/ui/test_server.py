"""The routes beside the pages: health, maps, tables, drawings."""

from __future__ import annotations

import asyncio
import csv
import gc
import inspect
import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from starlette.routing import Route

from sihui_map.api.routes import router
from sihui_map.archive import Archive
from sihui_map.ui import cache, cells, door, downloads, server
from sihui_map.ui.first import first_page
from sihui_map.ui.map_frame import compiled_map
from sihui_map.views.maps import MAPS
from sihui_map.views.table import to_csv
from tests import county
from tests.own_words import PLAN
from tests.people import OWN_TOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    from sihui_map.figures import Figures

KNOWN = (
    f"measure=total&boundary=direct&town={OWN_TOWN}&unit={county.OFFICE}"
    f"&no={county.TASKS[0]['task_no']}&id={county.FOREST.target_id}"
)
"""What every county has; the years are those of its figures."""
PUBLIC: list[int] = PLAN["public_years"]
WIDE = "".join(chr(ord(digit) - ord("0") + ord("\uff10")) for digit in str(PUBLIC[-1]))
"""A year in digits as wide as a Chinese character."""
NO_TOWN = f"{county.CODE}451"
FIRST = f"{county.FIRST.name} {county.FIRST.code}"


@pytest.fixture
def quiet() -> Iterator[None]:
    """Undo what a start does to the process."""
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    gc.unfreeze()


def test_health_says_ok_and_which_data(ask: Callable[..., httpx.Response]) -> None:
    assert ask("/healthz").json() == {
        "status": "ok",
        "revision": cache.figures().snapshot.revision,
        "problems": [],
    }


def test_health_names_a_broken_file(
    ask: Callable[..., httpx.Response], geodata_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (geodata_copy / "sites.csv").write_text("kaputt\n1\n", encoding="utf-8")
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))

    answer = ask("/healthz").json()

    assert answer["status"] == "degraded"
    assert [text for text in answer["problems"] if "sites.csv" in text] == answer["problems"]
    assert len(answer["problems"]) == 1


@pytest.mark.parametrize("name", MAPS)
def test_every_map_is_a_script(
    ask: Callable[..., httpx.Response], name: str, county_figures: Figures
) -> None:
    answer = ask(f"/assets/maps/{name}.js")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    found = re.search(re.escape("window.sihui.start(map_div, ") + r"(\{.*\})\);", answer.text)
    assert found
    assert len(json.loads(found[1])["towns"]) == len(county_figures.snapshot.boundaries)


def test_this_very_map_may_be_kept(ask: Callable[..., httpx.Response]) -> None:
    now, other = compiled_map("sites", cache.figures()).version, "0000000000"

    kept = [ask(f"/assets/maps/sites.js?v={v}").headers["cache-control"] for v in (now, other)]

    assert kept == ["public, max-age=31536000, immutable", "no-cache"]


def test_a_map_is_compressed_for_those_who_accept_it(ask: Callable[..., httpx.Response]) -> None:
    plain = ask("/assets/maps/parks.js")
    packed = ask("/assets/maps/parks.js", accept_encoding="gzip")

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text


def test_an_unknown_map_says_so(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/assets/maps/nowhere.js")

    assert (answer.status_code, answer.text) == (404, "没有这张地图。")


def test_a_new_state_of_the_data_is_a_new_map(
    ask: Callable[..., httpx.Response], geodata_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = geodata_copy / "units.csv"
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))
    original = ask("/assets/maps/parks.js").text

    units.write_text(units.read_text("utf-8").replace("乙镇", "新乙镇"), encoding="utf-8")
    changed = ask("/assets/maps/parks.js").text

    renamed = json.dumps("新乙镇")[1:-1]
    assert renamed in changed
    assert renamed not in original


def test_the_approval_number_stands_on_the_map(
    ask: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_MAP_APPROVAL", "No-2026-001")

    assert "No-2026-001" in ask("/assets/maps/overview.js").text


def test_the_drawing_of_a_town_is_a_picture(ask: Callable[..., httpx.Response]) -> None:
    answer = ask(f"/assets/locator/{OWN_TOWN}.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.count("#1b6e53") == 1


@pytest.mark.parametrize("name", downloads.TABLES)
def test_every_table_is_a_file_with_the_rows_of_the_page(
    ask: Callable[..., httpx.Response], name: str
) -> None:
    figures = cache.figures()
    asked = f"year={figures.years[0]}&{KNOWN}"

    answer = ask(f"/data/{name}.csv?{asked}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    shown = downloads.table(name, figures, dict(pair.split("=") for pair in asked.split("&")))
    assert answer.content.decode("utf-8") == to_csv(shown)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(shown.rows) + 1
    assert len({len(row) for row in rows}) == 1


def test_a_file_is_named_after_its_table_and_state(ask: Callable[..., httpx.Response]) -> None:
    disposition = ask(f"/data/ledger.csv?year={PUBLIC[-1]}").headers["content-disposition"]

    name = unquote(disposition.removeprefix("attachment; filename*=UTF-8''"))
    assert name == f"{PUBLIC[-1]} 年平衡表（万吨CO₂）_{cache.figures().snapshot.revision}.csv"
    assert disposition.isascii()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nowhere", "没有名为「nowhere」的表；可选：ranking、"),
        ("ledger", f"没有年份「」；可选：{'、'.join(map(str, PUBLIC))}、"),
        ("ledger?year=1999", f"没有年份「1999」；可选：{PUBLIC[0]}、"),
        (f"ledger?year={PUBLIC[-1]}.0", f"没有年份「{PUBLIC[-1]}.0」"),
        (f"ledger?year={county.in_address(WIDE)}", f"没有年份「{WIDE}」"),
        ("ranking?year={year}&measure=x&boundary=direct", "参数 measure 可选：total、"),
        ("ranking?year={year}&measure=total", "参数 boundary 可选：direct、net"),
        ("ranking?year=1999&measure=total&boundary=net", "没有年份「1999」；可选：{year}、"),
        ("components?year=x", "没有年份「x」"),
        (f"town?town={NO_TOWN}", f"没有代码为「{NO_TOWN}」的镇街；可选：{FIRST}、"),
        ("town", "没有代码为「」的镇街"),
        ("energy?town=" + "9" * 500, f"没有代码为「{'9' * 20}」的镇街"),
        ("forest?year=-1", "没有年份「-1」；可选：{year}、"),
    ],
)
def test_a_wrong_parameter_gets_one_chinese_sentence(
    ask: Callable[..., httpx.Response], county_figures: Figures, address: str, words: str
) -> None:
    """``{year}`` is the first one of the towns' energy and forests."""
    year = county_figures.years[0]
    assert year == county_figures.forest_years[0]
    name, _, query = address.format(year=year).partition("?")

    answer = ask(f"/data/{name}.csv?{query}")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert words.format(year=year) in answer.text
    assert len(answer.text.splitlines()) == 1


def test_without_samples_a_table_says_that_there_is_no_data(
    ask: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", "off")

    answer = ask("/data/forest.csv?year=2025")

    assert (answer.status_code, answer.text) == (404, "没有年份「2025」；可选：（无数据）。")


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("SIHUI_SAMPLE", "maybe", "应为 on 或 off，现为「maybe」"),
        ("SIHUI_FACTOR_SET", "ipcc", "应为 enterprise_2015 或 provincial_2025，现为「ipcc」"),
    ],
)
def test_a_wrong_setting_is_one_sentence_for_a_table_too(
    ask: Callable[..., httpx.Response],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    told: str,
    said: str,
) -> None:
    monkeypatch.setenv(name, told)

    assert ask("/data/targets.csv").text == f"环境变量 {name} {said}。"


def test_the_address_of_a_table_is_relative_and_quoted() -> None:
    assert downloads.address("targets") == "./data/targets.csv"
    assert downloads.address("town", town="4&1", year=2020) == (
        "./data/town.csv?town=4%261&year=2020"
    )


def test_nothing_is_computed_on_the_event_loop() -> None:
    """A coroutine that asks the store, or computes, holds up every visitor at once."""
    # These wait for a form or a cell, and hand what computes to a thread.
    reading = [*door.PATHS, *(route.path for route in cells.ROUTES)]
    routes: list[Any] = [
        route for route in server.ROUTES if isinstance(route, Route) and route.path not in reading
    ]

    endpoints = [route.endpoint for route in [*routes, *router.routes]]

    assert len(endpoints) > 15
    assert [each for each in endpoints if inspect.iscoroutinefunction(each)] == []


@pytest.mark.usefixtures("quiet")
def test_a_start_makes_every_map_and_figure_before_the_first_visitor() -> None:
    async def start() -> tuple[float, int]:
        async with server.lifespan(None):
            return sys.getswitchinterval(), gc.get_freeze_count()

    interval, frozen = asyncio.run(start())

    assert interval == pytest.approx(server.SWITCH_INTERVAL_S)
    assert frozen > 0


@pytest.mark.usefixtures("quiet", "mixed_store")
def test_a_start_reads_the_publication_before_the_first_visitor_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What 调度 sets beside the newest one: read by a visitor, his first look would come late."""
    read: list[str] = []

    async def start() -> str:
        async with server.lifespan(None):
            monkeypatch.setattr(Archive, "_read", lambda *_, **__: read.append("read"))
            return first_page({"path": "/dispatch", "query_string": b"", "headers": []})

    assert 'id="first"' in asyncio.run(start())
    assert read == []
