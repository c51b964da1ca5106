"""What each address answers: the columns, and the same numbers as the figures."""

import csv
import json
from typing import Any

import httpx
import pytest

from sihui_map.domain.energy import Component
from sihui_map.domain.site import PlacePrecision
from sihui_map.figures import Figures
from tests.counties.county import SANZHEN

PLAN = SANZHEN / "plan"
QUANTITY = ["value", "unit", "kind", "source", "reason", "part", "part_kind"]
ADDRESSES = [
    "/meta",
    "/towns.geojson",
    "/emissions",
    "/emissions.csv",
    "/energy_use",
    "/ledger",
    "/sites.geojson",
    "/forest",
    "/parks",
    "/tasks",
    "/targets",
    "/targets/forest",
    "/allotments",
    "/figures",
]


def answer(client: httpx.Client, path: str) -> dict[str, Any]:
    found = client.get(path)
    assert found.status_code == 200, found.text
    content: dict[str, Any] = found.json()
    return content


@pytest.mark.parametrize(
    ("path", "columns"),
    [
        ("/emissions", "town_code town_name year component tco2 kind source reason part part_kind"),
        ("/energy_use", "town_code source_id year fuel amount unit kind source reason"),
        (
            "/parks",
            (
                "park_id name level level_confirmed town_code town_text industries source "
                "confidence note progress"
            ),
        ),
        (
            "/tasks",
            (
                "no action_no action text clause_no lead_units cooperating_units responsibility "
                "state day freshness due progress next_step obstacle remedy ground kind steps "
                "lines errata"
            ),
        ),
        (
            "/targets",
            (
                "id indicator year operator value value_kind value_source unit clause_no section "
                "baseline_year quote "
                "light reason rule is_met latest_year latest due gap baseline_from required "
                "share_short later_year later series note errata"
            ),
        ),
        (
            "/allotments",
            (
                "target_id holder holder_name year quantity base_year stage approved_by "
                "latest_year latest"
            ),
        ),
        ("/figures", "id value unit kind source reason part part_kind"),
    ],
)
def test_rows_have_these_columns_and_the_revision(
    client: httpx.Client, figures: Figures, path: str, columns: str
) -> None:
    found = answer(client, path)

    assert found["revision"] == figures.snapshot.revision
    assert found["rows"]
    assert {tuple(row) for row in found["rows"]} == {tuple(columns.split())}


def test_meta_says_what_the_data_are(client: httpx.Client, figures: Figures) -> None:
    found = answer(client, "/meta")

    assert found["revision"] == figures.snapshot.revision
    assert found["data_day"] == figures.snapshot.data_day.isoformat()
    assert found["with_sample"] is True
    assert found["factor_set"] == "enterprise_2015"
    assert found["grid_region"] == "虚构电网"
    assert found["years"] == list(figures.years)
    assert found["ledger_years"] == [2031, 2032, 2033]
    assert found["count_towns"] == 3
    assert found["problems"] == []
    assert "示意图,镇街界线非法定界线" in found["notes"]
    assert any("示例" in note for note in found["notes"])
    assert found["map_approval_number"] == ""


def test_emissions_are_the_published_figures(client: httpx.Client, figures: Figures) -> None:
    published = figures.published()

    rows = answer(client, "/emissions")["rows"]

    assert len(rows) == 3 * len(figures.years) * len(Component)
    for row in rows:
        expected = published["emission.{component}.{town_code}.{year}".format_map(row)]
        assert row["tco2"] == expected.value
        assert row["kind"] == expected.kind
        assert row["source"] == expected.source


def test_a_missing_number_is_null_and_says_why(client: httpx.Client) -> None:
    rows = answer(client, "/emissions?year=2033")["rows"]

    power = [row for row in rows if row["component"] == "electricity"]
    assert len(power) == 3
    assert {(row["tco2"], row["kind"], row["reason"]) for row in power} == {
        (None, "缺失", "当年电网排放因子未公开")
    }
    assert {row["reason"] for row in rows if row["tco2"] is not None} == {None}


