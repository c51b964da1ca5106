"""The sample data says that it is sample data, adds up, and tells the plan's story."""

from __future__ import annotations

import csv
import shutil
import tomllib
from datetime import date
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

import pytest

from scripts import build_sample
from sihui_map.errors import SihuiMapError
from tests.county_tables import county

GEODATA = Path(__file__).parents[2] / "geodata"
SAMPLE = GEODATA / "sample"
FILES = (
    "allotments",
    "energy_use",
    "forest_cover",
    "indicator_values",
    "ledger_reported",
    "park_progress",
    "sites",
    "task_updates",
    "town_context",
)
YEARS = range(2020, 2026)
OIL = ("汽油", "柴油", "液化石油气")
PLANT = "plant-zhongdian"
TRANSPORT = "transport-unallocated"
CITY_AREA_HA = 116_638

Rows = list[dict[str, str]]


def read_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample_rows(name: str) -> Rows:
    return read_rows(SAMPLE / f"{name}.csv")


def tco2(row: dict[str, str], factor_set: str = "enterprise_2015") -> float:
    """Direct emissions of one row, by the formula written out here a second time."""
    for factor in read_rows(GEODATA / "emission_factors.csv"):
        if (factor["factor_set"], factor["fuel"]) == (factor_set, row["fuel"]):
            assert factor["unit"] == row["unit"]
            energy_gj = float(row["amount"]) * float(factor["ncv_gj_per_unit"])
            carbon_t = energy_gj * float(factor["carbon_content_tc_per_tj"]) / 1000
            return carbon_t * float(factor["oxidation"]) * 44 / 12
    message = f"{row['fuel']} is not in {factor_set}"
    raise AssertionError(message)


@pytest.fixture(scope="module")
def fuels() -> Rows:
    return [row for row in sample_rows("energy_use") if not row["fuel"].startswith("电力")]


@pytest.fixture(scope="module")
def power() -> Rows:
    return [row for row in sample_rows("energy_use") if row["fuel"].startswith("电力")]


@pytest.fixture(scope="module")
def towns() -> dict[str, dict[str, str]]:
    rows = read_rows(GEODATA / "units.csv")
    return {row["town_code"]: row for row in rows if row["in_scope"] == "yes"}


def test_rebuilding_gives_the_committed_bytes_and_no_other_file() -> None:
    built = build_sample.build()

    assert {path.name: path.read_bytes() for path in SAMPLE.iterdir()} == {
        name: text.encode() for name, text in built.items()
    }


def test_what_is_public_cannot_be_read_so_nothing_is_made_up(tmp_path: Path) -> None:
    shutil.copytree(GEODATA, tmp_path, dirs_exist_ok=True)
    (tmp_path / "parks.csv").write_text("park_id\nan-id-alone\n", encoding="utf-8")

    with pytest.raises(SihuiMapError, match=r"parks\.csv"):
        build_sample.build(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_file_is_plain_utf8_with_lf(name: str) -> None:
    content = (SAMPLE / f"{name}.csv").read_bytes()

    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


@pytest.mark.parametrize("name", FILES)
def test_each_row_says_that_it_is_a_sample(name: str) -> None:
    rows = sample_rows(name)

    kind = "value_kind" if name == "sites" else "kind"
    assert rows
    assert {row[kind] for row in rows} == {"示例"}
    assert {row["source"] for row in rows} == {"示例数据,由程序生成,非真实数据"}


@pytest.mark.parametrize("name", FILES)
def test_sidecar_explains_each_column(name: str) -> None:
    sidecar = tomllib.loads((SAMPLE / f"{name}.meta.toml").read_text(encoding="utf-8"))

    assert list(sidecar["columns"]) == list(sample_rows(name)[0])
    assert all(sidecar["columns"].values())
    assert "示例" in sidecar["title"]
    assert sidecar["kind"] == "示例"
    assert sidecar["licence"] == "Apache-2.0"
    assert {"about", "source", "retrieved", "confidence"} <= set(sidecar)


@pytest.mark.parametrize("name", FILES)
def test_dawang_is_nowhere(name: str) -> None:
    assert "441284004" not in (SAMPLE / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("energy_use", ("area_id", "year", "fuel")),
        ("ledger_reported", ("year", "row_id")),
        ("town_context", ("area_id", "year")),
        ("forest_cover", ("area_id", "year")),
        ("sites", ("site_id",)),
        ("park_progress", ("park_id", "year")),
        ("task_updates", ("task_no", "day")),
        ("indicator_values", ("target_id", "year")),
        ("allotments", ("target_id", "holder", "year")),
    ],
)
def test_no_row_comes_twice(name: str, key: tuple[str, ...]) -> None:
    keys = [tuple(row[column] for column in key) for row in sample_rows(name)]

    assert len(keys) == len(set(keys))


