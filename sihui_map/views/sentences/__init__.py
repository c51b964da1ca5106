"""The answer of each page in one sentence, made from figures."""

from sihui_map.views.sentences.actions import (
    park_denominator,
    parks_clause,
    parks_sentence,
    parks_source,
    sites_sentence,
    sites_source,
    tasks_sentence,
)
from sihui_map.views.sentences.city import (
    change_lines,
    city_figures,
    timeline_sentence,
    total_sentence,
    totals_heading,
    totals_note,
    totals_source,
)
from sihui_map.views.sentences.emissions import (
    NO_SAMPLE,
    components_notes,
    emissions_sentence,
    energy_source,
    grid_words,
    ranking_sentence,
)
from sihui_map.views.sentences.enterprises import (
    disclosure_notes,
    enterprises_sentence,
    reader_sentence,
)
from sihui_map.views.sentences.forest import (
    forest_figures,
    forest_sentence,
    reserves_sentence,
    reserves_source,
    sink_sentence,
)
from sihui_map.views.sentences.ledger import (
    ledger_notes,
    ledger_sentence,
    ledgers_sentence,
    second_total_sentence,
)
from sihui_map.views.sentences.path import path_notes, path_sentence, pv_figures
from sihui_map.views.sentences.reporting import (
    REPORTING_NOTE,
    changes_sentence,
    owed_sentence,
    owing_sentence,
    publications_sentence,
    publishing_sentence,
    reporting_sentence,
    towns_sentence,
)
from sihui_map.views.sentences.targets import (
    allotments_sentence,
    numberless_sentence,
    overview_sentence,
    target_line,
    valueless_sentence,
)
from sihui_map.views.sentences.town import place_words, town_figures, town_sentence, town_things
from sihui_map.views.sentences.units import unit_sentence, units_sentence

__all__ = [
    "NO_SAMPLE",
    "REPORTING_NOTE",
    "allotments_sentence",
    "change_lines",
    "changes_sentence",
    "city_figures",
    "components_notes",
    "disclosure_notes",
    "emissions_sentence",
    "energy_source",
    "enterprises_sentence",
    "forest_figures",
    "forest_sentence",
    "grid_words",
    "ledger_notes",
    "ledger_sentence",
    "ledgers_sentence",
    "numberless_sentence",
    "overview_sentence",
    "owed_sentence",
    "owing_sentence",
    "park_denominator",
    "parks_clause",
    "parks_sentence",
    "parks_source",
    "path_notes",
    "path_sentence",
    "place_words",
    "publications_sentence",
    "publishing_sentence",
    "pv_figures",
    "ranking_sentence",
    "reader_sentence",
    "reporting_sentence",
    "reserves_sentence",
    "reserves_source",
    "second_total_sentence",
    "sink_sentence",
    "sites_sentence",
    "sites_source",
    "target_line",
    "tasks_sentence",
    "timeline_sentence",
    "total_sentence",
    "totals_heading",
    "totals_note",
    "totals_source",
    "town_figures",
    "town_sentence",
    "town_things",
    "towns_sentence",
    "unit_sentence",
    "units_sentence",
    "valueless_sentence",
]
