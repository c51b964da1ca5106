"""Parks in a table: which count, and how far each is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.figures import Figures
from sihui_map.views import tables
from tests.views.reading import column, texts

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


DONE, BEGUN, IDLE = CheckState.COMPLETED, CheckState.UNDER_WAY, CheckState.NOT_STARTED
CHECKS = ("shared_steam", "water_reuse", "waste_exchange")


def test_parks_say_whether_they_count(figures: Figures, public_figures: Figures) -> None:
    (park,) = figures.snapshot.parks
    parks = (park, replace(park, park_id="open"))

    assert column(tables.parks_table(figures, parks), "counted") == ["是", "待核"]
    assert column(tables.parks_table(public_figures, parks), "counted") == ["待核", "待核"]
    assert column(tables.parks_table(public_figures, parks), "stage") == ["未收到信息"] * 2


def test_a_park_that_is_not_provincial_does_not_count(snapshot: Snapshot) -> None:
    progress = tuple(replace(row, provincial=False) for row in snapshot.park_progress)
    parks = (replace(snapshot.parks[0], level="省级", level_confirmed=True),)

    (row,) = tables.parks_table(Figures(replace(snapshot, park_progress=progress)), parks).rows

    assert texts(row)[2:4] == ["省级", "否"]


def test_what_a_park_lacks_tells_silence_from_not_started(snapshot: Snapshot) -> None:
    (park,), row = snapshot.parks, snapshot.park_progress[-1]
    parks = tuple(replace(park, park_id=each) for each in ("done", "begun", "silent"))
    done = replace(
        row, park_id="done", stage=ParkStage.COMPLETED, checks=dict.fromkeys(CHECKS, DONE)
    )
    begun = replace(
        row, park_id="begun", checks=dict(zip(CHECKS, (BEGUN, IDLE, IDLE), strict=True))
    )

    table = tables.park_matrix(Figures(replace(snapshot, park_progress=(done, begun))), parks)

    assert column(table, "lacks") == [
        "不缺",
        "未启动 2 项：虚构中水回用、虚构废料互换；推进中 1 项：虚构集中供汽",
        "未收到信息 3 项：虚构集中供汽、虚构中水回用、虚构废料互换",
    ]
    assert table.cell(table.rows[0], "stage").text == "● 已完成"
    assert table.cell(table.rows[2], "shared_steam").text == "？ 未收到信息"
    assert table.cell(table.rows[2], "shared_steam").in_file == "未收到信息"


def test_without_a_checklist_nothing_is_said_to_lack(snapshot: Snapshot) -> None:
    bare = replace(snapshot, place=replace(snapshot.place, park_checks=()), park_progress=())

    table = tables.park_matrix(Figures(bare), bare.parks)

    assert "lacks" not in table.names
