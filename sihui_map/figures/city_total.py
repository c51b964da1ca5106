"""The city's total emissions: the plan's own, and what was reported, in tCO2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.energy import TCO2
from sihui_map.domain.ledger import CITY_TOTAL
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, difference, missing

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

UNIT_OF_CITY_TOTAL = "10^4 tCO2"
T_PER_1E4_T = 1e4


@dataclass(frozen=True)
class CityTotal:
    """Where the plan has a total, that counts; what was reported is then a second reading."""

    snapshot: Snapshot

    def city_total(self, year: int) -> Quantity:
        """Return the city's total, in tCO2: the plan's where it has one, else as reported."""
        planned = self._planned(year)
        if planned is not None:
            return planned
        told = self.reported_row(year, CITY_TOTAL)
        if told is not None:
            return told
        place, plan = self.snapshot.place, self.snapshot.place.plan
        if year in plan.public_years:  # public, so it must be the file
            return missing(TCO2, f"city_context.csv 中没有 {year} 年的{place.whole}总量")
        if not plan.public_years:
            return missing(TCO2, MissingReason.NOT_PUBLIC)
        return missing(TCO2, f"{place.whole}总量只公开了 {plan.years_text} {plan.years_counted}年")

    def second_reading(self, year: int) -> Quantity | None:
        """Return the total reported beside the plan's own, in tCO2: a second reading of it.

        None where nothing was reported, or where the plan prints none: then what was reported is
        the total itself. The ledger is closed against the plan's.
        """
        planned = self._planned(year)
        return None if planned is None else self.reported_row(year, CITY_TOTAL)

    def difference(self, year: int) -> Quantity | None:
        """Return the reported total − the plan's, in tCO2; None without a second reading."""
        told = self.second_reading(year)
        if told is None:
            return None
        source = f"{self.snapshot.place.whole}总量：填报 − 方案"
        return difference(told, self.city_total(year), source=source)

    def _planned(self, year: int) -> Quantity | None:
        item = self.snapshot.place.facts.city_total
        for fact in self.snapshot.city_facts:
            if (fact.item, fact.year, fact.unit) == (item, year, UNIT_OF_CITY_TOTAL):
                return Quantity(
                    value=round(fact.value * T_PER_1E4_T, 6),  # a decimal is not exact in binary
                    unit=TCO2,
                    kind=ValueKind.REPORTED,  # what was emitted, as the plan prints it
                    source=fact.source,
                )
        return None

    def reported_row(self, year: int, row_id: str) -> Quantity | None:
        """Return a row of the ledger that was reported as a number of its own, in tCO2."""
        for row in self.snapshot.reported_rows:
            if row.year == year and row.row_id == row_id:
                source = f"{row.source}；{row.note}" if row.note else row.source
                return Quantity(value=row.tco2, unit=TCO2, kind=row.kind, source=source)
        return None
