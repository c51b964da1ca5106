"""Commands on deputies and on tokens of the interface: whoever has the server looks after them."""

from __future__ import annotations

from typing import Annotated

import typer

from sihui_map.cli.chinese import ChineseCommand, ChineseGroup
from sihui_map.cli.opening import acting, opened, operator
from sihui_map.cli.telling import tell
from sihui_map.views import access
from sihui_map.workflow import deputies, tokens
from sihui_map.workflow.permitting import today_of

Absent = Annotated[str, typer.Argument(metavar="ABSENT", help="谁不在：账号的姓名。")]
Whom = Annotated[str, typer.Argument(metavar="DEPUTY", help="代理人：账号的姓名。")]
Label = Annotated[str, typer.Argument(metavar="LABEL", help="令牌的名称：给哪个程序用。")]
Own = Annotated[str, typer.Option("--who", help="谁的令牌：账号的姓名。")]

deputy = typer.Typer(
    cls=ChineseGroup,
    help="代理：列出、指定、提前结束。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
token = typer.Typer(
    cls=ChineseGroup,
    help="接口令牌：列出、发、撤销。",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@deputy.command("list", cls=ChineseCommand, help="列出代理：谁代谁，哪几天。")
def deputy_list() -> None:
    """List deputies."""
    with opened() as archive:
        table = access.deputies_table(archive.store.deputies(), today_of(archive.store))
    tell(table)


@deputy.command("add", cls=ChineseCommand, help="指定代理人，起止两天都算在内。")
def deputy_add(  # noqa: PLR0913, PLR0917 what is named, by whom and why
    absent: Absent,
    whom: Whom,
    since: Annotated[str, typer.Option("--since", help="从哪一天，如 2026-09-01。")],
    until: Annotated[str, typer.Option("--until", help="到哪一天，如 2026-09-15。")],
    why: Annotated[str, typer.Option("--why", help="为什么：写进操作记录。")] = "",
    who: Annotated[
        str, typer.Option("--who", help="以哪个账号的权限；不写则为服务器的管理者。")
    ] = "",
) -> None:
    """Name a deputy."""
    with opened() as archive:
        by = acting(archive, who) if who else operator()
        made = deputies.name_deputy(archive, absent, whom, since, until, who=by, reason=why)
    typer.echo(f"已指定：{made.said}。")


@deputy.command("end", cls=ChineseCommand, help="提前结束代理。")
def deputy_end(
    absent: Absent,
    whom: Whom,
    who: Annotated[
        str, typer.Option("--who", help="以哪个账号的权限；不写则为服务器的管理者。")
    ] = "",
) -> None:
    """End what a deputy may."""
    with opened() as archive:
        by = acting(archive, who) if who else operator()
        ended = deputies.end_deputy(archive, absent, whom, who=by)
    typer.echo(f"已结束：{ended.said}。")


@token.command("list", cls=ChineseCommand, help="列出令牌：谁的，到哪一天，最近哪一天用过。")
def token_list() -> None:
    """List tokens."""
    with opened() as archive:
        store = archive.store
        table = access.tokens_table(store.tokens(), store.token_days(), today_of(store))
    tell(table)


@token.command("add", cls=ChineseCommand, help="给一个账号发令牌，只显示这一次。")
def token_add(
    label: Label,
    who: Own,
    days: Annotated[str, typer.Option("--days", help="有效几天，1–366。")] = "90",
) -> None:
    """Make a token."""
    with opened() as archive:
        key = tokens.make(archive, label, days, who=acting(archive, who))
    typer.echo("新的令牌，只显示这一次：")
    typer.echo(key)


@token.command("revoke", cls=ChineseCommand, help="撤销一个账号的令牌。")
def token_revoke(label: Label, who: Own) -> None:
    """Revoke a token."""
    with opened() as archive:
        own = tokens.revoke(archive, label, who=operator(), name=who)
    typer.echo(f"令牌「{own.label}」（{own.name}）已撤销。")
