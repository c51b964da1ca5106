"""The deck: the numbers of the screen, words for the blind, nothing cut off, any template."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from math import ceil
from time import process_time
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.changes import compare
from sihui_map.documents.deck import deck
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.domain.light import Light
from sihui_map.domain.park import ParkStage
from sihui_map.domain.site import PlacePrecision, SiteStage
from sihui_map.domain.snapshot import Issue, ReportedRow
from sihui_map.domain.value import ValueKind
from sihui_map.errors import IntakeError
from sihui_map.figures import Figures
from sihui_map.views import fmt, tables
from sihui_map.views.labels import LIGHT_RULE
from sihui_map.views.palette import class_colors
from tests.documents import papers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sihui_map.changes import FigureChange
    from sihui_map.domain.snapshot import Snapshot

Opened: TypeAlias = Any
"""A presentation, slide or shape: python-pptx is half typed."""
PARTS = (
    "总体情况", "镇街排放：地图", "平衡表（2020 年）", "能源项目", "森林覆盖率", "园区循环化",
    "重点任务", "缺失与待核",
)  # fmt: skip
NUMBER = re.compile(r"[−+-]?\d[\d,]*(?:\.\d+)?")
ALLOWED_BY_NAME = {
    "day": r"\d{4}-\d{2}-\d{2}",
    "year": r"(?<!\d)20[0-6]\d(?= ?年|）|、|$)",
    "clause, page or issue": r"第 \d+ (?:条|页|期)",
    "the plan's number": r"四府〔2024〕1号",
    "map approval": r"粤S\(2026\)01-001号",
    "age of an update": r"\d+ 天(?:内|未)更新",
    "task": r"任务 \d+",
    "twelve actions": r"12 大行动",
    "threshold of a large change": r"超过 5%",
    "place in the contents": r"^\d(?=　\S)",
    "parks' target": r"目标为 2030 年全部完成",
}
APPROVAL = "粤S(2026)01-001号"


@pytest.fixture(scope="module")
def older(snapshot: Snapshot) -> Figures:
    """Return an earlier state: one amount larger, fewer updates, three sites fewer."""
    return Figures(
        replace(
            snapshot,
            revision="EARLIER1",
            issue=Issue(number=1, is_latest=False),
            energy_uses=tuple(
                replace(use, amount=(use.amount or 0) * 1.2)
                if (use.area_id, use.year) == ("441284105", 2025)
                else use
                for use in snapshot.energy_uses
            ),
            task_updates=snapshot.task_updates[:20],
            sites=snapshot.sites[:-3],
        )
    )


@pytest.fixture(scope="module")
def made(figures: Figures, older: Figures) -> bytes:
    """Return the deck of everything, compared with an earlier state."""
    return deck(figures, before=older, approval=APPROVAL)


@pytest.fixture(scope="module")
def shown(made: bytes) -> Opened:
    """Return the deck as opened again."""
    return Presentation(BytesIO(made))


@pytest.fixture(scope="module")
def public(public_figures: Figures) -> Opened:
    """Return the deck of what is public, compared with nothing."""
    return Presentation(BytesIO(deck(public_figures)))


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


def leaves(shapes: Iterable[Opened]) -> Iterator[Opened]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from leaves(shape.shapes)


def texts(slide: Opened) -> Iterator[str]:
    for shape in leaves(slide.shapes):
        if shape.has_text_frame and "Slide Number" not in shape.name:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        if getattr(shape, "has_table", False):
            rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
            skipped = 1 if rows[0][0] == "序号" else 0  # the plan's own numbers of its tasks
            yield from (text for row in rows for text in row[skipped:])


def title(slide: Opened) -> str:
    return str(slide.shapes.title.text_frame.text)


def slide_called(presentation: Opened, name: str) -> Opened:
    return next(slide for slide in presentation.slides if title(slide).startswith(name))


def verbatim(figures: Figures) -> list[str]:
    """Return texts that come from files letter for letter and may hold any digit."""
    snapshot = figures.snapshot
    found = [LIGHT_RULE, snapshot.revision]
    for rows in (
        snapshot.sites, snapshot.parks, snapshot.errata, snapshot.targets, snapshot.clauses,
        snapshot.named_sources, snapshot.protected_areas,
    ):  # fmt: skip
        for row in rows:
            names = row.__dataclass_fields__
            found += [getattr(row, name) for name in names if isinstance(getattr(row, name), str)]
    found += [item.rule_brief for item in figures.standings]
    found += [amount.reason for amount in figures.published().values()]
    return sorted({text for text in found if re.search(r"\d", text)}, key=len, reverse=True)


def compared(change: FigureChange) -> set[str]:
    """Return both sides and the difference of a change as its row writes them, worked out here."""
    sides = [side for side in (change.before, change.after) if side and side.value is not None]
    large = {"tCO2", "tce", "万元"} & {side.unit for side in sides}
    values = [side.known / 1e4 if large else side.known for side in sides]
    size = max(map(abs, values), default=0)
    intensity = any("/" in side.unit for side in sides)
    decimals = 0 if size >= 1000 and not large else 4 if size < 1 and intensity else 2
    if len(values) == 2:
        values.append(values[1] - values[0])
        decimals = decimals if abs(values[2]) >= 0.5 * 10**-decimals else 4
    return {fmt.number(value, decimals) for value in values}


def published_texts(figures: Figures) -> set[str]:
    """Return every number that may be shown, written with the screen's rounding."""
    found: set[str] = set()
    for amount in figures.published().values():
        if amount.value is not None:
            found |= {
                "tCO2": {fmt.number(amount.value / 1e4, 2)},
                "%": {fmt.number(amount.value, 2), fmt.number(amount.value, 0)},
                "MW": {fmt.number(amount.value, 1)},
                "公顷": {fmt.number(amount.value, 0), fmt.number(amount.value, 2)},
                "个百分点": {fmt.number(amount.value, 2)},
            }.get(amount.unit, set())
    for fact in figures.snapshot.city_facts:
        found |= {f"{fact.value:,.10g}", fmt.number(fact.value, 2)}
    for site in figures.snapshot.sites:
        found |= {fmt.number(size, 1) for size in (site.capacity_mw, site.capacity_mwh) if size}
    found |= {f"{row.value:g}" for row in figures.snapshot.targets if row.value is not None}
    found |= {fmt.quantity(due, 2) for due in figures.forest_path().values()}
    if figures.forest_years:
        first, last = figures.forest_years[0], figures.forest_years[-1]
        for area in ("city", *(town.town_code for town in figures.towns)):
            now, then = figures.forest_cover(area, last), figures.forest_cover(area, first)
            found.add(fmt.number(now.known - then.known, 2))
    breaks = figures.breaks(TOTAL, Scope.DIRECT)
    found |= {fmt.number(cut / 1e4, 2) for cut in breaks}
    if figures.years:
        total = sum(
            figures.emission(town.town_code, figures.years[-1]).known for town in figures.towns
        )
        found.add(fmt.number(total / 1e4, 2))
    return found


