"""Safe text: shown letter for letter, run nowhere."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.views.markup import plain

PRINTABLE = st.characters(exclude_categories=("C", "Zl", "Zp"))
UNSAFE = set("<>\"'`${}\\")


@given(st.text(PRINTABLE | st.sampled_from(sorted(UNSAFE | {"&"}))))
def test_a_browser_shows_printable_text_as_it_was_written(text: str) -> None:
    assert unescape(plain(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(sorted(UNSAFE))))
def test_no_character_that_anything_acts_on_is_left(text: str) -> None:
    safe = plain(text)

    assert not UNSAFE & set(safe)
    assert not [letter for letter in safe if ord(letter) < 0x20]
    assert safe.count("&") == safe.count("&#")


@pytest.mark.parametrize("unseen", ["\x00", "\t", "\x7f", "\u2028", "\u2029", "\u202e", "\u2066"])
def test_what_is_not_seen_is_dropped(unseen: str) -> None:
    assert plain(f"三{unseen}镇") == "三镇"


def test_what_is_no_text_is_written_as_text() -> None:
    assert plain(12.5) == "12.5"
