"""Class breaks of a choropleth: fixed over all years, round numbers, computed once."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import floor, log10
from statistics import quantiles
from typing import TYPE_CHECKING

from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CLASS_COUNT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBreaks:
    """The rising inner breaks of one measure within one scope, in ``unit``; why these."""

    measure: str
    scope: str
    cuts: tuple[float, ...]
    unit: str
    source: str

    def __post_init__(self) -> None:
        """Reject breaks that do not rise."""
        if not self.cuts or list(self.cuts) != sorted(set(self.cuts)):
            msg = f"{self.measure} {self.scope}：断点应从小到大、互不相同，现为 {self.cuts}"
            raise DomainError(msg)


STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def round_break(value: float) -> float:
    """Return the round number nearest to ``value``: 1, 1.5, 2 … times a power of ten."""
    if value == 0:
        return 0.0
    size = 10.0 ** floor(log10(abs(value)))
    step = min(STEPS, key=lambda step: abs(step - abs(value) / size))
    return (1 if value > 0 else -1) * float(f"{step * size:.6g}")


def class_breaks(values: Iterable[float], *, count: int = CLASS_COUNT) -> tuple[float, ...]:
    """Return at most ``count`` − 1 rising inner breaks, from the quantiles of all ``values``.

    Where values lie on both sides of zero, zero is one of the breaks, so that no class mixes a
    net import with a net export.
    """
    known = sorted(values)
    if len(known) < count:
        return ()
    breaks = {round_break(cut) for cut in quantiles(known, n=count, method="inclusive")}
    if known[0] < 0 < known[-1]:
        breaks = {cut for cut in breaks if cut != min(breaks, key=abs)} | {0.0}
    return tuple(sorted(cut for cut in breaks if known[0] < cut <= known[-1]))


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Return the class of ``value``, 0 the lowest; a value on a break belongs to the upper one."""
    return bisect_right(breaks, value)
