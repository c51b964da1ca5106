"""The template: what it holds, what may be changed in it, and that it comes back unchanged."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from sihui_map.errors import ChoiceError
from sihui_map.intake.layout import GUIDE, OPTIONS, layout
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template
from tests.counties.county import BING, DING, JIA, TOWN
from tests.intake.files import PLACE

if TYPE_CHECKING:
    from sihui_map.intake.known import Known

NAMES = [
    "填报说明",
    "能源活动",
    "重点排放源",
    "电力收支",
    "人口与经济",
    "森林",
    "项目",
    "园区",
    "主要指标",
    "目标分解",
    "任务调度",
    "配合情况",
    "任务时间表",
    "年度自评",
    "年度评定",
    "重点用能单位",
    "填全声明",
]


def opened(body: bytes) -> Any:  # noqa: ANN401 openpyxl's cells are of many sorts
    return openpyxl.load_workbook(io.BytesIO(body))


def made(known: Known, town_code: str = "") -> bytes:
    return template(known.figures, known.rows, number=known.number, town_code=town_code)


@pytest.mark.parametrize("town_code", ["", TOWN, BING])
@pytest.mark.parametrize("which", ["known", "public_known"])
def test_handed_in_unchanged_it_says_nothing(
    which: str, town_code: str, request: pytest.FixtureRequest
) -> None:
    known: Known = request.getfixturevalue(which)

    reading = read_file(made(known, town_code), "模板.xlsx", known)

    assert reading.rows > 0
    assert (reading.changes, reading.findings) == ((), ())


def test_all_sheets_are_there_and_the_lists_are_hidden(filled: bytes) -> None:
    book = opened(filled)

    assert book.sheetnames == [GUIDE, *(sheet.name for sheet in layout(PLACE).sheets), OPTIONS]
    assert book.sheetnames[: len(NAMES)] == NAMES
    assert book[OPTIONS].sheet_state == "hidden"


def test_the_guide_says_what_it_was_made_from(known: Known) -> None:
    guide = opened(made(known, TOWN))[GUIDE]

    assert [guide[f"B{row}"].value for row in range(2, 7)] == [
        f"三镇县{layout(PLACE).version}",
        1,
        f"{TOWN} 乙镇",
        known.figures.snapshot.revision,
        "2033-09-15",
    ]
    assert "示例" in guide["B7"].value


def test_the_public_template_holds_no_sample(public_known: Known) -> None:
    book = opened(made(public_known))

    assert book[GUIDE]["B7"].value == "表中没有示例数据"
    assert "示例" not in {cell.value for row in book["项目"].iter_rows() for cell in row}


def test_every_area_and_year_may_be_declared_complete(known: Known) -> None:
    row = {"subject": "energy_use", "area_id": TOWN, "year": "2033", "kind": "初步",
           "source": "统计台账"}  # fmt: skip
    told = replace(known, rows={**known.rows, ("declarations", f"energy_use|{TOWN}|2033"): row})
    body = made(told)

    _, *lines = opened(body)["填全声明"].iter_rows(max_col=7, values_only=True)
    lines = [line for line in lines if any(line)]
    years = [*known.figures.years, known.figures.years[-1] + 1]
    assert len(lines) == (3 + 2) * len(years)
    assert [line for line in lines if line[4]] == [
        (TOWN, "乙镇", 2033, "能源活动", "是", "初步", "统计台账")
    ]
    assert lines[0] == (JIA, "甲镇", years[0], "能源活动", None, None, None)
    assert read_file(body, "模板.xlsx", told).changes == ()


def test_the_guide_says_what_a_blank_means(filled: bytes) -> None:
    text = "".join(
        str(cell) for row in opened(filled)[GUIDE].iter_rows(values_only=True) for cell in row
    )

    assert "没有用的填 0 或「不适用」，有数但不能公开的填「涉密」" in text
    assert "没有声明填全，空着的算「未填全」，不当作 0" in text


def test_published_codes_are_locked_and_numbers_are_not(filled: bytes) -> None:
    sheet = opened(filled)["能源活动"]

    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert [sheet[f"{letter}2"].protection.locked for letter in "ABCDEFGHI"] == [
        True, True, True, True, False, True, False, False, False,
    ]  # fmt: skip


def test_there_are_blank_lines_to_write_on(filled: bytes) -> None:
    sheet = opened(filled)["项目"]
    last = sheet.max_row

    assert sheet.cell(row=last, column=1).value is None
    assert not sheet.cell(row=last, column=1).protection.locked


def test_the_next_year_only_wants_numbers(filled_city: bytes) -> None:
    sheet = opened(filled_city)["人口与经济"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[2] == 2034]

    assert len(rows) == 4
    assert rows[0] == (JIA, "甲镇", 2034, *[None] * 7)
    assert rows[-1][:3] == ("city", "全县", 2034)


def test_every_task_is_asked_for_and_what_it_told_is_shown(filled_city: bytes) -> None:
    _, *rows = opened(filled_city)["任务调度"].iter_rows(max_col=4, values_only=True)
    asked = [row for row in rows if row[0] and not row[2]]
    told = [row for row in rows if row[2]]

    assert [row[0] for row in asked] == [str(number) for number in range(1, 6)]
    assert asked[0][1].startswith("1. ")
    assert told[0][2:] == ("2033-08-20", "推进中")
    assert [int(row[0]) for row in told] == sorted(int(row[0]) for row in told)


def test_a_town_gets_its_own_rows_only(known: Known) -> None:
    book = opened(made(known, TOWN))

    codes = {row[0] for row in book["能源活动"].iter_rows(min_row=2, values_only=True)}
    assert codes == {TOWN, None}
    assert book["重点排放源"]["A2"].value is None
    assert "city" not in {row[0] for row in book["电力收支"].iter_rows(values_only=True)}


def test_an_unknown_town_is_refused(known: Known) -> None:
    with pytest.raises(ChoiceError, match=f"没有代码为「{DING}」的镇街；可选：甲镇"):
        made(known, DING)


@pytest.mark.parametrize("name", [sheet.name for sheet in layout(PLACE).sheets])
def test_every_listed_column_has_a_drop_down(filled: bytes, name: str) -> None:
    sheet = opened(filled)[name]

    assert all(choice.type == "list" for choice in sheet.data_validations.dataValidation)
    assert any(choice.sqref for choice in sheet.data_validations.dataValidation)
    assert all("_选项" in choice.formula1 for choice in sheet.data_validations.dataValidation)


def test_kinds_are_offered_without_missing(filled: bytes) -> None:
    options = opened(filled)[OPTIONS]
    column = next(column for column in options.iter_cols(values_only=True) if column[0] == "kind")

    assert [word for word in column[1:] if word] == [
        "规划", "实绩", "初步", "核算", "估算", "示例",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@a", "{{7*7}}", '=HYPERLINK("http://a")', "#REF!"]
)
def test_no_text_becomes_a_formula_and_all_come_back(known: Known, name: str) -> None:
    key = ("sites", "pv-1")
    hostile = replace(known, rows={**known.rows, key: {**known.rows[key], "name": name}})

    body = made(hostile)

    cells = [cell for row in opened(body)["项目"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == name] == ["s"]
    assert read_file(body, "模板.xlsx", hostile).changes == ()


def test_numbers_are_numbers(filled: bytes) -> None:
    sheet = opened(filled)["能源活动"]

    assert (sheet["C2"].data_type, sheet["E2"].data_type) == ("n", "n")
    assert sheet["A2"].data_type == "s"


def test_a_number_too_long_for_a_spreadsheet_stays_exact(known: Known) -> None:
    key = ("energy_use", f"{TOWN}|2032|柴油")
    long = "1234.123456789012345678"
    exact = replace(known, rows={**known.rows, key: {**known.rows[key], "amount": long}})

    assert read_file(made(exact), "模板.xlsx", exact).changes == ()


def test_flows_of_different_sources_stand_on_lines_of_their_own(known: Known) -> None:
    first, second = (("energy_use", f"{TOWN}|2032|电力{way}") for way in ("调入", "调出"))
    row = known.rows[first]
    rows = {
        **known.rows,
        second: {**row, "fuel": "电力调出", "amount": "5", "source": "另一份台账"},
    }
    mixed = replace(known, rows=rows)

    reading = read_file(made(mixed), "模板.xlsx", mixed)

    assert (reading.changes, reading.findings) == ((), ())
