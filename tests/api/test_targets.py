"""What is answered of targets: the number or why there is none, the path, the shares by stage."""

from dataclasses import replace

import httpx
import pytest

from sihui_map.api import create_api
from sihui_map.domain.allotting import Stage
from sihui_map.domain.plan import Operator
from sihui_map.domain.snapshot import Allotment, Snapshot
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from tests.api.conftest import Connect
from tests.api.test_api import QUANTITY, answer
from tests.counties.county import BING, JIA, YI

CAP, FOREST, PARKS, VAGUE, HANDED = "energy-cap", "forest", "parks", "vague", "handed"
"""The targets of the invented county, one that asks no number, one whose number came from above."""


def share(target_id: str, holder: str, value: float, stage: Stage, unit: str = "家") -> Allotment:
    return Allotment(
        target_id=target_id,
        holder=holder,
        year=2037,
        value=value,
        unit=unit,
        approved_by="虚构的会议" if stage is Stage.APPROVED else "",
        kind=ValueKind.SAMPLE,
        source="虚构的分解",
        told_stage=stage,
    )


SHARES = (
    share(FOREST, JIA, 48, Stage.APPROVED, "%"),
    share(FOREST, YI, 34, Stage.AGREED, "%"),
    share(FOREST, BING, 49, Stage.PROPOSED, "%"),
    share(VAGUE, JIA, 2, Stage.APPROVED),
    share(VAGUE, YI, 1, Stage.AGREED),
    share(VAGUE, BING, 1, Stage.PROPOSED),
    share(HANDED, CITY, 18, Stage.APPROVED, "万吨标准煤"),
)


def with_more(snapshot: Snapshot) -> Snapshot:
    """Return ``snapshot`` with the two targets without a number of their own, and ``SHARES``."""
    cap = next(target for target in snapshot.targets if target.target_id == CAP)
    rule = next(row for row in snapshot.light_rules if row.target_id == CAP)
    vague = replace(cap, target_id=VAGUE, operator=None, value=None, unit="家")
    handed = replace(cap, target_id=HANDED, operator=None, value=None)
    told = tuple(
        replace(row, target_id=HANDED) for row in snapshot.indicator_values if row.target_id == CAP
    )
    rules = (
        replace(rule, target_id=VAGUE),
        replace(rule, target_id=HANDED, direction=Operator.AT_MOST),
    )
    return replace(
        snapshot,
        targets=(*snapshot.targets, vague, handed),
        light_rules=(*snapshot.light_rules, *rules),
        indicator_values=(*snapshot.indicator_values, *told),
        allotments=SHARES,
    )


@pytest.fixture(scope="module")
def more_figures(snapshot: Snapshot) -> Figures:
    return Figures(with_more(snapshot))


@pytest.fixture(scope="module")
def more(connect: Connect, more_figures: Figures) -> httpx.Client:
    return connect(create_api(lambda _: more_figures))


def test_a_target_without_a_number_is_grey_and_says_so(more: httpx.Client) -> None:
    rows = {row["id"]: row for row in answer(more, "/targets")["rows"]}

    assert list(rows) == [CAP, FOREST, PARKS, VAGUE, HANDED]
    vague = rows[VAGUE]
    assert (vague["value"], vague["operator"]) == (None, None)
    assert (vague["light"], vague["reason"]) == ("grey", "目标尚无数值")
    assert vague["latest"]["reason"] == "目标尚无数值"


def test_a_target_says_how_it_stands_by_which_rule(client: httpx.Client) -> None:
    rows = {row["id"]: row for row in answer(client, "/targets")["rows"]}

    forest = rows[FOREST]
    assert forest["reason"] is None
    assert list(forest["latest"]) == QUANTITY
    assert forest["due"]["value"] == pytest.approx(43.31)
    assert (forest["light"], forest["gap"]["value"], forest["is_met"]) == ("green", 1.49, False)
    assert (forest["required"]["value"], forest["share_short"]["value"]) == (0.84, 0)
    assert forest["rule"].startswith("参照 发改办环资〔2020〕901号：以 2037 年的数值判定")
    assert (forest["later_year"], forest["later"], forest["baseline_from"]) == (None, None, 2031)
    parks = rows[PARKS]
    assert (parks["light"], parks["gap"]["value"], parks["is_met"]) == ("red", 100, False)
    assert (parks["required"]["value"], parks["share_short"]["value"]) == (7.7, 100)


def test_a_target_has_its_path_shares_and_tasks(more: httpx.Client, more_figures: Figures) -> None:
    forest = answer(more, f"/targets/{FOREST}")

    rows = answer(more, "/targets")["rows"]
    assert forest["target"] in rows
    assert [(row["year"], row["due"]["value"]) for row in forest["path"]][-1] == (2037, 45)
    assert {row["stage"] for row in forest["allotments"]} == {"提出", "商定", "批准"}
    assert {row["clause_no"] for row in forest["tasks"]} == {forest["target"]["clause_no"]}
    (town,) = (row for row in forest["allotments"] if row["holder_name"] == "甲镇")
    own = more_figures.forest_cover(JIA, 2033)
    assert (town["latest_year"], town["latest"]["value"]) == (2033, own.value)
    handed = answer(more, f"/targets/{HANDED}")
    assert (handed["target"]["light"], handed["target"]["value_kind"]) == ("yellow", "示例")
    assert handed["handed_down"]["quantity"]["value"] == 18
    assert handed["allotments"] == []


def test_a_wrong_target_is_named_with_those_that_are(client: httpx.Client) -> None:
    found = client.get("/targets/nothing")

    assert found.status_code == 404
    assert found.json()["detail"] == "没有编号为「nothing」的目标；可选：energy-cap、forest、parks"


def test_sums_of_shares_are_told_apart_by_stage(more: httpx.Client) -> None:
    found = answer(more, "/allotments")
    by_target = {row["target_id"]: row for row in found["sums"]}

    vague, forest = by_target[VAGUE], by_target[FOREST]
    assert (vague["total"]["value"], vague["approved"]["value"]) == (4, 2)
    assert vague["difference"]["reason"] == "目标尚无数值"
    assert forest["total"]["reason"] == "百分数不能相加"
    assert [row["holder_name"] for row in found["handed_down"]] == ["全县"]
