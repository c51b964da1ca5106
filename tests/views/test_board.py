"""What the map's frame gets: classes that agree with the legend, marks only where known."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import folium
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import COVER, TOTAL, town_measures
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing
from sihui_map.figures import Figures
from sihui_map.views import board, fmt
from sihui_map.views.maps import MAPS, measure_id
from tests.counties.county import DING, JIA, YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.town import Town

BIG = replace(TOTAL, label="总量", unit="万吨")


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def interval(text: str) -> tuple[float, float]:
    """Read a line of a legend as the half-open interval that it says."""
    if text.startswith("＜"):
        return float("-inf"), number(text[1:])
    if text.startswith("≥"):
        return number(text[1:]), float("inf")
    low, high = text.split("～")
    return number(low), number(high)


def holds(legend: list[str], place: int, text: str) -> bool:
    low, high = interval(legend[place])
    return low <= number(text) < high


def tonnes(value: float) -> Quantity:
    return Quantity(value=value, unit="tCO2", kind=ValueKind.COMPUTED, source="—")


def script_of(city: Any) -> dict[str, Any]:  # noqa: ANN401 a folium map
    found = [child for child in city._children.values() if isinstance(child, board.BoardScript)]  # noqa: SLF001
    made: dict[str, Any] = json.loads(found[0].board)
    return made


def without_seats(snapshot: Snapshot) -> tuple[Town, ...]:
    return tuple(replace(town, seat_lon=None, seat_lat=None) for town in snapshot.towns)


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("measure", town_measures(), ids=str)
def test_the_class_of_every_town_and_year_agrees_with_the_legend(
    county_figures: Figures, measure: Indicator, scope: Scope
) -> None:
    """The county of geodata/ has breaks for every measure, and many towns to sort into them."""
    made = board.town_measure(county_figures, measure, scope)

    cells = [cell for years in made["cells"].values() for cell in years.values()]
    known = [cell for cell in cells if cell[0] is not None]
    assert len(cells) == len(county_figures.towns) * len(county_figures.years)
    assert known
    assert [cell for cell in known if not holds(made["legend"], cell[0], cell[1])] == []


def test_the_class_of_forest_cover_agrees_with_the_legend(figures: Figures) -> None:
    made = board.town_measure(figures, COVER)

    known = [cell for years in made["cells"].values() for cell in years.values()]
    assert made["legend"] == ["＜ 40.0", "40.0 ～ 45.0", "≥ 45.0"]
    assert len(known) == 3 * 3
    assert {cell[0] for cell in known} == {0, 2}
    assert [cell for cell in known if not holds(made["legend"], cell[0], cell[1])] == []


@given(
    value=st.floats(-9e5, 9e5),
    breaks=st.lists(st.sampled_from([-250.0, 0.0, 150.0, 2e3, 3e4, 1e5]), unique=True, min_size=1),
)
def test_the_rounded_value_and_the_legend_never_disagree(value: float, breaks: list[float]) -> None:
    made = board.measure_of(BIG, {"a": {"2020": tonnes(value)}}, sorted(breaks))

    place, text, _ = made["cells"]["a"]["2020"]

    assert holds(made["legend"], place, text)


def test_a_cut_finer_than_the_values_is_written_out() -> None:
    made = board.measure_of(BIG, {"a": {"2020": tonnes(1)}}, (-150.0, 250.0, 1e4))

    assert made["legend"] == ["＜ −0.015", "−0.015 ～ 0.025", "0.025 ～ 1.00", "≥ 1.00"]


def test_a_measure_without_breaks_has_one_class() -> None:
    made = board.measure_of(BIG, {"a": {"2020": tonnes(5e4)}}, ())

    assert made["legend"] == ["全部数值"]
    assert made["cells"]["a"]["2020"] == [0, "5.00", "核算"]
    assert len(made["colors"]) == len(made["dark"]) == 1


def test_a_missing_value_has_no_class_and_its_reason() -> None:
    gone = missing("tCO2", MissingReason.NO_FACTOR)

    made = board.measure_of(BIG, {"a": {"2020": gone}}, (0.0,))

    assert made["cells"]["a"]["2020"] == [None, "当年电网排放因子未公开", ""]


def test_a_sample_is_called_one_on_the_map(figures: Figures) -> None:
    made = board.town_measure(figures, TOTAL, Scope.DIRECT)

    assert made["cells"][JIA]["2031"] == [2, "5.60", "示例"]
    assert made["cells"][YI]["2031"] == [1, "2.26", "示例"]


def test_the_frame_knows_every_unit_and_which_of_them_count(figures: Figures) -> None:
    towns = script_of(MAPS["overview"](figures))["towns"]

    assert len(towns) == 4
    assert [town["name"] for town in towns.values() if not town["inScope"]] == ["丁街道"]
    assert towns[YI]["short"] == "乙"
    lat, lon = towns[YI]["label"]
    assert 1.0 < lat < 1.1
    assert 1.1 < lon < 1.2


def test_the_map_says_that_it_is_schematic_and_which_number_it_has(figures: Figures) -> None:
    without, with_number = (
        script_of(MAPS["overview"](figures, approval=text))["note"]
        for text in ("", "虚S（2033）001号")
    )

    assert without == "示意图,镇街界线非法定界线 · 审图号：（尚未取得） · 含示例数据"
    assert "审图号：虚S（2033）001号" in with_number


def test_a_public_map_does_not_speak_of_samples(public_figures: Figures) -> None:
    assert "示例" not in json.dumps(script_of(MAPS["overview"](public_figures)), ensure_ascii=False)


def test_the_emissions_map_carries_every_measure_and_the_plant(figures: Figures) -> None:
    made = script_of(MAPS["emissions"](figures))

    wanted = {measure_id(measure, scope) for measure in town_measures() for scope in Scope}
    assert set(made["measures"]) == wanted
    assert {"direct.total", "net.total", "net.per_gdp", "coal", "electricity"} <= wanted
    assert made["years"] == [2031, 2032, 2033]
    assert [mark["style"] for mark in made["marks"]] == ["power"]


def test_without_data_a_map_still_shows_the_units(public_figures: Figures) -> None:
    for name, make in MAPS.items():
        made = script_of(make(public_figures))

        assert len(made["towns"]) == 4, name


@pytest.mark.parametrize("name", MAPS)
def test_without_boundaries_and_rivers_a_map_is_empty_not_broken(
    name: str, snapshot: Snapshot
) -> None:
    figures = Figures(replace(snapshot, boundaries={}, rivers=(), towns=()))

    made = script_of(MAPS[name](figures))

    assert made["towns"] == {}
    assert made["bounds"] == [[0.9, 0.9], [1.3, 1.35]]


def test_without_boundaries_units_stand_at_their_seats_within_the_outline(
    snapshot: Snapshot,
) -> None:
    outline = shapely.geometry.mapping(shapely.box(0.95, 0.98, 1.3, 1.25))
    towns = (snapshot.towns[0], *without_seats(snapshot)[1:])
    figures = Figures(replace(snapshot, boundaries={}, outline=outline, towns=towns))

    city = MAPS["emissions"](figures)
    told = script_of(city)

    assert {code: town["label"] for code, town in told["towns"].items()} == {DING: [1.05, 1.225]}
    assert told["bounds"] == [[0.98, 0.95], [1.25, 1.3]]
    layers = [child for child in city._children.values() if isinstance(child, folium.GeoJson)]  # noqa: SLF001
    features = [feature for layer in layers for feature in layer.data["features"]]
    assert [set(feature["properties"]) for feature in features] == [
        set(), {"town_code"},
    ]  # fmt: skip
    assert "CircleMarker" in city.get_root().render()


def test_with_boundaries_an_outline_and_seats_add_nothing(snapshot: Snapshot) -> None:
    within = shapely.geometry.mapping(shapely.box(1.05, 1.05, 1.15, 1.1))
    both = Figures(replace(snapshot, outline=within))

    html = MAPS["emissions"](both).get_root().render()

    assert "CircleMarker" not in html
    assert html.count("L.geoJson(") == 1  # the units


def test_a_shape_that_is_no_polygon_gets_no_label(snapshot: Snapshot) -> None:
    line = {"type": "LineString", "coordinates": [[1.1, 1.0], [1.2, 1.1]]}
    figures = Figures(replace(snapshot, boundaries={YI: line}))

    towns = script_of(MAPS["sites"](figures))["towns"]

    assert towns[YI]["label"] == []


@pytest.mark.parametrize("name", MAPS)
def test_a_map_asks_no_other_host_for_anything(name: str, figures: Figures) -> None:
    page = MAPS[name](figures).get_root().render()

    assert "://" not in page
    assert "../../assets/leaflet/leaflet.js" in page


def test_a_source_says_what_the_figures_have_of_it(figures: Figures) -> None:
    source = figures.snapshot.named_sources[0]
    year = figures.years[-1]

    cells = board.source_cells(figures, source.source_id, TOTAL, Scope.DIRECT)

    amount = figures.emission(source.source_id, year)
    assert set(cells) == {str(each) for each in figures.years}
    assert cells[str(year)][1:] == [fmt.shown(amount, TOTAL), str(amount.kind)]
    assert board.source_cells(figures, "nobody", TOTAL, Scope.DIRECT)[str(year)][0] is None
