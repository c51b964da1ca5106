"""Energy projects, parks, and how far each park is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.column import (
    DEGREES,
    FLAG,
    NEEDED,
    NEW_ID,
    SIZE,
    SOURCE_COLUMN,
    STATE_KIND_COLUMN,
    TEXT,
    TOWN,
    YEAR_COLUMN,
    Column,
    Field,
    Form,
    listed,
    state,
)
from sihui_map.catalogue.dataset import CountyColumns, Dataset, SheetOf
from sihui_map.domain.check import LAST_PLAN_YEAR, Rule
from sihui_map.domain.park import CheckState, Park, ParkProgress, ParkStage
from sihui_map.domain.site import PlacePrecision, Site, SiteKind, SiteStage
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from sihui_map.domain.place import Place

FIRST_PLANT_YEAR = 1949
CLAUSES = Field(form=Form.LISTED_MANY, words="clause", rule=Rule.UNKNOWN)
BEGUN = Field(form=Form.YEAR, first_year=FIRST_PLANT_YEAR, last_year=LAST_PLAN_YEAR)
CONFIDENCE = Column("confidence", "可信度", TEXT, width=8)
CHECK = state("check", CheckState, CheckState.UNKNOWN)


def _checks(place: Place) -> tuple[tuple[str, str], ...]:
    """Return the checklist of the plan's clause on parks."""
    return tuple((check.check_id, check.label) for check in place.park_checks)


SITES = Dataset(
    name="sites",
    title="能源项目",
    columns=(
        Column("site_id", "项目编号", NEW_ID, header="项目代码", width=22),
        Column("name", "名称", NEEDED, header="项目名称", width=36),
        Column("kind", "类型", listed("site_kind", holds=SiteKind), width=18),
        Column("clauses", "对应条款", CLAUSES, header="方案条款", width=10),
        Column("stage", "阶段", state("stage", SiteStage, SiteStage.UNKNOWN), width=8),
        Column("stage_text", "阶段说明", TEXT, width=24),
        Column("capacity_mw", "功率", SIZE, unit="MW", header="装机容量（兆瓦）", width=16),
        Column("capacity_mwh", "储能容量", SIZE, unit="MWh", header="储能容量（兆瓦时）", width=18),
        Column("annual_mwh", "年发电量", SIZE, unit="MWh", header="年发电量（兆瓦时）", width=18),
        Column("capacity_text", "规模原文", TEXT, header="规模说明", width=18),
        Column("commission_year", "投产年份", BEGUN, unit="年", width=10),
        Column("town_code", "镇街代码", TOWN, must_exist=True, header="镇街"),
        Column("town_text", "镇街", TEXT, header="所在地说明", width=18),
        Column(
            "place_precision",
            "位置精度",
            listed("precision", rule=Rule.PRECISION, holds=PlacePrecision),
            width=12,
        ),
        Column("lon", "经度", DEGREES, unit="°", header="经度（WGS84，度）", width=18),
        Column("lat", "纬度", DEGREES, unit="°", header="纬度（WGS84，度）", width=18),
        Column("value_kind", "性质", listed("any_kind", holds=ValueKind), width=8),
        SOURCE_COLUMN,
        CONFIDENCE,
        Column("missing_note", "缺失说明", TEXT, width=30),
    ),
    key=("site_id",),
    sheet=SheetOf("项目", "光伏、储能、天然气、垃圾发电等项目；只有「精确位置」才填经纬度"),
    record=Site,
    attribute="sites",
    is_reference=True,
    owner="town_code",
)
PARKS = Dataset(
    name="parks",
    title="园区名录",
    columns=(
        Column("park_id", "园区编号", NEW_ID, header="园区代码", width=24),
        Column("name", "名称", NEEDED, header="园区名称", width=30),
        Column("level", "级别", TEXT),
        Column(
            "level_confirmed",
            "级别已确认",
            listed(FLAG, holds=bool),
            header="级别已核实",
            width=12,
        ),
        Column("town_code", "镇街代码", TOWN, must_exist=True, header="镇街"),
        Column("town_text", "镇街", TEXT, header="所在地说明"),
        Column("industries", "产业", TEXT, header="主导产业"),
        Column("source", "来源", NEEDED, header="名录来源", width=20),
        CONFIDENCE,
        Column("note", "备注", TEXT, header="名录备注", width=24),
    ),
    key=("park_id",),
    record=Park,
    attribute="parks",
    is_reference=True,
    owner="town_code",
)
PARK_PROGRESS = Dataset(
    name="park_progress",
    title="园区循环化改造",
    columns=(
        Column("park_id", "园区编号", listed("park", rule=Rule.UNKNOWN), must_exist=True),
        YEAR_COLUMN,
        Column(
            "stage",
            "阶段",
            state("park_stage", ParkStage, ParkStage.UNKNOWN),
            header="循环化改造阶段",
            width=16,
        ),
        Column("provincial", "省级以上", listed(FLAG, required=False, holds=bool), width=10),
        STATE_KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("park_id", "year"),
    record=ParkProgress,
    attribute="park_progress",
    owner="park_id",
    owner_table=PARKS.name,
    # The stored order: the checks stand before what a row says of itself.
    county=CountyColumns(
        after="provincial",
        within="checks",
        field=CHECK,
        named=_checks,
        listed="parks.checklist",
    ),
)
