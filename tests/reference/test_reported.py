"""What was reported: a stored row that is no longer valid costs itself, and is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sihui_map.catalogue import dataset
from sihui_map.domain.submission import Entry
from sihui_map.reference.snapshot import read_snapshot
from tests.counties.county import SANZHEN

GOOD = {"area_id": "990101101", "year": "2033", "fuel": "烟煤", "amount": "12", "unit": "t",
        "kind": "实绩", "source": "台账"}  # fmt: skip


def entry(number: int, **cells: str) -> Entry:
    row = {**GOOD, **cells}
    return Entry(
        entry_id=number, submission_id=7, dataset="energy_use",
        row_key=dataset("energy_use").key_of(row), cells=row, kind=row["kind"],
        source=row["source"], who="张三", at="2034-09-30T09:00:00+08:00", why="", base_id=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"amount": "十二"}, "「amount」应为数字，现为「十二」"),
        ({"amount": "-1"}, "数量不能为负"),
        ({"area_id": "990101999"}, "「area_id」应为已有的镇街代码或排放源，现为「990101999」"),
        ({"fuel": "木柴"}, "没有这个能源品种"),
        ({"kind": "大概"}, "「kind」应为"),
    ],
    ids=repr,
)
def test_a_row_that_is_no_longer_valid_costs_itself(cells: dict[str, str], said: str) -> None:
    wrong = entry(2, **cells)
    reported = {"energy_use": [entry(1), wrong, entry(3, fuel="柴油")]}

    found = read_snapshot(SANZHEN, reported=reported)

    assert [use.fuel for use in found.energy_uses] == ["烟煤", "柴油"]
    (problem,) = found.problems
    assert problem.file == "sample/energy_use.csv"  # the pages of the table show it
    assert problem.sentence.startswith(
        f"填报数据「能源活动」{wrong.row_key}（提交 7）：这一行没有计入："
    )
    assert said in problem.sentence
    assert problem.sentence.endswith(
        "处理办法：在「我的工作台」更正或撤回这一行，审核、发布后就会计入。"
    )


def context(**cells: str) -> Entry:
    row = {"area_id": "city", "year": "2033", "population": "530000", "gdp_1e8_cny": "500",
           "kind": "实绩", "source": "年鉴", **cells}  # fmt: skip
    return replace(entry(4), dataset="town_context", row_key=f"city|{row['year']}", cells=row)


def test_a_row_of_before_a_column_was_added_is_read_without_it() -> None:
    new = context(year="2032", gdp_constant_1e8_cny="470.5", gdp_base_year="2020")

    found = read_snapshot(SANZHEN, reported={"town_context": [context(), new]})

    assert not found.problems
    told = [(row.year, row.gdp_constant_1e8_cny, row.gdp_base_year) for row in found.contexts]
    assert told == [(2033, None, None), (2032, 470.5, 2020)]


def test_of_many_the_first_are_named_and_the_rest_counted() -> None:
    wrong = [entry(number, year=str(2005 + number), amount="x") for number in range(13)]

    found = read_snapshot(SANZHEN, reported={"energy_use": [*wrong, entry(20)]})

    assert len(found.energy_uses) == 1
    assert len(found.problems) == 11
    assert found.problems[-1].sentence == "填报数据「能源活动」另有 3 行同样不能读取。"
