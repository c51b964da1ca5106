"""催办单 with its slip: what is asked of whom, under which numbers, and hostile names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sihui_map.documents.docx.notices import reminder
from sihui_map.documents.docx.urging import urging
from sihui_map.domain.reminding import Channel, Level, Notice
from tests.documents.papers import HOSTILE, SEEN, grid, grids, opened, texts

if TYPE_CHECKING:
    from sihui_map.figures import Figures

DAY = date(2033, 9, 15)
UNIT = "县发改局"


def notice(number: int = 7, level: Level = Level.URGE, **other: object) -> Notice:
    given = {"scope": UNIT, "subject": "task/2", "about": "第 2 项任务没有进展",
             "due": date(2033, 9, 8), **other}  # fmt: skip
    return Notice(number=number, level=level, channel=Channel.DESK, day=DAY, who="系统", at="",
                  **given)  # type: ignore[arg-type]  # fmt: skip


def test_it_says_what_is_asked_until_when_and_under_which_number(figures: Figures) -> None:
    late, coming = notice(), notice(8, Level.REMIND, about="2033 年的报表", due=date(2033, 9, 22))
    made = opened(urging(figures, UNIT, [late, coming], DAY))

    assert grid(made, "编号") == [
        ["催办单第 7 号", "第 2 项任务没有进展", "2033年9月8日", "已过 7 天"],
        ["提醒单第 8 号", "2033 年的报表", "2033年9月22日", "还有 7 天"],
    ]
    said = texts(made)
    assert said[0] == "碳达峰工作催办单"
    assert f"{UNIT}：" in said
    assert any("截至2033年9月15日，你单位有 2 件事未见报送" in each for each in said)


@pytest.mark.parametrize(
    ("level", "title"),
    [(Level.REMIND, "提醒单"), (Level.URGE, "催办单"), (Level.SUPERVISE, "督办单")],
)
def test_its_title_is_its_level(figures: Figures, level: Level, title: str) -> None:
    assert texts(opened(urging(figures, UNIT, [notice(level=level)], DAY)))[0] == (
        f"碳达峰工作{title}"
    )


def test_the_slip_has_the_numbers_and_room_for_who_when_and_what(figures: Figures) -> None:
    made = opened(urging(figures, UNIT, [notice(), notice(8)], DAY))

    slip = grids(made)[-1]
    assert slip[0] == ["催办单编号", "第 7 号、第 8 号"]
    assert [row[0] for row in slip[1:]] == [
        "签收人、日期", "办到哪一步", "何时办完", "存在问题", "填报人、电话",
    ]  # fmt: skip
    assert all(not row[1].strip() for row in slip[1:])


def test_a_town_is_spoken_to_as_one(figures: Figures) -> None:
    town = figures.towns[0]
    said = texts(opened(urging(figures, town.town_code, [notice(scope=town.town_code)], DAY)))

    assert f"{town.name}：" in said
    assert any("你镇街有 1 件事" in each for each in said)


def test_names_that_try_to_break_it_are_text(figures: Figures) -> None:
    said = texts(opened(urging(figures, HOSTILE, [notice(scope=HOSTILE, about=HOSTILE)], DAY)))

    assert f"{SEEN}：" in said
    assert SEEN in said


def test_the_reminder_of_a_meeting_carries_the_numbers_that_were_sent(figures: Figures) -> None:
    plain = opened(reminder(figures, UNIT))
    sent = opened(reminder(figures, UNIT, {2: 7}))

    rows = {row[0]: row[6] for row in grid(sent, "序号", "条款")}
    assert rows["2"] == "第 7 号"
    assert set(rows.values()) == {"第 7 号", "—"}
    assert grids(sent)[-1][0] == ["催办单编号", "第 7 号"]
    assert "回执" in texts(sent)
    assert "回执" not in texts(plain)
