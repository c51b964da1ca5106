"""Commands on accounts and on the log: whoever has the server looks after them."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 typer reads the annotation
from typing import Annotated

import typer

from sihui_map.cli.chinese import ChineseCommand, ChineseGroup
from sihui_map.cli.files import put, read_given, refuse_existing
from sihui_map.cli.opening import opened, operator
from sihui_map.cli.options import Force, Target
from sihui_map.cli.telling import tell
from sihui_map.domain.access import Role
from sihui_map.domain.account import INVITED
from sihui_map.settings import link_to
from sihui_map.views import access
from sihui_map.views.table import to_csv
from sihui_map.workflow import accounts, importing

Name = Annotated[str, typer.Argument(metavar="NAME", help="姓名，就是账号。")]
AsRole = Annotated[
    Role, typer.Option("--role", help="角色：查看、镇街填报、部门填报、审核、管理。")
]
Scope = Annotated[
    str, typer.Option("--scope", help="镇街填报写 9 位代码，部门填报写单位名称；其余不写。")
]
Reason = Annotated[str, typer.Option("--why", help="为什么：写进操作记录。")]

LIST = "名单：第一行为「姓名,角色,范围」。"

app = typer.Typer(
    cls=ChineseGroup,
    help="账号：列出、新增、改角色、停用、发链接、重置密码。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
session = typer.Typer(
    cls=ChineseGroup,
    help="登录：列出、结束。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
log = typer.Typer(
    cls=ChineseGroup, help="操作记录：导出。", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list", cls=ChineseCommand, help="列出账号：角色、范围、状态。")
def account_list() -> None:
    """List accounts."""
    with opened() as archive:
        found = archive.store.accounts()
        table = access.accounts_table(archive.current(), found, archive.store.at())
    typer.echo(f"共 {len(found)} 个账号。")
    tell(table)


@app.command("add", cls=ChineseCommand, help="新增账号，并给出设密码的一次性链接。")
def account_add(name: Name, role: AsRole, scope: Scope = "", why: Reason = "") -> None:
    """Make an account."""
    with opened() as archive:
        made = accounts.add(archive, name, role, scope, who=operator(), why=why)
        key = accounts.invite(archive, made.name, who=operator())
    typer.echo(f"已新增账号「{made.name}」：{made.said}。")
    _tell_link(key)


@app.command("role", cls=ChineseCommand, help="改角色和范围，下一次点击起生效。")
def account_role(name: Name, role: AsRole, scope: Scope = "", why: Reason = "") -> None:
    """Change what an account is for."""
    with opened() as archive:
        found = accounts.change(archive, name, role, scope, who=operator(), why=why)
    typer.echo(f"账号「{found.name}」现为：{found.said}。")


@app.command("disable", cls=ChineseCommand, help="停用账号，立即退出它的全部登录。")
def account_disable(name: Name, why: Reason = "") -> None:
    """Shut an account."""
    with opened() as archive:
        found = accounts.disable(archive, name, who=operator(), why=why)
    typer.echo(f"账号「{found.name}」已停用。姓名不再给别人用。")


@app.command("enable", cls=ChineseCommand, help="恢复停用的账号，并给出一次性链接。")
def account_enable(name: Name, why: Reason = "") -> None:
    """Open an account again."""
    with opened() as archive:
        found = accounts.enable(archive, name, who=operator(), why=why)
        key = accounts.invite(archive, found.name, who=operator())
    typer.echo(f"账号「{found.name}」已恢复：{found.said}。")
    _tell_link(key)


@app.command("invite", cls=ChineseCommand, help="给出设密码的一次性链接；不写姓名则给首位管理员。")
def account_invite(
    name: Annotated[str, typer.Argument(metavar="NAME", help="姓名；不写则为首位管理员。")] = "",
) -> None:
    """Make a one-time link."""
    with opened() as archive:
        if name:
            key = accounts.invite(archive, name, who=operator())
        else:
            key = accounts.first_key(archive, operator().address)
    if not key:
        typer.echo("已有管理员，请他在「账号」页发链接；他忘了密码，用 account invite 姓名。")
        return
    _tell_link(key)


@app.command("reset", cls=ChineseCommand, help="换成临时密码，本人登录后须改；全部登录立即退出。")
def account_reset(name: Name) -> None:
    """Give an account a temporary password."""
    with opened() as archive:
        given = accounts.reset(archive, name, who=operator())
    typer.echo(f"临时密码（{INVITED.days} 天内有效，登录后须改）：{given}")


@app.command("import", cls=ChineseCommand, help="按名单（CSV）新增账号，各给一个链接。")
def account_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help=LIST)],
    why: Reason = "",
) -> None:
    """Make the accounts of a list."""
    with opened() as archive:
        made = importing.import_people(archive, read_given(file), who=operator(), why=why)
    typer.echo(
        f"已新增 {len(made)} 个账号。链接 {INVITED.days} 天内有效，只能用一次，请只交给本人："
    )
    tell(access.invited_table([(own, link_to(key)) for own, key in made]))


@session.command("list", cls=ChineseCommand, help="列出登录：谁，从哪里，何时，是否还有效。")
def session_list() -> None:
    """List sessions."""
    with opened() as archive:
        table = access.sessions_table(archive.store.sessions(), archive.store.at())
    tell(table)


@session.command("end", cls=ChineseCommand, help="结束一个账号的全部登录，立即生效。")
def session_end(name: Name) -> None:
    """End every session of an account."""
    with opened() as archive:
        accounts.end_sessions(archive, name, who=operator())
    typer.echo(f"账号「{name}」已在所有设备上退出。")


@log.command("export", cls=ChineseCommand, help="把操作记录写成 CSV。")
def audit_export(file: Target, *, force: Force = False) -> None:
    """Write the log."""
    refuse_existing(file, force=force)
    with opened() as archive:
        records = archive.store.log()
    put(file, to_csv(access.log_table(records)).encode())
    typer.echo(f"已写出 {file}：{len(records)} 条。")


def _tell_link(key: str) -> None:
    typer.echo(f"设密码的链接（{INVITED.days} 天内有效，只能用一次，请只交给本人）：")
    typer.echo(link_to(key))
