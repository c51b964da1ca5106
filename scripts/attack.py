"""Measure what sixty anonymous connections do to a visitor who clicks now and then.

Run `python -m scripts.attack [--quick] [--only WORD]` in the repository. A server of ours is
started on this machine; a visitor chooses towns on the map, first alone, then while a crowd asks
for one address again and again, each as soon as it has its answer. The crowd is a process of its
own. Everything ends by itself; nothing leaves this machine. This is a measurement: it never fails.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from scripts import markdown
from scripts.serving import HOST, ROOT, Server, ours, started
from scripts.visitor import Visitor, over_our_map, within

CONNECTIONS = 60
PATIENCE_S = 20.0
THINK_S = 0.4
LASTING_S, QUICK_S = 10.0, 4.0
WAY = over_our_map(("441284105", "441284113", "441284001"))
HEAD = (
    "60 个匿名连接不停访问",
    "访客点击中位数",
    "是独自时的",
    "最长",
    "无答复",
    "他们得到的答复",
)
SOCKETS, HEADERS = "websocket", "headers"
ADDRESSES = {
    "首页": "/",
    "脚本文件": "/assets/map.js",
    "地图": "/assets/maps/emissions.js",
    "地图，期号前加空格": "/assets/maps/emissions.js?snapshot={blanks}1",
    "地图框": "/component/map/emissions/",
    "表格 CSV": "/data/ranking.csv?year=2025&measure=total&boundary=direct",
    "接口：全部数值": "/api/v1/figures",
    "接口：镇街界线": "/api/v1/towns.geojson",
    "接口：未知期号": "/api/v1/meta?snapshot=nonsense{number}",
    "演示文稿": "/materials/deck?snapshot={blanks}1",
    "填报模板": "/data/template.xlsx",
    "健康检查": "/healthz",
    "没有的页面": "/nowhere/{number}",
    "页面（WebSocket 连续点击）": SOCKETS,
    "没有尽头的请求头": HEADERS,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How long the visitor's clicks took, in seconds, and what the crowd was told."""

    name: str
    clicks_s: list[float]
    lost: int
    answers: dict[str, int]

    @property
    def median_s(self) -> float:
        """Return the click that half of them do not exceed."""
        return statistics.median(self.clicks_s) if self.clicks_s else float("inf")


# The crowd


async def _ask(port: int, address: str, until: float, answers: Counter[str]) -> None:
    """Ask for ``address`` over and over on one connection after the other."""
    numbers = itertools.count()
    while time.monotonic() < until:
        number = next(numbers)
        path = address.format(number=number, blanks="%20" * (1 + number % 400))
        try:
            answers[await _one(port, path)] += 1
        except (OSError, asyncio.IncompleteReadError, ValueError):
            answers["cut off"] += 1
            await asyncio.sleep(0.05)


async def _one(port: int, path: str) -> str:
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 24)
    try:
        asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
        writer.write(asked.encode())
        await writer.drain()
        first = await reader.readline()
        await reader.read(-1)
        return first.split(b" ")[1].decode() if b" " in first else "cut off"
    finally:
        writer.close()


async def _click(port: int, until: float, answers: Counter[str]) -> None:
    """Choose one town after the other without a pause."""
    visitor = Visitor(HOST, port, WAY)
    if await within(PATIENCE_S, visitor) is None:
        answers["not opened"] += 1
        return
    for choice in itertools.cycle(WAY.choices):
        if time.monotonic() > until:
            break
        answers["run" if await within(PATIENCE_S, visitor, choice) else "lost"] += 1
    await visitor.close()


async def _talk(port: int, until: float, answers: Counter[str]) -> None:
    """Send a request's head that does not end."""
    while time.monotonic() < until:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
            writer.write(f"GET / HTTP/1.1\r\nHost: {HOST}\r\n".encode())
            while time.monotonic() < until:
                writer.write(b"X-A: " + b"b" * 8000 + b"\r\n")
                await writer.drain()
        except OSError:
            answers["cut off"] += 1


async def _crowd(port: int, address: str, seconds: float) -> Counter[str]:
    answers, until = Counter[str](), time.monotonic() + seconds
    does = {SOCKETS: _click, HEADERS: _talk}.get(address)
    await asyncio.gather(
        *(
            does(port, until, answers) if does else _ask(port, address, until, answers)
            for _ in range(CONNECTIONS)
        )
    )
    return answers


# The visitor


async def _visit(port: int, seconds: float) -> tuple[list[float], int]:
    """Click after a pause each time; return how long each took, and how many had no answer."""
    visitor, clicks, lost = Visitor(HOST, port, WAY), list[float](), 0
    await within(PATIENCE_S, visitor)
    until = time.monotonic() + seconds
    for choice in itertools.cycle(WAY.choices):
        await asyncio.sleep(THINK_S)
        if time.monotonic() > until:
            break
        run = await within(PATIENCE_S, visitor, choice)
        if run is None:
            lost += 1
            break
        clicks.append(run.took_s)
    await visitor.close()
    return clicks, lost


def _under(server: Server, name: str, address: str, seconds: float) -> Outcome:
    command = [sys.executable, "-m", "scripts.attack", "--crowd", str(server.port), address]
    crowd = subprocess.Popen(  # noqa: S603 this very script
        [*command, str(seconds + 2)], cwd=ROOT, stdout=subprocess.PIPE
    )
    time.sleep(1.5)  # they are all there
    clicks, lost = asyncio.run(_visit(server.port, seconds))
    told, _ = crowd.communicate()
    return Outcome(name, clicks, lost, json.loads(told or b"{}"))


def measure(*, only: str, seconds: float) -> tuple[list[float], list[Outcome]]:
    """Return the visitor's clicks alone, and under each crowd."""
    with tempfile.TemporaryDirectory() as folder, started(ours(Path(folder))) as server:
        asyncio.run(_visit(server.port, seconds))  # everything is made once
        idle, _ = asyncio.run(_visit(server.port, seconds))
        chosen = {name: where for name, where in ADDRESSES.items() if only in name}
        return idle, [_under(server, name, where, seconds) for name, where in chosen.items()]


def table(idle: list[float], outcomes: list[Outcome]) -> list[str]:
    """Return the Markdown table: how much longer a click takes than alone."""
    alone = statistics.median(idle)
    rows = []
    for one in outcomes:
        longest_s = max(one.clicks_s, default=float("inf"))
        rows.append(
            (
                one.name,
                f"{1000 * one.median_s:.0f} ms",
                f"{one.median_s / alone:.2f}×",
                f"{1000 * longest_s:.0f} ms",
                str(one.lost),
                "、".join(f"{what} × {count}" for what, count in sorted(one.answers.items())),
            )
        )
    return [f"独自点击的中位数 {1000 * alone:.0f} ms。", "", *markdown.table(HEAD, rows)]


def main() -> None:
    """Measure and print; as the crowd, only ask."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="four seconds for each address")
    parser.add_argument("--only", default="", help="only addresses with this word")
    parser.add_argument("--crowd", nargs=3, metavar=("PORT", "ADDRESS", "SECONDS"))
    given = parser.parse_args()
    if given.crowd:
        port, address, seconds = given.crowd
        print(json.dumps(asyncio.run(_crowd(int(port), address, float(seconds)))))
        return
    idle, outcomes = measure(only=given.only, seconds=QUICK_S if given.quick else LASTING_S)
    print("\n".join(table(idle, outcomes)))


if __name__ == "__main__":
    main()
