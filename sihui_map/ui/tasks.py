"""The tasks as a reader has narrowed them down: all of it stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.access import Role
from sihui_map.domain.progress import TaskState
from sihui_map.ui import controls, identity, panels, state
from sihui_map.ui.parts import Filter
from sihui_map.views import drawn, labels, strips, tables, task_views, tracking
from sihui_map.views.tracking import TaskFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.domain.plan import Task
    from sihui_map.figures import Figures

BOARD, TABLE, TIME = "board", "table", "time"
VIEWS = {BOARD: "看板", TABLE: "表格", TIME: "时间表"}


def _offered(figures: Figures) -> list[Filter]:
    snapshot = figures.snapshot
    units = {name: name for name in snapshot.departments}
    actions = {str(action.action_no): action.name for action in snapshot.actions}
    mine = [Filter("mine", "我的", {"yes": "只看我的"}, "全部任务")] if _own_scope() else []
    return [
        Filter("view", "样式", VIEWS, "清单"),
        Filter("action", "行动", actions, "全部行动"),
        Filter("lead", "牵头单位", units, "全部牵头单位"),
        Filter("cooperating", "配合单位", units, "全部配合单位"),
        Filter("state", "状态", {each: labels.state_label(each) for each in TaskState}, "全部状态"),
        Filter("group", "情况", {each: each for each in tracking.GROUPS}, "全部情况"),
        Filter("age", "更新", {key: str(age) for key, age in tracking.AGES.items()}, "不论新旧"),
        Filter(
            "number",
            "数值目标",
            {tracking.WITH_NUMBER: "有数值", tracking.WITHOUT_NUMBER: "没有数值"},
            "有无数值",
        ),
        *mine,
    ]


def _own_scope() -> tuple[Role, str] | None:
    """Return the role and the town or unit of who is signed in, if he is of one."""
    who = identity.person()
    if who is None or not who.is_scoped:
        return None
    return who.account.role, who.account.scope


class Selection:
    """What a page of tasks shows: the filters in its bar, and what they let through."""

    def __init__(self, figures: Figures) -> None:
        """Take from the address what is chosen."""
        self.figures = figures
        self.filters = controls.Filters(*_offered(figures))
        chosen, own = self.filters.chosen, _own_scope()
        is_mine = bool(chosen.get("mine")) and own is not None
        role, scope = own or (Role.VIEWER, "")
        town = state.choice(()).town_code
        self.view = chosen["view"]
        self.filter = TaskFilter(
            action=chosen["action"],
            lead=chosen["lead"],
            cooperating=chosen["cooperating"],
            state=chosen["state"],
            group=chosen["group"],
            age=chosen["age"],
            number=chosen["number"],
            town=scope if is_mine and role is Role.TOWN else town,
            unit=scope if is_mine and role is Role.UNIT else "",
        )
        self.tasks: Sequence[Task] = self.filter.among(figures, figures.snapshot.tasks)

    def show_bar(self) -> None:
        """Offer the town and the filters."""
        self.filters.show(self.figures)

    def show(self) -> None:
        """Show the tasks in the chosen way."""
        figures, tasks = self.figures, self.tasks
        if not tasks:
            panels.words("没有同时满足这些条件的任务，请放宽一个条件。")
        elif self.view == BOARD:
            panels.show(drawn.lanes(task_views.task_lanes(figures, tasks)))
        elif self.view == TABLE:
            panels.table(tables.tasks_table(figures, tasks))
        elif self.view == TIME:
            self._timetable()
        else:
            for group, lines in strips.task_groups(figures, tasks):
                panels.section(group)
                panels.show(drawn.folds(lines))

    def _timetable(self) -> None:
        shown = task_views.timetable(self.figures, self.tasks)
        if shown is None:
            panels.words("这些任务还没有报时间表；报了以后，这里按期限画出每一步。")
            return
        panels.show(drawn.timetable(shown))
        panels.table(tables.steps_table(self.figures, self.tasks))
