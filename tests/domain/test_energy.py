"""From energy to carbon dioxide and standard coal: each figure can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.energy import (
    COMPONENT_BY_FUEL,
    DIRECT_COMPONENTS,
    ELECTRICITY_IN,
    ELECTRICITY_OUT,
    HEAT_IN,
    HEAT_OUT,
    TCE,
    TCO2,
    CoalCoefficient,
    Component,
    EnergyUse,
    FactorSet,
    FuelFactor,
    GridFactor,
    HeatFactor,
    electricity_emission,
    emissions_by_component,
    factor_set,
    fuel_emission,
    standard_coal,
)
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing, total
from sihui_map.errors import DomainError

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
GRID = GridFactor(region="广东", year=2022, kgco2_per_kwh=0.4403, source="公告")
HEAT = HeatFactor(factor_set=NAME, tco2_per_gj=0.11, source="热力缺省值")
FACTORS: FactorSet = factor_set(NAME, [GAS, COAL, DIESEL], [GRID], heat=[HEAT], region="广东")
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
        area_id="441284113",
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


def test_an_unknown_fuel_is_answered_with_the_fuels_that_may_be() -> None:
    with pytest.raises(DomainError, match="441284113 2022 年 木柴：没有这个能源品种；可选：无烟煤"):
        use("木柴", 1)


def test_an_amount_cannot_be_negative_and_what_is_sent_out_is_a_kind_of_its_own() -> None:
    with pytest.raises(
        DomainError, match="数量不能为负，现为 -5；外送的填「电力调出」「热力外供」"
    ):
        use(ELECTRICITY_IN, -5)


def test_nothing_used_is_an_amount() -> None:
    assert use("烟煤", 0).amount == 0


@pytest.mark.parametrize(
    ("factor", "tco2_per_unit"),
    [
        (GAS, 21.6219),  # 389.31 × 15.3 / 1000 × 0.99 × 44/12
        (COAL, 2.0715),  # 23.204 × 26.18 / 1000 × 0.93 × 44/12
        (DIESEL, 3.1451),  # 43.33 × 20.2 / 1000 × 0.98 × 44/12
    ],
)
def test_a_factor_is_heat_times_carbon_times_oxidation_times_44_over_12(
    factor: FuelFactor, tco2_per_unit: float
) -> None:
    assert factor.tco2_per_unit == pytest.approx(tco2_per_unit, abs=5e-5)


def test_an_oxidised_share_above_one_is_refused() -> None:
    with pytest.raises(DomainError, match="enterprise_2015 烟煤：氧化率应为 0–1，现为 93"):
        replace(COAL, share_oxidised=93)


def test_a_factor_cannot_be_negative() -> None:
    with pytest.raises(DomainError, match="enterprise_2015 烟煤：排放因子不能为负"):
        replace(COAL, ncv_gj_per_unit=-23.204)


def test_a_factor_set_is_one_name_and_one_region_never_mixed() -> None:
    other_set = replace(COAL, factor_set="provincial_2025")
    other_region = replace(GRID, region="全国", year=2021)

    chosen = factor_set(NAME, [GAS, other_set], [GRID, other_region], region="广东")

    assert chosen == FactorSet(NAME, {"天然气": GAS}, "广东", {2022: GRID})


def test_the_heat_factor_is_that_of_the_set_and_of_no_other() -> None:
    of_another = factor_set(
        NAME, [GAS], [GRID], heat=[replace(HEAT, factor_set="provincial_2025")], region="广东"
    )

    assert (FACTORS.heat, of_another.heat) == (HEAT, None)


def test_a_heat_factor_cannot_be_negative() -> None:
    with pytest.raises(DomainError, match="enterprise_2015 热力：排放因子不能为负"):
        replace(HEAT, tco2_per_gj=-0.11)


def test_an_unknown_factor_set_is_refused() -> None:
    with pytest.raises(DomainError, match="没有名为「其他」的因子集"):
        factor_set("其他", [GAS], [GRID], region="广东")


def test_burning_gas_emits_its_amount_times_its_factor() -> None:
    emitted = fuel_emission(use("天然气", 10), FACTORS)

    assert emitted.known == pytest.approx(216.219, abs=5e-4)
    assert (emitted.unit, emitted.kind) == (TCO2, ValueKind.COMPUTED)
    assert emitted.source == "月报；附录二"


def test_burning_sample_coal_emits_a_sample() -> None:
    assert fuel_emission(use("烟煤", 1, kind=ValueKind.SAMPLE), FACTORS).kind is ValueKind.SAMPLE


def test_a_fuel_outside_the_set_is_missing_with_the_reason() -> None:
    assert fuel_emission(use("原油", 1), FACTORS) == missing(
        TCO2, "因子集 enterprise_2015 没有「原油」的因子", "月报"
    )


def test_none_of_a_fuel_needs_neither_factor_nor_coefficient() -> None:
    assert fuel_emission(use("原油", 0), FACTORS).value == 0
    assert standard_coal([use("原油", 0)], COEFFICIENTS, declared=DECLARED).value == 0


def test_an_amount_in_another_unit_than_the_factor_is_refused() -> None:
    with pytest.raises(DomainError, match=r"单位应为 10\^4 Nm3，现为 Nm3"):
        fuel_emission(use("天然气", 1, unit="Nm3"), FACTORS)


def test_net_electricity_is_in_minus_out_and_ignores_fuels() -> None:
    uses = [use(ELECTRICITY_IN, 30), use(ELECTRICITY_OUT, 50), use("烟煤", 7)]

    emitted = electricity_emission(uses, FACTORS, year=2022, declared=None)

    assert emitted.known == pytest.approx(-20 * 4.403)


def test_electricity_in_another_unit_is_refused() -> None:
    with pytest.raises(DomainError, match=r"电力调入：单位应为 10\^4 kWh，现为 kWh"):
        electricity_emission(
            [use(ELECTRICITY_IN, 1, unit="kWh")], FACTORS, year=2022, declared=DECLARED
        )


def test_ten_thousand_kwh_at_0_4403_kg_per_kwh_is_4_403_t() -> None:
    emitted = electricity_emission([use(ELECTRICITY_IN, 1)], FACTORS, year=2022, declared=DECLARED)

    assert emitted.known == pytest.approx(4.403)
    assert emitted.source == "月报；公告"


def test_an_exporter_of_electricity_has_negative_emissions_from_it() -> None:
    emitted = electricity_emission(
        [use(ELECTRICITY_OUT, 100)], FACTORS, year=2022, declared=DECLARED
    )

    assert emitted.known == pytest.approx(-440.3)


def test_no_electricity_is_zero_where_it_was_declared() -> None:
    assert electricity_emission([], FACTORS, year=2022, declared=DECLARED) == Quantity(
        value=0, unit=TCO2, kind=ValueKind.COMPUTED, source="公告"
    )
    assert electricity_emission([], FACTORS, year=2022, declared=None) == missing(
        TCO2, MissingReason.NOT_COMPLETE, "公告"
    )


def test_a_year_without_a_grid_factor_has_no_number() -> None:
    uses = [use(ELECTRICITY_IN, 1, year=2024)]

    assert electricity_emission(uses, FACTORS, year=2024, declared=DECLARED) == missing(
        TCO2, MissingReason.NO_FACTOR, "月报"
    )


def test_with_the_factor_of_the_newest_year_it_is_preliminary() -> None:
    uses = [use(ELECTRICITY_IN, 1, year=2024)]
    factors = replace(FACTORS, grid_fallback=True)
    newest = max(FACTORS.grid_by_year)

    found = electricity_emission(uses, factors, year=2024, declared=DECLARED)

    assert found.known == pytest.approx(10 * FACTORS.grid_by_year[newest].kgco2_per_kwh)
    assert found.kind is ValueKind.PRELIMINARY
    assert found.source == f"月报；2024 年电网因子尚未公布，按 {newest} 年因子：公告"


def test_a_year_before_the_first_factor_takes_none() -> None:
    factors = replace(FACTORS, grid_fallback=True)
    first = min(FACTORS.grid_by_year)

    assert factors.grid_factor(first - 1) is None
    assert factors.grid_factor(first) == FACTORS.grid_by_year[first]


# Heat that is bought and sold


def bought(
    uses: list[EnergyUse], *, factors: FactorSet = FACTORS, declared: ValueKind | None = DECLARED
) -> Quantity:
    year = uses[0].year
    return emissions_by_component(uses, factors, year=year, declared=declared)[
        Component.ELECTRICITY
    ]


def test_a_thousand_gj_of_heat_at_0_11_t_per_gj_is_110_t() -> None:
    found = bought([use(HEAT_IN, 1500), use(HEAT_OUT, 500)])

    assert found.known == pytest.approx(110)
    assert (found.kind, found.source) == (ValueKind.COMPUTED, "公告；月报；热力缺省值")


def test_electricity_and_heat_are_one_component() -> None:
    assert bought([use(ELECTRICITY_IN, 1), use(HEAT_IN, 1000)]).known == pytest.approx(114.403)


def test_heat_in_another_unit_is_refused() -> None:
    with pytest.raises(DomainError, match="热力购入：单位应为 GJ，现为 MJ"):
        bought([use(HEAT_IN, 1, unit="MJ")])


def test_a_set_without_a_heat_factor_has_no_number_where_heat_was_told() -> None:
    factors = replace(FACTORS, heat=None)
    power = use(ELECTRICITY_IN, 1)

    found = bought([power, use(HEAT_IN, 1000)], factors=factors)

    assert (found.value, found.reason) == (None, "因子集 enterprise_2015 没有「热力」的因子")
    assert found.part == pytest.approx(4.403)
    assert bought([power], factors=factors) == bought([power])


def test_heat_is_a_part_in_a_year_without_a_grid_factor() -> None:
    found = bought([use(ELECTRICITY_IN, 1, year=2024), use(HEAT_IN, 1000, year=2024)])

    assert (found.value, found.reason) == (None, MissingReason.NO_FACTOR)
    assert found.part == pytest.approx(110)
    assert found.part_kind is ValueKind.COMPUTED


def test_electricity_is_a_part_until_heat_is_told_or_declared() -> None:
    power = [use(ELECTRICITY_IN, 30), use(ELECTRICITY_OUT, 50)]

    open_ = bought(power, declared=None)
    told = bought([*power, use(HEAT_IN, 0), use(HEAT_OUT, 0)], declared=None)

    assert (open_.value, open_.reason) == (None, MissingReason.NOT_COMPLETE)
    assert open_.part == pytest.approx(-88.06)
    assert told.known == pytest.approx(-88.06)


def test_heat_sold_is_not_known_to_be_none_where_only_heat_bought_was_told() -> None:
    power = [use(ELECTRICITY_IN, 0), use(ELECTRICITY_OUT, 0)]

    found = bought([*power, use(HEAT_IN, 1000)], declared=None)

    assert (found.value, found.reason) == (None, MissingReason.NOT_COMPLETE)
    assert found.part == pytest.approx(110)


def test_classified_heat_leaves_the_component_missing_and_electricity_its_part() -> None:
    hidden = replace(use(HEAT_IN, 1), amount=None, reason=MissingReason.CLASSIFIED)

    found = bought([use(ELECTRICITY_IN, 1), hidden, use(HEAT_OUT, 0)])

    assert (found.value, found.reason) == (None, "热力购入涉密")
    assert found.part == pytest.approx(4.403)


def test_data_from_before_heat_could_be_told_lack_none() -> None:
    before = factor_set(NAME, [GAS, COAL, DIESEL], [GRID], heat=None, region="广东")
    power = [use(ELECTRICITY_IN, 30), use(ELECTRICITY_OUT, 50)]

    assert bought(power, factors=before, declared=None).known == pytest.approx(-88.06)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_heat_cancels_between_the_plant_that_sells_and_the_town_that_buys(
    burnt: float, heat: float, power: float
) -> None:
    plant = [use("天然气", burnt), use(ELECTRICITY_OUT, power)]
    town = [use(ELECTRICITY_IN, power)]

    def net(*areas: list[EnergyUse]) -> float:
        every = (emissions_by_component(a, FACTORS, year=2022, declared=DECLARED) for a in areas)
        return total((part for parts in every for part in parts.values()), unit=TCO2).known

    with_heat = net([*plant, use(HEAT_OUT, heat)], [*town, use(HEAT_IN, heat)])

    assert with_heat == pytest.approx(net(plant, town), rel=1e-9, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "amount", "tce"),
    [
        ("烟煤", 1000, 714.3),  # 1000 t × 0.7143 kgce/kg
        ("天然气", 1, 13.3),  # 10⁴ m³ × 1.33 kgce/m³ = 13 300 kgce
        (ELECTRICITY_IN, 1, 1.229),  # 10⁴ kWh × 0.1229 kgce/kWh = 1 229 kgce
        (ELECTRICITY_OUT, 1, -1.229),
        (HEAT_IN, 1, 0.03412),  # 1000 MJ × 0.03412 kgce/MJ = 34.12 kgce
        (HEAT_OUT, 100, -3.412),
    ],
)
def test_energy_becomes_standard_coal(name: str, amount: float, tce: float) -> None:
    converted = standard_coal([use(name, amount)], COEFFICIENTS, declared=DECLARED)

    assert converted.known == pytest.approx(tce)
    assert (converted.unit, converted.kind) == (TCE, ValueKind.COMPUTED)
    assert converted.source == "月报；GB/T 2589-2020 折标准煤系数"


def test_standard_coal_of_several_uses_adds_up() -> None:
    uses = [use("烟煤", 1000), use("天然气", 1), use(ELECTRICITY_OUT, 10)]

    assert standard_coal(uses, COEFFICIENTS, declared=DECLARED).known == pytest.approx(
        715.31
    )  # 714.3 + 13.3 − 12.29


def test_a_fuel_without_a_coefficient_makes_standard_coal_missing() -> None:
    uses = [use("烟煤", 1), use("原油", 1)]

    assert standard_coal(uses, COEFFICIENTS, declared=DECLARED).reason == "没有「原油」的折标煤系数"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("烟煤", "kg"),
        ("天然气", "t"),
        (ELECTRICITY_IN, "kWh"),
        (HEAT_IN, "MJ"),
        ("柴油", "t"),
    ],  # 柴油: per litre
)
def test_a_use_in_another_unit_than_its_coefficient_is_refused(name: str, unit: str) -> None:
    with pytest.raises(DomainError, match="折标煤系数按"):
        standard_coal([use(name, 1, unit=unit)], COEFFICIENTS, declared=DECLARED)


def test_standard_coal_of_nothing_is_missing_and_not_zero() -> None:
    assert standard_coal([], COEFFICIENTS, declared=None) == missing(
        TCE, MissingReason.NOT_REPORTED
    )
    assert standard_coal([], COEFFICIENTS, declared=DECLARED).known == 0


def test_standard_coal_that_nobody_called_complete_is_a_part() -> None:
    found = standard_coal([use("烟煤", 1000)], COEFFICIENTS, declared=None)

    assert (found.value, found.reason) == (None, MissingReason.NOT_COMPLETE)
    assert found.part == pytest.approx(714.3)


def test_components_take_the_asked_year_only() -> None:
    uses = [use("烟煤", 1000), use("烟煤", 9, year=2021), use(ELECTRICITY_IN, 1)]

    parts = emissions_by_component(uses, FACTORS, year=2022, declared=DECLARED)

    assert parts[Component.COAL].known == pytest.approx(2071.5, abs=0.05)
    assert parts[Component.ELECTRICITY].known == pytest.approx(4.403)


def test_an_area_that_declared_all_emitted_nothing_from_the_fuels_it_left_out() -> None:
    parts = emissions_by_component([use("烟煤", 1)], FACTORS, year=2022, declared=DECLARED)

    assert (parts[Component.OIL].known, parts[Component.GAS].known) == (0, 0)


def test_an_area_that_reported_nothing_is_missing_in_every_component() -> None:
    old = [use("烟煤", 1, year=2021)]

    parts = emissions_by_component(old, FACTORS, year=2022, declared=None)

    assert parts == {part: missing(TCO2, MissingReason.NOT_REPORTED) for part in Component}


def test_one_fuel_without_a_factor_makes_its_component_missing_and_no_other() -> None:
    parts = emissions_by_component(
        [use("原油", 1), use("柴油", 1)], FACTORS, year=2022, declared=DECLARED
    )

    assert parts[Component.OIL].reason == "因子集 enterprise_2015 没有「原油」的因子"
    assert parts[Component.COAL].known == 0


def test_a_component_names_each_source_once() -> None:
    parts = emissions_by_component(
        [use("烟煤", 1), use("烟煤", 2)], FACTORS, year=2022, declared=DECLARED
    )

    assert parts[Component.COAL].source == "月报；附录二"


def test_every_fuel_is_a_component_and_liquefied_gas_of_oil_is_oil() -> None:
    assert set(COMPONENT_BY_FUEL.values()) == set(Component)
    assert COMPONENT_BY_FUEL["液化石油气"] is Component.OIL
    assert COMPONENT_BY_FUEL["液化天然气"] is Component.GAS


@given(USES)
def test_the_components_add_up_to_the_emission(uses: list[EnergyUse]) -> None:
    parts = emissions_by_component(uses, FACTORS, year=2022, declared=DECLARED)

    whole = total(parts.values(), unit=TCO2)

    burnt = [fuel_emission(item, FACTORS).known for item in uses if item.fuel in FACTORS.fuels]
    per_unit = {ELECTRICITY_IN: 4.403, ELECTRICITY_OUT: -4.403, HEAT_IN: 0.11, HEAT_OUT: -0.11}
    bought = sum((item.amount or 0) * per_unit.get(item.fuel, 0) for item in uses)
    assert whole.known == pytest.approx(sum(burnt) + bought, abs=1e-3)


@given(USES, st.sampled_from(range(2, 10)))
def test_using_n_times_as_much_emits_n_times_as_much(uses: list[EnergyUse], times: int) -> None:
    more = [replace(item, amount=(item.amount or 0) * times) for item in uses]

    once, often = (
        emissions_by_component(list_, FACTORS, year=2022, declared=DECLARED)
        for list_ in (uses, more)
    )

    for part in DIRECT_COMPONENTS:
        assert often[part].known == pytest.approx(once[part].known * times)
        assert once[part].known >= 0


@given(AMOUNTS)
def test_coal_counted_in_two_rows_or_in_one_is_the_same(amount: float) -> None:
    in_one = standard_coal([use("烟煤", amount)], COEFFICIENTS, declared=DECLARED)
    in_two = standard_coal(
        [use("烟煤", amount / 4), use("烟煤", amount * 3 / 4)], COEFFICIENTS, declared=DECLARED
    )

    assert in_two.known == pytest.approx(in_one.known)


@given(st.floats(min_value=0, max_value=1e11))
def test_kwh_and_ten_thousand_kwh_tell_the_same_emission(kwh: float) -> None:
    emitted = electricity_emission(
        [use(ELECTRICITY_IN, kwh / 1e4)], FACTORS, year=2022, declared=DECLARED
    )

    assert emitted.known == pytest.approx(kwh * 0.4403 / 1000)  # kg, then t
