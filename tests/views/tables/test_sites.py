"""Projects in tables: what is known of each, what is summed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.site import SiteStage
from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, row_of, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_projects_say_what_is_known_of_them(figures: Figures) -> None:
    table = tables.sites_table(figures, figures.snapshot.sites)

    plant = row_of(table, "燃气热电联产")
    assert texts(plant)[2:] == ["投产", "60.0", "—", "2031", "甲镇", "精确位置", "实绩"]
    unknown = next(cell for cell in table.column("power") if cell.text == "—")
    assert unknown.hover


def test_capacity_counts_projects_and_sums_known_megawatts(
    figures: Figures, snapshot: Snapshot
) -> None:
    begun = tuple(replace(site, stage=SiteStage.OPERATING) for site in snapshot.sites)
    table = tables.capacity_table(figures)
    of_all = tables.capacity_table(Figures(replace(snapshot, sites=begun)))

    assert [texts(row) for row in table.rows] == [
        ["前期", "1", "—", "—", "—", "1", "缺失"],
        ["在建", "1", "3.0", "—", "—", "0", "示例"],
        ["投产", "2", "5.0", "—", "60.0", "0", "多种"],
    ]
    assert [texts(row) for row in of_all.rows] == [["投产", "4", "8.0", "—", "60.0", "1", "多种"]]
    assert sum(float(count) for count in column(table, "count")) == len(figures.snapshot.sites)


def test_a_stage_without_any_known_capacity_is_of_no_kind(snapshot: Snapshot) -> None:
    unknown = next(site for site in snapshot.sites if site.capacity_mw is None)
    figures = Figures(replace(snapshot, sites=(replace(unknown, stage=SiteStage.IDEA),)))

    (row,) = tables.capacity_table(figures).rows

    assert texts(row) == ["谋划", "1", "—", "—", "—", "1", "缺失"]
