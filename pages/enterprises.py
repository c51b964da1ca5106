"""Enterprises that use much energy: which, how much, how far with a plan; to who may read it."""

from sihui_map.catalogue import ENTERPRISES
from sihui_map.ui import panels, visible
from sihui_map.views import html, sentences, tables

figures = panels.current()
years = figures.enterprises.years
panels.heading(
    "重点用能单位",
    sentences.enterprises_sentence(figures),
    sample=panels.has_sample(figures, ENTERPRISES),
)
panels.problems(figures, "plan/clauses", "parks", "sample/enterprises")


@panels.fragment
def board() -> None:
    """Show the enterprises of the newest year as who is signed in may read them."""
    who = visible.reader_here()
    panels.table(tables.enterprise_plans(figures, who))
    rows = [row for row in figures.snapshot.sealed.seen_by(who) if row.year == years[-1]]
    panels.section("逐家", sentences.reader_sentence(figures, who))
    table = tables.enterprises_table(figures, rows)
    if rows:  # the sources and what is told nowhere stand in the file
        empty = [name for name in ("park",) if not any(cell.text for cell in table.column(name))]
        panels.table(table.titled(f"{years[-1]} 年").without("year", "source", *empty))
    else:
        panels.words("这一年没有可以列出的单位。")
    panels.downloads("各年、带来源：", [("逐家 CSV", "./data/own-enterprises.csv")])


if years:
    panels.table(tables.enterprise_totals(figures, years[-1]))
    board()
else:
    panels.words("镇街在「我的工作台」填「重点用能单位」一张表，审核、发布以后显示在这里。")
panels.source(
    figures,
    "各镇街填报的重点用能单位",
    files=[("合计 CSV", "enterprise_totals", {}), ("一企一策 CSV", "enterprise_plans", {})],
    notes=sentences.disclosure_notes(),
)
asked = figures.snapshot.place.enterprise_clauses
clauses = [clause for clause in figures.snapshot.clauses if clause.clause_no in asked]
if clauses:
    panels.section("方案怎么要求")
    panels.show(html.clauses(clauses))
