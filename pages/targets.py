"""Targets: what the plan promises, in number or without one, and how it stands."""

from sihui_map.catalogue import ALLOTMENTS, FOREST_COVER, INDICATOR_VALUES, PARK_PROGRESS
from sihui_map.ui import panels
from sihui_map.views import drawn, html, method, ruler, sentences, strips, tables

figures = panels.current()
plan = figures.snapshot.place.plan

panels.heading(
    "主要指标",
    sentences.overview_sentence(figures),
    sample=panels.has_sample(figures, FOREST_COVER, INDICATOR_VALUES, PARK_PROGRESS),
)
panels.problems(
    figures,
    "plan/targets",
    "plan/light_rules",
    "city_context",
    "sample/forest_cover",
    "sample/indicator_values",
    "sample/allotments",
)
panels.show(drawn.rulers(ruler.rulers(figures)))
if valueless := strips.valueless(figures):
    panels.section("有目标值，还没有数值", sentences.valueless_sentence(figures))
    panels.show(drawn.folds(valueless))
if numberless := strips.numberless(figures):
    panels.section("没有数值的目标", sentences.numberless_sentence(figures))
    panels.show(drawn.folds(numberless))
panels.table(tables.targets_table(figures))
panels.show(html.light_rule())
panels.source(
    figures,
    f"{plan.titled}正文；点指标所在的一行（或用鼠标指着）可看原文",
    files=[("指标 CSV", "targets", {})],
)
panels.section(
    "目标分解",
    sentences.allotments_sentence(figures),
    sample=panels.has_sample(figures, ALLOTMENTS),
)
if (board := tables.allotment_board(figures)).rows:
    panels.table(board)
if figures.snapshot.allotments:
    panels.table(tables.allotments_table(figures, told_only=True))
    panels.words(*method.stages(), kind="notes")
    panels.source(
        figures,
        "各单位报送的目标分解",
        files=[("目标分解 CSV", "allotments", {}), ("目标分解一览 CSV", "allotment_board", {})],
    )
panels.section("各目标的规则")
panels.show(html.definition_list(method.light_rules(figures)))
panels.section(sentences.totals_heading(figures, "只公开了"), sentences.totals_note(figures))
panels.city_totals(figures)
panels.section("原文摘录")
panels.show(html.quotes(figures.snapshot.targets))
