"""Forest in tables: the city, then the towns, the unknown last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.counties.county import BING
from tests.views.reading import column, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_forest_lists_the_city_then_the_towns_from_the_most(figures: Figures) -> None:
    table = tables.forest_table(figures, 2033)

    assert texts(table.rows[0]) == ["全县（不含丁街道）", "43.51", "42.47", "1.03", "示例"]
    values = [value for value in column(table, "now")[1:] if isinstance(value, float)]
    assert values == sorted(values, reverse=True)
    assert len(values) == 3


def test_of_the_first_year_forest_has_one_column_and_no_change(figures: Figures) -> None:
    table = tables.forest_table(figures, 2031)

    assert [column.label for column in table.columns] == ["镇街", "2031 年", "性质"]
    assert texts(table.rows[0]) == ["全县（不含丁街道）", "42.47", "示例"]


def test_a_town_without_forest_data_comes_last_and_is_named(snapshot: Snapshot) -> None:
    rows = tuple(row for row in snapshot.forest_covers if row.area_id != BING)

    last = tables.forest_table(Figures(replace(snapshot, forest_covers=rows)), 2033).rows[-1]

    assert texts(last) == ["丙镇", "缺失", "缺失", "缺失", "未报"]
    assert [cell.in_file for cell in last.cells][1:4] == ["", "", ""]


def test_a_change_of_forest_is_a_number_in_the_file(snapshot: Snapshot) -> None:
    shrunk = tuple(
        replace(row, forest_ha=row.forest_ha / 2) if row.year == 2033 else row
        for row in snapshot.forest_covers
    )

    table = tables.forest_table(Figures(replace(snapshot, forest_covers=shrunk)), 2033)

    change = table.column("change")[0]
    assert change.text.startswith("−20.")
    assert isinstance(change.in_file, float)
    assert change.in_file < -20


def test_reserves_without_a_public_area_say_so(figures: Figures) -> None:
    areas = column(tables.reserves_table(figures), "area")

    assert areas == [820.5, ""]


def test_each_town_has_its_hectares_beside_its_cover(figures: Figures, snapshot: Snapshot) -> None:
    table = tables.forest_hectares(figures, 2033)
    told = {row.area_id: row.forest_ha for row in snapshot.forest_covers if row.year == 2033}

    assert table.names[1:3] == ("now", "hectares")
    for row in table.rows[1:]:
        assert table.cell(row, "hectares").in_file == told[row.town_code]
    gone = Figures(replace(snapshot, forest_covers=snapshot.forest_covers[:1]))
    assert "缺失" in {cell.text for cell in tables.forest_hectares(gone, 2033).column("hectares")}
