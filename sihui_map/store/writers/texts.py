"""What of a text the store keeps."""

from __future__ import annotations

import re

LONGEST_WHY = 2000
LONGEST_KEY = 300
UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What PostgreSQL refuses in a text: so SQLite may not keep it either."""


def kept_text(given: str, longest: int) -> str:
    """Return ``given`` without what cannot be kept, at most ``longest`` characters."""
    return UNWRITABLE.sub("", given).strip()[:longest]
