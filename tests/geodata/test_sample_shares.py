"""The shares of targets in the sample: in every stage, and of no document that looks real."""

from __future__ import annotations

from tests.geodata.test_sample import sample_rows


def test_shares_are_in_every_stage_and_no_document_looks_real() -> None:
    rows = sample_rows("allotments")

    assert {row["stage"] for row in rows} == {"", "提出", "商定", "批准"}
    assert {row["approved_by"] for row in rows} == {"", "示例文件（非真实）"}
    for row in rows:
        is_approved = row["stage"] == "批准" or row["holder"] == "city"
        assert bool(row["approved_by"]) is is_approved
