"""Known weaknesses of what the application consists of: pip-audit, told in a few sentences.

Where the list of weaknesses is out of reach, nothing is known; that is said, and is no failure. A
mirror of packages that has no such list answers "not found" for each: that is out of reach too.

`make check` runs it beside its other checks, so it says so within seconds; `make audit` is patient.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from pip_audit._dependency_source.interface import PYPI_URL

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
OUT_OF_REACH = (
    "读不到漏洞清单（本机访问不到它的来源），这次没有核对；请在能访问互联网的机器上再做一次。"
)
TOO_LATE = "漏洞清单 {:g} 秒内没有读完，这次没有核对；请另用 make audit 核对。"
AWAY = ("requests.exceptions.", "urllib3.exceptions.", "ServiceError", "ConnectionError")
"""What pip-audit breaks with where it does not reach its source."""
LONGEST_S = 300
REACHED_WITHIN_S = 3


def command() -> list[str]:
    """Return what asks for the weaknesses of each locked package; nothing is installed."""
    return [
        sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes",
        "--disable-pip", "--progress-spinner", "off", "--format", "json",
    ]  # fmt: skip


def told(output: str, errors: str) -> tuple[int, str]:
    """Return the exit code and the sentences for what pip-audit wrote."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if any(sign in errors for sign in AWAY):
            return 0, OUT_OF_REACH
        return 1, f"没有做完：\n{errors.strip()}"
    looked_at = [one for one in packages if "skip_reason" not in one]
    if not looked_at:
        return 0, OUT_OF_REACH
    weak = [
        f"{one['name']} {one['version']}：{found['id']}，改正于"
        f" {'、'.join(found['fix_versions']) or '（还没有）'}"
        for one in looked_at
        for found in one["vulns"]
    ]
    skipped = len(packages) - len(looked_at)
    left = f"另有 {skipped} 个包没有核对。" if skipped else ""
    if weak:
        return 1, "\n".join([f"{len(weak)} 处已知的漏洞：", *weak, left]).strip()
    return 0, f"核对了 {len(looked_at)} 个包，没有已知的漏洞。{left}"


def is_in_reach(address: str = PYPI_URL) -> bool:
    """Tell whether the source answers at all, within seconds."""
    try:
        with urlopen(address, timeout=REACHED_WITHIN_S):  # noqa: S310 our own address
            return True
    except OSError:  # URLError and TimeoutError among them
        return False


def found(within_s: float) -> tuple[int, str]:
    """Return the exit code and the sentences for what is known after so many seconds."""
    if not is_in_reach():
        return 0, OUT_OF_REACH
    try:
        done = subprocess.run(  # noqa: S603 our own command
            command(), capture_output=True, text=True, check=False, timeout=within_s, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        return 0, TOO_LATE.format(within_s)
    return told(done.stdout, done.stderr)


def main() -> int:
    """Look, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--within", type=float, default=LONGEST_S, help="seconds to wait")
    code, said = found(parser.parse_args().within)
    sys.stdout.write(f"漏洞核对：{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
