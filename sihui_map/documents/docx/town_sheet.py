"""The sheet of a town (镇街自查表) as a .docx: one A4 page per town, to check, mend and sign."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING

import resvg_py
from docx.shared import Mm, Pt

from sihui_map.catalogue.indicators import CARBON_INTENSITY, ENERGY_INTENSITY
from sihui_map.documents.docx.nodes import cell_node, row_node, table_node, text_node
from sihui_map.documents.docx.paper import Paper
from sihui_map.documents.docx.styles import NOTE, TABLE_HEAD, TABLE_TEXT, Layout
from sihui_map.documents.office import clean
from sihui_map.documents.printed import legend, one_kind, printed, why
from sihui_map.documents.wording import gap, key_table, marked, sources
from sihui_map.domain.town import SCHEMATIC_NOTE, town_by_code
from sihui_map.domain.value import ValueKind
from sihui_map.views import sentences, tables
from sihui_map.views.locator import locator
from sihui_map.views.rounding import rounding
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from sihui_map.domain.town import Town
    from sihui_map.figures import Figures

TITLE = "镇街自查表"
SHEET = Layout(
    top_mm=14, bottom_mm=13, left_mm=16, right_mm=16, header_mm=6, footer_mm=5,
    body_pt=9, line_pt=12.5, title_pt=16, table_pt=8, dense_pt=8, has_grid=False,
)  # fmt: skip
PICTURE_MM = 44.0
PICTURE_PX = 520
GAP_PT = 4
_UNIT = re.compile(r"（[^（）]*）$")
MOST_YEARS, FEW_COLUMNS = 6, 4
MOST_FUELS, ROOM_LINES, LINES_OF_A_REASON, LEAST = 9, 20, 2, 2
MOST_SHARES, LINES_OF_A_HEAD, LONGEST_CELL = 4, 2, 22
LONGEST_NOTE, LONGEST_LINE, MOST_SOURCES = 90, 52, 160
"""So much of a page is one town's; what does not fit is counted, and stands in the data book."""
REST = "详见数据册"
REQUEST = "请核对数值、单位、年份、项目所在地；有出入的写明应为何值和依据，签名后交{}更正。"


def town_sheets(
    figures: Figures, *, towns: Sequence[str] | None = None, approval: str = ""
) -> bytes:
    """Return one page per town code in ``towns``, all towns in scope without it, as .docx.

    ``approval`` is the 审图号; until one is entered each drawing says that there is none.
    """
    codes = [town.town_code for town in figures.towns] if towns is None else towns
    chosen = [town_by_code(figures.towns, code) for code in dict.fromkeys(codes)]
    paper = Paper(figures, TITLE, SHEET)
    for place, town in enumerate(chosen):
        title = paper.title(f"{TITLE}：{_clip(town.name, LONGEST_LINE // 3)}")
        title.paragraph_format.page_break_before = place > 0
        _town(paper, town, approval)
    if not chosen:
        paper.title(TITLE)
        paper.text(gap("镇街名录中没有镇街"))
    return paper.to_bytes()


def _clip(text: str, most: int) -> str:
    """Return ``text``, cut where it would push the rest off the page."""
    shown = clean(text)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def _whole(origin: str) -> str:
    """Return the sources that find room, none cut; how many more there are is counted."""
    parts = origin.split("；")
    shown: list[str] = []
    while len(shown) < len(parts) and len("；".join([*shown, parts[len(shown)]])) <= MOST_SOURCES:
        shown.append(parts[len(shown)])
    left = len(parts) - len(shown)
    return "；".join([*shown, *([f"另有 {left} 个来源，{REST}"] if left else [])])


