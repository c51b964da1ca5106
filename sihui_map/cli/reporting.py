"""Commands on a file to hand in: its template, its check, and the draft it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sihui_map import workflow
from sihui_map.cli.chinese import ChineseCommand, fail
from sihui_map.cli.codes import DONE, OPEN_WARNINGS, REFUSED
from sihui_map.cli.files import check_target, put, read_given
from sihui_map.cli.opening import acting, agree, opened
from sihui_map.cli.options import Force, Given, Target, Who, Why, Yes
from sihui_map.cli.telling import stamp_of, tell_draft, tell_proposal
from sihui_map.domain.town import town_by_code
from sihui_map.store.clock import beijing_now

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.archive import Archive
    from sihui_map.domain.access import Actor
    from sihui_map.workflow import Proposal

app = typer.Typer()


@app.command("template", cls=ChineseCommand, help="写出填报模板，已填好发布过的数。")
def template(
    file: Target,
    *,
    town: Annotated[str, typer.Option("--town", help="只要一个镇街：9 位代码。")] = "",
    force: Force = False,
) -> None:
    """Write the workbook that towns fill in."""
    from sihui_map.intake.template import template as workbook  # noqa: PLC0415 openpyxl is slow

    check_target(file, ".xlsx", force=force)
    with opened() as archive:
        known = archive.known(beijing_now().date())
        if town:
            town_by_code(known.figures.towns, town)
        body = workbook(known.figures, known.rows, number=known.number, town_code=town)
    put(file, body)
    typer.echo(f"已写出 {file}（{stamp_of(known.figures)}）。")


@app.command("check", cls=ChineseCommand, help="读并检查一个填报文件，列出问题和变化，不写入。")
def check(file: Given) -> None:
    """Check a file against what is published."""
    with opened() as archive:
        code = tell_proposal(archive, _propose(archive, file))
    raise typer.Exit(code)


@app.command("import", cls=ChineseCommand, help="读、检查一个填报文件，确认后存为草稿。")
def import_file(  # noqa: PLR0913 one option each
    file: Given,
    who: Who,
    why: Why,
    *,
    confirm: Annotated[
        str, typer.Option("--confirm", help="全部提醒「确认无误」的理由，至少 4 个字。")
    ] = "",
    declare: Annotated[
        list[str] | None,
        typer.Option("--declare", help="声明填全：代码:年份；可以写几次。"),
    ] = None,
    mine: Annotated[
        str, typer.Option("--mine", help="与已发布的冲突时以本文件为准的理由，至少 4 个字。")
    ] = "",
    theirs: Annotated[
        bool, typer.Option("--theirs", help="与已发布的冲突时保留已发布的，冲突的行不提交。")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写入。")] = False,
    yes: Yes = False,
) -> None:
    """Keep a file as a draft; all of it or nothing, but for conflicts that are left to others."""
    with opened() as archive:
        proposal = _propose(archive, file, acting(archive, who))
        if declare:
            proposal = workflow.declare(archive, proposal, map(_area_year, declare))
        code = tell_proposal(archive, proposal)
        answers = {
            found: mine if found in proposal.conflicts else confirm for found in proposal.to_answer
        }
        left = {found for found in proposal.conflicts if theirs and not mine}
        count = sum(not text and found not in left for found, text in answers.items())
        if code == OPEN_WARNINGS and not count:
            code = DONE
        if code == REFUSED or dry_run:
            raise typer.Exit(code)
        if code == OPEN_WARNINGS:
            raise typer.Exit(fail(_open_sentence(proposal, count, confirm), OPEN_WARNINGS))
        rows = len(proposal.rows) - len(left)
        agree(f"把「{file.name}」的 {rows} 行变化存为草稿吗", yes=yes)
        found = workflow.confirm(
            archive, proposal, who=acting(archive, who), why=why, answers=answers
        )
    if left:
        typer.echo(f"{len(left)} 处冲突保留已发布的值，没有提交。")
    tell_draft(found)


def _propose(archive: Archive, file: Path, who: Actor | None = None) -> Proposal:
    today = beijing_now().date()
    return workflow.propose(archive, read_given(file), file.name, today=today, who=who)


def _area_year(text: str) -> tuple[str, str]:
    area, _, year = text.replace("：", ":").partition(":")
    return area.strip(), year.strip()


def _open_sentence(proposal: Proposal, count: int, confirm: str) -> str:
    """Say what has no answer yet, and with which options it is given."""
    options = []
    if len(proposal.to_answer) > len(proposal.conflicts) and not confirm:
        options.append('核对无误后加 --confirm "理由" 再试')
    if proposal.conflicts:
        options.append('有冲突的加 --mine "理由"（以本文件为准）或 --theirs（保留已发布的）再试')
    return f"有 {count} 条提醒没有答复，没有写入。{'；'.join(options)}。"
