"""Boundaries and rivers: a clean coverage in WGS84, or one sentence; no address is ever asked."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from math import cos, sin, tau
from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.errors import DataFileError
from sihui_map.reference.boundaries import (
    BOUNDARIES,
    NO_GEOJSON,
    OUTLINE,
    RIVERS,
    SURROUNDINGS,
    read_boundaries,
    read_outline,
    read_rivers,
    read_surroundings,
)
from sihui_map.reference.files import Folder
from sihui_map.reference.snapshot import read_snapshot
from tests.counties.county import JIA, YI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sihui_map.domain.snapshot import Snapshot

    Document = dict[str, Any]

ROOT = Path(__file__).parents[2]
CODES = (JIA, YI)
WEST = [[112, 23], [113, 23], [113, 24], [112, 24], [112, 23]]
EAST = [[113, 23], [114, 23], [114, 24], [113, 24], [113, 23]]
VRT = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>units.csv</SrcDataSource>'


def feature(ring: object, **properties: object) -> Document:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: Document) -> Document:
    return {"type": "FeatureCollection", "features": list(features)}


def two_towns(east: object = None, code: object = CODES[1], **geometry: object) -> Document:
    one = feature(WEST, town_code=CODES[0])
    other = feature(EAST if east is None else east, town_code=code)
    other["geometry"] |= geometry
    return collection(one, other)


def river(**geometry: object) -> Document:
    line = {"type": "LineString", "coordinates": [[112, 23], [112.5, 23.5]]}
    return {"type": "Feature", "properties": {"name": "虚构河"}, "geometry": line | geometry}


def written(root: Path, document: object, file: str = BOUNDARIES) -> Path:
    text = document if isinstance(document, str) else json.dumps(document)
    (root / file).write_text(text, "utf-8")
    return root


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Give an address on this host and the list of what is asked of it."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Noting) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/crs", asked
        server.shutdown()
        thread.join()


def test_units_are_given_by_code_as_wgs84_geometries(tmp_path: Path) -> None:
    units = read_boundaries(Folder(written(tmp_path, two_towns())))

    assert tuple(units) == CODES
    assert units[CODES[0]]["type"] == "Polygon"
    assert units[CODES[0]]["coordinates"][0][0] == (112.0, 23.0)


def test_a_code_written_as_a_number_is_the_same_code(tmp_path: Path) -> None:
    document = collection(feature(WEST, town_code=int(JIA)))

    assert tuple(read_boundaries(Folder(written(tmp_path, document)))) == (JIA,)


def test_every_published_unit_has_a_polygon(snapshot: Snapshot) -> None:
    assert set(snapshot.boundaries) == {town.town_code for town in snapshot.towns}
    assert {unit["type"] for unit in snapshot.boundaries.values()} <= {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "第 1 行：不是有效的 JSON"),
        ('{\n"type": "FeatureCollection",\n', "行：不是有效的 JSON"),
        (VRT, "第 1 行：不是有效的 JSON"),
        (json.dumps(VRT), "不是有效的 GeoJSON"),
        ([], "不是有效的 GeoJSON"),
        ({"type": "Topology", "objects": {}, "arcs": []}, "不是有效的 GeoJSON"),
        ("[" * 100_000, "不是有效的 GeoJSON"),
        (collection(), "没有任何要素"),
        (collection(feature(WEST, name="甲镇")), "要素缺少 town_code 属性"),
        (collection(feature(WEST, town_code=CODES[0]), feature(EAST)), "town_code 不是 9 位数字"),
        (two_towns(code="甲镇"), "town_code 不是 9 位数字"),
        (two_towns(code=CODES[0]), "有重复的镇街代码"),
        (two_towns(type="LineString", coordinates=EAST), "有不是面的要素"),
        (two_towns(type="Polygon", coordinates=[]), "有要素没有图形"),
        (collection(feature(WEST, town_code=CODES[0]) | {"geometry": None}), "有要素没有图形"),
        (
            two_towns(east=[[113, 23], [114, 24], [114, 23], [113, 24], [113, 23]]),
            "有自相交等无效的面",
        ),
        (
            two_towns(east=[[112.9, 23], [114, 23], [114, 24], [112.9, 24], [112.9, 23]]),
            "镇街之间有缝隙或重叠",
        ),
        (
            two_towns(east=[[113.0002, 23], [114, 23], [114, 24], [113.0002, 24], [113.0002, 23]]),
            "镇街之间有缝隙或重叠",
        ),
        (two_towns(east=[[lat, lon] for lon, lat in EAST]), "坐标不是 WGS84 经纬度"),
        (
            collection(feature([[x * 1e5, y * 1e5] for x, y in WEST], town_code=CODES[0])),
            "坐标不是 WGS84 经纬度",
        ),
    ],
    ids=[
        *("empty", "cut off", "VRT", "VRT in JSON", "list", "TopoJSON", "too deep"),
        *("no feature", "no code", "one without code", "name as code", "same code"),
        *("line", "empty polygon", "no geometry", "bow tie", "overlap", "gap", "swapped", "metres"),
    ],
)
def test_what_is_no_clean_coverage_is_refused(tmp_path: Path, document: object, said: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read_boundaries(Folder(written(tmp_path, document)))

    assert str(caught.value).startswith("geodata/boundaries.geojson")
    assert said in str(caught.value)
    assert "处理办法：运行 python -m scripts.build_boundaries 重建" in str(caught.value)


@pytest.mark.parametrize("content", ["", VRT, collection(), collection(feature(WEST))])
def test_a_broken_outline_leaves_everything_else(
    geodata_copy: Path, snapshot: Snapshot, content: object
) -> None:
    found = read_snapshot(written(geodata_copy, content))

    assert [problem.file for problem in found.problems] == [BOUNDARIES]
    assert found.boundaries == {}
    assert (found.towns, found.energy_uses) == (snapshot.towns, snapshot.energy_uses)


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Put off Python's own collections: one of a whole session takes longer than what is timed."""
    gc.disable()
    yield
    gc.enable()


