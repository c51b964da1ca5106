"""Parks: the completion share counts confirmed 省级以上 parks only."""

from __future__ import annotations

import pytest

from sihui_map.domain.park import (
    CheckState,
    ParkProgress,
    ParkStage,
    completion,
    counted_parks,
)
from sihui_map.domain.value import Quantity, ValueKind


def report(
    park_id: str,
    stage: ParkStage,
    *,
    year: int = 2025,
    provincial: bool | None = True,
    kind: ValueKind = ValueKind.REPORTED,
) -> ParkProgress:
    return ParkProgress(
        park_id=park_id,
        year=year,
        stage=stage,
        provincial=provincial,
        checks={},
        kind=kind,
        source="年报",
    )


def test_only_confirmed_parks_are_the_denominator() -> None:
    progress = [
        report("a", ParkStage.COMPLETED),
        report("b", ParkStage.DRAFTING),
        report("c", ParkStage.COMPLETED, provincial=False),
        report("d", ParkStage.COMPLETED, provincial=None),
    ]

    assert counted_parks(progress) == ("a", "b")
    assert completion(progress, year=2025) == Quantity(
        value=50, unit="%", kind=ValueKind.COMPUTED, source="年报"
    )


def test_one_sample_park_makes_the_share_a_sample() -> None:
    progress = [
        report("a", ParkStage.COMPLETED),
        report("b", ParkStage.COMPLETED, kind=ValueKind.SAMPLE),
    ]

    share = completion(progress, year=2025)

    assert (share.known, share.kind) == (100, ValueKind.SAMPLE)


def test_without_a_confirmed_park_there_is_no_share_and_not_zero_per_cent() -> None:
    share = completion([report("d", ParkStage.COMPLETED, provincial=None)], year=2025)

    assert share.value is None
    assert share.reason == "未报：省级以上园区名单待核，没有分母"


@pytest.mark.parametrize("stage", [stage for stage in ParkStage if stage.name != "COMPLETED"])
def test_no_other_stage_counts_as_completed(stage: ParkStage) -> None:
    assert completion([report("a", stage)], year=2025).known == 0


def test_not_heard_of_is_not_the_same_as_not_started() -> None:
    assert (ParkStage.UNKNOWN.value, ParkStage.NOT_STARTED.value) == ("未收到信息", "未启动")
    assert (CheckState.UNKNOWN.value, CheckState.NOT_STARTED.value) == ("未收到信息", "未启动")


def test_a_counted_park_without_a_report_makes_the_share_missing_not_higher() -> None:
    progress = [
        report("a", ParkStage.COMPLETED),
        report("b", ParkStage.UNDER_WAY, year=2024),
        report("c", ParkStage.DRAFTING, year=2024, provincial=None),
    ]

    share = completion(progress, year=2025)

    assert counted_parks(progress) == ("a", "b")
    assert (share.value, share.part) == (None, 50)
    assert share.reason == "未报：计入分母的 2 个园区中 1 个"


def test_the_last_word_on_a_level_holds() -> None:
    progress = [
        report("a", ParkStage.DRAFTING, year=2023),
        report("a", ParkStage.DRAFTING, year=2024, provincial=None),
        report("b", ParkStage.DRAFTING, year=2023),
        report("b", ParkStage.DRAFTING, year=2024, provincial=False),
    ]

    assert counted_parks(progress) == ("a",)
