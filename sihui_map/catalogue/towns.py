"""What is known of each town and year: people, economy, forest."""

from __future__ import annotations

from sihui_map.catalogue.column import (
    AMOUNT,
    AREA_COLUMN,
    KIND_COLUMN,
    PART,
    SIZE,
    SOURCE_COLUMN,
    YEAR_COLUMN,
    Column,
    Field,
    Form,
)
from sihui_map.catalogue.dataset import Dataset, SheetOf
from sihui_map.domain.forest import ForestCover
from sihui_map.domain.snapshot import TownContext

GDP_CONSTANT, BASE_YEAR = "gdp_constant_1e8_cny", "gdp_base_year"
TOWN_CONTEXT = Dataset(
    name="town_context",
    title="人口与经济",
    columns=(
        AREA_COLUMN,
        YEAR_COLUMN,
        Column("population", "常住人口", PART, unit="人", width=20, yearly="常住人口"),
        Column(
            "gdp_1e8_cny",
            "地区生产总值（现价）",
            PART,
            unit="亿元",
            header="地区生产总值（现价，亿元）",
            was="地区生产总值（亿元）",
            width=20,
            yearly="地区生产总值（现价）",
        ),
        Column(
            GDP_CONSTANT,
            "地区生产总值（不变价）",
            SIZE,
            unit="亿元",
            is_newer=True,
            header="地区生产总值（不变价，亿元）",
            width=20,
            yearly="地区生产总值（不变价）",
        ),
        Column(BASE_YEAR, "不变价基年", Field(form=Form.YEAR), unit="年", is_newer=True, width=20),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("area_id", "year"),
    telling=("population", "gdp_1e8_cny", GDP_CONSTANT, BASE_YEAR),
    sheet=SheetOf(
        "人口与经济",
        "各镇街和{whole}的常住人口、地区生产总值；不变价和它的基年一起填，没有的都留空",
    ),
    record=TownContext,
    attribute="contexts",
    required_of_towns=True,
)
"""GDP at current prices, and at the constant prices of a base year."""
FOREST_COVER = Dataset(
    name="forest_cover",
    title="森林面积",
    columns=(
        AREA_COLUMN,
        YEAR_COLUMN,
        Column("forest_ha", "森林面积", AMOUNT, unit="公顷", width=20, yearly="森林面积"),
        Column(
            "stock_m3",
            "活立木蓄积量",
            SIZE,
            unit="立方米",
            is_newer=True,
            width=20,
            yearly="活立木蓄积量",
        ),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("area_id", "year"),
    telling=("forest_ha", "stock_m3"),
    sheet=SheetOf(
        "森林",
        "各镇街和{whole}年末森林面积（法定森林覆盖率口径）、活立木蓄积量；没有蓄积量的留空",
    ),
    record=ForestCover,
    attribute="forest_covers",
    required_of_towns=True,
)
