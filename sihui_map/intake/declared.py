"""Declarations that an area told all there is (填全): the row that a tick stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import DECLARATIONS, ENERGY_USE
from sihui_map.domain.value import WEAKEST_FIRST, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sihui_map.intake.known import RowKey

    Rows = Mapping[RowKey, Mapping[str, str]]

LONGEST_SOURCE = 500
NO_SOURCE = "填全声明"
"""The source of a declaration that no row of its area and year stands beside."""


def declaration_key(area_id: str, year: str) -> RowKey:
    """Return the key of the declaration of an area's energy use in ``year``."""
    cells = {"subject": ENERGY_USE.name, "area_id": area_id, "year": year}
    return DECLARATIONS.name, DECLARATIONS.key_of(cells)


def used(area_id: str, year: str, rows: Rows) -> Iterator[Mapping[str, str]]:
    """Return the rows of an area's energy use in ``year``, samples included."""
    for (table, _), cells in rows.items():
        if table == ENERGY_USE.name and (cells["area_id"], cells["year"]) == (area_id, year):
            yield cells


def is_sample(cells: Mapping[str, str]) -> bool:
    """Tell whether a row is of the sample."""
    return cells["kind"] == ValueKind.SAMPLE


def is_surer(kind: str, other: str) -> bool:
    """Tell whether ``kind`` is further from being missing than ``other``."""

    def place(told: str) -> int:
        return WEAKEST_FIRST.index(ValueKind(told)) if told in WEAKEST_FIRST else len(WEAKEST_FIRST)

    return place(kind) > place(other)


def declaration(area_id: str, year: str, rows: Rows) -> dict[str, str]:
    """Return the row of a tick: of the kind and from the sources of the rows it is about.

    It is no surer than the least sure of them; where there is none, it is a report by itself.
    """
    real = [cells for cells in used(area_id, year, rows) if not is_sample(cells)]
    kinds = {cells["kind"] for cells in real}
    kind = next((each for each in WEAKEST_FIRST if each in kinds), ValueKind.REPORTED)
    sources = "；".join(dict.fromkeys(part for row in real for part in row["source"].split("；")))
    return {
        "subject": ENERGY_USE.name,
        "area_id": area_id,
        "year": year,
        "kind": kind.value,
        "source": sources if 0 < len(sources) <= LONGEST_SOURCE else NO_SOURCE,
    }
