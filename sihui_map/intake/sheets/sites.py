"""Energy projects and parks."""

from __future__ import annotations

from dataclasses import replace

from sihui_map.domain.dataset import PARK_PROGRESS, PARKS, SITES
from sihui_map.domain.park import CHECK_LABEL
from sihui_map.intake.fields import field_of
from sihui_map.intake.sheets.columns import (
    KIND_COLUMN,
    SOURCE_COLUMN,
    WHY_COLUMN,
    YEAR_COLUMN,
    Part,
    Sheet,
    key_column,
    same_names,
    value_column,
)

_SITE_HEADERS = {
    "name": ("项目名称", 36),
    "kind": ("类型", 18),
    "clauses": ("方案条款", 10),
    "stage": ("阶段", 8),
    "stage_text": ("阶段说明", 24),
    "capacity_mw": ("装机容量（兆瓦）", 16),
    "capacity_mwh": ("储能容量（兆瓦时）", 18),
    "annual_mwh": ("年发电量（兆瓦时）", 18),
    "capacity_text": ("规模说明", 18),
    "commission_year": ("投产年份", 10),
    "town_code": ("镇街", 14),
    "town_text": ("所在地说明", 18),
    "place_precision": ("位置精度", 12),
    "lon": ("经度（WGS84，度）", 18),
    "lat": ("纬度（WGS84，度）", 18),
    "value_kind": ("性质", 8),
    "source": ("来源", 30),
    "confidence": ("可信度", 8),
    "missing_note": ("缺失说明", 30),
}
SITE = Sheet(
    name="项目",
    about="光伏、储能、天然气、垃圾发电等项目；只有「精确位置」才填经纬度",
    columns=(
        key_column(SITES, "site_id", "项目代码", width=22),
        *(
            value_column(SITES, column, header, width=width)
            for column, (header, width) in _SITE_HEADERS.items()
        ),
        WHY_COLUMN,
    ),
    parts=(Part(table=SITES, cells=same_names(SITES), values=SITES.columns[1:]),),
)
_PARK_SOURCE, _PARK_NOTE = "park_source", "park_note"
PARK = Sheet(
    name="园区",
    about="每个园区每年一行；园区名录有变化时改任意一行，其余行不必改",
    columns=(
        key_column(PARKS, "park_id", "园区代码", width=24),
        value_column(PARKS, "name", "园区名称", width=30),
        value_column(PARKS, "level", "级别"),
        value_column(PARKS, "level_confirmed", "级别已核实", width=12),
        value_column(PARKS, "town_code", "镇街"),
        value_column(PARKS, "town_text", "所在地说明"),
        value_column(PARKS, "industries", "主导产业"),
        replace(
            value_column(PARKS, "source", "名录来源", width=20),
            name=_PARK_SOURCE,
            field=replace(field_of("parks", "source"), required=False),
        ),
        value_column(PARKS, "confidence", "可信度", width=8),
        replace(value_column(PARKS, "note", "名录备注", width=24), name=_PARK_NOTE),
        YEAR_COLUMN,
        value_column(PARK_PROGRESS, "stage", "循环化改造阶段", width=16),
        value_column(PARK_PROGRESS, "provincial", "省级以上", width=10),
        *(value_column(PARK_PROGRESS, point.value, label) for point, label in CHECK_LABEL.items()),
        KIND_COLUMN,
        SOURCE_COLUMN,
        WHY_COLUMN,
    ),
    parts=(
        Part(
            table=PARK_PROGRESS,
            cells=same_names(PARK_PROGRESS),
            values=PARK_PROGRESS.columns[2:],
        ),
        Part(
            table=PARKS,
            cells={**same_names(PARKS), "source": _PARK_SOURCE, "note": _PARK_NOTE},
            values=PARKS.columns[1:],
            is_shared=True,
        ),
    ),
)
