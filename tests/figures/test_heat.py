"""Heat bought and sold: it moves emissions between areas and never into the ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.domain.energy import HEAT_IN, HEAT_OUT, Component, EnergyUse
from sihui_map.domain.ledger import NET_ELECTRICITY
from sihui_map.domain.snapshot import ReportedRow
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from tests.counties.county import JIA, YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

PLANT = "works"


def told(area: str, fuel: str, amount: float, *, year: int = 2032) -> EnergyUse:
    return EnergyUse(
        area_id=area, year=year, fuel=fuel, amount=amount, unit="GJ", kind=ValueKind.SAMPLE,
        source="供热台账",
    )  # fmt: skip


@pytest.fixture
def with_steam(snapshot: Snapshot) -> Figures:
    """Return the figures where a town buys 100 000 GJ of steam from the plant."""
    steam = (told(YI, HEAT_IN, 1e5), told(PLANT, HEAT_OUT, 1e5))
    return Figures(replace(snapshot, energy_uses=(*snapshot.energy_uses, *steam)))


def test_heat_adds_to_the_town_that_buys_it_and_is_taken_off_the_plant(
    figures: Figures, with_steam: Figures
) -> None:
    for area, tco2 in ((YI, 11_000), (PLANT, -11_000)):
        before, after = (each.emission(area, 2032, Scope.NET) for each in (figures, with_steam))
        assert after.known - before.known == pytest.approx(tco2)
        assert with_steam.emission(area, 2032) == figures.emission(area, 2032)
        tce = with_steam.energy_use_tce(area, 2032).known - figures.energy_use_tce(area, 2032).known
        assert tce == pytest.approx(tco2 / 0.11 * 0.03412)


@pytest.mark.parametrize("year", [2032, 2033])
def test_the_ledger_counts_heat_where_it_is_made_and_nowhere_else(
    snapshot: Snapshot, year: int
) -> None:
    steam = (told(YI, HEAT_IN, 1e5, year=year), told(PLANT, HEAT_OUT, 9e4, year=year))
    total = ReportedRow(
        year=2033, row_id="city_total", tco2=2e5, kind=ValueKind.REPORTED, source="清单", note=""
    )
    sent = replace(total, row_id=NET_ELECTRICITY, tco2=-3e4)
    public = replace(snapshot, reported_rows=(total, sent))
    sold = replace(public, energy_uses=(*public.energy_uses, *steam))

    assert Figures(sold).ledger(year) == Figures(public).ledger(year)
    assert Figures(sold).ledger(year).residual.value is not None


def test_a_town_that_told_of_heat_alone_has_not_told_its_electricity(snapshot: Snapshot) -> None:
    found = Figures(replace(snapshot, energy_uses=(told(YI, HEAT_IN, 1e5),), declarations=()))

    assert found.electricity(YI, 2032).reason == "未填全"
    assert found.electricity(YI, 2032).part is None
    assert found.component(YI, 2032, Component.ELECTRICITY).part == pytest.approx(11_000)
    assert found.electricity(JIA, 2032).reason == "未报"
