"""Measure how many visitors at once the application bears, beside a bare Streamlit application.

Run `python -m scripts.load [--quick] [--with-gc] [--json FILE]` in the repository. Each case is
played against a new server of ours and of the bare one, in turn: so many visitors open a page,
then choose a town again and again, after pauses that are exponentially distributed. Each visitor
is a websocket session as a browser has it. Everything stays on this machine and ends by itself.
This is a measurement, not a test: it never fails.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import markdown
from scripts.serving import HOST, Application, Server, ours, started
from scripts.visitor import Choice, Visitor, Way, over_our_map, town_names, within
from sihui_map.ui.garbage import EVERY_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PATIENCE_S = 20.0
"""A visitor who has waited so long gives up and counts as lost."""
SETTLE_S = 2.0
WARM_VISITORS = 3
AT_ONCE = 10
BARE_APP = """\
import streamlit as st

TOWNS = {towns!r}
st.title("Towns")
town = st.selectbox("Town", TOWNS, key="town")
st.write(f"Chosen: {{town}}.")
for name in TOWNS:
    st.text(name)
"""


@dataclass(frozen=True, slots=True)
class Case:
    """How many visitors come, within how long, and how long each thinks between two clicks."""

    visitors: int
    think_s: float
    ramp_s: float = 8.0
    window_s: float = 40.0


CASES = (Case(20, 5), Case(100, 5), Case(200, 5), Case(100, 1))
QUICK_CASES = (Case(50, 1, ramp_s=2, window_s=8),)
ROUNDS, QUICK_ROUNDS, ROUND_VISITORS = 6, 0, 100


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured, and how it is used."""

    name: str
    application: Application
    way: Way


