"""What a clerk should know of his desk: what changed, who answers, what a successor takes over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.access import Role
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.names import area_name
from sihui_map.views.reminding import lateness, named
from sihui_map.views.revisions import moment
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sihui_map.domain.account import Account
    from sihui_map.domain.reminding import Due, Matter
    from sihui_map.domain.working import Extension
    from sihui_map.figures import Figures

MOST_CHANGES = 10
NOBODY = "这里还没有填报账号，请找管理员。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A number beside that of the year before, each with its kind (性质)."""

    name: str
    before: tuple[str, str]
    now: tuple[str, str]

    @property
    def change_percent(self) -> float | None:
        """Return by how many percent it changed; None against nothing or 0."""
        before = float(self.before[0])
        return (float(self.now[0]) / before - 1) * 100 if before else None


def since_table(year: str, compared: Iterable[Compared]) -> Table:
    """List what changed most since the year before, the largest change first."""

    def size(one: Compared) -> float:
        return float("inf") if one.change_percent is None else abs(one.change_percent)

    changed = [one for one in compared if float(one.now[0]) != float(one.before[0])]
    rows = [
        TableRow(
            (
                Cell(one.name),
                _value(*one.before),
                _value(*one.now),
                Cell(
                    "上年为 0"
                    if one.change_percent is None
                    else f"{'+' if one.change_percent > 0 else ''}"
                    f"{fmt.number(one.change_percent, 1)}%"
                ),
            )
        )
        for one in sorted(changed, key=size, reverse=True)[:MOST_CHANGES]
    ]
    return Table(
        f"{year} 年与上年比，变化最大的",
        (
            Column("哪一格", "row"),
            Column("上年", "before", numeric=True),
            Column(f"{year} 年", "now", numeric=True),
            Column("变化", "change", numeric=True),
        ),
        tuple(rows),
    )


def _value(text: str, kind: str) -> Cell:
    return Cell(text, tag=ValueKind.SAMPLE if kind == ValueKind.SAMPLE else "")


def people_sentence(accounts: Iterable[Account], scope: str, office: str) -> str:
    """Say whose accounts fill a desk in, and who answers for returns and deadlines."""
    live = [one for one in accounts if not one.is_disabled]
    own = "、".join(one.name for one in live if scope and one.scope == scope)
    reviewers = "、".join(one.name for one in live if one.role is Role.REVIEWER)
    who = f"填报：{own}。" if own else NOBODY
    asked = f"{reviewers}（{office}）" if reviewers else office
    return f"{who}退回、延期、口径的事问审核人员：{asked}。"


def promises_table(
    dues: Iterable[Due],
    matters: Iterable[Matter],
    extensions: Iterable[Extension],
    today: date,
) -> Table:
    """List the days that were promised: what is due when, what was answered, which were put off."""
    rows = [
        (one.day.isoformat(), one.about, lateness(one.day, today), "")
        for one in dues
        if one.is_approved
    ]
    rows += [
        (one.until.isoformat(), f"{one.year} 年填报延期", one.reason, f"{one.who} {moment(one.at)}")
        for one in extensions
    ]
    rows += [
        (
            matter.newest.due.isoformat(),
            f"{named(matter.newest)}：{matter.newest.about}",
            f"{said.kind}：{said.text}" if said.text else str(said.kind),
            f"{said.who} {moment(said.at)}",
        )
        for matter in matters
        for said in matter.answers
    ]
    columns = (("期限", "due"), ("事项", "about"), ("怎么说的", "said"), ("谁、何时", "who"))
    return Table(
        "答应过的期限",
        tuple(Column(*each) for each in columns),
        tuple(TableRow(tuple(map(Cell, row))) for row in sorted(rows)),
    )


def knowing_table(filled: Mapping[str, Sequence[tuple[str, str]]]) -> Table:
    """List by table who filled it in, the newest first; ``filled`` has (who, when) of each cell."""
    rows = []
    for table, steps in filled.items():
        newest: dict[str, str] = {}
        for who, at in steps:
            newest[who] = max(at, newest.get(who, ""))
        last = sorted(newest.items(), key=lambda one: one[1], reverse=True)
        told = "、".join(f"{who}（{at[:10]}）" for who, at in last)
        rows.append(TableRow((Cell(table), Cell(told))))
    columns = (Column("表", "table"), Column("谁填过（最近一次）", "who"))
    return Table("谁知道", columns, tuple(rows))


def handover_title(figures: Figures, scope: str, today: date) -> str:
    """Return what the sheet is called that one clerk hands to the next."""
    return f"{area_name(figures, scope)}填报交接单，{today.isoformat()}"
