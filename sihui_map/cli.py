"""python -m sihui_map: everything an operator does without a browser."""

from __future__ import annotations

import errno
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import east_asian_width

import typer
from typer.core import TyperCommand, TyperGroup

from sihui_map import doctor as health
from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.changes import compare
from sihui_map.documents import outputs
from sihui_map.domain.submission import State
from sihui_map.domain.town import town_by_code
from sihui_map.errors import DocumentError, DomainError, SihuiMapError
from sihui_map.intake.guard import MAX_BYTES
from sihui_map.reference.snapshot import check_factor_set, read_sample
from sihui_map.settings import read_settings
from sihui_map.store import Store, portable
from sihui_map.store.engine import create
from sihui_map.store.store import beijing_now
from sihui_map.views import fmt, revisions
from sihui_map.views.names import area_name
from sihui_map.views.sentences import changes_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sihui_map.changes import Changes
    from sihui_map.documents.outputs import Output
    from sihui_map.domain.submission import Submission
    from sihui_map.figures import Figures
    from sihui_map.views.table import Cell, Table
    from sihui_map.workflow import Proposal

PROGRAM = "python -m sihui_map"
DONE, REFUSED, WRONG_USE, OPEN_WARNINGS = 0, 1, 2, 3
MOST_LINES = 40
WIDEST = 44
"""Columns of the terminal that a cell may take before the next one gives way."""
EXTRA = re.compile(r"\(([^()]+)\)\.?$")
AGREED = ("是", "y", "yes")

# What typer says by itself, and what stands for it; what is not found stays as it is.
HELP_WORDS = (
    ("Usage: ", "用法："),
    ("\nOptions:", "\n选项："),
    ("\nArguments:", "\n参数："),
    ("\nCommands:", "\n命令："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("Show this message and exit.", "显示这段说明。"),
    ("[required]", "[必填]"),
    ("; required]", "；必填]"),
    ("[default: ", "[默认："),
    ("<path>", "<文件>"),
    ("<str>", "<文字>"),
    ("<int>", "<整数>"),
    ("<list[int]>", "<整数>"),
)
FILE_PROBLEM = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有读写权限",
    errno.EPERM: "没有读写权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "文件名太长",
}


