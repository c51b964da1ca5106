"""Commands on publications: list, name, compare."""

from __future__ import annotations

from typing import Annotated

import typer

from sihui_map import workflow
from sihui_map.changes import compare
from sihui_map.cli.chinese import ChineseCommand, ChineseGroup
from sihui_map.cli.opening import acting, opened
from sihui_map.cli.options import Who
from sihui_map.cli.telling import stamp_of, tell, tell_changes
from sihui_map.views import revisions

app = typer.Typer(
    cls=ChineseGroup,
    help="各期：列出、命名、比较。",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list", cls=ChineseCommand, help="列出各期，最新的在前。")
def snapshot_list() -> None:
    """List publications."""
    with opened() as archive:
        found = archive.publications()
    typer.echo(f"共 {len(found)} 期。")
    tell(revisions.publications_table(found))


@app.command("freeze", cls=ChineseCommand, help="给一期起名；名称不能改，也不能再用。")
def snapshot_freeze(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="第几期。")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称，如 2026年第三季度调度。")],
    who: Who,
) -> None:
    """Name a publication."""
    with opened() as archive:
        found = workflow.freeze(archive, number, name, who=acting(archive, who))
    typer.echo(f"第 {found.number} 期（编号 {found.revision}）的名称：{'、'.join(found.names)}。")


@app.command("diff", cls=ChineseCommand, help="比较两期：数值、排名、状态和说明。")
def snapshot_diff(
    before: Annotated[str, typer.Argument(metavar="A", help="较早的一期：序号、编号或名称。")],
    after: Annotated[str, typer.Argument(metavar="B", help="较晚的一期：序号、编号或名称。")],
) -> None:
    """Compare two publications."""
    with opened() as archive:
        old, new = archive.at(before), archive.at(after)
    typer.echo(f"从 {stamp_of(old)}")
    typer.echo(f"到 {stamp_of(new)}")
    tell_changes(new, compare(old, new), most=None)
