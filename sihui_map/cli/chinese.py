"""typer in Chinese: its help, and one sentence for whatever goes wrong."""

from __future__ import annotations

import errno
import re
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from sihui_map.cli.codes import DONE, PROGRAM, REFUSED, WRONG_USE
from sihui_map.errors import SihuiMapError

if TYPE_CHECKING:
    from collections.abc import Callable

EXTRA = re.compile(r"\(([^()]+)\)\.?$")

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
            code = fail(str(error), REFUSED)
        except typer.TyperException as error:
            code = fail(_usage_sentence(error), WRONG_USE)
        except typer.Abort:
            code = fail("已取消，没有写入任何内容。", REFUSED)
        except OSError as error:
            code = fail(_file_sentence(error), REFUSED)
        sys.exit(code if isinstance(code, int) else DONE)


def fail(sentence: str, code: int) -> int:
    """Say what stands in the way, and return the exit code for it."""
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
