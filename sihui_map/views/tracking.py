"""How the tasks stand, in words: what has to be dealt with first, by which rule, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.progress import (
    NEAR_DAYS,
    STALLED_DAYS,
    Due,
    Freshness,
    TaskState,
)
from sihui_map.domain.value import ValueKind
from sihui_map.views import html
from sihui_map.views.labels import STATE_SIGN, state_label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sihui_map.domain.plan import Task
    from sihui_map.domain.progress import TaskStep, TaskUpdate
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

LATE, BLOCKED, NEAR = str(Due.LATE), str(TaskState.BLOCKED), str(Due.NEAR)
DELAYED, SILENT, REST = str(TaskState.DELAYED), "从未收到进展", "其余任务"
STALLED = "停滞"
GROUPS = (LATE, BLOCKED, DELAYED, NEAR, STALLED, SILENT, REST)
"""What a task is listed under: the first that holds of it."""
TO_DISPATCH = GROUPS[:5]
"""What a meeting deals with one by one."""
GROUP_STYLE = {LATE: "red", BLOCKED: "yellow", DELAYED: "red", NEAR: "yellow", STALLED: "unknown"}
DUE_SIGN = {
    Due.LATE: "■",
    Due.NEAR: "▲",
    Due.AHEAD: "○",
    Due.UNAPPROVED: "？",
    Due.DONE: "●",
    Due.DONE_LATE: "◆",
    Due.DONE_UNAPPROVED: "◇",
}
DUE_STYLE = {
    Due.LATE: "red",
    Due.NEAR: "yellow",
    Due.AHEAD: "under-way",
    Due.UNAPPROVED: "unknown",
    Due.DONE: "green",
    Due.DONE_LATE: "grey",
    Due.DONE_UNAPPROVED: "unknown",
}
SOURCE = "各单位报送的任务调度、任务时间表、配合情况；附件 1 的分工"
NO_SCHEDULE = "没有时间表"
RULES: tuple[tuple[str, str], ...] = (
    (
        "停滞",
        f"未完成的任务，最近一次进展距数据日期超过 {STALLED_DAYS} 天；从未收到进展的另列",
    ),
    (
        "逾期",
        "没有完结的任务里，批准的期限已过、仍未办结的步骤；期限没有批准的，办结没办结都不算按期，也不算逾期",
    ),
    ("临期", f"期限有批准文件、还没有办结、离期限 {NEAR_DAYS} 天以内（含当天）的步骤"),
    ("受阻", "牵头单位自报「受阻」的任务，写明障碍和解除条件"),
    (
        "按期率",
        (
            "按期办结的步骤 ÷（按期办结＋逾期办结＋逾期），完结的任务里办结的也计；没有批准期限的、"
            "当天到期或还没有到期的、完结的任务里没有办结的，都不计"
        ),
    ),
    ("清单完备度", "有牵头单位、有批准的期限、有进展，三样都有的任务占全部任务的多少"),
    (
        "两种状态",
        "自报状态由牵头单位填，系统计时按数据日期算；两样并列，谁也不改谁。没有期限的任务不显示按期",
    ),
    (
        "算到哪一天",
        (
            "页面和材料里的逾期、临期、停滞、按期率、更新，算到数据日期：一般是最近一次发布的那天，两次发布之间不变；"
            "催办按发催办的当天算，送审了、还没有发布的也看"
        ),
    ),
    (
        "办结和销号",
        "已完成、销号要写明依据，没有附件的还要写理由，由填报人以外的人审核；销号由审核人员填。退回重办的，改回推进中",
    ),
)


AGES = {age.name.lower(): age for age in Freshness}
"""How old the last report is, by what stands in the address; closed tasks have an age, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """What a list of tasks is narrowed to; "" narrows nothing."""

    action: str = ""
    lead: str = ""
    cooperating: str = ""
    state: str = ""
    group: str = ""
    age: str = ""
    """The name of a Freshness, as it stands in the address."""
    number: str = ""
    town: str = ""
    unit: str = ""
    """One that leads or cooperates."""

    def takes(self, figures: Figures, task: Task) -> bool:
        """Tell whether ``task`` is among those it lets through."""
        tracking = figures.tracking
        has_number = any(target.value is not None for target in tracking.targets_of(task))
        return all(
            (
                not self.action or str(task.action_no) == self.action,
                not self.lead or self.lead in task.lead_units,
                not self.cooperating or self.cooperating in task.cooperating_units,
                not self.state or tracking.state(task) == self.state,
                not self.group or self.group in groups_of(figures, task),
                not self.age or tracking.clock(task) is AGES[self.age],
                not self.number or has_number == (self.number == WITH_NUMBER),
                not self.town or tracking.is_in(task, self.town),
                not self.unit or self.unit in (*task.lead_units, *task.cooperating_units),
            )
        )

    def among(self, figures: Figures, tasks: Sequence[Task]) -> list[Task]:
        """Return those of ``tasks`` that it lets through, in their order."""
        return [task for task in tasks if self.takes(figures, task)]


