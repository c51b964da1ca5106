"""Parks: the register and what each told of a year, on one line."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sihui_map.catalogue import PARKS
from sihui_map.intake.sheets.columns import (
    WHY_COLUMN,
    YEAR_COLUMN,
    Column,
    Part,
    Sheet,
    key_column,
    same_names,
    value_column,
)

if TYPE_CHECKING:
    from sihui_map.catalogue import Dataset

PARK = "园区"
_RENAMED = {"source": "park_source", "note": "park_note"}
"""What the register says of itself, beside the source of what a year tells."""


def _of_register(column: str) -> Column:
    """Return a column that the lines of one park repeat: only one of them need fill it."""
    own = value_column(PARKS, column)
    name = _RENAMED.get(column, column)
    required = own.field.required and column not in _RENAMED
    return replace(own, name=name, field=replace(own.field, required=required))


@cache
def park_sheet(progress: Dataset) -> Sheet:
    """Return the sheet, ``progress`` being what each park tells of a year in this county."""
    return Sheet(
        name=PARK,
        about="每个园区每年一行；园区名录有变化时改任意一行，其余行不必改",
        columns=(
            key_column(PARKS, "park_id"),
            *(_of_register(column) for column in PARKS.values),
            YEAR_COLUMN,
            *(value_column(progress, column) for column in progress.values),
            WHY_COLUMN,
        ),
        parts=(
            Part(table=progress, cells=same_names(progress), values=progress.values),
            Part(
                table=PARKS,
                cells={**same_names(PARKS), **_RENAMED},
                values=PARKS.values,
                is_shared=True,
            ),
        ),
    )
