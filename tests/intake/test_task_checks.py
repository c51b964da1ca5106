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
    "task_no": "4", "day": "2034-10-20", "status": "已销号", "progress": "核实完毕",
    "ground": "验收意见", "unit": "县林业局", "kind": "实绩", "source": "调度",
}  # fmt: skip
STEP = {
    "task_no": "3", "step_no": "1", "step": "印发清单", "due": "2035-03-31", "unit": "县发改局",
    "kind": "规划", "source": "调度",
}  # fmt: skip
LINE = {
    "task_no": "3", "unit": "县园区办", "day": "2034-10-20", "text": "已排查", "kind": "实绩",
    "source": "调度",
}  # fmt: skip

FIRST = {"task_no": "1", "unit": "县发改局"}


@pytest.fixture(scope="module")
def real(known: Known) -> Known:
    """Return what is published as if what the sample tells of tasks were real."""
    rows = {
        key: {**cells, "kind": "实绩"} if key[0] == "task_updates" else cells
        for key, cells in known.rows.items()
    }
    return replace(known, rows=rows)


def told(known: Known, table: str, row: dict[str, str], **cells: str) -> Reading:
    return read_file(csv_of(table, **{**row, **cells}), f"{table}.csv", known)


def refused(reading: Reading) -> str:
    (error,) = reading.of(Severity.ERROR)
    assert reading.changes == ()
    return error.sentence


def test_what_is_completed_is_struck_off_with_its_ground(real: Known) -> None:
    assert told(real, "task_updates", UPDATE).findings == ()
    assert "要写明依据" in refused(told(real, "task_updates", UPDATE, ground=""))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"status": "未启动"},
            "报「已完成」（2033-09-15）以后，不能接着报「未启动」（2034-10-20）；可报：",
        ),
        (FIRST, "报「推进中」（2033-08-20）以后，不能接着报「已销号」"),
        ({**FIRST, "status": "已完成", "ground": ""}, "要写明依据"),
        ({**FIRST, "status": "调整取消", "ground": ""}, "要写明依据"),
        ({**FIRST, "status": "并入", "ground": ""}, "要写明依据"),
        ({"unit": "县园区办"}, "不是任务 4 的牵头单位"),
        ({"day": "2032-12-04", "status": "推进中"}, "早于方案印发之日（2032-12-05）"),
    ],
    ids=repr,
)
def test_a_state_without_its_ground_or_its_order_is_refused(
    real: Known, cells: dict[str, str], said: str
) -> None:
    assert said in refused(told(real, "task_updates", UPDATE, **cells))


def several(known: Known, *rows: tuple[str, str], **cells: str) -> Reading:
    """Read one file with a report of task 3 for each day and state."""
    own = {**UPDATE, "unit": "县发改局", "task_no": "3", **cells}
    lines = [
        csv_of("task_updates", **{**own, "day": day, "status": status}).splitlines()
        for day, status in rows
    ]
    return read_file(b"\n".join([lines[0][0], *(own[1] for own in lines)]), "a.csv", known)


def published(known: Known, *rows: tuple[str, str], **cells: str) -> Known:
    """Return ``known`` with what a file of such reports says."""
    changes = several(known, *rows, **cells).changes
    assert len(changes) == len(rows)
    told_rows = {(one.dataset, one.row_key): one.cells for one in changes if one.cells}
    return replace(known, rows={**known.rows, **told_rows})


def test_two_reports_of_one_file_are_held_against_each_other(known: Known) -> None:
    reading = several(known, ("2034-08-05", "未启动"), ("2034-08-01", "推进中"))

    (error,) = reading.of(Severity.ERROR)
    assert (error.place, error.row_key) == ("第 2 行「status」列", "3|2034-08-05")
    assert error.sentence.startswith("任务 3 报「推进中」（2034-08-01）以后，不能接着报「未启动」")
    assert not several(known, ("2034-08-01", "前期准备"), ("2034-08-05", "推进中")).findings


