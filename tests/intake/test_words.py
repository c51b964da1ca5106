"""Lists: every column that takes a word has one, and it is offered with what it is stored as."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import Dataset, datasets
from sihui_map.figures import Figures
from sihui_map.intake.words import fuel_units, word_lists

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.intake.known import Known


@pytest.mark.parametrize("table", datasets(), ids=lambda table: table.name)
def test_every_list_of_the_catalogue_is_there(known: Known, table: Dataset) -> None:
    lists = word_lists(known.figures, known.rows)
    spelled = {column.spelled.words for column in table.columns if column.spelled}

    assert {column.field.words for column in table.columns} - {""} <= set(lists)
    assert spelled <= set(lists)


def test_a_fuel_that_another_set_of_factors_knows_has_its_unit(snapshot: Snapshot) -> None:
    other = replace(snapshot.fuel_factors[0], factor_set="other", fuel="焦炭", unit="t")

    units = fuel_units(Figures(replace(snapshot, fuel_factors=(*snapshot.fuel_factors, other))))

    assert (units["焦炭"], units["天然气"], units["电力调入"]) == ("t", "10^4 Nm3", "10^4 kWh")
    assert "焦炭" not in fuel_units(Figures(snapshot))
