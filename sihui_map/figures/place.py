"""What is 四会's own among the figures: its grid, its plan's years and the targets with a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.figures.choices import Intensity

if TYPE_CHECKING:
    from collections.abc import Mapping

GRID_REGION = "广东"
PLAN_YEARS = (2010, 2014, 2020)
"""The years of which the plan prints the city's total."""
NO_TOTAL = "全市总量只公开了 2010、2014、2020 三年"
PLAN_CITY_TOTAL = "碳排放总量"
UNIT_OF_CITY_TOTAL = "10^4 tCO2"
LAND_AREA = "土地面积(不含大旺)"
FOREST_TARGET = "forest-cover-2025"
PARK_TARGET = "circular-parks-2030"
INTENSITY_OF: Mapping[str, Intensity] = {
    "energy-intensity-2025": Intensity.ENERGY,
    "energy-intensity-2030": Intensity.ENERGY,
    "carbon-intensity-2025": Intensity.CARBON,
    "carbon-intensity-2030": Intensity.CARBON,
}
"""The targets whose value is the fall of an intensity of the city since a base year, in %."""
HANDED_DOWN = "肇庆下达"
ABOVE = "肇庆市"
"""Who hands numbers down to the city."""
