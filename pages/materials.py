"""Meeting materials: the deck, the report, the sheets, the pack, the book, from one snapshot."""

from sihui_map.domain.access import Action
from sihui_map.ui import materials, panels, present, slide_order, writing

figures = panels.current()

panels.heading(
    "会议材料",
    "全部出自同一期数据，与页面上的数一致；要用以前某一期，先在「历次发布」选择。",
    sample=panels.has_sample(figures),
)


@panels.fragment
def make() -> None:
    """Make the whole set with one click, and hand it out as one file."""
    materials.make_set()
    materials.listed(panels.current())


@panels.fragment
def office() -> None:
    """Make the deck on the office's own template."""
    materials.office_deck(figures, writing.able(Action.USE_TEMPLATE))


@panels.fragment
def notice() -> None:
    """Make the notices of one unit."""
    materials.notices(figures)


@panels.fragment
def order() -> None:
    """Change the order of the slides."""
    slide_order.order_editor(writing.able(Action.ARRANGE))


make()
panels.section(
    "汇报",
    "F 全屏，方向键、PgUp、PgDn 翻页，1—9 到那一页，O 看全部，Q 问答，N 备注窗口，B 黑屏。",
)
present.links(figures)
order()
panels.section("催办单和反馈单", "按牵头单位，只列需要说明的任务。")
notice()
office()
panels.source(figures, "本机生成，不经过其他主机")
