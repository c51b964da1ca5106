"""The desk: what is due, sheets to fill in cell by cell, files, the check before they go off."""

from sihui_map.domain.access import Action
from sihui_map.ui import controls, handing_in, panels, parts, reviewing, working, writing

PARTS = {
    "待办": working.first,
    "填表": working.fill,
    "上传": handing_in.upload,
    "核对送审": working.hand_in,
    "我的提交": reviewing.own,
}

panels.heading(
    "我的工作台", "填一格存一格；核对以后送审，别人审核、发布以前，看图的人什么都看不到。"
)


@panels.fragment
def work() -> None:
    """Show one step of the work, for whoever may write."""
    who = writing.panel(Action.HAND_IN, "desk")
    handing_in.said()
    if who is None:
        panels.show(*parts.asked_of_towns(panels.current()))
        return
    scope = working.scope_of(who)
    PARTS[controls.section("desk_part", tuple(PARTS))](who, scope)


work()
panels.source(panels.current(), "本机数据库；规则见「来源与方法」")