WITH_NUMBER, WITHOUT_NUMBER = "yes", "no"


def groups_of(figures: Figures, task: Task) -> tuple[str, ...]:
    """Return everything that holds of a task: it may be late, behind and stalled at once."""
    tracking, state = figures.tracking, figures.tracking.state(task)
    held = {
        LATE: tracking.has_step(task, Due.LATE),
        BLOCKED: state is TaskState.BLOCKED,
        DELAYED: state is TaskState.DELAYED,
        NEAR: tracking.has_step(task, Due.NEAR),
        STALLED: task in tracking.stalled,
        SILENT: task.task_no not in tracking.latest,
    }
    return tuple(name for name, holds in held.items() if holds) or (REST,)


def group_of(figures: Figures, task: Task) -> str:
    """Return what a task is listed under, once."""
    return groups_of(figures, task)[0]


def titles_of(figures: Figures) -> dict[int, str]:
    """Return the titles of the clauses by number."""
    return {clause.clause_no: clause.title for clause in figures.snapshot.clauses}


def title_of(figures: Figures, task: Task) -> str:
    """Return what a task is called: the title of its clause, else its own words."""
    return titles_of(figures).get(task.clause_no, task.text)


def told_words(update: TaskUpdate) -> str:
    """Return what was told of a task and what comes next; of that 未报 where nothing was."""
    ended = update.progress if update.progress.endswith("。") else f"{update.progress}。"
    return f"{ended}下一步：{update.next_step or '未报'}"


def state_words(figures: Figures, task: Task) -> str:
    """Return the reported state with its sign."""
    state = figures.tracking.state(task)
    return f"{STATE_SIGN[state]} {state_label(state)}"


def due_words(figures: Figures, task: Task) -> str:
    """Return what the schedule says: the first step that is late, near, or to come."""
    which = figures.tracking.task_due(task)
    if which is None:
        steps = figures.tracking.steps(task.task_no)
        return "各步都已办结" if steps else NO_SCHEDULE
    step = next(
        step for step in figures.tracking.steps(task.task_no) if figures.tracking.due(step) is which
    )
    return f"{DUE_SIGN[which]} {which}：第 {step.step_no} 步 {step.due.isoformat()}"


def all_groups(figures: Figures, task: Task) -> str:
    """Return everything that holds of a task, in words."""
    return "、".join(groups_of(figures, task))


def why(figures: Figures, task: Task) -> str:
    """Say why a task stands where it is listed, for each thing that holds of it."""
    said = (_why(figures, task, group) for group in groups_of(figures, task))
    return "；".join(dict.fromkeys(part.rstrip("。") for part in said if part))


