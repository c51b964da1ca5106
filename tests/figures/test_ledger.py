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


def told(row_id: str, year: int, tco2: float, note: str = "") -> ReportedRow:
    return ReportedRow(
        year=year, row_id=row_id, tco2=tco2, kind=ValueKind.REPORTED, source="核算", note=note
    )


def test_the_ledger_closes_on_the_public_total_with_the_rest(figures: Figures) -> None:
    book = figures.ledger(2032)

    assert book.city_total.known == pytest.approx(166_000)
    assert book.city_total.kind is ValueKind.REPORTED
    # 78 517.5 of the towns + 110 271.6 + 22 326.9 − 35 200 of electricity
    assert book.computed.known == pytest.approx(175_916.06)
    assert book.residual.known == pytest.approx(-9_916.06)
    assert book.share_residual.known == pytest.approx(-5.9735, abs=1e-4)
    parts = sum(row.quantity.known for row in book.rows)
    assert parts + book.residual.known == pytest.approx(166_000)


def test_the_ledger_lists_towns_named_sources_and_net_electricity(figures: Figures) -> None:
    book = figures.ledger(2032)

    assert [row.row_id for row in book.rows] == [TOWNS, "works", "other", NET_ELECTRICITY]
    assert book.residual.kind is ValueKind.SAMPLE


@pytest.mark.parametrize(("year", "tonnes"), [(2031, 179_000), (2032, 166_000)])
def test_a_public_total_stands_without_parts_too(
    public_figures: Figures, year: int, tonnes: float
) -> None:
    book = public_figures.ledger(year)

    assert book.city_total.known == pytest.approx(tonnes)
    assert (book.computed.value, book.computed.reason) == (None, "未报")
    assert book.residual.value is None


def test_a_year_without_a_public_total_says_so(figures: Figures) -> None:
    book = figures.ledger(2033)

    assert book.city_total.reason == "全县总量只公开了 2031、2032 两年"
    assert book.share_residual.value is None


def test_a_year_without_a_ledger_is_answered_with_the_years_that_may_be(figures: Figures) -> None:
    with pytest.raises(ChoiceError, match=r"没有 1999 年的平衡表；可选年份：2031、2032、2033$"):
        figures.ledger(1999)


def test_a_ledger_is_made_once(figures: Figures) -> None:
    assert figures.ledger(2032) is figures.ledger(2032)


def test_the_sum_of_the_towns_is_the_ledgers_first_row(figures: Figures) -> None:
    for year in figures.years:
        by_hand = sum(figures.emission(town.town_code, year).known for town in figures.towns)

        assert figures.towns_total(year).known == pytest.approx(by_hand)
        assert figures.ledger(year).rows[0].quantity == figures.towns_total(year)


@pytest.mark.parametrize("year", [2032, 2033], ids=["with a factor", "without"])
def test_net_electricity_that_was_reported_counts_with_its_note(
    snapshot: Snapshot, year: int
) -> None:
    row = told(NET_ELECTRICITY, year, -29_000, "当年因子未公开")

    found = Figures(replace(snapshot, reported_rows=(row,))).net_electricity(year)

    assert (found.known, found.kind) == (-29_000, ValueKind.REPORTED)
    assert found.source == "核算；当年因子未公开"


def test_a_reported_row_without_a_note_has_its_source_alone(snapshot: Snapshot) -> None:
    row = told(NET_ELECTRICITY, 2033, -29_000)

    found = Figures(replace(snapshot, reported_rows=(row,)))

    assert found.net_electricity(2033).source == "核算"


def test_net_electricity_of_a_year_with_a_factor_is_the_sum_of_all_areas(figures: Figures) -> None:
    areas = [town.town_code for town in figures.towns]
    areas += [source.source_id for source in figures.snapshot.named_sources]
    by_hand = sum(figures.component(area, 2032, Component.ELECTRICITY).known for area in areas)

    assert figures.net_electricity(2032).known == pytest.approx(by_hand)
    # 10⁴ kWh bought and sent out, by 0.4 kg/kWh
    assert by_hand == pytest.approx((5_200 + 8_500 + 1_000 - 3_000 - 20_500) * 4)


def test_a_reported_total_counts_where_the_plan_has_none(snapshot: Snapshot) -> None:
    rows = (told("city_total", 2033, 200_000, "初步"), told(NET_ELECTRICITY, 2033, -29_000))
    beside = told("city_total", 2032, 1)

    figures = Figures(replace(snapshot, reported_rows=(*rows, beside)))

    assert figures.city_total(2033).known == 200_000
    assert figures.city_total(2033).source == "核算；初步"
    assert figures.city_total(2032).known == pytest.approx(166_000)
    assert figures.ledger(2033).residual.known == pytest.approx(
        200_000 - figures.ledger(2033).computed.known
    )


def test_a_large_residual_waits_for_its_explanation(snapshot: Snapshot) -> None:
    """5.0 % and 6.0 % of the totals are large; the rest of 2033, a third of 1 %, is not."""
    rows = (told("city_total", 2033, 200_000), told(NET_ELECTRICITY, 2033, -9_000))
    silent = replace(snapshot, reported_rows=rows)
    said = Explanation(
        subject="ledger", area_id="city", year=2032, text="口径不同，未含调出电力", source="张三"
    )

    assert Figures(silent).ledger(2033).share_residual.known == pytest.approx(-0.33, abs=0.01)
    assert Figures(silent).unexplained_years == (2031, 2032)
    explained = Figures(replace(silent, explanations=(said,)))
    assert explained.unexplained_years == (2031,)
    assert explained.ledger_explanation(2032) == "口径不同，未含调出电力"
    assert explained.ledger_explanation(2031) == ""
