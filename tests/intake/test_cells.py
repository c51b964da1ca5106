"""One cell: what it says, and when it is refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihui_map.catalogue import USED, Field, Form, listed
from sihui_map.domain.check import Rule
from sihui_map.intake.cells import Cell, Said, raw_text, read_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2026, 11, 22)
A_DAY = datetime(2026, 9, 30)  # noqa: DTZ001 a spreadsheet knows no time zone
WORDS: Mapping[str, Mapping[str, str]] = {
    "town": {"乙镇": "990101101", "戊镇": "990101107"},
    "clause": {"7": "7", "26": "26"},
}
NUMBER = Field(form=Form.NUMBER)
YEAR = Field(form=Form.YEAR)
DAY = Field(form=Form.DAY)
TEXT = Field()
ID = Field(form=Form.NEW_ID)
TOWN = listed("town", rule=Rule.CODE)
CLAUSES = Field(form=Form.LISTED_MANY, words="clause", rule=Rule.CODE)


def said(value: object, field: Field, formula: str = "") -> Said:
    return read_cell(Cell(value, formula), field, WORDS, TODAY)


def wide(text: str) -> str:
    """Return ``text`` as a Chinese keyboard writes it in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


def rules(found: Said) -> list[Rule]:
    return [rule for rule, _ in found.errors]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (22.7, "22.7"),
        (0.00001, "0.00001"),
        (-0.0, "0"),
        ("12", "12"),
        ("12.50", "12.5"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("+5", "5"),
        (wide("1,234.5"), "1234.5"),
        ("\u3000 12 ", "12"),
    ],
    ids=repr,
)
def test_a_number_is_read_whatever_its_writing(value: object, text: str) -> None:
    found = said(value, NUMBER)

    assert (found.text, found.errors) == (text, [])


@pytest.mark.parametrize("value", ["涉密", "不适用", " 涉 密\u3000", "不\u200b适用"], ids=repr)
def test_a_word_may_say_why_there_is_no_number(value: str) -> None:
    found = said(value, USED)

    assert found.text in ("涉密", "不适用")
    assert (found.errors, bool(found.note)) == ([], value != found.text)


@pytest.mark.parametrize("value", [0, "0", wide("0"), "0.00"], ids=repr)
def test_zero_is_a_number(value: object) -> None:
    assert said(value, USED).text == "0"


@pytest.mark.parametrize("value", ["涉密", "不适用"])
def test_elsewhere_only_a_number_will_do(value: str) -> None:
    found = said(value, NUMBER)

    assert (found.text, rules(found)) == ("", [Rule.NUMBER])
    assert f"「{value}」只能填在能源活动和电力的数量里" in found.errors[0][1]


def test_what_may_stand_for_a_number_is_told() -> None:
    assert said("保密", USED).errors == [(Rule.NUMBER, "应为数字或 涉密、不适用，现为「保密」")]


@pytest.mark.parametrize("value", [wide("12"), "1,234", " 12"], ids=repr)
def test_another_writing_is_told(value: str) -> None:
    assert said(value, NUMBER).note


@pytest.mark.parametrize("value", ["12", "12.5", 12, 12.5], ids=repr)
def test_a_plain_writing_needs_no_word(value: object) -> None:
    assert said(value, NUMBER).note == ""


