"""Known weaknesses of what the application consists of: pip-audit, told in a few sentences.

Where the list of weaknesses is out of reach, nothing is known; that is said, and is no failure. A
mirror of packages that has no such list answers "not found" for each: that is out of reach too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
OUT_OF_REACH = (
    "读不到漏洞清单（本机访问不到它的来源），这次没有核对；请在能访问 pypi.org 的机器上再做一次。"
)
AWAY = ("requests.exceptions.", "urllib3.exceptions.", "ServiceError", "ConnectionError")
"""What pip-audit breaks with where it does not reach its source."""
LONGEST_S = 300


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


def main() -> int:
    """Look, and say what was found."""
    try:
        done = subprocess.run(  # noqa: S603 our own command
            command(), capture_output=True, text=True, check=False, timeout=LONGEST_S, cwd=ROOT
        )
    except subprocess.TimeoutExpired:
        code, said = 0, OUT_OF_REACH
    else:
        code, said = told(done.stdout, done.stderr)
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
