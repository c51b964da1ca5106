"""Reporting: download the template, hand in, review, publish; nothing is kept unconfirmed."""

from sihui_map.domain.access import Action
from sihui_map.ui import controls, desk, panels, parts, writing

PARTS = {
    "上传": (desk.upload, Action.HAND_IN),
    "审核": (desk.review, Action.SUBMIT),
    "发布": (desk.publish, Action.PUBLISH),
    "平衡表说明": (desk.explain, Action.HAND_IN),
}
OF_THE_CITY = ("平衡表说明",)

panels.heading(
    "数据填报", "下载模板、填数、上传、确认、审核、发布；发布之前，看图的人什么都看不到。"
)


@panels.fragment
def work() -> None:
    """Show one step of the work, for whoever may write."""
    who = writing.panel(Action.SUBMIT, "intake")
    desk.said()
    if who is None:
        panels.show(*parts.asked_of_towns(panels.current()))
        return
    mine = tuple(
        name
        for name, (_, action) in PARTS.items()
        if who.may(action) and not (who.is_scoped and name in OF_THE_CITY)
    )
    PARTS[controls.section("intake_part", mine)][0](who)


work()
panels.source(panels.current(), "本机数据库；规则见「来源与方法」")
