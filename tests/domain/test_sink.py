"""The sink: the formula by hand, its range, and when there is no number."""

from __future__ import annotations

import pytest

from sihui_map.domain.sink import NO_RANGE, SinkCoefficient, sink
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing
from sihui_map.errors import DomainError


def coefficient(
    name: str, value: float | None, low: float | None = None, high: float | None = None
) -> SinkCoefficient:
    return SinkCoefficient(name=name, value=value, low=low, high=high, unit="", source="指南")


PLAIN = (
    coefficient("svd", 0.5),
    coefficient("bef", 1.5),
    coefficient("root", 0.2),
    coefficient("carbon", 0.5),
)
RANGED = (coefficient("svd", 0.5, 0.4, 0.6), *PLAIN[1:])


def stock(m3: float, kind: ValueKind = ValueKind.REPORTED) -> Quantity:
    return Quantity(value=m3, unit="m³", kind=kind, source="调查")


def test_wood_that_grew_takes_up_what_the_formula_gives() -> None:
    found = sink(stock(1_000), stock(3_000), years=2, coefficients=PLAIN)

    # 1 000 m³ a year × 0.5 × 1.5 × 1.2 × 0.5 × 44/12 = 1 650 t
    assert found.estimate.known == pytest.approx(1_650)
    assert found.estimate.kind is ValueKind.ESTIMATED
    assert (found.low.reason, found.high.reason) == (NO_RANGE, NO_RANGE)


def test_a_range_is_that_of_its_coefficients() -> None:
    found = sink(stock(1_000), stock(3_000), years=2, coefficients=RANGED)

    assert found.low.known == pytest.approx(1_320)
    assert found.high.known == pytest.approx(1_980)


def test_wood_that_was_lost_is_below_zero_and_its_ends_stay_in_order() -> None:
    found = sink(stock(3_000), stock(1_000), years=2, coefficients=RANGED)

    assert found.low.known < found.estimate.known < found.high.known < 0


def test_what_is_less_sure_than_an_estimate_stays_so() -> None:
    sample = ValueKind.SAMPLE

    found = sink(stock(1, sample), stock(2, sample), years=1, coefficients=PLAIN)

    assert found.estimate.kind is sample


@pytest.mark.parametrize(
    ("before", "after", "coefficients", "reason"),
    [
        (missing("m³", "未报"), stock(2), PLAIN, "未报"),
        (stock(1, ValueKind.SAMPLE), stock(2), PLAIN, MissingReason.NOT_COMPARABLE),
        (stock(1), stock(2), (), "碳汇系数待填：基本木材密度、生物量扩展系数、根冠比、含碳率"),
        (stock(1), stock(2), (*PLAIN[:3], coefficient("carbon", None)), "碳汇系数待填：含碳率"),
    ],
)
def test_without_a_stock_or_a_coefficient_there_is_no_number(
    before: Quantity, after: Quantity, coefficients: tuple[SinkCoefficient, ...], reason: str
) -> None:
    found = sink(before, after, years=1, coefficients=coefficients)

    assert {each.reason for each in (found.estimate, found.low, found.high)} == {reason}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("wood", 1.0), "没有这个系数"),
        (("svd", -1.0), "不能为负"),
        (("carbon", 50.0), "含碳率应为 0–1"),
        (("svd", 0.5, 0.4), "要一起写"),
        (("svd", 0.5, 0.6, 0.7), "应包含数值"),
        (("svd", None, 0.4, 0.6), "应包含数值"),
    ],
)
def test_a_coefficient_that_cannot_be_is_refused(
    given: tuple[str, float | None], words: str
) -> None:
    with pytest.raises(DomainError, match=words):
        coefficient(*given)