def test_a_year_narrows_the_rows(client: httpx.Client) -> None:
    for path in ("/emissions", "/energy_use"):
        every = answer(client, path)["rows"]
        one = answer(client, f"{path}?year=2032")["rows"]

        assert one == [row for row in every if row["year"] == 2032]
        assert 0 < len(one) < len(every)


def test_the_file_has_the_same_rows(client: httpx.Client, figures: Figures) -> None:
    found = client.get("/emissions.csv?year=2032")

    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    name = f'attachment; filename="emissions-2032-{figures.snapshot.revision}.csv"'
    assert found.headers["content-disposition"] == name
    assert found.content.startswith(b"\xef\xbb\xbftown_code,town_name,year,")
    assert found.content.count(b"\n") == found.content.count(b"\r\n")
    rows = list(csv.DictReader(found.content.decode("utf-8-sig").splitlines()))
    for row, expected in zip(rows, answer(client, "/emissions?year=2032")["rows"], strict=True):
        assert row == {key: "" if cell is None else str(cell) for key, cell in expected.items()}


def test_energy_use_is_of_a_town_or_of_a_source(client: httpx.Client, figures: Figures) -> None:
    towns = {town.town_code for town in figures.towns}
    sources = {source.source_id for source in figures.snapshot.named_sources}

    rows = answer(client, "/energy_use")["rows"]

    assert len(rows) == len(figures.snapshot.energy_uses)
    assert {row["town_code"] for row in rows if row["source_id"] is None} == towns
    assert {row["source_id"] for row in rows if row["town_code"] is None} == sources


def test_a_ledger_closes_with_what_is_left_over(client: httpx.Client) -> None:
    (book,) = answer(client, "/ledger?year=2032")["ledgers"]

    assert {tuple(row) for row in book["rows"]} == {
        ("row_id", "label", "tco2", "kind", "source", "reason")
    }
    assert book["city_total"]["value"] == pytest.approx(166_000)
    assert book["city_total"]["kind"] == "实绩"
    parts = sum(row["tco2"] for row in book["rows"])
    assert book["computed"]["value"] == pytest.approx(parts)
    assert book["residual"]["value"] == pytest.approx(166_000 - parts)
    assert book["residual"]["value"] == pytest.approx(-9_916.06, abs=0.01)
    assert book["share_residual_percent"]["value"] == pytest.approx(-5.9735, abs=0.0001)


def test_a_ledger_without_data_is_missing_not_zero(public_client: httpx.Client) -> None:
    ledgers = answer(public_client, "/ledger")["ledgers"]

    assert [book["year"] for book in ledgers] == [2031, 2032]
    assert list(ledgers[0]["computed"]) == QUANTITY
    assert ledgers[0]["city_total"]["value"] == pytest.approx(179_000)
    assert ledgers[0]["computed"]["value"] is None
    assert ledgers[0]["computed"]["reason"] == "未报"


def test_towns_are_schematic_areas(client: httpx.Client, figures: Figures) -> None:
    found = client.get("/towns.geojson")
    content = found.json()

    assert found.headers["content-type"] == "application/geo+json"
    assert content["type"] == "FeatureCollection"
    assert len(content["features"]) == 4
    assert sum(feature["properties"]["in_scope"] for feature in content["features"]) == 3
    for feature in content["features"]:
        properties = feature["properties"]
        assert properties["schematic"] is True
        assert properties["note"] == "示意图,镇街界线非法定界线"
        boundary = figures.snapshot.boundaries[properties["town_code"]]
        assert feature["geometry"] == json.loads(json.dumps(boundary))


def test_only_an_exact_place_has_a_geometry(client: httpx.Client, figures: Figures) -> None:
    found = client.get("/sites.geojson")
    features = found.json()["features"]

    assert found.headers["content-type"] == "application/geo+json"
    assert len(features) == len(figures.snapshot.sites)
    for feature, site in zip(features, figures.snapshot.sites, strict=True):
        assert feature["properties"].keys() == set(site.__dataclass_fields__)
        assert feature["properties"]["name"] == site.name
        if site.place_precision is PlacePrecision.POINT:
            assert feature["geometry"] == {"type": "Point", "coordinates": [site.lon, site.lat]}
        else:
            assert feature["geometry"] is None


