"""The yearly evaluation: what was said, computed and judged of each town, unit and task."""

from sihui_map.catalogue import EVALUATIONS, SELF_EVALUATIONS
from sihui_map.domain.evaluation import KIND_ID, SubjectKind
from sihui_map.ui import controls, panels, state
from sihui_map.ui.parts import Filter
from sihui_map.views import drawn, evaluation, html

figures = panels.current()
panels.problems(
    figures, "plan/tasks", "plan/departments", "sample/self_evaluations", "sample/evaluations"
)
newest = figures.default_evaluation_year
filters = controls.Filters(
    Filter(
        state.YEAR,
        "年份",
        {str(year): f"{year} 年" for year in reversed(figures.evaluation_years)},
        f"{newest} 年",
    ),
    Filter("kind", "类别", {each: str(kind) for kind, each in KIND_ID.items()}, "全部类别"),
    Filter(state.TOWN, "镇街", {town.town_code: town.name for town in figures.towns}, "全部镇街"),
    Filter("unit", "单位", {name: name for name in figures.snapshot.departments}, "全部单位"),
    Filter(
        "task",
        "任务",
        {str(task.task_no): f"任务 {task.task_no}" for task in figures.snapshot.tasks},
        "全部任务",
    ),
)
chosen = filters.chosen
year = int(chosen[state.YEAR] or newest)
alone = {
    SubjectKind.TOWN: chosen[state.TOWN],
    SubjectKind.UNIT: chosen["unit"],
    SubjectKind.TASK: chosen["task"],
}
shown = [
    subject
    for subject in figures.evaluated
    if (not chosen["kind"] or KIND_ID[subject.kind] == chosen["kind"])
    and (not any(alone.values()) or alone[subject.kind] == subject.subject_id)
]
found = evaluation.found_of(figures, shown, year)
panels.heading(
    "年度评估",
    evaluation.evaluation_sentence(figures, found, year),
    sample=panels.has_sample(figures, SELF_EVALUATIONS, EVALUATIONS),
)
filters.show()
if not found:
    panels.words("没有同时满足这些条件的评估对象，请放宽一个条件。")
for kind, group in evaluation.by_kind(found):
    if len(found) == 1:
        panels.section(evaluation.subject_name(figures, group[0].subject), sample=False)
        panels.show(html.definition_list(evaluation.told_of(figures, group[0])))
    else:
        panels.section(str(kind), evaluation.kind_sentence(group))
        panels.show(drawn.folds(evaluation.folds(figures, group)))
panels.show(html.buttons([("打印本页", "print")]))
panels.section("怎么评", "规则和出处；没有公开依据的，写明没有。")
panels.show(html.definition_list(evaluation.rules(figures)))
files = [("年度评估 CSV", "evaluations", {})]
panels.source(figures, "各镇街、单位的自评和审核人员的评定", files=files)
