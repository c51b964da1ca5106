"""Tasks: the plan's actions and tasks, who leads, who cooperates, what was heard."""

import streamlit as st

from sihui_map.catalogue import TASK_UPDATES
from sihui_map.ui import controls, panels
from sihui_map.ui.parts import Filter
from sihui_map.views import drawn, sentences, strips, tables

figures = panels.current()
snapshot = figures.snapshot

panels.problems(
    figures, "plan/tasks", "plan/actions", "plan/clauses", "plan/departments", "plan/errata",
    "sample/task_updates",
)  # fmt: skip
head = st.container()
units = {name: name for name in snapshot.departments}
filters = controls.Filters(
    Filter(
        "action",
        "行动",
        {str(action.action_no): action.name for action in snapshot.actions},
        "全部行动",
    ),
    Filter("lead", "牵头单位", units, "全部牵头单位"),
    Filter("cooperating", "配合单位", units, "全部配合单位"),
)
action, lead, cooperating = filters.chosen.values()
filters.show()

shown = [
    task
    for task in snapshot.tasks
    if (not action or str(task.action_no) == action)
    and (not lead or lead in task.lead_units)
    and (not cooperating or cooperating in task.cooperating_units)
]
with head:
    panels.heading(
        "重点任务",
        sentences.tasks_sentence(figures, len(shown)),
        sample=panels.has_sample(figures, TASK_UPDATES),
    )
panels.section("每格一项任务", strips.counts_sentence(figures, shown))
panels.show(drawn.strip(strips.task_strip(figures, shown), "任务"))
if not shown:
    panels.words("没有同时满足这些条件的任务，请放宽一个条件。")
for group, lines in strips.task_groups(figures, shown):
    panels.section(group)
    panels.show(drawn.folds(lines))
panels.source(
    figures,
    f"{snapshot.place.plan.titled}附件 1，文字照录",
    files=[("任务分工 CSV", "tasks", {})],
)

part = controls.section("tasks_part", ("条款原文", "勘误待定"))
if part == "条款原文":
    panels.section("条款原文", "照录方案，只列上表任务所在的条款。")
    clauses = {task.clause_no for task in shown}
    panels.show(drawn.folds(strips.clause_lines(figures, clauses)))
else:
    panels.table(tables.errata_table(figures))
    panels.source(figures, "方案原文与附件比对", files=[("勘误 CSV", "errata", {})])
