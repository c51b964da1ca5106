"""Charts: the numbers of the figures in 万吨, gaps for what is missing, nothing from elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.domain.energy import Component
from sihui_map.domain.site import SiteGroup
from sihui_map.domain.snapshot import ReportedRow
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import charts

if TYPE_CHECKING:
    from collections.abc import Callable

    import plotly.graph_objects as go

    from sihui_map.domain.snapshot import Snapshot

DASHA = "441284105"
MAKERS: dict[str, Callable[[Figures], go.Figure]] = {
    "city": charts.city_chart,
    "forest": charts.forest_chart,
    "capacity": charts.capacity_chart,
    "town": lambda figures: charts.town_chart(figures, DASHA),
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
    amounts = [figures.component(DASHA, year, component).value for year in figures.years]

    bars = drawn(charts.town_chart(figures, DASHA))["data"]

    assert bars[list(Component).index(component)]["y"] == [
        None if value is None else round(value / 1e4, 4) for value in amounts
    ]


def test_without_a_grid_factor_electricity_is_a_gap_not_zero(figures: Figures) -> None:
    bar = trace(charts.town_chart(figures, DASHA), "净购入电力和热力")
    gap = trace(charts.town_chart(figures, DASHA), "缺失")

    assert [value is None for value in bar["y"]] == [True, False, False, False, True, True]
    assert gap["x"] == ["2020", "2024", "2025"]
    assert set(gap["customdata"]) == {"当年电网排放因子未公开"}


def test_the_component_of_one_town_is_its_figure(figures: Figures) -> None:
    assert trace(charts.town_chart(figures, DASHA), "煤品")["y"][0] == 15.9106


def test_components_differ_by_pattern_too(figures: Figures) -> None:
    bars = drawn(charts.town_chart(figures, DASHA))["data"]

    looks = {(bar["marker"]["color"], bar["marker"]["pattern"]["shape"]) for bar in bars}
    assert len(looks) == 5  # the gap has its own


def test_the_city_has_three_points_and_no_line(figures: Figures) -> None:
    points = trace(charts.city_chart(figures), "方案公开值")

    assert dict(zip(points["x"], points["y"], strict=True)) == {
        2010: 274.22,
        2014: 327.66,
        2020: 294.17,
    }
    assert "lines" not in points["mode"]
    assert points["text"] == ["274.22", "327.66", "294.17"]


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
        year=2023, row_id="city_total", tco2=4_100_000, kind=ValueKind.REPORTED, source="市统计局",
        note="",
    )  # fmt: skip
    figures = Figures(replace(snapshot, reported_rows=(*snapshot.reported_rows, told)))

    chart = charts.city_chart(figures)

    points = trace(chart, "申报值")
    assert (points["x"], points["y"], points["text"]) == ([2023], [410.0], ["410.00"])
    assert trace(chart, "方案公开值")["x"] == [2010, 2014, 2020]
    assert chart.layout.yaxis.range[1] > 410


def test_forest_cover_is_held_against_the_straight_path(figures: Figures) -> None:
    chart = charts.forest_chart(figures)

    assert trace(chart, "直线路径（示例）")["y"][-1] == 56.3
    assert trace(chart, "森林覆盖率（示例）")["y"][-1] == pytest.approx(56.1, abs=5e-5)
    assert trace(chart, "目标（第 34 条）")["text"] == ["目标 56.3%"]


def test_the_axes_begin_and_end_at_round_ends_with_room_for_the_numbers(figures: Figures) -> None:
    assert list(charts.city_chart(figures).layout.yaxis.range) == [200, 380]
    assert list(charts.forest_chart(figures).layout.yaxis.range) == pytest.approx(
        [55.35, 56.55], abs=1e-3
    )


def test_without_any_total_the_axis_is_left_alone(snapshot: Snapshot) -> None:
    chart = charts.city_chart(Figures(replace(snapshot, city_facts=())))

    assert chart.layout.yaxis.range is None


def test_without_reports_forest_shows_the_target_only(public_figures: Figures) -> None:
    chart = charts.forest_chart(public_figures)

    assert trace(chart, "森林覆盖率（）")["y"] == []
    assert trace(chart, "目标（第 34 条）")["y"] == [56.3]


def test_without_the_plan_forest_shows_the_cover_only(snapshot: Snapshot) -> None:
    names = [
        one["name"]
        for one in drawn(charts.forest_chart(Figures(replace(snapshot, targets=()))))["data"]
    ]

    assert names == ["直线路径", "森林覆盖率（示例）"]


def test_capacity_is_cumulated_and_never_falls(figures: Figures) -> None:
    chart = charts.capacity_chart(figures)

    for name, last in (("光伏", 60.8), ("储能", 15.0)):
        values = trace(chart, name)["y"]
        assert values == sorted(values)
        assert values[-1] == pytest.approx(last)


def test_the_capacity_of_a_year_is_all_that_came_before(figures: Figures) -> None:
    bars = trace(charts.capacity_chart(figures), "储能")
    first = min(figures.operating_capacity(SiteGroup.STORAGE))

    before = [value for year, value in zip(bars["x"], bars["y"], strict=True) if int(year) < first]
    assert set(before) <= {0.0}


def test_a_towns_bars_are_its_figures_over_the_years(figures: Figures) -> None:
    chart = charts.town_chart(figures, DASHA)

    coal, power = trace(chart, "煤品"), trace(chart, "净购入电力和热力")
    assert coal["x"] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert coal["y"][0] == 15.9106
    assert power["y"][0] is None
    assert power["y"][1] == 23.3496
