"""What is kept behind a number: one of four kinds, whole, and nothing else at once."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from sihui_map.errors import IntakeError
from sihui_map.intake.evidence import XLSX, check_evidence
from tests.evidence import JPEG, PDF, PNG, packed_pdf, pdf, picture


def workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "kept"),
    [
        ("../台账.PDF", PDF, ("台账.pdf", "application/pdf")),
        ("a.pdf", packed_pdf(b"<</Type/Page>>"), ("a.pdf", "application/pdf")),
        ("a.pdf", PDF + b"\r\n\0", ("a.pdf", "application/pdf")),
        ("电表.jpeg", JPEG, ("电表.jpeg", "image/jpeg")),
        ("照片.jpg", picture("JPEG", size=(6000, 4000)), ("照片.jpg", "image/jpeg")),
        ("a.png", PNG, ("a.png", "image/png")),
        ("a.xlsx", workbook(), ("a.xlsx", XLSX)),
    ],
)
def test_what_people_attach_is_taken(name: str, body: bytes, kept: tuple[str, str]) -> None:
    assert check_evidence(name, body) == kept


WHOLE, LIVE, OPENS = "不是完整的", "含有脚本、内嵌文件", "打不开"


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.pdf", PDF + b"<html>", WHOLE),
        ("a.pdf", PDF + b"more", WHOLE),
        ("a.pdf", PDF + archive(), WHOLE),
        ("a.pdf", b"%PDF-1.7\n" + archive() + PDF[9:], WHOLE),
        ("a.pdf", pdf(b"<script>alert(1)</script>"), WHOLE),
        ("a.pdf", b"%PDF-1.7\n%%EOF", WHOLE),
        ("a.pdf", pdf(b"<</OpenAction<</S/Launch/F(cmd.exe)>>>>"), LIVE),
        ("a.pdf", pdf(b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"), LIVE),
        ("a.pdf", pdf(b"<</OpenAction<</S/Java#53cript/JS(app.alert(1))>>>>"), LIVE),
        ("a.pdf", pdf(b"<</Type/EmbeddedFile>>"), LIVE),
        ("a.pdf", pdf(b"<</Encrypt 2 0 R>>"), LIVE),
        ("a.pdf", packed_pdf(b"<</S/Launch>>"), LIVE),
        ("a.pdf", packed_pdf(b"<</S/Launch>>", b"/Obj#53tm"), LIVE),
        ("a.pdf", pdf(b"<</Type/ObjStm>>stream\nnot packed\nendstream"), LIVE),
        ("a.pdf", packed_pdf(b" " * 20_000_001), LIVE),
        ("a.jpg", b"\xff\xd8\xff<script>alert(1)</script>\xff\xd9", WHOLE),
        ("a.jpg", b"\xff\xd8\xffalert(1)\xff\xd9", OPENS),
        ("a.jpg", JPEG[:-2] + b"<!DOCTYPE html>\xff\xd9", WHOLE),
        ("a.jpg", JPEG[: len(JPEG) // 2] + b"\xff\xd9", OPENS),
        ("a.jpg", PNG, WHOLE),
        ("a.png", PNG + b"more" + PNG[-12:], OPENS),
        ("a.png", PNG[:40] + PNG[-12:], OPENS),
        ("a.png", picture("PNG", size=(10_000, 6_001)), OPENS),
        ("a.xlsx", archive(), "打不开"),
    ],
)
def test_what_is_two_things_or_acts_or_is_broken_is_one_sentence(
    name: str, body: bytes, said: str
) -> None:
    with pytest.raises(IntakeError, match=said):
        check_evidence(name, body)
