"""The manual: one text, in the documents and in the application."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sihui_map.domain.place import ANY_WHOLE

if TYPE_CHECKING:
    from sihui_map.domain.place import Place

MANUAL = Path(__file__).parents[2] / "docs" / "manual.md"
PICTURES = MANUAL.parent / "images"
"""The folder of its pictures; `make looks` takes them anew."""
MANUAL_PICTURES = "/assets/manual/"
"""Where they are served."""


@lru_cache(maxsize=1)
def text() -> str:
    """Return the manual in Markdown, as it stands in the documents."""
    return MANUAL.read_text(encoding="utf-8")


def text_in(place: Place) -> str:
    """Return the manual as it is said in ``place``, which need not be a 市."""
    served = text().replace(f"]({PICTURES.name}/", f"](.{MANUAL_PICTURES}")
    return served.replace(ANY_WHOLE, place.whole)


def sections(place: Place) -> list[tuple[str, str]]:
    """Return the manual's sections in order: their headings, and each with its text in Markdown."""
    parts = re.split(r"^## ", text_in(place), flags=re.MULTILINE)
    return [(part.partition("\n")[0], f"## {part}") for part in parts if part.strip()]


def anchor(number: int) -> str:
    """Return the id under which a section, counted from 1, stands on the page."""
    return f"manual-{number}"
