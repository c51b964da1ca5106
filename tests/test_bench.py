"""The bench says what it found: medians against aims, what is missed, and what was not measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.bench.peers import lacking, towns_for_peer
from scripts.bench.report import Rows, report
from scripts.bench.samples import Samples
from sihui_map.reference.snapshot import read_snapshot
from tests.county import OWN, TOWNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def taken(values: Mapping[str, list[float]]) -> Samples:
    samples = Samples()
    samples.taken.update(values)
    return samples


def test_a_median_is_held_against_the_reference() -> None:
    rows = Rows(taken({"click": [10, 30, 20], "rerun": [10]}))

    met = rows.against("click, ms", ("click", "rerun"), 2)
    missed = rows.against("click, ms", ("click", "rerun"), 1.5)

    assert met.cells() == ("click, ms", "20", "10", "2.00", "≤ 2 × reference", "yes")
    assert missed.cells() == ("click, ms", "20", "10", "2.00", "≤ 1.5 × reference", "**no**")


def test_what_was_not_measured_is_not_met() -> None:
    lines = report(Samples(), Samples(), with_peer=False)

    assert "| click → panel / bare rerun, ms | not measured | – | – | – | **no** |" in lines
    assert "Missed: click → panel / bare rerun, ms: not measured, aim –." in lines
    assert "Every aim is met." not in lines


def test_a_message_to_the_server_breaks_the_aim_of_a_hover() -> None:
    silent, told = (
        Rows(taken({"hover": [5], "sent": [0, count]})).in_map("hover", "hover", "sent", expected=0)
        for count in (0, 1)
    )

    assert (silent.met, told.met) == (True, False)


def test_an_answer_in_the_map_has_to_be_quick_too() -> None:
    quick, slow = (
        Rows(taken({"hover": [time], "sent": [0]})).in_map("hover", "hover", "sent", expected=0)
        for time in (10, 11)
    )

    assert (quick.met, slow.met) == (True, False)


def test_the_peer_has_a_table_of_its_own_where_it_was_measured() -> None:
    samples = taken({"cold ours": [900], "cold peer": [600], "first map": [400]})

    with_peer, without = (report(samples, Samples(), with_peer=told) for told in (True, False))

    assert "| cold open → Streamlit's own map, ms | 900 | 600 | 1.50 | – | – |" in with_peer
    first = "cold open → live map / 13 polygons, ms"
    assert f"| {first} | 400 | 600 | 0.67 | ≤ 0.6 × reference | **no** |" in with_peer
    assert f"Missed: {first}: 400, aim ≤ 0.6 × reference." in with_peer
    assert not any("dash-leaflet" in line for line in without)
    assert not any(first in line for line in without)


def test_a_python_without_the_peer_is_named(tmp_path: Path) -> None:
    python = str(tmp_path / "python")

    assert lacking(python) == f"{python}: No such file or directory"


def test_the_peer_shows_our_towns_in_our_colours() -> None:
    features = towns_for_peer()["features"]

    boundaries = read_snapshot().boundaries
    assert len(features) == len(TOWNS)
    for feature in features:
        told = feature["properties"]
        assert feature["geometry"] == boundaries[told["town_code"]]
        assert list(told["fills"]) == ["2020", "2021", "2022", "2023", "2024", "2025"]
        assert {len(color) for color in told["fills"].values()} == {len("#fff4d9")}
    told = {each["properties"]["tooltip"]: each["properties"]["values"] for each in features}
    assert told[OWN.name]["2025"].endswith(" 万吨")
