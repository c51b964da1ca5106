"""Write which version and which file of every package is installed, on any supported system.

Run `make pins` after a change of requirements.txt or tests/requirements.txt. Versions that are
pinned already stay, unless the change excludes them; `make pins PINS=--upgrade` takes the newest.
Three files are written:

- tests/requirements.lock: everything, with the hash of each file; `make test` installs it.
- requirements.lock: of that, what the application needs to run; `make run` installs it.
- constraints.txt: the same versions without hashes. An older pip refuses hashes in constraints,
  so `pip install -r requirements.txt` checks versions only.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIRECT = (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt")
RUN, TOOLS = (path.with_suffix(".lock") for path in DIRECT)
CONSTRAINTS = ROOT / "constraints.txt"
OLDEST_PYTHON = "3.11"
PINNED = re.compile(r"^([\w.-]+)(?:\[.*\])?(==[^\\]+)", re.MULTILINE)
HEAD = "# Every package at the version that was tested; written by `make pins`.\n"


def wanted(*files: Path) -> str:
    """Return the requirements of ``files`` without the other files that they name."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return "\n".join(line for line in lines if not line.startswith("-"))


def resolve(requirements: str, lock: Path, *options: str) -> None:
    """Write ``lock``, for every system and every Python that is supported."""
    command = ["uv", "pip", "compile", "-", "--output-file", str(lock), "--quiet", "--no-config"]
    command += ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
    # pip takes a package with extras for another one, which needs hashes of its own.
    command += ["--no-strip-extras", "--no-annotate"]
    command += ["--custom-compile-command", "make pins", *options]
    program = [sys.executable, "-m", *command]
    subprocess.run(program, input=requirements, text=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 our own tool


def main() -> None:
    """Resolve everything first, so that the application is tested with what it runs with."""
    resolve(wanted(*DIRECT), TOOLS, *sys.argv[1:])
    resolve(wanted(DIRECT[0]), RUN, "--constraint", str(TOOLS), *sys.argv[1:])
    found = PINNED.findall(TOOLS.read_text("utf-8"))
    pins = [name + version.rstrip() for name, version in found]  # a constraint has no extras
    CONSTRAINTS.write_text(HEAD + "\n".join(pins) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
