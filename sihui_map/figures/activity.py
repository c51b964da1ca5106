"""Who uses energy, in which years, and what they told of it (能源活动)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.domain.energy import FUEL_ID
from sihui_map.domain.town import towns_in_scope
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.town import Town


@dataclass(frozen=True)
class Activity:
    """The users of energy and what each of them told, as the snapshot has it."""

    snapshot: Snapshot

    @cached_property
    def towns(self) -> tuple[Town, ...]:
        """Return the towns in scope on the day of the data."""
        return towns_in_scope(self.snapshot.towns, day=self.snapshot.data_day)

    @cached_property
    def town_codes(self) -> tuple[str, ...]:
        """Return the codes of those towns."""
        return tuple(town.town_code for town in self.towns)

    @cached_property
    def source_ids(self) -> tuple[str, ...]:
        """Return the ids of the named sources."""
        return tuple(source.source_id for source in self.snapshot.named_sources)

    @cached_property
    def users(self) -> tuple[str, ...]:
        """Return who uses energy: the towns in scope and the named sources."""
        return (*self.town_codes, *self.source_ids)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years with energy data, rising."""
        return tuple(sorted({use.year for use in self.snapshot.energy_uses}))

    @cached_property
    def _uses(self) -> Mapping[str, tuple[EnergyUse, ...]]:
        found: dict[str, list[EnergyUse]] = {}
        for use in self.snapshot.energy_uses:
            found.setdefault(use.area_id, []).append(use)
        return {area: tuple(uses) for area, uses in found.items()}

    def uses(self, area: str, year: int) -> tuple[EnergyUse, ...]:
        """Return what an area or source told of ``year``."""
        return tuple(use for use in self._uses.get(area, ()) if use.year == year)

    @cached_property
    def _declarations(self) -> Mapping[tuple[str, str, int], ValueKind]:
        """Return (table, area, year) → of which kind the declaration is; a real one counts."""
        rows = sorted(self.snapshot.declarations, key=lambda row: row.kind is not ValueKind.SAMPLE)
        return {(row.subject, row.area_id, row.year): row.kind for row in rows}

    def declared(self, table: str, area: str, year: int) -> ValueKind | None:
        """Return of which kind the declaration is that an area told all (填全), None without."""
        return self._declarations.get((table, area, year))

    def fuels_burnt(self, year: int) -> tuple[str, ...]:
        """Return the fuels of which something was told for ``year``, in the order of a legend."""
        told = {use.fuel for area in self.users for use in self.uses(area, year)}
        return tuple(fuel for fuel in FUEL_ID if fuel in told)