def counts(figures: Figures) -> set[str]:
    """Return how many there are of what a sentence or table counts."""
    snapshot = figures.snapshot
    sites, standings = snapshot.sites, figures.standings
    year = figures.park_years[-1] if figures.park_years else 0
    parks = [row for row in snapshot.park_progress if row.year == year and row.provincial]
    heard = sum(task.task_no in figures.latest_updates for task in snapshot.tasks)
    found = [
        len(figures.towns), len(standings), *(
            sum(item.light is light for item in standings) for light in Light
        ),
        sum(item.target.value is None for item in standings),
        len(sites), *(sum(site.stage is stage for site in sites) for stage in SiteStage),
        *(
            sum(site.stage is stage and site.capacity_mw is None for site in sites)
            for stage in SiteStage
        ),
        sum(site.place_precision is not PlacePrecision.POINT for site in sites),
        len(snapshot.parks), len(parks), len(snapshot.parks) - len(parks),
        sum(row.stage is ParkStage.COMPLETED for row in parks),
        len(snapshot.tasks), heard, len(snapshot.tasks) - heard, len(snapshot.errata),
    ]  # fmt: skip
    return {str(count) for count in found}


def gap_counts(figures: Figures, slide: Opened) -> set[str]:
    """Return what the page of gaps counts: figures without a number by reason, open points."""
    groups: dict[tuple[str, str], int] = {}
    for name, amount in figures.published().items():
        if amount.value is None:
            is_intensity = name.startswith("intensity.")  # what each of them lacks stands last
            reason = amount.reason.rpartition("；")[2] if is_intensity else amount.reason
            for depth in (1, 2):
                family = ".".join(name.split(".")[:depth])
                groups[family, reason] = groups.get((family, reason), 0) + 1
    open_sites = [
        site
        for site in figures.snapshot.sites
        if not site.name.startswith("示例") and site.stage is SiteStage.UNKNOWN
    ]
    open_parks = [park for park in figures.snapshot.parks if not park.level_confirmed]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return {
        *map(str, groups.values()),
        str(len(open_sites) + len(open_parks)),
        str(len(table.rows) - 1),
    }


