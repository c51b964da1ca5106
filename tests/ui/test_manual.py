"""The manual: one text."""

from __future__ import annotations

from sihui_map.ui import manual


def test_the_manual_is_the_one_in_the_documents() -> None:
    text = manual.text()

    assert text == manual.MANUAL.read_text(encoding="utf-8")
    assert text.startswith("#")
    assert "镇街" in text
