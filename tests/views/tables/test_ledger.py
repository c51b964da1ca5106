"""The ledger in tables: the rows sum, the residual is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.views import tables
from tests.views.reading import column, row_of, texts

if TYPE_CHECKING:
    from sihui_map.figures import Figures


@pytest.mark.parametrize("year", [2010, 2014, 2020, 2021, 2022, 2023, 2024, 2025])
def test_the_rows_of_the_ledger_sum(figures: Figures, year: int) -> None:
    values = column(tables.ledger_table(figures, year), "amount")

    *parts, computed, total, residual = values
    if computed != "":
        numbers = [part for part in parts if isinstance(part, float)]
        assert len(numbers) == len(parts)
        assert sum(numbers) == pytest.approx(float(computed), abs=1e-4)
    if residual != "":
        assert float(total) - float(computed) == pytest.approx(float(residual), abs=1e-4)


def test_the_ledger_of_2020_meets_the_plan(figures: Figures) -> None:
    table = tables.ledger_table(figures, 2020)

    assert texts(row_of(table, "全市总量")) == ["全市总量", "294.17", "实绩"]
    assert texts(row_of(table, "各镇街直接排放合计")) == ["各镇街直接排放合计", "140.68", "示例"]
    assert texts(table.rows[-1]) == ["残差（全市总量−各项之和）", "1.32", "占 0.45%"]


def test_a_ledger_says_once_what_is_missing_and_then_why(public_figures: Figures) -> None:
    table = tables.ledger_table(public_figures, 2020)

    assert texts(table.rows[0]) == ["各镇街直接排放合计", "缺失", "未报"]
    assert texts(table.rows[-1]) == ["残差（全市总量−各项之和）", "缺失", "未报"]


def test_every_year_of_the_ledger_is_listed(figures: Figures) -> None:
    rows = {
        row[0]: row[1:] for row in [texts(row) for row in tables.ledger_years_table(figures).rows]
    }

    assert rows["2010"] == ["缺失", "274.22", "实绩", "缺失", "—", "—"]
    assert rows["2020"] == ["292.85", "294.17", "实绩", "1.32", "0.45%", "—"]
