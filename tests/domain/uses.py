"""Uses, factors and coefficients that the tests of energy share."""

from __future__ import annotations

from hypothesis import strategies as st

from sihui_map.domain.energy import (
    ELECTRICITY_IN,
    ELECTRICITY_OUT,
    HEAT_IN,
    HEAT_OUT,
    EnergyUse,
)
from sihui_map.domain.factors import (
    CoalCoefficient,
    FactorSet,
    FuelFactor,
    GridFactor,
    HeatFactor,
    factor_set,
)
from sihui_map.domain.value import ValueKind

NAME = "enterprise_2015"


def fuel(name: str, unit: str, ncv: float, carbon: float, oxidised: float) -> FuelFactor:
    return FuelFactor(
        factor_set=NAME,
        fuel=name,
        unit=unit,
        ncv_gj_per_unit=ncv,
        carbon_content_tc_per_tj=carbon,
        share_oxidised=oxidised,
        source="附录二",
    )


GAS = fuel("天然气", "10^4 Nm3", 389.31, 15.3, 0.99)
COAL = fuel("烟煤", "t", 23.204, 26.18, 0.93)
DIESEL = fuel("柴油", "t", 43.33, 20.2, 0.98)
GRID = GridFactor(region="虚构电网", year=2022, kgco2_per_kwh=0.4403, source="公告")
HEAT = HeatFactor(factor_set=NAME, tco2_per_gj=0.11, source="热力缺省值")
FACTORS: FactorSet = factor_set(NAME, [GAS, COAL, DIESEL], [GRID], heat=[HEAT], region="虚构电网")
COEFFICIENTS = (
    CoalCoefficient(
        energy="原煤", unit="kg", kgce_per_unit=0.7143, fuel="烟煤", source="GB/T 2589"
    ),
    CoalCoefficient(
        energy="天然气(油田)", unit="m3", kgce_per_unit=1.33, fuel="天然气", source="GB/T 2589"
    ),
    CoalCoefficient(
        energy="天然气(气田)", unit="m3", kgce_per_unit=1.2143, fuel="", source="GB/T 2589"
    ),
    CoalCoefficient(
        energy="电力(当量值)", unit="kWh", kgce_per_unit=0.1229, fuel="电力", source="GB/T 2589"
    ),
    CoalCoefficient(
        energy="热力(当量值)", unit="MJ", kgce_per_unit=0.03412, fuel="热力", source="GB/T 2589"
    ),
    CoalCoefficient(energy="柴油", unit="L", kgce_per_unit=1, fuel="柴油", source="GB/T 2589"),
)
UNIT_BY_FUEL = {
    "天然气": "10^4 Nm3",
    "烟煤": "t",
    "柴油": "t",
    ELECTRICITY_IN: "10^4 kWh",
    ELECTRICITY_OUT: "10^4 kWh",
    HEAT_IN: "GJ",
    HEAT_OUT: "GJ",
}
DECLARED = ValueKind.REPORTED
AMOUNTS = st.floats(min_value=0, max_value=1e7)


def use(
    name: str,
    amount: float,
    *,
    year: int = 2022,
    unit: str | None = None,
    kind: ValueKind = ValueKind.REPORTED,
) -> EnergyUse:
    return EnergyUse(
        area_id="990101101",
        year=year,
        fuel=name,
        amount=amount,
        unit=UNIT_BY_FUEL.get(name, "t") if unit is None else unit,
        kind=kind,
        source="月报",
    )


USES = st.lists(
    st.builds(use, st.sampled_from(sorted(UNIT_BY_FUEL)), AMOUNTS), min_size=1, max_size=8
)
