"""What comes too late is refused, in words that say who was first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sihui_map.catalogue import dataset
from sihui_map.errors import DomainError, LateError
from sihui_map.store.chain import records
from sihui_map.store.clock import ran_back, to_the_minute, to_the_second
from sihui_map.store.schema import link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from sihui_map.domain.submission import Conflict, Entry
    from sihui_map.store.rows import KeyOfRow


def refuse_newer(expected: int | None, number: int, outcome: str) -> None:
    """Refuse what rests on publication ``expected`` where ``number`` is the newest."""
    if expected is not None and expected != number:
        msg = f"核对期间又发布了第 {number} 期，{outcome}。请按最新数据再核对一次"
        raise LateError(msg)


def refuse_overlap(given: Mapping[int, Iterable[Entry]]) -> None:
    """Refuse two submissions that write one row: one of them would vanish without a word."""
    writer: dict[KeyOfRow, int] = {}
    for own, rows in given.items():
        for row in rows:
            other = writer.setdefault((row.dataset, row.row_key), own)
            if other != own:
                title = dataset(row.dataset).title
                msg = (
                    f"提交 {other} 与提交 {own} 都改了「{title}」{row.row_key}，不能一起发布。"
                    "请先发布其中一份，另一份对照后重提"
                )
                raise LateError(msg)


def refuse_conflicts(own: int, late: Sequence[Conflict]) -> None:
    """Refuse a submission some of whose rows another has published since it was written."""
    if late:
        theirs = late[0].theirs
        title = dataset(theirs.dataset).title
        msg = (
            f"提交 {own} 中有 {len(late)} 行在您填报之后已由他人发布，例如「{title}」"
            f"{theirs.row_key}：{theirs.who}于 {to_the_minute(theirs.at)} 写为 {_said(theirs)}。"
            "您填的内容仍保留在提交中，请对照后重提"
        )
        raise LateError(msg)


def _said(row: Entry) -> str:
    if row.cells is None:
        return "已撤销"
    table, cells = dataset(row.dataset), row.cells
    names = [column.name for column in table.columns_in(cells)]
    told = [name for name in names if name not in (*table.key, "kind", "source")]
    return "、".join(cells[name] for name in told if cells.get(name))[:80]


def refuse_backwards(connection: Connection, at: str) -> None:
    """Raise DomainError where ``at`` is before what was written since the last publication."""
    newest = (
        select(func.max(link.c.number)).where(link.c.kind == records.PUBLICATION).scalar_subquery()
    )
    latest = select(func.max(link.c.at)).where(link.c.number >= func.coalesce(newest, 0))
    known = str(connection.scalar(latest) or "")
    if ran_back(known, at):
        msg = (
            f"服务器时钟现为 {to_the_second(at)}，比已有记录的时间 {to_the_second(known)} 还早，"
            "这次没有发布，已填的内容都在。请校准服务器时钟后再发布；如果现在的时钟无误、是以前的时间记错了，"
            "请管理员核对后用命令行 publish --clock-checked 发布"
        )
        raise DomainError(msg)
