"""The chain computed anew: what of a record was changed, removed or put in by hand is named."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain as joined
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, case, cast, exists, func, select

from sihui_map.domain.submission import State
from sihui_map.store.chain.links import digest_of_link
from sihui_map.store.chain.records import (
    ACCOUNT,
    ANSWER,
    AT_ONCE,
    AUDIT,
    CELL,
    COVERED,
    DELIVERY,
    EVENT,
    EVIDENCE,
    EXTENSION,
    FROZEN,
    NOTICE,
    PERIOD,
    PREFERENCE,
    PUBLICATION,
    REMARK,
    SUBMISSION,
    named,
    records_of,
)
from sihui_map.store.clock import ran_back, to_the_second
from sihui_map.store.schema import event, link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection

    from sihui_map.store.chain.records import Record

MAY_DIFFER = {
    SUBMISSION: "填报人、时间、事由、来源文件或其中的行",
    EVENT: "状态、操作人、时间或理由",
    PUBLICATION: "编号、发布人、时间、事由、所含提交或参考文件",
    FROZEN: "所指的期、起名人或时间",
    PREFERENCE: "内容、操作人或时间",
    ACCOUNT: "角色、范围、密码摘要、操作人、时间或理由",
    AUDIT: "操作人、时间、地址、内容或理由",
    CELL: "内容、填写人或时间",
    REMARK: "内容、写的人或时间",
    EVIDENCE: "文件、交的人或时间",
    PERIOD: "起止日期、理由、操作人或时间",
    EXTENSION: "延到的日期、理由、操作人或时间",
    NOTICE: "对象、内容、级别、期限、发出人或时间",
    ANSWER: "内容、答复人或时间",
    DELIVERY: "地址、结果或时间",
}
MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The chain as it was found: its newest link, what is wrong, where the clock ran backwards."""

    number: int
    head: str
    wrong: tuple[str, ...]
    clock: tuple[str, ...]


class _Told:
    """Sentences, of which the first few are kept and the others counted."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._count = 0

    def add(self, sentence: str) -> None:
        self._count += 1
        if self._count <= MOST_TOLD:
            self._kept.append(sentence)

    def all(self) -> tuple[str, ...]:
        more = self._count - len(self._kept)
        return (*self._kept, *([f"另有 {more} 处，未逐一列出"] if more else []))


def check(connection: Connection) -> Checked:
    """Compute every link anew from what is stored; a few hundred records are in memory at once."""
    wrong, clock = _Told(), _Told()
    number, before, last = 0, "", ("", "")
    for some in _pages(connection):
        found = records_of(connection, [(row.kind, row.record) for row in some])
        for row in some:
            for missing in range(number + 1, min(row.number, number + MOST_TOLD)):
                wrong.add(f"链的第 {missing} 环不见了")
            sentence = _compared(row, before, found.get((row.kind, row.record)))
            if sentence:
                wrong.add(sentence)
            what = named(row.kind, row.record)
            if ran_back(last[0], row.at):
                now, then = to_the_second(row.at), to_the_second(last[0])
                clock.add(f"{what}的时间 {now} 早于它前面的{last[1]}（{then}）")
            number, before, last = row.number, row.digest, (row.at, what)
    for sentence in joined(_unlinked(connection), _lacking_steps(connection)):
        wrong.add(sentence)
    return Checked(number=number, head=before, wrong=wrong.all(), clock=clock.all())


def _pages(connection: Connection) -> Iterator[list[Any]]:
    last = -1
    while True:
        chosen = select(link).where(link.c.number > last).order_by(link.c.number).limit(AT_ONCE)
        some = list(connection.execute(chosen))
        if not some:
            return
        yield some
        last = some[-1].number


def _compared(row: Any, before: str, found: Record | None) -> str:  # noqa: ANN401 a row of the chain
    """Return what is wrong with one link, "" where it is as it was written."""
    what = named(row.kind, row.record)
    if found is None:
        return f"{what}的记录不见了（链的第 {row.number} 环）"
    same = digest_of_link(before, row.number, (row.kind, row.record), found) == row.digest
    if same and found.at == row.at:
        return ""
    return f"{what}与入链时不符（第 {row.number} 环）：{MAY_DIFFER[row.kind]}被改动过"


def _unlinked(connection: Connection) -> Iterator[str]:
    """Yield the records that no link covers: put in by hand, or left when links were cut off."""
    for kind, (known, _) in COVERED.items():
        parts = [cast(column, String) for column in known.primary_key.columns]
        name = parts[0] if len(parts) == 1 else parts[0] + "/" + parts[1]
        linked = exists().where(link.c.kind == kind, link.c.record == name)
        chosen = select(name.label("record")).where(~linked).order_by(*known.primary_key.columns)
        for record in connection.execute(chosen.execution_options(yield_per=AT_ONCE)).scalars():
            yield f"{named(kind, str(record))}没有入链：不是本程序写入的，或链的末尾被截去"


def _count(state: State) -> ColumnElement[int]:
    return func.sum(case((event.c.state == state.value, 1), else_=0))


def _lacking_steps(connection: Connection) -> Iterator[str]:
    """Yield the submissions whose steps are not whole, even where the chain was made anew."""
    approved = _count(State.APPROVED)
    public = _count(State.PUBLISHED)
    last = func.max(event.c.step)
    chosen = (
        select(event.c.submission_id, last, func.count(), approved, public)
        .group_by(event.c.submission_id)
        .having((last != func.count()) | ((public > 0) & (approved == 0)))
        .order_by(event.c.submission_id)
    )
    for own, steps, count, passed, shown in connection.execute(chosen):
        if shown and not passed:
            yield f"提交 {own} 已发布，却没有「{State.APPROVED}」这一步"
        else:
            yield f"提交 {own} 有 {steps} 步，只找到 {count} 步的记录"
