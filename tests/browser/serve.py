"""The application as a visitor meets it: its own process on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.store.clock import beijing_now
from tests.browser.ahead import AHEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_S = 60.0
STOP_S = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """A started application: where it answers, what it shows, and what it wrote.

    Its clock is ``ahead`` of the world's.
    """

    base: str
    log: Path
    database_url: str = ""
    pid: int = 0
    geodata: Path = GEODATA
    ahead: timedelta = timedelta()

    @property
    def revision(self) -> str:
        """Return the id of the snapshot that it shows."""
        return str(httpx.get(f"{self.base}/healthz").json()["revision"])

    def store(self) -> Store:
        """Open its store, by its clock; whoever asks closes it."""
        return Store(self.database_url, now=lambda: beijing_now() + self.ahead)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIHUI_")}
    return kept | settings


def _wait(process: subprocess.Popen[bytes], server: Server, path: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{server.base}{path}").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    msg = f"the application did not start: {server.log.read_text('utf-8')[-2000:]}"
    raise AssertionError(msg)


@contextmanager
def started(
    log: Path,
    *,
    needs_figures: bool = True,
    port: int = 0,
    ahead: timedelta = timedelta(),
    **settings: str,
) -> Iterator[Server]:
    """Start the application with ``settings`` in its environment, and end it afterwards."""
    port = port or free_port()
    settings = {"SIHUI_DATABASE_URL": f"sqlite:///{log.with_suffix('.db').as_posix()}", **settings}
    server = Server(
        f"http://{HOST}:{port}",
        log,
        settings["SIHUI_DATABASE_URL"],
        geodata=Path(settings.get("SIHUI_GEODATA", GEODATA)),
        ahead=ahead,
    )
    program = "tests.browser.ahead" if ahead else "streamlit"
    settings |= {AHEAD: str(ahead.total_seconds())} if ahead else {}
    command = [sys.executable, "-m", program, "run", "app.py", "--server.port", str(port)]
    with (
        log.open("wb") as out,
        subprocess.Popen(  # noqa: S603 our own command
            command, cwd=ROOT, env=_environment(settings), stdout=out, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            _wait(process, server, "/healthz" if needs_figures else "/_stcore/health")
            yield replace(server, pid=process.pid)
        finally:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