def unexplained(text: str, known: set[str], said: list[str]) -> list[str]:
    for exact in said:
        text = text.replace(exact, "")
    text = re.sub(r"(\d{4})—(\d{4} 年)", r"\1 年、\2", text)  # a run of years
    for pattern in ALLOWED_BY_NAME.values():
        text = re.sub(pattern, "", text)
    found = (number.lstrip("+") for number in NUMBER.findall(text))
    return [number for number in found if number.rstrip(",") not in known]


def all_known(figures: Figures, presentation: Opened) -> set[str]:
    gaps = gap_counts(figures, slide_called(presentation, "缺失与待核"))
    return published_texts(figures) | counts(figures) | gaps


def change_texts(before: Figures, after: Figures) -> set[str]:
    found = compare(before, after)
    known = {str(len(found.figures)), str(len(found.large)), str(len(found.ranks))}
    known |= {str(len(found.states))}
    for change in found.figures:
        known |= compared(change)
        if change.percent is not None:
            known.add(fmt.number(change.percent, 1))
    return known | {str(place) for flip in found.ranks for place in (flip.before, flip.after)}


def test_every_number_in_the_text_is_a_published_one(
    figures: Figures, older: Figures, shown: Opened
) -> None:
    known = all_known(figures, shown) | change_texts(older, figures)
    said = [*verbatim(figures), "EARLIER1", "enterprise_2015", "provincial_2025", "GB/T 2589"]
    every = [(title(slide), text) for slide in shown.slides for text in texts(slide)]
    wrong = [
        (where, text, left) for where, text in every if (left := unexplained(text, known, said))
    ]

    assert not wrong
    assert sum(len(NUMBER.findall(text)) for _, text in every) > 600


def test_every_number_in_notes_and_in_words_for_the_blind_is_a_published_one(
    figures: Figures, older: Figures, shown: Opened
) -> None:
    known = all_known(figures, shown) | change_texts(older, figures)
    sources = {part for one in figures.published().values() for part in one.source.split("；")}
    sources |= {fact.source for fact in figures.snapshot.city_facts}
    said = [*verbatim(figures), *filter(None, sources), "EARLIER1", "enterprise_2015"]
    said.sort(key=len, reverse=True)
    every = [
        text
        for slide in shown.slides
        for text in (
            slide.notes_slide.notes_text_frame.text,
            *(node.get("descr", "") for node in slide.element.iter(qn("p:cNvPr"))),
        )
    ]
    plain = [re.sub(r"(?<!\d)\d+ (?:个数值|行)", "", text) for text in every]  # how many there are
    wrong = [(text, left) for text in plain if (left := unexplained(text, known, said))]

    assert not wrong
    assert sum(len(NUMBER.findall(text)) for text in every) > 100


def test_every_number_of_the_public_deck_is_a_published_one(
    public_figures: Figures, public: Opened
) -> None:
    known, said = all_known(public_figures, public), verbatim(public_figures)
    wrong = [
        (text, left)
        for slide in public.slides
        for text in texts(slide)
        if (left := unexplained(text, known, said))
    ]

    assert not wrong


def test_a_number_that_nobody_published_would_be_noticed(figures: Figures, shown: Opened) -> None:
    known, said = all_known(figures, shown), verbatim(figures)

    assert unexplained("合计 132.06 万吨，2025 年第 34 条", known, said) == ["132.06"]
    assert unexplained("合计 132.05 万吨，2025 年第 34 条", known, said) == []


def test_every_number_in_a_chart_and_its_workbook_is_a_published_one(
    figures: Figures, shown: Opened
) -> None:
    known = {float(text.replace(",", "").replace("−", "-")) for text in published_texts(figures)}
    charts = [shape.chart for slide in shown.slides for shape in slide.shapes if shape.has_chart]
    in_xml, in_book = [], []
    for chart in charts:
        caches = chart.element.iter(qn("c:numCache"))
        in_xml += [float(node.text) for cache in caches for node in cache.iter(qn("c:v"))]
        body = BytesIO(chart.part.chart_workbook.xlsx_part.blob)
        book: Opened = openpyxl.load_workbook(body)
        in_book += [
            cell for row in book.active.iter_rows(min_row=2, min_col=2, values_only=True)
            for cell in row if cell is not None
        ]  # fmt: skip

    assert len(charts) == 5
    assert sorted(in_xml) == sorted(in_book)
    assert len(in_xml) == 3 + 3 * 13 + 4 + 5 + 2 + 6 + 6
    assert not [value for value in in_xml if value not in known]


