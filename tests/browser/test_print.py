"""Every page on paper: all of it, on as many sheets of A4 as it takes, nothing over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
import shapely

from tests.browser.visit import TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

    Visitor = Callable[..., Visit]
    Rect = tuple[float, float, float, float]

pytestmark = pytest.mark.browser

A4 = (595, 842)
PAGES = [name for name in TITLES if name not in {"town?town=441284105", "manual"}]
TOWNS = ["东城街道", "大沙镇", "罗源镇", "威整镇", "下茆镇"]
# What has to be there, beside the heading: the first and the last of what the page lists.
ENDS = {
    "": ["主要指标", "最近变化", "大沙"],
    "emissions": [*TOWNS, "平衡表", "热电"],
    "sites": ["四会石狗门站", "各阶段规模"],
    "forest": [*TOWNS, "自然保护地", "黄田"],
    "parks": ["肇庆高新区四会产业园", "第 27 条", "江谷"],
    "tasks": ["产业绿色提质增效行动", "40."],
    "targets": ["园区循环化改造", "原文摘录"],
    "ledger": ["历年平衡", "2025"],
    "reporting": TOWNS,
    "sources": ["排放量", "官方规则原文"],
}


def over_each_other(page: pypdfium2.PdfPage) -> list[tuple[str, str]]:
    """Return pairs of texts of which one lies over the other by more than a third."""
    text = page.get_textpage()
    rects = [rect for rect in _rects(page) if shapely.box(*rect).area > 1]
    said = [text.get_text_bounded(*rect).strip() for rect in rects]
    boxes = [shapely.box(*rect) for rect, words in zip(rects, said, strict=True) if words]
    said = [words for words in said if words]
    pairs = shapely.STRtree(boxes).query(boxes, predicate="intersects").T.tolist()
    return [
        (said[one], said[other])
        for one, other in pairs
        if one < other
        and boxes[one].intersection(boxes[other]).area > min(boxes[one].area, boxes[other].area) / 3
    ]


@pytest.mark.parametrize(
    ("address", "width"),
    [*((address, 1366) for address in PAGES), ("emissions", 1920), ("", 1920)],
)
def test_a_page_is_printed_whole(
    visitor: Visitor, server: Server, address: str, width: int
) -> None:
    visit = visitor(server, address, width=width, height=900)

    printed = visit.page.pdf(prefer_css_page_size=True, print_background=True)

    sheets = pypdfium2.PdfDocument(printed)
    said = "".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
    said = "".join(said.split())
    for words in (TITLES[address], *ENDS.get(address, []), "数据日期"):
        assert "".join(words.split()) in said
    assert tuple(round(size) for size in sheets[0].get_size()) == A4
    for sheet in sheets:
        assert over_each_other(sheet) == []
        right = max((rect[2] for rect in _rects(sheet)), default=0)
        assert right <= A4[0] - 20
    if address == "tasks":
        rows = visit.page.locator("table.data tbody tr").count()
        assert rows == 40
    sheets.close()


def _rects(sheet: pypdfium2.PdfPage) -> list[Rect]:
    text = sheet.get_textpage()
    return [text.get_rect(at) for at in range(text.count_rects())]


def test_after_printing_the_map_is_as_it_was(visitor: Visitor, server: Server) -> None:
    visit = visitor(server, "emissions")
    frame = "iframe[src*='/component/map/']"
    before = visit.page.locator(frame).bounding_box()

    visit.page.pdf()

    assert visit.page.locator(frame).bounding_box() == before
    visit.click_polygon("441284113")
    visit.page.wait_for_url("**town=441284113*")
