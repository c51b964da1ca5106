"""How far the city's forest cover is from the plan's target, in points and in hectares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain import forest
from sihui_map.domain.rule_words import POINTS
from sihui_map.domain.standing import path
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.standing import Standing
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.context import Context
    from sihui_map.figures.standings import Standings


@dataclass(frozen=True)
class ForestTarget:
    """The target of forest cover and what lacks to it."""

    context: Context
    standings: Standings

    @cached_property
    def standing(self) -> Standing | None:
        """Return how the forest target stands; None if the plan's targets cannot be read."""
        wanted, found = self.context.snapshot.place.targets.forest_cover, self.standings.all
        return next((item for item in found if item.target.target_id == wanted), None)

    def gap_ha(self) -> Quantity:
        """Return the hectares of forest that the city still lacks."""
        land = self.context.area_km2(CITY)
        if self.standing is None or land.value is None:
            return missing("公顷", MissingReason.NOT_REPORTED)
        return forest.gap_ha(self.gap_pp(), area_km2=land.value)

    def gap_pp(self) -> Quantity:
        """Return what the city's cover lacks to the target, as printed, in percentage points."""
        found = self.standing
        if found is None or found.target.value is None:
            return missing(POINTS, MissingReason.NOT_REPORTED)
        if found.value.value is None:
            return missing(POINTS, found.value.reason, found.value.source)
        return found.gap

    def path(self) -> dict[int, Quantity]:
        """Return the straight path from the baseline's cover to the target, year → %."""
        return {} if self.standing is None else path(self.standing)

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield both gaps."""
        yield FigureKey(Family.FOREST, "gap_pp"), self.gap_pp()
        yield FigureKey(Family.FOREST, "gap_ha"), self.gap_ha()
