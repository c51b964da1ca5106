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
from tests.counties.county import JIA
from tests.reported import with_uses
from tests.views.lacking import OTHER_SET as OTHER
from tests.views.lacking import OWN_SET as OWN

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def of_fuel(snapshot: Snapshot, fuel: str, amount: float) -> Figures:
    use = EnergyUse(
        area_id=JIA, year=2033, fuel=fuel, amount=amount, unit="t", kind=ValueKind.REPORTED,
        source="年报",
    )  # fmt: skip
    kept = [row for row in snapshot.energy_uses if row.area_id != JIA]
    return Figures(with_uses(snapshot, [*kept, use], declared=[(JIA, 2033)]))


def test_the_set_that_counts_comes_first(both: Figures) -> None:
    assert both.factor_sets == (OWN, OTHER)


def test_both_totals_stand_beside_each_other_with_the_difference(both: Figures) -> None:
    """By the other set: 2.2 × 24000 t of coal, 3.08 × 3500 t of diesel, 21.45 × 900 of gas."""
    own, other, beside = (
        both.published()[name]
        for name in (
            f"factor_set.{OWN}.towns_direct.2031",
            f"factor_set.{OTHER}.towns_direct.2031",
            f"factor_set_difference.{OTHER}.towns_direct.2031",
        )
    )

    assert own == both.towns_total(2031)
    assert other.known == pytest.approx(52_800 + 10_780 + 19_305)
    assert beside.known == pytest.approx(other.known - own.known)
    assert beside.kind is ValueKind.SAMPLE
    assert f"factor_set_difference.{OWN}.towns_direct.2031" not in both.published()


def test_the_whole_is_the_towns_and_the_named_sources(both: Figures) -> None:
    table = tables.factor_sets_table(both, 2031)

    assert [cell.text for cell in table.column("row")] == [
        "各镇街直接排放合计", "虚构热电有限公司", "其他用能", "直接排放合计",
    ]  # fmt: skip
    for name in ("current", OTHER, f"{OTHER}-current"):
        *parts, whole = (float(cell.in_file) for cell in table.column(name))
        assert whole == pytest.approx(sum(parts), abs=1e-5)


def test_a_fuel_that_the_other_set_has_not_leaves_its_total_missing(known: Snapshot) -> None:
    figures = of_fuel(known, "煤油", 800)

    table = tables.factor_sets_table(figures, 2033)
    own, other, beside = table.only("current", OTHER, f"{OTHER}-current").rows[0].cells

    assert float(own.in_file) > 0
    assert (other.text, beside.text) == ("缺失", "缺失")
    assert other.note.startswith("已报部分 ")
    assert "因子集「省级清单指南」没有「煤油」的因子" in other.hover
    assert "煤油" in to_csv(tables.factor_sets_table(figures, 2033))


def test_a_fuel_of_which_none_was_used_needs_no_factor(known: Snapshot) -> None:
    figures = of_fuel(known, "煤油", 0)

    assert figures.published()[f"factor_set.{OTHER}.towns_direct.2033"].value is not None


def test_a_year_without_energy_has_no_comparison(both: Figures) -> None:
    assert tables.factor_sets_table(both, 2030).rows == ()


def test_with_the_other_set_the_sides_change(known: Snapshot) -> None:
    figures = Figures(replace(known, factor_set=OTHER))

    assert figures.factor_sets == (OTHER, OWN)
    assert figures.published()[f"factor_set_difference.{OWN}.towns_direct.2031"].known < 0
    assert "当前用省级清单指南" in dict(method.formulas(figures))["因子集"]


@pytest.mark.parametrize(
    ("figure_id", "name"),
    [
        (
            f"factor_set.{OTHER}.towns_direct.2031",
            "2031 年各镇街直接排放合计（因子集「省级清单指南」）",
        ),
        (
            f"factor_set_difference.{OTHER}.works.2031",
            "2031 年虚构热电有限公司：因子集「省级清单指南」−「企业核算指南」",
        ),
        (f"factor_set.{OWN}.direct.2032", "2032 年直接排放合计（因子集「企业核算指南」）"),
    ],
)
def test_a_comparison_is_named_after_its_set(both: Figures, figure_id: str, name: str) -> None:
    assert names.figure_name(both, figure_id) == name


def test_of_partial_reports_neither_total_is_known(mixed_figures: Figures) -> None:
    table = tables.factor_sets_table(mixed_figures, 2025)

    _, other = mixed_figures.factor_sets
    amounts = table.only("current", other, f"{other}-current").rows[0].cells
    assert [cell.text for cell in amounts] == ["缺失"] * 3
    assert amounts[0].note == "已报部分 35.13"
    assert table.column("why")[0].text == "未填全；未报"


def test_the_method_says_both_totals(both: Figures) -> None:
    """Towns 80883, the works 5000 × 21.45, the others 3200 × 3.3 + 4200 × 3.08."""
    assert dict(method.formulas(both))["因子集"].endswith(
        "2033 年直接排放合计：企业核算指南为 20.97 万吨CO₂，"
        "省级清单指南为 21.16 万吨CO₂，差额 0.20 万吨CO₂。"
        "因四舍五入，分项之和与合计可能略有出入。"
    )
