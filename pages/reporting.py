"""Reporting status: which town has reported what, and which has not."""

from sihui_map.ui import controls, panels, parts, state
from sihui_map.views import html, sentences, tables

figures = panels.current()
if figures.years:
    year = state.choice(figures.years).year
    panels.heading(
        "填报情况",
        sentences.reporting_sentence(figures, year),
        sample=panels.has_sample(figures),
    )
    controls.choice_bar(figures, figures.years)
    panels.table(tables.reporting_table(figures, year), keep={state.YEAR: str(year)})
    files = [("填报情况 CSV", "reporting", {"year": year})]
    panels.source(figures, "填报数据", files=files, notes=(sentences.REPORTING_NOTE,))
else:
    panels.heading("填报情况", sentences.towns_sentence(figures, 0))
    panels.table(tables.towns_table(figures, 0))
    panels.show(*parts.asked_of_towns(figures))
    panels.show(html.page_link("去填报", "./desk"))
    panels.source(figures, "填报数据", notes=(sentences.REPORTING_NOTE,))
