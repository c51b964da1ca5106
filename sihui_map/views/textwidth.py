"""How wide a text is, in half-width characters: a Chinese one takes two."""

from __future__ import annotations

from wcwidth import wcwidth


def is_broad(letter: str) -> bool:
    """Tell whether ``letter`` takes two on paper, where “ ” — … are as broad as a Chinese one."""
    return wcwidth(letter, ambiguous_width=2) == 2  # noqa: PLR2004 half-width characters


def on_paper(text: str) -> int:
    """Return how wide ``text`` is in a Chinese font."""
    return sum(2 if is_broad(letter) else 1 for letter in text)


def on_terminal(text: str) -> int:
    """Return how wide ``text`` is in a terminal, where “ ” — … take one."""
    return sum(max(wcwidth(letter), 0) for letter in text)
