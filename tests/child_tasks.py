"""What the tests let a child do: module-level functions, for only those reach a process."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

from sihui_map.errors import DataFileError, IntakeError


def double(number: int) -> int:
    return 2 * number


def process() -> int:
    return os.getpid()


def modules() -> set[str]:
    return set(sys.modules)


def niceness() -> int:
    return os.nice(0)


def refuse(sentence: str) -> None:
    raise IntakeError(sentence)


def broken_file() -> None:
    file = "units.csv"
    raise DataFileError(file, 3, "坏了", "恢复该文件")


def stumble() -> None:
    msg = "nobody foresaw this"
    raise ValueError(msg)


def compute_for_ever() -> None:
    while True:
        pass


def hold_the_lock() -> None:
    """Search for hours in one call that lets no other thread run."""
    re.search(r"(a+)+$", "a" * 40 + "b")


def wait(seconds: float) -> None:
    time.sleep(seconds)


def take(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def die() -> None:
    os._exit(3)


def peak_mib() -> float:
    """Return the most memory this worker has held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("inf")
