"""The deck: its pages, what each says of itself, the same bytes for the same snapshot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from sihui_map.documents.outputs import OUTPUTS
from sihui_map.documents.pptx.deck import deck
from sihui_map.domain.snapshot import Issue
from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.documents import papers
from tests.documents.slides import Opened, in_annex, slide_called, texts, title, whole_tables

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

PARTS = (
    "总体情况", "镇街排放：地图", "平衡表（2032 年）", "能源项目", "森林覆盖率", "园区循环化",
    "重点任务", "缺失与待核",
)  # fmt: skip


@pytest.fixture(scope="module")
def empty(snapshot: Snapshot) -> Figures:
    """Return the figures of a snapshot in which every table is empty."""
    tables_of: dict[str, Any] = {
        name: () for name in snapshot.__dataclass_fields__
        if isinstance(getattr(snapshot, name), tuple)
    }  # fmt: skip
    return Figures(
        replace(snapshot, **tables_of, boundaries={}, revision="EMPTY000", with_sample=False)
    )


@pytest.mark.parametrize("which", ["shown", "public"])
def test_every_part_has_its_page_in_order(which: str, request: pytest.FixtureRequest) -> None:
    found = [title(slide) for slide in request.getfixturevalue(which).slides]
    places = [next(at for at, one in enumerate(found) if one.startswith(name)) for name in PARTS]

    assert found[0] == "三镇县碳达峰一张图"
    assert found[1] == "目录"
    assert places == sorted(places)


def test_the_contents_name_the_page_of_each_part(shown: Opened) -> None:
    lines = [shape for shape in shown.slides[1].shapes if "（第" in shape.text_frame.text]

    said = [line.text_frame.text.partition("　")[0] for line in lines]
    assert said == [*"123456789", *(f"附{place}" for place in range(1, len(said) - 8))]
    for line in lines:
        name, page = re.fullmatch(r"附?\d+　(.+)（第 (\d+) 页）", line.text_frame.text).groups()  # type: ignore[union-attr]
        target = line.click_action.target_slide
        assert title(target).startswith(name)
        assert shown.slides.index(target) + 1 == int(page)


def test_every_slide_says_issue_id_day_filter_and_sample(shown: Opened, public: Opened) -> None:
    for place, slide in enumerate(shown.slides, start=1):
        foot = next(shape.text_frame.text for shape in slide.placeholders if "Footer" in shape.name)
        number = [node.text for node in slide.element.iter(qn("a:t")) if node.text == str(place)]
        assert foot.startswith("未建库的文件数据 · 版本 ")
        assert "数据日期 2033-09-15" in foot
        assert ("含「示例」数值，不可引用" in foot) == ("示例" in title(slide) or place == 1)
        assert number or place == 1
    assert "2033 年 · 直接排放" in "\n".join(texts(slide_called(shown, "镇街排放：地图")))
    assert not [slide for slide in public.slides if "示例" in title(slide)]


def test_every_page_with_samples_says_so_in_its_title(shown: Opened) -> None:
    for slide in shown.slides:
        cells = [text for text in texts(slide) if text == "示例" or text.endswith("（示例）")]
        assert not cells or title(slide).endswith("示例") or title(slide).startswith("三镇县")


def test_a_long_table_goes_on_under_the_same_title(snapshot: Snapshot) -> None:
    many = tuple(
        replace(site, site_id=f"{site.site_id}-{number}", name=f"{site.name} {number}")
        for number in range(10)
        for site in snapshot.sites
    )
    made: Opened = Presentation(BytesIO(deck(Figures(replace(snapshot, sites=many)))))
    pages = [slide for slide in made.slides if title(slide).startswith("能源项目：清单")]
    names = [
        shape.table.cell(row, 0).text
        for slide in pages
        for shape in slide.shapes
        if shape.has_table
        for row in range(1, len(shape.table.rows))
    ]

    assert [title(slide) for slide in pages[:2]] == [
        "能源项目：清单　示例",
        "能源项目：清单（续）　示例",
    ]
    assert names == [site.name for site in many]


def test_every_slide_has_notes_with_its_sources(shown: Opened) -> None:
    for slide in list(shown.slides)[2:]:
        notes = slide.notes_slide.notes_text_frame.text
        assert "来源" in notes
        assert "数据日期 2033-09-15" in notes


def test_without_an_earlier_issue_the_gaps_say_so(public: Opened) -> None:
    assert "没有指定上一期，本期不作比较。" in list(texts(slide_called(public, "缺失与待核")))
    assert not [slide for slide in public.slides if title(slide).startswith("与上期相比")]


def test_with_the_same_issue_the_gaps_say_that_nothing_changed(public_figures: Figures) -> None:
    made = Presentation(BytesIO(deck(public_figures, before=public_figures)))

    said = list(texts(slide_called(made, "缺失与待核")))
    assert "与上期相比，数值、位次和状态都没有变化。" in said


def test_a_long_list_of_changes_is_cut_and_says_so(
    figures: Figures, public_figures: Figures
) -> None:
    made: Opened = Presentation(BytesIO(deck(figures, before=public_figures)))
    first = slide_called(made, "与上期相比")
    pages = [
        slide
        for slide in made.slides
        if in_annex(slide) and re.match(r"与上期相比(（续）)?　示例$", title(slide))
    ]
    tables_shown = [shape.table for slide in pages for shape in slide.shapes if shape.has_table]

    assert "下表按变化幅度列前 45 个。" in list(texts(first))
    assert [text for text in texts(first) if text.startswith("全部各项见附件。")]
    assert sum(len(table.rows) - 1 for table in tables_shown) == 45


def test_the_last_pages_list_gaps_open_points_and_errata(figures: Figures, shown: Opened) -> None:
    pages = [slide for slide in shown.slides if title(slide).startswith("缺失与待核")]
    said = {text for slide in pages for text in texts(slide)}

    assert "当年电网排放因子未公开" in said
    assert "虚构储能电站" in said
    assert {row.reading_b for row in figures.snapshot.errata} <= said
    assert not [text for text in said if text.startswith("示例·")]


def test_a_broken_file_is_named(public_snapshot: Snapshot) -> None:
    from sihui_map.domain.snapshot import Problem  # noqa: PLC0415 only here

    problem = Problem(file="sites.csv", sentence="geodata/sites.csv：文件缺失。")
    made = Presentation(BytesIO(deck(Figures(replace(public_snapshot, problems=(problem,))))))

    assert "geodata/sites.csv：文件缺失。" in list(texts(slide_called(made, "缺失与待核")))


def test_of_an_empty_snapshot_the_deck_still_comes_and_names_the_gaps(empty: Figures) -> None:
    made: Opened = Presentation(BytesIO(deck(empty)))
    found = [title(slide) for slide in made.slides]
    said = [text for slide in made.slides for text in texts(slide)]

    for name in PARTS:
        assert [one for one in found if one.startswith(name)], name
    whole = [text for slide in whole_tables(made) for text in texts(slide)]
    assert (whole.count("暂无"), whole.count("尚未填报")) == (7, 6)
    assert "暂无镇街界线，没有地图，见「缺失与待核」。" in said
    assert "没有可列的内容：暂无能源项目名录，见「缺失与待核」。" in said
    assert not [text for text in said if "无法读取" in text]
    assert "没有可列的内容。" in said
    assert not [shape for slide in made.slides for shape in slide.shapes if shape.has_chart]


def test_the_same_snapshot_gives_the_same_bytes(public_figures: Figures, shown: Opened) -> None:
    assert deck(public_figures) == deck(public_figures)
    assert shown.core_properties.created.date() == date(2033, 9, 15)
    assert shown.core_properties.modified.date() == date(2033, 9, 15)


def test_no_clock_is_in_the_file_or_in_its_workbooks(made: bytes) -> None:
    with ZipFile(BytesIO(made)) as packed:
        books = [packed.read(name) for name in packed.namelist() if name.endswith(".xlsx")]
        stamps = {entry.date_time for entry in packed.infolist()}
    assert len(books) == 5
    for book in books:
        with ZipFile(BytesIO(book)) as packed:
            stamps |= {entry.date_time for entry in packed.infolist()}
            assert b">2033-09-15T00:00:00Z<" in packed.read("docProps/core.xml")
    assert stamps == {(2033, 9, 15, 0, 0, 0)}


def test_a_hostile_name_is_written_letter_for_letter(snapshot: Snapshot) -> None:
    name = "<a:t>&{{7*7}}\x00\x0b\u202e\ud800=cmd"
    hostile = replace(
        snapshot,
        towns=tuple(replace(town, name=name) for town in snapshot.towns),
        sites=tuple(replace(site, name=name, source=name) for site in snapshot.sites[:3]),
        named_sources=tuple(replace(row, name=name) for row in snapshot.named_sources),
    )

    made: Opened = Presentation(BytesIO(deck(Figures(hostile), approval=name)))

    assert "<a:t>&{{7*7}}=cmd" in list(texts(slide_called(made, "能源项目：清单")))


def test_tables_of_the_screen_and_the_deck_are_the_same(figures: Figures, shown: Opened) -> None:
    ledger = tables.ledger_table(figures, 2032)
    slide = slide_called(shown, "平衡表（2032 年）")
    native = next(shape.table for shape in slide.shapes if shape.has_table)

    found = [[cell.text for cell in row.cells] for row in native.rows][1:]
    assert found[:-1] == [[cell.text for cell in row.cells] for row in ledger.rows][:-1]
    assert found[-1] == ["残差（全县总量−各项之和）", "−0.99 示", "占 −5.97%"]


def test_a_real_capacity_beside_samples_keeps_its_kind(shown: Opened) -> None:
    slide = slide_called(shown, "能源项目")
    native = next(shape.table for shape in slide.shapes if shape.has_table)
    row = next(row for row in native.rows if row.cells[0].text == "投产")

    assert [cell.text for cell in row.cells][2:5] == ["5.0 示", "—", "60.0 实"]
    assert any("实＝实绩，示＝示例" in text for text in texts(slide))


def test_a_document_is_dated_the_day_of_its_publication(snapshot: Snapshot) -> None:
    issue = Issue(number=3, day="2033-08-01")
    figures = Figures(replace(snapshot, issue=issue))  # a task was updated on 15 September
    made: Opened = Presentation(BytesIO(deck(figures)))
    report = papers.opened(OUTPUTS["report"].make(figures))

    assert made.core_properties.created.date() == date(2033, 8, 1)
    assert report.core_properties.created is not None
    assert report.core_properties.created.date() == date(2033, 8, 1)
    said = papers.texts(report)
    assert "2033年8月1日" in said
    assert any("数据截至2033年9月15日" in text for text in said)
