"""What the pages 工作台 and 审核台 show: what is due, what came back, what to remind of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sihui_map.catalogue import required_tables
from sihui_map.domain.completeness import Told
from sihui_map.domain.working import RemarkKind
from sihui_map.views.first import template
from sihui_map.views.html import KeyFigure
from sihui_map.views.names import area_name, row_name
from sihui_map.views.revisions import moment
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.views.tables.reporting import told_cell
from sihui_map.views.tables.tracking import attention_table
from sihui_map.views.tables.units import led_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from sihui_map.domain.submission import Entry
    from sihui_map.domain.working import Evidence, Periods, Remark, Written
    from sihui_map.figures import Figures

MOST_YEARS = 12
MARK = {RemarkKind.NOTE: "有备注", RemarkKind.FOLLOW_UP: "待跟进"}
"""What stands beside a cell, by what was said of it last."""
OPEN_ENDED = "没有设期限"
IN_TIME = "及时"
STEPS = (
    ("填报期", "每一年从哪天报到哪天；到期锁住，可以给一个镇街或单位延期。"),
    ("填报、送审", "镇街、部门在「我的工作台」逐格填，或交模板；核对以后送审。"),
    ("审核", "另一个人看改了哪些格、为什么；通过，或者写明理由退回到格。"),
    ("发布", "先看公布的数会怎样变，写明事由，发布为新的一期；地图、文件、接口同时更新。"),
    ("催办", "按规则提醒、催办、督办；签收并反馈，或者报送了，就不再催。"),
)
"""What becomes of a number between its clerk and everyone, in the words of the page."""
CLERK = (
    ("登录", "用管理员给的账号；镇街、部门各填各的表。"),
    ("填", "逐格填，填一格存一格；也可以下载模板，填好再上传。"),
    ("核对送审", "先看检查结果和公布的数会怎样变，有提醒的写明理由，再送出去。"),
    ("等审核、发布", "退回的格写着理由，改好再送；发布以后，地图、文件、接口同时更新。"),
)
"""What a clerk does, in the words of the page."""


def due_years(figures: Figures, periods: Periods) -> tuple[int, ...]:
    """Return the years that are asked for now, the newest first: those with a period, else one."""
    return tuple(sorted(periods.by_year, reverse=True)) or (figures.snapshot.data_day.year - 1,)


def deadline(periods: Periods, scope: str, year: int, today: date) -> str:
    """Return until when a year is to be reported, in words."""
    last = periods.deadline(scope, year)
    if last is None:
        return OPEN_ENDED
    if sentence := periods.lock(scope, year, today):
        return sentence
    return f"{last.isoformat()} 前，还有 {(last - today).days} 天"


def due_table(
    figures: Figures,
    scope: str,
    periods: Periods,
    pending: Mapping[str, int],
    today: date,
) -> Table:
    """List what is to be filled in, how far it is published, how many cells wait, until when."""
    is_town = scope in {town.town_code for town in figures.towns}
    rows = [
        TableRow(
            (
                Cell(table.title),
                Cell(f"{year} 年"),
                told_cell(figures, table.name, scope, year),
                Cell(deadline(periods, scope, year, today)),
            )
        )
        for year in (due_years(figures, periods) if is_town else ())
        for table in required_tables()
    ]
    rows += [
        TableRow((Cell(sheet), Cell("—"), Cell(f"工作台里 {count} 格待送审"), Cell("—")))
        for sheet, count in pending.items()
        if count
    ]
    return Table(
        "要报的表",
        (
            Column("表", "table"),
            Column("年份", "year"),
            Column("现在", "told"),
            Column("期限", "deadline"),
        ),
        tuple(rows),
    )


def own_tasks(figures: Figures, scope: str) -> Table:
    """List what a meeting would deal with among the tasks of a unit, or of a town."""
    towns = {town.town_code for town in figures.towns}
    own = figures.tracking.of_town(scope) if scope in towns else led_by(figures, scope)
    return attention_table(figures, own).titled("要调度的任务")


def due_figures(
    figures: Figures, periods: Periods, scope: str, counts: tuple[int, int, int]
) -> list[KeyFigure]:
    """Count what waits for the clerk: tables to report, cells returned, waiting, on their way.

    Of a unit or the city no table is asked for; ``counts`` are the last three.
    """
    returned, pending, sent = counts
    shown = [
        KeyFigure("退回来的", str(returned), "格"),
        KeyFigure("待送审", str(pending), "格"),
        KeyFigure("在审", str(sent), "份"),
    ]
    if scope not in {town.town_code for town in figures.towns}:
        return shown
    years = due_years(figures, periods)
    owing = sum(
        figures.told(table.name, scope, year) is not Told.ALL
        for year in years
        for table in required_tables()
    )
    of = f"张，共 {len(years) * len(required_tables())} 张"
    return [KeyFigure("还没有填全", str(owing), of), *shown]


def due_sentence(
    count_returned: int, count_pending: int, count_sent: int, count_urged: int = 0
) -> str:
    """Say in one line what waits for the clerk."""
    parts = [f"待反馈的催办 {count_urged} 件"] if count_urged else []
    parts += [f"退回 {count_returned} 格"] if count_returned else []
    parts += [f"待送审 {count_pending} 格"] if count_pending else []
    parts += [f"在审 {count_sent} 份"] if count_sent else []
    return f"{'，'.join(parts)}。" if parts else "没有退回的，也没有待送审的。"


def elsewhere(figures: Figures, chosen: str, scope: str) -> str:
    """Say that the town in the address is another's, and whose desk this is."""
    own = area_name(figures, scope)
    return f"选的是{area_name(figures, chosen)}；这个账号只填{own}，下面是{own}的工作台。"


