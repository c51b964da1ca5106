"""Energy use and emissions over GDP at constant prices, of towns and of the city."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import CARBON_INTENSITY, ENERGY_INTENSITY
from sihui_map.domain.town import CITY
from sihui_map.domain.value import fall, missing, ratio

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.catalogue.key import FigureKey
    from sihui_map.domain.value import Quantity
    from sihui_map.figures.activity import Activity
    from sihui_map.figures.city_total import CityTotal
    from sihui_map.figures.context import Context
    from sihui_map.figures.emissions import Emissions
    from sihui_map.figures.energy import Energy

    Parts = tuple[tuple[str, Quantity], tuple[str, Quantity]]
    """What is held against GDP, and GDP, each after what it is called."""

INTENSITIES = (ENERGY_INTENSITY, CARBON_INTENSITY)
CONSTANT_GDP = "不变价地区生产总值"


@dataclass(frozen=True)
class Intensities:
    """What the plan holds against GDP, and by how much it fell."""

    activity: Activity
    context: Context
    emissions: Emissions
    energy: Energy
    city_total: CityTotal

    def years(self, area: str) -> tuple[int, ...]:
        """Return the years with anything that an intensity of an area rests on, rising."""
        stated, told = self.energy.total_years(area), self.context.constant_gdp_years(area)
        return tuple(sorted({*self.activity.years, *stated, *told}))

    def intensity(self, which: Indicator, area: str, year: int) -> Quantity:
        """Return energy use or emissions over GDP at constant prices, in tce or tCO2 per 万元.

        Of a town: its fuels, net electricity and heat at 当量值, and the emissions of all; of the
        city: the energy use it stated as one number, and its total emissions. Missing where a part
        is.
        """
        (name, amount), (_, gdp) = parts = self._parts(which, area, year)
        found = ratio(amount, gdp, unit=which.base_unit)
        absent = _absent(parts)
        if absent:
            return replace(found, reason="；".join(absent))
        return replace(found, source=f"{name}÷{CONSTANT_GDP}；{found.source}")

    def lacks(self, which: Indicator, area: str, year: int) -> tuple[str, ...]:
        """Return what an intensity lacks and why, a fact each, that of GDP last; () of a known one.

        Its ``reason`` has them in one sentence, in which a fact may have parts of its own.
        """
        return _absent(self._parts(which, area, year))

    def _parts(self, which: Indicator, area: str, year: int) -> Parts:
        gdp = self.context.constant_gdp(area, year)
        return self._held_against_gdp(which, area, year), (CONSTANT_GDP, gdp)

    def _held_against_gdp(self, which: Indicator, area: str, year: int) -> tuple[str, Quantity]:
        whole = self.city_total.snapshot.place.whole
        if which is ENERGY_INTENSITY:
            if area == CITY:
                return f"{whole}综合能源消费量（填报合计）", self.energy.reported_tce(area, year)
            return "综合能耗（按品种折算）", self.energy.use_tce(area, year)
        if area == CITY:
            return f"{whole}碳排放总量", self.city_total.city_total(year)
        emitted = self.emissions.emission(area, year, Scope.NET)
        return "排放（直接＋净购入电力和热力）", emitted

    def fall(self, which: Indicator, area: str, before: int, after: int) -> Quantity:
        """Return by how much an intensity fell from one year to another, in % (下降为正).

        Years of which GDP is at the prices of different base years are never compared.
        """
        told = (self.context.base_year(area, year) for year in (before, after))
        bases = [base for base in told if base is not None]
        if len(set(bases)) > 1:
            said = "、".join(map(str, bases))
            return missing("%", f"{before} 年和 {after} 年的不变价基年不同（{said}），不能比较")
        return fall(self.intensity(which, area, before), self.intensity(which, area, after))

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield both intensities of each town and of the city."""
        for area in (*self.activity.town_codes, CITY):
            for which in INTENSITIES:
                for year in self.years(area):
                    yield which.key(area, year), self.intensity(which, area, year)


def _absent(parts: Parts) -> tuple[str, ...]:
    return tuple(f"{said}缺失（{part.reason}）" for said, part in parts if part.value is None)
