"""Which sums may be published so that no single hidden value can be had from all of them.

Statistical disclosure control of tables of magnitudes: a sum is released only where enough hidden
values are in it and none of them dominates (threshold and p % rule), and no difference of released
sums, and of what a town reads of itself, may be a sum that would not be (secondary suppression).
Source of the rules: A. Hundepool et al., Statistical Disclosure Control, 2012, chapter 4; the
parameters are a choice, stated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEAST_HIDDEN = 3
"""So many hidden values at least: of two, each contributor would know the other's."""
SHARE_LEFT = 0.1
"""What all but the two largest come to is more than this share of the largest: else the second
largest would know the largest to within 10 %."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one contributor adds to the sum of its area; ``value`` None where it is not known.

    ``is_open`` says that everyone may read the value anyway.
    """

    area: str
    value: float | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Released:
    """The sums that may be published: by area and of all; None for what is withheld."""

    by_area: Mapping[str, float | None]
    whole: float | None


def is_safe(hidden: Sequence[float]) -> bool:
    """Tell whether the sum of these hidden values (none negative) tells no one of them.

    None at all is safe: there is nothing to be told.
    """
    if not hidden:
        return True
    largest, *others = sorted(hidden, reverse=True)
    return len(hidden) >= LEAST_HIDDEN and sum(others[1:]) > SHARE_LEFT * largest


def released(contributions: Iterable[Contribution]) -> Released:
    """Return which sums of ``contributions`` may be published.

    Every released sum is a sum of hidden values that is safe, plus open ones. With the sum of all
    its rest is known too: all areas that are withheld, together; so further areas are withheld
    until that rest is safe, also for whoever may read one of these areas and takes it away. What
    is then known are the sums of disjoint groups, each of them safe: no other sum or difference
    can be had. A sum with a part that is not known is none.
    """
    areas: dict[str, list[Contribution]] = {}
    for each in contributions:
        areas.setdefault(each.area, []).append(each)
    known = {area for area, own in areas.items() if all(each.value is not None for each in own)}
    hidden = {
        area: [each.value for each in own if each.value is not None and not each.is_open]
        for area, own in areas.items()
    }
    shown = {area for area in known if is_safe(hidden[area])}
    total = None
    if areas and known == areas.keys() and (kept := _second(hidden, shown)) is not None:
        shown, total = kept, sum(_sum(own) for own in areas.values())
    return Released(
        {area: _sum(own) if area in shown else None for area, own in areas.items()}, total
    )


def _second(hidden: Mapping[str, Sequence[float]], shown: set[str]) -> set[str] | None:
    """Return the areas still shown beside the sum of all; None where that cannot be shown.

    Which areas are withheld beside depends on their numbers of hidden values only, so that the
    choice tells nothing of these.
    """
    left = set(shown)
    spare = sorted(
        (area for area in shown if hidden[area]), key=lambda area: (len(hidden[area]), area)
    )
    while not _is_safe_rest([own for area, own in hidden.items() if area not in left]):
        if not spare:
            return None
        left.discard(spare.pop(0))
    return left


def _is_safe_rest(withheld: Sequence[Sequence[float]]) -> bool:
    """Tell whether the sum over all ``withheld`` areas tells no value, also to one of them.

    Whoever reads all of one area (a town reads its own) knows the sum of the others.
    """
    everyone = [value for own in withheld for value in own]
    others = (
        [value for other in withheld if other is not own for value in other] for own in withheld
    )
    return is_safe(everyone) and all(is_safe(rest) for rest in others)


def _sum(own: Iterable[Contribution]) -> float:
    return sum(each.value or 0.0 for each in own)
