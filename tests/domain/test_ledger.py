"""The ledger: parts, sum, the city's own total, and what is left to explain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.energy import TCO2
from sihui_map.domain.ledger import NET_ELECTRICITY, TOWNS, LedgerRow, ledger
from sihui_map.domain.value import Quantity, ValueKind, missing

TONNES = st.integers(min_value=-(10**9), max_value=10**9).map(float)


def tonnes(value: float, kind: ValueKind = ValueKind.REPORTED) -> Quantity:
    return Quantity(value=value, unit=TCO2, kind=kind, source="年报")


def row(row_id: str, quantity: Quantity) -> LedgerRow:
    return LedgerRow(row_id=row_id, label=row_id, quantity=quantity)


LABEL = "全县总量"


def test_the_residual_is_the_total_minus_the_parts() -> None:
    rows = (row(TOWNS, tonnes(2_900)), row(NET_ELECTRICITY, tonnes(-300)))

    book = ledger(2020, rows, tonnes(3_000, ValueKind.PLAN), total_label=LABEL)

    assert (book.year, book.rows) == (2020, rows)
    assert book.computed.known == 2_600
    assert book.residual.known == 400
    assert book.residual.source == "平衡表：全县总量 − 各项之和"
    assert book.share_residual.known == pytest.approx(13.3333, abs=5e-5)
    assert book.share_residual.unit == "%"


def test_a_sample_part_makes_the_residual_a_sample() -> None:
    book = ledger(
        2020,
        (row(TOWNS, tonnes(1, ValueKind.SAMPLE)),),
        tonnes(1, ValueKind.PLAN),
        total_label=LABEL,
    )

    assert book.computed.kind is ValueKind.SAMPLE
    assert book.residual.kind is ValueKind.SAMPLE
    assert book.city_total.kind is ValueKind.PLAN


def test_a_missing_part_leaves_sum_and_residual_missing_with_its_reason() -> None:
    rows = (row(TOWNS, tonnes(1)), row(NET_ELECTRICITY, missing(TCO2, "未报")))

    book = ledger(2020, rows, tonnes(10), total_label=LABEL)

    assert (book.computed.reason, book.residual.reason) == ("未报", "未报")
    assert book.share_residual.value is None


def test_without_a_city_total_the_sum_still_stands() -> None:
    book = ledger(2022, (row(TOWNS, tonnes(7)),), missing(TCO2, "未见公开数据"), total_label=LABEL)

    assert book.computed.known == 7
    assert book.residual == missing(TCO2, "未见公开数据")
    assert book.share_residual.reason == "未见公开数据"


def test_without_rows_there_is_no_sum() -> None:
    assert ledger(2014, (), tonnes(10), total_label=LABEL).computed.value is None


def test_a_total_of_zero_has_no_share() -> None:
    book = ledger(2020, (row(TOWNS, tonnes(1)),), tonnes(0), total_label=LABEL)

    assert book.share_residual.reason == "不适用"


@given(st.lists(TONNES, min_size=1, max_size=20), TONNES)
def test_rows_and_residual_always_make_the_city_total(parts: list[float], city: float) -> None:
    rows = tuple(row(str(number), tonnes(part)) for number, part in enumerate(parts))

    book = ledger(2020, rows, tonnes(city), total_label=LABEL)

    assert sum(part.quantity.known for part in book.rows) + book.residual.known == city
