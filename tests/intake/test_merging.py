"""A file on top of what was published since its writer began: cell by cell, three ways."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import dataset
from sihui_map.domain.check import Rule, Severity
from sihui_map.intake.merging import Merged, merged
from sihui_map.intake.reading import read_file
from tests.counties.county import TOWN
from tests.intake.files import csv_of, edited, row_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.intake.known import Known

DIESEL = ("energy_use", f"{TOWN}|2032|柴油")
NEXT = ("energy_use", f"{TOWN}|2034|柴油")
ROW = {"year": "2032", "amount": "900", "source": "台账"}


@pytest.mark.parametrize(
    ("mine", "published", "expected"),
    [
        (ROW, ROW, Merged(ROW)),
        ({**ROW, "amount": "950"}, ROW, Merged({**ROW, "amount": "950"})),
        (ROW, {**ROW, "amount": "950"}, Merged({**ROW, "amount": "950"})),
        (ROW, None, Merged(None)),
        (None, ROW, Merged(None)),
        (None, None, Merged(None)),
        (
            {**ROW, "amount": "950"},
            {**ROW, "source": "年报"},
            Merged({**ROW, "amount": "950", "source": "年报"}),
        ),
        (
            {**ROW, "amount": "950", "source": "年报"},
            {**ROW, "amount": "960"},
            Merged({**ROW, "amount": "950", "source": "年报"}, ("amount",), is_clash=True),
        ),
        ({**ROW, "amount": "950"}, {**ROW, "amount": "950"}, Merged({**ROW, "amount": "950"})),
        ({**ROW, "amount": "950"}, None, Merged({**ROW, "amount": "950"}, is_clash=True)),
        (None, {**ROW, "amount": "950"}, Merged(None, is_clash=True)),
    ],
    ids=repr,
)
def test_a_cell_nobody_touched_keeps_what_is_published(
    mine: Mapping[str, str] | None, published: Mapping[str, str] | None, expected: Merged
) -> None:
    assert merged(mine, ROW, published) == expected


def test_two_may_have_added_the_same_row() -> None:
    assert merged(ROW, None, ROW) == Merged(ROW)
    assert merged(ROW, None, {**ROW, "amount": "1"}) == Merged(ROW, ("amount",), is_clash=True)


# Through a template


def since(known: Known, **changed: Mapping[str, str] | None) -> Known:
    """Return what is known two publications later: rows by 柴油 of 2032 and 2034."""
    rows = dict(known.rows)
    for key, told in (("old", DIESEL), ("new", NEXT)):
        if key not in changed:
            continue
        cells = changed[key]
        if cells is None:
            rows.pop(told)
        else:
            rows[told] = {**known.rows[DIESEL], "year": told[1].split("|")[1], **cells}
    return replace(known, rows=rows, number=known.number + 2, rows_at=lambda _: known.rows)


def test_an_untouched_template_takes_nothing_back(known: Known, filled: bytes) -> None:
    later = since(known, old={"amount": "5", "kind": "实绩"}, new={"amount": "7", "kind": "初步"})

    reading = read_file(filled, "a.xlsx", later)

    assert reading.changes == ()
    assert [found.sentence for found in reading.findings] == [
        "本表由第 1 期生成：有 2 行后来另有发布，本表没有改，保留已发布的值"
    ]
    assert reading.of(Severity.NOTICE)
    assert reading.number == 1


def test_a_row_withdrawn_since_stays_withdrawn(known: Known, filled: bytes) -> None:
    assert read_file(filled, "a.xlsx", since(known, old=None)).changes == ()


def test_another_cell_of_a_row_may_have_changed(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")
    body = edited(filled, "能源活动", {f"E{number}": 950})

    reading = read_file(body, "a.xlsx", since(known, old={"source": "年报", "kind": "实绩"}))

    (change,) = reading.changes
    assert change.cells == {
        **known.rows[DIESEL], "amount": "950", "source": "年报", "kind": "实绩",
    }  # fmt: skip
    assert reading.findings == ()


def test_a_cell_that_both_changed_is_shown_with_three_values(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")
    body = edited(filled, "能源活动", {f"E{number}": 950})
    amount = known.rows[DIESEL]["amount"]

    reading = read_file(body, "a.xlsx", since(known, old={"amount": "960"}))

    (found,) = reading.findings
    assert (found.rule, found.severity) == (Rule.CONFLICT, Severity.WARNING)
    assert (found.place, found.dataset, found.row_key) == (f"能源活动!E{number}", *DIESEL)
    assert found.sentence == (
        "乙镇 2032 年 柴油：第 1 期以后别人也改了这一行："
        f"「数量」原为 {amount}，已发布为 960，本表为 950"
    )
    assert not reading.is_blocked
    assert (reading.changes[0].cells or {})["amount"] == "950"


def test_to_withdraw_what_someone_else_changed_is_a_conflict(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")
    body = edited(filled, "能源活动", {f"E{number}": None})

    reading = read_file(body, "a.xlsx", since(known, old={"amount": "960"}))

    assert [change.cells for change in reading.changes] == [None]
    (found,) = reading.findings
    assert found.sentence.endswith("，已发布为 960，本表为 无此行")


def test_to_change_what_someone_else_withdrew_is_a_conflict(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2032, "柴油")
    body = edited(filled, "能源活动", {f"E{number}": 950})

    reading = read_file(body, "a.xlsx", since(known, old=None))

    (found,) = reading.findings
    assert found.sentence.endswith("，已发布为 无此行，本表为 950")


def test_both_may_have_filled_the_same_line(known: Known, filled: bytes) -> None:
    number = row_of(filled, "能源活动", TOWN, None, 2034, "柴油")
    cells = {f"E{number}": 950, f"G{number}": "实绩", f"H{number}": "台账"}
    body = edited(filled, "能源活动", cells)
    told = {"amount": "950", "kind": "实绩", "source": "台账"}

    same = read_file(body, "a.xlsx", since(known, new=told))
    other = read_file(body, "a.xlsx", since(known, new={**told, "amount": "960"}))

    assert (same.changes, same.findings) == ((), ())
    assert other.findings[0].sentence.endswith("「数量」原为 无此行，已发布为 960，本表为 950")


def test_an_attribute_that_both_changed_is_a_conflict(known: Known, filled_city: bytes) -> None:
    key = ("parks", "park")
    later = replace(
        known,
        rows={**known.rows, key: {**known.rows[key], "industries": "陶瓷"}},
        number=3,
        rows_at=lambda _: known.rows,
    )
    number = row_of(filled_city, "园区", "park")

    untouched = read_file(filled_city, "a.xlsx", later)
    other = read_file(edited(filled_city, "园区", {f"J{number}": "已改名"}), "a.xlsx", later)
    clash = read_file(edited(filled_city, "园区", {f"G{number}": "金属"}), "a.xlsx", later)

    assert untouched.changes == ()
    assert [(c.cells or {})["industries"] for c in other.changes] == ["陶瓷"]
    assert [found.rule for found in other.findings] == []
    assert [found.rule for found in clash.findings] == [Rule.CONFLICT]
    assert "已发布为 陶瓷，本表为 金属" in clash.findings[0].sentence


def test_a_csv_has_the_publication_that_its_writer_saw(known: Known) -> None:
    row = {**known.rows[DIESEL], "amount": "950"}
    later = since(known, old={"amount": "960"})

    now = read_file(csv_of("energy_use", **row), "a.csv", later)
    then = read_file(csv_of("energy_use", **row), "a.csv", later, number=1)

    assert (len(now.changes), now.findings, now.number) == (1, (), 3)
    assert [found.rule for found in then.findings] == [Rule.CONFLICT]


# Unknown codes


def test_an_unknown_code_costs_its_row(known: Known, filled: bytes) -> None:
    first, second = (
        row_of(filled, "能源活动", TOWN, None, 2032, fuel) for fuel in ("柴油", "天然气")
    )
    cells = {f"A{first}": "990101999", f"E{first}": 1, f"E{second}": 2}

    reading = read_file(edited(filled, "能源活动", cells), "a.xlsx", known)

    assert not reading.is_blocked
    assert [change.row_key for change in reading.changes] == [f"{TOWN}|2032|天然气"]
    (found,) = reading.findings
    assert (found.rule, found.severity) == (Rule.UNKNOWN, Severity.WARNING)
    assert found.place == f"能源活动!A{first}"
    assert found.sentence.startswith("没有「990101999」；可选：甲镇")
    assert found.sentence.endswith("；这一行没有读取")


def test_one_code_is_told_once_with_the_rows_it_costs(known: Known) -> None:
    own = dataset("energy_use").column_names
    lines = [f"{TOWN},{year},木柴,1,t,实绩,a" for year in (2031, 2032)]
    lines.append(f"{TOWN},2032,焦炭,1,t,实绩,a")
    body = "\n".join([",".join(own), *lines, ""]).encode()

    reading = read_file(body, "a.csv", known)

    assert [change.row_key for change in reading.changes] == [f"{TOWN}|2032|焦炭"]
    (found,) = reading.findings
    assert found.sentence.endswith("；有它的 2 行都没有读取")


def test_a_file_full_of_unknown_codes_is_another_file(known: Known) -> None:
    own = dataset("energy_use").column_names
    lines = [f"9901019{number:02},2032,焦炭,1,t,实绩,a" for number in range(21)]

    reading = read_file("\n".join([",".join(own), *lines, ""]).encode(), "a.csv", known)

    assert reading.is_blocked
    assert reading.of(Severity.ERROR)[0].sentence.startswith("有 21 个代码不在名录中")