@pytest.mark.parametrize(
    "value",
    [
        "12.3万", "²", "٣", "1_000", "1.2e3", "12,34", "1,2345", "一百", "NaN", "inf", "1 234",
        "①", "12吨", "--1", "1.", ".5", "0x10", float("nan"), float("inf"), True, 1e300,
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_number_is_refused(value: object) -> None:
    found = said(value, NUMBER)

    assert (found.text, rules(found)) == ("", [Rule.NUMBER])


def test_a_negative_number_needs_a_signed_column() -> None:
    assert rules(said(-3, NUMBER)) == [Rule.NEGATIVE]
    assert said(-3, Field(form=Form.NUMBER, signed=True)).text == "-3"


@given(st.floats(0, 1e12, allow_nan=False))
def test_a_number_keeps_its_value(value: float) -> None:
    assert float(said(value, NUMBER).text) == value


@given(st.text(max_size=600))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    for field in (NUMBER, YEAR, DAY, TEXT, ID, TOWN, CLAUSES):
        found = said(text, field)

        assert not (found.text and found.errors)


@pytest.mark.parametrize(
    "value", [2023, 2023.0, "2023", "2023.0", "2023年", wide("2023")], ids=repr
)
def test_a_year_is_read_whatever_its_writing(value: object) -> None:
    assert said(value, YEAR).text == "2023"


@pytest.mark.parametrize("value", ["2023年", "2023.0", wide("2023")], ids=repr)
def test_another_writing_of_a_year_is_told(value: str) -> None:
    assert said(value, YEAR).note == f"「{value}」读作 2023 年"


@pytest.mark.parametrize("value", [2004, 2027, 23, "二〇二三", 2023.5, A_DAY], ids=repr)
def test_no_other_year_is_taken(value: object) -> None:
    assert rules(said(value, YEAR)) == [Rule.YEAR]


def test_an_allotment_may_reach_2060() -> None:
    far = Field(form=Form.YEAR, last_year=2060)

    assert said(2060, far).text == "2060"
    assert rules(said(2061, far)) == [Rule.YEAR]


@pytest.mark.parametrize(
    "value",
    ["2026-09-30", "2026/9/30", "2026年9月30日", A_DAY, "46295", 46295],
    ids=repr,
)
def test_a_day_is_read_in_five_forms(value: object) -> None:
    assert said(value, DAY).text == "2026-09-30"


@pytest.mark.parametrize(
    "value", ["2026-02-30", "30.9.2026", "2026.9.30", "昨天", "2026-11-23"], ids=repr
)
def test_no_other_day_is_taken(value: str) -> None:
    assert rules(said(value, DAY)) == [Rule.DATE]


def test_a_word_and_what_it_stands_for_are_both_taken() -> None:
    assert said("乙镇", TOWN).text == "990101101"
    assert said("990101101", TOWN).text == "990101101"
    assert said(wide("990101101"), TOWN).text == "990101101"


def test_a_word_outside_the_list_breaks_the_columns_rule() -> None:
    found = said("下茅镇", TOWN)

    assert found.errors == [(Rule.CODE, "没有「下茅镇」；可选：乙镇、戊镇")]


def test_several_words_may_be_parted_in_several_ways() -> None:
    assert said("7、26", CLAUSES).text == "7|26"
    assert said("7|26", CLAUSES).note == ""
    assert rules(said("7|99", CLAUSES)) == [Rule.CODE]


@pytest.mark.parametrize("value", ["Pv-1", "p", "pv 1", "光伏", "-pv", "a" * 41], ids=repr)
def test_a_new_code_is_small_letters_digits_and_hyphens(value: str) -> None:
    assert rules(said(value, ID)) == [Rule.CODE]
    assert said("pv-bing-01", ID).text == "pv-bing-01"


def test_a_text_has_at_most_500_characters() -> None:
    assert said("字" * 500, TEXT).text == "字" * 500
    assert rules(said("字" * 501, TEXT)) == [Rule.TEXT]


@pytest.mark.parametrize("sign", ["\x00", "\x1f", "\x7f", "\x85", "\ud800", "\uffff"], ids=repr)
def test_control_characters_are_refused(sign: str) -> None:
    assert rules(said(f"年{sign}报", TEXT)) == [Rule.TEXT]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\ufeff"], ids=repr)
def test_invisible_characters_are_taken_out_and_told(sign: str) -> None:
    found = said(f"年{sign}报", TEXT)

    assert found.text == "年报"
    assert "不可见" in found.note


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "{{7*7}}", "${x}", "<script>", "第一行\n第二行"], ids=repr
)
def test_a_text_stays_letter_for_letter(text: str) -> None:
    assert (said(text, TEXT).text, said(text, TEXT).note) == (text, "")


def test_a_formula_without_its_result_is_refused() -> None:
    assert rules(said(None, NUMBER, "=A1+1")) == [Rule.FORMULA]


def test_a_computed_number_is_taken_and_told() -> None:
    found = said(12.5, NUMBER, "=A1+1")

    assert (found.text, found.note) == ("12.5", "公式「=A1+1」按计算结果 12.5 读取")


def test_a_computed_text_is_refused() -> None:
    assert rules(said("年报", TEXT, '=HYPERLINK("http://a")')) == [Rule.FORMULA]


def test_nothing_says_nothing() -> None:
    for field in (NUMBER, YEAR, DAY, TEXT, ID, TOWN):
        assert said("", field) == Said()


def test_a_date_in_a_text_column_is_written_as_a_day() -> None:
    assert raw_text(A_DAY) == "2026-09-30"
    assert raw_text(True) == "TRUE"  # noqa: FBT003 what a spreadsheet holds
