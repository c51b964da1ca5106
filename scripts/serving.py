"""An application as a process of its own on this machine, for what is measured on it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
START_S = 60.0
STOP_S = 10.0
STREAMLIT = (
    *(sys.executable, "-m", "streamlit", "run", "app.py"),
    *("--server.port", "{port}"),
    *("--server.address", HOST),
    *("--server.headless", "true"),
    *("--browser.gatherUsageStats", "false"),
)


class NotMeasuredError(Exception):
    """Something that was to be measured is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What can be started: the `app.py` of a folder, by which words, and where it answers first.

    A ``home`` without settings gives Streamlit's own.
    """

    folder: Path
    home: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    words: Sequence[str] = STREAMLIT
    health: str = "/_stcore/health"


def ours(folder: Path, **settings: str) -> Application:
    """Return this application with its samples and a store of its own in ``folder``."""
    store = {"SIHUI_DATABASE_URL": f"sqlite:///{(folder / 'measured.db').as_posix()}"}
    return Application(folder=ROOT, settings={"SIHUI_SAMPLE": "on", **store, **settings})


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


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _environment(application: Application) -> dict[str, str]:
    own = ("SIHUI_", "STREAMLIT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    home = {"HOME": str(application.home)} if application.home else {}
    return kept | home | dict(application.settings)


@contextmanager
def started(application: Application) -> Iterator[Server]:
    """Start ``application`` on a free port; it ends with the block."""
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603 our own interpreter and files
        [word.format(port=port) for word in application.words],
        cwd=application.folder,
        env=_environment(application),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + START_S
        while not _answers(port, application.health):
            if process.poll() is not None or time.monotonic() > end:
                msg = f"{application.folder / 'app.py'}: the server did not start"
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
