"""A workbook before and while it is opened: what refuses it, what is found in it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from sihui_map.domain.check import Severity
from sihui_map.errors import IntakeError
from sihui_map.intake import quoting
from sihui_map.intake.guard import check_workbook
from sihui_map.intake.layout import layout
from sihui_map.intake.reading import read_file
from sihui_map.intake.template import template
from sihui_map.intake.workbook import open_book
from tests.documents.templates import png
from tests.intake.attacks import ATTACKS
from tests.intake.corpus import CSVS, REFUSED, WORKBOOKS, Case
from tests.intake.files import PLACE

if TYPE_CHECKING:
    from sihui_map.intake.known import Known

REFUSALS = [case for case in WORKBOOKS + CSVS if case.outcome == REFUSED]
SLOW = {"rows in every sheet", "a comment of 30 MB", "one long text in 19,000 cells"}
QUICK = [
    case
    for case in ATTACKS
    if case.outcome == REFUSED and case.says and "秒" not in case.says and case.name not in SLOW
]
STRUCTURE = [
    case
    for case in WORKBOOKS + CSVS
    if case.name
    in {
        "lying dimension", "row number beyond the sheet", "far below a gap", "merged cells",
        "hidden sheet", "hidden extra sheet", "extra sheet", "sheet gone", "not our book",
        "old version", "from a later 期", "strange scope", "headers swapped", "ragged",
        "formula never computed", "error value", "csv in UTF-16", "semicolons",
    }
]  # fmt: skip


@pytest.fixture(scope="module")
def public_filled(public_known: Known) -> bytes:
    return template(public_known.figures, public_known.rows, number=public_known.number)


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.name)
def test_a_file_that_cannot_be_taken_raises_one_sentence(
    case: Case, public_known: Known, public_filled: bytes
) -> None:
    with pytest.raises(IntakeError, match=case.says):
        read_file(case.build(public_filled), case.file, public_known)


@pytest.mark.parametrize("case", STRUCTURE, ids=lambda case: case.name)
def test_what_is_wrong_with_a_book_is_found(
    case: Case, public_known: Known, public_filled: bytes
) -> None:
    reading = read_file(case.build(public_filled), case.file, public_known)

    assert ("blocked" if reading.is_blocked else "taken") == case.outcome
    assert any(case.says in found.text_in(PLACE) for found in reading.findings) or not case.says


def test_without_defusedxml_no_workbook_is_opened(
    public_known: Known, public_filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)

    with pytest.raises(IntakeError, match="defusedxml"):
        read_file(public_filled, "a.xlsx", public_known)


def test_too_many_rows_are_refused(public_filled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sihui_map.intake.workbook.MAX_ROWS", 10)
    seen, _ = check_workbook(public_filled)

    with pytest.raises(IntakeError, match="超过 10 行"):
        open_book(public_filled, seen, PLACE.name, layout(PLACE))


def test_too_much_text_is_refused(public_filled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sihui_map.intake.workbook.MOST_TEXT", 10)
    seen, _ = check_workbook(public_filled)

    with pytest.raises(IntakeError, match="文字超过"):
        open_book(public_filled, seen, PLACE.name, layout(PLACE))


def test_reading_stops_when_it_takes_too_long(
    public_known: Known, public_filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sihui_map.intake.workbook.allowed_s", lambda _: 0.02)

    with pytest.raises(IntakeError, match=r"文件在 0\.02 秒内没有处理完，已停止"):
        read_file(public_filled, "a.xlsx", public_known)


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_an_attack_ends_in_the_same_sentence_without_a_child(
    case: Case, public_filled: bytes
) -> None:
    body = case.build(public_filled)

    with pytest.raises(IntakeError, match=case.says):
        open_book(body, check_workbook(body)[0], PLACE.name, layout(PLACE))


def test_what_is_quoted_is_short_and_shows_nothing_invisible() -> None:
    assert quoting.shown("年\u202e\n报") == "年  报"
    assert quoting.shown("字" * 30) == "字" * 20 + "…"


def test_what_honest_programs_put_into_a_workbook_is_no_reason_to_refuse_it() -> None:
    """A picture, a comment, a chart, a link, a table, a background: of a stranger's, but fine."""
    body = io.BytesIO()
    picture = {"image_data": io.BytesIO(png(9, 9))}
    book = xlsxwriter.Workbook(body, {"in_memory": True})
    sheet = book.add_worksheet("填报说明")
    sheet.write_url("A1", "https://www.gd.gov.cn")
    sheet.write_comment("A2", "批注")
    sheet.insert_image("C3", "a.png", picture)
    sheet.set_header("&L&G", {"image_left": "a.png", "image_data_left": io.BytesIO(png(9, 9))})
    sheet.set_background(io.BytesIO(png(9, 9)))
    sheet.add_table("H1:I5")
    sheet.insert_textbox("K1", "文字")
    sheet.add_sparkline("F1", {"range": "填报说明!A1:A5"})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=填报说明!$A$1:$A$5"})
    sheet.insert_chart("D9", chart)
    book.set_custom_property("来源", "年报")
    book.close()

    seen, elements = check_workbook(body.getvalue())

    assert tuple(seen) == ("填报说明",)
    assert elements > 100


def test_our_own_template_passes_without_a_word(public_known: Known, public_filled: bytes) -> None:
    reading = read_file(public_filled, "a.xlsx", public_known)

    assert reading.of(Severity.ERROR) == ()
