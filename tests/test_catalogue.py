"""One declaration is enough: a table that a test declares is handed in, published and shown."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import openpyxl
import pytest
from starlette.requests import Request

from sihui_map import workflow
from sihui_map.api import create_api
from sihui_map.archive import Archive
from sihui_map.catalogue import Column, Dataset, Field, Form, SheetOf, tables
from sihui_map.catalogue.column import (
    AMOUNT,
    AREA_COLUMN,
    KIND_COLUMN,
    SOURCE_COLUMN,
    YEAR_COLUMN,
)
from sihui_map.documents.xlsx.databook import databook
from sihui_map.domain.completeness import Told
from sihui_map.domain.place import Place
from sihui_map.domain.submission import State
from sihui_map.intake.layout import layout
from sihui_map.intake.template import template
from sihui_map.store import Store
from sihui_map.store.writers import steps
from sihui_map.ui import cache, server
from sihui_map.views.tables import reported_table, reporting_table
from tests.api.conftest import InProcess
from tests.counties.county import BING, SANZHEN, YI
from tests.people import reviewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.figures import Figures

TODAY = date(2034, 11, 22)
TOLD, SILENT = BING, YI
NEXT = len(layout(Place()).versions) + 1
"""The version of the template that has the new sheet first."""
CHARGERS = Dataset(
    name="charging",
    title="公共充电桩",
    columns=(
        AREA_COLUMN,
        YEAR_COLUMN,
        Column("piles", "充电桩", AMOUNT, unit="个", yearly="充电桩"),
        Column("sort", "类型", Field(form=Form.LISTED, words="charger", options=("快充", "慢充"))),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("area_id", "year"),
    telling=("piles", "sort"),
    sheet=SheetOf("充电桩", "各镇街年末公共充电桩", since=NEXT),
    required_of_towns=True,
)
"""All that it takes; the domain has no meaning for it yet."""
ROW = {
    "area_id": TOLD, "year": "2033", "piles": "120", "sort": "快充", "kind": "实绩",
    "source": "统计台账",
}  # fmt: skip


def opened(body: bytes) -> Any:  # noqa: ANN401 openpyxl's cells are of many sorts
    return openpyxl.load_workbook(io.BytesIO(body))


def blank_template(archive: Archive) -> bytes:
    known = archive.known(TODAY)
    return template(known.figures, known.rows, number=known.number)


def filled(archive: Archive) -> bytes:
    """Return the template with one more line on the sheet of the table."""
    book = opened(blank_template(archive))
    sheet = book["充电桩"]
    last = max(row[0].row for row in sheet.iter_rows() if row[0].value)
    told = {**ROW, "year": 2033, "piles": 120}
    order = ("area_id", "", "year", "piles", "sort", "kind", "source")
    for number, name in enumerate(order, start=1):
        if name:
            sheet.cell(last + 1, number).value = told[name]
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def line(**cells: str) -> bytes:
    """Return a file of one row."""
    told = {**ROW, **cells}
    return f"{','.join(CHARGERS.column_names)}\n{','.join(told.values())}\n".encode()


def said(archive: Archive, body: bytes, name: str = "充电桩.xlsx") -> list[str]:
    proposal = workflow.propose(archive, body, name, today=TODAY)
    return [finding.sentence for finding in proposal.findings]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Return an archive of the sample, begun before the table was declared."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('catalogue')}/catalogue.db")
    found = Archive(store, SANZHEN)
    found.current()
    yield found
    store.close()


@pytest.fixture(scope="module")
def older(archive: Archive) -> bytes:
    """Return a template that was handed out before the table was declared."""
    return blank_template(archive)


@pytest.fixture(scope="module", autouse=True)
def declared(older: bytes) -> Iterator[None]:
    """Declare the table."""
    del older
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "DATASETS", (*tables.DATASETS, CHARGERS))
        yield


@pytest.fixture(scope="module")
def figures(archive: Archive, declared: None) -> Figures:  # noqa: ARG001 it comes first
    """Return what is known once the line was handed in, approved and published."""
    proposal = workflow.propose(archive, filled(archive), "充电桩.xlsx", today=TODAY)
    own = workflow.confirm(archive, proposal, who=reviewer(), why="首报", answers={}).submission_id
    steps.move(archive.store, own, State.SUBMITTED, who="张三")
    steps.move(archive.store, own, State.APPROVED, who="李四")
    workflow.publish(archive, [own], who=reviewer("王五"), why="首报")
    return archive.current()


def test_the_template_asks_every_town_for_it(archive: Archive) -> None:
    book = opened(blank_template(archive))
    head, *lines = book["充电桩"].iter_rows(values_only=True)
    options = {column[0]: column[1:3] for column in book["_选项"].iter_cols(values_only=True)}

    assert head == (
        "地区代码", "地区", "年份", "充电桩（个）", "类型", "性质", "来源", "确认说明",
    )  # fmt: skip
    assert [line[1] for line in lines if line[2] == 2034][-2:] == ["丙镇", "全县"]
    assert options["charger"] == ("快充", "慢充")
    assert book["填报说明"]["B2"].value == f"三镇县碳达峰填报模板 {NEXT}"


def test_a_template_of_before_is_still_taken(archive: Archive, older: bytes) -> None:
    assert opened(older)["填报说明"]["B2"].value == f"三镇县碳达峰填报模板 {NEXT - 1}"
    assert said(archive, older) == []


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"piles": "-1"}, "应大于或等于 0，现为「-1」"),
        ({"piles": ""}, "不能为空"),
        ({"sort": "超充"}, "快充、慢充"),
        ({"area_id": "990101999"}, "990101999"),
        ({"year": "2037"}, "2037"),
        ({"source": ""}, "不能为空"),
    ],
    ids=repr,
)
def test_its_cells_are_checked(archive: Archive, cells: dict[str, str], sentence: str) -> None:
    assert sentence in "".join(said(archive, line(**cells), "充电桩.csv"))


def test_what_is_published_is_read_as_declared(figures: Figures) -> None:
    (row,) = CHARGERS.records(figures.snapshot)
    told = {name: CHARGERS.value(row, name) for name in CHARGERS.column_names}

    assert not figures.snapshot.problems
    assert told == {**ROW, "year": 2033, "piles": 120.0}


def test_it_comes_back_in_the_template_and_says_nothing_new(
    archive: Archive, figures: Figures
) -> None:
    del figures
    lines = opened(blank_template(archive))["充电桩"].iter_rows(values_only=True)

    assert (TOLD, "丙镇", 2033, 120, "快充", "实绩", "统计台账", None) in list(lines)
    assert said(archive, blank_template(archive)) == []


def test_another_year_is_held_against_it(archive: Archive, figures: Figures) -> None:
    del figures

    assert "充电桩 900，上年 120，变化 +650.0%" in said(
        archive, line(year="2034", piles="900"), "充电桩.csv"
    )


def test_who_owes_it_is_known(figures: Figures) -> None:
    assert figures.told("charging", TOLD, 2033) is Told.ALL
    assert figures.told("charging", SILENT, 2033) is Told.NOTHING
    assert figures.published()["told.charging.2033"].value == 1
    assert "公共充电桩" in [column.label for column in reporting_table(figures, 2033).columns]


def test_the_interface_has_it(figures: Figures) -> None:
    with httpx.Client(
        transport=InProcess(create_api(lambda _: figures)), base_url="http://interface"
    ) as client:
        own = client.get("/reported").json()["tables"][-1]

    assert (own["name"], own["title"]) == ("charging", "公共充电桩")
    assert own["columns"][2] == {"name": "piles", "label": "充电桩", "unit": "个", "is_key": False}
    assert own["rows"] == [{**ROW, "year": 2033, "piles": 120.0}]


def test_the_page_hands_out_a_file_that_is_taken_again(
    archive: Archive, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    del figures
    monkeypatch.setattr(cache, "archive", lambda: archive)
    asked = Request({"type": "http", "path_params": {"name": "charging"}})
    body = bytes(server.reported_file(asked).body)
    proposal = workflow.propose(archive, body, "公共充电桩.csv", today=TODAY)

    assert body.decode().splitlines() == [
        "\ufeff镇街或排放源,年份,充电桩（个）,类型,性质,来源",
        f"{TOLD},2033,120,快充,实绩,统计台账",
    ]
    assert (proposal.reading.rows, proposal.reading.changes, proposal.findings) == (1, (), ())


def test_table_and_data_book_have_it(figures: Figures) -> None:
    (row,) = reported_table(figures, CHARGERS).rows
    sheet = opened(databook(figures))["填报·公共充电桩"]

    assert [cell.text for cell in row.cells][-1] == "丙镇"
    assert [cell.value for cell in sheet[2]] == [
        "镇街或排放源", "年份", "充电桩（个）", "类型", "性质", "来源", "名称",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[3]] == [
        TOLD, 2033, 120, "快充", "实绩", "统计台账", "丙镇",
    ]  # fmt: skip
