"""The slides on the plan's tasks, with the state that the leading unit reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.office import clean
from sihui_map.documents.pptx.shapes import foot_text, lead_text
from sihui_map.documents.pptx.slides import IN_ANNEX, about
from sihui_map.documents.pptx.tables import table_part
from sihui_map.documents.pptx.wording import nothing
from sihui_map.documents.printed import printed
from sihui_map.domain.value import ValueKind
from sihui_map.views import gaps, sentences, tables, tracking
from sihui_map.views.sentences.nothing import TASKS
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from sihui_map.documents.pptx.slides import Slides
    from sihui_map.figures import Figures


def tasks_pages(slides: Slides, figures: Figures, title: str) -> None:
    """Add the tasks with the clause each is from."""
    slides.filters = "全部任务"
    tasks = figures.snapshot.tasks
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    full = tables.tasks_table(figures, tasks)
    clauses = (
        Cell(f"第 {task.clause_no} 条　{titles.get(task.clause_no, '')}", tag=text.tag)
        for task, text in zip(tasks, full.column("task"), strict=True)
    )
    kept = full.only("task_no", "lead", "state", "updated")
    number, *columns = kept.columns
    table = Table(
        full.title,
        (number, Column("条款", "clause"), *columns),
        tuple(
            TableRow((row.cells[0], clause, *row.cells[1:]))
            for row, clause in zip(kept.rows, clauses, strict=True)
        ),
    )
    updates = figures.latest_updates.values()
    said = sentences.tasks_sentence(figures) if tasks else nothing(figures, TASKS, "方案任务")
    sources = "；".join(dict.fromkeys(clean(update.source) for update in updates))
    cited = figures.snapshot.place.plan.cited
    sample = any(update.kind is ValueKind.SAMPLE for update in updates)
    notes = (said, f"来源：{cited}附件1；进展：{sources or '未收到'}。状态由牵头单位自报。")
    if not tasks:
        slides.first_rows(title, table, lead=said, sample=sample, notes=notes)
        return
    slide, box = slides.page(title, sample=sample, notes=notes)
    states, first = gaps.task_states_table(figures), tables.attention_table(figures)
    lead = f"{said}{tracking.dispatch_sentence(figures)}"
    box = foot_text(slide, lead_text(slide, box, lead), f"{IN_ANNEX}{about(states)}")
    stalled = first.without("state", "task_no") if first.rows else gaps.stalled_table(figures)
    left, right = box.columns(0.36)
    table_part(slide, left, printed(states), printed(states).rows)
    if stalled.rows:
        table_part(slide, right, printed(stalled), printed(stalled).rows)
    slides.tables(f"{title}：调度指标", tables.counts_table(figures), sample=sample, notes=notes)
    slides.tables(f"{title}：清单", table, sample=sample, notes=notes)
    if (steps := tables.steps_table(figures)).rows:
        slides.tables(f"{title}：时间表", steps, sample=sample, notes=notes)
