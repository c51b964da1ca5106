"""What the plan asks for: values and allotment of its targets, progress of its tasks."""

from __future__ import annotations

from sihui_map.domain.dataset import ALLOTMENTS, INDICATOR_VALUES, TASK_UPDATES
from sihui_map.intake.sheets.columns import (
    KIND_COLUMN,
    SOURCE_COLUMN,
    WHY_COLUMN,
    YEAR_COLUMN,
    Part,
    Sheet,
    key_column,
    name_column,
    same_names,
    value_column,
)

ALLOTMENT = Sheet(
    name="目标分解",
    about="方案目标分解到镇街或部门的年度数值；{parent}下达给{place}的，承担单位选「全市（{parent}下达）」，写明文号",
    columns=(
        key_column(ALLOTMENTS, "target_id", "指标代码", width=24),
        name_column("target", "指标", "target_id", width=36),
        key_column(ALLOTMENTS, "holder", "承担单位代码", width=16),
        name_column("holder", "承担单位", "holder", width=20),
        key_column(ALLOTMENTS, "year", "年份", width=8),
        value_column(ALLOTMENTS, "value", "目标值"),
        value_column(ALLOTMENTS, "unit", "单位"),
        value_column(ALLOTMENTS, "base_year", "降幅基准年", width=12),
        value_column(ALLOTMENTS, "approved_by", "批准文件或会议", width=24),
        KIND_COLUMN,
        SOURCE_COLUMN,
        WHY_COLUMN,
    ),
    parts=(Part(table=ALLOTMENTS, cells=same_names(ALLOTMENTS), values=("value",)),),
)

INDICATOR = Sheet(
    name="主要指标",
    about="方案中有数值的各项指标的年度数值；单位写在指标后面；没有数值的指标不填",
    columns=(
        key_column(INDICATOR_VALUES, "target_id", "指标代码", width=30),
        name_column("numbered_target", "指标，单位", "target_id", width=48),
        YEAR_COLUMN,
        value_column(INDICATOR_VALUES, "value", "数值"),
        KIND_COLUMN,
        SOURCE_COLUMN,
        WHY_COLUMN,
    ),
    parts=(Part(table=INDICATOR_VALUES, cells=same_names(INDICATOR_VALUES), values=("value",)),),
    is_newer=True,
)
TASK = Sheet(
    name="任务调度",
    about="重点任务的进展：每报一次填一行，写明哪一天；以前报的行不用改，填报单位限方案所列单位",
    columns=(
        key_column(TASK_UPDATES, "task_no", "任务序号", width=10),
        name_column("task_words", "任务", "task_no", width=48),
        key_column(TASK_UPDATES, "day", "日期", width=12),
        value_column(TASK_UPDATES, "status", "状态"),
        value_column(TASK_UPDATES, "progress", "进展", width=40),
        value_column(TASK_UPDATES, "next_step", "下一步", width=30),
        value_column(TASK_UPDATES, "unit", "填报单位", width=16),
        KIND_COLUMN,
        SOURCE_COLUMN,
        WHY_COLUMN,
    ),
    parts=(
        Part(
            table=TASK_UPDATES,
            cells=same_names(TASK_UPDATES),
            values=("status", "progress", "next_step"),
        ),
    ),
    is_newer=True,
)