@dataclass(slots=True)
class Outcome:
    """What one case gave: times in seconds, processor time in ms, memory in MB."""

    name: str
    case: Case
    first_s: list[float] = field(default_factory=list)
    click_s: list[float] = field(default_factory=list)
    lost: int = 0
    failed: int = 0
    cpu_ms: float = 0.0
    session_mb: float = 0.0

    @property
    def clicks_per_s(self) -> float:
        """Return how many clicks were answered in a second."""
        return len(self.click_s) / self.case.window_s

    @property
    def click_cpu_ms(self) -> float:
        """Return the processor time of the server for one click."""
        return self.cpu_ms / max(1, len(self.click_s))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` of ``values`` do not exceed; nothing gives nan."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


async def _visit(visitor: Visitor, number: int, outcome: Outcome, opening: float) -> None:
    """Come at one's place in the queue, then think and click until the window closes."""
    case, chance = outcome.case, random.Random(number)  # noqa: S311 pauses, no secrets
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(case.ramp_s * number / case.visitors)
    first = await within(PATIENCE_S, visitor)
    if first is None:
        outcome.lost += 1
        return
    outcome.first_s.append(first.took_s)
    outcome.failed += first.failed
    await asyncio.sleep(opening - clock())
    turn = number
    while True:
        pause_s = chance.expovariate(1 / case.think_s)
        if clock() + pause_s > opening + case.window_s:
            return
        await asyncio.sleep(pause_s)
        turn += 1
        choices = visitor.way.choices
        run = await within(PATIENCE_S, visitor, choices[turn % len(choices)])
        if run is None:
            outcome.lost += 1
            return
        outcome.click_s.append(run.took_s)
        outcome.failed += run.failed or not run.proven


async def _close(visitors: Iterable[Visitor]) -> None:
    await asyncio.gather(*(visitor.close() for visitor in visitors), return_exceptions=True)


async def _warm_up(server: Server, way: Way) -> None:
    visitors = [Visitor(HOST, server.port, way) for _ in range(WARM_VISITORS)]
    for visitor in visitors:
        await within(PATIENCE_S, visitor)
        await within(PATIENCE_S, visitor, way.choices[0])
    await _close(visitors)
    await asyncio.sleep(SETTLE_S)


async def _play(server: Server, outcome: Outcome, way: Way) -> None:
    """Let all visitors of one case come; the processor time counts from the first click."""
    await _warm_up(server, way)
    before_mb, case = server.rss_mb(), outcome.case
    opening = asyncio.get_running_loop().time() + case.ramp_s + SETTLE_S
    visitors = [Visitor(HOST, server.port, way) for _ in range(case.visitors)]
    visits = [
        asyncio.create_task(_visit(visitor, number, outcome, opening))
        for number, visitor in enumerate(visitors)
    ]
    await asyncio.sleep(case.ramp_s + SETTLE_S)
    before_ms = server.cpu_ms()
    await asyncio.gather(*visits)
    outcome.cpu_ms = server.cpu_ms() - before_ms
    outcome.session_mb = (server.rss_mb() - before_mb) / case.visitors
    await _close(visitors)


def measure(measured: Measured, case: Case) -> Outcome:
    """Play ``case`` against a new server."""
    outcome = Outcome(measured.name, case)
    with started(measured.application) as server:
        asyncio.run(_play(server, outcome, measured.way))
    return outcome


async def _round(server: Server, way: Way) -> float:
    """Let visitors come, click once and leave; return the memory after the next collection."""
    visitors = [Visitor(HOST, server.port, way) for _ in range(ROUND_VISITORS)]
    waiting = iter(visitors)
    while few := list(islice(waiting, AT_ONCE)):
        await asyncio.gather(*(within(PATIENCE_S, visitor) for visitor in few))
        await asyncio.gather(*(within(PATIENCE_S, visitor, way.choices[1]) for visitor in few))
    await _close(visitors)
    await asyncio.sleep(EVERY_S + SETTLE_S)
    return server.rss_mb()


def memory_by_round(measured: Measured, rounds: int) -> list[float]:
    """Return the server's memory in MB: at the start, then after each round of visitors."""
    with started(measured.application) as server:
        asyncio.run(_warm_up(server, measured.way))
        begun = server.rss_mb()
        return [begun, *(asyncio.run(_round(server, measured.way)) for _ in range(rounds))]


def everything(folder: Path, *, with_gc: bool) -> list[Measured]:
    """Return what is measured, ours first; the store and the bare application are in ``folder``."""
    towns = town_names()
    bare = folder / "bare"
    bare.mkdir()
    (bare / "app.py").write_text(BARE_APP.format(towns=list(towns.values())), encoding="utf-8")
    in_list = tuple(Choice(name, f"Chosen: {name}.".encode()) for name in towns.values())
    in_map = over_our_map(towns)
    found = [
        Measured("本系统", ours(folder), in_map),
        Measured("空白应用", Application(folder=bare, home=bare), Way("", "town", in_list)),
    ]
    if with_gc:
        collecting = ours(folder, STREAMLIT_RUNNER_POST_SCRIPT_GC="true")
        found.append(Measured("本系统，每次运行后回收", collecting, in_map))
    return found


def multiple(own: float, bare: float) -> str:
    """Return ours as a multiple of the bare one's; what was not measurable gives none."""
    if not (own > 0 and bare > 0):
        return "–"
    return f"{own / bare:.2f}×" if own >= bare / 100 else "< 0.01×"


def _numbers(outcome: Outcome) -> list[float]:
    first, click = outcome.first_s, outcome.click_s
    return [
        *(1000 * quantile(first, share) for share in (0.5, 0.95)),
        *(1000 * quantile(click, share) for share in (0.5, 0.95, 1)),
        outcome.clicks_per_s,
        outcome.click_cpu_ms,
        outcome.session_mb,
    ]


HEAD = (
    "访客，间隔",
    "应用",
    "首次 p50",
    "首次 p95",
    "点击 p50",
    "点击 p95",
    "点击最长",
    "次/秒",
    "CPU/次",
    "MB/会话",
    "出错",
)
DIGITS = (0, 0, 0, 0, 0, 1, 1, 2)


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the Markdown table: times in ms, and under each case ours as multiples of the bare."""
    rows: list[list[str]] = []
    for case in dict.fromkeys(outcome.case for outcome in outcomes):
        played = {outcome.name: outcome for outcome in outcomes if outcome.case == case}
        what = f"{case.visitors} 位，{case.think_s:g} 秒"
        for name, outcome in played.items():
            numbers = zip(_numbers(outcome), DIGITS, strict=True)
            cells = [f"{number:.{digits}f}" for number, digits in numbers]
            rows.append([what, name, *cells, str(outcome.lost + outcome.failed)])
            what = ""
        own, bare = (_numbers(played[name]) for name in ("本系统", "空白应用"))
        ratios = [multiple(each, other) for each, other in zip(own, bare, strict=True)]
        rows.append(["", "本系统 ÷ 空白应用", *ratios, "–"])
    return markdown.table(HEAD, rows)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} (load {os.getloadavg()[0]:.1f})", file=sys.stderr)


def _measure_all(given: argparse.Namespace) -> tuple[list[Outcome], list[float]]:
    cases, rounds = (QUICK_CASES, QUICK_ROUNDS) if given.quick else (CASES, ROUNDS)
    outcomes, memory = [], []
    with tempfile.TemporaryDirectory() as folder:
        found = everything(Path(folder), with_gc=given.with_gc)
        for case in cases:
            for measured in found:
                _say(f"{measured.name}: {case.visitors} visitors, {case.think_s:g} s")
                outcomes.append(measure(measured, case))
        if rounds:
            _say(f"{rounds} rounds of {ROUND_VISITORS} visitors who come and leave")
            memory = memory_by_round(found[0], rounds)
    _say("done")
    return outcomes, memory


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one small case, within a minute")
    parser.add_argument(
        "--with-gc", action="store_true", help="also ours with a collection after each run"
    )
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    given = parser.parse_args()
    gc.disable()  # else the visitors' own pauses would be taken for the server's
    outcomes, memory = _measure_all(given)
    print("\n".join(table(outcomes)))
    if memory:
        told = "、".join(f"{found:.0f}" for found in memory)
        print(f"\n每轮 {ROUND_VISITORS} 位访客来了又走，服务器内存（MB）：{told}")
    if given.json:
        every = {"outcomes": [asdict(outcome) for outcome in outcomes], "memory_mb": memory}
        given.json.write_text(json.dumps(every, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
