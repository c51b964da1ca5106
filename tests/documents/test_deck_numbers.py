"""The numbers of the deck are those of the screen, and those are published figures."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.changes import compare
from sihui_map.documents.pptx.deck import deck
from sihui_map.documents.printed import printed
from sihui_map.domain.snapshot import ReportedRow
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import evaluation, fmt, gaps, revisions, sentences, tables
from sihui_map.views.board import town_measure
from sihui_map.views.labels import LIGHT_RULE
from tests.documents.slides import Opened, slide_called, texts, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity
    from sihui_map.views.table import Table

NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
NO_FIGURE = re.compile(
    r"\d{4}-\d{2}-\d{2}"  # a day
    r"|(?<!\d)20[0-6]\d(?= ?年|）|、|$)"  # a year
    r"|第 \d+ (?:条|页|期)|^附?\d+(?=　\S)"
    r"|虚府〔2032〕7号|虚S\(2026\)01-001号"
    r"|(?<!\d)\d+ (?:个数值|行)"  # how many a drawing or a table has
)
CHANGES = "与上期相比"


def screen_tables(figures: Figures, before: Figures | None) -> Iterator[Table]:
    """Return the tables that pages show of what is on slides."""
    snapshot = figures.snapshot
    yield tables.targets_table(figures)
    yield tables.allotments_table(figures)
    yield tables.allotment_board(figures)
    yield tables.components(figures, figures.default_year, with_plant=True)
    yield from (tables.ledger_table(figures, year) for year in figures.ledger_years)
    yield tables.sites_table(figures, snapshot.sites)
    yield tables.capacity_table(figures)
    yield tables.forest_table(figures, figures.default_forest_year)
    yield tables.reserves_table(figures)
    yield tables.parks_table(figures, snapshot.parks)
    yield tables.tasks_table(figures, snapshot.tasks)
    yield gaps.task_states_table(figures)
    yield gaps.stalled_table(figures)
    yield tables.attention_table(figures)
    yield tables.steps_table(figures)
    yield tables.counts_table(figures)
    yield tables.sink_table(figures)
    yield tables.scores_table(figures)
    yield from (tables.enterprise_totals(figures, each) for each in figures.enterprises.years)
    yield tables.errata_table(figures)
    yield gaps.missing_table(figures)
    yield gaps.open_table(figures)
    if before is not None:
        yield from revisions.change_tables(figures, compare(before, figures), limit=45)


def screen_sentences(figures: Figures) -> Iterator[str]:
    """Return the sentences and key figures that pages show of what is on slides."""
    snapshot = figures.snapshot
    direct = TOTAL, Scope.DIRECT
    yield sentences.overview_sentence(figures)
    yield sentences.emissions_sentence(figures, figures.default_year or 2032, *direct)
    yield from (sentences.ledger_sentence(figures.ledger(year)) for year in figures.ledger_years)
    yield sentences.sites_sentence(figures, snapshot.sites)
    yield sentences.forest_sentence(figures)
    yield sentences.parks_sentence(figures)
    yield sentences.park_denominator(figures)
    yield sentences.tasks_sentence(figures, len(snapshot.tasks))
    yield gaps.gaps_sentence(figures)
    yield sentences.sink_sentence(figures)
    yield sentences.enterprises_sentence(figures)
    year = figures.default_evaluation_year
    assessed = evaluation.found_of(figures, figures.evaluated, year)
    yield evaluation.evaluation_sentence(figures, assessed, year)
    yield from sentences.disclosure_notes()
    for item in sentences.city_figures(figures):
        yield from (item.label, item.text, item.hover)
    yield from town_measure(figures, *direct)["legend"]


def change_counts(figures: Figures, before: Figures) -> set[str]:
    """Return how many figures, ranks and states differ, which only a slide sums up."""
    found = compare(before, figures)
    return {str(len(each)) for each in (found.figures, found.large, found.ranks, found.states)}


def rows_of(found: Iterable[Table]) -> list[set[str]]:
    """Return the texts of each row, as a page and as paper shows it."""
    return [
        {cell.text for cell in row.cells}
        for table in found
        for form in (printed(table), table)
        for row in form.rows
    ]


def screen_texts(figures: Figures, before: Figures | None) -> set[str]:
    found = list(screen_tables(figures, before))
    titles = {table.title for table in found}
    labels = {column.label for table in found for column in table.columns}
    return set().union(*rows_of(found), titles, labels, screen_sentences(figures))


def verbatim(figures: Figures) -> list[str]:
    """Return what the deck takes over letter for letter, the longest first."""
    snapshot = figures.snapshot
    found = {snapshot.revision, "EARLIER1", LIGHT_RULE, snapshot.factor_set}
    found |= {clause.title for clause in snapshot.clauses}
    found |= {part for one in figures.published().values() for part in one.source.split("；")}
    found |= {amount.reason for amount in figures.published().values()}
    named = [*((row.name, row.source) for row in snapshot.sites)]
    named += [(row.name, row.source) for row in snapshot.parks]
    found |= {name for name, _ in named}
    from_files = [row.source for row in snapshot.city_facts]
    from_files += [row.source for row in figures.park_progress.values()]
    for source in (*from_files, *(source for _, source in named)):
        found |= {source, *source.split("；")}
    found |= {item.rule_brief for item in figures.standings}
    return sorted((text for text in found if NUMBER.search(text)), key=len, reverse=True)


def numbers(text: str, said: Iterable[str] = ()) -> set[str]:
    """Return the numbers in ``text`` beside days, years, clauses and what is quoted."""
    for exact in said:
        text = text.replace(exact, "")
    return {found.rstrip(",") for found in NUMBER.findall(NO_FIGURE.sub("", text))}


def display_forms(amounts: Iterable[Quantity]) -> set[str]:
    """Return each amount as the screen writes it, with any number of decimals it uses."""
    return {
        form
        for amount in amounts
        for form in (fmt.wan_tonnes(amount), *(fmt.quantity(amount, each) for each in range(3)))
    }


def everything_said(presentation: Opened) -> Iterator[tuple[str, str]]:
    """Return all texts with the title of their slide: shapes, notes, words for the blind."""
    for slide in presentation.slides:
        for text in texts(slide):
            yield title(slide), text
        yield title(slide), slide.notes_slide.notes_text_frame.text
        for node in slide.element.iter(qn("p:cNvPr")):
            yield title(slide), node.get("descr", "")


DECKS = pytest.mark.parametrize(
    ("which", "of", "before"),
    [("shown", "figures", "older"), ("public", "public_figures", "")],
    ids=["sample", "public"],
)


@DECKS
def test_every_row_is_one_that_the_screen_shows(
    which: str, of: str, before: str, request: pytest.FixtureRequest
) -> None:
    figures = request.getfixturevalue(of)
    known = rows_of(screen_tables(figures, request.getfixturevalue(before) if before else None))
    clauses = {f"第 {row.clause_no} 条　{row.title}" for row in figures.snapshot.clauses}
    clauses |= {f"{clause}（勘误待定）" for clause in clauses} | {""}
    rows = [
        {cell.text.strip("\u00a0") for cell in row.cells} - clauses
        for slide in request.getfixturevalue(which).slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]

    assert not [row for row in rows if not any(row <= one for one in known)]
    assert len(rows) > (100 if before else 50)


@DECKS
def test_every_number_is_one_that_the_screen_shows(
    which: str, of: str, before: str, request: pytest.FixtureRequest
) -> None:
    figures = request.getfixturevalue(of)
    earlier = request.getfixturevalue(before) if before else None
    known = change_counts(figures, earlier) if earlier else set[str]()
    for text in screen_texts(figures, earlier):
        known |= numbers(text)
    known |= display_forms(figures.published().values())
    said = verbatim(figures)
    every = list(everything_said(request.getfixturevalue(which)))
    wrong = [(where, text, left) for where, text in every if (left := numbers(text, said) - known)]

    assert not wrong
    assert sum(len(NUMBER.findall(text)) for _, text in every) > (400 if before else 300)


def published(figures: Figures) -> set[str]:
    """Return every published figure in its display form, with what a reader works out of them."""
    peak, now = (figures.city_total(year).known for year in (2031, 2032))
    grown = [
        figures.forest_cover(area, figures.forest_years[-1]).known
        - figures.forest_cover(area, figures.forest_years[0]).known
        for area in (CITY, *(town.town_code for town in figures.towns))
        if figures.forest_years
    ]
    sites = figures.snapshot.sites
    sizes = [size for site in sites for size in (site.capacity_mw, site.capacity_mwh) if size]
    facts = [fact.value for fact in figures.snapshot.city_facts]
    breaks = [cut / 1e4 for cut in figures.breaks(TOTAL, Scope.DIRECT)]
    others = [(peak - now) / peak * 100, *grown, *sizes, *facts, *breaks]
    return display_forms([*figures.published().values(), *figures.forest_path().values()]) | {
        fmt.number(value, decimals) for value in others for decimals in (1, 2)
    }


@pytest.mark.parametrize(
    ("which", "of"), [("shown", "figures"), ("public", "public_figures")], ids=["sample", "public"]
)
def test_every_number_with_decimals_is_a_published_figure(
    which: str, of: str, request: pytest.FixtureRequest
) -> None:
    figures = request.getfixturevalue(of)
    known, said = published(figures), verbatim(figures)
    wrong = [
        (where, text, left)
        for where, text in everything_said(request.getfixturevalue(which))
        if not where.startswith(CHANGES)  # differences, held against the screen's above
        for left in [{one for one in numbers(text, said) - known if "." in one}]
        if left
    ]

    assert not wrong


def test_a_number_that_nobody_published_would_be_noticed(figures: Figures) -> None:
    known = published(figures)

    assert numbers("合计 7.87 万吨，2033 年第 103 条") - known == {"7.87"}
    assert numbers("合计 7.86 万吨，2033 年第 103 条") - known == set()


def test_every_number_in_a_chart_and_its_workbook_is_a_published_one(
    figures: Figures, shown: Opened
) -> None:
    amounts = [*figures.published().values(), *figures.forest_path().values()]
    known = {
        round(amount.known / divisor, decimals)
        for amount in amounts
        if amount.value is not None
        for divisor, decimals in ((1e4, 2), (1, 2), (1, 1))
    }
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
    assert (
        len(in_xml) == 2 + 3 * 3 + 4 + 1 + 3 + 7
    )  # totals, towns, ledger, sites, forest, its path
    assert not [value for value in in_xml if value not in known]


def test_a_year_without_a_value_is_a_gap_in_the_chart(shown: Opened) -> None:
    chart = next(shape.chart for shape in slide_called(shown, "总体情况").shapes if shape.has_chart)
    (values,) = [series.values for series in chart.plots[0].series]

    assert list(chart.plots[0].categories) == ["2031", "2032", "2033"]
    assert values == (17.9, 16.6, None)


def test_a_reported_total_is_told_apart_from_those_of_the_plan(snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2028,
        row_id="city_total",
        tco2=200_000,
        kind=ValueKind.REPORTED,
        source="县报",
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

    assert list(chart.plots[0].categories) == [str(year) for year in range(2028, 2034)]
    assert drawn == {
        "方案公开值": {"2031": 17.9, "2032": 16.6},
        "县里申报值": {"2028": 20.0},
    }
