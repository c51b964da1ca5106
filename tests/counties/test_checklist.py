"""A county asks its parks for its own checklist, in each form, file and answer; or for none."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING, Any

import httpx
import openpyxl
import pytest

from sihui_map import workflow
from sihui_map.api import create_api
from sihui_map.archive import Archive
from sihui_map.catalogue import PARK_PROGRESS
from sihui_map.documents.xlsx.databook import databook
from sihui_map.intake.csv_lines import csv_of
from sihui_map.intake.template import template
from sihui_map.reference.snapshot import read_snapshot
from sihui_map.store import Store
from sihui_map.views import tables
from tests import county
from tests.api.conftest import InProcess
from tests.counties.county import SANZHEN
from tests.counties.test_reporting import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sihui_map.figures import Figures
    from sihui_map.intake.known import Known

OWN = ["虚构集中供汽", "虚构中水回用", "虚构废料互换"]
IDS = ["shared_steam", "water_reuse", "waste_exchange"]
STAGE, FLAG, KIND = "改造阶段", "省级以上", "性质"


@pytest.fixture
def listless(tmp_path: Path) -> Path:
    """Return the county without a checklist: its plan lists nothing."""
    root = tmp_path / "listless"
    shutil.copytree(SANZHEN, root)
    text = (root / "place.toml").read_text("utf-8")
    begin, end = text.index("[[parks.checklist]]"), text.index("[enterprises]")
    (root / "place.toml").write_text(
        f"{text[:begin]}[parks]\nchecklist = []\n\n{text[end:]}", "utf-8"
    )
    for path in (root / "sample").glob("park_progress.*"):
        path.unlink()
    return root


@pytest.fixture(params=["own", "none"])
def known(
    request: pytest.FixtureRequest, tmp_path: Path, listless: Path
) -> Iterator[tuple[Known, list[str], list[str]]]:
    """Return what the county knows and its checklist: the invented one, then none."""
    store = Store(f"sqlite:///{(tmp_path / 'store.db').as_posix()}")
    is_own = request.param == "own"
    yield (
        Archive(store, SANZHEN if is_own else listless).known(TODAY),
        OWN if is_own else [],
        IDS if is_own else [],
    )
    store.close()


def between(names: list[str], first: str, last: str) -> list[str]:
    """Return what stands between two names."""
    return names[names.index(first) + 1 : names.index(last)]


def sheet_names(body: bytes, sheet: str, row: int) -> list[str]:
    opened: Any = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    return [str(cell.value) for cell in list(opened[sheet].rows)[row - 1]]


def asked(figures: Figures, path: str) -> Any:  # noqa: ANN401 what an address answers
    app = create_api(lambda _: figures)
    with httpx.Client(transport=InProcess(app), base_url="http://interface") as opened:
        return opened.get(path).json()


def test_page_form_file_and_book_have_the_county_s_own_points(
    known: tuple[Known, list[str], list[str]],
) -> None:
    held, labels, ids = known
    figures, rows = held.figures, held.rows
    own = PARK_PROGRESS.of(figures.snapshot.place)

    page = [column.label for column in tables.parks_table(figures, figures.snapshot.parks).columns]
    form = sheet_names(template(figures, rows, number=1), "园区", 1)
    (heads, *_) = csv.reader(io.StringIO(csv_of(own, rows).removeprefix("\ufeff")))
    book = sheet_names(databook(figures), "填报·园区循环化改造", 2)
    (told,) = [
        table for table in asked(figures, "/reported")["tables"] if table["name"] == own.name
    ]

    assert between(page, STAGE, KIND) == labels
    assert between(form, FLAG, KIND) == labels
    assert between(heads, FLAG, KIND) == labels
    assert between(book, FLAG, KIND) == labels
    assert between([each["name"] for each in told["columns"]], "provincial", "kind") == ids


def test_an_answer_has_the_label_and_the_words_of_the_plan(sampled: Figures) -> None:
    (park,) = asked(sampled, "/parks")["rows"]

    assert park["progress"]["checks"] == [
        {"point": "shared_steam", "label": OWN[0], "basis": "园区循环化改造", "state": "推进中"},
        {"point": "water_reuse", "label": OWN[1], "basis": None, "state": "已完成"},
        {"point": "waste_exchange", "label": OWN[2], "basis": None, "state": "未收到信息"},
    ]


def test_the_cell_of_a_point_tells_the_words_of_the_plan(sampled: Figures) -> None:
    table = tables.parks_table(sampled, sampled.snapshot.parks)

    assert [cell.hover for cell in table.column("shared_steam")] == ["园区循环化改造"]
    assert [cell.hover for cell in table.column("water_reuse")] == [""]


def test_without_a_checklist_a_park_tells_its_stage(listless: Path, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{(tmp_path / 'own.db').as_posix()}")
    archive = Archive(store, listless)
    body = "park_id,year,stage,provincial,kind,source\npark,2033,实施中,yes,实绩,虚构的年报\n"

    proposal = workflow.propose(archive, body.encode(), "园区.csv", today=TODAY)

    (row,) = proposal.rows
    assert proposal.findings == ()
    assert dict(row.after or {}) == {
        "park_id": "park", "year": "2033", "stage": "实施中", "provincial": "yes",
        "kind": "实绩", "source": "虚构的年报",
    }  # fmt: skip
    assert read_snapshot(listless).problems == ()
    store.close()


def test_what_this_county_does_not_ask_is_no_column_of_it(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{(tmp_path / 'own.db').as_posix()}")
    asked = county.CHECKLIST[0]["id"]
    head = f"park_id,year,stage,provincial,{asked},kind,source"

    with pytest.raises(Exception, match="不是任何一张数据表的列"):
        workflow.propose(Archive(store, SANZHEN), f"{head}\n".encode(), "园区.csv", today=TODAY)
    store.close()
