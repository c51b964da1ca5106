"""What a person wrote, as a sentence quotes it."""

from __future__ import annotations


def shown(text: str, longest: int = 20) -> str:
    """Return ``text`` for a sentence: shortened, on one line, nothing invisible in it."""
    plain = "".join(each if each.isprintable() else " " for each in text[: longest + 1]).strip()
    return f"{plain[:longest]}…" if len(text) > longest else plain