def test_energy_use_covers_each_town_and_the_two_sources(
    towns: dict[str, dict[str, str]], fuels: Rows
) -> None:
    assert {row["area_id"] for row in fuels} == {*towns, PLANT, TRANSPORT}
    assert {int(row["year"]) for row in fuels} == set(YEARS)


def test_ledger_of_2020_closes_but_for_a_visible_residual(fuels: Rows) -> None:
    direct_t = sum(tco2(row) for row in fuels if row["year"] == "2020")
    [reported] = sample_rows("ledger_reported")
    assert (reported["year"], reported["row_id"]) == ("2020", "net_electricity")
    net_power_t = float(reported["tco2"])

    share_residual = (2_941_700 - direct_t - net_power_t) / 2_941_700

    assert -330_000 <= net_power_t <= -250_000
    assert 0.002 <= abs(share_residual) <= 0.008


def test_coal_falls_and_oil_rises_every_year(fuels: Rows) -> None:
    coal = [
        sum(tco2(row) for row in fuels if row["fuel"] == "烟煤" and row["year"] == str(year))
        for year in YEARS
    ]
    oil = [
        sum(tco2(row) for row in fuels if row["fuel"] in OIL and row["year"] == str(year))
        for year in YEARS
    ]

    assert all(later < earlier for earlier, later in pairwise(coal))
    assert all(earlier < later < 1.03 * earlier for earlier, later in pairwise(oil))


@pytest.mark.parametrize("year", YEARS)
def test_plant_burns_most_of_the_gas_and_gas_leads(fuels: Rows, year: int) -> None:
    of_year = [row for row in fuels if row["year"] == str(year)]
    gas = {row["area_id"]: tco2(row) for row in of_year if row["fuel"] == "天然气"}
    coal_t = sum(tco2(row) for row in of_year if row["fuel"] == "烟煤")

    assert gas[PLANT] > 0.75 * sum(gas.values())
    assert sum(gas.values()) > coal_t


@pytest.mark.parametrize("year", YEARS)
def test_city_sends_out_more_power_than_it_takes_in(power: Rows, year: int) -> None:
    taken = sum(
        int(row["amount"])
        for row in power
        if row["fuel"] == "电力调入" and row["year"] == str(year)
    )
    sent = sum(
        int(row["amount"])
        for row in power
        if row["fuel"] == "电力调出" and row["year"] == str(year)
    )

    assert {row["unit"] for row in power} == {"10^4 kWh"}
    assert 240_000 <= taken <= 300_000
    assert sent > taken


def test_a_rural_town_turns_into_a_net_exporter(power: Rows) -> None:
    weizheng = {
        (row["year"], row["fuel"]): int(row["amount"])
        for row in power
        if row["area_id"] == "441284102"
    }

    exports = [
        year for year in YEARS if weizheng[str(year), "电力调出"] > weizheng[str(year), "电力调入"]
    ]

    assert exports == [2022, 2023, 2024, 2025]


def test_each_fuel_is_in_both_factor_sets(fuels: Rows) -> None:
    one_row_by_fuel = {row["fuel"]: row for row in fuels}

    assert set(one_row_by_fuel) == {"烟煤", "汽油", "柴油", "液化石油气", "天然气"}
    for row in one_row_by_fuel.values():
        assert tco2(row, "provincial_2025") >= 0


def test_residents_and_product_meet_the_published_city_totals(
    towns: dict[str, dict[str, str]],
) -> None:
    rows = sample_rows("town_context")
    people = {
        year: sum(int(row["population"]) for row in rows if row["year"] == str(year))
        for year in YEARS
    }
    gdp = {
        year: sum(
            round(float(row["gdp_1e8_cny"]) * 100) for row in rows if row["year"] == str(year)
        )
        for year in YEARS
    }

    assert {row["area_id"] for row in rows} == set(towns)
    assert people[2020] == 526_457
    assert people[2023] == 530_974
    assert gdp[2022] == 48_366
    assert all(1.04 <= later / earlier <= 1.06 for earlier, later in pairwise(gdp.values()))
    assert max(rows, key=lambda row: int(row["population"]))["area_id"] == "441284002"


@pytest.mark.parametrize("year", YEARS)
def test_forest_of_the_towns_sums_to_the_city(year: int) -> None:
    tenths = {
        row["area_id"]: round(float(row["forest_ha"]) * 10)
        for row in sample_rows("forest_cover")
        if row["year"] == str(year)
    }

    city = tenths.pop("city")

    assert len(tenths) == 13
    assert city == sum(tenths.values())


def test_forest_cover_rises_to_just_below_the_target() -> None:
    cover = [
        float(row["forest_ha"]) / CITY_AREA_HA
        for row in sample_rows("forest_cover")
        if row["area_id"] == "city"
    ]

    assert all(earlier < later for earlier, later in pairwise(cover))
    assert cover[0] == pytest.approx(0.555, abs=1e-4)
    assert cover[-1] == pytest.approx(0.561, abs=1e-4)


