"""Meeting materials: the deck, the report, the sheets, the pack, the book, from one snapshot."""

from sihui_map.ui import editor, materials, panels, present
from sihui_map.views import html

figures = panels.current()

panels.heading(
    "会议材料",
    "全部出自同一期数据，与页面上的数一致；要用以前某一期，先在「历次发布」选择。",
    sample=panels.has_sample(figures),
)


@panels.fragment
def make() -> None:
    """Make the whole set with one click."""
    materials.make_set()


@panels.fragment
def office() -> None:
    """Make the deck on the office's own template."""
    materials.office_deck(figures, editor.writer())


@panels.fragment
def notice() -> None:
    """Make the notices of one unit."""
    materials.notices(figures)


@panels.fragment
def order() -> None:
    """Change the order of the slides."""
    present.order_editor(editor.writer())


make()
materials.listed()
office()
panels.section("催办单和反馈单", "按牵头单位，只列需要说明的任务。")
notice()
panels.section("汇报", "打开后按 F 全屏，方向键、PgUp、PgDn 翻页，B 黑屏。")
panels.show(html.page_link("开始汇报", present.address()))
order()
panels.source(figures, "本机生成，不经过其他主机")
