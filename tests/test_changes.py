"""What differs between two snapshots, and what was said about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sihui_map.changes import Changes, FigureChange, RankFlip, StateChange, compare, ranks
from sihui_map.domain.park import ParkStage
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteStage
from sihui_map.domain.snapshot import Explanation
from sihui_map.domain.value import Quantity, ValueKind, missing
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from tests.counties.county import JIA, YI
from tests.reported import with_uses as reported

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.snapshot import Snapshot

TOWN = JIA
COAL_FIGURE = f"emission.coal.{TOWN}.2032"


def with_uses(snapshot: Snapshot, uses: Sequence[EnergyUse]) -> Figures:
    return Figures(reported(snapshot, uses))


def scaled(snapshot: Snapshot, factor: float, *, area: str = TOWN, year: int = 2032) -> Figures:
    """Return figures in which one town burns ``factor`` times as much in one year."""
    return with_uses(
        snapshot,
        [
            replace(use, amount=(use.amount or 0) * factor)
            if (use.area_id, use.year) == (area, year)
            else use
            for use in snapshot.energy_uses
        ],
    )


def amount(value: float | None) -> Quantity:
    if value is None:
        return missing("tCO2", "未报")
    return Quantity(value=value, unit="tCO2", kind=ValueKind.REPORTED, source="报表")


def change(before: Quantity | None, after: Quantity | None, name: str = "x") -> FigureChange:
    return FigureChange(figure_id=name, before=before, after=after)


# One figure


@pytest.mark.parametrize(
    ("before", "after", "difference", "percent", "is_large"),
    [
        (amount(200), amount(210), 10, 5, False),
        (amount(200), amount(189), -11, -5.5, True),
        (amount(-100), amount(-90), 10, 10, True),
        (amount(0), amount(1), 1, None, True),
        (None, amount(1), None, None, True),
        (amount(1), None, None, None, True),
        (amount(1), amount(None), None, None, True),
    ],
)
def test_a_change_is_large_above_five_percent_or_where_a_number_comes_or_goes(
    before: Quantity | None,
    after: Quantity | None,
    difference: float | None,
    percent: float | None,
    is_large: bool,  # noqa: FBT001 a column of the table above
) -> None:
    found = change(before, after)

    assert (found.difference, found.percent, found.is_large) == (difference, percent, is_large)


# Two snapshots


def test_a_changed_row_changes_the_figures_that_rest_on_it(
    snapshot: Snapshot, figures: Figures
) -> None:
    found = compare(figures, scaled(snapshot, 2))

    changed = {each.figure_id: each for each in found.figures}
    assert changed[COAL_FIGURE].percent == pytest.approx(100)
    assert {
        f"emission.direct.total.{TOWN}.2032",
        f"emission.direct.per_head.{TOWN}.2032",
        f"energy.tce.{TOWN}.2032",
        "ledger.towns.2032",
    } <= set(changed)
    assert not [name for name in changed if "2031" in name or "forest" in name]
    assert found.before == figures.snapshot.revision


def test_large_changes_are_those_above_five_percent(snapshot: Snapshot, figures: Figures) -> None:
    found = compare(figures, scaled(snapshot, 1.06))

    large = {each.figure_id for each in found.large}
    assert COAL_FIGURE in large
    assert "ledger.towns.2032" in {each.figure_id for each in found.figures} - large


def test_figures_are_in_the_order_in_which_they_are_published(
    snapshot: Snapshot, figures: Figures
) -> None:
    order = list(figures.published())

    places = [order.index(each.figure_id) for each in compare(figures, scaled(snapshot, 2)).figures]

    assert places == sorted(places)


def test_a_row_that_comes_or_goes_is_a_change_both_ways(
    snapshot: Snapshot, figures: Figures
) -> None:
    without = with_uses(
        snapshot, [use for use in snapshot.energy_uses if (use.area_id, use.year) != (TOWN, 2032)]
    )

    gone = {each.figure_id: each for each in compare(figures, without).figures}[COAL_FIGURE]
    came = {each.figure_id: each for each in compare(without, figures).figures}[COAL_FIGURE]

    assert gone.difference is None
    assert gone.is_large
    assert (gone.before, gone.after) == (came.after, came.before)


def test_the_last_bits_of_a_sum_are_no_change(snapshot: Snapshot, figures: Figures) -> None:
    assert compare(figures, scaled(snapshot, 1 + 1e-15)).figures == ()


def test_missing_for_another_reason_is_no_changed_figure(
    public_snapshot: Snapshot, public_figures: Figures
) -> None:
    broken = Figures(replace(public_snapshot, fuel_factors=()))

    assert [each.figure_id for each in compare(public_figures, broken).figures] == []


def test_towns_that_change_places_are_told_with_both(snapshot: Snapshot, figures: Figures) -> None:
    before = ranks(figures, 2032)
    last = max(before, key=before.__getitem__)

    found = compare(figures, scaled(snapshot, 1e6, area=last)).ranks

    assert sorted(before.values()) == [1, 2, 3]
    assert RankFlip(town_code=last, year=2032, before=3, after=1) in found
    assert len(found) == 3
    assert {each.after - each.before for each in found} == {-2, 1}


def test_a_town_without_a_number_has_no_place(snapshot: Snapshot) -> None:
    without = with_uses(snapshot, [use for use in snapshot.energy_uses if use.area_id != TOWN])

    assert TOWN not in ranks(without, 2032)
    assert compare(without, without).ranks == ()


def test_states_that_change_are_told_with_the_name_a_reader_knows(
    snapshot: Snapshot, figures: Figures
) -> None:
    site = snapshot.sites[0]
    park_row = max(snapshot.park_progress, key=lambda row: row.year)
    update = max(snapshot.task_updates, key=lambda row: row.day)
    after = replace(
        snapshot,
        sites=(replace(site, stage=SiteStage.CANCELLED), *snapshot.sites[1:]),
        park_progress=tuple(
            replace(row, stage=ParkStage.UNKNOWN) if row == park_row else row
            for row in snapshot.park_progress
        ),
        task_updates=tuple(
            replace(row, state=TaskState.CHANGED) if row == update else row
            for row in snapshot.task_updates
        ),
    )

    found = {each.subject: each for each in compare(figures, Figures(after)).states}

    park = next(each for each in snapshot.parks if each.park_id == park_row.park_id)
    assert found["site"] == StateChange(
        subject="site", key=site.site_id, name=site.name, before=site.stage, after="终止"
    )
    assert (found["park"].name, found["park"].after) == (park.name, "未收到信息")
    assert (found["task"].name, found["task"].after) == (f"任务 {update.task_no}", "调整取消")


def test_a_light_that_changes_is_a_changed_state(snapshot: Snapshot, figures: Figures) -> None:
    poor = tuple(
        replace(row, forest_ha=row.forest_ha * (0.99 if row.year == 2033 else 1))
        for row in snapshot.forest_covers
    )

    found = compare(figures, Figures(replace(snapshot, forest_covers=poor))).states

    target = next(each for each in found if each.key == "forest")
    assert (target.subject, target.name) == ("target", "森林覆盖率（2037）")
    assert (target.before, target.after) == ("green", "red")


def test_a_site_that_is_new_or_gone_has_no_state_on_one_side(
    snapshot: Snapshot, figures: Figures
) -> None:
    site = snapshot.sites[0]
    without = Figures(replace(snapshot, sites=snapshot.sites[1:]))

    (gone,) = compare(figures, without).states
    (came,) = compare(without, figures).states

    assert (gone.name, gone.before, gone.after) == (site.name, site.stage.value, "")
    assert (came.name, came.before, came.after) == (site.name, "", site.stage.value)


# What was said


def explained(*explanations: Explanation) -> Changes:
    return Changes(
        before="A", after="B", figures=(), ranks=(), states=(), explanations=explanations
    )


def said(subject: str, text: str, *, area: str = TOWN, year: int | None = 2032) -> Explanation:
    return Explanation(subject=subject, area_id=area, year=year, text=text, source="陈文")


@pytest.mark.parametrize(
    ("figure_id", "found"),
    [
        (f"emission.coal.{TOWN}.2032", "新增锅炉；人口普查"),
        (f"energy.tce.{TOWN}.2032", "新增锅炉"),
        (f"context.population.{TOWN}.2032", "人口普查"),
        (f"forest.cover.{TOWN}.2032", "补充造林"),
        (f"emission.coal.{TOWN}.2031", ""),
        (f"emission.coal.{YI}.2032", ""),
        ("ledger.residual.2032", "统计口径调整；净调入电量更正"),
        ("forest.cover.city.2032", ""),
        ("context.population.city.2032", ""),
        ("parks.completion.2032", "验收完成"),
        ("forest.gap_ha", ""),
    ],
)
def test_an_explanation_stands_by_the_figures_that_rest_on_its_row(
    figure_id: str, found: str
) -> None:
    """What was written about the ledger says nothing of the city's forest."""
    changes = explained(
        said("energy_use", "新增锅炉"),
        said("energy_use", "新增锅炉"),
        said("town_context", "人口普查"),
        said("forest_cover", "补充造林"),
        said("ledger", "统计口径调整", area="city"),
        said("ledger_reported", "净调入电量更正", area=""),
        said("park_progress", "验收完成", area=""),
        said("sites", "改址", area="", year=None),
    )

    assert changes.explanation_of(change(amount(1), amount(2), figure_id)) == found


def test_explanations_are_those_of_the_later_snapshot(snapshot: Snapshot, figures: Figures) -> None:
    after = Figures(replace(snapshot, explanations=(said("energy_use", "新增锅炉"),)))

    assert [each.text for each in compare(figures, after).explanations] == ["新增锅炉"]


# Whatever the data are


SAMPLE = read_snapshot()


@settings(max_examples=15)
@given(
    factors=st.lists(st.floats(0, 1e6), min_size=8, max_size=8),
    kept=st.integers(0, len(SAMPLE.energy_uses)),
    sites=st.integers(0, len(SAMPLE.sites)),
)
def test_a_snapshot_does_not_differ_from_itself(
    factors: list[float], kept: int, sites: int
) -> None:
    uses = SAMPLE.energy_uses[:kept]
    some = replace(
        SAMPLE,
        energy_uses=tuple(
            replace(use, amount=(use.amount or 0) * factors[place % 8])
            for place, use in enumerate(uses)
        ),
        sites=SAMPLE.sites[:sites],
    )

    found = compare(Figures(some), Figures(replace(some)))

    assert (found.figures, found.ranks, found.states) == ((), (), ())
    assert found.before == found.after
