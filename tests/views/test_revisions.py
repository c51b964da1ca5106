"""The tables about reporting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.changes import FigureChange, compare
from sihui_map.domain.site import SiteStage
from sihui_map.domain.submission import Conflict, Entry, Event, Publication, State, Submission
from sihui_map.domain.value import MissingReason, Quantity, ValueKind, missing
from sihui_map.figures import Figures
from sihui_map.views import revisions, sentences
from tests.counties.county import YI

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.views.table import Table

AT = "2033-10-08T16:05:09+08:00"
CELLS = {
    "area_id": YI, "year": "2033", "fuel": "烟煤", "amount": "100", "unit": "t",
    "kind": "实绩", "source": "统计台账",
}  # fmt: skip
KEY = f"{YI}|2033|烟煤"
SUBMISSION = Submission(
    submission_id=7, who="张三", at=AT, why="三季度", origin="a.xlsx", rows=3, step=1,
    state=State.DRAFT, state_who="张三", state_at=AT, reason="", published_in=None,
)  # fmt: skip
PUBLICATION = Publication(
    number=2, revision="E1C74F57", at=AT, who="王五", why="三季度", reference_digest="",
    names=("2033年第三季度调度",), submission_ids=(7, 8),
)  # fmt: skip


def entry(**cells: str) -> Entry:
    return Entry(
        entry_id=9, submission_id=7, dataset="energy_use", row_key=KEY, cells={**CELLS, **cells},
        kind="实绩", source="统计台账", who="张三", at=AT, why="与上年相比：停产检修", base_id=1,
    )  # fmt: skip


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture
def warmer(snapshot: Snapshot) -> Figures:
    """Return the sample with three times the gas in one town in one year: it becomes the first."""
    uses = tuple(
        replace(use, amount=(use.amount or 0) * 3)
        if (use.area_id, use.year, use.fuel) == (YI, 2033, "天然气")
        else use
        for use in snapshot.energy_uses
    )
    sites = (replace(snapshot.sites[0], stage=SiteStage.PAUSED), *snapshot.sites[1:])
    return Figures(replace(snapshot, energy_uses=uses, sites=sites, revision="WARMER"))


def test_whoever_publishes_agrees_to_what_changes(figures: Figures, warmer: Figures) -> None:
    found = compare(figures, warmer)

    said = sentences.publishing_sentence(found, 2)

    assert said == (
        f"我已核对：发布 2 份提交，{len(found.figures)} 个数值"
        f"（其中 {len(found.large)} 个变化超过 5%）、"
        f"{len(found.ranks)} 个位次、{len(found.states)} 个状态会改变；发布后这一期不能再改。"
    )


def test_a_changed_row_shows_the_cells_that_differ(figures: Figures) -> None:
    rows = [("energy_use", KEY, CELLS, {**CELLS, "amount": "90"})]

    assert texts(revisions.rows_table(figures, rows)) == [
        ["能源活动：乙镇 2033 烟煤", "数量", "100", "90"]
    ]


def test_beside_what_is_published_stands_what_the_year_before_had(figures: Figures) -> None:
    rows = [("energy_use", KEY, CELLS, {**CELLS, "amount": "90"})]
    last = {**CELLS, "amount": "120", "kind": "示例"}

    shown = revisions.rows_table(figures, rows, lambda *_: last)

    assert texts(shown) == [["能源活动：乙镇 2033 烟煤", "数量", "120（示例）", "100", "90"]]
    assert revisions.changed_cells(figures, rows) == [("energy_use", KEY, "amount")]
    assert texts(revisions.rows_table(figures, rows, lambda *_: None))[0][2] == "—"


def test_a_new_row_shows_its_values_and_not_its_key(figures: Figures) -> None:
    rows = [("energy_use", KEY, None, CELLS)]

    shown = texts(revisions.rows_table(figures, rows))

    assert [row[1:] for row in shown] == [
        ["数量", "—", "100"], ["单位", "—", "吨"], ["性质", "—", "实绩"], ["来源", "—", "统计台账"],
    ]  # fmt: skip


def test_a_withdrawn_row_is_one_line(figures: Figures) -> None:
    rows = [("energy_use", KEY, CELLS, None)]

    assert [row[1:] for row in texts(revisions.rows_table(figures, rows))] == [
        ["整行", "已发布", "撤销"]
    ]


def test_a_changed_figure_shows_both_values_the_difference_and_its_share(
    figures: Figures, warmer: Figures
) -> None:
    shown = texts(revisions.changes_table(warmer, compare(figures, warmer)))

    named = {row[0]: row[1:] for row in shown}
    # 1100 × 10⁴ m³ of gas, at 21.6219 tCO2 each
    assert named["乙镇 2033 年天然气排放"][:5] == ["2.38", "7.14", "+4.76", "+200.0%", "万吨CO₂"]
    assert "万吨标准煤" in {line[4] for line in named.values()}


@pytest.mark.parametrize(
    ("unit", "before", "after", "texts"),
    [
        ("tCO2", 1_341_900, 1_441_900, ["134.19", "144.19", "+10.00", "+7.5%", "万吨CO₂"]),
        ("tCO2", 20_000, 20_030, ["2.0000", "2.0030", "+0.0030", "+0.2%", "万吨CO₂"]),
        ("tce", 30_000, 15_000, ["3.00", "1.50", "−1.50", "−50.0%", "万吨标准煤"]),
        ("万元", 25_000, 26_000, ["2.50", "2.60", "+0.10", "+4.0%", "亿元"]),
        ("人", 12_000, 12_500, ["12,000", "12,500", "+500", "+4.2%", "人"]),
        ("tCO2/万元", 0.25, 0.26, ["0.2500", "0.2600", "+0.0100", "+4.0%", "吨CO₂/万元"]),
        ("%", 67.5, 67.501, ["67.5000", "67.5010", "+0.0010", "+0.0%", "%"]),
    ],
)
def test_a_change_is_told_in_the_units_of_the_screen_and_never_reads_as_zero(
    unit: str, before: float, after: float, texts: list[str]
) -> None:
    change = FigureChange(
        figure_id="any",
        before=Quantity(value=before, unit=unit, kind=ValueKind.REPORTED, source="台账"),
        after=Quantity(value=after, unit=unit, kind=ValueKind.REPORTED, source="台账"),
    )

    assert [cell.text for cell in revisions.change_cells(change)] == texts


def test_a_file_holds_a_changed_number_in_the_unit_beside_it() -> None:
    change = FigureChange(
        figure_id="any",
        before=missing("tCO2", MissingReason.NOT_REPORTED),
        after=Quantity(value=15_000, unit="tCO2", kind=ValueKind.REPORTED, source="台账"),
    )

    before, after, difference, percent, _ = revisions.change_cells(change)

    assert (before.text, before.in_file, before.hover) == ("缺失", "", "缺失：未报")
    assert (after.text, after.in_file) == ("1.50", 1.5)
    assert (difference.text, percent.text) == ("—", "—")


def test_a_long_list_begins_with_the_largest_movements(figures: Figures, warmer: Figures) -> None:
    changes = compare(figures, warmer)

    (first,) = texts(revisions.changes_table(warmer, changes, limit=1))

    assert first[4] == "+200.0%"


def test_ranks_and_states_that_differ_are_listed(figures: Figures, warmer: Figures) -> None:
    changes = compare(figures, warmer)
    titles = [table.title for table in revisions.change_tables(warmer, changes)]

    assert titles == ["数值的变化", "位次的变化（按直接排放，1 为最多）", "状态的变化"]
    assert texts(revisions.states_table(changes)) == [["项目", "虚构热电项目", "投产", "暂停"]]
    moved = [row[0] for row in texts(revisions.ranks_table(warmer, changes))]
    assert (moved.count("甲镇"), moved.count("乙镇"), moved.count("丙镇")) == (1, 1, 0)


def test_without_a_change_there_is_no_table(figures: Figures) -> None:
    assert revisions.change_tables(figures, compare(figures, figures)) == []


def test_a_submission_says_who_what_and_where_it_stands() -> None:
    back = replace(SUBMISSION, state=State.RETURNED, step=3, state_who="李四", reason="缺来源")

    first, second = texts(revisions.submissions_table([SUBMISSION, back]))

    assert first == ["7", "草稿", "张三", "2033-10-08 16:05", "3", "三季度", "a.xlsx",
                     "张三，2033-10-08 16:05"]  # fmt: skip
    assert second[-1] == "李四，2033-10-08 16:05：缺来源"


def test_the_steps_of_a_submission_are_listed() -> None:
    step = Event(submission_id=7, step=2, state=State.SUBMITTED, who="张三", at=AT, reason="")

    assert texts(revisions.events_table([step])) == [
        ["2", "已提交", "张三", "2033-10-08 16:05", ""]
    ]


def test_a_publication_shows_number_names_and_id() -> None:
    assert texts(revisions.publications_table([PUBLICATION])) == [
        ["第 2 期", "2033年第三季度调度", "E1C74F57", "2033-10-08 16:05", "王五", "三季度", "7、8"]
    ]
    assert (
        revisions.publication_name(PUBLICATION) == "第 2 期「2033年第三季度调度」　2033-10-08 16:05"
    )


def test_a_conflict_shows_both_versions(figures: Figures) -> None:
    theirs = replace(entry(amount="80"), who="李四")

    assert texts(revisions.conflicts_table(figures, [Conflict(mine=entry(), theirs=theirs)])) == [
        ["能源活动：乙镇 2033 烟煤", "数量", "100（张三）", "80（李四，2033-10-08 16:05）"]
    ]


def test_a_reason_travels_with_its_row(figures: Figures) -> None:
    rows = [entry(), replace(entry(), why="")]

    assert texts(revisions.answers_table(figures, rows)) == [
        ["能源活动：乙镇 2033 烟煤", "张三", "与上年相比：停产检修"]
    ]
