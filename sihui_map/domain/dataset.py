"""What is reported: one description per table, shared by store, intake, files and documents.

A row is a mapping from column to text, exactly as in a file of ``geodata/sample/``; numbers are
written in one way only (see ``canonical``), so that two rows are equal when their texts are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sihui_map.domain.park import CHECK_LABEL
from sihui_map.errors import ChoiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_SEPARATOR = "|"
# Digits without a sign of their own in front; 1e5 and 1_000 are slips, not amounts.
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


COLUMN_LABEL: Mapping[str, str] = {
    "area_id": "镇街或排放源", "year": "年份", "fuel": "能源品种", "amount": "数量", "unit": "单位",
    "kind": "性质", "value_kind": "性质", "source": "来源", "tce": "综合能源消费量",
    "source_id": "排放源编号", "name": "名称", "category": "类别", "site_id": "项目编号",
    "note": "备注", "population": "常住人口", "gdp_1e8_cny": "地区生产总值（现价）",
    "gdp_constant_1e8_cny": "地区生产总值（不变价）", "gdp_base_year": "不变价基年", "row_id": "行",
    "tco2": "排放量", "forest_ha": "森林面积", "clauses": "对应条款", "stage": "阶段",
    "stage_text": "阶段说明", "capacity_mw": "功率", "capacity_mwh": "储能容量",
    "annual_mwh": "年发电量", "capacity_text": "规模原文", "commission_year": "投产年份",
    "town_code": "镇街代码", "town_text": "镇街", "place_precision": "位置精度", "lon": "经度",
    "lat": "纬度", "confidence": "可信度", "missing_note": "缺失说明", "park_id": "园区编号",
    "level": "级别", "level_confirmed": "级别已确认", "industries": "产业",
    "provincial": "省级以上", "target_id": "指标", "holder": "承担单位", "value": "分解值",
    "approved_by": "批准文件", "base_year": "降幅基准年", "task_no": "任务",
    "day": "日期", "status": "状态", "progress": "进展", "next_step": "下一步",
    "subject": "对象", "text": "说明",
    **{point.value: label for point, label in CHECK_LABEL.items()},
}  # fmt: skip
"""Columns of the reported tables, wherever they are headings: page, data book, CSV out and in."""
OWN_LABEL: Mapping[tuple[str, str], str] = {
    ("sites", "kind"): "类型",
    ("indicator_values", "value"): "数值（单位同目标）",
    ("task_updates", "unit"): "填报单位",
}
"""Columns that mean something else in one table."""
UNSAID_UNITS = ("年", "项")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One reported table: its columns, what tells its rows apart, and units of its numbers."""

    name: str
    title: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)
    """Numeric columns with their unit; "" where another column of the row says the unit."""
    required_of_towns: bool = False
    """Every town owes it every year."""
    newer: tuple[str, ...] = ()
    """Columns that were added later: rows, files and templates of before lack them."""

    @property
    def kind_column(self) -> str:
        """Return the column that says what sort of value a row holds; "" for a table of texts."""
        # A site's own "kind" is what it is, not what its numbers are.
        return next((name for name in ("value_kind", "kind") if name in self.columns), "")

    def heading(self, column: str) -> str:
        """Return what ``column`` is called, with its unit."""
        unit = self.units.get(column, "")
        label = OWN_LABEL.get((self.name, column)) or COLUMN_LABEL[column]
        return f"{label}（{unit}）" if unit and unit not in UNSAID_UNITS else label

    def filled(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return ``cells`` with the columns that were added since, empty."""
        return {**dict.fromkeys(self.newer, ""), **cells}

    def key_of(self, cells: Mapping[str, str]) -> str:
        """Return what tells a row from every other of its table."""
        return KEY_SEPARATOR.join(cells.get(column, "") for column in self.key)


ENERGY_USE = Dataset(
    name="energy_use",
    title="能源活动",
    columns=("area_id", "year", "fuel", "amount", "unit", "kind", "source"),
    key=("area_id", "year", "fuel"),
    units={"year": "年", "amount": ""},
    required_of_towns=True,
)
ENERGY_TOTAL = Dataset(
    name="energy_total",
    title="综合能源消费量（填报合计）",
    columns=("area_id", "year", "tce", "kind", "source"),
    key=("area_id", "year"),
    units={"year": "年", "tce": "吨标准煤"},
)
NAMED_SOURCES = Dataset(
    name="named_sources",
    title="重点排放源",
    columns=("source_id", "name", "category", "site_id", "source", "note"),
    key=("source_id",),
)
GDP_CONSTANT, BASE_YEAR = "gdp_constant_1e8_cny", "gdp_base_year"
TOWN_CONTEXT = Dataset(
    name="town_context",
    title="人口与经济",
    columns=(
        "area_id", "year", "population", "gdp_1e8_cny", GDP_CONSTANT, BASE_YEAR, "kind", "source",
    ),
    key=("area_id", "year"),
    units={
        "year": "年", "population": "人", "gdp_1e8_cny": "亿元", GDP_CONSTANT: "亿元",
        BASE_YEAR: "年",
    },
    required_of_towns=True,
    newer=(GDP_CONSTANT, BASE_YEAR),
)  # fmt: skip
"""GDP at current prices, and at the constant prices of a base year."""
LEDGER_REPORTED = Dataset(
    name="ledger_reported",
    title="平衡表申报项",
    columns=("year", "row_id", "tco2", "kind", "source", "note"),
    key=("year", "row_id"),
    units={"year": "年", "tco2": "吨二氧化碳"},
)
FOREST_COVER = Dataset(
    name="forest_cover",
    title="森林面积",
    columns=("area_id", "year", "forest_ha", "kind", "source"),
    key=("area_id", "year"),
    units={"year": "年", "forest_ha": "公顷"},
    required_of_towns=True,
)
SITES = Dataset(
    name="sites",
    title="能源项目",
    columns=(
        "site_id", "name", "kind", "clauses", "stage", "stage_text", "capacity_mw",
        "capacity_mwh", "annual_mwh", "capacity_text", "commission_year", "town_code", "town_text",
        "place_precision", "lon", "lat", "value_kind", "source", "confidence", "missing_note",
    ),
    key=("site_id",),
    units={
        "capacity_mw": "MW", "capacity_mwh": "MWh", "annual_mwh": "MWh", "commission_year": "年",
        "lon": "°", "lat": "°",
    },
)  # fmt: skip
PARKS = Dataset(
    name="parks",
    title="园区名录",
    columns=(
        "park_id", "name", "level", "level_confirmed", "town_code", "town_text", "industries",
        "source", "confidence", "note",
    ),
    key=("park_id",),
)  # fmt: skip
PARK_PROGRESS = Dataset(
    name="park_progress",
    title="园区循环化改造",
    columns=(
        "park_id", "year", "stage", "provincial", "heat_recovery", "aluminium_ash",
        "recovery_point", "smart_management", "circular_system", "kind", "source",
    ),
    key=("park_id", "year"),
    units={"year": "年"},
)  # fmt: skip
INDICATOR_VALUES = Dataset(
    name="indicator_values",
    title="主要指标",
    columns=("target_id", "year", "value", "kind", "source"),
    key=("target_id", "year"),
    units={"year": "年", "value": ""},
)
"""Values of the plan's targets, each in the unit of its target."""
ALLOTMENTS = Dataset(
    name="allotments",
    title="目标分解",
    columns=(
        "target_id", "holder", "year", "value", "unit", "base_year", "approved_by", "kind",
        "source",
    ),
    key=("target_id", "holder", "year"),
    units={"year": "年", "value": "", "base_year": "年"},
    newer=("base_year",),
)  # fmt: skip
"""Shares of a target; of which the city itself is the holder: what was handed down to it.

``base_year`` is the year that a fall in % counts from.
"""
TASK_UPDATES = Dataset(
    name="task_updates",
    title="任务调度",
    columns=("task_no", "day", "status", "progress", "next_step", "unit", "kind", "source"),
    key=("task_no", "day"),
    units={"task_no": "项"},
)
EXPLANATIONS = Dataset(
    name="explanations",
    title="说明",
    columns=("subject", "area_id", "year", "text", "source"),
    key=("subject", "area_id", "year"),
    units={"year": "年"},
)

DECLARATIONS = Dataset(
    name="declarations",
    title="填全声明",
    columns=("subject", "area_id", "year", "kind", "source"),
    key=("subject", "area_id", "year"),
    units={"year": "年"},
)
"""That an area told all of a table (its ``subject``) for a year: then what is absent is none."""
DECLARED_TABLES = (ENERGY_USE.name,)
"""The tables of which an area may have several rows or none in a year."""

DATASETS: tuple[Dataset, ...] = (
    ENERGY_USE, ENERGY_TOTAL, NAMED_SOURCES, TOWN_CONTEXT, LEDGER_REPORTED, FOREST_COVER,
    SITES, PARKS, PARK_PROGRESS, INDICATOR_VALUES, ALLOTMENTS, TASK_UPDATES, EXPLANATIONS,
    DECLARATIONS,
)  # fmt: skip
LEDGER_SUBJECT = "ledger"
"""Subject of the explanation of a ledger's residual; its ``area_id`` is the city."""


def dataset(name: str) -> Dataset:
    """Return the table called ``name``, or raise ChoiceError with what may be."""
    for known in DATASETS:
        if known.name == name:
            return known
    names = "、".join(f"{known.name}（{known.title}）" for known in DATASETS)
    msg = f"没有名为「{name[:30]}」的数据表；可选：{names}"
    raise ChoiceError(msg)


def plain_number(text: str) -> str:
    """Return a decimal number in its shortest writing: ``018.50`` is ``18.5``, ``-0`` is ``0``.

    A text that is no decimal number is returned as it is: its reader names the error.
    """
    if not _NUMBER.fullmatch(text):
        return text
    sign = "-" if text.startswith("-") else ""
    whole, _, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    shortest = f"{whole}.{part}" if part else whole
    return shortest if shortest == "0" else sign + shortest


def canonical(table: Dataset, cells: Mapping[str, str]) -> dict[str, str]:
    """Return ``cells`` with the table's columns in order, stripped, numbers in one writing.

    A newer column that is empty is left out: such a row and one of before it are the same.
    """
    found = {column: str(cells.get(column, "")).strip() for column in table.columns}
    return {
        column: plain_number(text) if column in table.units else text
        for column, text in found.items()
        if text or column not in table.newer
    }
