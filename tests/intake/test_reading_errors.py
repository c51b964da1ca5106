"""Findings: what is wrong is named with its address, and what stands beside it is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import ENERGY_USE, SITES, dataset
from sihui_map.domain.check import Rule, Severity
from sihui_map.errors import IntakeError
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template
from tests.counties.county import BING, DING, TOWN
from tests.intake.files import GOOD, added, blank, csv_of, read, row_of, rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.intake.known import Known


@pytest.mark.parametrize(
    ("cells", "rule", "letter"),
    [
        ({"A": DING}, Rule.UNKNOWN, "A"),
        ({"A": "999999999"}, Rule.UNKNOWN, "A"),
        ({"B": "丙镇"}, Rule.CODE, "B"),
        ({"B": "下茅镇"}, Rule.UNKNOWN, "B"),
        ({"C": 2004}, Rule.YEAR, "C"),
        ({"C": 2035}, Rule.YEAR, "C"),
        ({"D": "木柴"}, Rule.UNKNOWN, "D"),
        ({"D": "电力调入"}, Rule.UNKNOWN, "D"),
        ({"E": "十二"}, Rule.NUMBER, "E"),
        ({"E": -1}, Rule.NEGATIVE, "E"),
        ({"F": "万吨"}, Rule.UNIT, "F"),
        ({"D": "烟煤", "F": "万千瓦时"}, Rule.UNIT, "F"),
        ({"D": "合计"}, Rule.UNIT, "F"),
        ({"G": "缺失"}, Rule.CHOICE, "G"),
        ({"G": None}, Rule.MISSING, "G"),
        ({"H": None}, Rule.MISSING, "H"),
        ({"A": None}, Rule.MISSING, "A"),
        ({"E": "=1+1"}, Rule.FORMULA, "E"),
        ({"H": "字" * 501}, Rule.TEXT, "H"),
    ],
    ids=repr,
)
def test_a_wrong_cell_is_named_with_its_address(
    known: Known, filled: bytes, cells: Mapping[str, object], rule: Rule, letter: str
) -> None:
    number = blank(filled, "能源活动")

    reading = added(known, filled, "能源活动", {**GOOD, **cells})

    (found,) = reading.findings
    assert (found.rule, found.place) == (rule, f"能源活动!{letter}{number}")
    assert found.severity is not Severity.NOTICE
    assert reading.changes == ()


def test_all_findings_are_told_not_only_the_first(known: Known, filled: bytes) -> None:
    cells = {**GOOD, "C": 2004, "E": "十二", "G": "缺失"}

    reading = added(known, filled, "能源活动", cells)

    assert rules(reading) == {Rule.YEAR, Rule.NUMBER, Rule.CHOICE}


def test_the_same_row_twice_is_named_with_both_places(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")
    cells = {**GOOD, "C": 2032, "D": "柴油"}

    (error,) = added(known, filled, "能源活动", cells).of(Severity.ERROR)

    assert error.rule is Rule.DUPLICATE
    assert f"能源活动!E{number}" in error.sentence


def test_a_row_that_is_gone_is_named(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")
    cells = {f"{letter}{number}": None for letter in "ABCDEFGHI"}

    (error,) = read(known, filled, "能源活动", cells).of(Severity.ERROR)

    assert (error.rule, error.row_key) == (Rule.MISSING, f"{TOWN}|2032|柴油")
    assert "乙镇 2032 年 柴油" in error.sentence


def test_half_a_row_of_people_is_refused(known: Known, filled: bytes) -> None:
    number = row_of(filled, "人口与经济", TOWN, None, 2034)
    cells = {f"D{number}": 20_000, f"H{number}": "实绩", f"I{number}": "年报"}

    (error,) = read(known, filled, "人口与经济", cells).of(Severity.ERROR)

    assert (error.rule, error.place) == (Rule.MISSING, f"人口与经济!E{number}")


def test_a_forest_is_not_larger_than_the_land(known: Known, filled: bytes) -> None:
    number = row_of(filled, "森林", TOWN, None, 2032)

    assert rules(read(known, filled, "森林", {f"D{number}": 999_999})) == {Rule.NUMBER}


def test_only_net_electricity_may_be_negative(known: Known) -> None:
    row = {"year": "2033", "tco2": "-5", "kind": "实绩", "source": "核算"}

    total = read_file(csv_of("ledger_reported", row_id="city_total", **row), "a.csv", known)
    net = read_file(csv_of("ledger_reported", row_id="net_electricity", **row), "a.csv", known)

    assert rules(total) == {Rule.NEGATIVE}
    assert (rules(net), len(net.changes)) == (set(), 1)


def test_a_town_template_takes_no_other_town(known: Known) -> None:
    own = template(known.figures, known.rows, number=known.number, town_code=TOWN)

    assert rules(added(known, own, "能源活动", {**GOOD, "A": BING})) == {Rule.CODE}
    assert rules(added(known, own, "能源活动", GOOD)) == set()


def test_an_older_template_is_taken(known: Known, filled: bytes) -> None:
    later = replace(known, number=known.number + 5)

    assert read_file(filled, "填报.xlsx", later).findings == ()


def test_errors_are_capped_with_a_summary(known: Known) -> None:
    head = ",".join(SITES.column_names) + "\n"
    body = head + "BAD,光伏,,,,,,,,,,,,,,,,,,\n" * 300

    errors = read_file(body.encode(), "a.csv", known).of(Severity.ERROR)

    assert len(errors) == 501
    assert "处错误没有逐条列出" in errors[-1].sentence


def test_notes_are_capped_with_a_summary(known: Known) -> None:
    head = ",".join(ENERGY_USE.column_names) + "\n"
    rows = "".join(f"{TOWN},{year}年,焦炭,1,t,实绩,a\n" for year in range(2005, 2035))
    more = rows.replace("焦炭", "褐煤") + rows.replace("焦炭", "型煤")

    reading = read_file((head + rows + more).encode(), "a.csv", known)

    assert len(reading.of(Severity.NOTICE)) == 51
    assert "另有 40 处" in reading.findings[-1].sentence


def test_the_origin_is_the_files_name_without_its_folder(known: Known, filled: bytes) -> None:
    assert read_file(filled, "C:\\桌面\\乙镇.xlsx", known).origin == "乙镇.xlsx"


def test_progress_rises_to_the_end(known: Known, filled: bytes) -> None:
    heard: list[float] = []

    read_file(filled, "a.xlsx", known, progress=lambda share, _: heard.append(share))

    assert heard == sorted(heard)
    assert 0 < heard[0] < heard[-1] <= 1


def test_a_folder_is_no_file(known: Known) -> None:
    with pytest.raises(IntakeError, match=r"只接收 \.xlsx 和 \.csv"):
        read_file(b"x", "乙镇.et", known)


def test_a_row_of_the_reference_files_cannot_be_taken_back(known: Known) -> None:
    row = dict.fromkeys(dataset("sites").column_names, "") | {"site_id": "storage"}
    reading = read_file(csv_of("sites", **row), "a.csv", known)

    (error,) = reading.of(Severity.ERROR)

    assert error.rule is Rule.MISSING
    assert "参考文件" in error.sentence
    assert "终止" in error.sentence
    assert reading.changes == ()
