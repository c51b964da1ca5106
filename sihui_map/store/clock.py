"""The clock of the store: 北京时间, told as it is written down, and whether it ran backwards."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
TOLERANCE = timedelta(minutes=2)
"""What a clock may be set back: a server that asks the time on the network corrects itself."""


def beijing_now() -> datetime:
    """Return the moment, 北京时间."""
    return datetime.now(BEIJING)


def to_the_minute(at: str) -> str:
    """Return a stored moment as a person reads it."""
    return at[:16].replace("T", " ")


def to_the_second(at: str) -> str:
    """Return a stored moment where seconds matter."""
    return at[:19].replace("T", " ")


def _moment(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def ran_back(before: str, at: str) -> bool:
    """Tell whether ``at``, written after ``before``, is earlier than a clock may be set back."""
    earlier, later = _moment(before), _moment(at)
    try:
        return bool(earlier and later and later < earlier - TOLERANCE)
    except TypeError:  # one has a zone, the other none
        return False
