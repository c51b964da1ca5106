"""Standard coal by the standard and by the heat of the factor set, fuel by fuel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.energy import COMPONENT_BY_FUEL, FUEL_ID, Component
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import method, names, tables
from tests.views.lacking import OTHER_SET

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.views.table import Table, TableRow

YEAR, MIXED_YEAR = 2033, 2025


def row_of(table: Table, name: str) -> TableRow:
    return next(row for row in table.rows if row.cells[0].text == name)


def texts(figures: Figures, fuel: str, year: int = YEAR) -> list[str]:
    return [cell.text for cell in row_of(tables.heat_table(figures, year), fuel).cells]


def test_every_fuel_has_a_row_with_what_it_lacks(both: Figures) -> None:
    rows = tables.heat_table(both, YEAR).rows

    assert [row.cells[0].text for row in rows] == [*FUEL_ID, "合计"]
    assert set(FUEL_ID) == {
        fuel for fuel, part in COMPONENT_BY_FUEL.items() if part is not Component.ELECTRICITY
    }
    assert texts(both, "无烟煤")[2:] == ["缺", "缺", "缺", "缺", "缺", "—"]
    assert texts(both, "煤油")[2:] == ["44.000", "缺", "缺", "缺", "1.5013", "—"]
    assert texts(both, "石油焦")[2:] == ["31.000", "32.500", "缺", "缺", "1.0577", "—"]


def test_a_fuel_shows_both_heats_and_both_coefficients(both: Figures) -> None:
    """23.204 ÷ 29.3076 = 0.7917; 0.7143 × 29.2712 = 20.908; 389.31 ÷ 29.3076 = 13.2836."""
    coal = texts(both, "烟煤")

    assert coal[1:7] == ["吨", "23.204", "20.000", "20.908", "0.7143", "0.7917"]
    assert texts(both, "天然气")[4:7] == ["389.307", "13.3000", "13.2836"]


def test_the_difference_of_a_year_is_amount_times_the_two(figures: Figures) -> None:
    """One town burnt coal that year, 21000 t."""
    known = figures.published()

    found = known[f"standard_coal_difference.bituminous.{YEAR}"]

    assert found.known == pytest.approx(21_000 * (23.204 / 29.3076 - 0.7143))
    assert found.kind is ValueKind.SAMPLE
    assert known[f"standard_coal.bituminous.{YEAR}"].known == pytest.approx(21_000 * 0.7143)
    assert known[f"standard_coal_difference.all.{YEAR}"].known == pytest.approx(
        sum(
            amount.known
            for name, amount in known.items()
            if name.startswith("standard_coal_difference.")
            and name.endswith(f".{YEAR}")
            and ".all." not in name
        )
    )


def test_by_the_other_set_its_own_heat_counts(known: Snapshot) -> None:
    """20 ÷ 29.3076 = 0.6824."""
    other = Figures(replace(known, factor_set=OTHER_SET))

    assert texts(other, "烟煤")[2:7] == ["20.000", "23.204", "20.908", "0.7143", "0.6824"]
    assert other.published()[f"standard_coal_difference.bituminous.{YEAR}"].known < 0


def test_whose_number_it_is_and_what_is_lacking_is_said(known: Snapshot) -> None:
    use = replace(known.energy_uses[0], fuel="液化石油气", amount=12.0)
    figures = Figures(replace(known, energy_uses=(*known.energy_uses, use), factor_set=OTHER_SET))

    by_standard, by_heat = (
        figures.fuel_tce("液化石油气", use.year, by_heat=by_heat) for by_heat in (False, True)
    )

    assert by_standard.known == pytest.approx(12 * 1.7143)
    assert by_heat.reason == "没有「液化石油气」的因子集「省级清单指南」热值"
    assert "GB/T 2589-2020" in by_standard.source
    assert "GB/T 2589" not in figures.fuel_tce("烟煤", use.year, by_heat=True).source


def test_where_a_town_did_not_tell_a_fuel_the_city_has_no_difference(
    mixed_figures: Figures,
) -> None:
    found = mixed_figures.published()[f"standard_coal_by_heat.bituminous.{MIXED_YEAR}"]

    assert (found.value, found.reason) == (None, "未报")
    assert found.part == pytest.approx((60000 + 12000 + 40000) * 23.204 / 29.3076)
    assert texts(mixed_figures, "烟煤", MIXED_YEAR)[-1] == "缺失"


def test_the_method_says_why_and_how_much(figures: Figures) -> None:
    said = dict(method.formulas(figures))["煤的参数：已知的不一致"]

    assert "综合能源消费量按 GB/T 2589 的系数" in said
    assert "2033 年各品种合计 +1,876 吨标准煤" in said


def test_a_reading_is_named_after_its_fuel(figures: Figures) -> None:
    assert (
        names.figure_name(figures, "standard_coal_difference.bituminous.2033")
        == "2033 年烟煤折标准煤：按「企业核算指南」热值−按 GB/T 2589"
    )
    assert names.figure_name(figures, "standard_coal.all.2033") == (
        "2033 年各品种合计折标准煤（按 GB/T 2589）"
    )
