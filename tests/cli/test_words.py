"""What the command line says of itself: help, wrong words, exit codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from sihui_map.cli.app import app
from sihui_map.cli.codes import DONE, OPEN_WARNINGS, REFUSED, WRONG_USE
from tests.cli.running import run

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).parents[2]


ENGLISH = re.compile(r"\b(Usage|Options|Arguments|Commands|Error|Missing|Invalid|required)\b")


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 typer keeps its types
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = list(commands())


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_and_option_is_in_the_document(name: str, command: Any) -> None:  # noqa: ANN401 see above
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    options = [
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option != "--help"
    ]
    arguments = [each.metavar for each in command.params if each.param_type_name == "argument"]

    assert re.search(rf"`{name}( [^`]*)?`", text)
    assert not [option for option in options if f"`{option}`" not in text]
    assert not [word for word in arguments if not re.search(rf"`{name} [^`]*{word}", text)]


def test_every_exit_code_is_in_the_document() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}

    assert (DONE, REFUSED, WRONG_USE, OPEN_WARNINGS) == (0, 1, 2, 3)
    assert codes == {0, 1, 2, 3, 130}


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_help_is_in_chinese(name: str) -> None:
    done = run(*name.split(), "--help")

    assert done.exit_code == 0
    assert "用法：" in done.output
    assert not ENGLISH.findall(done.output)


def test_without_a_command_the_help_is_shown() -> None:
    done = run()

    assert done.exit_code == 2
    assert "退出码：0 完成" in done.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["chekc"], "没有这个命令；可用命令：init、"),
        (["check"], "缺少参数 'FILE'。用法见"),
        (["submit", "2"], "缺少选项 '--who'。用法见"),
        (["submit", "二", "--who", "张三"], "'ID' 的值不对，应为 <整数>"),
        (["submit", "2", "--woh", "张三"], "没有选项 --woh；相近的有：--who"),
        (["submit", "2", "--who"], "选项 --who 后面缺少值"),
        (["submit", "2", "3", "--who", "张三"], "多写了参数「3」"),
        (["submissions", "--state", "好"], "'--state' 的值不对，应为 <草稿|已提交|"),
        (["export", "pdf"], "没有这个命令；可用命令：deck、report"),
    ],
)
def test_wrong_words_are_answered_in_chinese(words: list[str], sentence: str) -> None:
    done = run(*words)

    assert done.exit_code == 2
    assert sentence in done.stderr
    assert not ENGLISH.findall(done.stderr)


def test_it_runs_as_a_module(own_store: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sihui_map", "snapshot", "freeze", "9", "名称", "--who", "张三"],
        cwd=ROOT,
        env={**os.environ, "SIHUI_DATABASE_URL": own_store},
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 1
    assert done.stderr.decode() == "账号「张三」不存在，什么都没有写入。账号用 account list 查看\n"
