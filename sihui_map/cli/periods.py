"""Commands on when a year may be reported: the same as on the page of the reviewer."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from sihui_map.cli.chinese import ChineseCommand, ChineseGroup
from sihui_map.cli.opening import acting, opened
from sihui_map.cli.options import Who
from sihui_map.cli.telling import tell
from sihui_map.errors import ChoiceError
from sihui_map.views import desk
from sihui_map.views.names import area_name
from sihui_map.workflow import periods
from sihui_map.workflow.permitting import today_of

Year = Annotated[int, typer.Argument(metavar="YEAR", help="哪一年的数。")]
Whose = Annotated[str, typer.Argument(metavar="SCOPE", help="镇街的 9 位代码，或单位名称。")]
Why = Annotated[str, typer.Option("--why", help="依据：写进操作记录，到期后也写给填报的人。")]
Until = Annotated[str, typer.Option("--until", help="到哪一天，当天还可以报，如 2026-09-30。")]

app = typer.Typer(
    cls=ChineseGroup,
    help="填报期：列出、设定、截止、延期。",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list", cls=ChineseCommand, help="列出填报期和延期，各镇街应报、已报几张。")
def period_list() -> None:
    """List periods, and who is late."""
    with opened() as archive:
        figures, known = archive.current(), archive.store.periods()
        tell(desk.periods_table(figures, known))
        for year in desk.due_years(figures, known):
            tell(desk.overdue_table(figures, year, known, today_of(archive.store)))


@app.command("set", cls=ChineseCommand, help="设一年从哪天报到哪天；再设一次就改。")
def period_set(
    year: Year,
    since: Annotated[str, typer.Option("--since", help="从哪一天，如 2026-01-01。")],
    until: Until,
    who: Who,
    why: Why = "",
) -> None:
    """Set when a year may be reported."""
    with opened() as archive:
        periods.set_period(archive, year, since, until, why, who=acting(archive, who))
    typer.echo(f"{year} 年的填报期已设为 {since} 至 {until}。")


@app.command("close", cls=ChineseCommand, help="今天起截止一年的填报；延期的镇街、单位仍可以报。")
def period_close(year: Year, who: Who, why: Why) -> None:
    """Shut a year from today on."""
    with opened() as archive:
        own = archive.store.periods().by_year.get(year)
        if own is None:
            msg = f"{year} 年还没有设填报期，先用 period set"
            raise ChoiceError(msg)
        last = today_of(archive.store) - timedelta(days=1)
        acts = acting(archive, who)
        periods.set_period(archive, year, str(min(own.opens, last)), str(last), why, who=acts)
    typer.echo(f"{year} 年的填报已截止，最后一天是 {last}。")


@app.command("extend", cls=ChineseCommand, help="让一个镇街或单位报到更晚的一天，须写理由。")
def period_extend(year: Year, scope: Whose, until: Until, who: Who, why: Why) -> None:
    """Let one town or unit report later."""
    with opened() as archive:
        periods.extend(archive, year, scope, until, why, who=acting(archive, who))
        name = area_name(archive.current(), scope)
    typer.echo(f"{name} {year} 年延到 {until}。")
