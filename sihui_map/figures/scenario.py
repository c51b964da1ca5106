"""From where a scenario begins: the newest year of which the whole is known. None is published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.domain.energy import COMPONENT_BY_FUEL, TCO2, Component
from sihui_map.domain.scenario import Base, Levers, ScenarioYear, burnt_as_gas, scenario
from sihui_map.domain.value import MissingReason, total

if TYPE_CHECKING:
    from sihui_map.domain.factors import GridFactor
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.emissions import Emissions


@dataclass(frozen=True)
class Scenarios:
    """What is known to begin with; nothing of it stands among the published figures."""

    snapshot: Snapshot
    activity: Activity
    emissions: Emissions

    def known(self, year: int) -> Quantity:
        """Return what towns and large sources emitted with their net electricity, in tCO2."""
        users = self.activity.users if year in self.activity.years else ()
        return total((self._amount(user, year) for user in users), unit=TCO2)

    def _amount(self, user: str, year: int) -> Quantity:
        return total((self._part(user, year, part) for part in Component), unit=TCO2)

    def _part(self, user: str, year: int, part: Component) -> Quantity:
        """Return a component; of electricity without heat, which is counted where it was made."""
        if part is Component.ELECTRICITY:
            return self.emissions.electricity(user, year)
        return self.emissions.component(user, year, part)

    def _of_towns(self, year: int, part: Component) -> float:
        towns = self.activity.town_codes
        return total((self._part(town, year, part) for town in towns), unit=TCO2).known

    @cached_property
    def grid(self) -> GridFactor | None:
        """Return the newest grid factor of the region, None where none is known."""
        by_year = self.emissions.factors.grid_by_year if self.emissions.factors else {}
        return by_year[max(by_year)] if by_year else None

    @cached_property
    def base(self) -> Base | None:
        """Return the newest year of which the whole is known, None while there is none."""
        found = (year for year in reversed(self.activity.years) if self._is_whole(year))
        year = next(found, None)
        return None if year is None else self._base(year)

    def _is_whole(self, year: int) -> bool:
        return bool(self.activity.town_codes) and self.known(year).value is not None

    def _base(self, year: int) -> Base | None:
        whole, factors = self.known(year), self.emissions.factors
        coal = [
            use
            for town in self.activity.town_codes
            for use in self.activity.uses(town, year)
            if COMPONENT_BY_FUEL[use.fuel] is Component.COAL
        ]
        as_gas = burnt_as_gas(coal, factors) if factors else None
        if as_gas is None:
            return None
        parts = {part: self._of_towns(year, part) for part in Component}
        return Base(
            year=year,
            coal_t=parts[Component.COAL],
            coal_as_gas_t=as_gas,
            oil_t=parts[Component.OIL],
            gas_t=parts[Component.GAS],
            electricity_t=parts[Component.ELECTRICITY],
            kept_t=whole.known - sum(parts.values()),
            kind=whole.kind,
            source=whole.source,
        )

    @cached_property
    def lacks(self) -> tuple[tuple[int, str], ...]:
        """Return the years without a whole, and why: newest first."""
        known = ((year, self.known(year)) for year in reversed(self.activity.years))
        return tuple(
            (year, amount.reason or MissingReason.NOT_REPORTED)
            for year, amount in known
            if amount.value is None
        )

    def path(self, levers: Levers) -> tuple[ScenarioYear, ...]:
        """Return the years of a scenario to the last one of the plan; none without a base."""
        last = self.snapshot.place.plan.last_year
        if self.base is None or last is None:
            return ()
        return scenario(self.base, levers, self.grid, last_year=last)
