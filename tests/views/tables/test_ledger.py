"""The ledger in tables: the rows sum, the residual is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, row_of, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


@pytest.mark.parametrize("year", [2031, 2032, 2033])
def test_the_rows_of_the_ledger_sum(figures: Figures, year: int) -> None:
    values = column(tables.ledger_table(figures, year), "amount")

    *parts, computed, total, residual = values
    if computed != "":
        numbers = [part for part in parts if isinstance(part, float)]
        assert len(numbers) == len(parts)
        assert sum(numbers) == pytest.approx(float(computed), abs=1e-4)
    if residual != "":
        assert float(total) - float(computed) == pytest.approx(float(residual), abs=1e-4)


def test_the_ledger_is_held_against_the_public_total(figures: Figures) -> None:
    table = tables.ledger_table(figures, 2032)

    assert texts(row_of(table, "全县总量")) == ["全县总量", "16.60", "实绩"]
    assert texts(row_of(table, "各镇街直接排放合计")) == ["各镇街直接排放合计", "7.85", "示例"]
    assert texts(table.rows[-1]) == ["残差（全县总量−各项之和）", "−0.99", "占 −5.97%"]


def test_a_ledger_says_once_what_is_missing_and_then_why(public_figures: Figures) -> None:
    table = tables.ledger_table(public_figures, 2032)

    assert texts(table.rows[0]) == ["各镇街直接排放合计", "缺失", "未报"]
    assert texts(table.rows[-1]) == ["残差（全县总量−各项之和）", "缺失", "未报"]


def years(figures: Figures) -> list[list[str]]:
    return [texts(row) for row in tables.ledger_years_table(figures).rows]


def test_every_year_of_the_ledger_is_listed(figures: Figures, public_figures: Figures) -> None:
    assert years(figures) == [
        ["2031", "17.00", "17.90", "实绩", "0.90", "5.03%", "未说明，不能发布"],
        ["2032", "17.59", "16.60", "实绩", "−0.99", "−5.97%", "未说明，不能发布"],
        ["2033", "缺失", "缺失", "缺失", "缺失", "—", "—"],
    ]
    assert years(public_figures) == [
        ["2031", "缺失", "17.90", "实绩", "缺失", "—", "—"],
        ["2032", "缺失", "16.60", "实绩", "缺失", "—", "—"],
    ]


def test_a_small_residual_needs_no_explanation(snapshot: Snapshot) -> None:
    facts = tuple(
        replace(fact, value=17.5) if fact.value == 16.6 else fact for fact in snapshot.city_facts
    )

    found = years(Figures(replace(snapshot, city_facts=facts)))

    assert found[1] == ["2032", "17.59", "17.50", "实绩", "−0.09", "−0.52%", "—"]
