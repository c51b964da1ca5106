"""What a check of geodata/ finds: one sentence, and whether it is wrong or only still unknown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What is wrong has to be mended; what is unknown may stay so, and pages say that it is."""

    WRONG = "问题"
    UNKNOWN = "待补"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a directory contradicts or lacks."""

    weight: Weight
    sentence: str


def wrong(sentence: str) -> Finding:
    """Return what has to be mended."""
    return Finding(Weight.WRONG, sentence)


def unknown(sentence: str) -> Finding:
    """Return what is still to be found out."""
    return Finding(Weight.UNKNOWN, sentence)
