"""Lists: every column that takes a word has one, and it is offered with what it is stored as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import Dataset, datasets
from sihui_map.intake.words import word_lists

if TYPE_CHECKING:
    from sihui_map.intake.known import Known


@pytest.mark.parametrize("table", datasets(), ids=lambda table: table.name)
def test_every_list_of_the_catalogue_is_there(known: Known, table: Dataset) -> None:
    lists = word_lists(known.figures, known.rows)
    spelled = {column.spelled.words for column in table.columns if column.spelled}

    assert {column.field.words for column in table.columns} - {""} <= set(lists)
    assert spelled <= set(lists)
