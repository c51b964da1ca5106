"""A database that stands still or is gone: one sentence in time, everything else as ever."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest

from sihui_map.errors import UnavailableError
from sihui_map.ui import cache
from sihui_map.ui.answers import AGAIN_S
from tests.browser.serve import Server, started
from tests.people import OWN_TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Postgres

WITHIN_S = 5.0
FRAME = "/component/map/emissions/"
ASKED = (
    "/healthz",
    "/api/v1/meta",
    "/data/targets.csv",
    "/assets/maps/emissions.js",
    f"/assets/locator/{OWN_TOWN}.svg",
    "/materials/map",
    "/data/template.xlsx",
)
FILES = ("/emissions", "/assets/map.js", "/assets/leaflet/leaflet.js", "/_stcore/health")


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Server]:
    """Start the application on a real PostgreSQL."""
    with started(tmp_path / "log", SIHUI_DATABASE_URL=postgres_url) as server:
        yield server


def ask(server: Server, path: str) -> tuple[int, str, float]:
    begun = time.monotonic()
    answer = httpx.get(f"{server.base}{path}", timeout=20)
    return answer.status_code, answer.text, time.monotonic() - begun


def test_a_database_that_stands_still_is_said_in_time_and_holds_nobody_up(
    postgres: Postgres, on_postgres: Server
) -> None:
    with postgres.frozen(), ThreadPoolExecutor(len(ASKED)) as crowd:
        waiting = [crowd.submit(ask, on_postgres, path) for path in ASKED]
        time.sleep(0.3)
        files = [ask(on_postgres, path) for path in FILES]
        told = [each.result() for each in waiting]

    for status, _, took_s in files:
        assert status == 200
        assert took_s < 1
    for status, sentence, took_s in told:
        assert status == 503
        assert "。" in sentence
        assert took_s < WITHIN_S
    time.sleep(AGAIN_S)
    assert [ask(on_postgres, path)[0] for path in ASKED] == [200] * len(ASKED)


def test_started_before_its_database_the_application_waits_for_it(
    postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    postgres.stop()
    with (
        ExitStack() as undone,
        started(tmp_path / "log", needs_figures=False, SIHUI_DATABASE_URL=postgres_url) as own,
    ):
        undone.callback(postgres.start)
        assert ask(own, "/emissions")[0] == 200
        assert ask(own, FRAME)[0] == 200
        status, sentence, _ = ask(own, "/api/v1/meta")
        assert status == 503
        assert "连不上数据库" in sentence

        undone.close()
        time.sleep(cache.AGAIN_S)
        assert ask(own, "/api/v1/meta")[0] == 200


def test_who_waits_for_a_database_that_is_gone_hears_it_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def gone(url: str) -> None:
        tried.append(url)
        msg = "连不上数据库。"
        raise UnavailableError(msg)

    monkeypatch.setattr(cache, "Store", gone)
    monkeypatch.setenv("SIHUI_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/gone")
    for _ in range(5):
        with pytest.raises(UnavailableError):
            cache.archive()
    assert len(tried) == 1

    later = time.monotonic() + cache.AGAIN_S + 1
    monkeypatch.setattr("sihui_map.ui.cache.time.monotonic", lambda: later)
    with pytest.raises(UnavailableError):
        cache.archive()
    assert len(tried) == 2