def test_a_report_of_an_earlier_day_is_held_against_the_one_after_it(known: Known) -> None:
    later = published(known, ("2034-08-05", "推进中"))

    reading = several(later, ("2034-08-01", "并入"))

    (error,) = reading.of(Severity.ERROR)
    assert error.sentence == (
        "任务 3 报「并入」（2034-08-01）以后，不能接着报「推进中」（2034-08-05）；可报：并入"
    )
    assert not several(later, ("2034-08-01", "未启动")).findings


def test_what_is_taken_away_leaves_its_neighbours_in_order(known: Known) -> None:
    days = [("2034-08-01", "推进中"), ("2034-08-05", "已完成"), ("2034-08-09", "已销号")]
    nothing = csv_of("task_updates", task_no="3", day="2034-08-05")

    reading = read_file(nothing, "a.csv", published(known, *days))

    assert "不能接着报「已销号」（2034-08-09）" in refused(reading)
    assert reading.of(Severity.ERROR)[0].place == "第 2 行「status」列"


def test_what_was_out_of_order_before_is_nobodys_fault(known: Known) -> None:
    own = {**UPDATE, "task_no": "3", "unit": "县发改局"}
    rows = {
        ("task_updates", f"3|{day}"): {**own, "day": day, "status": status}
        for day, status in (("2034-08-01", "并入"), ("2034-08-05", "推进中"))
    }

    assert not several(replace(known, rows={**known.rows, **rows}), ("2034-09-01", "受阻"),
                       obstacle="缺地", remedy="批地").findings  # fmt: skip


def test_a_sample_refuses_nothing_that_is_real(known: Known) -> None:
    """The sample says that task 4 is completed, and who approved a day of task 1."""
    blocked = {"status": "受阻", "obstacle": "缺地", "remedy": "批地", "day": "2033-06-01"}
    before = dict(known.rows["task_steps", "1|2"])
    moved = {**before, "due": "2034-12-01", "kind": "实绩"}

    assert not told(known, "task_updates", UPDATE, **blocked).findings
    assert not told(known, "task_updates", UPDATE, **blocked, kind="实绩").findings
    assert "不能接着报「已完成」" not in str(told(known, "task_updates", UPDATE, **blocked))
    assert len(told(known, "task_steps", moved).changes) == 1
    sample = told(known, "task_updates", UPDATE, status="未启动", kind="示例")
    assert "不能接着报「未启动」" in refused(sample)


def test_what_is_blocked_says_by_what_and_what_would_help(real: Known) -> None:
    reading = told(real, "task_updates", UPDATE, **FIRST, status="受阻", ground="")

    sentences = [found.sentence for found in reading.of(Severity.ERROR)]

    assert sentences == ["状态为「受阻」，要写明障碍", "状态为「受阻」，要写明解除条件"]
    assert {found.rule for found in reading.of(Severity.ERROR)} == {Rule.TASK}
    helped = told(
        real, "task_updates", UPDATE, **FIRST, status="受阻", obstacle="缺地", remedy="批地"
    )
    assert len(helped.changes) == 1


def test_a_unit_of_another_task_adds_no_line(known: Known) -> None:
    assert told(known, "task_lines", LINE).findings == ()
    assert "不是任务 3 的配合单位" in refused(told(known, "task_lines", LINE, unit="县林业局"))


def test_a_step_may_lie_ahead_and_is_done_with_its_ground(known: Known) -> None:
    assert told(known, "task_steps", STEP).findings == ()
    assert "不能晚于 2060 年" in refused(told(known, "task_steps", STEP, due="2061-01-01"))
    assert "早于方案印发之日" in refused(told(known, "task_steps", STEP, due="2031-01-01"))
    assert "要写明办结依据" in refused(told(known, "task_steps", STEP, done="2034-10-01"))
    assert "不能晚于今天" in refused(
        told(known, "task_steps", STEP, done="2035-10-01", ground="材料")
    )