def test_a_year_without_a_value_is_a_gap_in_the_chart(shown: Opened) -> None:
    chart = next(shape.chart for shape in slide_called(shown, "总体情况").shapes if shape.has_chart)
    (values,) = [series.values for series in chart.plots[0].series]

    assert list(chart.plots[0].categories) == [str(year) for year in range(2010, 2026)]
    assert [value for value in values if value is not None] == [274.22, 327.66, 294.17]
    assert values.count(None) == 13


def map_group(presentation: Opened) -> Opened:
    slide = slide_called(presentation, "镇街排放：地图")
    return next(shape for shape in slide.shapes if shape.name.startswith("地图"))


def test_each_town_is_one_freeform_with_its_name_value_and_colour(
    figures: Figures, shown: Opened
) -> None:
    breaks = figures.breaks(TOTAL, Scope.DIRECT)
    colors = class_colors(breaks)
    shapes = {shape.name: shape for shape in map_group(shown).shapes}

    for town in figures.towns:
        amount = figures.emission(town.town_code, 2025)
        shape, value = shapes.pop(town.name), fmt.wan_tonnes(amount)
        assert shape.element.spPr.find(qn("a:custGeom")) is not None
        assert [part.text for part in shape.text_frame.paragraphs] == [town.short_name, value]
        assert f"{value} 万吨CO₂（示例）" in shape.element.xpath("./*/p:cNvPr")[0].get("descr")
        place = sum(round(amount.known / 1e4, 2) >= cut / 1e4 for cut in breaks)
        assert f"#{shape.fill.fore_color.rgb}".lower() == colors[place]
        assert len(shape.element.findall(f".//{qn('a:pt')}")) <= 300
    assert set(shapes) == {"大旺街道", "河流 1", "河流 2", "中电四会热电有限责任公司"}


def test_a_town_without_a_value_is_hatched_and_says_why(public: Opened) -> None:
    town = next(shape for shape in map_group(public).shapes if shape.name == "大沙镇")

    assert town.fill.pattern is MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    assert [part.text for part in town.text_frame.paragraphs] == ["大沙"]
    assert town.element.xpath("./*/p:cNvPr")[0].get("descr") == "大沙镇：缺失（未报）"


def test_the_legend_stands_beside_the_map_and_says_what_the_screen_says(shown: Opened) -> None:
    slide = slide_called(shown, "镇街排放：地图")
    legend = next(shape for shape in slide.shapes if shape.name == "图例")
    said = [shape.text_frame.text for shape in legend.shapes if shape.text_frame.text]

    assert legend.left > map_group(shown).left + map_group(shown).width
    assert said == [
        "排放总量（万吨CO₂）", "≥ 20.00", "10.00 ～ 20.00", "5.00 ～ 10.00", "2.50 ～ 5.00",
        "＜ 2.50", "缺失", "大旺（不在范围）", "电", "中电四会热电有限责任公司（单列）",
    ]  # fmt: skip


def test_the_map_says_that_it_is_schematic_and_its_approval(shown: Opened, public: Opened) -> None:
    with_number = "\n".join(texts(slide_called(shown, "镇街排放：地图")))
    without = "\n".join(texts(slide_called(public, "镇街排放：地图")))

    assert f"示意图,镇街界线非法定界线。审图号：{APPROVAL}" in with_number
    assert "示意图,镇街界线非法定界线。审图号：（尚未取得）" in without
    assert "缺失原因：未报" in without


@pytest.mark.parametrize("which", ["shown", "public"])
def test_every_part_has_its_page_in_order(which: str, request: pytest.FixtureRequest) -> None:
    found = [title(slide) for slide in request.getfixturevalue(which).slides]
    places = [next(at for at, one in enumerate(found) if one.startswith(name)) for name in PARTS]

    assert found[0] == "四会市碳达峰一张图"
    assert found[1] == "目录"
    assert places == sorted(places)


