"""Every data file: readable, explained by a sidecar, described in the README."""

import csv
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sihui_map.catalogue import Dataset, datasets
from tests.county_tables import table_of

GEODATA = Path(__file__).parents[2] / "geodata"
SANZHEN = Path(__file__).parents[1] / "counties" / "sanzhen"
DATA_SUFFIXES = {".csv", ".geojson", ".json", ".toml", ".txt"}
FILES, INVENTED = (
    sorted(
        path
        for path in root.rglob("*")
        if path.suffix in DATA_SUFFIXES and not path.name.endswith(".meta.toml")
    )
    for root in (GEODATA, SANZHEN)
)
"""What the county has, and what the invented one of the tests has."""
TABLES, INVENTED_TABLES = (
    [path for path in files if path.suffix == ".csv"] for files in (FILES, INVENTED)
)
OWN_TABLES = [path for path in TABLES if path.parent.name != "sample"]
SIDECAR_TEXTS = ("title", "about", "source", "licence", "retrieved", "kind", "confidence")
FLAGS = {"in_scope", "level_confirmed"}
CONFIDENCE = {"high", "medium", "low"}
STAGES = {"谋划", "前期", "在建", "投产", "暂停", "终止", ""}
HEADING = re.compile(r"^### `([^`]+)` — .+$", re.MULTILINE)


def relative(path: Path) -> str:
    return path.relative_to(SANZHEN if path.is_relative_to(SANZHEN) else GEODATA).as_posix()


def named(path: Path) -> str:
    return path.relative_to(GEODATA.parent).as_posix()


