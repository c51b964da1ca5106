"""The command that reminds: what a timer runs once a day, and a person whenever he likes."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from sihui_map.cli.chinese import ChineseCommand, fail
from sihui_map.cli.codes import DONE, REFUSED
from sihui_map.cli.files import put
from sihui_map.cli.opening import acting, here, opened
from sihui_map.cli.options import Into
from sihui_map.cli.telling import stamp_of, tell
from sihui_map.errors import DomainError
from sihui_map.views.names import area_name
from sihui_map.views.reminding import notices_table, text_of
from sihui_map.workflow import reminding
from sihui_map.workflow.permitting import today_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sihui_map.archive import Archive
    from sihui_map.domain.reminding import Notice
    from sihui_map.figures import Figures

app = typer.Typer()


@app.command("remind", cls=ChineseCommand, help="按规则发今天的催办单；当天再运行不会重发。")
def remind(
    *,
    day: Annotated[str, typer.Option("--day", help="哪一天，如 2026-09-30；不写则为今天。")] = "",
    into: Into = None,
    text: Annotated[bool, typer.Option("--text", help="列出可以粘贴到粤政易的文字。")] = False,
    who: Annotated[
        str, typer.Option("--who", help="谁在操作：账号的姓名；不写则为服务器自己。")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试算，不写入、不发。")] = False,
) -> None:
    """Send the notices of a day, write them as files, mail what is to be mailed."""
    # python-docx takes a second to load.
    from sihui_map.cli.mailing import mail_of, post_letters  # noqa: PLC0415

    with opened() as archive:
        figures, on = archive.current(), _day(day, archive)
        if dry_run:
            _tell_planned(archive, figures, on)
            return
        actor = acting(archive, who) if who else reminding.the_clock(here())
        post = mail_of(archive)
        addresses = post[1] if post else {}
        sent = reminding.remind(archive, who=actor, day=on, by_mail=addresses)
        tell(notices_table(figures, sent))
        typer.echo(f"{on.isoformat()}：新发催办单 {len(sent)} 件（{stamp_of(figures)}）。")
        of_day = [one.notices[-1] for one in reminding.matters_of(archive, on) if one.is_open]
        of_day = [one for one in of_day if one.day == on]
        if text:
            _tell_texts(figures, of_day, on)
        if into:
            _write(figures, of_day, on, into)
        posted, failed = (
            post_letters(archive, post[0], addresses, on, who=actor) if post else ([], [])
        )
    if posted:
        typer.echo(f"邮件已发给：{'、'.join(posted)}。")
    if failed:
        said = "；".join(failed)
        raise typer.Exit(fail(f"邮件未发出，下次再试，不会重发催办单。{said}", REFUSED))
    raise typer.Exit(DONE)


def _day(given: str, archive: Archive) -> date:
    if not given:
        return today_of(archive.store)
    try:
        return date.fromisoformat(given)
    except ValueError:
        msg = f"日期应为 2026-09-30 这样的写法，现为「{given[:20]}」"
        raise DomainError(msg) from None


def _tell_planned(archive: Archive, figures: Figures, on: date) -> None:
    found = reminding.planned(archive, on)
    for due, level in found:
        typer.echo(f"{area_name(figures, due.scope)}：{level}　{due.about}（期限 {due.day}）")
    typer.echo(f"{on.isoformat()}：会发催办单 {len(found)} 件；没有写入。")


def _by_scope(notices: Iterable[Notice]) -> Iterable[tuple[str, list[Notice]]]:
    for scope, own in groupby(notices, key=lambda one: one.scope):  # they stand in its order
        yield scope, list(own)


def _tell_texts(figures: Figures, notices: Iterable[Notice], on: date) -> None:
    for scope, own in _by_scope(notices):
        typer.echo(f"\n{text_of(figures, scope, own, on)}")


def _write(figures: Figures, notices: list[Notice], on: date, into: Path) -> None:
    """Write a 催办单 for each scope, and all texts in one file; again, the same files."""
    from sihui_map.documents.docx.urging import urging  # noqa: PLC0415 see above

    into.mkdir(parents=True, exist_ok=True)
    texts = []
    for scope, own in _by_scope(notices):
        name = "".join(each for each in area_name(figures, scope) if each.isalnum())[:40]
        file = into / f"催办单_{on.isoformat()}_{name}.docx"
        put(file, urging(figures, scope, own, on))
        typer.echo(f"已写出 {file}")
        texts.append(text_of(figures, scope, own, on))
    if texts:
        file = into / f"催办文字_{on.isoformat()}.txt"
        put(file, "\n\n".join([*texts, ""]).encode())
        typer.echo(f"已写出 {file}")
