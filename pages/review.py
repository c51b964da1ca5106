"""The reviewer's desk: what waits, what is published, until when a year may be reported."""

from sihui_map.domain.access import Action
from sihui_map.ui import cache, controls, handing_in, panels, reminding, reviewing, writing
from sihui_map.views import desk, drawn, html, revisions

PUBLISHED = 3
PARTS = {
    "待审": reviewing.waiting,
    "发布": reviewing.publish,
    "填报期与催报": reviewing.years,
    "催办": reminding.review,
    "平衡表说明": reviewing.explain,
}

panels.heading("审核台", "谁填的不由谁审；退回写到格，发布写明事由，每一步都留在操作记录里。")


@panels.fragment
def work() -> None:
    """Show one step of the work, for whoever may approve."""
    who = writing.panel(Action.APPROVE, "review")
    handing_in.said()
    if who is None:
        panels.show(drawn.way(desk.STEPS))
        newest = cache.archive().publications()[:PUBLISHED]
        panels.table(revisions.publications_table(newest).titled("最近发布的"))
        panels.show(html.page_link("看历次发布", "./revisions"))
        return
    PARTS[controls.section("review_part", tuple(PARTS))](who)


work()
panels.source(panels.current(), "本机数据库；规则见「来源与方法」")
