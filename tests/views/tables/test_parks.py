"""Parks in a table: which count, and how far each is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_parks_say_whether_they_count(figures: Figures, public_figures: Figures) -> None:
    parks = figures.snapshot.parks

    assert column(tables.parks_table(figures, parks), "counted") == ["是", "是", *["待核"] * 4]
    assert set(column(tables.parks_table(public_figures, parks), "counted")) == {"待核"}
    assert set(column(tables.parks_table(public_figures, parks), "stage")) == {"未收到信息"}


def test_a_park_that_is_not_provincial_does_not_count(snapshot: Snapshot) -> None:
    progress = tuple(replace(row, provincial=False) for row in snapshot.park_progress)
    parks = (replace(snapshot.parks[0], level="省级", level_confirmed=True),)

    (row,) = tables.parks_table(Figures(replace(snapshot, park_progress=progress)), parks).rows

    assert texts(row)[2:4] == ["省级", "否"]


def test_what_a_park_lacks_tells_silence_from_not_started(figures: Figures) -> None:
    table = tables.park_matrix(figures, figures.snapshot.parks)

    lacks = [str(text) for text in column(table, "lacks")]
    assert lacks[0] == "不缺"
    assert lacks[3] == (
        "未启动 4 项：铝灰试点、回收点、智能化管理、循环经济制度；推进中 1 项：余热回收"
    )
    assert lacks[5] == ("未收到信息 5 项：余热回收、铝灰试点、回收点、智能化管理、循环经济制度")
    assert table.cell(table.rows[0], "stage").text == "● 已完成"
    assert table.cell(table.rows[5], "heat_recovery").text == "？ 未收到信息"
    assert table.cell(table.rows[5], "heat_recovery").in_file == "未收到信息"


def test_without_a_checklist_nothing_is_said_to_lack(snapshot: Snapshot) -> None:
    bare = replace(snapshot, place=replace(snapshot.place, park_checks=()), park_progress=())

    table = tables.park_matrix(Figures(bare), bare.parks)

    assert "lacks" not in table.names
