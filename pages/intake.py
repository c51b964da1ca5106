"""Reporting: download the template, hand in, review, publish; nothing is kept unconfirmed."""

from sihui_map.ui import controls, desk, editor, panels

PARTS = {"上传": desk.upload, "审核": desk.review, "发布": desk.publish, "平衡表说明": desk.explain}

panels.heading(
    "数据填报", "下载模板、填数、上传、确认、审核、发布；发布之前，看图的人什么都看不到。"
)


@panels.fragment
def work() -> None:
    """Show one step of the work, for whoever may write."""
    who = editor.panel()
    desk.said()
    if who:
        PARTS[controls.section("intake_part", tuple(PARTS))](who)


work()
panels.source(panels.current(), "本机数据库；规则见「来源与方法」")
