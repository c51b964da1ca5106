"""What is known of each town and year: people, economy, forest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.dataset import FOREST_COVER, TOWN_CONTEXT, Dataset
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

if TYPE_CHECKING:
    from collections.abc import Mapping


def _by_area(
    name: str,
    about: str,
    table: Dataset,
    headers: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> Sheet:
    """Return a sheet with one line per area and year; ``was`` are headers of before."""
    values = (value_column(table, column, header, width=20) for column, header in headers.items())
    return Sheet(
        name=name,
        about=about,
        columns=(
            key_column(table, "area_id", "地区代码"),
            name_column("area", "地区", "area_id"),
            YEAR_COLUMN,
            *(replace(column, was=(was or {}).get(column.name, "")) for column in values),
            KIND_COLUMN,
            SOURCE_COLUMN,
            WHY_COLUMN,
        ),
        parts=(Part(table=table, cells=same_names(table), values=tuple(headers)),),
    )


CONTEXT = _by_area(
    "人口与经济",
    "各镇街和全市的常住人口、地区生产总值；不变价和它的基年一起填，没有的都留空",
    TOWN_CONTEXT,
    {
        "population": "常住人口（人）",
        "gdp_1e8_cny": "地区生产总值（现价，亿元）",
        "gdp_constant_1e8_cny": "地区生产总值（不变价，亿元）",
        "gdp_base_year": "不变价基年",
    },
    was={"gdp_1e8_cny": "地区生产总值（亿元）"},
)
FOREST = _by_area(
    "森林",
    "各镇街和全市年末森林面积（法定森林覆盖率口径）",
    FOREST_COVER,
    {"forest_ha": "森林面积（公顷）"},
)
