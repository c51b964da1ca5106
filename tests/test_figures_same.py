"""The comparison of all figures: nothing that changed, came, went or moved is passed over."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from scripts import figures_same

if TYPE_CHECKING:
    from pathlib import Path

AMOUNTS: dict[str, dict[str, object]] = {"a.2020": {"value": 1.0}, "b.2020": {"value": None}}
SAME: figures_same.Figures = {"sample": AMOUNTS, "public": {}}


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (AMOUNTS, []),
        ({**AMOUNTS, "a.2020": {"value": 2.0}}, ["sample a.2020: {'value': 1.0} → {'value': 2.0}"]),
        ({"a.2020": {"value": 1.0}}, ["sample b.2020: {'value': None} → None"]),
        (dict(reversed(AMOUNTS.items())), ["sample: the order of publication differs"]),
    ],
    ids=["same", "other", "gone", "moved"],
)
def test_every_difference_is_named(amounts: dict[str, dict[str, object]], said: list[str]) -> None:
    assert figures_same.differences(SAME, {"sample": amounts, "public": {}}) == said


def test_the_exit_code_tells_whether_two_files_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    for path, found in ((one, SAME), (other, {**SAME, "public": AMOUNTS})):
        path.write_text(json.dumps(found), encoding="utf-8")

    def compared(*names: Path) -> int:
        monkeypatch.setattr(sys, "argv", ["figures_same", "compare", *map(str, names)])
        return figures_same.main()

    assert compared(one, one) == 0
    assert compared(one, other) == 1
    assert "public a.2020: None → {'value': 1.0}" in capsys.readouterr().out
