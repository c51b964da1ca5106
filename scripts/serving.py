"""An application as a process of its own on this machine, for what is measured on it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
START_S = 60.0
STOP_S = 10.0


class NotMeasuredError(Exception):
    """Something that was to be measured is not there."""


@dataclass
class Server:
    """One started application."""

    process: subprocess.Popen[bytes]
    port: int

    def address(self, path: str) -> str:
        """Return the full address of ``path``."""
        return f"http://{HOST}:{self.port}{path}"

    def cpu_ms(self) -> float:
        """Return the processor time that the process has used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def rss_mb(self) -> float:
        """Return the memory that the process holds."""
        statm = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="utf-8")
        return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _command(port: int) -> list[str]:
    given = {
        "server.port": str(port),
        "server.address": HOST,
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", "app.py", *options]


def _environment(home: Path | None, settings: Mapping[str, str]) -> dict[str, str]:
    own = ("SIHUI_", "STREAMLIT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return kept | ({"HOME": str(home)} if home else {}) | dict(settings)


@contextmanager
def started(
    folder: Path, home: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Start `app.py` of ``folder``; a ``home`` without settings gives Streamlit's own."""
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603 our own interpreter and files
        _command(port),
        cwd=folder,
        env=_environment(home, settings or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + START_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > end:
                msg = f"{folder / 'app.py'}: the server did not start"
                raise NotMeasuredError(msg)
            time.sleep(0.1)
        yield Server(process, port)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
