"""What was measured, by name."""

from __future__ import annotations

import sys
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Samples:
    """All that was measured, by name."""

    def __init__(self) -> None:
        """Start empty."""
        self.taken: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, name: str, value: float) -> None:
        """Keep one value."""
        self.taken[name].append(value)

    def took(self, name: str, marks: Mapping[str, Any], end: str, start: float | None) -> None:
        """Keep how long it took from ``start`` to the mark ``end``, if both were seen."""
        if end in marks and start is not None:
            self.add(name, marks[end] - start)
        else:
            print(f"not seen within 5 s: {name} {dict(marks)}", file=sys.stderr)

    def median(self, name: str) -> float | None:
        """Return the middle value; None if nothing was measured."""
        return median(self.taken[name]) if self.taken[name] else None
