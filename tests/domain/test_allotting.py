"""Shares of targets: from which stage to which, by whom, and what a document fixes."""

from __future__ import annotations

import pytest

from sihui_map.domain.allotting import (
    STEPS,
    Stage,
    Taker,
    refused_step,
    stage_in,
    stage_of,
    taker_of,
)

PROPOSED, AGREED, APPROVED = Stage
# From (line) to (column): h the holder too, o only the office, - nobody.
EXPECTED = """
     none 提出 商定 批准
none   h    h    o    o
提出   h    h    o    o
商定   o    o    o    o
批准   o    -    -    o
"""
HEAD, *LINES = [line.split() for line in EXPECTED.strip().splitlines()]


def row(
    stage: str = "", document: str = "", *, value: str = "9", kind: str = "规划"
) -> dict[str, str]:
    return {"value": value, "unit": "万吨", "stage": stage, "approved_by": document, "kind": kind}


def test_each_step_of_the_table() -> None:
    told = {None: "-", Taker.HOLDER: "h", Taker.OFFICE: "o"}
    stages = {"none": None, **{str(each): each for each in Stage}}

    found = [
        [line[0], *(told[STEPS.get((stages[line[0]], stages[to]))] for to in HEAD)]
        for line in LINES
    ]

    assert found == LINES


@pytest.mark.parametrize(
    ("told", "document", "stage"),
    [
        ("", "", PROPOSED),
        ("", "常务会议", APPROVED),
        ("商定", "", AGREED),
        ("提出", "", PROPOSED),
        ("批准", "常务会议", APPROVED),
    ],
)
def test_a_row_of_before_is_approved_where_a_document_is_named(
    told: str, document: str, stage: Stage
) -> None:
    assert stage_of(told, document) is stage


def test_a_sample_stands_in_nobodys_way() -> None:
    sample = row("批准", "示例文件", kind="示例")

    assert stage_in(sample) is None
    assert taker_of(sample, row("提出")) is Taker.HOLDER
    assert refused_step(sample, row("提出")) == ""


def test_what_is_approved_does_not_fall_back() -> None:
    assert refused_step(row("批准", "常务会议"), row("提出")) == (
        "这一行已是「批准」，不能改为「提出」；要撤销的，清空这一行"
    )
    assert refused_step(row("", "常务会议"), row()).startswith("这一行已是「批准」")


@pytest.mark.parametrize("changed", [{"value": "8"}, {"unit": "吨"}, {"base_year": "2020"}])
def test_a_document_fixes_the_number_until_another_is_named(changed: dict[str, str]) -> None:
    before = row("批准", "常务会议一")

    assert refused_step(before, before | changed) == (
        "已由「常务会议一」批准，改数值、单位或基准年要写明新的批准文件或会议"
    )
    assert refused_step(before, before | changed | {"approved_by": "常务会议二"}) == ""
    assert refused_step(before, before | {"source": "更正来源"}) == ""


def test_what_is_only_agreed_may_change() -> None:
    assert refused_step(row("商定"), row("商定", value="8")) == ""