def in_chinese(text: str) -> str:
    """Return a help text of typer with its own words in Chinese."""
    for english, chinese in HELP_WORDS:
        text = text.replace(english, chinese)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help is in Chinese throughout."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 typer keeps its type to itself
        """Return the help text."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """Commands that answer in Chinese and end with a documented exit code, never with a trace."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 see above
        """Return the help text."""
        return in_chinese(super().get_help(ctx))

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 as typer has it
        """Run, say what went wrong as one sentence, and leave with the exit code."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except SihuiMapError as error:
            code = _fail(str(error), REFUSED)
        except typer.TyperException as error:
            code = _fail(_usage_sentence(error), WRONG_USE)
        except typer.Abort:
            code = _fail("已取消，没有写入任何内容。", REFUSED)
        except OSError as error:
            code = _fail(_file_sentence(error), REFUSED)
        sys.exit(code if isinstance(code, int) else DONE)


def _fail(sentence: str, code: int) -> int:
    typer.echo(sentence, err=True)
    return code


def _file_sentence(error: OSError) -> str:
    name = error.filename2 or error.filename  # of two names the second is the one asked for
    where = f"「{name}」" if name else "文件"
    what = FILE_PROBLEM.get(error.errno or 0, f"读写失败（{error.strerror or error}）")
    return f"{where}：{what}。请检查路径、权限和磁盘空间后重试。"


def _usage_sentence(error: typer.TyperException) -> str:
    """Say what is wrong with the words of a command line."""
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    if kind == "NoArgsIsHelpError":
        return error.message
    found = USAGE.get(kind, _other_use)(error, context)
    path = context.command_path if context else PROGRAM
    return f"{found}。用法见 {path} --help。"


def _missing(error: Any, _: Any) -> str:  # noqa: ANN401 typer keeps its errors to itself
    kind = "选项" if error.param.param_type_name == "option" else "参数"
    return f"缺少{kind} {error.param.get_error_hint()}"


def _bad_value(error: Any, context: Any) -> str:  # noqa: ANN401 see above
    if error.param is None:
        return str(error.message)
    may_be = in_chinese(error.param.display_type(context))
    return f"{error.param.get_error_hint()} 的值不对，应为 {may_be}"


def _no_option(error: Any, _: Any) -> str:  # noqa: ANN401 see above
    near = "、".join(error.possibilities or ())
    return f"没有选项 {error.option_name}" + (f"；相近的有：{near}" if near else "")


def _other_use(error: Any, context: Any) -> str:  # noqa: ANN401 see above
    known = getattr(context.command, "commands", None) if context else None
    if known:
        return f"没有这个命令；可用命令：{'、'.join(known)}"
    extra = EXTRA.search(error.message)
    return f"多写了参数「{extra[1]}」" if extra else "命令的写法不对"


USAGE: dict[str, Callable[[Any, Any], str]] = {
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "NoSuchOption": _no_option,
    "BadOptionUsage": lambda error, _: f"选项 {error.option_name} 后面缺少值，或不该有值",
}

app = typer.Typer(
    cls=ChineseGroup,
    help="碳达峰一张图：建库、填报、发布、导出、备份。退出码：0 完成，1 被拒绝或有问题，"
    "2 用法不对，3 有未答复的提醒。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
snapshot_app = typer.Typer(
    cls=ChineseGroup,
    help="各期：列出、命名、比较。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
export_app = typer.Typer(
    cls=ChineseGroup,
    help="导出：写成文件，数与网页相同。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(snapshot_app, name="snapshot")
app.add_typer(export_app, name="export")

Who = Annotated[str, typer.Option("--who", help="谁在操作：姓名，1–60 字。")]
Why = Annotated[str, typer.Option("--why", help="为什么：写进记录的说明。")]
Reason = Annotated[str, typer.Option("--reason", help="理由，必须写。")]
Yes = Annotated[bool, typer.Option("--yes", help="不再询问，直接执行。")]
Force = Annotated[bool, typer.Option("--force", help="文件已存在时覆盖它。")]
Snapshot = Annotated[
    str, typer.Option("--snapshot", help="第几期：序号、编号或名称；不写则为最新。")
]
Given = Annotated[Path, typer.Argument(metavar="FILE", help="要读的文件。")]
Out = Annotated[Path, typer.Option("--out", help="写到哪个文件夹；不写则为当前文件夹。")]
Target = Annotated[Path, typer.Argument(metavar="FILE", help="要写的文件。")]
Number = Annotated[int, typer.Argument(metavar="ID", help="提交的编号。")]


@contextmanager
def _archive() -> Iterator[Archive]:
    settings = read_settings()
    check_factor_set(settings.geodata, settings.factor_set)
    store = Store(settings.database_url)
    try:
        yield Archive(
            store,
            settings.geodata,
            with_sample=settings.with_sample,
            grid_fallback=settings.grid_fallback,
            factor_set=settings.factor_set,
        )
    finally:
        store.close()


def _agree(question: str, *, yes: bool) -> None:
    if yes:
        return
    said = typer.prompt(f"{question}（输入是或否）", default="否", show_default=False)
    if said.strip().lower() not in AGREED:
        raise typer.Abort


def _refuse_existing(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        msg = f"「{file}」已存在，没有覆盖。请另取文件名，或加 --force"
        raise DomainError(msg)


def _check_target(file: Path, ending: str, *, force: bool) -> None:
    if file.suffix.lower() != ending:
        msg = f"文件名应以 {ending} 结尾，现为「{file.name}」"
        raise DomainError(msg)
    _refuse_existing(file, force=force)


def _put(file: Path, body: bytes) -> None:
    with portable.put_whole(file) as part:
        part.write_bytes(body)


def _stamp(figures: Figures) -> str:
    return " · ".join(fmt.stamp(figures.snapshot))


# What is told


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _text(cell: Cell) -> str:
    return f"{cell.text}（{cell.hover}）" if cell.style == "missing" and cell.hover else cell.text


def _tell(table: Table, *, most: int | None = None) -> None:
    """Write a table as lines of text; none without a row, at most ``most``."""
    if not table.rows:
        return
    typer.echo(f"{table.title}：{len(table.rows)} 行")
    lines = [[column.label for column in table.columns]]
    lines += [[_text(cell) for cell in row.cells] for row in table.rows[:most]]
    widths = [
        max(min(_width(cell), WIDEST) for cell in cells) for cells in zip(*lines, strict=True)
    ]
    for line in lines:
        padded = [
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ]
        typer.echo(f"  {'  '.join(padded)}".rstrip())
    if most is not None and len(table.rows) > most:
        typer.echo(f"  ……另有 {len(table.rows) - most} 行未列出")


def _tell_changes(figures: Figures, changes: Changes, *, most: int | None = MOST_LINES) -> None:
    """Tell which figures, places and states differ; the largest movements where not all fit."""
    typer.echo(changes_sentence(changes))
    _tell(revisions.changes_table(figures, changes, limit=most))
    _tell(revisions.ranks_table(figures, changes), most=most)
    _tell(revisions.states_table(changes), most=most)


def _read_given(file: Path) -> bytes:
    with file.open("rb") as given:
        return given.read(MAX_BYTES + 1)  # one more is enough for the check to refuse it


def _propose(archive: Archive, file: Path) -> Proposal:
    today = beijing_now().date()
    return workflow.propose(archive, _read_given(file), file.name, today=today)


def _tell_proposal(archive: Archive, proposal: Proposal) -> int:
    """Tell what a file says and what was found, and return the exit code that stands for it."""
    for found in proposal.findings:
        typer.echo(f"[{found.severity}] {found.text}")
    figures = archive.current()
    for area, year in proposal.undeclared:
        typer.echo(
            f"[未声明填全] {area_name(figures, area)} {year} 年能源活动：空着的不当作 0；"
            f"确实都填完了，导入时加 --declare {area}:{year}"
        )
    for area, year in proposal.outdated:
        typer.echo(
            f"[填全声明较早] {area_name(figures, area)} {year} 年能源活动：声明时还不确定，"
            f"合计仍按那时的性质；现在仍然填全的，导入时加 --declare {area}:{year}"
        )
    typer.echo(f"与已发布数据相比，{len(proposal.rows)} 行有变化（{_stamp(figures)}）")
    rows = [(row.dataset, row.row_key, row.before, row.after) for row in proposal.rows]
    _tell(revisions.rows_table(figures, rows), most=MOST_LINES)
    if proposal.changes is not None:
        _tell_changes(figures, proposal.changes)
    if proposal.reading.is_blocked:
        return REFUSED
    return OPEN_WARNINGS if proposal.to_answer else DONE


def _tell_draft(found: Submission) -> None:
    typer.echo(f"已存为草稿：提交 {found.submission_id}，{found.rows} 行。")
    typer.echo(f"下一步：{PROGRAM} submit {found.submission_id} --who 姓名")


# Commands for the store


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
    with _archive() as archive:
        known = archive.publications()
        where = health.place_of(settings.database_url)
        if not known:
            tables = {} if sample is False else read_sample(settings.geodata)
            first = archive.store.begin(tables, archive.reference())
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
    _refuse_existing(file, force=force)
    with _archive() as archive:
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
        _agree(f"用「{file.name}」（{issue}）替换 {where} 的全部数据吗", yes=yes)
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


# Commands: from a file to a publication


@app.command("template", cls=ChineseCommand, help="写出填报模板，已填好发布过的数。")
def template(
    file: Target,
    *,
    town: Annotated[str, typer.Option("--town", help="只要一个镇街：9 位代码。")] = "",
    force: Force = False,
) -> None:
    """Write the workbook that towns fill in."""
    from sihui_map.intake.template import template as workbook  # noqa: PLC0415 openpyxl is slow

    _check_target(file, ".xlsx", force=force)
    with _archive() as archive:
        known = archive.known(beijing_now().date())
        if town:
            town_by_code(known.figures.towns, town)
        body = workbook(known.figures, known.rows, number=known.number, town_code=town)
    _put(file, body)
    typer.echo(f"已写出 {file}（{_stamp(known.figures)}）。")


@app.command("check", cls=ChineseCommand, help="读并检查一个填报文件，列出问题和变化，不写入。")
def check(file: Given) -> None:
    """Check a file against what is published."""
    with _archive() as archive:
        code = _tell_proposal(archive, _propose(archive, file))
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
    with _archive() as archive:
        proposal = _propose(archive, file)
        if declare:
            proposal = workflow.declare(archive, proposal, map(_area_year, declare))
        code = _tell_proposal(archive, proposal)
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
            raise typer.Exit(_fail(_open_sentence(proposal, count, confirm), OPEN_WARNINGS))
        rows = len(proposal.rows) - len(left)
        _agree(f"把「{file.name}」的 {rows} 行变化存为草稿吗", yes=yes)
        found = workflow.confirm(archive, proposal, who=who, why=why, answers=answers)
    if left:
        typer.echo(f"{len(left)} 处冲突保留已发布的值，没有提交。")
    _tell_draft(found)


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


def _move(submission_id: int, state: State, who: str, reason: str = "") -> None:
    with _archive() as archive:
        found = workflow.move(archive, submission_id, state, who=who, reason=reason)
    typer.echo(f"提交 {submission_id} 已改为「{found.state}」。")


@app.command("submit", cls=ChineseCommand, help="把草稿或退回的提交送审。")
def submit(submission_id: Number, who: Who) -> None:
    """Hand a draft in."""
    _move(submission_id, State.SUBMITTED, who)


@app.command("approve", cls=ChineseCommand, help="审核通过，并列出发布后的变化。")
def approve(submission_id: Number, who: Who) -> None:
    """Approve a submission."""
    with _archive() as archive:
        changes = workflow.preview(archive, [submission_id])
        figures = archive.current()
    _move(submission_id, State.APPROVED, who)
    typer.echo("发布后将有：")
    _tell_changes(figures, changes)


@app.command("return", cls=ChineseCommand, help="退回提交，须写理由。")
def return_submission(submission_id: Number, who: Who, reason: Reason) -> None:
    """Give a submission back."""
    _move(submission_id, State.RETURNED, who, reason)


@app.command("withdraw", cls=ChineseCommand, help="撤回自己的提交，须写理由。")
def withdraw(submission_id: Number, who: Who, reason: Reason) -> None:
    """Take a submission back."""
    _move(submission_id, State.WITHDRAWN, who, reason)


@app.command("publish", cls=ChineseCommand, help="把已审核的提交一起发布为新的一期。")
def publish(
    submission_ids: Annotated[
        list[int], typer.Argument(metavar="ID...", help="提交的编号，可以有几个。")
    ],
    who: Who,
    why: Why,
    *,
    clock_checked: Annotated[
        bool,
        typer.Option("--clock-checked", help="时钟已核对无误，早于以前记录的时间也发布。"),
    ] = False,
) -> None:
    """Make approved submissions public."""
    with _archive() as archive:
        before = archive.current()
        found = workflow.publish(
            archive, submission_ids, who=who, why=why, clock_checked=clock_checked
        )
        after = archive.current()
        head = archive.store.head()
    typer.echo(f"已发布：第 {found.number} 期，编号 {found.revision}。")
    typer.echo(f"链首 {head}")
    _tell_changes(after, compare(before, after))


@app.command("renew", cls=ChineseCommand, help="他人已先发布同一行时，对照后重提自己的内容。")
def renew(
    submission_id: Number,
    who: Who,
    why: Annotated[str, typer.Option("--why", help="为什么重提。")] = "对照已发布的数据后重提",
    *,
    yes: Yes = False,
) -> None:
    """Hand the rows of a late submission in again."""
    with _archive() as archive:
        late = archive.store.conflicts(submission_id)
        typer.echo(f"提交 {submission_id} 中有 {len(late)} 行已由他人先发布。")
        _tell(revisions.conflicts_table(archive.current(), late))
        _agree("仍用自己的内容重提吗", yes=yes)
        fresh = workflow.renew(archive, submission_id, who=who, why=why)
    _tell_draft(fresh)


@app.command("submissions", cls=ChineseCommand, help="列出提交，最新的在前；写编号则列出其内容。")
def submissions(
    submission_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="只看这一份：各步、每一行、与他人的冲突。")
    ] = None,
    state: Annotated[State | None, typer.Option("--state", help="只要这一种状态。")] = None,
) -> None:
    """List submissions, or the content of one."""
    with _archive() as archive:
        if submission_id is not None:
            _tell_submission(archive, submission_id)
            return
        found = archive.store.submissions(*([state] if state else []))
    typer.echo(f"共 {len(found)} 份提交。")
    _tell(revisions.submissions_table(found))


def _tell_submission(archive: Archive, submission_id: int) -> None:
    store, figures = archive.store, archive.current()
    _tell(revisions.submissions_table([store.submission(submission_id)]))
    _tell(revisions.events_table(store.events(submission_id)))
    entries = store.entries(submission_id)
    bases = store.bases(submission_id)  # what stood there when it was written, not what does now
    rows = [
        (
            row.dataset,
            row.row_key,
            bases[row.base_id].cells if row.base_id in bases else None,
            row.cells,
        )
        for row in entries
    ]
    _tell(revisions.rows_table(figures, rows))
    _tell(revisions.answers_table(figures, entries))
    _tell(revisions.conflicts_table(figures, store.conflicts(submission_id)))


@app.command("explain", cls=ChineseCommand, help="为某年平衡表的差额写书面说明，存为草稿。")
def explain(
    year: Annotated[int, typer.Option("--year", help="年份。")],
    text: Annotated[str, typer.Option("--text", help="说明，至少 4 个字。")],
    who: Who,
) -> None:
    """Explain a year's residual."""
    with _archive() as archive:
        archive.current().ledger(year)
        found = workflow.explain_ledger(archive, year, text, who=who)
    _tell_draft(found)


