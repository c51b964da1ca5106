"""催办单 of one unit or town as .docx: what it owes, numbered, and the slip to send back (回执)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.documents.docx.nodes import cell_node, row_node, table_node, text_node
from sihui_map.documents.docx.paper import Paper
from sihui_map.documents.docx.styles import TABLE_HEAD, TABLE_TEXT
from sihui_map.documents.wording import chinese_date, gap
from sihui_map.domain.reminding import Level
from sihui_map.views.names import area_name
from sihui_map.views.reminding import called, hardest, lateness, named
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lxml.etree import _Element

    from sihui_map.domain.reminding import Notice
    from sihui_map.figures import Figures

SLIP = "回执"
SLIP_MM = (34.0, 122.0)
SLIP_FIELDS = (
    ("催办单编号", ""),
    ("签收人、日期", ""),
    ("办到哪一步", "\n\n"),
    ("何时办完", "\n"),
    ("存在问题", "\n"),
    ("填报人、电话", ""),
)
ASKED = {
    Level.REMIND: "期限将到，请按时报送。",
    Level.URGE: "请抓紧办理，签收后书面反馈办到哪一步、何时办完。",
    Level.SUPERVISE: "多次催办仍未见报送或反馈，现予督办。请立即办理，书面说明原因和办结时间。",
}


def urging(figures: Figures, scope: str, notices: Sequence[Notice], day: date) -> bytes:
    """Return the notices of one unit or town as a document of ``day``, the slip below them."""
    level, place = hardest(notices), figures.snapshot.place
    title, name = f"碳达峰工作{level}单", area_name(figures, scope)
    paper = Paper(figures, f"{title}：{name}")
    paper.title(title)
    paper.line("", "Normal")
    paper.line(f"{name}：", "Normal")
    paper.text(
        f"截至{chinese_date(day)}，{called(figures, scope)}有 {len(notices)} 件事未见报送，见下表。"
        f"{ASKED[level]}可在{place.title}「我的工作台」签收、反馈，也可填写回执报{place.office}。"
    )
    paper.table(_table(notices, day), source="填报记录；规则见「来源与方法」")
    paper.line("", "Normal")
    paper.signed(gap("发文机关署名"), chinese_date(day))
    paper.line(SLIP, "Heading 1")
    paper.block(slip("、".join(f"第 {one.number} 号" for one in notices)))
    return paper.to_bytes()


def slip(numbers: str) -> _Element:
    """Return the fields to fill in and send back, with the numbers of the notices."""
    label_mm, field_mm = SLIP_MM
    return table_node(
        SLIP_MM,
        (
            row_node(
                cell_node(text_node(label, TABLE_HEAD), width_mm=label_mm),
                cell_node(text_node(words or (numbers if not place else ""), TABLE_TEXT),
                          width_mm=field_mm),
            )
            for place, (label, words) in enumerate(SLIP_FIELDS)
        ),
    )  # fmt: skip


def _table(notices: Sequence[Notice], day: date) -> Table:
    columns = tuple(Column(label) for label in ("编号", "事项", "期限", "现在"))
    rows = (
        TableRow(
            (
                Cell(named(one)),
                Cell(one.about),
                Cell(chinese_date(one.due)),
                Cell(lateness(one.due, day)),
            )
        )
        for one in notices
    )
    return Table("请办理的事项", columns, tuple(rows))
