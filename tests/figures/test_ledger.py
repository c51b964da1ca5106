"""The ledger: it closes on the plan's total, and what is missing says why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.energy import Component
from sihui_map.domain.ledger import NET_ELECTRICITY, TOWNS
from sihui_map.domain.snapshot import Explanation, ReportedRow
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.figures import Figures

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

PLANT = "plant-zhongdian"


def test_the_ledger_of_2020_closes_on_the_plans_294_17_with_a_small_rest(figures: Figures) -> None:
    book = figures.ledger(2020)

    assert book.city_total.known == pytest.approx(2_941_700)
    assert book.city_total.kind is ValueKind.REPORTED
    assert 0 < abs(book.share_residual.known) < 1
    parts = sum(row.quantity.known for row in book.rows)
    assert parts + book.residual.known == pytest.approx(2_941_700)


def test_the_ledger_lists_towns_named_sources_and_net_electricity(figures: Figures) -> None:
    book = figures.ledger(2020)

    assert [row.row_id for row in book.rows] == [
        TOWNS,
        PLANT,
        "transport-unallocated",
        NET_ELECTRICITY,
    ]
    assert book.residual.kind is ValueKind.SAMPLE


@pytest.mark.parametrize(("year", "tonnes"), [(2010, 2_742_200), (2014, 3_276_600)])
def test_the_other_public_totals_stand_without_parts(
    figures: Figures, year: int, tonnes: float
) -> None:
    book = figures.ledger(year)

    assert book.city_total.known == pytest.approx(tonnes)
    assert (book.computed.value, book.computed.reason) == (None, "未报")
    assert book.residual.value is None


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_a_year_without_a_public_total_says_so(figures: Figures, year: int) -> None:
    book = figures.ledger(year)

    assert book.city_total.reason == "全市总量只公开了 2010、2014、2020 三年"
    assert book.share_residual.value is None


def test_a_year_without_a_ledger_is_answered_with_the_years_that_may_be(figures: Figures) -> None:
    with pytest.raises(ChoiceError, match="没有 1999 年的平衡表；可选年份：2010、2014、2020"):
        figures.ledger(1999)


def test_a_ledger_is_made_once(figures: Figures) -> None:
    assert figures.ledger(2020) is figures.ledger(2020)


def test_the_sum_of_the_towns_is_the_ledgers_first_row(figures: Figures) -> None:
    for year in figures.years:
        by_hand = sum(figures.emission(town.town_code, year).known for town in figures.towns)

        assert figures.towns_total(year).known == pytest.approx(by_hand)
        assert figures.ledger(year).rows[0].quantity == figures.towns_total(year)


def test_net_electricity_of_2020_is_what_was_reported_with_its_note(figures: Figures) -> None:
    found = figures.net_electricity(2020)

    assert (found.known, found.kind) == (-298_600, ValueKind.SAMPLE)
    assert "广东 2020 年电网排放因子未公开" in found.source


def test_a_reported_row_without_a_note_has_its_source_alone(snapshot: Snapshot) -> None:
    (row,) = snapshot.reported_rows

    found = Figures(replace(snapshot, reported_rows=(replace(row, note=""),)))

    assert found.net_electricity(2020).source == row.source


def test_net_electricity_of_a_year_with_a_factor_is_the_sum_of_all_areas(figures: Figures) -> None:
    areas = [town.town_code for town in figures.towns]
    areas += [source.source_id for source in figures.snapshot.named_sources]
    by_hand = sum(figures.component(area, 2022, Component.ELECTRICITY).known for area in areas)

    assert figures.net_electricity(2022).known == pytest.approx(by_hand)


def test_a_reported_total_counts_where_the_plan_has_none(snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2021, row_id="city_total", tco2=3_000_000, kind=ValueKind.REPORTED, source="核算",
        note="初步",
    )  # fmt: skip
    figures = Figures(replace(snapshot, reported_rows=(*snapshot.reported_rows, told)))

    assert figures.city_total(2021).known == 3_000_000
    assert figures.city_total(2021).source == "核算；初步"
    assert figures.city_total(2020).known == pytest.approx(2_941_700)
    assert figures.ledger(2021).residual.known == pytest.approx(
        3_000_000 - figures.ledger(2021).computed.known
    )


def test_a_large_residual_waits_for_its_explanation(snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2021, row_id="city_total", tco2=2_000_000, kind=ValueKind.REPORTED, source="核算",
        note="",
    )  # fmt: skip
    silent = replace(snapshot, reported_rows=(*snapshot.reported_rows, told))
    said = Explanation(
        subject="ledger", area_id="city", year=2021, text="口径不同，未含调出电力", source="张三"
    )

    assert Figures(silent).unexplained_years == (2021,)
    explained = Figures(replace(silent, explanations=(said,)))
    assert explained.unexplained_years == ()
    assert explained.ledger_explanation(2021) == "口径不同，未含调出电力"
    assert explained.ledger_explanation(2020) == ""
