"""The manual: one text, in the documents and in the application."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

MANUAL = Path(__file__).parents[2] / "docs" / "manual.md"


@lru_cache(maxsize=1)
def text() -> str:
    """Return the manual in Markdown."""
    return MANUAL.read_text(encoding="utf-8")