def test_the_contents_name_the_page_of_each_part(shown: Opened) -> None:
    lines = [shape for shape in shown.slides[1].shapes if "（第" in shape.text_frame.text]

    assert len(lines) == 9
    for line in lines:
        name, page = re.fullmatch(r"\d　(.+)（第 (\d+) 页）", line.text_frame.text).groups()  # type: ignore[union-attr]
        target = line.click_action.target_slide
        assert title(target).startswith(name)
        assert shown.slides.index(target) + 1 == int(page)


def test_every_slide_says_issue_id_day_filter_and_sample(shown: Opened, public: Opened) -> None:
    for place, slide in enumerate(shown.slides, start=1):
        foot = next(shape.text_frame.text for shape in slide.placeholders if "Footer" in shape.name)
        number = [node.text for node in slide.element.iter(qn("a:t")) if node.text == str(place)]
        assert foot.startswith("未建库的文件数据 · 版本 ")
        assert "数据日期 2026-09-30" in foot
        assert ("含「示例」数值，不可引用" in foot) == ("示例" in title(slide) or place == 1)
        assert number or place == 1
    assert "2025 年 · 直接排放" in "\n".join(texts(slide_called(shown, "镇街排放：地图")))
    assert not [slide for slide in public.slides if "示例" in title(slide)]


def test_every_page_with_samples_says_so_in_its_title(shown: Opened) -> None:
    for slide in shown.slides:
        cells = [text for text in texts(slide) if text == "示例" or text.endswith("（示例）")]
        assert not cells or title(slide).endswith("示例") or title(slide).startswith("四会市")


@pytest.mark.parametrize("which", ["shown", "public"])
def test_every_drawing_has_words_for_those_who_cannot_see_it(
    which: str, request: pytest.FixtureRequest
) -> None:
    silent = []
    for slide in request.getfixturevalue(which).slides:
        for shape in leaves(slide.shapes):
            if shape.is_placeholder or shape.element.xpath("./*/p:cNvSpPr[@txBox='1']"):
                continue
            if not shape.element.xpath("./*/p:cNvPr")[0].get("descr"):
                silent.append((title(slide), shape.name))

    assert not silent


def test_all_text_names_a_latin_and_an_east_asian_font(made: bytes) -> None:
    count = 0
    for root in roots(made):
        for tag in ("a:rPr", "a:defRPr"):
            for look in root.iter(qn(tag)):
                fonts = [look.find(qn(name)) for name in ("a:latin", "a:ea")]
                assert [font.get("typeface") for font in fonts] == ["微软雅黑", "微软雅黑"]
                count += 1
        assert not [run for run in root.iter(qn("a:r")) if run.find(qn("a:rPr")) is None]

    assert count > 1000


def roots(body: bytes) -> Iterator[Opened]:
    from lxml import etree  # noqa: PLC0415 only here

    with ZipFile(BytesIO(body)) as packed:
        for name in packed.namelist():
            if re.fullmatch(r"ppt/(slides|notesSlides|charts)/[^/]+\.xml", name):
                yield etree.fromstring(packed.read(name))


def test_text_is_large_enough(shown: Opened) -> None:
    for slide in shown.slides:
        assert all(
            run.font.size >= Pt(28) for run in slide.shapes.title.text_frame.paragraphs[0].runs
        )
        for shape in leaves(slide.shapes):
            least = Pt(11) if shape.is_placeholder else Pt(12)
            frames = [shape.text_frame] if shape.has_text_frame else []
            if getattr(shape, "has_table", False):
                frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
            for frame in frames:
                sizes = [run.font.size for part in frame.paragraphs for run in part.runs]
                assert all(size >= least for size in sizes)


def lines_of(text: str, size_pt: float, width_pt: float) -> int:
    em = sum(1.0 if east_asian_width(one) in "WFA" else 0.52 for one in text)
    return max(ceil(em * size_pt / width_pt), 1)


def needed_pt(frame: Opened, width_pt: float) -> float:
    total = 0.0
    for part in frame.paragraphs:
        size = max((run.font.size.pt for run in part.runs if run.font.size), default=12.0)
        total += lines_of(part.text, size, width_pt) * size * 1.3
    return total


