"""What was used and emitted: energy by area and source, its stated total, rows of the ledger."""

from __future__ import annotations

from sihui_map.catalogue.column import (
    AMOUNT,
    KIND_COLUMN,
    NEEDED,
    NEW_ID,
    SIGNED,
    SOURCE_COLUMN,
    TEXT,
    USED,
    YEAR_COLUMN,
    Column,
    listed,
)
from sihui_map.catalogue.dataset import Dataset
from sihui_map.domain.check import Rule
from sihui_map.domain.energy import EnergyUse
from sihui_map.domain.snapshot import EnergyTotal, NamedSource, ReportedRow

NOTE = Column("note", "备注", TEXT, width=24)
USER = listed("user", rule=Rule.UNKNOWN)

ENERGY_USE = Dataset(
    name="energy_use",
    title="能源活动",
    columns=(
        Column("area_id", "镇街或排放源", USER, must_exist=True),
        YEAR_COLUMN,
        Column("fuel", "能源品种", listed("fuel", rule=Rule.UNKNOWN)),
        Column("amount", "数量", USED, unit="", yearly="数量"),
        Column("unit", "单位", listed("unit", rule=Rule.UNIT)),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("area_id", "year", "fuel"),
    telling=("amount",),
    record=EnergyUse,
    attribute="energy_uses",
    required_of_towns=True,
    is_declared=True,
)
ENERGY_TOTAL = Dataset(
    name="energy_total",
    title="综合能源消费量（填报合计）",
    columns=(
        Column("area_id", "镇街或排放源", listed("any_area", rule=Rule.UNKNOWN), must_exist=True),
        YEAR_COLUMN,
        Column("tce", "综合能源消费量", AMOUNT, unit="吨标准煤", yearly="综合能源消费量"),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("area_id", "year"),
    telling=("tce",),
    record=EnergyTotal,
    attribute="energy_totals",
)
NAMED_SOURCES = Dataset(
    name="named_sources",
    title="重点排放源",
    columns=(
        Column("source_id", "排放源编号", NEW_ID, header="排放源代码", width=22),
        Column("name", "名称", NEEDED, width=28),
        Column("category", "类别", listed("category")),
        Column("site_id", "项目编号", listed("site", rule=Rule.UNKNOWN, required=False)),
        SOURCE_COLUMN,
        NOTE,
    ),
    key=("source_id",),
    record=NamedSource,
    attribute="named_sources",
    is_reference=True,
)
LEDGER_REPORTED = Dataset(
    name="ledger_reported",
    title="平衡表申报项",
    columns=(
        YEAR_COLUMN,
        Column("row_id", "行", listed("ledger_row", rule=Rule.UNKNOWN)),
        Column("tco2", "排放量", SIGNED, unit="吨二氧化碳", yearly="申报数"),
        KIND_COLUMN,
        SOURCE_COLUMN,
        NOTE,
    ),
    key=("year", "row_id"),
    telling=("tco2",),
    record=ReportedRow,
    attribute="reported_rows",
    owner="",
)
