"""Energy use in tce (综合能源消费量): by its fuels, and as one number that was stated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import TCE_DIFFERENCE, TCE_STATED, TCE_USED
from sihui_map.domain.dataset import ENERGY_USE
from sihui_map.domain.energy import TCE
from sihui_map.domain.standard_coal import standard_coal
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, difference, missing
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.catalogue.key import FigureKey
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.activity import Activity

STATED_LESS_USED = "综合能源消费量：填报合计 − 按品种折算"


@dataclass(frozen=True)
class Energy:
    """What towns, sources and the city use."""

    snapshot: Snapshot
    activity: Activity

    def use_tce(self, area: str, year: int) -> Quantity:
        """Return an area's energy use in ``year``, in tce, electricity at 当量值."""
        try:
            return standard_coal(
                self.activity.uses(area, year),
                self.snapshot.coal_coefficients,
                declared=self.activity.declared(ENERGY_USE.name, area, year),
            )
        except DomainError as error:
            return missing(TCE, str(error))

    @cached_property
    def _stated(self) -> Mapping[tuple[str, int], Quantity]:
        return {
            (row.area_id, row.year): Quantity(
                value=row.tce, unit=TCE, kind=row.kind, source=row.source
            )
            for row in self.snapshot.energy_totals
        }

    def total_years(self, area: str) -> tuple[int, ...]:
        """Return the years for which an area stated its energy use as one number, rising."""
        return tuple(sorted(year for told, year in self._stated if told == area))

    def reported_tce(self, area: str, year: int) -> Quantity:
        """Return the energy use (综合能源消费量) that an area stated as one number, in tce."""
        return self._stated.get((area, year)) or missing(TCE, MissingReason.NOT_REPORTED)

    def tce_difference(self, area: str, year: int) -> Quantity:
        """Return what was stated − what its fuels come to, in tce; missing where one is."""
        told, computed = self.reported_tce(area, year), self.use_tce(area, year)
        if told.value is not None and computed.value is None:
            return missing(TCE, f"按品种折算缺失：{computed.reason}", STATED_LESS_USED)
        return difference(told, computed, source=STATED_LESS_USED)

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield both of each user, and how far they are apart; of the city what it stated."""
        for area in self.activity.users:
            for year in self.activity.years:
                yield TCE_USED.key(area, year), self.use_tce(area, year)
            for year in self.total_years(area):
                yield TCE_STATED.key(area, year), self.reported_tce(area, year)
                yield TCE_DIFFERENCE.key(area, year), self.tce_difference(area, year)
        for year in self.total_years(CITY):  # no fuels of the whole city are told
            yield TCE_STATED.key(CITY, year), self.reported_tce(CITY, year)
