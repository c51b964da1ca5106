"""Who may write: the key is compared, failures cost time."""

from __future__ import annotations

import pytest

from sihui_map.errors import KeyRefusedError
from sihui_map.ui.editor import IDLE_S, LONGEST_S, Gate, Writer

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


def test_while_others_wait_the_right_key_enters() -> None:
    gate = Gate()
    for _ in range(3):
        fail(gate, 0.0)
    assert "秒后再试" in fail(gate, 0.5)

    gate.check(KEY, KEY, now=1.0)


def test_after_two_thousand_refusals_the_gate_still_refuses() -> None:
    gate, now = Gate(), 0.0
    for _ in range(2000):
        assert fail(gate, now).startswith("口令不对")
        now += 301.0

    assert fail(gate, now).startswith("口令不对")
    assert fail(gate, now) == "口令连续输错，请 301 秒后再试"
    gate.check(KEY, KEY, now=now)


def test_the_right_key_forgets_the_failures() -> None:
    gate = Gate()
    for _ in range(2):
        fail(gate, 0.0)
    gate.check(KEY, KEY, now=0.0)

    for _ in range(3):
        assert fail(gate, 0.0).startswith("口令不对")


# How long someone may write


def test_who_does_something_now_and_then_may_write_for_twelve_hours() -> None:
    writer, now = Writer("张三", "visit", now=0.0), 0.0
    while now + IDLE_S <= LONGEST_S:
        now += IDLE_S
        assert writer.why_locked(now) == ""
        writer.act(now)

    assert writer.why_locked(now + 1) == "进入填报已超过 12 小时"


def test_after_fifteen_minutes_without_an_act_the_key_is_asked_for_again() -> None:
    writer = Writer("张三", "visit", now=0.0)

    assert writer.why_locked(IDLE_S) == ""
    assert writer.why_locked(IDLE_S + 1) == "已有 15 分钟没有操作"

    writer.act(IDLE_S + 1)  # to look at the page opens nothing
    assert writer.why_locked(IDLE_S + 2) != ""

    writer.unlock(IDLE_S + 3)
    assert writer.why_locked(IDLE_S + 4) == ""


def test_who_is_locked_out_signs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer("张三", "visit", now=0.0)
    monkeypatch.setattr("sihui_map.ui.editor.time.monotonic", lambda: IDLE_S - 1)
    assert writer.sign().name == "张三"

    monkeypatch.setattr("sihui_map.ui.editor.time.monotonic", lambda: 2 * IDLE_S)
    with pytest.raises(KeyRefusedError, match="已有 15 分钟没有操作，没有写入。请在「数据填报」"):
        writer.sign()
