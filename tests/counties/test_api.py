"""The interface answers for the invented county."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from sihui_map.api import create_api
from sihui_map.ui.search import index
from tests.api.conftest import InProcess
from tests.counties.county import left_of_the_other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.figures import Figures

ASKED = {"/targets/{target_id}": "/targets/energy-cap", "/search": "/search?q=乙镇"}
"""What an address is asked with that does not stand for itself."""


@pytest.fixture
def client(sanzhen: Figures) -> Iterator[httpx.Client]:
    place = sanzhen.snapshot.place
    app = create_api(lambda _: sanzhen, place=place, index=lambda _: index(sanzhen))
    with httpx.Client(transport=InProcess(app), base_url="http://interface") as opened:
        yield opened


def test_no_answer_names_another_county(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    paths = [ASKED.get(path, path) for path in schema["paths"]]

    for path in (*paths, "/openapi.json"):
        found = client.get(path)
        is_json = not path.endswith(".csv")
        said = json.dumps(found.json(), ensure_ascii=False) if is_json else found.text
        assert (path, found.status_code) == (path, 200)
        assert (path, left_of_the_other(said)) == (path, [])
    assert {"/reported", "/dispatch", "/targets/energy-cap", "/evaluations"} <= set(paths)


def test_what_is_looked_for_is_found(client: httpx.Client) -> None:
    groups = client.get("/search", params={"q": "yz"}).json()["groups"]

    assert [result["title"] for result in groups[0]["results"]] == ["乙镇"]


def test_the_cap_is_answered_with_what_is_too_much(client: httpx.Client, sanzhen: Figures) -> None:
    rows = {row["id"]: row for row in client.get("/targets").json()["rows"]}
    cap = rows["energy-cap"]

    assert (cap["operator"], cap["value"], cap["unit"]) == ("≤", 18, "万吨标准煤")
    if sanzhen.snapshot.with_sample:
        assert (cap["light"], cap["is_met"]) == ("yellow", False)
        assert cap["gap"]["value"] == pytest.approx(1.39)
