"""One unit on one page: what it leads, supports and owes, by when; to check and to print."""

from sihui_map.catalogue import TASK_UPDATES
from sihui_map.ui import controls, panels, state
from sihui_map.ui.parts import Filter
from sihui_map.views import html, sentences, tables
from sihui_map.views.anchors import UNIT

figures = panels.current()
panels.problems(figures, "plan/tasks", "plan/targets", "plan/departments", "sample/task_updates")
sample = panels.has_sample(figures, TASK_UPDATES)
keep = state.snapshot_choice()
units = {name: name for name in tables.units_of(figures)}
filters = controls.Filters(Filter(UNIT, "单位", units, "全部单位"))
unit = filters.chosen[UNIT]


def sheet() -> None:
    """Show everything about the chosen unit."""
    panels.heading(f"单位：{unit}", sentences.unit_sentence(figures, unit), sample=sample)
    filters.show()
    owes = tables.unit_owes(figures, unit)
    if owes.rows:
        panels.table(owes)
    led, supported = tables.led_by(figures, unit), tables.supported_by(figures, unit)
    if led:
        panels.table(tables.tasks_table(figures, led).without("action").titled("牵头的任务"))
        clauses = {task.clause_no for task in led}
        if (targets := tables.targets_table(figures, clauses)).rows:
            panels.table(targets.titled("牵头任务所在条款的指标"))
            panels.show(html.light_rule())
    if supported:
        shown = tables.tasks_table(figures, supported).without("action", "cooperating")
        panels.table(shown.titled("配合的任务"))
    if (held := tables.held_table(figures, unit)).rows:
        panels.table(held)
        panels.words(sentences.held_sentence(figures, unit), kind="notes")
    panels.show(html.buttons([("打印本页", "print")]))
    files = [("欠什么 CSV", "unit_owes", {"unit": unit}), ("任务 CSV", "unit", {"unit": unit})]
    panels.source(figures, "方案附件 1；各单位报送的进展", files=files)


if unit:
    sheet()
else:
    panels.heading("单位", sentences.units_sentence(figures), sample=sample)
    filters.show()
    panels.table(tables.units_table(figures))
    panels.words("共同牵头的任务和指标，各单位各计一次。点单位名看它的清单。", kind="notes")
    panels.source(figures, "方案附件 1；各单位报送的进展", files=[("各单位 CSV", "units", {})])
