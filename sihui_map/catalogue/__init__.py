"""What is declared once, and from which everything else follows in loops.

Of indicators see ``indicators.py``; this name space has the reported tables.

A table is declared by a ``Dataset`` of columns and entered in ``tables.py``. Readers, the
workbook and its sheets, checks of form, stored rows, headings, CSV files, the interface, the data
book and completeness are derived from that, in loops; code of its own has a table only where its
meaning is its own: a formula of the domain, a check, a sheet that joins several tables.
"""

from sihui_map.catalogue.column import (
    USED,
    Column,
    Field,
    Form,
    Spelled,
    listed,
)
from sihui_map.catalogue.dataset import KEY_SEPARATOR, Dataset, SheetOf, canonical, plain_number
from sihui_map.catalogue.energy import ENERGY_TOTAL, ENERGY_USE, LEDGER_REPORTED, NAMED_SOURCES
from sihui_map.catalogue.enterprises import ENTERPRISES
from sihui_map.catalogue.evaluation import EVALUATIONS, SELF_EVALUATIONS
from sihui_map.catalogue.plan import ALLOTMENTS, INDICATOR_VALUES
from sihui_map.catalogue.said import DECLARATIONS, EXPLANATIONS, LEDGER_SUBJECT
from sihui_map.catalogue.sites import PARK_PROGRESS, PARKS, SITES
from sihui_map.catalogue.tables import dataset, datasets, declared_tables, required_tables
from sihui_map.catalogue.towns import BASE_YEAR, FOREST_COVER, GDP_CONSTANT, TOWN_CONTEXT
from sihui_map.catalogue.tracking import TASK_LINES, TASK_STEPS, TASK_UPDATES

__all__ = [
    "ALLOTMENTS",
    "BASE_YEAR",
    "DECLARATIONS",
    "ENERGY_TOTAL",
    "ENERGY_USE",
    "ENTERPRISES",
    "EVALUATIONS",
    "EXPLANATIONS",
    "FOREST_COVER",
    "GDP_CONSTANT",
    "INDICATOR_VALUES",
    "KEY_SEPARATOR",
    "LEDGER_REPORTED",
    "LEDGER_SUBJECT",
    "NAMED_SOURCES",
    "PARKS",
    "PARK_PROGRESS",
    "SELF_EVALUATIONS",
    "SITES",
    "TASK_LINES",
    "TASK_STEPS",
    "TASK_UPDATES",
    "TOWN_CONTEXT",
    "USED",
    "Column",
    "Dataset",
    "Field",
    "Form",
    "SheetOf",
    "Spelled",
    "canonical",
    "dataset",
    "datasets",
    "declared_tables",
    "listed",
    "plain_number",
    "required_tables",
]
