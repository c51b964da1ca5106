"""The ledgers (平衡表) of all years: parts, totals, residuals, and what was said about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.catalogue import LEDGER_SUBJECT
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.domain.ledger import (
    CITY_TOTAL,
    NET_ELECTRICITY,
    ROW_LABEL,
    TOWNS,
    Ledger,
    LedgerRow,
    ledger,
)
from sihui_map.errors import ChoiceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.city_total import CityTotal
    from sihui_map.figures.emissions import Emissions


@dataclass(frozen=True)
class Ledgers:
    """One ledger for each year with a total or with energy data."""

    snapshot: Snapshot
    activity: Activity
    emissions: Emissions
    city_total: CityTotal

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years with a total or with energy data, rising; else that of the data."""
        told = {row.year for row in self.snapshot.reported_rows}
        known = {*self.snapshot.place.plan.public_years, *self.activity.years, *told}
        return tuple(sorted(known)) or (self.snapshot.data_day.year,)

    @property
    def last_public_year(self) -> int:
        """Return the newest year of the plan's own totals, without any that of the ledger."""
        return max(self.snapshot.place.plan.public_years, default=self.years[-1])

    @cached_property
    def _made(self) -> dict[int, Ledger]:
        return {}

    def ledger(self, year: int) -> Ledger:
        """Return the ledger of ``year``, or raise ChoiceError with the years that may be."""
        if year not in self.years:
            known = "、".join(map(str, self.years))
            msg = f"没有 {year} 年的平衡表；可选年份：{known}"
            raise ChoiceError(msg)
        if year not in self._made:
            total = self.city_total.city_total(year)
            label = self.snapshot.place.says(ROW_LABEL[CITY_TOTAL])
            self._made[year] = ledger(year, tuple(self._rows(year)), total, total_label=label)
        return self._made[year]

    def _rows(self, year: int) -> Iterable[LedgerRow]:
        yield _row(TOWNS, self.emissions.towns_total(year))
        for source in self.snapshot.named_sources:
            yield LedgerRow(
                row_id=source.source_id,
                label=source.name,
                quantity=self.emissions.emission(source.source_id, year),
            )
        yield _row(NET_ELECTRICITY, self.net_electricity(year))

    def net_electricity(self, year: int) -> Quantity:
        """Return the city's net electricity: as reported for ``year``, else computed, in tCO2."""
        told = self.city_total.reported_row(year, NET_ELECTRICITY)
        return self.emissions.electricity_of_all(year) if told is None else told

    def explanation(self, year: int) -> str:
        """Return what was written about the residual of ``year``, "" where nothing was."""
        said = [
            row.text
            for row in self.snapshot.explanations
            if row.subject == LEDGER_SUBJECT and row.year == year and not row.row_key
        ]
        return "；".join(said)

    @cached_property
    def unexplained_years(self) -> tuple[int, ...]:
        """Return the years whose residual is above RESIDUAL_PERCENT and that nobody explained."""
        return tuple(
            year
            for year in self.years
            if abs(self.ledger(year).share_residual.value or 0) > RESIDUAL_PERCENT
            and not self.explanation(year)
        )

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield the rows of each year, what they come to, and a second reading of the total."""
        for year in self.years:
            for row, amount in self._amounts(year):
                yield FigureKey(Family.LEDGER, area=row, year=year), amount

    def _amounts(self, year: int) -> Iterable[tuple[str, Quantity]]:
        book = self.ledger(year)
        yield from ((row.row_id, row.quantity) for row in book.rows)
        yield "computed", book.computed
        yield CITY_TOTAL, book.city_total
        yield "residual", book.residual
        yield "share_residual", book.share_residual
        told, beside = self.city_total.second_reading(year), self.city_total.difference(year)
        if told is not None and beside is not None:
            yield "city_total_reported", told
            yield "city_total_difference", beside


def _row(row_id: str, amount: Quantity) -> LedgerRow:
    return LedgerRow(row_id=row_id, label=ROW_LABEL[row_id], quantity=amount)
