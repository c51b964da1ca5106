"""Commands on publications: name, compare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.cli.running import COVER, COVER_THEN, GROWTH, JUMP, published, run

if TYPE_CHECKING:
    from pathlib import Path


def test_a_publication_is_named_and_compared(ready: Path) -> None:
    published(ready, JUMP)
    assert run("snapshot", "freeze", 2, "年报", "--who", "李四").exit_code == 0

    done = run("snapshot", "diff", 1, "年报")

    told = f"{re.escape(f'{COVER_THEN - COVER:+.2f}')} +{re.escape(GROWTH)}"
    assert "第 2 期「年报」" in done.output
    assert re.search(r"其中 \d+ 个变化超过 5%", done.output)  # the clock of tasks moves as well
    assert re.search(rf"{told} .*与上年相比：与林业局核对过", done.output)


def test_a_publication_that_is_not_there_is_refused(ready: Path) -> None:
    done = run("snapshot", "diff", 1, 7)

    assert done.exit_code == 1
    assert "没有编号或名称为「7」的期" in done.stderr
    assert ready.is_dir()
