"""The maps: one builder per page that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL, forest_measures, town_measures
from sihui_map.catalogue.key import Family
from sihui_map.views.board import Board, folium_map, source_cells, told_measure, town_measure
from sihui_map.views.mark_look import icon
from sihui_map.views.marks import (
    LEGEND_PX,
    brief_legend,
    brief_park_legend,
    park_legend,
    park_mark,
    reserve_marks,
    site_legend,
    site_look,
    site_mark,
)
from sihui_map.views.markup import plain
from sihui_map.views.task_map import TASKS, tasks_measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    import folium

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.figures import Figures

    class MapBuilder(Protocol):
        """Makes one map; ``approval`` is the 审图号."""

        def __call__(self, figures: Figures, *, approval: str = "") -> folium.Map:
            """Return a fresh map."""
            ...


TITLES = {
    "overview": "碳达峰一张图",
    "emissions": "镇街排放地图",
    "sites": "能源项目地图",
    "forest": "森林覆盖率地图",
    "parks": "园区地图",
    "town": "填报情况地图",
    "dispatch": "任务落到镇街的地图",
    "task": "任务的项目和园区地图",
}
TOLD = "told"
"""The frame's name for how much a town has reported."""
HEIGHT_PX = {
    "overview": 500,
    "emissions": 520,
    "sites": 560,
    "forest": 520,
    "parks": 440,
    "town": 520,
    "dispatch": 520,
    "task": 360,
}


def measure_id(measure: Indicator, scope: Scope) -> str:
    """Return the frame's name for a measure within a scope."""
    return f"{scope}.{measure}" if measure.is_by_scope else measure.id


def themes() -> dict[str, tuple[Indicator, Scope]]:
    """Return what the map of the towns can be coloured by, by the frame's name for it."""
    return {
        measure_id(measure, scope): (measure, scope)
        for measure in town_measures()
        for scope in (Scope if measure.is_by_scope else (Scope.DIRECT,))
    }


def _layer(layer: str, label: str, *, off: bool = False) -> dict[str, object]:
    return {"id": layer, "label": label, "off": off}


def overview_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of the overview: emissions, sites, parks and reserves, each switchable."""
    measure = town_measure(figures, TOTAL, Scope.DIRECT)
    board = Board(
        title=figures.snapshot.place.title,
        height_px=HEIGHT_PX["overview"],
        measures={measure_id(TOTAL, Scope.DIRECT): measure},
        years=figures.years,
        partial=sorted(figures.partial_years),
        marks=[
            *(site_mark(figures, site) for site in figures.snapshot.sites),
            *(park_mark(figures, park) for park in figures.snapshot.parks),
            *reserve_marks(figures),
        ],
        layers=[
            _layer("fill", "直接排放填色"),
            _layer("sites", "能源项目"),
            _layer("parks", "产业园区", off=True),
            _layer("reserves", "自然保护地", off=True),
        ],
        mark_legend=brief_legend(figures.snapshot.sites),
    )
    return folium_map(figures, board, approval=approval)


def _told_of(figures: Figures, source_id: str) -> dict[str, object]:
    """Return what stands beside the mark of a source: its name, and what its map can compare.

    Per head or with what was burnt elsewhere there is no number of it beside those of the towns.
    """
    return {
        "short": plain(figures.snapshot.place.plant),
        "cells": {
            name: source_cells(figures, source_id, measure, scope)
            for name, (measure, scope) in themes().items()
            if measure.family is Family.EMISSION and measure.is_additive and scope is Scope.DIRECT
        },
    }


def emissions_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of emissions: every measure, every year, the plant as a symbol."""
    measures = {
        name: town_measure(figures, measure, scope) for name, (measure, scope) in themes().items()
    }
    named = {source.site_id: source for source in figures.snapshot.named_sources if source.site_id}
    plants = [site for site in figures.snapshot.sites if site.site_id in named]
    board = Board(
        title=TITLES["emissions"],
        height_px=HEIGHT_PX["emissions"],
        measures=measures,
        key=[measure_id(each, Scope.DIRECT) for each in town_measures() if each.key_label],
        years=figures.years,
        partial=sorted(figures.partial_years),
        compares_years=True,
        marks=[
            site_mark(figures, site) | _told_of(figures, named[site.site_id].source_id)
            for site in plants
        ],
        mark_legend=[
            {
                "draw": icon(site_look(plant), LEGEND_PX),
                "text": f"{figures.snapshot.place.plant}（单列）",
            }
            for plant in plants[:1]
        ],
    )
    return folium_map(figures, board, approval=approval)


def sites_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of projects."""
    sites = figures.snapshot.sites
    board = Board(
        title=TITLES["sites"],
        height_px=HEIGHT_PX["sites"],
        marks=[site_mark(figures, site) for site in sites],
        mark_legend=site_legend(sites),
    )
    return folium_map(figures, board, approval=approval)


def forest_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of forest cover by town and year."""
    board = Board(
        title=TITLES["forest"],
        height_px=HEIGHT_PX["forest"],
        measures=(
            {each.id: town_measure(figures, each) for each in forest_measures()}
            if figures.forest_years
            else {}
        ),
        years=figures.forest_years,
        partial=sorted(figures.partial_forest_years),
        compares_years=True,
        marks=reserve_marks(figures),
    )
    return folium_map(figures, board, approval=approval)


def parks_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of parks."""
    board = Board(
        title=TITLES["parks"],
        height_px=HEIGHT_PX["parks"],
        marks=[park_mark(figures, park) for park in figures.snapshot.parks],
        mark_legend=park_legend(figures),
    )
    return folium_map(figures, board, approval=approval)


def town_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of how much each town has reported."""
    board = Board(
        title=TITLES["town"],
        height_px=HEIGHT_PX["town"],
        measures={TOLD: told_measure(figures)},
        years=figures.years,
        partial=sorted(figures.partial_years),
    )
    return folium_map(figures, board, approval=approval)


def dispatch_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of tasks by place: what has to be dealt with in each town."""
    board = Board(
        title=TITLES["dispatch"],
        height_px=HEIGHT_PX["dispatch"],
        measures={TASKS: tasks_measure(figures)},
    )
    return folium_map(figures, board, approval=approval)


def task_map(figures: Figures, *, approval: str = "") -> folium.Map:
    """Return the map of projects and parks, of which a task's page shows its own."""
    sites, parks = figures.snapshot.sites, figures.snapshot.parks
    board = Board(
        title=TITLES["task"],
        height_px=HEIGHT_PX["task"],
        marks=[
            *(site_mark(figures, site) for site in sites),
            *(park_mark(figures, park) for park in parks),
        ],
        mark_legend=[*brief_legend(sites), *brief_park_legend(parks)],
    )
    return folium_map(figures, board, approval=approval)


MAPS: Mapping[str, MapBuilder] = {
    "overview": overview_map,
    "emissions": emissions_map,
    "sites": sites_map,
    "forest": forest_map,
    "parks": parks_map,
    "town": town_map,
    "dispatch": dispatch_map,
    "task": task_map,
}