def _why(figures: Figures, task: Task, group: str) -> str:
    tracking = figures.tracking
    update = tracking.latest.get(task.task_no)
    if group in (LATE, NEAR):
        wanted = Due(group)
        steps = [s for s in tracking.steps(task.task_no) if tracking.due(s) is wanted]
        return "；".join(f"{_named(step)}，期限 {step.due.isoformat()}" for step in steps)
    if update is None:
        return "未收到信息"
    if group == BLOCKED:
        return f"{update.obstacle.rstrip('。')}，解除条件：{update.remedy}"
    if group == STALLED:
        return f"最近一次进展 {update.day.isoformat()}"
    return update.obstacle or update.progress


def due_pair(figures: Figures, task: Task) -> tuple[str, str]:
    """Return what the schedule says in a word, and which step says so."""
    which = figures.tracking.task_due(task)
    word, _, rest = due_words(figures, task).partition("：")
    return (word, rest) if which else (word, "")


def _named(step: TaskStep) -> str:
    return f"第 {step.step_no} 步「{step.step}」"


COUNTED = (
    ("逾期", "overdue", 0, "期限已过，未办结"),
    ("临期", "near", 0, f"{NEAR_DAYS} 天内到期"),
    ("受阻", "blocked", 0, "牵头单位自报"),
    ("停滞", "stalled", 0, f"{STALLED_DAYS} 天没有更新"),
    ("按期率", "on_time", 1, "办结、逾期的步骤中按期的"),
    ("清单完备度", "completeness", 1, "单位、期限、进展齐全"),
)
"""What a leader reads first: its name, its figure, its decimals, what it counts."""


def counted(figures: Figures) -> Iterator[tuple[str, Quantity, int, str]]:
    """Yield what a leader reads first: each name with its figure, its decimals, what it counts."""
    published = figures.published()
    for label, what, decimals, note in COUNTED:
        if (amount := published.get(str(FigureKey(Family.TASKS, what)))) is not None:
            yield label, amount, decimals, note


def figures_of(figures: Figures) -> list[html.KeyFigure]:
    """Return what a leader reads first, in numbers."""
    return [
        html.key_figure(label, amount, amount.unit, decimals, note=note)
        for label, amount, decimals, note in counted(figures)
    ]


def has_sample(figures: Figures) -> bool:
    """Tell whether one report, line or step is a sample."""
    snapshot = figures.snapshot
    kinds = [row.kind for row in snapshot.task_updates]
    kinds += [row.kind for row in snapshot.task_lines]
    kinds += [row.kind for row in snapshot.task_steps]
    return ValueKind.SAMPLE in kinds


def dispatch_sentence(figures: Figures, tasks: Collection[Task] | None = None) -> str:
    """Say how many tasks have to be dealt with, by group; of ``tasks`` alone where given."""
    snapshot = figures.snapshot
    if not snapshot.tasks:
        return "没有读到方案的任务分工。"
    own = list(snapshot.tasks if tasks is None else tasks)
    if not figures.tracking.latest and not snapshot.task_steps:
        return (
            f"{len(own)} 项任务都未收到进展，也没有时间表；收到以后这里按期限和状态排出要调度的事。"
        )
    groups = [groups_of(figures, task) for task in own]
    counts = {name: sum(name in each for each in groups) for name in (*TO_DISPATCH, SILENT)}
    said = [f"{name} {counts[name]} 项" for name in TO_DISPATCH if counts[name]]
    tail = f"；{SILENT} {counts[SILENT]} 项" if counts[SILENT] else ""
    whole = sum(each[0] in TO_DISPATCH for each in groups)
    twice = (
        f"（一项可计入几类，共 {whole} 项）"
        if sum(counts.values()) > whole + counts[SILENT]
        else ""
    )
    counted = f"{'、'.join(said)}{twice}" if said else "没有要调度的事"
    day = snapshot.data_day.isoformat()
    return f"截至 {day}，{len(own)} 项任务中：{counted}{tail}。"
