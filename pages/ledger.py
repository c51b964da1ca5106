"""The ledger: does what the parts add up to meet the city's total, year by year."""

from sihui_map.catalogue import ENERGY_USE, LEDGER_REPORTED
from sihui_map.ui import controls, panels, state
from sihui_map.views import sentences, tables

figures = panels.current()
panels.problems(
    figures, "city_context", "named_sources", "sample/energy_use", "sample/ledger_reported"
)
panels.heading(
    "平衡表",
    sentences.ledgers_sentence(figures),
    sample=panels.has_sample(figures, ENERGY_USE, LEDGER_REPORTED),
)
controls.choice_bar(figures, figures.ledger_years)
year = state.choice(figures.ledger_years).year
panels.show(*panels.ledger_blocks(figures, year, state.snapshot_choice()))
panels.factor_sets(figures, year)
panels.table(tables.ledger_years_table(figures))
panels.source(
    figures,
    sentences.totals_source(figures),
    files=[("历年平衡 CSV", "ledger_years", {})],
)
