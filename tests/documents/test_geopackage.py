"""The GeoPackage: two layers, every published number of a town, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from tests.counties.county import YI

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from sihui_map.domain.snapshot import Snapshot

TOTAL_2032 = "2032 年排放总量（直接排放）（tCO2）"
NET_2033 = "2033 年排放总量（直接＋净购入电力和热力）（tCO2）"


def made(figures: Figures, approval: str = "") -> bytes:
    # After the figures: whoever read them has limited GDAL's drivers before it starts.
    from sihui_map.documents.maps.geopackage import geopackage  # noqa: PLC0415 see above

    return geopackage(figures, approval=approval)


def layer(folder: Path, body: bytes, name: str) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 see above

    file = folder / "made.gpkg"
    file.write_bytes(body)
    return gpd.read_file(file, layer=name, engine="pyogrio")


def test_it_has_two_layers_in_degrees(figures: Figures, tmp_path: Path) -> None:
    import pyogrio  # noqa: PLC0415 see above

    file = tmp_path / "made.gpkg"
    file.write_bytes(made(figures))

    assert pyogrio.list_layers(file).tolist() == [["towns", "MultiPolygon"], ["sites", "Point"]]
    assert [pyogrio.read_info(file, layer=name)["crs"] for name in ("towns", "sites")] == [
        "EPSG:4326",
        "EPSG:4326",
    ]


def test_a_town_carries_every_published_number_of_its_own(figures: Figures, tmp_path: Path) -> None:
    towns = layer(tmp_path, made(figures), "towns").set_index("镇街代码")
    published = figures.published()
    total = published[f"emission.direct.total.{YI}.2032"]
    own = [amount for figure_id, amount in published.items() if f".{YI}." in figure_id]
    of_any = {
        figure_id.replace(code, "")
        for figure_id in published
        for code in towns.index
        if f".{code}." in figure_id
    }
    numbers = [name for name in towns.columns if name.endswith("）") and " 年" in name]

    assert len(towns) == 4
    assert towns.loc[YI, TOTAL_2032] == total.value
    assert len(numbers) == len(of_any)
    known = sum(amount.value is not None for amount in own)
    assert towns.loc[YI, numbers].notna().sum() == known


def test_what_is_missing_is_null_and_says_why(figures: Figures, tmp_path: Path) -> None:
    towns = layer(tmp_path, made(figures), "towns").set_index("镇街代码")
    town = towns.loc[YI]

    assert town.isna()[NET_2033]
    assert "当年电网排放因子未公开：" in town["2033 年缺失原因"]
    assert "排放总量（直接＋净购入电力和热力）" in town["2033 年缺失原因"]


def test_samples_are_marked_in_every_year(figures: Figures, tmp_path: Path) -> None:
    towns = layer(tmp_path, made(figures), "towns").set_index("镇街代码")

    kinds = dict(said.split("：") for said in str(towns.loc[YI, "2032 年性质"]).split("；"))
    assert kinds.keys() == {"示例", "缺失"}
    assert kinds["缺失"] == "能耗强度（不变价）、碳排放强度（不变价）"
    assert "示例数据" in str(towns.loc[YI, "2032 年来源"])


def test_without_samples_no_sample_is_in_it(public_figures: Figures, tmp_path: Path) -> None:
    towns = layer(tmp_path, made(public_figures), "towns")

    assert TOTAL_2032 not in towns.columns
    assert not towns.astype(str).apply(lambda column: column.str.contains("示例")).any().any()


def test_only_sites_of_an_exact_place_are_points(figures: Figures, tmp_path: Path) -> None:
    sites = layer(tmp_path, made(figures), "sites").set_index("项目编号")
    plant = sites.loc["works"]

    assert set(sites["位置精度"]) == {"精确位置"}
    assert len(sites) == 2
    assert (plant.geometry.x, plant.geometry.y) == (1.04, 1.12)
    assert (plant["功率（MW）"], plant["类型"], plant["性质"]) == (60, "燃气热电联产", "实绩")


def test_sites_that_are_left_out_are_counted(figures: Figures, tmp_path: Path) -> None:
    import pyogrio  # noqa: PLC0415 see above

    file = tmp_path / "made.gpkg"
    file.write_bytes(made(figures))
    about = pyogrio.read_info(file, layer="sites")["layer_metadata"]["DESCRIPTION"]

    assert "另有 2 个项目的位置未公开到点，没有列入" in about


@pytest.mark.parametrize("name", ["towns", "sites"])
def test_every_feature_says_what_the_lines_are_and_of_which_snapshot(
    figures: Figures, tmp_path: Path, name: str
) -> None:
    found = layer(tmp_path, made(figures, "虚S（2026）001号"), name)

    assert set(found["界线说明"]) == {"示意图,镇街界线非法定界线。审图号：虚S（2026）001号"}
    assert all(figures.snapshot.revision in text for text in found["版本"])
    assert all("数据日期 2033-09-15" in text for text in found["版本"])


def test_without_an_approval_number_it_says_so(figures: Figures, tmp_path: Path) -> None:
    towns = layer(tmp_path, made(figures), "towns")

    assert set(towns["界线说明"]) == {"示意图,镇街界线非法定界线。审图号：（尚未取得）"}


def test_the_same_snapshot_gives_the_same_bytes(snapshot: Snapshot) -> None:
    assert made(Figures(snapshot)) == made(Figures(snapshot))


def test_a_town_without_a_boundary_keeps_its_row(snapshot: Snapshot, tmp_path: Path) -> None:
    kept = {code: shape for code, shape in snapshot.boundaries.items() if code != YI}

    towns = layer(tmp_path, made(Figures(replace(snapshot, boundaries=kept))), "towns")

    assert len(towns) == 4
    assert towns.set_index("镇街代码").geometry.isna()[YI]


def test_no_sites_and_no_towns_are_empty_layers(snapshot: Snapshot, tmp_path: Path) -> None:
    empty = Figures(replace(snapshot, sites=(), towns=(), boundaries={}))

    assert len(layer(tmp_path, made(empty), "towns")) == 0
    assert len(layer(tmp_path, made(empty), "sites")) == 0


def test_kinds_are_told_apart_where_they_differ(snapshot: Snapshot, tmp_path: Path) -> None:
    contexts = tuple(replace(row, kind=ValueKind.REPORTED) for row in snapshot.contexts)
    mixed = Figures(replace(snapshot, contexts=contexts))

    towns = layer(tmp_path, made(mixed), "towns").set_index("镇街代码")

    assert "实绩：常住人口、地区生产总值（现价）" in str(towns.loc[YI, "2032 年性质"])
    assert "示例：煤品排放" in str(towns.loc[YI, "2032 年性质"])
