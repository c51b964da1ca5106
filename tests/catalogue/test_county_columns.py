"""Columns that a county names itself: where they stand, and what rows of another list keep."""

from __future__ import annotations

import pickle

import pytest

from sihui_map.catalogue import ENERGY_USE, PARK_PROGRESS, PARKS, canonical, datasets
from sihui_map.domain.park import CheckState, ParkProgress, ParkStage
from sihui_map.domain.place import ParkCheck, Place
from sihui_map.domain.value import ValueKind

NONE = Place()
TWO = Place(
    park_checks=(
        ParkCheck(check_id="steam", label="集中供汽"),
        ParkCheck(check_id="water", label="中水回用"),
    )
)
OLD = {
    "park_id": "a", "year": "2024", "stage": "实施中", "provincial": "yes", "ash": "推进中",
    "water": "", "kind": "实绩", "source": "年报",
}  # fmt: skip
"""A row that was told by a list of ash and water."""


def report(**checks: CheckState) -> ParkProgress:
    return ParkProgress(
        park_id="a",
        year=2024,
        stage=ParkStage.UNDER_WAY,
        provincial=True,
        checks=checks,
        kind=ValueKind.REPORTED,
        source="年报",
    )


def test_they_stand_behind_their_column_in_the_order_of_the_county() -> None:
    assert PARK_PROGRESS.of(TWO).column_names == (
        "park_id", "year", "stage", "provincial", "steam", "water", "kind", "source",
    )  # fmt: skip
    assert [column.label for column in PARK_PROGRESS.of(TWO).county_columns] == [
        "集中供汽",
        "中水回用",
    ]


def test_a_county_without_a_list_has_none() -> None:
    assert PARK_PROGRESS.of(NONE) == PARK_PROGRESS
    assert PARK_PROGRESS.county_columns == ()


def test_asked_twice_or_of_another_county_it_is_as_if_asked_once() -> None:
    assert PARK_PROGRESS.of(TWO).of(TWO) == PARK_PROGRESS.of(TWO)
    assert PARK_PROGRESS.of(TWO).of(NONE) == PARK_PROGRESS


def test_a_table_of_which_no_county_names_a_column_stays_what_it_is() -> None:
    own = datasets(TWO)

    assert ENERGY_USE in own
    assert [table.name for table in own] == [table.name for table in datasets()]
    assert [table.name for table in own if table.county_columns] == ["park_progress"]


def test_it_can_be_handed_to_the_process_that_reads_files() -> None:
    assert pickle.loads(pickle.dumps(PARK_PROGRESS.of(TWO))) == PARK_PROGRESS.of(TWO)  # noqa: S301 our own bytes


def test_the_store_keeps_a_row_of_any_county_letter_for_letter() -> None:
    told = canonical(PARK_PROGRESS, dict(reversed(OLD.items())))

    assert told == OLD
    assert list(told)[-4:-2] == ["water", "ash"]
    assert list(canonical(PARK_PROGRESS, OLD).items()) == list(OLD.items())


def test_a_row_of_another_list_gets_what_is_asked_now_and_keeps_what_it_told() -> None:
    told = canonical(PARK_PROGRESS.of(TWO), OLD)

    assert list(told) == [
        "park_id", "year", "stage", "provincial", "steam", "water", "ash", "kind", "source",
    ]  # fmt: skip
    assert (told["steam"], told["ash"]) == ("", "推进中")
    assert canonical(PARK_PROGRESS.of(TWO), told) == told


def test_what_is_no_longer_asked_says_so_in_its_heading() -> None:
    own = PARK_PROGRESS.of(TWO)

    assert own.column("water").heading == "中水回用"
    assert own.column("ash").heading == "ash（不在清单中）"
    with pytest.raises(KeyError):
        PARKS.column("ash")


def test_a_record_that_was_not_asked_holds_that_nothing_was_heard() -> None:
    own, told = PARK_PROGRESS.of(TWO), report(water=CheckState.COMPLETED)

    assert own.value(told, "water") is CheckState.COMPLETED
    assert own.value(told, "steam") is CheckState.UNKNOWN