def test_no_town_has_more_forest_than_land(towns: dict[str, dict[str, str]]) -> None:
    for row in sample_rows("forest_cover"):
        if row["area_id"] != "city":
            area_ha = float(towns[row["area_id"]]["area_km2"]) * 100
            assert 0 < float(row["forest_ha"]) < area_ha


def test_each_site_says_by_its_name_that_it_is_invented() -> None:
    rows = sample_rows("sites")

    assert all(row["name"].startswith("示例·") for row in rows)
    assert [row["kind"] for row in rows].count("distributed_pv") == 22
    assert [row["kind"] for row in rows].count("battery_storage") == 6
    assert {row["stage"] for row in rows} == {"谋划", "前期", "在建", "投产", "暂停", "终止"}
    assert {row["clauses"] for row in rows} == {"7", "9", "7|9"}


def test_a_site_has_a_year_where_its_stage_has_one() -> None:
    years: dict[str, set[str]] = {}
    for row in sample_rows("sites"):
        years.setdefault(row["stage"], set()).add(row["commission_year"])

    assert years.pop("投产") <= {"2021", "2022", "2023", "2024", "2025"}
    assert years.pop("在建") == {"2026", "2027"}
    assert set().union(*years.values()) == {""}


def test_a_site_has_coordinates_only_where_its_place_is_exact(
    towns: dict[str, dict[str, str]],
) -> None:
    rows = sample_rows("sites")
    exact = [row for row in rows if row["place_precision"] == "point"]

    assert len(exact) == 5
    assert sum(row["place_precision"] == "city" for row in rows) == 2
    assert all(not row["lon"] and not row["lat"] for row in rows if row not in exact)
    for row in exact:
        town = towns[row["town_code"]]
        lat = float(row["lat"])
        east_km = (float(row["lon"]) - float(town["seat_lon"])) * 111.32 * cos(radians(lat))
        north_km = (lat - float(town["seat_lat"])) * 110.57
        assert hypot(east_km, north_km) < 2
        assert "坐标为示例" in row["missing_note"]


def test_exactly_one_provincial_park_is_complete_by_2025() -> None:
    rows = sample_rows("park_progress")
    provincial = [row for row in rows if row["provincial"] == "yes"]

    complete = [(row["park_id"], row["year"]) for row in provincial if row["stage"] == "已完成"]

    names = {row["park_id"]: row["name"] for row in read_rows(GEODATA / "parks.csv")}
    assert {names[row["park_id"]] for row in provincial} == {
        "肇庆高新区四会产业园",
        "广东省(肇庆)大型产业集聚区四会大沙片区",
    }
    assert [(names[park_id], year) for park_id, year in complete] == [
        ("肇庆高新区四会产业园", "2025")
    ]


def test_one_park_has_sent_nothing_about_its_checklist() -> None:
    checklist = [check.check_id for check in county().park_checks]
    told = {
        row["park_id"]
        for row in sample_rows("park_progress")
        if any(row[column] for column in checklist)
    }

    silent = {row["park_id"] for row in read_rows(GEODATA / "parks.csv")} - told

    assert len(silent) == 1
    assert silent < {row["park_id"] for row in sample_rows("park_progress")}


def test_thirty_tasks_have_one_to_three_updates_and_ten_have_none() -> None:
    rows = sample_rows("task_updates")
    count = dict.fromkeys(range(1, 41), 0)
    for row in rows:
        count[int(row["task_no"])] += 1

    assert sum(not updates for updates in count.values()) == 10
    assert max(count.values()) == 3
    assert {row["status"] for row in rows} == {
        "未启动",
        "前期准备",
        "推进中",
        "滞后",
        "受阻",
        "已完成",
        "常态化推进",
        "调整取消",
    }
    assert all(row[name].startswith("示例:") for row in rows for name in ("progress", "next_step"))


def test_an_update_comes_from_the_first_lead_unit() -> None:
    leads = {
        row["task_no"]: row["lead_units"].split("|")[0]
        for row in read_rows(GEODATA / "plan" / "tasks.csv")
    }

    for row in sample_rows("task_updates"):
        assert row["unit"] == leads[row["task_no"]]


def test_some_tasks_were_last_heard_of_half_a_year_ago() -> None:
    last: dict[str, date] = {}
    for row in sample_rows("task_updates"):
        day = date.fromisoformat(row["day"])
        last[row["task_no"]] = max(day, last.get(row["task_no"], day))

    stalled = [task for task, day in last.items() if (date(2026, 9, 30) - day).days > 180]

    assert all(date(2026, 2, 1) <= day <= date(2026, 9, 30) for day in last.values())
    assert 3 <= len(stalled) <= 10
