"""What is told of a task is held against what was told before, and against the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import dataset
from sihui_map.domain.check import Rule, Severity
from sihui_map.domain.submission import Change
from sihui_map.intake import checks
from sihui_map.intake.known import Reading
from sihui_map.intake.reading import read_file
from sihui_map.intake.reserved import reserved_in
from tests.intake.files import csv_of

if TYPE_CHECKING:
    from sihui_map.intake.known import Known

UPDATE = {
    "task_no": "2", "day": "2026-10-20", "status": "已销号", "progress": "核实完毕",
    "ground": "验收意见", "unit": "市工信局", "kind": "实绩", "source": "调度",
}  # fmt: skip
STEP = {
    "task_no": "3", "step_no": "1", "step": "印发清单", "due": "2027-03-31", "unit": "市发改局",
    "kind": "规划", "source": "调度",
}  # fmt: skip
LINE = {
    "task_no": "3", "unit": "市工信局", "day": "2026-10-20", "text": "已排查", "kind": "实绩",
    "source": "调度",
}  # fmt: skip


def told(known: Known, table: str, row: dict[str, str], **cells: str) -> Reading:
    return read_file(csv_of(table, **{**row, **cells}), f"{table}.csv", known)


def refused(reading: Reading) -> str:
    (error,) = reading.of(Severity.ERROR)
    assert reading.changes == ()
    return error.sentence


def test_what_is_completed_is_struck_off_with_its_ground(known: Known) -> None:
    assert told(known, "task_updates", UPDATE).findings == ()
    assert "要写明依据" in refused(told(known, "task_updates", UPDATE, ground=""))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "未启动"}, "已报「已完成」（2026-06-30），不能改报「未启动」；可报："),
        ({"task_no": "1"}, "已报「推进中」（2026-09-18），不能改报「已销号」"),
        ({"task_no": "1", "status": "已完成", "ground": ""}, "要写明依据"),
        ({"task_no": "1", "status": "调整取消", "ground": ""}, "要写明依据"),
        ({"task_no": "1", "status": "并入", "ground": ""}, "要写明依据"),
        ({"unit": "市教育局"}, "不是任务 2 的牵头单位"),
        ({"day": "2023-12-31", "status": "推进中"}, "早于方案印发之日（2024-01-25）"),
    ],
    ids=repr,
)
def test_a_state_without_its_ground_or_its_order_is_refused(
    known: Known, cells: dict[str, str], said: str
) -> None:
    assert said in refused(told(known, "task_updates", UPDATE, **cells))


def test_what_is_blocked_says_by_what_and_what_would_help(known: Known) -> None:
    reading = told(known, "task_updates", UPDATE, task_no="1", status="受阻", ground="")

    sentences = [found.sentence for found in reading.of(Severity.ERROR)]

    assert sentences == ["状态为「受阻」，要写明障碍", "状态为「受阻」，要写明解除条件"]
    assert {found.rule for found in reading.of(Severity.ERROR)} == {Rule.TASK}
    helped = told(
        known, "task_updates", UPDATE, task_no="1", status="受阻", obstacle="缺地", remedy="批地"
    )
    assert len(helped.changes) == 1


def test_a_unit_of_another_task_adds_no_line(known: Known) -> None:
    assert told(known, "task_lines", LINE).findings == ()
    assert "不是任务 3 的配合单位" in refused(told(known, "task_lines", LINE, unit="市教育局"))


def test_a_step_may_lie_ahead_and_is_done_with_its_ground(known: Known) -> None:
    assert told(known, "task_steps", STEP).findings == ()
    assert "不能晚于 2060 年" in refused(told(known, "task_steps", STEP, due="2061-01-01"))
    assert "早于方案印发之日" in refused(told(known, "task_steps", STEP, due="2023-01-01"))
    assert "要写明办结依据" in refused(told(known, "task_steps", STEP, done="2026-10-01"))
    assert "不能晚于今天" in refused(
        told(known, "task_steps", STEP, done="2027-10-01", ground="材料")
    )


def test_an_approved_day_moves_with_another_approval_only(known: Known) -> None:
    before = dict(known.rows["task_steps", "4|3"])
    moved = {**before, "due": "2026-12-01"}

    assert "要写明新的批准文件" in refused(told(known, "task_steps", moved))
    again = told(known, "task_steps", moved, approved_by="另一文")
    assert len(again.changes) == 1


@pytest.mark.parametrize(
    ("table", "before", "after", "said"),
    [
        ("task_updates", {"status": "已完成"}, {"status": "已销号"}, "由审核人员核实后填写"),
        ("task_updates", {"status": "已销号"}, {"status": "已销号"}, ""),
        ("task_steps", None, {"due": "2026-12-01", "approved_by": ""}, ""),
        ("task_steps", None, {"due": "2026-12-01", "approved_by": "某文"}, "由审核人员填写"),
        (
            "task_steps",
            {"due": "2026-12-01", "approved_by": "某文"},
            {"due": "2027-01-01", "approved_by": "某文"},
            "不能自行改动",
        ),
        ("energy_use", None, {"amount": "1"}, ""),
    ],
)
def test_what_only_the_office_writes_is_told_to_a_clerk(
    table: str, before: dict[str, str] | None, after: dict[str, str], said: str
) -> None:
    assert (
        (said in reserved_in(table, before, after))
        if said
        else not reserved_in(table, before, after)
    )


@pytest.mark.parametrize(
    ("cells", "is_filed", "fires"),
    [
        ({"task_no": "1", "status": "已完成"}, False, True),
        ({"status": "已销号"}, False, True),
        ({"status": "已销号"}, True, False),
        ({"task_no": "1", "status": "推进中"}, False, False),
        ({"task_no": "1", "status": "已完成", "kind": "示例"}, False, False),
    ],
)
def test_what_is_said_to_be_done_asks_for_a_file_behind_it(
    known: Known,
    cells: dict[str, str],
    is_filed: bool,  # noqa: FBT001 a case of the table above
    fires: bool,  # noqa: FBT001
) -> None:
    blank = dict.fromkeys(dataset("task_updates").column_names, "")
    row = {**blank, **UPDATE, **cells}
    key = dataset("task_updates").key_of(row)
    change = Change(dataset="task_updates", row_key=key, cells=row)
    filed = replace(known, is_filed=lambda own: is_filed and own == ("task_updates", key))

    reading = Reading(origin="a.csv", rows=1, changes=(change,), findings=())
    found = checks.check_rows(reading, filed)

    assert [each.rule for each in found] == ([Rule.EVIDENCE] if fires else [])
    assert all(each.severity is Severity.WARNING for each in found)