@pytest.mark.parametrize("which", ["shown", "public"])
def test_nothing_is_cut_off_or_leaves_its_page(which: str, request: pytest.FixtureRequest) -> None:
    presentation = request.getfixturevalue(which)
    wide, high = presentation.slide_width, presentation.slide_height
    foot = Inches(6.95)
    for slide in presentation.slides:
        for shape in slide.shapes:
            where = (title(slide), shape.name)
            assert shape.left >= 0, where
            assert shape.left + shape.width <= wide + 10, where
            assert shape.top + shape.height <= (high if shape.is_placeholder else foot), where
            if shape.has_text_frame and shape.text_frame.word_wrap:
                assert needed_pt(shape.text_frame, shape.width / 12700) <= shape.height / 12700 + 4
            if getattr(shape, "has_table", False):
                columns = [column.width / 12700 - 10 for column in shape.table.columns]
                rows = [
                    max(
                        needed_pt(cell.text_frame, width)
                        for cell, width in zip(row.cells, columns, strict=True)
                    )
                    + 5
                    for row in shape.table.rows
                ]
                assert shape.top / 12700 + sum(rows) <= foot / 12700, where


def test_a_long_table_goes_on_under_the_same_title(figures: Figures, shown: Opened) -> None:
    pages = [slide for slide in shown.slides if title(slide).startswith("能源项目：清单")]
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
    assert names == [site.name for site in figures.snapshot.sites]


def test_every_slide_has_notes_with_its_sources(shown: Opened) -> None:
    for slide in list(shown.slides)[2:]:
        notes = slide.notes_slide.notes_text_frame.text
        assert "来源" in notes
        assert "数据日期 2026-09-30" in notes


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
    pages = [
        slide for slide in made.slides if re.match(r"与上期相比(（续）)?　示例$", title(slide))
    ]
    tables_shown = [shape.table for slide in pages for shape in slide.shapes if shape.has_table]

    assert "下表按变化幅度列前 45 个。" in list(texts(pages[0]))
    assert sum(len(table.rows) - 1 for table in tables_shown) == 45


def test_the_last_pages_list_gaps_open_points_and_errata(figures: Figures, shown: Opened) -> None:
    pages = [slide for slide in shown.slides if title(slide).startswith("缺失与待核")]
    said = {text for slide in pages for text in texts(slide)}

    assert "当年电网排放因子未公开" in said
    assert "四会石狗门站" in said
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
    assert said.count("无法读取或尚未填报") == 12
    assert "镇街界线无法读取，没有地图，见「缺失与待核」。" in said
    assert "没有可列的内容。" in said
    assert not [shape for slide in made.slides for shape in slide.shapes if shape.has_chart]


def test_the_same_snapshot_gives_the_same_bytes(public_figures: Figures, shown: Opened) -> None:
    assert deck(public_figures) == deck(public_figures)
    assert shown.core_properties.created.date() == date(2026, 9, 30)
    assert shown.core_properties.modified.date() == date(2026, 9, 30)


def test_no_clock_is_in_the_file_or_in_its_workbooks(made: bytes) -> None:
    with ZipFile(BytesIO(made)) as packed:
        books = [packed.read(name) for name in packed.namelist() if name.endswith(".xlsx")]
        stamps = {entry.date_time for entry in packed.infolist()}
    assert len(books) == 5
    for book in books:
        with ZipFile(BytesIO(book)) as packed:
            stamps |= {entry.date_time for entry in packed.infolist()}
            assert b">2026-09-30T00:00:00Z<" in packed.read("docProps/core.xml")
    assert stamps == {(2026, 9, 30, 0, 0, 0)}


def test_the_deck_is_made_in_ten_seconds(figures: Figures, older: Figures) -> None:
    start = process_time()
    deck(figures, before=older)

    assert process_time() - start < 10


def test_a_hostile_name_is_written_letter_for_letter(snapshot: Snapshot) -> None:
    name = "<a:t>&{{7*7}}\x00\x0b\u202e\ud800=cmd"
    hostile = replace(
        snapshot,
        towns=tuple(replace(town, name=name) for town in snapshot.towns),
        sites=tuple(replace(site, name=name, source=name) for site in snapshot.sites[:3]),
        named_sources=tuple(replace(row, name=name) for row in snapshot.named_sources),
    )

    made: Opened = Presentation(BytesIO(deck(Figures(hostile), approval=name)))

    assert "<a:t>&{{7*7}}=cmd" in list(texts(slide_called(made, "能源项目")))


# --- templates