def _town(paper: Paper, town: Town, approval: str) -> None:
    figures = paper.figures
    code = town.town_code
    uses = [use for use in figures.snapshot.energy_uses if use.area_id == code]
    if figures.years:
        year = _year(figures, code)
        sentence = _clip(sentences.town_sentence(figures, code, year), 2 * LONGEST_LINE)
        paper.line(marked(sentence, figures.emission(code, year)))
    else:
        paper.line(gap("公开资料没有分镇街数据，尚无填报；下面只有面积、项目和园区"))
    _head(paper, town, approval)
    series = _latest(tables.town_series(figures, code))
    energy = _latest(tables.energy_table(figures, code))
    _block(paper, _told(series), "历年主要数据")
    _block(paper, _first(energy, MOST_FUELS), "能源活动（填报值）")
    shares = _shares(figures, code)
    if shares.rows:
        _block(paper, shares, shares.title)
    origin = sources(
        [
            *(use.source for use in uses),
            *_town_sources(figures, code),
            *(row.source for row in figures.snapshot.allotments if row.holder == code),
        ]
    )
    note = rounding(printed(series))
    paper.line(f"来源：{_whole(origin) or gap('无填报数据')}{f'。{note}' if note else ''}")
    missing, things = _missing(series), _things(figures, code)
    room = ROOM_LINES - min(len(energy.rows), MOST_FUELS) - _lines_of_parts(series)
    room -= len(shares.rows) + LINES_OF_A_HEAD if shares.rows else 0
    most = min(len(missing), max(room // LINES_OF_A_REASON // 2, LEAST))
    left = max(room - most * LINES_OF_A_REASON + 1, LEAST)
    _lines(paper, "本镇街的项目、园区与任务", things, left)
    _lines(paper, "缺失（待核）", missing, most)
    _signature(paper)


def _shares(figures: Figures, code: str) -> Table:
    """Return what was allotted to a town (目标分解), on a line each; its sources stand below."""
    told = tables.allotments_table(figures, code).without("goal", "holder", "source")
    rows = (
        TableRow(
            tuple(
                replace(cell, text=_clip(cell.text, LONGEST_CELL)) if cell.kind == "" else cell
                for cell in row.cells
            )
        )
        for row in told.rows
    )
    return _first(Table(told.title, told.columns, tuple(rows)), MOST_SHARES)


def _told(series: Table) -> Table:
    """Return ``series`` without an intensity that is missing in every year: it is named below."""
    names = (ENERGY_INTENSITY.label, CARBON_INTENSITY.label)
    rows = (
        row
        for row in series.rows
        if not row.cells[0].text.startswith(names)
        or any(map(_is_told, _by_year(series, row).values()))
    )
    return replace(series, rows=tuple(rows))


def _is_told(cell: Cell) -> bool:
    return cell.style != "missing" or bool(cell.note)


def _by_year(table: Table, row: TableRow) -> dict[str, Cell]:
    return {year: table.cell(row, year) for year in table.names if year.isdecimal()}


def _lines_of_parts(series: Table) -> int:
    """Return how many lines more the parts of missing values take where they stand below."""
    if len(series.columns) <= FEW_COLUMNS:
        return 0
    return 2 * sum(any(cell.note for cell in row.cells) for row in series.rows)


def _year(figures: Figures, code: str) -> int:
    """Return the year of a town's main numbers: the newest whole one, else a begun one."""
    amounts = {year: figures.emission(code, year) for year in figures.years}
    whole = [year for year, amount in amounts.items() if amount.value is not None]
    begun = [year for year, amount in amounts.items() if amount.part is not None]
    return max(whole or begun, default=figures.default_year)


def _town_sources(figures: Figures, code: str) -> list[str]:
    year = _year(figures, code)
    shown = (
        figures.area_km2(code),
        figures.emission(code, year),
        figures.population(code, year),
        figures.forest_cover(code, year),
    )
    return [amount.source for amount in shown]


def _latest(table: Table) -> Table:
    """Return ``table`` with the newest of its years only."""
    parts = sum(any(cell.note for cell in row.cells) for row in table.rows)
    is_crowded = table.mixes_kinds or parts > 1
    most = MOST_YEARS - is_crowded  # marks and parts take the room of a year
    years = [name for name in table.names if name.isdecimal()]
    return table.without(*years[:-most])


def _first(table: Table, most: int) -> Table:
    """Return ``table`` with at most ``most`` rows, the last one counting the rest."""
    left = len(table.rows) - most
    if left <= 0:
        return table
    blank = (Cell("") for _ in table.columns[1:])
    rest = TableRow((Cell(f"另有 {left + 1} 项，{REST}"), *blank))
    return Table(table.title, table.columns, (*table.rows[: most - 1], rest))


def _block(paper: Paper, table: Table, title: str) -> None:
    is_narrow = len(table.columns) > FEW_COLUMNS
    said = printed(table, "\n" if is_narrow else "，")
    if not said.rows:
        paper.line(gap(f"{title}：尚无填报"))
        return
    kind = one_kind(table)
    words = f"（性质：{kind}）" if kind else legend(table)
    head = paper.line(f"{title}{words}", TABLE_HEAD)
    head.paragraph_format.space_before = Pt(GAP_PT)
    paper.block(paper.grid(said, SHEET.width_mm))


def _head(paper: Paper, town: Town, approval: str) -> None:
    """Add basics and key figures on the left, the drawing of where the town lies on the right."""
    figures = paper.figures
    left_mm = SHEET.width_mm - PICTURE_MM - 4
    basics = tables.town_basics(figures, town.town_code)
    rows = (
        TableRow(
            (basics.cell(row, "item"), Cell(_clip(basics.cell(row, "content").text, LONGEST_NOTE)))
        )
        for row in basics.rows
    )
    left = [paper.grid(Table(basics.title, basics.columns, tuple(rows)), left_mm)]
    if figures.years:
        year = _year(figures, town.town_code)
        items = sentences.town_figures(figures, town.town_code, year)
        table = key_table(f"{year} 年", items)
        kinds = (Cell(_kind(cell.text)) for cell in table.column("about"))
        short = table.without("about")
        rows = (TableRow((*row.cells, kind)) for row, kind in zip(short.rows, kinds, strict=True))
        columns = (*short.columns, Column("性质", KIND))
        said = printed(Table(table.title, columns, tuple(rows)))
        left += [text_node(f"{year} 年主要数值", TABLE_HEAD), paper.grid(said, left_mm)]
    picture = _picture(figures, town)
    right = [_moved(paper, picture)] if picture else []
    note = f"{SCHEMATIC_NOTE}\n审图号：{_clip(approval, LONGEST_LINE) or '（尚未取得）'}"
    paper.block(
        table_node(
            (left_mm + 2, PICTURE_MM + 2),
            [
                row_node(
                    cell_node(*left, text_node("", NOTE), width_mm=left_mm + 2),
                    cell_node(*right, text_node(note, NOTE), width_mm=PICTURE_MM + 2),
                )
            ],
            border="none",
        )
    )


def _kind(hover: str) -> str:
    """Return the kind of a number, or why there is none; its source stands further down."""
    return _clip(hover.partition("；来源：")[0].removeprefix("性质："), LONGEST_LINE // 2)


def _picture(figures: Figures, town: Town) -> bytes:
    """Return the drawing of where a town lies as PNG; nothing without boundaries."""
    drawn = locator(figures, town.town_code)
    if not drawn:
        return b""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=clean(drawn), width=PICTURE_PX, background="#ffffff", skip_system_fonts=True
        )
    )


def _moved(paper: Paper, picture: bytes) -> _Element:
    """Return a paragraph with ``picture``, taken out of the body to be put into a cell."""
    added = paper.line("", NOTE)
    added.add_run().add_picture(BytesIO(picture), width=Mm(PICTURE_MM))
    element: _Element = added.paragraph_format.element
    paper.document.element.body.remove(element)
    return element


def _things(figures: Figures, code: str) -> list[str]:
    """List parks, projects and steps of tasks, samples marked."""
    snapshot = figures.snapshot
    kinds: list[ValueKind | None] = [None for park in snapshot.parks if park.town_code == code]
    kinds += [site.value_kind for site in snapshot.sites if site.town_code == code]
    kinds += [step.kind for step in snapshot.task_steps if step.area_id == code]
    lines = sentences.town_things(figures, code)  # in the same order
    return [
        _clip(line, LONGEST_LINE) + ("（示例）" if kind is ValueKind.SAMPLE else "")
        for line, kind in zip_longest(lines, kinds)
    ]


def _missing(series: Table) -> list[str]:
    """Say what has no number, in which years and why: one line per reason and years."""
    years_by: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in series.rows:
        label = _UNIT.sub("", series.cell(row, "figure").text)
        for year, cell in _by_year(series, row).items():
            if cell.style == "missing":
                years_by[label, why(cell)].append(year)
    labels_by: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (label, reason), years in years_by.items():
        labels_by["、".join(years), reason].append(label)
    lines = [
        f"{years} 年{'、'.join(labels)}：{reason}" for (years, reason), labels in labels_by.items()
    ]
    return lines or ["上表无缺失。" if series.rows else gap("全部数据未报")]


def _lines(paper: Paper, title: str, lines: list[str], most: int) -> None:
    paper.line(title, TABLE_HEAD).paragraph_format.space_before = Pt(GAP_PT)
    shown = lines if len(lines) <= most else lines[: most - 1]
    for line in shown:
        paper.line(_clip(line, 2 * LONGEST_LINE))
    if len(lines) > most:
        paper.line(f"另有 {len(lines) - len(shown)} 项，{REST}。")


def _signature(paper: Paper) -> None:
    paper.line(
        REQUEST.format(clean(paper.figures.snapshot.place.office))
    ).paragraph_format.space_before = Pt(GAP_PT)
    third = SHEET.width_mm / 3
    words = ("核对人（签名）：", "负责人（签名）：", "日期：      年    月    日")
    signed = (cell_node(text_node(f"{word}\n", TABLE_TEXT), width_mm=third) for word in words)
    opinion = cell_node(text_node("核对意见：\n", TABLE_TEXT), width_mm=3 * third, span=3)
    paper.block(table_node([third] * 3, [row_node(opinion), row_node(*signed)]))
