"""One target on one page: number, path, values, tasks, shares, the plan's words."""

from sihui_map.catalogue import ALLOTMENTS, FOREST_COVER, INDICATOR_VALUES, PARK_PROGRESS
from sihui_map.ui import controls, panels
from sihui_map.ui.parts import Filter
from sihui_map.views import charts, drawn, html, ruler, sentences, strips, tables, target
from sihui_map.views.anchors import TARGET, target_anchor

figures = panels.current()
panels.problems(
    figures,
    "plan/targets",
    "plan/light_rules",
    "plan/tasks",
    "plan/errata",
    "sample/indicator_values",
    "sample/allotments",
)
filters = controls.Filters(Filter(TARGET, "指标", target.target_names(figures), "全部指标"))
chosen = filters.chosen[TARGET]


def sheet() -> None:
    """Show everything about the chosen target."""
    item = target.standing_of(figures, chosen)
    line = sentences.target_line(item)
    title = f"指标：{target.target_names(figures)[chosen]}"
    panels.heading(title, f"{line.sentence}。", sample=bool(line.tag))
    filters.show()
    left, right = panels.pair()
    with left:
        if item.value.value is not None:
            panels.show(drawn.rulers([ruler.track(item)]))
        values = tables.series_table(figures, chosen)
        if values.rows:
            panels.chart(charts.target_chart(figures, item), f"target_{chosen}")
            panels.table(values)
        else:
            panels.words(f"没有可以画的数值：{item.reason or item.value.reason}。", kind="notes")
    with right:
        panels.table(target.facts(figures, item))
        if (doubts := target.errata_of(figures, item)).rows:
            panels.table(doubts)
    panels.section("目标分解", sentences.allotted_sentence(figures, chosen))
    if (shares := tables.allotments_table(figures, target_id=chosen, told_only=True)).rows:
        panels.table(shares.without("indicator", "goal").titled("分解和下达"))
    panels.section("同一条款的任务", sentences.linked_sentence(figures, item))
    panels.show(drawn.folds(strips.task_lines(figures, target.tasks_of(figures, item))))
    panels.show(html.light_rule(), html.page_link("全部指标", f"targets#{target_anchor(chosen)}"))
    files = [("各年数值 CSV", "series", {TARGET: chosen}), ("目标分解 CSV", "allotments", {})]
    panels.source(
        figures, f"{figures.snapshot.place.plan.titled}正文；主要指标、目标分解各表", files=files
    )


if chosen:
    sheet()
else:
    sample = panels.has_sample(figures, ALLOTMENTS, FOREST_COVER, INDICATOR_VALUES, PARK_PROGRESS)
    panels.heading("指标详情", sentences.overview_sentence(figures), sample=sample)
    filters.show()
    panels.table(tables.targets_table(figures))
    panels.words("点指标名看它的基线、路径、分解和任务。", kind="notes")
    panels.source(
        figures,
        f"{figures.snapshot.place.plan.titled}正文",
        files=[("指标 CSV", "targets", {})],
    )
