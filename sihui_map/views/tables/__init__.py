"""The tables of the pages: from figures to rows; a page and its CSV file share them."""

from sihui_map.views.tables.allotments import allotment_board, allotments_table, held_table
from sihui_map.views.tables.checks import findings_table, rules_table
from sihui_map.views.tables.emissions import (
    by_year,
    components,
    composition,
    factor_sets_table,
    ranking,
)
from sihui_map.views.tables.enterprises import (
    enterprise_plans,
    enterprise_totals,
    enterprises_table,
)
from sihui_map.views.tables.evaluations import evaluations_table, scores_table
from sihui_map.views.tables.factors import coal_table, factors_table, grid_table, heat_table
from sihui_map.views.tables.forest import forest_hectares, forest_table, reserves_table, sink_table
from sihui_map.views.tables.ledger import ledger_change_table, ledger_table, ledger_years_table
from sihui_map.views.tables.owing import owing_table
from sihui_map.views.tables.parks import park_matrix, parks_table
from sihui_map.views.tables.reported import reported_table
from sihui_map.views.tables.reporting import (
    asked_table,
    owed_table,
    reporting_table,
    required_of_towns,
    towns_table,
)
from sihui_map.views.tables.scenario import path_table
from sihui_map.views.tables.sites import capacity_table, sites_table
from sihui_map.views.tables.sources import facts_table, figures_table, files_table
from sihui_map.views.tables.targets import series_table, standings_by_need, targets_table
from sihui_map.views.tables.tasks import errata_table, tasks_table
from sihui_map.views.tables.towns import energy_table, town_basics, town_series
from sihui_map.views.tables.tracking import (
    attention_table,
    counts_table,
    dispatch_table,
    history_table,
    lines_table,
    steps_table,
    task_towns_table,
)
from sihui_map.views.tables.units import led_by, supported_by, unit_owes, units_of, units_table

__all__ = [
    "allotment_board",
    "allotments_table",
    "asked_table",
    "attention_table",
    "by_year",
    "capacity_table",
    "coal_table",
    "components",
    "composition",
    "counts_table",
    "dispatch_table",
    "energy_table",
    "enterprise_plans",
    "enterprise_totals",
    "enterprises_table",
    "errata_table",
    "evaluations_table",
    "factor_sets_table",
    "factors_table",
    "facts_table",
    "figures_table",
    "files_table",
    "findings_table",
    "forest_hectares",
    "forest_table",
    "grid_table",
    "heat_table",
    "held_table",
    "history_table",
    "led_by",
    "ledger_change_table",
    "ledger_table",
    "ledger_years_table",
    "lines_table",
    "owed_table",
    "owing_table",
    "park_matrix",
    "parks_table",
    "path_table",
    "ranking",
    "reported_table",
    "reporting_table",
    "required_of_towns",
    "reserves_table",
    "rules_table",
    "scores_table",
    "series_table",
    "sink_table",
    "sites_table",
    "standings_by_need",
    "steps_table",
    "supported_by",
    "targets_table",
    "task_towns_table",
    "tasks_table",
    "town_basics",
    "town_series",
    "towns_table",
    "unit_owes",
    "units_of",
    "units_table",
]
