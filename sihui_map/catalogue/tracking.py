"""How far the tasks of the plan are: what lead units report, what others add, the schedule."""

from __future__ import annotations

from sihui_map.catalogue.column import (
    SOURCE_COLUMN,
    STATE_KIND_COLUMN,
    TEXT,
    TOWN,
    Column,
    Field,
    Form,
    Spelled,
    listed,
)
from sihui_map.catalogue.dataset import Dataset, SheetOf
from sihui_map.domain.check import Rule
from sihui_map.domain.progress import TaskLine, TaskState, TaskStep, TaskUpdate

NEEDED = Field(required=True)
MOST_STEPS = 20
STEP_NO = Field(
    form=Form.LISTED,
    required=True,
    words="step_no",
    options=tuple(str(number) for number in range(1, MOST_STEPS + 1)),
    holds=int,
)
DEPARTMENT = listed("department", rule=Rule.UNKNOWN, required=False)
TASK_COLUMN = Column(
    "task_no",
    "任务",
    listed("task", rule=Rule.UNKNOWN, holds=int),
    unit="项",
    header="任务序号",
    width=10,
    spelled=Spelled("task_words", "任务", 48),
)
DAY_COLUMN = Column("day", "日期", Field(form=Form.DAY, required=True), width=12)
UNIT_COLUMN = Column("unit", "填报单位", DEPARTMENT, width=16)

TASK_UPDATES = Dataset(
    name="task_updates",
    title="任务调度",
    columns=(
        TASK_COLUMN,
        DAY_COLUMN,
        Column("status", "状态", listed("task_state", holds=TaskState), attribute="state"),
        Column("progress", "进展", TEXT, width=40),
        Column("next_step", "下一步", TEXT, width=30),
        Column("obstacle", "障碍", TEXT, width=30, is_newer=True),
        Column("remedy", "解除条件", TEXT, width=30, is_newer=True),
        Column("ground", "依据", TEXT, width=24, is_newer=True),
        UNIT_COLUMN,
        STATE_KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("task_no", "day"),
    sheet=SheetOf(
        "任务调度",
        "重点任务的进展，由牵头单位报：每报一次填一行，写明哪一天；以前报的行不用改。"
        "受阻的写明障碍和解除条件，已完成、调整取消、并入的写明依据（文件或材料）",
        since=3,
        values=("status", "progress", "next_step"),
    ),
    record=TaskUpdate,
    attribute="task_updates",
)
TASK_LINES = Dataset(
    name="task_lines",
    title="配合情况",
    columns=(
        TASK_COLUMN,
        Column("unit", "配合单位", listed("department", rule=Rule.UNKNOWN), width=16),
        DAY_COLUMN,
        Column("text", "配合情况", NEEDED, width=60),
        STATE_KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("task_no", "unit", "day"),
    telling=("text",),
    sheet=SheetOf(
        "配合情况",
        "配合单位对任务补一行：本单位做了什么；任务的状态由牵头单位报",
        since=4,
    ),
    record=TaskLine,
    attribute="task_lines",
    owner="unit",
)
TASK_STEPS = Dataset(
    name="task_steps",
    title="任务时间表",
    columns=(
        TASK_COLUMN,
        Column(
            "step_no",
            "步骤序号",
            STEP_NO,
            width=10,
        ),
        Column("step", "步骤", NEEDED, width=40),
        Column("due", "期限", Field(form=Form.DAY, required=True, may_come=True), width=12),
        Column("approved_by", "批准文件", TEXT, header="批准文件或会议", width=24),
        Column("done", "办结日期", Field(form=Form.DAY), width=12),
        Column("ground", "依据", TEXT, header="办结依据", width=24),
        Column("area_id", "镇街", TOWN, header="镇街代码", spelled=Spelled("town", "镇街")),
        UNIT_COLUMN,
        STATE_KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("task_no", "step_no"),
    sheet=SheetOf(
        "任务时间表",
        "任务分哪几步、每步什么时候完成、在哪个镇街；期限写明批准文件以后才计逾期，"
        "办结的写日期和依据",
        since=4,
        values=("step", "due"),
    ),
    record=TaskStep,
    attribute="task_steps",
    owner="unit",
)
"""A step without an approval has a day that is proposed only."""
