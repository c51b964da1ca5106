"""Enterprises that use much energy: which, how much, how far with a plan; to who may read it."""

from sihui_map.catalogue import ENTERPRISES
from sihui_map.ui import panels, visible
from sihui_map.views import html, sentences, tables

figures = panels.current()
panels.heading(
    "重点用能单位",
    sentences.enterprises_sentence(figures),
    sample=panels.has_sample(figures, ENTERPRISES),
)
panels.problems(figures, "plan/clauses", "parks", "sample/enterprises")


@panels.fragment
def board() -> None:
    """Show the enterprises as who is signed in may read them, then all taken together."""
    who = visible.reader_here()
    rows = figures.snapshot.sealed.seen_by(who)
    panels.section("单位", sentences.reader_sentence(figures, who))
    if rows:
        panels.table(tables.enterprises_table(figures, rows))
    else:
        panels.words("没有可以列出的单位。镇街在「我的工作台」填「重点用能单位」一张表。")
    panels.downloads("", [("本表 CSV", "./data/own-enterprises.csv")] if rows else [])


board()
if figures.enterprises.years:
    panels.table(tables.enterprise_totals(figures))
    panels.table(tables.enterprise_plans(figures))
files = [("合计 CSV", "enterprise_totals", {}), ("一企一策 CSV", "enterprise_plans", {})]
panels.source(
    figures,
    "各镇街填报的重点用能单位",
    files=files if figures.enterprises.years else [],
    notes=sentences.disclosure_notes(),
)
asked = figures.snapshot.place.enterprise_clauses
clauses = [clause for clause in figures.snapshot.clauses if clause.clause_no in asked]
if clauses:
    panels.section("方案怎么要求")
    panels.show(html.clauses(clauses))
