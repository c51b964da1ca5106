"""Commands for the store itself: make it, keep it, bring it back, examine it."""

from __future__ import annotations

from typing import Annotated

import typer

from sihui_map import doctor as health
from sihui_map import workflow
from sihui_map.cli.chinese import ChineseCommand
from sihui_map.cli.codes import REFUSED
from sihui_map.cli.files import refuse_existing
from sihui_map.cli.opening import agree, opened
from sihui_map.cli.options import Force, Given, Target, Yes
from sihui_map.errors import DomainError
from sihui_map.settings import read_settings
from sihui_map.store import portable
from sihui_map.store.clock import beijing_now
from sihui_map.store.engine import create

app = typer.Typer()


@app.command("init", cls=ChineseCommand, help="建立数据库，写入第一期；已有的数据库不改动。")
def init(
    *,
    sample: Annotated[
        bool | None,
        typer.Option("--sample/--empty", help="第一期用示例数据，或不含填报数据；不写则用示例。"),
    ] = None,
) -> None:
    """Make the store and its first publication."""
    settings = read_settings()
    with opened() as archive:
        known = archive.publications()
        where = health.place_of(settings.database_url)
        if not known:
            first = workflow.begin(archive, with_sample=sample is not False)
            typer.echo(f"已建立数据库 {where}：第 1 期，编号 {first.revision}，{first.why}。")
            return
    is_sample = bool(known[-1].submission_ids)
    has = "示例" if is_sample else "没有填报数据"
    typer.echo(
        f"数据库 {where} 已存在，没有改动：最新第 {known[0].number} 期，编号 {known[0].revision}；"
        f"第 1 期为{has}。"
    )
    if sample is not None and sample != is_sample:
        msg = "已有数据库的第 1 期与所要求的不同。要另建，请把 SIHUI_DATABASE_URL 指向新的位置"
        raise DomainError(msg)


@app.command("backup", cls=ChineseCommand, help="把全部填报数据写成一个备份文件，并核对。")
def backup(file: Target, *, force: Force = False) -> None:
    """Write a backup and verify it."""
    refuse_existing(file, force=force)
    with opened() as archive:
        found = portable.backup(archive.store.engine, file)
        checked = archive.store.checked_chain()
        wrong = (*portable.broken_chain(archive.store), *checked.wrong)
        latest = archive.store.latest()
    size = file.stat().st_size / 2**20
    issue = f"最新第 {latest.number} 期 {latest.revision}" if latest else "尚未发布"
    typer.echo(f"已备份到 {file}：{found.count_rows} 行，{size:.1f} MB，{issue}，核对无误。")
    typer.echo(f"链首 {checked.number}:{checked.head}")
    if wrong:
        msg = f"备份已写出，但数据库本身有问题：{wrong[0]}。请运行 doctor，并改用更早的备份"
        raise DomainError(msg)


@app.command("restore", cls=ChineseCommand, help="用备份文件替换全部数据；现有数据先另存一份。")
def restore(file: Given, *, yes: Yes = False) -> None:
    """Replace everything by what a backup holds."""
    settings = read_settings()
    mark = beijing_now().strftime("%Y%m%d-%H%M%S")
    kept = file.with_name(f"{file.stem}-before-restore-{mark}{file.suffix}")
    with portable.opened(file) as given:
        latest = given.latest()
        issue = f"最新第 {latest.number} 期 {latest.revision}" if latest else "没有任何一期"
        where = health.place_of(settings.database_url)
        agree(f"用「{file.name}」（{issue}）替换 {where} 的全部数据吗", yes=yes)
        engine = create(settings.database_url)
        try:
            broken = portable.database_file(engine)
            if broken is not None and broken.exists() and portable.is_damaged(broken):
                engine.dispose()
                aside = portable.set_aside(broken, f"damaged-{mark}")
                typer.echo(f"现有数据库已损坏，改名为 {aside}。")
            changed = portable.restore(engine, given, kept)
        finally:
            engine.dispose()
    if not changed:
        typer.echo("现有数据与备份完全相同，没有改动。")
        return
    if kept.exists():
        typer.echo(f"恢复之前的数据已另存为 {kept}。")
    typer.echo(f"已恢复：{issue}。请重新启动应用，让已打开的网页用上恢复后的数据。")


@app.command("doctor", cls=ChineseCommand, help="检查程序、设置、数据文件和数据库，不做改动。")
def doctor(
    head: Annotated[
        str, typer.Option("--head", help="以前抄记的链首，如 12:ab34…，核对它是否仍在链上。")
    ] = "",
) -> None:
    """Tell what is in order and what is not."""
    lines = list(health.examine(head))
    for line in lines:
        typer.echo(f"[{line.health}] {line.about}：{line.sentence}")
    count = sum(line.health is health.Health.BAD for line in lines)
    if count:
        typer.echo(f"共 {count} 个问题。", err=True)
        raise typer.Exit(REFUSED)
    typer.echo("没有问题。")
