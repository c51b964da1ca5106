"""Every page opens while reporting has only begun, with samples and without."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.documents import outputs
from sihui_map.ui.pages import PAGES
from tests import county
from tests.mixed import CONTEXT, ELECTRIC, ENERGY, FOREST, PART, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.figures import Figures
    from tests.pages.conftest import Visit

SLUGS = [entry.slug for entry in PAGES]


@pytest.fixture(params=["on", "off"])
def mixed(
    request: pytest.FixtureRequest,
    mixed_store: str,
    monkeypatch: pytest.MonkeyPatch,
    new_visit: Callable[[], Visit],
) -> Visit:
    """Return a session over the mixed store."""
    assert mixed_store
    monkeypatch.setenv("SIHUI_SAMPLE", request.param)
    return new_visit()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_opens_with_and_without_a_town(mixed: Visit, slug: str) -> None:
    for town in ("", WHOLE, PART, ELECTRIC):
        mixed.open(slug, **({"town": town} if town else {}))

        assert (mixed.broke, mixed.errors) == ([], [])
        assert re.findall(r"\b(?:nan|None|null|undefined)\b", mixed.text) == []


def test_the_list_of_towns_is_of_the_year_that_their_sheets_open_with(mixed: Visit) -> None:
    year = 2024 if os.environ["SIHUI_SAMPLE"] == "on" else 2025
    mixed.open("town")
    assert f"{year} 年各镇街填报" in mixed.text
    assert f"{year} 年 {len(county.TOWNS)} 个镇街中" in mixed.text

    mixed.open("town", year="2026")
    assert "2026 年各镇街填报" in mixed.text


def test_one_document_that_fails_leaves_the_set_to_the_others(
    mixed: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(key: str, figures: Figures, before: Figures | None, approval: str) -> bytes:
        """Make a document in this process, where a test can break it."""
        return outputs.output(key).make(figures, before, approval)

    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    deck = replace(outputs.OUTPUTS["deck"], maker=broken)
    monkeypatch.setattr(outputs, "OUTPUTS", {**outputs.OUTPUTS, "deck": deck})
    monkeypatch.setattr("sihui_map.ui.materials.made_apart", here)
    # A document is kept by what it says: this one no other test has made.
    monkeypatch.setenv("SIHUI_MAP_APPROVAL", "GS（2026）0001号")

    mixed.open("materials")
    mixed.app.button(key="materials_make").click().run(timeout=120)

    (sentence,) = mixed.errors
    assert sentence.startswith("「汇报演示文稿」没有生成")
    for title in ("年度跟踪评估报告", "镇街自查表", "离线包", "数据册", "镇街排放地图"):
        assert re.search(rf"<td[^>]*>{title}</td>", mixed.text)


HEARD = {row[0] for table in (ENERGY, CONTEXT, FOREST) for row in table}
SILENT = tuple(town.name for town in county.TOWNS if town.code not in HEARD)
"""Towns that reported nothing at all."""
ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)


def rows_of(text: str, town: str) -> list[list[tuple[str, str]]]:
    """Return class and text of each cell of each row that begins with, or ranks, a town."""
    found = []
    for row in ROW.findall(text):
        cells = [(kind, re.sub(r"<[^>]+>", "", said)) for kind, said in CELL.findall(row)]
        if town in [said for _, said in cells[:2]]:
            found.append(cells)
    return found


@pytest.mark.parametrize("part", ["平衡表", "构成表"])
def test_nobody_who_is_silent_has_a_number_a_place_or_a_zero(
    mixed_store: str, monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit], part: str
) -> None:
    assert mixed_store
    monkeypatch.setenv("SIHUI_SAMPLE", "off")
    visit = new_visit().open("emissions")
    visit.app.segmented_control(key="emissions_part").set_value(part).run()

    assert SILENT
    for town in SILENT:
        rows = rows_of(visit.text, town)
        assert len(rows) == (2 if part == "构成表" else 1)
        for cells in rows:
            numbers = [said for kind, said in cells if "num" in kind]
            assert set(numbers) <= {"缺失", "—"}, (town, numbers)


def test_without_samples_nothing_is_called_a_sample(
    mixed_store: str, monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]
) -> None:
    assert mixed_store
    monkeypatch.setenv("SIHUI_SAMPLE", "off")
    visit = new_visit()

    for slug in ("overview", "emissions", "sites", "forest", "parks", "targets", "ledger"):
        visit.open(slug)
        assert '<span class="tag">示' not in visit.text, slug


def test_a_part_is_said_under_its_own_name(
    mixed_store: str, monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]
) -> None:
    assert mixed_store
    monkeypatch.setenv("SIHUI_SAMPLE", "off")

    visit = new_visit().open("town", town=PART)

    assert "2025 年直接排放缺失：未填全；已报部分 2.49 万吨，不是总量。" in visit.text
    assert "<small>已报部分 2.49</small>" in visit.text
