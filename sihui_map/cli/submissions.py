"""Commands on submissions: each step, the list of them, and an explanation of a residual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sihui_map import workflow
from sihui_map.changes import compare
from sihui_map.cli.chinese import ChineseCommand
from sihui_map.cli.opening import acting, agree, opened
from sihui_map.cli.options import Number, Reason, Who, Why, Yes
from sihui_map.cli.telling import tell, tell_changes, tell_draft
from sihui_map.domain.submission import State
from sihui_map.errors import ChoiceError
from sihui_map.views import revisions
from sihui_map.views.table import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.archive import Archive

    Cells = Mapping[str, str] | None
    Row = tuple[str, str, Cells, Cells]
    Place = tuple[str, str, str]

app = typer.Typer()


def _move(submission_id: int, state: State, who: str, reason: str = "") -> None:
    with opened() as archive:
        found = workflow.move(
            archive, submission_id, state, who=acting(archive, who), reason=reason
        )
    typer.echo(f"提交 {submission_id} 已改为「{found.state}」。")


@app.command("submit", cls=ChineseCommand, help="把草稿或退回的提交送审。")
def submit(submission_id: Number, who: Who) -> None:
    """Hand a draft in."""
    _move(submission_id, State.SUBMITTED, who)


@app.command("approve", cls=ChineseCommand, help="审核通过，并列出发布后的变化。")
def approve(submission_id: Number, who: Who) -> None:
    """Approve a submission."""
    with opened() as archive:
        changes = workflow.preview(archive, [submission_id])
        figures = archive.current()
    _move(submission_id, State.APPROVED, who)
    typer.echo("发布后将有：")
    tell_changes(figures, changes)


@app.command("take", cls=ChineseCommand, help="接收送审的提交，状态改为「审核中」。")
def take(submission_id: Number, who: Who) -> None:
    """Take a submission up."""
    _move(submission_id, State.TAKEN, who)


@app.command("return", cls=ChineseCommand, help="退回提交，须写理由；可以只退回几格，各写理由。")
def return_submission(
    submission_id: Number,
    who: Who,
    reason: Annotated[str, typer.Option("--reason", help="理由；写了 --cell 的可以不写。")] = "",
    cell: Annotated[
        list[str] | None,
        typer.Option("--cell", help="退回哪一格：submissions 列出的格号=理由，可以写几次。"),
    ] = None,
) -> None:
    """Give a submission back, or cells of it."""
    if not cell:
        _move(submission_id, State.RETURNED, who, reason)
        return
    with opened() as archive:
        places = revisions.changed_cells(archive.current(), _rows(archive, submission_id))
        reasons = dict(_returned(places, each) for each in cell)
        by = acting(archive, who)
        found = workflow.send_back(archive, submission_id, reasons, who=by, reason=reason)
    typer.echo(f"提交 {submission_id} 已改为「{found.state}」，{len(reasons)} 格写明了理由。")


def _returned(places: Sequence[Place], given: str) -> tuple[Place, str]:
    """Return which cell an option means, and why it comes back."""
    number, sign, reason = given.partition("=")
    if not sign or not number.strip().isdigit() or not 0 < int(number) <= len(places):
        may = f"格号 1–{len(places)}，见 submissions 列出的「填报的变化」"
        msg = f"「{given[:40]}」应写成「格号=理由」；{may}"
        raise ChoiceError(msg)
    return places[int(number) - 1], reason


@app.command("withdraw", cls=ChineseCommand, help="撤回自己的提交，须写理由。")
def withdraw(submission_id: Number, who: Who, reason: Reason) -> None:
    """Take a submission back."""
    _move(submission_id, State.WITHDRAWN, who, reason)


@app.command("publish", cls=ChineseCommand, help="把已审核的提交一起发布为新的一期。")
def publish(
    submission_ids: Annotated[
        list[int], typer.Argument(metavar="ID...", help="提交的编号，可以有几个。")
    ],
    who: Who,
    why: Why,
    *,
    clock_checked: Annotated[
        bool,
        typer.Option("--clock-checked", help="时钟已核对无误，早于以前记录的时间也发布。"),
    ] = False,
) -> None:
    """Make approved submissions public."""
    with opened() as archive:
        before = archive.current()
        found = workflow.publish(
            archive, submission_ids, who=acting(archive, who), why=why, clock_checked=clock_checked
        )
        after = archive.current()
        head = archive.store.head()
    typer.echo(f"已发布：第 {found.number} 期，编号 {found.revision}。")
    typer.echo(f"链首 {head}")
    tell_changes(after, compare(before, after))


@app.command("renew", cls=ChineseCommand, help="他人已先发布同一行时，对照后重提自己的内容。")
def renew(
    submission_id: Number,
    who: Who,
    why: Annotated[str, typer.Option("--why", help="为什么重提。")] = "对照已发布的数据后重提",
    *,
    yes: Yes = False,
) -> None:
    """Hand the rows of a late submission in again."""
    with opened() as archive:
        late = archive.store.conflicts(submission_id)
        typer.echo(f"提交 {submission_id} 中有 {len(late)} 行已由他人先发布。")
        tell(revisions.conflicts_table(archive.current(), late))
        agree("仍用自己的内容重提吗", yes=yes)
        fresh = workflow.renew(archive, submission_id, who=acting(archive, who), why=why)
    tell_draft(fresh)


@app.command("submissions", cls=ChineseCommand, help="列出提交，最新的在前；写编号则列出其内容。")
def submissions(
    submission_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="只看这一份：各步、每一行、与他人的冲突。")
    ] = None,
    state: Annotated[State | None, typer.Option("--state", help="只要这一种状态。")] = None,
) -> None:
    """List submissions, or the content of one."""
    with opened() as archive:
        if submission_id is not None:
            _tell_submission(archive, submission_id)
            return
        found = archive.store.submissions(*([state] if state else []))
    typer.echo(f"共 {len(found)} 份提交。")
    tell(revisions.submissions_table(found))


def _tell_submission(archive: Archive, submission_id: int) -> None:
    store, figures = archive.store, archive.current()
    tell(revisions.submissions_table([store.submission(submission_id)]))
    tell(revisions.events_table(store.events(submission_id)))
    tell(numbered(revisions.rows_table(figures, _rows(archive, submission_id)), "格"))
    tell(revisions.answers_table(figures, store.entries(submission_id)))
    tell(revisions.conflicts_table(figures, store.conflicts(submission_id)))


def _rows(archive: Archive, submission_id: int) -> list[Row]:
    """Return the rows of a submission beside what stood there when it was written."""
    bases = archive.store.bases(submission_id)
    return [
        (
            row.dataset,
            row.row_key,
            bases[row.base_id].cells if row.base_id in bases else None,
            row.cells,
        )
        for row in archive.store.entries(submission_id)
    ]


@app.command("explain", cls=ChineseCommand, help="为某年平衡表的差额写书面说明，存为草稿。")
def explain(
    year: Annotated[int, typer.Option("--year", help="年份。")],
    text: Annotated[str, typer.Option("--text", help="说明，至少 4 个字。")],
    who: Who,
) -> None:
    """Explain a year's residual."""
    with opened() as archive:
        archive.current().ledger(year)
        found = workflow.explain_ledger(archive, year, text, who=acting(archive, who))
    tell_draft(found)
