"""The desk: what is due, sheets to fill in cell by cell, files, the check before they go off."""

from sihui_map.domain.access import Action
from sihui_map.ui import controls, due, handing_in, panels, reviewing, working, writing
from sihui_map.views import desk, drawn, sentences, tables

PARTS = {
    "待办": due.first,
    "填表": working.fill,
    "上传": handing_in.upload,
    "核对送审": working.hand_in,
    "我的提交": reviewing.own,
    "交接": due.hand_over,
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
        figures = panels.current()
        panels.show(drawn.way(desk.CLERK))
        panels.table(tables.asked_table(figures, figures.snapshot.data_day.year - 1))
        panels.words(sentences.owed_sentence(figures), kind="notes")
        return
    scope = due.scope_of(who)
    PARTS[controls.section("desk_part", tuple(PARTS))](who, scope)


work()
panels.source(panels.current(), "本机数据库；规则见「来源与方法」")
