"""催办单 and 反馈单: which tasks are chased and why, word for word, and the fields to fill."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from docx.oxml.ns import qn

from sihui_map.documents.docx.notices import feedback_form, lead_units, open_reasons, reminder
from sihui_map.domain.progress import TaskState, TaskUpdate
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.figures import Figures
from tests.documents.papers import (
    HOSTILE,
    SAMPLES,
    SEEN,
    grid,
    grids,
    hostile,
    nothing,
    opened,
    stamps,
    texts,
)

if TYPE_CHECKING:
    from sihui_map.domain.plan import Task
    from sihui_map.domain.snapshot import Snapshot

DAY = date(2033, 9, 15)
OFFICE, FORESTRY, PARKS = "县发改局", "县林业局", "县园区办"
IDLE = "县统计局"


def told(snapshot: Snapshot, state: TaskState, days: int) -> tuple[Figures, Task]:
    """Return figures in which task 1 was last heard of ``days`` before the day of the data."""
    update = TaskUpdate(
        task_no=1,
        day=DAY - timedelta(days=days),
        state=state,
        progress="进展",
        next_step="下一步",
        unit=OFFICE,
        kind=ValueKind.REPORTED,
        source="来源",
    )
    return Figures(replace(snapshot, task_updates=(update,))), snapshot.tasks[0]


@pytest.mark.parametrize(
    ("state", "days", "reasons"),
    [
        (TaskState.UNDER_WAY, 180, ()),
        (TaskState.UNDER_WAY, 181, ("超过 180 天未更新",)),
        (TaskState.CONTINUOUS, 181, ("超过 180 天未更新",)),
        (TaskState.COMPLETED, 400, ()),
        (TaskState.CHANGED, 400, ()),
        (TaskState.DELAYED, 1, ("自报滞后",)),
        (TaskState.DELAYED, 181, ("超过 180 天未更新", "自报滞后")),
    ],
)
def test_a_task_is_chased_when_it_is_late_or_nobody_wrote_for_half_a_year(
    snapshot: Snapshot, state: TaskState, days: int, reasons: tuple[str, ...]
) -> None:
    figures, task = told(snapshot, state, days)

    assert open_reasons(figures, task) == reasons


def test_a_task_nobody_ever_wrote_about_is_chased(public_figures: Figures) -> None:
    task = public_figures.snapshot.tasks[0]

    assert open_reasons(public_figures, task) == ("从未收到进展",)


@pytest.fixture(scope="module")
def with_idle(snapshot: Snapshot) -> Figures:
    """Return figures in which the plan names a unit, first of all, that leads nothing."""
    return Figures(replace(snapshot, departments=(IDLE, *snapshot.departments)))


def test_the_units_stand_in_the_plans_order_and_each_leads_a_task(with_idle: Figures) -> None:
    # The tasks name the office of parks before that of forests.
    assert lead_units(with_idle) == (OFFICE, FORESTRY, PARKS)


def test_the_reminder_lists_the_open_tasks_of_the_unit_word_for_word(figures: Figures) -> None:
    rows = grid(opened(reminder(figures, OFFICE)), "序号", "条款")
    tasks = {task.task_no: task for task in figures.snapshot.tasks}

    assert [int(row[0]) for row in rows] == [2, 3]
    assert [row[2] for row in rows] == [tasks[int(row[0])].text for row in rows]
    assert [row[1] for row in rows] == [f"第 {tasks[int(row[0])].clause_no} 条" for row in rows]


def test_the_reminder_says_why_and_what_was_last_reported(snapshot: Snapshot) -> None:
    late = replace(snapshot.task_updates[1], day=date(2033, 3, 12), next_step="再次会商。")
    figures = Figures(replace(snapshot, task_updates=(late,)))
    rows = {row[0]: row[3:] for row in grid(opened(reminder(figures, OFFICE)), "序号", "条款")}

    assert rows["2"] == [
        "县发改局、县园区办",
        "超过 180 天未更新；自报滞后",
        "2033年3月12日，滞后：示例：虚构的进展。下一步：再次会商。",
        "勘误待定、示例",
    ]
    assert rows["3"] == ["县发改局", "从未收到进展", "未收到信息", ""]


def test_the_reminder_counts_what_it_lists(figures: Figures) -> None:
    said = " ".join(texts(opened(reminder(figures, OFFICE))))

    assert "截至2033年9月15日，你单位牵头的 3 项任务中，有 2 项从未收到进展" in said
    assert "请于〔待补：反馈截止日期〕前填写反馈单" in said


def test_a_unit_that_owes_nothing_is_told_so(snapshot: Snapshot) -> None:
    updates = tuple(
        replace(snapshot.task_updates[0], task_no=task.task_no, day=DAY, unit="")
        for task in snapshot.tasks
    )
    figures = Figures(replace(snapshot, task_updates=updates))

    said = texts(opened(reminder(figures, OFFICE)))
    assert "你单位牵头的 3 项任务均有近期进展，本期无须催办。" in said


def test_the_form_has_empty_fields_for_every_task_the_unit_leads(figures: Figures) -> None:
    forms = [rows for rows in grids(opened(feedback_form(figures, PARKS))) if len(rows) == 9]
    tasks = [task for task in figures.snapshot.tasks if PARKS in task.lead_units]

    assert [form[0] for form in forms] == [["任务（照录）", task.text] for task in tasks]
    assert [form[1][1] for form in forms] == [task.responsibility for task in tasks]
    assert [[row[0] for row in form[4:] if not row[1]] for form in forms] == [
        ["进展", "存在问题", "下一步及时限", "佐证材料", "填报人、电话"]
    ] * 2


def test_the_form_offers_the_states_a_unit_may_report(figures: Figures) -> None:
    forms = grids(opened(feedback_form(figures, FORESTRY)))

    assert forms[0][2][1].split() == [
        "□未启动", "□前期准备", "□推进中", "□滞后", "□受阻", "□已完成",
        "□常态化推进", "□调整/取消", "□并入",
    ]  # fmt: skip


def test_both_readings_of_a_doubtful_task_are_told(figures: Figures) -> None:
    rows = grid(opened(feedback_form(figures, PARKS)), "位置", "读法一")

    assert rows == [["附件1第2项", "虚构：两个单位共同牵头", "虚构：前一单位牵头", "虚构的疑点。"]]
    assert "读法一" not in texts(opened(feedback_form(figures, FORESTRY)))


@pytest.mark.parametrize("make", [reminder, feedback_form])
def test_a_unit_that_leads_nothing_is_refused(make: type, with_idle: Figures) -> None:
    with pytest.raises(ChoiceError, match="「县统计局」不是牵头单位；可选：县发改局、县林业局"):
        make(with_idle, IDLE)


@pytest.mark.parametrize("make", [reminder, feedback_form])
def test_without_the_plan_the_notice_names_the_gap(make: type) -> None:
    assert "〔待补：暂无任务分工表，不能列出任务〕" in texts(opened(make(nothing(), FORESTRY)))


@pytest.mark.parametrize("make", [reminder, feedback_form])
def test_every_page_says_which_snapshot_it_is(make: type, figures: Figures) -> None:
    document = opened(make(figures, FORESTRY))

    said = f"未建库的文件数据 · 版本 {figures.snapshot.revision} · 数据日期 2033-09-15"
    assert stamps(document) == [f"{said} · {SAMPLES}"] * 2
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


@pytest.mark.parametrize("make", [reminder, feedback_form])
def test_the_same_snapshot_gives_the_same_bytes(make: type, figures: Figures) -> None:
    assert make(figures, OFFICE) == make(figures, OFFICE)


def test_a_next_step_that_nobody_told_is_named_as_such(snapshot: Snapshot) -> None:
    silent = replace(snapshot.task_updates[1], progress="已开工", next_step="")
    figures = Figures(replace(snapshot, task_updates=(silent,)))
    rows = {row[0]: row[3:] for row in grid(opened(reminder(figures, OFFICE)), "序号", "条款")}

    assert rows["2"][2] == "2033年5月10日，滞后：已开工。下一步：未报"


def test_hostile_reports_stay_text(snapshot: Snapshot) -> None:
    rows = grid(opened(reminder(hostile(snapshot, HOSTILE), OFFICE)), "序号", "条款")

    assert rows[0][5] == f"2033年5月10日，滞后：{SEEN}。下一步：{SEEN}"
