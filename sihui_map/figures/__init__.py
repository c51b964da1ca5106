"""Every published number, computed once from a Snapshot: one module per subject."""

from sihui_map.figures.completeness import TOWNS_UNIT
from sihui_map.figures.factor_sets import ALL_DIRECT, TOWNS_DIRECT
from sihui_map.figures.figures import Figures
from sihui_map.figures.standard_coal import ALL_FUELS

__all__ = [
    "ALL_DIRECT",
    "ALL_FUELS",
    "TOWNS_DIRECT",
    "TOWNS_UNIT",
    "Figures",
]
