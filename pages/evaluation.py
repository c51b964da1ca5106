"""The yearly evaluation: what was said, computed and judged of each town, unit and task."""

from sihui_map.catalogue import EVALUATIONS, SELF_EVALUATIONS
from sihui_map.domain.evaluation import KIND_ID
from sihui_map.ui import controls, panels, state
from sihui_map.ui.parts import Filter
from sihui_map.views import drawn, evaluation, html

figures = panels.current()
panels.problems(
    figures, "plan/tasks", "plan/departments", "sample/self_evaluations", "sample/evaluations"
)
now = state.choice(figures.evaluation_years)
filters = controls.Filters(
    Filter("kind", "类别", {each: str(kind) for kind, each in KIND_ID.items()}, "全部类别"),
    Filter("unit", "单位", {name: name for name in figures.snapshot.departments}, "全部单位"),
)
kind_id, unit = filters.chosen.values()
led = {str(task.task_no) for task in figures.snapshot.tasks if unit in task.lead_units}
alone = {now.town_code, unit} - {""}
shown = [
    subject
    for subject in figures.evaluated
    if (not kind_id or KIND_ID[subject.kind] == kind_id)
    and (not alone or subject.subject_id in alone | led)
]
found = evaluation.found_of(figures, shown, now.year)
panels.heading(
    "年度评估",
    evaluation.evaluation_sentence(figures, found, now.year),
    sample=panels.has_sample(figures, SELF_EVALUATIONS, EVALUATIONS),
)
filters.show(figures, figures.evaluation_years)
if not found:
    panels.words("没有同时满足这些条件的评估对象，请放宽一个条件。")
for kind, group in evaluation.by_kind(found):
    if alone and len(group) == 1:
        panels.table(evaluation.steps_table(figures, group[0]))
    else:
        panels.section(str(kind), evaluation.kind_sentence(group))
        panels.show(drawn.folds(evaluation.folds(figures, group)))
panels.show(html.buttons([("打印本页", "print")]))
panels.section("怎么评", "规则和出处；没有公开依据的，写明没有。")
panels.show(html.definition_list(evaluation.rules(figures)))
panels.source(
    figures,
    "各镇街、单位的自评和审核人员的评定",
    files=[("年度评估 CSV", "evaluations", {})],
)
