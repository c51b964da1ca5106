"""What a reader chooses among: what counts, what a map shows, what is held against GDP."""

from __future__ import annotations

from enum import StrEnum

from sihui_map.domain.energy import Component


class Scope(StrEnum):
    """What counts (口径): burning only, or burning plus net electricity and heat bought in."""

    DIRECT = "direct"
    NET = "net"


class Measure(StrEnum):
    """What a choropleth of emissions may show."""

    TOTAL = "total"
    PER_HEAD = "per_head"
    PER_KM2 = "per_km2"
    PER_GDP = "per_gdp"
    COAL = "coal"
    OIL = "oil"
    GAS = "gas"
    ELECTRICITY = "electricity"


COMPONENT_MEASURES = tuple(Measure(component.value) for component in Component)


class Intensity(StrEnum):
    """What the plan holds against GDP at constant prices."""

    ENERGY = "energy"
    CARBON = "carbon"
