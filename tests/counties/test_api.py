"""The interface answers for the invented county."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from sihui_map.api import create_api
from tests.api.conftest import InProcess
from tests.counties.county import left_of_the_other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.figures import Figures

ADDRESSES = (
    "/meta", "/towns.geojson", "/emissions", "/emissions.csv", "/energy_use", "/ledger",
    "/sites.geojson", "/forest", "/parks", "/tasks", "/targets", "/figures", "/openapi.json",
)  # fmt: skip


@pytest.fixture
def client(sanzhen: Figures) -> Iterator[httpx.Client]:
    app = create_api(lambda _: sanzhen, place=sanzhen.snapshot.place)
    with httpx.Client(transport=InProcess(app), base_url="http://interface") as opened:
        yield opened


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_answer_names_no_other_county(client: httpx.Client, path: str) -> None:
    found = client.get(path)

    is_json = not path.endswith(".csv")
    said = json.dumps(found.json(), ensure_ascii=False) if is_json else found.text
    assert found.status_code == 200
    assert left_of_the_other(said) == []


def test_the_cap_is_answered_with_what_is_too_much(client: httpx.Client, sanzhen: Figures) -> None:
    rows = {row["id"]: row for row in client.get("/targets").json()["rows"]}
    cap = rows["energy-cap"]

    assert (cap["operator"], cap["value"], cap["unit"]) == ("≤", 18, "万吨标准煤")
    if sanzhen.snapshot.with_sample:
        assert (cap["light"], cap["is_met"]) == ("yellow", False)
        assert cap["gap"]["value"] == pytest.approx(1.39)
