"""All commands, in the order in which the help lists them."""

from __future__ import annotations

import typer

from sihui_map.cli import (
    accounts,
    delegating,
    exports,
    geodata,
    periods,
    reminding,
    reporting,
    snapshots,
    submissions,
    upkeep,
)
from sihui_map.cli.chinese import ChineseGroup

app = typer.Typer(
    cls=ChineseGroup,
    help="碳达峰一张图：建库、账号、填报、发布、导出、备份。退出码：0 完成，1 被拒绝或有问题，"
    "2 用法不对，3 有未答复的提醒。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (upkeep, reporting, submissions, reminding):
    app.add_typer(group.app)
app.add_typer(snapshots.app, name="snapshot")
app.add_typer(accounts.app, name="account")
app.add_typer(accounts.session, name="session")
app.add_typer(accounts.log, name="audit")
app.add_typer(delegating.deputy, name="deputy")
app.add_typer(delegating.token, name="token")
app.add_typer(periods.app, name="period")
app.add_typer(exports.app, name="export")
app.add_typer(geodata.app, name="geodata")
