"""Quantities: which can exist, and how kind, source and reason survive a sum or a quotient."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.domain.value import (
    MissingReason,
    Quantity,
    ValueKind,
    are_comparable,
    computed_kind,
    missing,
    ratio,
    summed_kind,
    total,
)
from sihui_map.errors import DomainError

# Whole numbers this small add up exactly in any order, so equality may be asked for.
WHOLE = st.integers(min_value=-(10**9), max_value=10**9).map(float)
KINDS = st.sampled_from([kind for kind in ValueKind if kind is not ValueKind.MISSING])


def quantity(
    value: float,
    *,
    unit: str = "tCO2",
    kind: ValueKind = ValueKind.REPORTED,
    source: str = "年报",
) -> Quantity:
    return Quantity(value=value, unit=unit, kind=kind, source=source)


QUANTITIES = st.builds(quantity, WHOLE, kind=KINDS, source=st.sampled_from(["", "甲", "乙"]))


def test_a_number_is_known_with_its_unit_kind_and_source() -> None:
    emitted = quantity(12.5)

    assert (emitted.known, emitted.unit, emitted.kind) == (12.5, "tCO2", ValueKind.REPORTED)
    assert (emitted.source, emitted.reason) == ("年报", "")


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_a_quantity_is_a_finite_number(value: float) -> None:
    with pytest.raises(DomainError, match="不是有限的数"):
        quantity(value)


def test_a_number_cannot_be_called_missing() -> None:
    with pytest.raises(DomainError, match="矛盾"):
        quantity(1, kind=ValueKind.MISSING)


def test_no_number_cannot_be_called_reported() -> None:
    with pytest.raises(DomainError, match="矛盾"):
        Quantity(value=None, unit="t", kind=ValueKind.REPORTED, source="", reason="未报")


def test_a_missing_value_says_why() -> None:
    with pytest.raises(DomainError, match="必须写明原因"):
        missing("t", "")


def test_asking_a_missing_value_for_its_number_says_why_there_is_none() -> None:
    with pytest.raises(DomainError, match="没有数值：涉密"):
        _ = missing("t", MissingReason.CLASSIFIED).known


def test_zero_is_a_number_and_not_missing() -> None:
    assert quantity(0).known == 0


def test_one_sample_makes_a_computed_value_a_sample() -> None:
    inputs = [ValueKind.REPORTED, ValueKind.SAMPLE, ValueKind.PLAN]

    assert computed_kind(inputs) is ValueKind.SAMPLE


def test_without_a_sample_a_computed_value_is_computed() -> None:
    assert computed_kind([ValueKind.REPORTED, ValueKind.PLAN]) is ValueKind.COMPUTED
    assert computed_kind([]) is ValueKind.COMPUTED


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([ValueKind.REPORTED], ValueKind.REPORTED),
        ([ValueKind.REPORTED, ValueKind.REPORTED], ValueKind.COMPUTED),
        ([ValueKind.PLAN, ValueKind.PLAN], ValueKind.PLAN),
        ([ValueKind.REPORTED, ValueKind.ESTIMATED], ValueKind.ESTIMATED),
        ([ValueKind.PRELIMINARY, ValueKind.COMPUTED], ValueKind.PRELIMINARY),
        ([ValueKind.PRELIMINARY, ValueKind.ESTIMATED], ValueKind.ESTIMATED),
        ([ValueKind.SAMPLE, ValueKind.ESTIMATED], ValueKind.SAMPLE),
        ([ValueKind.SAMPLE, ValueKind.MISSING], ValueKind.MISSING),
        ([ValueKind.PLAN], ValueKind.PLAN),
        ([ValueKind.REPORTED, ValueKind.PLAN], ValueKind.COMPUTED),
        ([ValueKind.REPORTED, ValueKind.SAMPLE], ValueKind.SAMPLE),
        ([], ValueKind.COMPUTED),
    ],
)
def test_a_sum_is_what_its_parts_all_are(kinds: list[ValueKind], expected: ValueKind) -> None:
    assert summed_kind(kinds) is expected


def test_total_adds_up_and_names_each_source_once() -> None:
    parts = [quantity(1, source="甲"), quantity(2, source="乙"), quantity(4, source="甲")]

    assert total(parts, unit="tCO2") == Quantity(
        value=7, unit="tCO2", kind=ValueKind.COMPUTED, source="甲；乙"
    )


def test_a_missing_part_makes_the_total_missing_and_keeps_every_reason() -> None:
    parts = [
        quantity(1, source="甲"),
        missing("tCO2", MissingReason.NOT_REPORTED),
        missing("tCO2", MissingReason.CLASSIFIED),
        missing("tCO2", MissingReason.NOT_REPORTED),
    ]

    whole = total(parts, unit="tCO2")

    assert whole == missing("tCO2", "未报；涉密", "甲", part=quantity(1, source="甲"))
    assert (whole.value, whole.part, whole.part_kind) == (None, 1, ValueKind.REPORTED)


def test_total_of_nothing_is_missing_and_not_zero() -> None:
    assert total([], unit="tCO2") == missing("tCO2", MissingReason.NOT_REPORTED)


def test_total_refuses_to_add_tonnes_to_ten_thousand_tonnes() -> None:
    with pytest.raises(DomainError, match="合计的单位是 tCO2，其中一项却是 万吨"):
        total([quantity(1), quantity(1, unit="万吨")], unit="tCO2")


@given(st.lists(QUANTITIES, min_size=1), st.randoms())
def test_the_order_of_the_parts_does_not_change_the_total(
    parts: list[Quantity], random: object
) -> None:
    shuffled = sorted(parts, key=lambda _: getattr(random, "random")())  # noqa: B009 untyped

    one, other = total(parts, unit="tCO2"), total(shuffled, unit="tCO2")

    assert (one.value, one.kind) == (other.value, other.kind)
    assert set(one.source.split("；")) == set(other.source.split("；"))


@given(st.lists(QUANTITIES), st.lists(QUANTITIES))
def test_one_missing_part_anywhere_makes_the_whole_missing(
    before: list[Quantity], after: list[Quantity]
) -> None:
    whole = total([*before, missing("tCO2", "未报"), *after], unit="tCO2")

    assert (whole.value, whole.kind, whole.reason) == (None, ValueKind.MISSING, "未报")


@given(st.lists(QUANTITIES, min_size=1), st.lists(QUANTITIES, min_size=1))
def test_a_total_of_totals_is_the_total_of_the_parts(
    some: list[Quantity], others: list[Quantity]
) -> None:
    halves = [total(some, unit="tCO2"), total(others, unit="tCO2")]

    at_once, in_two = total([*some, *others], unit="tCO2"), total(halves, unit="tCO2")

    assert (in_two.value, in_two.kind) == (at_once.value, at_once.kind)


@given(st.lists(QUANTITIES, min_size=1))
def test_a_total_is_a_sample_exactly_when_one_of_its_parts_is(parts: list[Quantity]) -> None:
    has_sample = any(part.kind is ValueKind.SAMPLE for part in parts)

    assert (total(parts, unit="tCO2").kind is ValueKind.SAMPLE) == has_sample


def test_ratio_divides_and_keeps_both_sources() -> None:
    emitted = quantity(4_000, source="甲")
    people = quantity(1_000, unit="人", kind=ValueKind.SAMPLE, source="乙")

    assert ratio(emitted, people, unit="tCO2/人") == Quantity(
        value=4, unit="tCO2/人", kind=ValueKind.SAMPLE, source="甲；乙"
    )


def test_ratio_scales_a_share_to_percent() -> None:
    assert ratio(quantity(1), quantity(4), unit="%", scale=100).known == 25


def test_nothing_is_divided_by_zero() -> None:
    assert ratio(quantity(1), quantity(0), unit="%") == missing(
        "%", MissingReason.NOT_APPLICABLE, "年报"
    )


def test_ratio_of_a_missing_value_is_missing_for_the_same_reason() -> None:
    nothing = missing("tCO2", MissingReason.CLASSIFIED)

    assert ratio(nothing, quantity(2), unit="%").reason == "涉密"
    assert ratio(quantity(2), nothing, unit="%").reason == "涉密"


@given(
    st.floats(min_value=-1e9, max_value=1e9),
    st.floats(min_value=1, max_value=1e9),
)
def test_tonnes_and_ten_thousand_tonnes_tell_the_same_amount(tonnes: float, people: float) -> None:
    in_t = ratio(quantity(tonnes), quantity(people), unit="t/人")
    in_1e4_t = ratio(quantity(tonnes / 1e4), quantity(people), unit="t/人", scale=1e4)

    assert in_1e4_t.known == pytest.approx(in_t.known)


# What is known of a missing value


def test_a_part_is_never_the_value_and_says_what_it_is() -> None:
    lost = missing("t", MissingReason.NOT_COMPLETE, part=quantity(3, kind=ValueKind.ESTIMATED))

    assert (lost.value, lost.kind) == (None, ValueKind.MISSING)
    assert (lost.part, lost.part_kind) == (3, ValueKind.ESTIMATED)
    with pytest.raises(DomainError, match="没有数值：未填全"):
        _ = lost.known


@pytest.mark.parametrize(
    ("value", "kind", "part_kind"),
    [(1.0, ValueKind.REPORTED, ValueKind.REPORTED), (None, ValueKind.MISSING, ValueKind.MISSING)],
)
def test_only_a_missing_value_has_a_part_and_that_has_a_kind(
    value: float | None, kind: ValueKind, part_kind: ValueKind
) -> None:
    with pytest.raises(DomainError, match="已报部分 2"):
        Quantity(
            value=value, unit="t", kind=kind, source="", reason="未报", part=2, part_kind=part_kind
        )


def test_parts_of_parts_add_up() -> None:
    known = quantity(2, kind=ValueKind.PRELIMINARY)
    partly = missing("t", MissingReason.NOT_COMPLETE, part=quantity(5, unit="t"))
    whole = total([quantity(2, unit="t", kind=ValueKind.PRELIMINARY), partly], unit="t")

    assert known.value == 2
    assert (whole.value, whole.part, whole.part_kind) == (None, 7, ValueKind.PRELIMINARY)


LOST = st.one_of(
    st.just(missing("tCO2", MissingReason.NOT_REPORTED)),
    st.builds(
        lambda part: missing("tCO2", MissingReason.NOT_COMPLETE, part=part),
        QUANTITIES,
    ),
)
WEAK = [ValueKind.SAMPLE, ValueKind.ESTIMATED, ValueKind.PRELIMINARY]


@given(st.lists(QUANTITIES, min_size=2, max_size=8), st.lists(LOST, max_size=3))
def test_the_algebra_of_kinds(known: list[Quantity], lost: list[Quantity]) -> None:
    """Any 缺失 makes 缺失; else the first of 示例, 估算, 初步 that is there; else 核算 or 规划."""
    whole = total([*known, *lost], unit="tCO2")
    kinds = {part.kind for part in known}

    if lost:
        assert whole.kind is ValueKind.MISSING
        assert whole.value is None
        parts = [part.part for part in lost if part.part is not None]
        assert whole.part == pytest.approx(sum(part.known for part in known) + sum(parts))
    else:
        weakest = next((kind for kind in WEAK if kind in kinds), None)
        rest = ValueKind.PLAN if kinds == {ValueKind.PLAN} else ValueKind.COMPUTED
        assert whole.kind is (weakest or rest)
        assert whole.part is None


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        (ValueKind.SAMPLE, ValueKind.SAMPLE, True),
        (ValueKind.REPORTED, ValueKind.ESTIMATED, True),
        (ValueKind.SAMPLE, ValueKind.REPORTED, False),
        (ValueKind.COMPUTED, ValueKind.SAMPLE, False),
    ],
)
def test_a_sample_is_compared_with_samples_only(
    one: ValueKind, other: ValueKind, *, can: bool
) -> None:
    assert are_comparable(quantity(1, kind=one), quantity(2, kind=other)) is can
