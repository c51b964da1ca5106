"""A file for a spreadsheet: read as Chinese, and never run."""

import pytest

from sihui_map.csvfile import csv_text, neutral


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        " =1",
        "\ufeff=1",
        "\u3000＝1",
        "\u00a0\u200b @a",
        '=HYPERLINK("http://a","b")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_that_could_run_gets_an_apostrophe(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", " ", "甲街道", "1-2", "a=b", "990101100", "'=1", "（-1）"])
def test_other_text_stays(cell: str) -> None:
    assert neutral(cell) == cell


@pytest.mark.parametrize("cell", [-298600.0, -1, 0, 2020, 1e-9, None])
def test_numbers_stay_numbers(cell: float | None) -> None:
    assert neutral(cell) is cell


def test_a_file_has_a_mark_of_utf8_and_lines_of_windows() -> None:
    rows: list[list[object]] = [['=1,"2"', -1.5], ["三镇", None]]

    expected = '\ufeffname,tco2\r\n"\'=1,""2""",-1.5\r\n三镇,\r\n'
    assert csv_text(["name", "tco2"], rows) == expected