MOST_TIMES = 40
"""What a hostile outline may cost at most, beside a fine one of 8,000 points."""
CIRCLE = [[112 + cos(n / 8_000 * tau) / 9, 23 + sin(n / 8_000 * tau) / 9] for n in range(8_000)]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: '{"a":' * 100_000, NO_GEOJSON),
        (lambda: json.dumps(two_towns()) + " " * 21_000_000, "文件超过 20 MB"),
        (lambda: json.dumps(two_towns()) + " " * 5_000_000, "文件超过 400 万字"),
        (lambda: collection(*[feature(WEST, town_code=CODES[0])] * 501), "要素超过 500 个"),
        (lambda: two_towns(east=[[113, 23]] * 60_000), "顶点超过 5 万个"),
        (lambda: two_towns(east=CIRCLE * 7), "顶点超过 5 万个"),
        (lambda: two_towns(east=[[113, 23], [float("nan"), 23], [113, 23]]), "不是 WGS84"),
        (lambda: two_towns(east=[[113, 23], [float("inf"), 23], [113, 23]]), "不是 WGS84"),
        (lambda: two_towns(east=[[10**400, 23], [113, 24], [113, 23]]), "不是 WGS84"),
        (lambda: json.dumps(two_towns()).replace("112", "9" * 5_000, 1), NO_GEOJSON),
        (lambda: two_towns(east=[["113", 23], [113, 24], [113, 23]]), NO_GEOJSON),
        (lambda: two_towns(east=[[True, 23], [113, 24], [113, 23]]), NO_GEOJSON),
        (lambda: two_towns(east=[[113], [113, 24], [113, 23]]), NO_GEOJSON),
        (lambda: two_towns(east=[[113, 23, 0, 0], [113, 24], [113, 23]]), NO_GEOJSON),
        (lambda: two_towns(east=[[113, 23]]), NO_GEOJSON),
        (lambda: two_towns(east={"a": 1}), NO_GEOJSON),
        (lambda: two_towns(type="GeometryCollection", geometries=[]), NO_GEOJSON),
        (lambda: two_towns(type=["Polygon"]), NO_GEOJSON),
        (lambda: {"type": "FeatureCollection", "features": {"a": 1}}, NO_GEOJSON),
        (lambda: {"type": "FeatureCollection", "features": ["x"]}, NO_GEOJSON),
        (lambda: collection(feature(WEST) | {"properties": [1]}), NO_GEOJSON),
        (lambda: two_towns(code="4" * 1_000_000), "town_code 不是 9 位数字"),
        (lambda: two_towns(code=[1]), "town_code 不是 9 位数字"),
        (
            lambda: two_towns(east=[[113 + n % 2, 23 + n / 30_000] for n in range(30_000)]),
            "无效的面",
        ),
    ],
    ids=[
        *("deep", "20 MB", "5 MB", "features", "one point", "circles", "NaN", "infinity"),
        *("huge number", "many digits", "text", "true", "one number", "four numbers", "a dot"),
        *("object", "geometries", "kind in a list", "features in an object", "a word"),
        *("list of properties", "long code", "code in a list", "zigzag"),
    ],
)
@pytest.mark.usefixtures("uncollected")
def test_a_hostile_outline_is_one_sentence_soon(
    tmp_path: Path, make: Callable[[], object], said: str
) -> None:
    honest = tmp_path / "honest"
    honest.mkdir()
    written(honest, collection(feature([*CIRCLE, CIRCLE[0]], town_code=CODES[0])))
    written(tmp_path, make())
    begin = thread_time()
    assert tuple(read_boundaries(Folder(honest))) == CODES[:1]
    fine = thread_time() - begin

    with pytest.raises(DataFileError, match=said):
        read_boundaries(Folder(tmp_path))

    assert thread_time() - begin - fine <= MOST_TIMES * fine


