"""The workbook that towns fill in: sheets, their columns, and the tables their lines belong to.

One description for both ways: the template writes it, the reader holds a file against it.
"""

from __future__ import annotations

from sihui_map.domain.dataset import DECLARATIONS, ENERGY_USE, TOWN_CONTEXT, Dataset
from sihui_map.intake.fields import listed
from sihui_map.intake.sheets.columns import (
    WHOLE,
    WHOLE_HEADER,
    WHY_COLUMN,
    Column,
    Part,
    Sheet,
    same_names,
    value_column,
)
from sihui_map.intake.sheets.energy import DECLARED, ENERGY, POWER, SOURCES
from sihui_map.intake.sheets.plan import ALLOTMENT, INDICATOR, TASK
from sihui_map.intake.sheets.sites import PARK, SITE
from sihui_map.intake.sheets.towns import CONTEXT, FOREST

TEMPLATE_VERSION = "碳达峰填报模板 3"
OLDER_VERSIONS = ("碳达峰填报模板 1", "碳达峰填报模板 2")
"""Versions that are still taken: they lack newer sheets, and say nothing of what is there."""
GUIDE = "填报说明"
OPTIONS = "_选项"
MARK_VERSION, MARK_NUMBER, MARK_SCOPE = "B2", "B3", "B4"
HEADER_ROW = 1

SHEETS: tuple[Sheet, ...] = (
    ENERGY, SOURCES, POWER, CONTEXT, FOREST, SITE, PARK, INDICATOR, ALLOTMENT, TASK, DECLARED,
)  # fmt: skip
_WHOLE_COLUMN = Column(name=WHOLE, header=WHOLE_HEADER, field=listed("tick", required=False))
_WHOLE_PART = Part(
    table=DECLARATIONS,
    cells={"area_id": "area_id", "year": "year"},
    fixed={"subject": ENERGY_USE.name},
    values=(),
    tick=WHOLE,
    takes_line=lambda line: bool(line.get(WHOLE)),
    is_shared=True,
)


def sheet_of_table(table: Dataset) -> Sheet:
    """Return a CSV file of one table as a sheet: its columns under the table's headings."""
    values = {
        "energy_use": ("amount",),
        "energy_total": ("tce",),
        "town_context": ("population", "gdp_1e8_cny", *TOWN_CONTEXT.newer),
        "ledger_reported": ("tco2",),
        "forest_cover": ("forest_ha",),
        "indicator_values": ("value",),
        "allotments": ("value",),
    }
    rest = tuple(column for column in table.columns if column not in table.key)
    may_declare = table is ENERGY_USE
    return Sheet(
        name="",
        columns=(
            *(value_column(table, column, table.heading(column)) for column in table.columns),
            *([_WHOLE_COLUMN] if may_declare else []),
            WHY_COLUMN,
        ),
        parts=(
            Part(table=table, cells=same_names(table), values=values.get(table.name, rest)),
            *([_WHOLE_PART] if may_declare else []),
        ),
    )