def remarks_table(
    figures: Figures, title: str, remarks: Iterable[Remark], labels: Mapping[str, str]
) -> Table:
    """List what was said of cells: which one, who, when; ``labels`` are those of the columns."""
    return Table(
        title,
        (
            Column("哪一格", "row"),
            Column("说明", "text"),
            Column("谁", "who"),
            Column("时间", "at"),
        ),
        tuple(
            TableRow(
                (
                    Cell(
                        f"{row_name(figures, one.dataset, one.row_key)} "
                        f"{labels.get(one.field, one.field)}"
                    ),
                    Cell(one.text),
                    Cell(one.who),
                    Cell(moment(one.at)),
                )
            )
            for one in remarks
        ),
    )


def noted(remarks: Iterable[Remark], files: Iterable[Evidence]) -> dict[tuple[str, str, str], str]:
    """Return what stands beside a cell of which something was said, by table, row and column.

    A reviewer's reason has a state of its own; what is settled needs no mark any more.
    """
    newest: dict[tuple[str, str, str], Remark] = {}
    for one in remarks:
        if one.kind is not RemarkKind.RETURNED:
            newest.setdefault((one.dataset, one.row_key, one.field), one)
    behind = Counter((one.dataset, one.row_key, one.field) for one in files)
    found = {
        place: f"{MARK[one.kind]}：{one.text}（{one.who}）"
        for place, one in newest.items()
        if one.kind in MARK
    }
    for place, count in behind.items():
        found[place] = " · ".join(filter(None, (found.get(place, ""), f"附件 {count} 个")))
    return found


def about_cell(  # noqa: PLR0913, PLR0917 each is a part of what is shown
    years: Sequence[tuple[str, str]],
    history: Iterable[Entry],
    steps: Iterable[Written],
    remarks: Iterable[Remark],
    files: Iterable[Evidence],
    column: str,
    *,
    over: str,
    shown: Callable[[str], str],
) -> str:
    """Return a cell's years, what was published and typed, what was said, as markup.

    ``over`` is what its earlier values are called; ``shown`` gives the word for what is stored.
    """
    published = [
        (moment(one.at), one.who, shown((one.cells or {}).get(column, "")) or "撤销", one.why)
        for one in history
    ]
    typed = [
        (
            moment(one.at),
            one.who,
            shown(one.text) or "空",
            "随提交送审" if one.submission_id else "",
        )
        for one in steps
    ]
    said = [
        (moment(one.at), one.who, str(one.kind), one.text) for one in remarks if one.field == column
    ]
    return template("about.html").render(
        over=over,
        years=years[:MOST_YEARS],
        published=published,
        typed=typed,
        said=said,
        files=[(file_words(one), file_address(one)) for one in files],
    )


def file_address(one: Evidence) -> str:
    """Return where a file behind a row is, for those who may have it."""
    return f"./cells/evidence/{one.number}"


def file_words(one: Evidence) -> str:
    """Return what a file is called, how large it is, from whom and when."""
    return f"{one.name}（{max(one.size // 1000, 1)} kB，{one.who}，{moment(one.at)}）"


def periods_table(figures: Figures, periods: Periods) -> Table:
    """List the periods in force and whom each was extended for."""
    rows = [
        (f"{one.year} 年", "所有填报的", f"{one.opens} 至 {one.closes}", one.reason, one.who)
        for one in periods.by_year.values()
    ]
    rows += [
        (f"{one.year} 年", area_name(figures, one.scope), f"延到 {one.until}", one.reason, one.who)
        for one in periods.extensions.values()
    ]
    columns = (
        ("年份", "year"), ("谁", "scope"), ("哪几天", "days"), ("依据", "why"), ("谁设的", "who")
    )  # fmt: skip
    return Table(
        "填报期",
        tuple(Column(*each) for each in columns),
        tuple(TableRow(tuple(map(Cell, row))) for row in rows),
    )


