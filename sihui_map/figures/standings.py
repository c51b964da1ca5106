"""How every target of the plan stands: its latest value, what was due, the gap and the light."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.standing import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.indicators import Indicators
    from sihui_map.figures.targets import Targets


@dataclass(frozen=True)
class Standings:
    """The lights of all targets."""

    snapshot: Snapshot
    targets: Targets
    indicators: Indicators

    @cached_property
    def all(self) -> tuple[Standing, ...]:
        """Return how every target of the plan stands, in the plan's order."""
        found = (
            standing(
                target,
                self.targets.rules.get(target.target_id),
                self.indicators.series(target.target_id),
                this_year=self.snapshot.data_day.year,
            )
            for target in self.targets.all
        )
        return tuple(
            replace(item, reason=why) if (why := self.targets.without_effect(own)) else item
            for own, item in zip(self.snapshot.targets, found, strict=True)
        )

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield what each target asks for, and where a value is known how that stands to it."""
        for item in self.all:
            for what, amount in _amounts(item):
                yield FigureKey(Family.TARGET, what, of=item.target.target_id), amount


def _amounts(item: Standing) -> Iterable[tuple[str, Quantity]]:
    yield "value", item.target.goal
    if item.value.value is not None:
        yield "latest", item.value
        yield "due", item.due
        yield "gap", item.gap
        yield "required", item.required
        yield "share_short", item.share_short
    if item.later is not None:
        yield "later", item.later
