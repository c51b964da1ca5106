"""Two readings of one number stand side by side, with the difference, each under its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.api.ledger import ledger_answer
from sihui_map.domain.snapshot import EnergyTotal, ReportedRow
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import names, sentences, tables
from sihui_map.views.table import to_csv
from tests.counties.county import BING, JIA

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


@pytest.fixture
def told(public_snapshot: Snapshot) -> Figures:
    row = ReportedRow(
        year=2031,
        row_id="city_total",
        tco2=187_300,
        kind=ValueKind.PRELIMINARY,
        source="县统计局",
        note="",
    )
    return Figures(replace(public_snapshot, reported_rows=(row,)))


def test_the_ledger_lists_the_reported_total_below_the_plans(told: Figures) -> None:
    lines = to_csv(tables.ledger_table(told, 2031)).splitlines()

    assert lines[-2].startswith("全县总量（填报，第二读数，不用于对账）,18.73,初步")
    assert lines[-1].startswith("填报−方案,0.83,初步")
    assert "第二读数" not in to_csv(tables.ledger_table(told, 2032))


def test_the_notes_say_which_total_counts(told: Figures) -> None:
    assert (
        "2031 年全县总量方案公布 17.90 万吨，另有填报 18.73 万吨（初步）为第二读数，"
        "相差 0.83 万吨（填报−方案）；对账以方案公布的为准。"
    ) in sentences.ledger_notes(told, 2031)


def test_the_interface_tells_both(told: Figures) -> None:
    book = ledger_answer(told, 2031)

    assert book.city_total.value == pytest.approx(179_000)
    assert book.city_total_reported is not None
    assert book.city_total_reported.value == 187_300
    assert book.city_total_difference is not None
    assert ledger_answer(told, 2032).city_total_reported is None


def test_a_stated_energy_total_stands_in_the_towns_series(public_snapshot: Snapshot) -> None:
    row = EnergyTotal(area_id=JIA, year=2032, tce=12_300, kind=ValueKind.REPORTED, source="年报")
    figures = Figures(replace(public_snapshot, energy_totals=(row,)))
    table = tables.town_series(figures, JIA).only("figure", "2032")
    found = {figure.text: amount for figure, amount in (row.cells for row in table.rows)}

    assert found["综合能源消费量（填报合计，万吨标准煤）"].text == "1.23"
    beside = found["填报合计−按品种折算（万吨标准煤）"]
    assert (beside.text, beside.hover) == ("缺失", "缺失：按品种折算缺失：未报")
    assert not tables.town_series(figures, BING).rows


def test_both_readings_have_names(told: Figures) -> None:
    assert (
        names.figure_name(told, "ledger.city_total_difference.2031")
        == "2031 年平衡表·全县总量：填报−方案"
    )
    assert (
        names.figure_name(told, f"energy.tce_reported.{JIA}.2032")
        == "甲镇 2032 年综合能源消费量（填报合计）"
    )
