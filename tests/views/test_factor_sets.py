"""The same year under each factor set: both totals, the difference, what has no factor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.energy import EnergyUse
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import method, names, tables
from sihui_map.views.table import to_csv
from tests.reported import with_uses

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

DASHA, OWN, OTHER = "441284105", "enterprise_2015", "provincial_2025"


def of_fuel(snapshot: Snapshot, fuel: str, amount: float) -> Figures:
    use = EnergyUse(
        area_id=DASHA, year=2025, fuel=fuel, amount=amount, unit="t", kind=ValueKind.REPORTED,
        source="年报",
    )  # fmt: skip
    kept = [row for row in snapshot.energy_uses if row.area_id != DASHA]
    return Figures(with_uses(snapshot, [*kept, use], declared=[(DASHA, 2025)]))


def test_the_set_that_counts_comes_first(figures: Figures) -> None:
    assert figures.factor_sets == (OWN, OTHER)


def test_both_totals_stand_beside_each_other_with_the_difference(figures: Figures) -> None:
    own, other, beside = (
        figures.published()[name]
        for name in (
            f"factor_set.{OWN}.towns_direct.2020",
            f"factor_set.{OTHER}.towns_direct.2020",
            f"factor_set_difference.{OTHER}.towns_direct.2020",
        )
    )

    assert own == figures.towns_total(2020)
    assert other.known < own.known
    assert beside.known == pytest.approx(other.known - own.known)
    assert beside.kind is ValueKind.SAMPLE
    assert f"factor_set_difference.{OWN}.towns_direct.2020" not in figures.published()


def test_the_whole_is_the_towns_and_the_named_sources(figures: Figures) -> None:
    table = tables.factor_sets_table(figures, 2020)

    assert [cell.text for cell in table.column("row")] == [
        "各镇街直接排放合计", "中电四会热电有限责任公司", "交通与未分解到镇街的用能",
        "直接排放合计",
    ]  # fmt: skip
    for name in ("current", OTHER, f"{OTHER}-current"):
        *parts, whole = (float(cell.in_file) for cell in table.column(name))
        assert whole == pytest.approx(sum(parts), abs=1e-5)


def test_a_fuel_that_the_other_set_has_not_leaves_its_total_missing(snapshot: Snapshot) -> None:
    figures = of_fuel(snapshot, "煤油", 800)

    table = tables.factor_sets_table(figures, 2025)
    own, other, beside = table.only("current", OTHER, f"{OTHER}-current").rows[0].cells

    assert float(own.in_file) > 0
    assert (other.text, beside.text) == ("缺失", "缺失")
    assert other.note.startswith("已报部分 ")
    assert "因子集「省级清单指南」没有「煤油」的因子" in other.hover
    assert "煤油" in to_csv(tables.factor_sets_table(figures, 2025))


def test_a_fuel_of_which_none_was_used_needs_no_factor(snapshot: Snapshot) -> None:
    figures = of_fuel(snapshot, "煤油", 0)

    assert figures.published()[f"factor_set.{OTHER}.towns_direct.2025"].value is not None


def test_a_year_without_energy_has_no_comparison(figures: Figures) -> None:
    assert tables.factor_sets_table(figures, 2014).rows == ()


def test_with_the_other_set_the_sides_change(snapshot: Snapshot) -> None:
    figures = Figures(replace(snapshot, factor_set=OTHER))

    assert figures.factor_sets == (OTHER, OWN)
    assert figures.published()[f"factor_set_difference.{OWN}.towns_direct.2020"].known > 0
    assert "当前用省级清单指南" in dict(method.formulas(figures))["因子集"]


@pytest.mark.parametrize(
    ("figure_id", "name"),
    [
        (
            f"factor_set.{OTHER}.towns_direct.2020",
            "2020 年各镇街直接排放合计（因子集「省级清单指南」）",
        ),
        (
            f"factor_set_difference.{OTHER}.plant-zhongdian.2020",
            "2020 年中电四会热电有限责任公司：因子集「省级清单指南」−「企业核算指南」",
        ),
        (f"factor_set.{OWN}.direct.2021", "2021 年直接排放合计（因子集「企业核算指南」）"),
    ],
)
def test_a_comparison_is_named_after_its_set(figures: Figures, figure_id: str, name: str) -> None:
    assert names.figure_name(figures, figure_id) == name


def test_of_partial_reports_neither_total_is_known(mixed_figures: Figures) -> None:
    table = tables.factor_sets_table(mixed_figures, 2025)

    amounts = table.only("current", OTHER, f"{OTHER}-current").rows[0].cells
    assert [cell.text for cell in amounts] == ["缺失"] * 3
    assert amounts[0].note == "已报部分 35.13"
    assert table.column("why")[0].text == "未填全；未报"


def test_the_method_says_both_totals(figures: Figures) -> None:
    assert dict(method.formulas(figures))["因子集"].endswith(
        "2025 年直接排放合计：企业核算指南为 327.58 万吨CO₂，"
        "省级清单指南为 313.66 万吨CO₂，差额 −13.93 万吨CO₂。"
        "因四舍五入，分项之和与合计可能略有出入。"
    )
