"""What an indicator of towns is: its words, unit, formula, denominator, classes and role.

Plain dataclasses: a formula is a function, and no schema language can hold one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import FigureKey
from sihui_map.domain.value import ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.catalogue.key import Family
    from sihui_map.domain.energy import Component
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity

    OfArea = Callable[[str, int], Quantity]
    Denominator = Callable[["Given", str, int], Quantity]
    Formula = Callable[["Given", str, int, "Scope"], Quantity]


class Scope(StrEnum):
    """What counts (口径): burning only, or burning plus net electricity and heat bought in."""

    DIRECT = "direct"
    NET = "net"


class Direction(StrEnum):
    """Which way is better; a map of what should grow is green, any other from pale to brown."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Role(StrEnum):
    """Where a reader meets it, beside the tables: on which map, if any."""

    CHOSEN = "chosen"
    """One of the measures to choose from on the map of the towns, and in its ranking."""
    FOREST = "forest"
    """On the map of forests, which has its own years."""
    TABLE = "table"
    """In tables only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a formula may ask of an area and a year, each in the unit named; and all rows."""

    snapshot: Snapshot
    component: Callable[[str, int, Component], Quantity]
    """tCO2."""
    emission: Callable[[str, int, Scope], Quantity]
    """tCO2."""
    energy_use: OfArea
    """tce, by fuels."""
    energy_stated: OfArea
    """tce, as one number."""
    energy_difference: OfArea
    """tce."""
    intensity: Callable[[Indicator, str, int], Quantity]
    """Of energy use or emissions, over GDP at constant prices."""
    forest_cover: OfArea
    """%."""
    forest_change: OfArea
    """Percentage points since the first year."""
    forest_gap_ha: OfArea
    """Hectares that the area lacks to the share that the plan asks of the whole."""
    population: OfArea
    """Persons."""
    gdp: OfArea
    """万元 at current prices."""
    constant_gdp: OfArea
    """万元 at constant prices."""
    area_km2: Callable[[str], Quantity]


@dataclass(frozen=True, slots=True)
class Method:
    """How it is computed and by which source, as 来源与方法 and the data book say it.

    It is in the words of any place (``Place.says``). Indicators may share one.
    """

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One number of each town and year, and all that is said of it anywhere.

    Its ``id`` is the choice in an address, the name of its class breaks and of its map; ``what`` is
    its name among the figures of its family, where that is another. Figures are kept in
    ``base_unit`` and shown in ``unit``, divided by ``divisor``, with ``decimals``.

    ``short`` stands on its switch, ``key_label`` beside a town's key numbers if it is one of them,
    ``row_label`` before its row if that is more than ``label``, ``qualifier`` and ``unit``.
    ``in_series`` tells whether its years stand side by side in a town's table: not where prices
    differ, nor where it is itself a comparison. ``note`` says what must be known of it, with
    ``{grid_years}`` for the years of grid factors; ``size_note``, where nothing must, that towns
    are of unlike size. ``breaks``, in ``base_unit``, are the class breaks where a county has none
    of its own in ``class_breaks.csv``: only what compares between counties declares some.
    """

    id: str
    family: Family
    what: str = ""
    label: str
    short: str = ""
    qualifier: str = ""
    row_label: str = ""
    key_label: str = ""
    unit: str
    base_unit: str
    divisor: float = 1
    decimals: int
    table_decimals: int | None = None
    formula: Formula
    denominator: Denominator | None = None
    is_by_scope: bool = False
    is_additive: bool = False
    in_series: bool = True
    direction: Direction = Direction.LESS
    role: Role = Role.CHOSEN
    breaks: tuple[float, ...] = ()
    note: str = ""
    size_note: str = ""
    method: Method | None = None

    def __str__(self) -> str:
        """Write its id."""
        return self.id

    def value(self, given: Given, area: str, year: int, scope: Scope) -> Quantity:
        """Return its value of an area, in ``base_unit``."""
        amount = self.formula(given, area, year, scope)
        if self.denominator is None:
            return amount
        return ratio(amount, self.denominator(given, area, year), unit=self.base_unit)

    def key(self, area: str, year: int, scope: Scope = Scope.DIRECT) -> FigureKey:
        """Return what its figure of an area is called."""
        within = scope if self.is_by_scope else ""
        return FigureKey(self.family, self.what or self.id, scope=within, area=area, year=year)

    def in_row(self, qualifier: str = "") -> str:
        """Return what stands before its values in a table of several: label, unit, qualifier."""
        said = filter(None, (qualifier or self.qualifier, self.unit))
        return self.row_label or f"{self.label}（{'，'.join(said)}）"
