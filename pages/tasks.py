"""Tasks: the plan's actions and tasks, who leads, who cooperates, what was heard, until when."""

import streamlit as st

from sihui_map.ui import controls, panels, tasks
from sihui_map.views import drawn, sentences, strips, tables, tracking

figures = panels.current()
snapshot = figures.snapshot

panels.problems(
    figures, "plan/tasks", "plan/actions", "plan/clauses", "plan/departments", "plan/errata",
    "sample/task_updates", "sample/task_steps", "sample/task_lines",
)  # fmt: skip
head = st.container()
chosen = tasks.Selection(figures)
shown = chosen.tasks
with head:
    panels.heading(
        "重点任务",
        sentences.tasks_sentence(figures, len(shown)),
        sample=tracking.has_sample(figures),
    )
chosen.show_bar()
panels.section("每格一项任务", strips.counts_sentence(figures, shown))
panels.show(drawn.strip(strips.task_strip(figures, shown), "任务"))
chosen.show()
panels.source(
    figures,
    f"{snapshot.place.plan.titled}附件 1，文字照录；{tracking.SOURCE}",
    files=[("任务分工 CSV", "tasks", {}), ("时间表 CSV", "steps", {})],
)

part = controls.section("tasks_part", ("条款原文", "勘误待定"))
if part == "条款原文":
    panels.section("条款原文", "照录方案，只列上表任务所在的条款。")
    clauses = {task.clause_no for task in shown}
    panels.show(drawn.folds(strips.clause_lines(figures, clauses)))
else:
    panels.table(tables.errata_table(figures))
    panels.source(figures, "方案原文与附件比对", files=[("勘误 CSV", "errata", {})])
