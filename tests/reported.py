"""A snapshot with other energy rows: the sample declares itself, whoever reports has to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENERGY_USE
from sihui_map.domain.snapshot import Declaration
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.snapshot import Snapshot


def with_uses(
    snapshot: Snapshot, uses: Iterable[EnergyUse], *, declared: Iterable[tuple[str, int]] = ()
) -> Snapshot:
    """Return ``snapshot`` with ``uses``; of each (area, year) in ``declared`` they are all."""
    own = tuple(uses)
    sample = {(use.area_id, use.year) for use in own if use.kind is ValueKind.SAMPLE}
    kept = [row for row in snapshot.declarations if (row.area_id, row.year) in sample]
    told = [
        Declaration(
            subject=ENERGY_USE.name,
            area_id=area,
            year=year,
            kind=ValueKind.REPORTED,
            source="年报",
        )
        for area, year in declared
    ]
    return replace(snapshot, energy_uses=own, declarations=(*kept, *told))