def test_an_approved_day_moves_with_another_approval_only(known: Known) -> None:
    before = dict(known.rows["task_steps", "1|2"])
    moved = {**before, "due": "2034-12-01"}

    assert "要写明新的批准文件" in refused(told(known, "task_steps", moved))
    again = told(known, "task_steps", moved, approved_by="另一文")
    assert len(again.changes) == 1


@pytest.mark.parametrize(
    ("cells", "fires"),
    [
        ({"done": "2034-08-01", "due": "2034-08-31"}, True),
        ({"done": "2034-08-31", "due": "2034-08-31"}, True),
        ({"done": "2034-09-23", "due": "2034-10-31"}, False),  # sixty days: in time to be told
        ({"done": "2034-08-01", "due": "2034-07-31"}, False),  # late in any case
        ({"done": "2034-08-01", "due": "2034-12-31"}, False),  # early in any case
        ({"done": "2034-08-01", "due": "2034-08-31", "approved_by": ""}, False),
        ({"done": "2034-08-01", "due": "2034-08-31", "kind": "示例"}, False),
    ],
    ids=repr,
)
def test_a_day_that_was_kept_and_told_long_after_asks_why(
    known: Known,
    cells: dict[str, str],
    fires: bool,  # noqa: FBT001
) -> None:
    own = {**STEP, "approved_by": "某文", "ground": "清单", **cells}

    reading = told(known, "task_steps", own)

    warned = [found for found in checks.check_rows(reading, known) if found.rule is Rule.BACKDATED]
    assert reading.findings == ()
    assert bool(warned) is fires
    again = replace(known, rows={**known.rows, ("task_steps", "3|1"): {**own, "step": "印发"}})
    assert not [one for one in checks.check_rows(reading, again) if one.rule is Rule.BACKDATED]


@pytest.mark.parametrize(
    ("table", "before", "after", "said"),
    [
        ("task_updates", {"status": "已完成"}, {"status": "已销号"}, "由审核人员核实后填写"),
        ("task_updates", {"status": "已销号"}, {"status": "已销号"}, ""),
        ("task_steps", None, {"due": "2034-12-01", "approved_by": ""}, ""),
        ("task_steps", None, {"due": "2034-12-01", "approved_by": "某文"}, "由审核人员填写"),
        (
            "task_steps",
            {"due": "2034-12-01", "approved_by": "某文"},
            {"due": "2035-01-01", "approved_by": "某文"},
            "不能自行改动",
        ),
        ("task_steps", {"approved_by": "某文", "kind": "示例"}, {"approved_by": ""}, ""),
        ("task_steps", {"approved_by": "某文", "kind": "示例"}, None, ""),
        ("task_steps", {"approved_by": "某文", "due": "2034-12-01"}, None, "不能自行撤回"),
        ("task_steps", {"due": "2034-12-01"}, None, ""),
        ("task_updates", {"status": "已销号"}, None, "不能改也不能撤"),
        ("task_updates", {"status": "已销号"}, {"status": "推进中"}, "不能改也不能撤"),
        ("task_updates", {"status": "已销号", "kind": "示例"}, None, ""),
        ("allotments", {"approved_by": "某文"}, None, "由审核人员填写"),
        ("energy_use", None, {"amount": "1"}, ""),
        ("energy_use", {"amount": "1"}, None, ""),
    ],
)
def test_what_only_the_office_writes_is_told_to_a_clerk(
    table: str, before: dict[str, str] | None, after: dict[str, str] | None, said: str
) -> None:
    assert (
        (said in reserved_in(table, before, after))
        if said
        else not reserved_in(table, before, after)
    )


@pytest.mark.parametrize(
    ("cells", "is_filed", "fires"),
    [
        ({**FIRST, "status": "已完成"}, False, True),
        ({"status": "已销号"}, False, True),
        ({"status": "已销号"}, True, False),
        ({**FIRST, "status": "推进中"}, False, False),
        ({**FIRST, "status": "已完成", "kind": "示例"}, False, False),
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
