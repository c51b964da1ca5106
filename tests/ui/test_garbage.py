"""Garbage is collected on a timer and in no visitor's run."""

from __future__ import annotations

import asyncio
import gc
import tomllib
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from scripts.visitor import Visitor, over_our_map, town_names, within
from sihui_map.ui import garbage
from tests.browser.serve import started

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CLICKS = 5
PATIENCE_S = 30.0
# Python reads a module of this name at its start: it writes down which thread asks for what.
WITNESS = """\
import gc, os, threading

asked = gc.collect

def collect(generation=2):
    with open(os.environ["WITNESS"], "a") as file:
        file.write(threading.current_thread().name + "\\n")
    return asked(generation)

gc.collect = collect
"""


class Knot:
    """Something that holds itself, so that only a collection frees it."""

    def __init__(self) -> None:
        """Tie it."""
        self.itself = self


@pytest.fixture
def by_hand() -> Iterator[None]:
    """Let nothing be collected that nobody asks for."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("by_hand")
def test_the_timer_frees_what_holds_itself_and_ends_with_the_server() -> None:
    async def serve() -> tuple[bool, set[str]]:
        async with garbage.collected(every_s=0.01):
            knot = weakref.ref(Knot())
            for _ in range(100):
                await asyncio.sleep(0.01)
                if knot() is None:
                    break
        return knot() is None, {task.get_name() for task in asyncio.all_tasks()}

    is_free, left = asyncio.run(serve())

    assert is_free
    assert "garbage" not in left


def test_a_long_collection_is_followed_by_a_longer_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, waits = iter([0.0, 0.5, 10.0, 10.02]), []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr("time.perf_counter", lambda: next(clock))
    monkeypatch.setattr("asyncio.sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(garbage.collect_for_ever(10.0))

    assert waits == pytest.approx([10.0, 50.0, 10.0])


def test_streamlit_is_told_not_to_collect_after_each_run() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))

    assert settings["runner"]["postScriptGC"] is False


async def visit(base: str) -> tuple[int, int]:
    """Open the page and click; return how many clicks were answered, and by how many runs."""
    way = over_our_map(list(town_names())[:CLICKS])
    place = urlsplit(base)
    visitor = Visitor(place.hostname or "", place.port or 0, way)
    assert await within(PATIENCE_S, visitor)
    runs = [await within(PATIENCE_S, visitor, choice) for choice in way.choices]
    await visitor.close()
    answered = sum(run is not None and run.proven and not run.failed for run in runs)
    return answered, visitor.ended


@pytest.mark.parametrize(
    ("setting", "in_a_run"), [({}, 0), ({"STREAMLIT_RUNNER_POST_SCRIPT_GC": "true"}, 1)]
)
def test_no_visitor_waits_for_a_collection(
    tmp_path: Path, setting: dict[str, str], in_a_run: int
) -> None:
    """The second case, with the setting undone, proves that the witness sees what it should."""
    (tmp_path / "sitecustomize.py").write_text(WITNESS, encoding="utf-8")
    seen = tmp_path / "seen"
    settings: Any = {
        "PYTHONPATH": str(tmp_path),
        "WITNESS": str(seen),
        "SIHUI_SAMPLE": "on",
        **setting,
    }

    with started(tmp_path / "log", **settings) as server:
        answered, runs = asyncio.run(visit(server.base))

    threads = seen.read_text("utf-8").split("\n")
    assert answered == CLICKS
    assert runs > CLICKS  # a click may run its own part, then what follows from it
    assert sum("ScriptRunner" in name for name in threads) == in_a_run * runs
