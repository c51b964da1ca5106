"""Every reported table, in the order of forms, documents and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.energy import ENERGY_TOTAL, ENERGY_USE, LEDGER_REPORTED, NAMED_SOURCES
from sihui_map.catalogue.enterprises import ENTERPRISES
from sihui_map.catalogue.evaluation import EVALUATIONS, SELF_EVALUATIONS
from sihui_map.catalogue.plan import ALLOTMENTS, INDICATOR_VALUES
from sihui_map.catalogue.said import DECLARATIONS, EXPLANATIONS
from sihui_map.catalogue.sites import PARK_PROGRESS, PARKS, SITES
from sihui_map.catalogue.towns import FOREST_COVER, TOWN_CONTEXT
from sihui_map.catalogue.tracking import TASK_LINES, TASK_STEPS, TASK_UPDATES
from sihui_map.errors import ChoiceError

if TYPE_CHECKING:
    from sihui_map.catalogue.dataset import Dataset
    from sihui_map.domain.place import Place

DATASETS: tuple[Dataset, ...] = (
    ENERGY_USE, ENERGY_TOTAL, NAMED_SOURCES, TOWN_CONTEXT, LEDGER_REPORTED, FOREST_COVER,
    SITES, PARKS, PARK_PROGRESS, INDICATOR_VALUES, ALLOTMENTS, TASK_UPDATES, TASK_LINES,
    TASK_STEPS, SELF_EVALUATIONS, EVALUATIONS, ENTERPRISES, EXPLANATIONS, DECLARATIONS,
)  # fmt: skip


def datasets(place: Place | None = None) -> tuple[Dataset, ...]:
    """Return every table; asked for as it is needed, so that a test may declare one more.

    Of a ``place`` they have the columns that it names itself, else only those of every county.
    """
    return DATASETS if place is None else tuple(table.of(place) for table in DATASETS)


def required_tables() -> tuple[Dataset, ...]:
    """Return the tables that every town owes every year."""
    return tuple(table for table in datasets() if table.required_of_towns)


def declared_tables() -> tuple[str, ...]:
    """Return the names of the tables of which an area may have several rows or none in a year."""
    return tuple(table.name for table in datasets() if table.is_declared)


def dataset(name: str) -> Dataset:
    """Return the table called ``name``, or raise ChoiceError with what may be."""
    for known in datasets():
        if known.name == name:
            return known
    names = "、".join(f"{known.name}（{known.title}）" for known in datasets())
    msg = f"没有名为「{name[:30]}」的数据表；可选：{names}"
    raise ChoiceError(msg)
