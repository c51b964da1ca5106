"""What `make audit` says: weaknesses found, none, or that nothing could be looked up."""

from __future__ import annotations

import json
import socket
import sys

import pytest

from scripts import audit
from scripts.audit import OUT_OF_REACH, is_in_reach, told

WEAK = {
    "name": "a",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}],
}
FINE = {"name": "b", "version": "2.0", "vulns": []}
SKIPPED = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited"}
BROKE = "requests.exceptions.ProxyError: HTTPSConnectionPool(host='example.org', port=443)"


@pytest.mark.parametrize(
    ("packages", "errors", "code", "said"),
    [
        ([FINE, WEAK], "", 1, "1 处已知的漏洞：\na 1.0：PYSEC-2026-1，改正于 1.1"),
        ([FINE], "", 0, "核对了 1 个包，没有已知的漏洞。"),
        ([FINE, SKIPPED], "", 0, "核对了 1 个包，没有已知的漏洞。另有 1 个包没有核对。"),
        ([SKIPPED], "", 0, OUT_OF_REACH),
        (None, BROKE, 0, OUT_OF_REACH),
        (None, "error: no such file", 1, "没有做完：\nerror: no such file"),
    ],
)
def test_what_could_not_be_looked_up_is_never_called_fine(
    packages: list[object] | None, errors: str, code: int, said: str
) -> None:
    output = "" if packages is None else json.dumps({"dependencies": packages})

    assert told(output, errors) == (code, said)


def test_out_of_reach_is_said_at_once_and_nothing_else_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit, "command", lambda: pytest.fail("asked all the same"))
    with socket.socket() as deaf:  # listens to nobody
        deaf.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        monkeypatch.setattr(audit, "is_in_reach", lambda: is_in_reach(address))

        assert audit.found(300) == (0, OUT_OF_REACH)


def test_a_list_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "is_in_reach", lambda: True)
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(audit, "command", lambda: slow)

    code, said = audit.found(0.2)

    assert (code, "make audit" in said) == (0, True)