def template(*, footer: str = "页脚占位符 4", body_cm: float = 12.0) -> bytes:
    """Return an office's template as a Chinese program names its placeholders, with one slide."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(13.333), Inches(7.5)
    chinese = {
        "Title": "标题 1",
        "Subtitle": "副标题 2",
        "Content": "内容占位符 2",
        "Footer": footer,
        "Slide Number": "灯片编号占位符 5",
    }
    for layout in made.slide_layouts:
        shapes: Opened = layout.placeholders
        for shape in shapes:
            for start, name in chinese.items():
                if shape.name.startswith(start):
                    shape.name = name
    area: Opened = made.slide_layouts[1].placeholders[1]
    area.left, area.top = Inches(1), Inches(1.4)
    area.width, area.height = Inches(11.3), Inches(body_cm / 2.54)
    made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "旧的一页"
    body = BytesIO()
    made.save(body)
    return body.getvalue()


def changed(body: bytes, **extra: bytes) -> bytes:
    kept = BytesIO()
    with ZipFile(BytesIO(body)) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        for name, content in extra.items():
            after.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def test_an_offices_template_is_filled_and_its_own_slides_are_left_out(
    public_figures: Figures,
) -> None:
    made: Opened = Presentation(BytesIO(deck(public_figures, template=template())))

    assert "旧的一页" not in [title(slide) for slide in made.slides]
    assert {slide.slide_layout.name for slide in made.slides} == {
        "Title Slide",
        "Title and Content",
    }
    for slide in list(made.slides)[1:]:
        for shape in slide.shapes:
            assert shape.is_placeholder or shape.left >= Inches(1)


def test_a_long_footer_fits_even_where_the_template_leaves_it_little_room(
    public_snapshot: Snapshot,
) -> None:
    issue = Issue(
        number=12, names=("四会市2026年第三季度碳达峰工作调度会议材料",), day="2026-10-08"
    )
    long = Figures(replace(public_snapshot, issue=issue))

    for chosen in (None, template()):
        made: Opened = Presentation(BytesIO(deck(long, before=long, template=chosen)))
        feet = [
            shape for slide in made.slides for shape in slide.placeholders if "Footer" in shape.name
        ]
        assert len(feet) == len(made.slides)
        for shape in feet:
            assert shape.text_frame.text.startswith("第 12 期「四会市2026年第三季度")
            assert needed_pt(shape.text_frame, shape.width / 12700 - 14) <= shape.height / 12700


def test_a_template_without_a_footer_is_refused_by_name(public_figures: Figures) -> None:
    with pytest.raises(
        IntakeError, match=r"没有可作封面的版式.*最接近的版式「Title Slide」缺 页脚"
    ):
        deck(public_figures, template=template(footer="脚注"))


def test_a_template_with_too_small_a_body_is_refused_with_its_size(
    public_figures: Figures,
) -> None:
    with pytest.raises(IntakeError, match=r"高 5\.0 厘米，至少应为 20\.3×9\.7 厘米"):
        deck(public_figures, template=template(body_cm=5.0))


BOMB = b"<a>" + b" " * 120_000_000 + b"</a>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "不是 .pptx 文件"),
        (b"%PDF-1.7 no deck", "不是 .pptx 文件"),
        (changed(template())[:-400], "不完整或已损坏"),
        (changed(template(), ppt__vbaProject__bin=b"macro"), "含有宏"),
        (changed(template(), **{"ppt__bomb.xml": BOMB}), "压缩炸弹|XML 无效"),
        (
            changed(template(), **{"ppt__more.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "含有禁止的声明",
        ),
        (
            changed(
                template(),
                **{
                    "ppt__slides___rels__x.rels": b'<R><Relationship Id="a" Type="http://schemas.'
                    b'openxmlformats.org/officeDocument/2006/relationships/image"'
                    b' Target="http://x.test/a" TargetMode="External"/></R>'
                },
            ),
            "指向文件之外",
        ),
    ],
    ids=["empty", "pdf", "cut off", "macro", "bomb", "entity", "link"],
)
def test_what_is_no_harmless_template_is_refused_in_one_sentence(
    public_figures: Figures, body: bytes, said: str
) -> None:
    with pytest.raises(IntakeError, match=said) as caught:
        deck(public_figures, template=body)

    assert str(caught.value).startswith("演示文稿模板：")
    assert "\n" not in str(caught.value)


def test_a_template_saved_as_potx_is_refused(public_figures: Figures) -> None:
    kept = BytesIO()
    with ZipFile(BytesIO(template())) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            kind = b"presentationml.presentation.main", b"presentationml.template.main"
            after.writestr(name, before.read(name).replace(*kind))

    with pytest.raises(IntakeError, match=r"不是可用的 \.pptx 文件（ValueError）"):
        deck(public_figures, template=kept.getvalue())


def test_a_template_above_20_mb_is_refused_with_its_size(public_figures: Figures) -> None:
    with pytest.raises(IntakeError, match=r"文件有 20\.1 MB，最大 20 MB"):
        deck(public_figures, template=b"x" * 20_100_000)


def test_a_workbook_is_no_template(public_figures: Figures) -> None:
    body = BytesIO()
    openpyxl.Workbook().save(body)

    with pytest.raises(IntakeError, match="压缩包，但不是演示文稿"):
        deck(public_figures, template=body.getvalue())


def test_tables_of_the_screen_and_the_deck_are_the_same(figures: Figures, shown: Opened) -> None:
    ledger = tables.ledger_table(figures, 2020)
    slide = slide_called(shown, "平衡表（2020 年）")
    native = next(shape.table for shape in slide.shapes if shape.has_table)

    found = [[cell.text for cell in row.cells] for row in native.rows][1:]
    assert found[:-1] == [[cell.text for cell in row.cells] for row in ledger.rows][:-1]
    assert found[-1] == ["残差（全市总量−各项之和）", "1.32 示", "占 0.45%"]


@pytest.mark.parametrize(
    "store", ["figures", "public_figures", "mixed_figures", "mixed_sample_figures"]
)
def test_no_slide_is_less_than_a_third_full(
    store: str, public_figures: Figures, request: pytest.FixtureRequest
) -> None:
    made: Opened = Presentation(
        BytesIO(deck(request.getfixturevalue(store), before=public_figures))
    )

    for slide in list(made.slides)[1:]:
        body = slide.slide_layout.placeholders[1]
        bottoms = [
            shape.top + shape.height
            for shape in slide.shapes
            if not shape.is_placeholder
            and not (shape.has_text_frame and shape.top > body.top + body.height / 2)
        ]
        assert max(bottoms) >= body.top + body.height / 3, title(slide)


def test_a_reported_total_is_told_apart_from_those_of_the_plan(snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2023,
        row_id="city_total",
        tco2=3_000_000,
        kind=ValueKind.REPORTED,
        source="市报",
        note="",
    )
    made: Opened = Presentation(BytesIO(deck(Figures(replace(snapshot, reported_rows=(told,))))))
    slide = slide_called(made, "总体情况")
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    drawn = {
        series.name: {
            year: value
            for year, value in zip(chart.plots[0].categories, series.values, strict=True)
            if value is not None
        }
        for series in chart.plots[0].series
    }

    assert drawn == {
        "方案公开值": {"2010": 274.22, "2014": 327.66, "2020": 294.17},
        "市里申报值": {"2023": 300.0},
    }


def test_a_still_map_speaks_of_nothing_to_switch(figures: Figures, made: bytes) -> None:
    said = [text for slide in Presentation(BytesIO(made)).slides for text in texts(slide)]
    said += [OUTPUTS["map"].make(figures).decode()]
    said += list(papers.texts(papers.opened(OUTPUTS["report"].make(figures))))

    assert not [text for text in said if "可切换" in text]
    assert any("横向比较宜看人均、单位面积、单位 GDP" in text for text in said)


def test_a_real_capacity_beside_samples_keeps_its_kind(shown: Opened) -> None:
    slide = slide_called(shown, "能源项目")
    native = next(shape.table for shape in slide.shapes if shape.has_table)
    row = next(row for row in native.rows if row.cells[0].text == "投产")

    assert [cell.text for cell in row.cells][2:5] == ["60.8 示", "15.0 示", "800.0 实"]
    assert any("实＝实绩，示＝示例" in text for text in texts(slide))


def test_a_document_is_dated_the_day_of_its_publication(snapshot: Snapshot) -> None:
    issue = Issue(number=3, day="2026-08-01")
    figures = Figures(replace(snapshot, issue=issue))  # a task was updated on 30 September
    made: Opened = Presentation(BytesIO(deck(figures)))
    report = papers.opened(OUTPUTS["report"].make(figures))

    assert made.core_properties.created.date() == date(2026, 8, 1)
    assert report.core_properties.created is not None
    assert report.core_properties.created.date() == date(2026, 8, 1)
    said = papers.texts(report)
    assert "2026年8月1日" in said
    assert any("数据截至2026年9月30日" in text for text in said)