def overdue_table(figures: Figures, year: int, periods: Periods, today: date) -> Table:
    """List of each town what it owes for ``year``, what is all told, and whether in time."""
    required = required_tables()
    rows = []
    for town in figures.towns:
        told = [figures.told(table.name, town.town_code, year) for table in required]
        done = sum(each is Told.ALL for each in told)
        last = periods.deadline(town.town_code, year)
        is_late = last is not None and today > last and done < len(required)
        rows.append(
            TableRow(
                (
                    Cell(town.name),
                    Cell(str(len(required)), raw=len(required)),
                    Cell(str(done), raw=done),
                    Cell("逾期" if is_late else "—", style="missing" if is_late else ""),
                    Cell(deadline(periods, town.town_code, year, today)),
                ),
                town_code=town.town_code,
            )
        )
    return Table(
        f"{year} 年应报、已报",
        (
            Column("镇街", "town"),
            Column("应报", "expected", numeric=True),
            Column("已报齐", "actual", numeric=True),
            Column("是否逾期", "late"),
            Column("期限", "deadline"),
        ),
        tuple(rows),
    )


def queue_tables(  # noqa: PLR0913, PLR0917 what is owed, by whom, until when, what came in when
    figures: Figures,
    year: int,
    periods: Periods,
    handed_in: Mapping[tuple[str, str], str],
    waiting: Mapping[tuple[str, str], Sequence[int]],
    today: date,
) -> tuple[Table, Table]:
    """List by town and table what came in and whether in time, and the sums of each table.

    By table and town ``handed_in`` is when what is published first came in (ISO 8601), ``waiting``
    the submissions on their way. Without a deadline nothing is late, and nothing in time.
    """
    required, count, rows = required_tables(), Counter[tuple[str, str]](), []
    for town in figures.towns:
        last, cells = periods.deadline(town.town_code, year), []
        for table in required:
            told = figures.told(table.name, town.town_code, year)
            day = handed_in.get((table.name, town.town_code), "")[:10]
            own = waiting.get((table.name, town.town_code), ())
            came = _came(told, day, last, today)
            under_review = [f"在审：提交 {'、'.join(map(str, own))}"] if own else []
            words = "，".join((str(told), *came, *under_review))
            cells.append(Cell(words, style="" if told is Told.ALL else "missing"))
            count.update((table.name, one) for one in (str(told), *came))
            count[table.name, "在审"] += bool(own)
        until = Cell(deadline(periods, town.town_code, year, today))
        rows.append(TableRow((Cell(town.name), *cells, until), town_code=town.town_code))
    columns = (Column(table.title, table.name) for table in required)
    by_town = Table(
        f"{year} 年各镇街各表",
        (Column("镇街", "town"), *columns, Column("期限", "deadline")),
        tuple(rows),
    )
    heads = {"已报齐": str(Told.ALL), IN_TIME: IN_TIME, "在审": "在审"}
    has_deadline = year in periods.by_year
    sums = [
        TableRow(
            (
                Cell(table.title),
                _counted(len(figures.towns)),
                *(
                    _counted(count[table.name, own])
                    if own != IN_TIME or has_deadline
                    else Cell("—", hover=OPEN_ENDED)
                    for own in heads.values()
                ),
            )
        )
        for table in required
    ]
    names = (Column(name, name, numeric=True) for name in ("应报", *heads))
    title = f"{year} 年应报、已报、及时（镇街数）"
    return Table(title, (Column("表", "table"), *names), tuple(sums)), by_town


def _came(told: Told, day: str, last: date | None, today: date) -> list[str]:
    """Return when a table came in and whether in time, as far as that can be said."""
    if told is not Told.ALL:
        return ["已过期限"] if last and today > last else []
    if not day or last is None:
        return [day] if day else []
    return [day, IN_TIME if day <= last.isoformat() else "逾期"]


def _counted(count: int) -> Cell:
    return Cell(str(count), raw=count)


def reminder(figures: Figures, scope: str, year: int, periods: Periods, today: date) -> str:
    """Return what reminds a town of what it owes for ``year``; "" where it owes nothing."""
    owed = [
        table.title
        for table in required_tables()
        if figures.told(table.name, scope, year) is not Told.ALL
    ]
    if not owed:
        return ""
    until = deadline(periods, scope, year, today)
    return (
        f"{area_name(figures, scope)}：截至 {today.isoformat()}，{year} 年的"
        f"{'、'.join(owed)}还没有报齐（{until}）。请登录{figures.snapshot.place.title}"
        "「我的工作台」填报、送审；确实没有的，请声明填全并写明。"
    )
