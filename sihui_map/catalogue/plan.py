"""What the plan asks for in numbers: values and allotment of its targets."""

from __future__ import annotations

from sihui_map.catalogue.column import (
    AMOUNT,
    KIND_COLUMN,
    SIGNED,
    SOURCE_COLUMN,
    TEXT,
    YEAR_COLUMN,
    Column,
    Field,
    Form,
    Spelled,
    listed,
)
from sihui_map.catalogue.dataset import Dataset, SheetOf
from sihui_map.domain.allotting import Stage
from sihui_map.domain.check import LAST_PLAN_YEAR, Rule
from sihui_map.domain.snapshot import Allotment, IndicatorValue

STAGE = Field(
    form=Form.LISTED, words="allotting_stage", options=tuple(map(str, Stage)), holds=Stage
)
"""Of an allotment; a blank is what the document says (``domain.allotting.stage_of``)."""
PLANNED_YEAR = Field(form=Form.YEAR, required=True, last_year=LAST_PLAN_YEAR)

INDICATOR_VALUES = Dataset(
    name="indicator_values",
    title="主要指标",
    columns=(
        Column(
            "target_id",
            "指标",
            listed("target", rule=Rule.CODE),
            must_exist=True,
            header="指标代码",
            width=30,
            spelled=Spelled("numbered_target", "指标，单位", 48),
        ),
        YEAR_COLUMN,
        Column("value", "数值（单位同目标）", SIGNED, unit="", header="数值", yearly="指标数值"),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("target_id", "year"),
    telling=("value",),
    sheet=SheetOf(
        "主要指标",
        "方案中有数值的各项指标的年度数值；单位写在指标后面；没有数值的指标不填",
        since=3,
    ),
    record=IndicatorValue,
    attribute="indicator_values",
    owner="",
)
"""Values of the plan's targets, each in the unit of its target."""
ALLOTMENTS = Dataset(
    name="allotments",
    title="目标分解",
    columns=(
        Column(
            "target_id",
            "指标",
            listed("target", rule=Rule.UNKNOWN),
            must_exist=True,
            header="指标代码",
            width=24,
            spelled=Spelled("target", "指标", 36),
        ),
        Column(
            "holder",
            "承担单位",
            listed("holder", rule=Rule.UNKNOWN),
            header="承担单位代码",
            width=16,
            spelled=Spelled("holder", "承担单位", 20),
        ),
        Column("year", "年份", PLANNED_YEAR, unit="年", width=8),
        Column("value", "分解值", AMOUNT, unit="", header="目标值"),
        Column("unit", "单位", TEXT),
        Column(
            "base_year", "降幅基准年", Field(form=Form.YEAR), unit="年", is_newer=True, width=12
        ),
        Column("stage", "阶段", STAGE, is_newer=True, width=8, attribute="told_stage"),
        Column("approved_by", "批准文件", TEXT, header="批准文件或会议", width=24),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("target_id", "holder", "year"),
    telling=("value",),
    sheet=SheetOf(
        "目标分解",
        "方案目标分解到镇街或部门的年度数值；承担的镇街、部门提出，审核人员填「商定」「批准」，"
        "「批准」写明文件；"
        "{parent}下达给{place}的，承担单位选「{whole}（{parent}下达）」，写明文号",
        since=4,
    ),
    record=Allotment,
    attribute="allotments",
    owner="holder",
)
"""Shares of a target; of which the city itself is the holder: what was handed down to it.

``base_year`` is the year that a fall in % counts from.
"""
