"""How wide a text is, in half-width characters."""

from __future__ import annotations

import pytest

from sihui_map.views.textwidth import is_broad, on_paper, on_terminal


@pytest.mark.parametrize(
    ("text", "paper", "terminal"),
    [
        ("", 0, 0),
        ("kWh 1.5", 7, 7),
        ("甲丙镇", 6, 6),
        ("（二）", 6, 6),
        ("“—…”", 8, 4),  # broad in a Chinese font only
        ("tCO₂", 5, 4),
    ],
)
def test_a_chinese_character_takes_two(text: str, paper: int, terminal: int) -> None:
    assert (on_paper(text), on_terminal(text)) == (paper, terminal)


def test_of_one_letter_it_is_told_whether_it_is_broad() -> None:
    assert [letter for letter in "2 年。−—" if is_broad(letter)] == ["年", "。", "—"]
