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
    assert texts(plant)[2:] == ["投产", "800.0", "—", "2018", "—", "精确位置", "实绩"]
    unknown = next(cell for cell in table.column("power") if cell.text == "—")
    assert unknown.hover


def test_capacity_counts_projects_and_sums_known_megawatts(figures: Figures) -> None:
    table = tables.capacity_table(figures)

    assert texts(row_of(table, "投产")) == ["投产", "13", "60.8", "15.0", "800.0", "0", "多种"]
    assert sum(float(count) for count in column(table, "count")) == len(figures.snapshot.sites)


def test_a_stage_without_any_known_capacity_is_of_no_kind(snapshot: Snapshot) -> None:
    unknown = next(site for site in snapshot.sites if site.capacity_mw is None)
    figures = Figures(replace(snapshot, sites=(replace(unknown, stage=SiteStage.IDEA),)))

    (row,) = tables.capacity_table(figures).rows

    assert texts(row) == ["谋划", "1", "—", "—", "—", "1", "缺失"]
