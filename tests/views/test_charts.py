"""Charts: the numbers of the figures in 万吨, gaps for what is missing, nothing from elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.domain.energy import Component
from sihui_map.domain.site import SiteStage
from sihui_map.domain.snapshot import ReportedRow
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import charts
from tests.counties.county import JIA

if TYPE_CHECKING:
    from collections.abc import Callable

    import plotly.graph_objects as go

    from sihui_map.domain.snapshot import Snapshot

MAKERS: dict[str, Callable[[Figures], go.Figure]] = {
    "city": charts.city_chart,
    "forest": charts.forest_chart,
    "capacity": charts.capacity_chart,
    "town": lambda figures: charts.town_chart(figures, JIA),
}


def drawn(chart: go.Figure) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(str(chart.to_json()))
    return found


def trace(chart: go.Figure, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in drawn(chart)["data"] if one["name"] == name)
    return found


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_chart_needs_nothing_from_another_host(
    make: Callable[[Figures], go.Figure], figures: Figures, public_figures: Figures
) -> None:
    for known in (figures, public_figures):
        chart = drawn(make(known))

        assert {one["type"] for one in chart["data"]} <= {"bar", "scatter"}
        assert "geo" not in chart["layout"]
        assert "://" not in json.dumps(chart)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_chart_names_its_unit(make: Callable[[Figures], go.Figure], figures: Figures) -> None:
    notes = drawn(make(figures))["layout"]["annotations"]

    assert next(note["text"] for note in notes) in ("万吨CO₂", "%", "MW")


@pytest.mark.parametrize("component", Component)
def test_a_bar_is_the_figure_in_ten_thousand_tonnes(figures: Figures, component: Component) -> None:
    amounts = [figures.component(JIA, year, component).value for year in figures.years]

    bars = drawn(charts.town_chart(figures, JIA))["data"]

    assert bars[list(Component).index(component)]["y"] == [
        None if value is None else round(value / 1e4, 4) for value in amounts
    ]


def test_without_a_grid_factor_electricity_is_a_gap_not_zero(figures: Figures) -> None:
    bar = trace(charts.town_chart(figures, JIA), "净购入电力和热力")
    gap = trace(charts.town_chart(figures, JIA), "缺失")

    assert bar["y"] == [2.5, 2.08, None]
    assert gap["x"] == ["2033"]
    assert set(gap["customdata"]) == {"当年电网排放因子未公开"}


def test_the_component_of_one_town_is_its_figure(figures: Figures) -> None:
    """24000 t × 23.204 × 26.18 ÷ 1000 × 0.93 × 44 ÷ 12 = 49716.2 t."""
    assert trace(charts.town_chart(figures, JIA), "煤品")["y"][0] == 4.9716


def test_components_differ_by_pattern_too(figures: Figures) -> None:
    bars = drawn(charts.town_chart(figures, JIA))["data"]

    looks = {(bar["marker"]["color"], bar["marker"]["pattern"]["shape"]) for bar in bars}
    assert len(looks) == 5  # the gap has its own


def test_the_city_has_a_point_per_public_year_and_no_line(figures: Figures) -> None:
    points = trace(charts.city_chart(figures), "方案公开值")

    assert dict(zip(points["x"], points["y"], strict=True)) == {2031: 17.9, 2032: 16.6}
    assert "lines" not in points["mode"]
    assert points["text"] == ["17.90", "16.60"]


def test_without_its_file_the_city_has_no_points(snapshot: Snapshot) -> None:
    chart = charts.city_chart(Figures(replace(snapshot, city_facts=())))

    assert trace(chart, "方案公开值")["y"] == []


def test_a_chart_of_totals_is_worth_drawing_where_there_is_one(
    figures: Figures, snapshot: Snapshot
) -> None:
    none = Figures(replace(snapshot, city_facts=(), reported_rows=()))

    assert charts.has_city_totals(figures)
    assert not charts.has_city_totals(none)


def test_a_reported_total_is_a_point_apart_from_the_plans(snapshot: Snapshot) -> None:
    told = ReportedRow(
        year=2033, row_id="city_total", tco2=410_000, kind=ValueKind.REPORTED, source="县统计局",
        note="",
    )  # fmt: skip
    figures = Figures(replace(snapshot, reported_rows=(*snapshot.reported_rows, told)))

    chart = charts.city_chart(figures)

    points = trace(chart, "申报值")
    assert (points["x"], points["y"], points["text"]) == ([2033], [41.0], ["41.00"])
    assert trace(chart, "方案公开值")["x"] == [2031, 2032]
    assert chart.layout.yaxis.range[1] > 41


def test_forest_cover_is_held_against_the_straight_path(figures: Figures) -> None:
    chart = charts.forest_chart(figures)

    assert trace(chart, "直线路径（示例）")["y"][-1] == 45
    assert trace(chart, "森林覆盖率（示例）")["y"][-1] == pytest.approx(21_100 / 48_500 * 100)
    assert trace(chart, "目标（第 104 条）")["text"] == ["目标 45%"]


def test_the_axes_begin_and_end_at_round_ends_with_room_for_the_numbers(figures: Figures) -> None:
    """From 16.6 to 17.9 × 1.15; from 42.47 less 3/16 of 2.53 to 45 and 5/16 of it."""
    assert list(charts.city_chart(figures).layout.yaxis.range) == [10, 21]
    assert list(charts.forest_chart(figures).layout.yaxis.range) == pytest.approx(
        [41.996, 45.791], abs=1e-3
    )


def test_without_any_total_the_axis_is_left_alone(snapshot: Snapshot) -> None:
    chart = charts.city_chart(Figures(replace(snapshot, city_facts=())))

    assert chart.layout.yaxis.range is None


def test_without_reports_forest_shows_the_target_only(public_figures: Figures) -> None:
    chart = charts.forest_chart(public_figures)

    assert trace(chart, "森林覆盖率（）")["y"] == []
    assert trace(chart, "目标（第 104 条）")["y"] == [45]


def test_without_the_plan_forest_shows_the_cover_only(snapshot: Snapshot) -> None:
    names = [
        one["name"]
        for one in drawn(charts.forest_chart(Figures(replace(snapshot, targets=()))))["data"]
    ]

    assert names == ["直线路径", "森林覆盖率（示例）"]


@pytest.fixture
def grown(snapshot: Snapshot) -> Figures:
    """Return three sites that began to operate one after another, and one that did not."""
    began = {"pv-1": (2031, 2.0), "storage": (2032, 10.0), "pv-2": (2033, 3.5)}
    sites = tuple(
        replace(site, stage=SiteStage.OPERATING, commission_year=year, capacity_mw=power)
        for site in snapshot.sites
        if site.site_id in began
        for year, power in [began[site.site_id]]
    )
    idle = replace(sites[0], site_id="idle", stage=SiteStage.BUILDING)
    return Figures(replace(snapshot, sites=(*sites, idle)))


def test_capacity_is_cumulated_and_never_falls(grown: Figures) -> None:
    chart = charts.capacity_chart(grown)

    assert trace(chart, "光伏")["x"] == ["2031", "2032", "2033"]
    assert trace(chart, "光伏")["y"] == [2.0, 2.0, 5.5]


def test_the_capacity_of_a_year_is_all_that_came_before(grown: Figures) -> None:
    bars = trace(charts.capacity_chart(grown), "储能")

    assert dict(zip(bars["x"], bars["y"], strict=True)) == {"2031": 0.0, "2032": 10.0, "2033": 10.0}


def test_a_towns_bars_are_its_figures_over_the_years(figures: Figures) -> None:
    chart = charts.town_chart(figures, JIA)

    coal, power = trace(chart, "煤品"), trace(chart, "净购入电力和热力")
    assert coal["x"] == ["2031", "2032", "2033"]
    assert coal["y"] == [4.9716, 4.5573, 4.3502]
    assert power["y"] == [2.5, 2.08, None]
