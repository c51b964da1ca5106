"""Reminders as they are shown: tables for the desk and the reviewer, a text to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.reminding import Channel, Level
from sihui_map.views.names import area_name
from sihui_map.views.revisions import moment
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sihui_map.domain.reminding import Answer, Delivery, Matter, Notice
    from sihui_map.figures import Figures

LEVELS = tuple(Level)
NOT_MAILED, MAILED, MAILING = "邮件未发出", "邮件已发出", "邮件待发"
UNBROKEN = "name"
"""Of a cell whose text stays on one line."""


def named(notice: Notice) -> str:
    """Return what a notice is called, such as 催办单第 3 号."""
    return f"{notice.level}单第 {notice.number} 号"


def choice_words(figures: Figures, notice: Notice) -> str:
    """Return what tells a notice from others in a list to choose from."""
    return f"{named(notice)}　{area_name(figures, notice.scope)}　{notice.about}"


def lateness(due: date, day: date) -> str:
    """Return how far ``day`` is from a due day, in words."""
    days = (day - due).days
    if days > 0:
        return f"已过 {days} 天"
    return f"还有 {-days} 天" if days else "今天到期"


def ended(notice: Notice, day: date) -> str:
    """Say what follows once something was answered to a notice on ``day``."""
    return "不再催" if day > notice.due else "期限以前不再提醒；过了期限还没有办完的，再催"


def hardest(notices: Iterable[Notice]) -> Level:
    """Return the highest level among ``notices``."""
    return max((one.level for one in notices), key=LEVELS.index)


def called(figures: Figures, scope: str) -> str:
    """Return how a letter speaks to a unit or a town."""
    return "你镇街" if scope in {town.town_code for town in figures.towns} else "你单位"


def text_of(figures: Figures, scope: str, notices: Sequence[Notice], day: date) -> str:
    """Return what reminds a unit or town, as one text to paste into a message."""
    who, place = called(figures, scope), figures.snapshot.place
    lines = [
        f"{number}. {one.about}（期限 {one.due.isoformat()}，{lateness(one.due, day)}；"
        f"{named(one)}）"
        for number, one in enumerate(notices, start=1)
    ]
    head = (
        f"【{hardest(notices)}】{area_name(figures, scope)}：截至 {day.isoformat()}，"
        f"{who}有 {len(notices)} 件事请办理并反馈："
    )
    foot = (
        f"请登录{place.title}「我的工作台」签收、写反馈，或填好回执报{place.office}。"
        "已经报送的不用再理会。"
    )
    return "\n".join([head, *lines, foot])


def own_table(matters: Iterable[Matter], day: date) -> Table:
    """List for a clerk what his unit or town is asked for, and where that stands."""
    rows = [
        TableRow(
            (
                Cell(
                    f"{one.newest.level} {one.newest.number} 号", note=f"第 {len(one.notices)} 次"
                ),
                Cell(one.newest.about),
                Cell(
                    one.newest.due.isoformat(), note=lateness(one.newest.due, day), style=UNBROKEN
                ),
                Cell(str(one.standing), style=UNBROKEN),
            )
        )
        for one in matters
    ]
    columns = (("编号", "number"), ("事项", "about"), ("期限", "due"), ("现在", "standing"))
    return Table("收到的催办", tuple(Column(*each) for each in columns), tuple(rows))


def notices_table(figures: Figures, notices: Iterable[Notice]) -> Table:
    """List notices as they were sent."""
    rows = [
        TableRow(
            (
                Cell(named(one)),
                Cell(area_name(figures, one.scope)),
                Cell(one.about),
                Cell(f"{one.due.isoformat()}，{lateness(one.due, one.day)}"),
            )
        )
        for one in notices
    ]
    columns = (("编号", "number"), ("单位、镇街", "scope"), ("事项", "about"), ("期限", "due"))
    return Table("发出的催办单", tuple(Column(*each) for each in columns), tuple(rows))


def matters_table(
    figures: Figures, title: str, matters: Iterable[Matter], deliveries: Iterable[Delivery],
    day: date,
) -> Table:  # fmt: skip
    """List for a reviewer who was asked for what, how hard and how often, and what came back."""
    last = {one.notice: one for one in deliveries}
    rows = [
        TableRow(
            (
                Cell(area_name(figures, one.newest.scope), style=UNBROKEN),
                Cell(
                    f"{one.newest.level} {one.newest.number} 号",
                    note=f"第 {len(one.notices)} 次，{one.newest.day}",
                ),
                Cell(one.newest.about),
                Cell(
                    one.newest.due.isoformat(), note=lateness(one.newest.due, day), style=UNBROKEN
                ),
                Cell(str(one.standing), style=UNBROKEN),
                Cell("；".join([*map(_answer_words, one.answers), *_way(one.newest, last)]) or "—"),
            )
        )
        for one in matters
    ]
    columns = (("单位、镇街", "scope"), ("最近一次", "number"), ("事项", "about"),
               ("期限", "due"), ("现在", "standing"), ("答复、邮件", "answers"))  # fmt: skip
    return Table(title, tuple(Column(*each) for each in columns), tuple(rows))


def _answer_words(one: Answer) -> str:
    return f"{one.who} {moment(one.at)} {one.kind}{f'：{one.text}' if one.text else ''}"


def _way(notice: Notice, last: Mapping[int, Delivery]) -> list[str]:
    """Return how its mail fared; nothing of one that stands on the desk only."""
    if notice.channel is Channel.DESK:
        return []
    tried = last.get(notice.number)
    if tried is None or not tried.is_over:
        return [MAILING]
    return [f"{NOT_MAILED}：{tried.problem}" if tried.problem else MAILED]


def open_sentence(matters: Sequence[Matter]) -> str:
    """Say how many answers are waited for, by level."""
    if not matters:
        return "没有等反馈的催办。"
    counts = {
        level: sum(one.newest.level is level for one in matters) for level in reversed(LEVELS)
    }
    told = "，".join(f"{level} {count} 件" for level, count in counts.items() if count)
    return f"等反馈 {len(matters)} 件：{told}。"
