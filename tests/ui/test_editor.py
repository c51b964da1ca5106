"""Who may write: the key is compared, failures cost time."""

from __future__ import annotations

import pytest

from sihui_map.errors import KeyRefusedError
from sihui_map.ui.editor import Gate

KEY = "correct-horse"


def test_the_key_opens() -> None:
    Gate().check(f" {KEY} ", KEY, now=0.0)


@pytest.mark.parametrize("given", ["", "correct", "correct-horse-", "正确的马"])
def test_another_key_does_not(given: str) -> None:
    with pytest.raises(KeyRefusedError, match="口令不对"):
        Gate().check(given, KEY, now=0.0)


def test_without_a_key_nothing_opens() -> None:
    with pytest.raises(KeyRefusedError):
        Gate().check("", "", now=0.0)


def fail(gate: Gate, now: float) -> str:
    with pytest.raises(KeyRefusedError) as refused:
        gate.check("wrong", KEY, now=now)
    return str(refused.value)


def test_each_failure_after_the_third_waits_twice_as_long() -> None:
    gate = Gate()
    for _ in range(3):
        assert fail(gate, 0.0).startswith("口令不对")

    assert fail(gate, 1.0) == "口令连续输错，请 2 秒后再试"
    assert fail(gate, 2.0).startswith("口令不对")
    assert fail(gate, 2.0) == "口令连续输错，请 5 秒后再试"
    assert fail(gate, 6.0).startswith("口令不对")
    assert fail(gate, 6.0) == "口令连续输错，请 9 秒后再试"


def test_while_waiting_even_the_key_does_not_open() -> None:
    gate = Gate()
    for _ in range(3):
        fail(gate, 0.0)

    with pytest.raises(KeyRefusedError, match="秒后再试"):
        gate.check(KEY, KEY, now=1.0)
    gate.check(KEY, KEY, now=2.0)


def test_the_wait_has_an_end() -> None:
    gate, now = Gate(), 0.0
    for _ in range(30):
        fail(gate, now)
        now += 301.0

    assert fail(gate, now).startswith("口令不对")
    assert fail(gate, now) == "口令连续输错，请 301 秒后再试"


def test_the_right_key_forgets_the_failures() -> None:
    gate = Gate()
    for _ in range(2):
        fail(gate, 0.0)
    gate.check(KEY, KEY, now=0.0)

    for _ in range(3):
        assert fail(gate, 0.0).startswith("口令不对")
