"""The county's checklist of parks: the plan's words, and the columns by which rows are stored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map.archive import Archive
from sihui_map.catalogue import PARK_PROGRESS
from sihui_map.intake.csv_lines import csv_of
from sihui_map.reference.files import Folder
from sihui_map.reference.place import read_place
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.intake.known import Known

LISTED = ("heat_recovery", "aluminium_ash", "recovery_point", "smart_management", "circular_system")
LABELS = ["余热回收", "铝灰试点", "回收点", "智能化管理", "循环经济制度"]


@pytest.fixture
def known(own_store: str) -> Iterator[Known]:
    """Return what the county's first publication holds."""
    store = Store(own_store)
    yield Archive(store, GEODATA).known(date(2026, 11, 20))
    store.close()


def test_it_is_read_in_its_order_with_the_words_of_the_plan() -> None:
    found = read_place(Folder(GEODATA)).park_checks

    assert tuple(check.check_id for check in found) == LISTED
    assert [check.label for check in found] == LABELS
    assert {check.clause_no for check in found} == {27}
    assert found[3].basis == "开展智能化园区管理建设"


def test_rows_are_kept_with_their_columns_in_the_order_they_always_had(known: Known) -> None:
    rows = [cells for (table, _), cells in known.rows.items() if table == PARK_PROGRESS.name]

    assert list(rows[0]) == [
        "park_id", "year", "stage", "provincial", *LISTED, "kind", "source",
    ]  # fmt: skip


def test_the_csv_has_the_headings_it_always_had(known: Known) -> None:
    text = csv_of(PARK_PROGRESS.of(known.figures.snapshot.place), known.rows)

    assert text.splitlines()[0] == f"\ufeff园区编号,年份,阶段,省级以上,{','.join(LABELS)},性质,来源"
