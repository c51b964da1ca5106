"""What is published: each figure once, with a source or a reason, samples called so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicators import town_measures
from sihui_map.catalogue.key import Family
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.value import Quantity, ValueKind
from sihui_map.figures import Figures

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

FROM_THE_SAMPLE = ("emission.", "energy.", "forest.", "parks.", "context.", "ledger.")
FROM_THE_PLAN = "ledger.city_total."


def test_every_figure_has_an_id_of_its_own(snapshot: Snapshot) -> None:
    second = tuple(replace(row, factor_set="provincial_2025") for row in snapshot.fuel_factors)
    figures = Figures(replace(snapshot, fuel_factors=(*snapshot.fuel_factors, *second)))
    published = figures.published()
    towns, years = len(figures.towns), len(figures.years)
    sources = len(figures.snapshot.named_sources)
    known = [item for item in figures.standings if item.value.value is not None]
    areas = [area for area in figures.snapshot.protected_areas if area.area_ha is not None]
    operating = [name for name in published if name.startswith("sites.operating_mw.")]
    stocks = [row for row in figures.snapshot.forest_covers if row.stock_m3 is not None]
    expected = {
        "emission": towns * years * (4 + 2 * 4) + sources * years * (4 + 1),
        "energy": (towns + sources) * years,
        "intensity": (towns + 1) * 2 * years,
        "ledger": len(figures.ledger_years) * (2 + sources + 4),
        "standard_coal": (4 + 1) * years,  # the sample burns four fuels, and all of them
        "standard_coal_by_heat": (4 + 1) * years,
        "standard_coal_difference": (4 + 1) * years,
        "factor_set": (sources + 2) * 2 * years,  # two sets: towns, sources, all of them
        "factor_set_difference": (sources + 2) * years,
        "forest": len(figures.forest_years) * (3 * towns + 2) + 2,  # cover, change; what towns lack
        "sink": 4 * len(stocks),  # the stock, the estimate and its two ends
        "protected_area": len(areas),
        "enterprises": (2 + 4) * 3,  # one town and all, then three; count and two sums
        "parks": len(figures.park_years),
        "sites": len(SiteGroup) * len(SiteStage) + len(operating),
        "target": len(figures.standings) + 5 * len(known),
        "indicator": len(figures.snapshot.indicator_values),
        "allotment": len(figures.snapshot.allotments) + 1,  # and the sum of the towns' shares
        "allotted": 2,
        "context": len(figures.snapshot.contexts) * 2,
        "tasks": 9,  # five counts of tasks, two of steps, two shares
        "told": 3 * years,  # three tables that every town owes every year
        "evaluation": 3 + 1,  # what was said of oneself, and what is final
    }
    for measure in town_measures():
        if measure.family is not Family.EMISSION:
            expected[measure.family] += towns * years

    # An id used twice would make its group smaller than this.
    counted = dict.fromkeys(expected, 0)
    for figure_id in published:
        counted[figure_id.split(".")[0]] += 1
    assert counted == expected


def test_an_id_is_plain_text_for_an_address(published: dict[str, Quantity]) -> None:
    for figure_id in published:
        assert figure_id.isascii()
        assert figure_id.replace(".", "").replace("_", "").replace("-", "").isalnum()


@pytest.mark.parametrize("which", ["figures", "public_figures"])
def test_a_number_has_a_source_and_its_absence_a_reason(
    request: pytest.FixtureRequest, which: str
) -> None:
    chosen: Figures = request.getfixturevalue(which)

    for figure_id, quantity in chosen.published().items():
        assert quantity.unit, figure_id
        if quantity.value is None:
            assert quantity.reason, figure_id
            assert quantity.kind is ValueKind.MISSING, figure_id
        else:
            assert quantity.source, figure_id


def test_everything_computed_from_the_sample_says_so(published: dict[str, Quantity]) -> None:
    for figure_id, quantity in published.items():
        if figure_id.startswith(FROM_THE_SAMPLE) and not figure_id.startswith(FROM_THE_PLAN):
            assert quantity.kind in (ValueKind.SAMPLE, ValueKind.MISSING), figure_id


def test_without_the_sample_only_the_public_totals_of_the_city_exist(
    public_figures: Figures,
) -> None:
    ledger = {
        figure_id: quantity
        for figure_id, quantity in public_figures.published().items()
        if figure_id.startswith(FROM_THE_SAMPLE)
    }

    known = [figure_id for figure_id, quantity in ledger.items() if quantity.value is not None]

    assert known == [f"ledger.city_total.{year}" for year in (2031, 2032)]
    assert public_figures.ledger_years == (2031, 2032)
    assert public_figures.years == ()
    assert all(quantity.reason for key, quantity in ledger.items() if key not in known)


def test_without_the_sample_nothing_is_called_a_sample(public_figures: Figures) -> None:
    kinds = {quantity.kind for quantity in public_figures.published().values()}

    assert ValueKind.SAMPLE not in kinds


def test_publishing_twice_gives_the_same_figures_in_the_same_order(
    snapshot: Snapshot, published: dict[str, Quantity]
) -> None:
    assert list(Figures(snapshot).published().items()) == list(published.items())
