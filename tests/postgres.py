"""A real PostgreSQL for tests: started from Debian's package, kept in a temporary folder."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 60
OWNER = "postgres"


def programs() -> Path | None:
    """Return the folder of the server's programs, None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    beside = shutil.which("postgres")
    if found:
        return found[-1].parent
    return Path(beside).parent if beside else None


def _account() -> dict[str, Any]:
    """Return who runs the server: it refuses to run as root."""
    if os.getuid() != 0:
        return {}
    return {"user": OWNER, "group": pwd.getpwnam(OWNER).pw_gid, "extra_groups": []}


@dataclass
class Postgres:
    """One server under ``folder``, reached through a socket there; fsync stays on."""

    programs: Path
    folder: Path
    _process: subprocess.Popen[bytes] | None = None
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    def data(self) -> Path:
        """Return the folder of the databases."""
        return self.folder / "data"

    def url(self, name: str) -> str:
        """Return the address of the database ``name``."""
        user = OWNER if os.getuid() == 0 else getpass.getuser()
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def make(self) -> None:
        """Make the databases' folder and start the server."""
        account = _account()
        if account:
            os.chown(self.folder, pwd.getpwnam(OWNER).pw_uid, account["group"])
        subprocess.run(  # noqa: S603 the server's own tool, no input from outside
            [self.programs / "initdb", "-D", self.data, "-A", "trust", "-E", "UTF8", "--locale=C"],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **account,
        )
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [
            str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.folder),
            "-c", "listen_addresses=", "-c", "max_connections=60",
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 as above
                command, stdout=log, stderr=log, cwd=self.folder, **_account()
            )
        self._process = process
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:  # still replaying its log
                assert process.poll() is None, (self.folder / "log").read_text("utf-8")
                assert time.monotonic() < until
                time.sleep(0.02)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server by its own id: SIGINT closes, SIGQUIT is as a power cut to it."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE_S)
            self._process = None

    def _everyone(self) -> list[int]:
        """Return the ids of the server's processes: the one we started, and its children."""
        assert self._process is not None
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text("ascii").split()
        return [own, *map(int, children)]

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let the server stand still: it keeps every connection, and answers nothing."""
        stopped = self._everyone()
        for number in stopped:
            os.kill(number, signal.SIGSTOP)
        try:
            yield
        finally:
            for number in stopped:
                os.kill(number, signal.SIGCONT)

    def _tell(self, sentence: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sentence.encode())

    def fresh(self) -> str:
        """Return the name of a new, empty database."""
        name = f"test_{next(self._numbers)}"
        self._tell(f"CREATE DATABASE {name}")
        return name

    def drop(self, name: str) -> None:
        """Remove the database ``name``, whoever is still connected."""
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")
