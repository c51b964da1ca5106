"""One task on one page: the plan's words, two states side by side, schedule, history, targets."""

import streamlit as st

from sihui_map.ui import controls, map_frame, panels
from sihui_map.ui.parts import Filter
from sihui_map.views import drawn, html, sentences, strips, tables, task_page, tracking
from sihui_map.views.anchors import TASK

figures = panels.current()
panels.problems(
    figures, "plan/tasks", "plan/clauses", "plan/errata", "plan/targets", "sample/task_updates",
    "sample/task_steps", "sample/task_lines",
)  # fmt: skip
named = {
    str(task.task_no): f"{task.task_no}. {tracking.title_of(figures, task)}"
    for task in figures.snapshot.tasks
}
filters = controls.Filters(Filter(TASK, "任务", named, "全部任务"))
found = next((t for t in figures.snapshot.tasks if str(t.task_no) == filters.chosen[TASK]), None)


def beside(marks: list[str]) -> None:
    """Show where the task happens, and which targets and projects belong to it."""
    if marks:
        map_frame.map_frame("task", marks=marks)
    lines = task_page.target_lines(figures, found)
    panels.section("有关的指标", "" if lines else "这一条没有列出指标。")
    if lines:
        panels.target_list(lines)
    panels.section("有关的项目和园区")
    panels.words(*task_page.things(figures, found), kind="list")


if found is None:
    panels.heading("任务详情", sentences.tasks_sentence(figures))
    filters.show()
    panels.table(tables.tasks_table(figures, figures.snapshot.tasks))
    panels.source(figures, f"{figures.snapshot.place.plan.cited}附件 1", files=[])
else:
    number = found.task_no
    marks = task_page.marks(figures, found)
    panels.heading(
        f"任务 {named[str(number)]}",
        task_page.sentence(figures, found),
        sample=task_page.has_sample(figures, found),
        over="task" if marks else "",
    )
    filters.show()
    left, right = st.columns([12, 8], gap="medium")
    with left:
        panels.key_figures(task_page.states(figures, found))
        panels.show(html.definition_list(task_page.told(figures, found)))
        for table in task_page.tables_of(figures, found):
            panels.table(table)
    with right:
        beside(marks)
    panels.section("方案原文")
    panels.show(drawn.folds(strips.clause_lines(figures, {found.clause_no})))
    panels.show(html.definition_list(task_page.verbatim(figures, found)))
    if (errata := task_page.errata(figures, found)).rows:
        panels.table(errata)
    panels.show(html.buttons([("打印本页", "print")]))
    files = [("历次进展 CSV", "history", {TASK: number})]
    panels.source(figures, f"方案附件 1，文字照录；{tracking.SOURCE}", files=files)
