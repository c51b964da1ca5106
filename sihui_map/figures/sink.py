"""What forests take up (碳汇): of each area that told its stock of living wood, by year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.sink import NO_EARLIER, SINK_UNIT, STOCK_UNIT, Sink, lacking, sink
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, Quantity, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.activity import Activity

STOCK, ESTIMATE, LOW, HIGH = "stock", "estimate", "low", "high"


@dataclass(frozen=True)
class Sinks:
    """An account of its own: nothing of it is taken off the emissions."""

    snapshot: Snapshot
    activity: Activity

    @cached_property
    def _stocks(self) -> Mapping[tuple[str, int], Quantity]:
        return {
            (row.area_id, row.year): Quantity(
                value=row.stock_m3, unit=STOCK_UNIT, kind=row.kind, source=row.source
            )
            for row in self.snapshot.forest_covers
            if row.stock_m3 is not None
        }

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Return the city and the towns that told a stock in any year; () where nobody did."""
        told = {area for area, _ in self._stocks}
        return tuple(area for area in (CITY, *self.activity.town_codes) if area in told)

    def years(self, area: str) -> tuple[int, ...]:
        """Return the years for which an area told its stock, rising."""
        return tuple(sorted(year for told, year in self._stocks if told == area))

    def stock(self, area: str, year: int) -> Quantity:
        """Return the living wood of an area as it was reported, in m³."""
        return self._stocks.get((area, year)) or missing(STOCK_UNIT, MissingReason.NOT_REPORTED)

    def sink(self, area: str, year: int) -> Sink:
        """Return what an area took up a year, on average since the year it told before."""
        earlier = [told for told in self.years(area) if told < year]
        now = self.stock(area, year)
        if now.value is None or not earlier:
            none = missing(SINK_UNIT, now.reason or NO_EARLIER, now.source)
            return Sink(none, none, none)
        then = earlier[-1]
        return sink(
            self.stock(area, then),
            now,
            years=year - then,
            coefficients=self.snapshot.sink_coefficients or (),
        )

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return which coefficients wait to be filled in."""
        return lacking(self.snapshot.sink_coefficients or ())

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the stock of each area and year that was told, and the estimate with its range."""
        for area in self.areas:
            for year in self.years(area):
                found = self.sink(area, year)
                for what, amount in (
                    (STOCK, self.stock(area, year)),
                    (ESTIMATE, found.estimate),
                    (LOW, found.low),
                    (HIGH, found.high),
                ):
                    yield FigureKey(Family.SINK, what, area=area, year=year), amount
