"""Every document is made from whatever rows there are: real reporting begins with a few."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pptx import Presentation

from sihui_map.documents.outputs import OUTPUTS
from sihui_map.documents.pptx.deck import deck
from sihui_map.domain.energy import Component
from sihui_map.errors import DocumentError
from sihui_map.figures import Figures
from tests.counties.county import JIA
from tests.documents.papers import grids, opened, texts, written

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity

TABLES = (
    "energy_uses", "contexts", "reported_rows", "forest_covers", "park_progress", "task_updates",
    "sites", "parks", "named_sources", "explanations", "city_facts", "targets",
    "protected_areas",
)  # fmt: skip
COMPONENT_ROWS = {
    Component.COAL: "煤品排放（万吨CO₂）",
    Component.OIL: "油品排放（万吨CO₂）",
    Component.GAS: "天然气排放（万吨CO₂）",
}
QUICK = ("deck", "report", "pack", "databook", "map")


def some_rows(snapshot: Snapshot, seed: int) -> Snapshot:
    """Return ``snapshot`` with a part of each table, from none to all, drawn by ``seed``."""
    draw = random.Random(seed)  # noqa: S311 no secret
    kept: dict[str, Any] = {}
    for name in TABLES:
        share = draw.choice([0, 0.02, 0.1, 0.5, 0.9, 1])
        kept[name] = tuple(row for row in getattr(snapshot, name) if draw.random() < share)
    years = set(draw.sample(range(2031, 2034), draw.randint(1, 3)))
    for name in ("energy_uses", "contexts", "forest_covers"):
        kept[name] = tuple(row for row in kept[name] if row.year in years)
    return replace(snapshot, with_sample=bool(seed % 2), **kept)


@pytest.mark.parametrize("key", OUTPUTS)
@pytest.mark.parametrize("samples", ["off", "on"])
def test_every_document_is_made_when_reporting_has_begun(
    county_figures: Figures, key: str, samples: str, request: pytest.FixtureRequest
) -> None:
    store = "mixed_figures" if samples == "off" else "mixed_sample_figures"
    mixed = request.getfixturevalue(store)

    assert len(OUTPUTS[key].maker(mixed, county_figures, "")) > 5000


@pytest.mark.parametrize("seed", range(4))
def test_every_document_is_made_from_any_part_of_the_rows(
    snapshot: Snapshot, figures: Figures, seed: int
) -> None:
    partial = Figures(some_rows(snapshot, seed))

    for key in QUICK:
        assert OUTPUTS[key].maker(partial, figures if seed % 2 else None, "")


def test_what_nobody_foresaw_is_a_sentence_that_names_the_document(figures: Figures) -> None:
    def broken(*_: object) -> bytes:
        msg = "min() arg is an empty sequence"
        raise ValueError(msg)

    with pytest.raises(DocumentError, match="「汇报演示文稿」没有生成，原因已记入日志"):
        replace(OUTPUTS["deck"], maker=broken).make(figures)


TITLE_OF: dict[str, str] = {"deck": "pptx", "report": "docx", "town-sheets": "docx"}


def grids_of(key: str, body: bytes) -> list[list[list[str]]]:
    """Return the cells of every table of a deck or of a document, row by row."""
    if TITLE_OF[key] == "docx":
        return grids(opened(body))
    return [
        [[cell.text.replace("\n", "") for cell in row.cells] for row in shape.table.rows]
        for slide in Presentation(BytesIO(body)).slides
        for shape in slide.shapes
        if shape.has_table
    ]


def lines_of(key: str, body: bytes) -> list[str]:
    """Return every paragraph of a deck, notes included, or of a document."""
    if TITLE_OF[key] == "docx":
        return texts(opened(body))
    slides: Any = Presentation(BytesIO(body)).slides
    frames = [
        frame
        for slide in slides
        for frame in (
            slide.notes_slide.notes_text_frame,
            *(shape.text_frame for shape in slide.shapes if shape.has_text_frame),
        )
    ]
    return [paragraph.text for frame in frames for paragraph in frame.paragraphs]


def expected(amount: Quantity) -> tuple[str, ...]:
    """Return how an amount of tonnes may stand in a cell: its kind is told here or in its row."""
    if amount.value is not None:
        number = written(amount.value / 1e4, 2)
        return (number, f"{number} {amount.kind[0]}")
    if amount.part is None:
        return ("缺失",)
    said = f"缺失已报部分 {written(amount.part / 1e4, 2)}"
    return (f"{said} {amount.part_kind}", f"{said} {amount.part_kind[0]}")


@pytest.mark.parametrize("key", ["deck"])
def test_a_component_says_what_is_missing_and_what_was_told_of_it(
    mixed_figures: Figures, key: str
) -> None:
    year = mixed_figures.default_year
    rows = {
        row[0]: row[1:]
        for table in grids_of(key, OUTPUTS[key].maker(mixed_figures, None, ""))
        if table[0][:2] == ["名称", "煤品"]
        for row in table[1:]
    }

    for town in mixed_figures.towns:
        *burnt, traded = (mixed_figures.component(town.town_code, year, part) for part in Component)
        amounts = [*burnt, mixed_figures.emission(town.town_code, year), traded]
        for amount, text in zip(amounts, rows[town.name], strict=False):
            assert text in expected(amount), town.name


def test_a_sheet_says_what_is_missing_and_what_was_told_of_it(mixed_figures: Figures) -> None:
    year = mixed_figures.default_year
    body = OUTPUTS["town-sheets"].maker(mixed_figures, None, "")
    sheets = [table for table in grids_of("town-sheets", body) if table[0][0] == "指标"]
    series = [table for table in sheets if str(year) in table[0]]

    assert len(series) == len(mixed_figures.towns)
    for town, table in zip(mixed_figures.towns, series, strict=True):
        rows = {row[0]: row[table[0].index(str(year))] for row in table[1:]}
        for part, label in COMPONENT_ROWS.items():
            amount = mixed_figures.component(town.town_code, year, part)
            assert rows[label].replace("，", "") in expected(amount), town.name


@pytest.mark.parametrize("key", TITLE_OF)
def test_what_nobody_told_yet_is_not_called_unreadable(mixed_figures: Figures, key: str) -> None:
    body = OUTPUTS[key].maker(mixed_figures, None, "")
    cells = [cell for table in grids_of(key, body) for row in table for cell in row]

    assert not [text for text in (*lines_of(key, body), *cells) if "无法读取" in text]
    assert key == "town-sheets" or "尚未填报" in cells


@pytest.mark.parametrize("key", TITLE_OF)
def test_nothing_is_called_a_total_while_towns_are_missing(
    mixed_figures: Figures, key: str
) -> None:
    body = OUTPUTS[key].maker(mixed_figures, None, "")
    others = len(mixed_figures.towns) - 1

    for line in lines_of(key, body):
        if re.search(r"合计 ?[\d,.]+ ?万吨", line):
            assert "已报全 1 个镇街，合计" in line
            assert f"另有 {others} 个镇街未报或未填全，不计入" in line
        if re.search(r"列第 \d+ 位", line):
            assert "在已报全的 1 个镇街中列第 1 位" in line
            assert "占各镇街合计" not in line
    for table in grids_of(key, body):
        for row in table:
            if "合计" in row[0] or row[0] == "各项之和":
                assert row[1].startswith("缺失"), row


def test_no_column_of_a_chart_stands_for_a_town_of_which_a_part_is_missing(
    snapshot: Snapshot,
) -> None:
    uses = tuple(
        replace(use, area_id=use.area_id)
        for use in snapshot.energy_uses
        if (use.area_id, use.year) != (JIA, 2033) or use.fuel == "烟煤"
    )
    declarations = tuple(
        row for row in snapshot.declarations if (row.area_id, row.year) != (JIA, 2033)
    )
    figures = Figures(replace(snapshot, energy_uses=uses, declarations=declarations))
    figures.__dict__["default_year"] = 2033

    slides: Any = Presentation(BytesIO(deck(figures))).slides
    slide = next(one for one in slides if one.shapes.title.text.startswith("镇街排放：构成"))
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)

    assert chart.plots[0].categories[0] == "甲\n缺失"
    drawn = {series.name: list(series.values) for series in chart.plots[0].series}
    assert drawn == {"煤品": [None, 0, 0], "油品": [None, 0.31, 0.13], "天然气": [None, 2.38, 0]}
    said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert [text for text in said if "1 个镇街未报或未填全，不画：甲" in text]
