"""Every table that can be fetched: whole rows, files that say what is a sample."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.errors import ChoiceError
from sihui_map.figures import Figures
from sihui_map.ui import downloads
from sihui_map.views.table import to_csv
from tests.counties.county import JIA

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

NEED_A_YEAR = {"ranking", "components", "factor_sets", "forest", "heat", "reporting"}
ASKED = {
    "year": "2032",
    "measure": "total",
    "boundary": "direct",
    "town": JIA,
    "unit": "县发改局",
    "no": "1",
    "id": "forest",
}


@pytest.mark.parametrize("name", downloads.TABLES)
def test_every_row_has_a_cell_for_every_column(name: str, figures: Figures) -> None:
    table = downloads.table(name, figures, ASKED)

    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert len(set(table.names)) == len(table.columns)
    assert table.title


@pytest.mark.parametrize("name", downloads.TABLES)
def test_no_table_breaks_when_every_file_is_empty(name: str, snapshot: Snapshot) -> None:
    values = {field.name: getattr(snapshot, field.name) for field in fields(snapshot)}
    empty: dict[str, Any] = {
        name: type(value)()
        for name, value in values.items()
        if isinstance(value, tuple | dict) and name != "towns"
    }
    figures = Figures(replace(snapshot, **empty))
    if name in (*NEED_A_YEAR, "history"):
        with pytest.raises(ChoiceError, match=r"（无数据）|（没有任务）"):
            downloads.table(name, figures, ASKED)
        return

    table = downloads.table(name, figures, ASKED)

    assert {len(row.cells) for row in table.rows} <= {len(table.columns)}
    assert to_csv(table).startswith("\ufeff")


@pytest.mark.parametrize(
    "name", ["ranking", "components", "ledger", "forest", "town", "energy", "tasks", "targets"]
)
def test_a_file_with_samples_says_so_and_a_public_one_does_not(
    name: str, figures: Figures, public_figures: Figures
) -> None:
    assert "示例" in to_csv(downloads.table(name, figures, ASKED))
    if name in ("ledger", "tasks", "targets"):
        assert "示例" not in to_csv(downloads.table(name, public_figures, ASKED))