def sidecar(path: Path) -> dict[str, Any]:
    text = path.with_name(f"{path.stem}.meta.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read_table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def read_records(name: str) -> list[dict[str, str]]:
    header, *rows = read_table(GEODATA / name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def json_names(document: dict[str, Any]) -> list[str]:
    names: dict[str, None] = {}
    for key, value in document.items():
        if isinstance(value, list):
            names |= {f"{key}.{inner}": None for entry in value for inner in entry}
        else:
            names[key] = None
    return list(names)


def key_names(table: dict[str, Any], above: str = "") -> list[str]:
    names = []
    for key, value in table.items():
        own = f"{above}{key}"
        names += key_names(value, f"{own}.") if isinstance(value, dict) else [own]
    return names


def column_names(path: Path) -> list[str]:
    if path.suffix == ".toml":
        return key_names(tomllib.loads(path.read_text(encoding="utf-8")))
    if path.suffix == ".csv":
        return read_table(path)[0]
    if path.suffix == ".txt":
        return []
    document = json.loads(path.read_text(encoding="utf-8"))
    if path.suffix == ".json":
        return json_names(document)
    return list(dict.fromkeys(name for each in document["features"] for name in each["properties"]))


def headings() -> list[str]:
    return HEADING.findall((GEODATA / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*FILES, *INVENTED], ids=named)
def test_data_file_has_a_sidecar_that_says_what_it_is(path: Path) -> None:
    stated = sidecar(path)

    assert [key for key in SIDECAR_TEXTS if not stated.get(key)] == []
    assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", stated["retrieved"])


@pytest.mark.parametrize("path", [*FILES, *INVENTED], ids=named)
def test_sidecar_explains_every_column_and_no_other(path: Path) -> None:
    explained = sidecar(path)["columns"]

    assert list(explained) == column_names(path)
    assert all(text.strip() for text in explained.values())


@pytest.mark.parametrize("table", datasets(), ids=lambda table: table.name)
def test_a_reported_table_has_the_columns_of_the_catalogue(table: Dataset) -> None:
    reference = [GEODATA / f"{table.name}.csv"] if table.is_reference else []
    names = list(table_of(table.name).column_names)
    older = [name for name in names if name not in table.newer]
    files = [
        path for path in (*reference, GEODATA / "sample" / f"{table.name}.csv") if path in FILES
    ]

    assert [path for path in files if list(sidecar(path)["columns"]) not in (names, older)] == []
    assert all(path in files for path in reference)


def test_every_sample_is_one_of_a_reported_table() -> None:
    names = {path.stem for path in FILES if path.parent.name == "sample"}

    assert names <= {table.name for table in datasets()}


@pytest.mark.parametrize(("root", "files"), [(GEODATA, FILES), (SANZHEN, INVENTED)])
def test_every_sidecar_has_its_data_file(root: Path, files: list[Path]) -> None:
    sidecars = {relative(path).removesuffix(".meta.toml") for path in root.rglob("*.meta.toml")}

    assert sidecars == {relative(path.with_suffix("")) for path in files}


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_data_file_is_described_in_the_readme(path: Path) -> None:
    assert relative(path) in headings()


def test_readme_describes_no_file_that_is_not_there() -> None:
    described = [name for name in headings() if not name.startswith("sample/")]
    sample = [name for name in headings() if name.startswith("sample/")]

    assert [name for name in described if not (GEODATA / name).exists()] == []
    if (GEODATA / "sample").exists():
        assert [name for name in sample if not (GEODATA / name).exists()] == []


def test_readme_describes_each_file_once() -> None:
    assert len(set(headings())) == len(headings())


@pytest.mark.parametrize("path", [*FILES, *INVENTED], ids=named)
def test_data_file_is_plain_utf_8(path: Path) -> None:
    content = path.read_bytes()

    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.decode("utf-8")


@pytest.mark.parametrize("path", [*TABLES, *INVENTED_TABLES], ids=named)
def test_table_is_rectangular_with_trimmed_cells_and_rows(path: Path) -> None:
    header, *rows = read_table(path)

    assert len(set(header)) == len(header)
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in header)
    assert rows or path in INVENTED_TABLES
    assert {len(row) for row in rows} <= {len(header)}
    assert [cell for row in rows for cell in row if cell != cell.strip()] == []


@pytest.mark.parametrize("path", OWN_TABLES, ids=relative)
def test_flags_and_confidence_come_from_closed_sets(path: Path) -> None:
    for record in read_records(relative(path)):
        assert {record[flag] for flag in FLAGS & record.keys()} <= {"yes", "no"}
        assert record.get("confidence", "high") in CONFIDENCE


def test_units_are_14_with_nine_digit_codes_and_one_out_of_scope() -> None:
    units = read_records("units.csv")

    assert len({unit["town_code"] for unit in units}) == 14
    assert all(re.fullmatch(r"\d{9}", unit["town_code"]) for unit in units)
    assert [unit["name"] for unit in units if unit["in_scope"] == "no"] == ["大旺街道"]


def test_the_place_speaks_of_what_the_other_files_hold() -> None:
    place = tomllib.loads((GEODATA / "place.toml").read_text(encoding="utf-8"))
    plan = (GEODATA / "plan" / "plan.txt").read_text(encoding="utf-8")
    units = read_records("units.csv")
    targets = {row["target_id"]: row for row in read_records("plan/targets.csv")}
    roles, own = place["targets"], place["plan"]
    several = [*roles["energy_intensity"], *roles["carbon_intensity"]]

    assert {unit["town_code"][:6] for unit in units} == {place["code"]}
    assert place["example_town"] in {unit["town_code"] for unit in units}
    assert [u["name"] for u in units if u["in_scope"] == "no"] == [
        f"{place['scope']['outside']}街道"
    ]
    assert all(text in plan for text in (own["title"], own["number"], own["issued_by"]))
    assert f"{own['issued_on']:%Y年%-m月%-d日}" in plan
    assert {roles["forest_cover"], roles["circular_parks"], *several} <= targets.keys()
    assert set(place["facts"].values()) <= {row["item"] for row in read_records("city_context.csv")}
    assert set(place["sources"]["ticks"]) == {
        row["source_id"] for row in read_records("named_sources.csv")
    }
    assert place["factor_set"] in {
        row["factor_set"] for row in read_records("emission_factors.csv")
    }
    assert place["grid_region"] in {row["region"] for row in read_records("grid_factors.csv")}


def test_the_checklist_of_parks_quotes_its_clause_in_the_order_of_the_clause() -> None:
    place = tomllib.loads((GEODATA / "place.toml").read_text(encoding="utf-8"))
    clauses = {row["clause_no"]: row["text"] for row in read_records("plan/clauses.csv")}
    checks = place["parks"]["checklist"]

    assert {check["clause"] for check in checks} == {27}
    places = [clauses["27"].index(check["basis"]) for check in checks]
    assert places == sorted(places)


def test_the_years_of_the_place_are_those_of_the_public_totals() -> None:
    place = tomllib.loads((GEODATA / "place.toml").read_text(encoding="utf-8"))
    totals = {
        int(row["year"]): float(row["value"])
        for row in read_records("city_context.csv")
        if row["item"] == place["facts"]["city_total"]
    }

    assert list(totals) == place["plan"]["public_years"]
    assert max(totals, key=totals.__getitem__) == place["plan"]["peak_year"]


def test_areas_in_scope_add_up_to_1166_94_km2() -> None:
    areas = [
        float(unit["area_km2"]) for unit in read_records("units.csv") if unit["in_scope"] == "yes"
    ]

    assert sum(areas) == pytest.approx(1166.94)


@pytest.mark.parametrize("name", ["sites.csv", "parks.csv", "protected_areas.csv"])
def test_a_place_names_a_known_town_or_none(name: str) -> None:
    known = {unit["town_code"] for unit in read_records("units.csv")}

    assert {record["town_code"] for record in read_records(name)} <= known | {""}


def test_only_the_power_plant_has_a_point_and_no_town() -> None:
    points = [site for site in read_records("sites.csv") if site["place_precision"] == "point"]

    assert [(site["site_id"], site["town_code"]) for site in points] == [("plant-zhongdian", "")]
    assert [(site["lon"], site["lat"]) for site in points] == [("112.785549", "23.315626")]


def test_sites_without_a_point_have_no_coordinates() -> None:
    elsewhere = [site for site in read_records("sites.csv") if site["place_precision"] != "point"]

    assert len(elsewhere) == 6
    assert {site["lon"] + site["lat"] for site in elsewhere} == {""}
    assert all(bool(site["town_code"]) == (site["place_precision"] == "town") for site in elsewhere)


def test_a_stage_is_claimed_only_where_the_plan_reports_one() -> None:
    stages = {site["site_id"]: site["stage"] for site in read_records("sites.csv")}

    assert set(stages.values()) <= STAGES
    assert [site_id for site_id, stage in stages.items() if stage] == ["plant-zhongdian"]


@pytest.mark.parametrize("site", read_records("sites.csv"), ids=lambda site: site["site_id"])
def test_site_quotes_the_plan_and_says_what_is_missing(site: dict[str, str]) -> None:
    plan = (GEODATA / "plan" / "plan.txt").read_text(encoding="utf-8")

    assert all(words in plan for words in site["stage_text"].split("|"))
    assert site["missing_note"].endswith("。")


@pytest.mark.parametrize("site", read_records("sites.csv"), ids=lambda site: site["site_id"])
def test_site_is_named_in_each_of_its_clauses(site: dict[str, str]) -> None:
    clauses = {row["clause_no"]: row["text"] for row in read_records("plan/clauses.csv")}
    numbers = site["clauses"].split("|") if site["clauses"] else []

    quotes = site["stage_text"].split("|")

    assert all(any(words in clauses[number] for words in quotes) for number in numbers)


def test_no_source_points_at_another_line() -> None:
    tables = ["emission_factors.csv", "grid_factors.csv", "heat_factors.csv", "standard_coal.csv"]
    sources = [record["source"] for name in tables for record in read_records(name)]

    assert len(sources) == 50
    assert [source for source in sources if "同上" in source] == []


def test_standard_coal_has_one_coefficient_for_a_fuel() -> None:
    fuels = [record["fuel"] for record in read_records("standard_coal.csv") if record["fuel"]]

    assert len(set(fuels)) == len(fuels)


def test_every_fuel_of_a_factor_set_stands_there_once() -> None:
    keys = [(row["factor_set"], row["fuel"]) for row in read_records("emission_factors.csv")]

    assert len(set(keys)) == len(keys) == 28


def test_a_heat_factor_is_that_of_a_set_there_is() -> None:
    sets = {row["factor_set"] for row in read_records("emission_factors.csv")}
    heat = {row["factor_set"]: row["tco2_per_gj"] for row in read_records("heat_factors.csv")}

    assert set(heat) <= sets
    assert heat == {"enterprise_2015": "0.11"}


def test_level_of_no_park_is_confirmed() -> None:
    parks = read_records("parks.csv")

    assert len(parks) == 6
    assert {(park["level"], park["level_confirmed"]) for park in parks} == {("级别待核", "no")}


def test_a_named_source_points_at_its_site() -> None:
    sites = {site["site_id"] for site in read_records("sites.csv")}

    named = {row["source_id"]: row["site_id"] for row in read_records("named_sources.csv")}

    assert named == {"plant-zhongdian": "plant-zhongdian", "transport-unallocated": ""}
    assert named["plant-zhongdian"] in sites


def test_public_totals_are_those_of_2010_2014_and_2020_as_the_plan_prints_them() -> None:
    plan = (GEODATA / "plan" / "plan.txt").read_text(encoding="utf-8")
    totals = {
        row["year"]: row["value"]
        for row in read_records("city_context.csv")
        if row["item"] == "碳排放总量"
    }

    assert totals == {"2010": "274.22", "2014": "327.66", "2020": "294.17"}
    assert all(f"{value}万吨" in plan for value in totals.values())
