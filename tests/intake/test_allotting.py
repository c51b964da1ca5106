"""Shares of targets as they are handed in: years, documents, stages, holders and sums."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.checks import check
from sihui_map.intake.reading import read_file
from tests.counties.county import JIA, TOWN
from tests.intake.files import csv_of

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.intake.known import Known, Reading

SHARE = {
    "target_id": "forest", "holder": TOWN, "year": "2037", "value": "45",
    "unit": "%", "kind": "规划", "source": "分解方案",
}  # fmt: skip
KEY = ("allotments", f"forest|{TOWN}|2037")
DOCUMENT = "虚府办〔2033〕9号"


def told(known: Known, **cells: str) -> Reading:
    return read_file(csv_of("allotments", **{**SHARE, **cells}), "分解.csv", known)


def with_row(known: Known, **cells: str) -> Known:
    return replace(known, rows={**known.rows, KEY: {**SHARE, "base_year": "", **cells}})


@pytest.mark.parametrize(
    ("cells", "rule", "said"),
    [
        (
            {"year": "2031"},
            Rule.YEAR,
            "应在方案印发的 2032 年到方案最后一年 2045 年之间，现为 2031",
        ),
        (
            {"year": "2046"},
            Rule.YEAR,
            "应在方案印发的 2032 年到方案最后一年 2045 年之间，现为 2046",
        ),
        ({"stage": "批准"}, Rule.MISSING, "「批准」要写明批准文件或会议，这一格不能为空"),
        (
            {"stage": "商定", "approved_by": DOCUMENT},
            Rule.CHOICE,
            "写了批准文件或会议，「阶段」应为「批准」，现为「商定」",
        ),
        ({"stage": "定了"}, Rule.CHOICE, "没有「定了」；可选：提出、商定、批准"),
        (
            {"holder": "city", "stage": "提出"},
            Rule.CHOICE,
            "虚构下达的数值不分阶段，「阶段」留空，现为「提出」",
        ),
    ],
    ids=["before the plan", "after the plan", "document", "stage", "word", "handed down"],
)
def test_what_cannot_be_is_one_sentence(
    known: Known, cells: dict[str, str], rule: Rule, said: str
) -> None:
    reading = told(known, **cells)

    assert [(each.rule, each.sentence) for each in reading.of(Severity.ERROR)] == [(rule, said)]
    assert reading.changes == ()


def test_an_unknown_holder_is_named_and_not_read(known: Known) -> None:
    reading = told(known, holder="某某公司")

    assert reading.changes == ()
    (found,) = reading.of(Severity.WARNING)
    assert found.rule is Rule.UNKNOWN
    assert found.sentence.startswith("没有「某某公司」；可选：")


@pytest.mark.parametrize("stage", ["提出", "商定", ""])
def test_a_stage_is_kept_as_it_is_told(known: Known, stage: str) -> None:
    (change,) = told(known, stage=stage).changes

    assert change.cells is not None
    assert change.cells.get("stage", "") == stage


def test_an_approved_value_is_changed_by_another_document_only(known: Known) -> None:
    published = with_row(known, stage="批准", approved_by=DOCUMENT)

    (error,) = told(published, value="43", stage="批准", approved_by=DOCUMENT).findings
    (change,) = told(published, value="43", stage="批准", approved_by="虚府办〔2034〕3号").changes

    assert error.rule is Rule.STAGE
    assert error.sentence == (
        f"已由「{DOCUMENT}」批准，改数值、单位或基准年要写明新的批准文件或会议"
    )
    assert change.cells is not None
    assert change.cells["value"] == "43"


def test_what_is_approved_is_not_proposed_again(known: Known) -> None:
    (error,) = told(with_row(known, stage="", approved_by=DOCUMENT), stage="提出").findings

    assert error.sentence == "这一行已是「批准」，不能改为「提出」；要撤销的，清空这一行"


# Shares in tonnes, of a cap


def shares(archive: Archive, known: Known, value: str, **cells: str) -> list[str]:
    """Return the warnings about one share of a cap of 18, of which the others hold 8.5."""
    row = {"target_id": "energy-cap", "holder": JIA, "year": "2037", "value": value,
           "unit": "万吨标准煤", "kind": "规划", "source": "分解方案", **cells}  # fmt: skip
    reading = read_file(csv_of("allotments", **row), "分解.csv", known)
    found = check(reading, known, archive.with_changes(reading.changes))
    return [each.sentence for each in found.findings if each.rule is Rule.ALLOTTED]


def test_shares_that_do_not_add_up_are_told_with_the_difference(
    archive: Archive, known: Known
) -> None:
    said = "各单位之和 18.5 万吨标准煤，2037 年目标 18 万吨标准煤，相差 +0.5 万吨标准煤"

    assert shares(archive, known, "10", stage="商定") == [said]
    assert shares(archive, known, "10", approved_by="虚构〔2033〕2号") == [said]
    assert shares(archive, known, "9.5", stage="商定") == []


def test_what_is_only_proposed_need_not_add_up(archive: Archive, known: Known) -> None:
    assert shares(archive, known, "10", stage="提出") == []


def test_a_year_on_the_way_has_nothing_to_add_up_to(archive: Archive, known: Known) -> None:
    assert shares(archive, known, "10", stage="商定", year="2035") == []


def test_shares_in_percent_are_not_added(known: Known) -> None:
    reading = told(known, stage="商定")
    found = check(reading, known, known.figures)

    assert [each for each in found.findings if each.rule is Rule.ALLOTTED] == []