# Commands on publications


@snapshot_app.command("list", cls=ChineseCommand, help="列出各期，最新的在前。")
def snapshot_list() -> None:
    """List publications."""
    with _archive() as archive:
        found = archive.publications()
    typer.echo(f"共 {len(found)} 期。")
    _tell(revisions.publications_table(found))


@snapshot_app.command("freeze", cls=ChineseCommand, help="给一期起名；名称不能改，也不能再用。")
def snapshot_freeze(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="第几期。")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称，如 2026年第三季度调度。")],
    who: Who,
) -> None:
    """Name a publication."""
    with _archive() as archive:
        found = archive.store.freeze(number, name, who=who)
    typer.echo(f"第 {found.number} 期（编号 {found.revision}）的名称：{'、'.join(found.names)}。")


@snapshot_app.command("diff", cls=ChineseCommand, help="比较两期：数值、排名、状态和说明。")
def snapshot_diff(
    before: Annotated[str, typer.Argument(metavar="A", help="较早的一期：序号、编号或名称。")],
    after: Annotated[str, typer.Argument(metavar="B", help="较晚的一期：序号、编号或名称。")],
) -> None:
    """Compare two publications."""
    with _archive() as archive:
        old, new = archive.at(before), archive.at(after)
    typer.echo(f"从 {_stamp(old)}")
    typer.echo(f"到 {_stamp(new)}")
    _tell_changes(new, compare(old, new), most=None)


