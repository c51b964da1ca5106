"""The GeoPackage for QGIS: towns with their figures of every year, and sites of an exact place."""

from __future__ import annotations

from math import nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import shape

from sihui_map.catalogue import SITES
from sihui_map.catalogue.key import FigureKey
from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.views import fmt
from sihui_map.views.labels import PRECISION_LABEL, SITE_KIND_LABEL
from sihui_map.views.names import figure_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.site import Site
    from sihui_map.domain.town import Town
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

TOWNS, SITE_POINTS = "towns", "sites"
WGS84 = "EPSG:4326"
"""What boundaries and sites are kept in."""
CLOCK = "OGR_CURRENT_DATE"
"""GDAL's option for the time it writes into a GeoPackage."""


def geopackage(figures: Figures, *, approval: str = "") -> bytes:
    """Return a GeoPackage with the layers ``towns`` and ``sites``; ``approval`` is the 审图号.

    A figure that is missing is NULL, and its reason stands beside it. The same snapshot gives the
    same bytes.
    """
    note = f"{SCHEMATIC_NOTE}。审图号：{approval or '（尚未取得）'}"
    import pyogrio  # noqa: PLC0415 after the readers, which limit GDAL's drivers before it starts

    snapshot = figures.snapshot
    marks = {"界线说明": note, "版本": "；".join(fmt.stamp(snapshot))}
    towns = [town for town in snapshot.towns if town.is_valid_on(snapshot.data_day)]
    exact = [site for site in snapshot.sites if site.place_precision is PlacePrecision.POINT]
    left_out = len(snapshot.sites) - len(exact)
    layers = (
        (TOWNS, "MultiPolygon", _towns(figures, towns, marks), "镇街示意界线与分年数值"),
        (
            SITE_POINTS,
            "Point",
            _sites(exact, marks),
            f"位置精确的项目；另有 {left_out} 个项目的位置未公开到点，没有列入",
        ),
    )
    day = snapshot.data_day.isoformat()
    title = figures.snapshot.place.title
    before = pyogrio.get_gdal_config_option(CLOCK)
    with TemporaryDirectory(prefix="sihui-") as folder:
        file = Path(folder) / "sihui.gpkg"  # GDAL adds a layer to a file, not to bytes
        pyogrio.set_gdal_config_options({CLOCK: f"{day}T00:00:00.000Z"})
        try:
            for name, geometry, frame, about in layers:
                pyogrio.write_dataframe(
                    frame,
                    file,
                    layer=name,
                    driver="GPKG",
                    geometry_type=geometry,
                    promote_to_multi=geometry == "MultiPolygon",
                    layer_options={"DESCRIPTION": f"{title}：{about}。{'。'.join(marks.values())}"},
                )
        finally:
            pyogrio.set_gdal_config_options({CLOCK: before})
        return file.read_bytes()


def _towns(figures: Figures, towns: Sequence[Town], marks: dict[str, str]) -> gpd.GeoDataFrame:
    by_town: dict[str, dict[int, dict[str, Quantity]]] = {}
    for figure_id, amount in figures.published().items():
        key = FigureKey.parse(figure_id)
        if key is not None and key.year is not None:
            name = figure_name(figures, figure_id)
            by_town.setdefault(key.area, {}).setdefault(key.year, {})[name] = amount
    rows = []
    for town in towns:
        row: dict[str, Any] = {
            "镇街代码": town.town_code,
            "名称": town.name,
            "是否在统计范围": town.in_scope,
            "公布面积（km²）": _number(town.area_km2),
        }
        for number, amounts in sorted(by_town.get(town.town_code, {}).items()):
            # A column is of all towns, so it cannot bear the name of one.
            named = {name.replace(f"到{town.name}", "到本镇街"): v for name, v in amounts.items()}
            row |= _year_cells(f"{town.name} ", number, named)
        rows.append({**row, "说明": town.note, **marks})
    shapes = [figures.snapshot.boundaries.get(town.town_code) for town in towns]
    return _layer(rows, shapes)


def _layer(
    rows: Sequence[Mapping[str, Any]], shapes: Sequence[Mapping[str, Any] | None]
) -> gpd.GeoDataFrame:
    """Return rows with their GeoJSON shapes; a row without one keeps its place."""
    found = [None if given is None else shape(dict(given)) for given in shapes]
    return gpd.GeoDataFrame(
        pd.DataFrame(list(rows)), geometry=gpd.GeoSeries(pd.Series(found, dtype=object), crs=WGS84)
    )


def _year_cells(prefix: str, year: int, amounts: dict[str, Quantity]) -> dict[str, Any]:
    """Return the numbers of one town in one year by name and unit, and what they are."""
    short = {name.removeprefix(prefix): amount for name, amount in amounts.items()}
    plain = {name.removeprefix(f"{year} 年"): amount for name, amount in short.items()}
    return {
        **{f"{name}（{amount.unit}）": _number(amount.value) for name, amount in short.items()},
        f"{year} 年性质": _told((str(a.kind), name) for name, a in plain.items()),
        f"{year} 年缺失原因": _told((a.reason, name) for name, a in plain.items()),
        f"{year} 年来源": _told((a.source, name) for name, a in plain.items()),
    }


def _number(value: float | None) -> float:
    # A column of nothing but None would become one of text; GDAL writes NaN as NULL.
    return nan if value is None else value


def _told(said: Iterable[tuple[str, str]]) -> str:
    """Return what is said of which numbers; of all the same: just that."""
    names: dict[str, list[str]] = {}
    for text, name in said:
        names.setdefault(text, []).append(name)
    if len(names) == 1:
        return next(iter(names))
    return "；".join(f"{text}：{'、'.join(found)}" for text, found in names.items() if text)


def _sites(sites: Iterable[Site], marks: dict[str, str]) -> gpd.GeoDataFrame:
    rows = []
    points: list[Mapping[str, Any]] = []
    for site in sites:
        cells = {column: getattr(site, column) for column in SITES.column_names}
        cells |= {column: _number(cells[column]) for column in SITES.units}
        cells |= {
            "kind": SITE_KIND_LABEL[site.kind],
            "stage": str(site.stage),
            "place_precision": PRECISION_LABEL[site.place_precision],
            "value_kind": str(site.value_kind),
            "clauses": "、".join(map(str, site.clauses)),
        }
        rows.append({SITES.column(key).heading: cell for key, cell in cells.items()} | marks)
        points.append({"type": "Point", "coordinates": (site.lon, site.lat)})
    return _layer(rows, points)