def test_boundaries_are_read_without_gdal() -> None:
    code = (
        "import sys; from sihui_map.reference.snapshot import read_snapshot as r; r(); "
        "print(sorted({'geopandas', 'pyogrio', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 our own interpreter and our own text
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def link(address: str) -> Document:
    return {"type": "link", "properties": {"href": address, "type": "ogcwkt"}}


def name(address: str) -> Document:
    return {"type": "name", "properties": {"name": address}}


@pytest.mark.parametrize("crs", [link, name])
@pytest.mark.parametrize("member", ["crs", "CRS", "Crs"])
@pytest.mark.parametrize("depth", ["collection", "feature", "geometry"])
@pytest.mark.parametrize("file", [BOUNDARIES, RIVERS])
def test_an_address_in_a_crs_is_never_asked(
    tmp_path: Path, file: str, depth: str, member: str, crs: Callable[[str], Document]
) -> None:
    document = two_towns() if file == BOUNDARIES else collection(river())
    first = document["features"][0]
    place = {"collection": document, "feature": first, "geometry": first["geometry"]}[depth]

    with listening() as (address, asked):
        place[member] = crs(address)
        written(tmp_path, document, file)
        found = (
            read_boundaries(Folder(tmp_path))
            if file == BOUNDARIES
            else read_rivers(Folder(tmp_path))
        )

    assert found
    assert asked == []


def test_an_outline_is_one_area(geodata_copy: Path) -> None:
    written(geodata_copy, collection(feature(WEST, code="990101")), OUTLINE)

    found = read_snapshot(geodata_copy)

    assert (found.problems, found.outline) == ((), read_outline(Folder(geodata_copy)))
    assert read_outline(Folder(geodata_copy))["type"] == "Polygon"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (collection(feature(WEST), feature(EAST)), "应只有一个面"),
        (collection(river()), "应只有一个面"),
        (collection(feature([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])), "无效的面"),
    ],
)
def test_an_outline_that_is_no_area_is_refused(
    tmp_path: Path, document: Document, said: str
) -> None:
    with pytest.raises(DataFileError, match=said):
        read_outline(Folder(written(tmp_path, document, OUTLINE)))


def test_rivers_are_features_with_their_names(tmp_path: Path) -> None:
    nameless = river() | {"properties": {"name": None}}

    first, second = read_rivers(Folder(written(tmp_path, collection(river(), nameless), RIVERS)))

    assert first == {
        "type": "Feature",
        "properties": {"name": "虚构河"},
        "geometry": {"type": "LineString", "coordinates": ((112.0, 23.0), (112.5, 23.5))},
    }
    assert second["properties"] == {"name": ""}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (collection(), "没有任何要素"),
        (collection(river() | {"properties": {}}), "要素缺少 name 属性"),
        (collection(river(), river() | {"geometry": None}), "有要素没有图形"),
        (collection(river(coordinates=[[23, 112], [24, 113]])), "坐标不是 WGS84 经纬度"),
    ],
)
def test_broken_rivers_are_refused(tmp_path: Path, document: Document, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        read_rivers(Folder(written(tmp_path, document, RIVERS)))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (collection(feature(WEST, level="town")), "level 属性应为 county、city、province 之一"),
        (collection(river() | {"properties": {"level": "county"}}), "有不是面的要素"),
        (
            collection(feature([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]], level="city")),
            "自相交等无效的面",
        ),
    ],
)
def test_broken_surroundings_are_refused(tmp_path: Path, document: Document, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        read_surroundings(Folder(written(tmp_path, document, SURROUNDINGS)))
