"""The ledger: does what the parts add up to meet the city's total, year by year."""

from sihui_map.catalogue import ENERGY_USE, LEDGER_REPORTED
from sihui_map.ui import panels
from sihui_map.views import sentences, tables

figures = panels.current()
plan = figures.snapshot.place.plan
panels.problems(
    figures, "city_context", "named_sources", "sample/energy_use", "sample/ledger_reported"
)
panels.heading(
    "平衡表",
    sentences.ledgers_sentence(figures),
    sample=panels.has_sample(figures, ENERGY_USE, LEDGER_REPORTED),
)
year = panels.ledger_year(figures)
panels.ledger(figures, year)
panels.factor_sets(figures, year)
panels.table(tables.ledger_years_table(figures))
panels.source(
    figures,
    f"全市总量只公开 {plan.years_text} {plan.years_counted}年，其余年份为申报",
    files=[("历年平衡 CSV", "ledger_years", {})],
)