# Commands: files. One for each output that the page 会议材料 offers, and one for the set.


def _export(chosen_ones: Sequence[Output], snapshot: str, out: Path, *, force: bool) -> None:
    """Write outputs of one snapshot into the folder ``out``: each file whole or not at all."""
    approval = read_settings().approval
    with _archive() as archive:
        figures = archive.at(snapshot) if snapshot else archive.current()
        before = archive.before(figures)
        out.mkdir(parents=True, exist_ok=True)
        failed: list[str] = []
        for chosen in chosen_ones:
            file = out / chosen.file_name(figures)
            _refuse_existing(file, force=force)
            try:
                body = chosen.make(figures, before, approval)
            except DocumentError as error:  # the others are written all the same
                failed.append(str(error))
                continue
            _put(file, body)
            typer.echo(f"已写出 {file}：{len(body) / 1024:.0f} kB")
    sample = f"；{fmt.SAMPLE_NOTE}" if figures.snapshot.with_sample else ""
    typer.echo(f"{_stamp(figures)}{sample}。")
    if failed:
        raise DocumentError("；".join(failed))


def _export_command(name: str, keys: Sequence[str], text: str) -> None:
    def export(*, snapshot: Snapshot = "", out: Out = Path(), force: Force = False) -> None:
        """Write one output, or the set."""
        _export([outputs.output(key) for key in keys], snapshot, out, force=force)

    export_app.command(name, cls=ChineseCommand, help=text)(export)


@export_app.command("deck", cls=ChineseCommand, help="汇报演示文稿（.pptx）：地图是可改的图形。")
def export_deck(
    *,
    template: Annotated[
        Path | None, typer.Option("--template", help="本单位的 .pptx 模板；不写则用自带版式。")
    ] = None,
    snapshot: Snapshot = "",
    out: Out = Path(),
    force: Force = False,
) -> None:
    """Write the deck, on an office's own template where one is given."""
    chosen = outputs.deck_on(_read_given(template)) if template else outputs.output("deck")
    _export([chosen], snapshot, out, force=force)


for _one in outputs.OUTPUTS.values():
    if _one.key != "deck":  # which takes a template as well
        _export_command(_one.key, (_one.key,), f"{_one.title}（.{_one.ending}）：{_one.about}。")
_export_command("all", outputs.DEFAULT_SET, "全套会议材料。")