def test_forest_has_cover_target_and_gap(client: httpx.Client, figures: Figures) -> None:
    found = answer(client, "/forest")

    assert [row["year"] for row in found["city"]] == list(figures.forest_years)
    assert len(found["towns"]) == 3 * len(figures.forest_years)
    assert (found["target"]["operator"], found["target"]["value"]) == ("≥", 45)
    assert found["target"]["year"] == 2037
    assert found["gap_pp"]["unit"] == "个百分点"
    assert found["gap_pp"]["value"] == pytest.approx(
        45 - round(found["city"][-1]["cover"]["value"], 2)
    )
    assert found["gap_ha"]["value"] == figures.forest_gap_ha().value
    assert found["path"][-1] == {"year": 2037, "cover_percent": 45, "kind": "规划"}
    assert {point["kind"] for point in found["path"][:-1]} == {"示例"}
    assert len(found["protected_areas"]) == len(figures.snapshot.protected_areas)


def test_parks_carry_the_checklist_of_the_place(client: httpx.Client, figures: Figures) -> None:
    found = answer(client, "/parks")

    assert len(found["rows"]) == len(figures.snapshot.parks)
    reported = [row["progress"] for row in found["rows"] if row["progress"]]
    assert reported
    for progress in reported:
        assert [(check["point"], check["label"]) for check in progress["checks"]] == [
            ("shared_steam", "虚构集中供汽"),
            ("water_reuse", "虚构中水回用"),
            ("waste_exchange", "虚构废料互换"),
        ]
        assert progress["checks"][0]["basis"] == "园区循环化改造"
    for row in found["completion"]:
        assert row["completion"]["value"] == figures.park_completion(row["year"]).value


def test_tasks_are_the_annex_word_for_word(client: httpx.Client) -> None:
    plan = (PLAN / "plan.txt").read_text(encoding="utf-8")
    with (PLAN / "tasks.csv").open(encoding="utf-8-sig", newline="") as file:
        annex = list(csv.DictReader(file))

    rows = answer(client, "/tasks")["rows"]

    assert [row["no"] for row in rows] == list(range(1, 6))
    for row, expected in zip(rows, annex, strict=True):
        assert row["text"] == expected["text"]
        assert row["text"] in plan
        assert row["responsibility"] == expected["responsibility"]
        assert "|".join(row["lead_units"]) == expected["lead_units"]
        assert "|".join(row["cooperating_units"]) == expected["cooperating_units"]


def test_a_doubt_stands_with_both_readings(client: httpx.Client) -> None:
    rows = {row["no"]: row for row in answer(client, "/tasks")["rows"]}

    (doubt,) = rows[2]["errata"]
    assert doubt["erratum_id"] == "lead"
    assert doubt["reading_a"] == "虚构：两个单位共同牵头"
    assert doubt["reading_b"] == "虚构：前一单位牵头"
    assert rows[1]["errata"] == []


def test_every_published_figure_is_listed(client: httpx.Client, figures: Figures) -> None:
    rows = answer(client, "/figures")["rows"]

    expected = [(key, value.value, value.unit) for key, value in figures.published().items()]
    assert [(row["id"], row["value"], row["unit"]) for row in rows] == expected


@pytest.mark.parametrize("path", ADDRESSES)
def test_without_sample_data_everything_still_answers(
    public_client: httpx.Client, path: str
) -> None:
    found = public_client.get(path)

    assert found.status_code == 200
    assert "示例" not in found.text


def test_without_sample_data_nothing_is_made_up(public_client: httpx.Client) -> None:
    assert answer(public_client, "/emissions")["rows"] == []
    assert answer(public_client, "/energy_use")["rows"] == []
    assert answer(public_client, "/forest")["city"] == []
    assert {row["progress"] for row in answer(public_client, "/parks")["rows"]} == {None}
    assert {row["light"] for row in answer(public_client, "/targets")["rows"]} == {"grey"}
    assert len(answer(public_client, "/tasks")["rows"]) == 5
    assert public_client.get("/emissions.csv").text.count("\r\n") == 1
    refused = public_client.get("/emissions?year=2033")
    assert refused.status_code == 404
    assert refused.json() == {"detail": "没有 2033 年的排放数据；目前任何年份都没有"}
