"""Commands as an operator runs them, and the files he hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from sihui_map.cli.app import app
from sihui_map.cli.codes import DONE
from sihui_map.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from sihui_map.domain.submission import State


HEADER = "area_id,year,forest_ha,kind,source\n"
FINE = HEADER + "441284001,2025,470,实绩,四会市林业局\n"
JUMP = HEADER + "441284001,2025,694.2,实绩,四会市林业局\n"
WRONG = HEADER + "441284001,2025,-5,实绩,四会市林业局\n"


def run(*words: object, answer: str = "") -> Result:
    """Run a command as a person types it."""
    return CliRunner().invoke(app, [str(word) for word in words], input=answer)


def written(folder: Path, text: str, name: str = "forest_cover.csv") -> Path:
    """Write a file into ``folder``."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def handed_in(folder: Path, text: str = FINE) -> None:
    """Import a file, which becomes submission 2."""
    done = run("import", written(folder, text), "--who", "张三", "--why", "年报", "--yes",
               "--confirm", "与林业局核对过")  # fmt: skip
    assert done.exit_code == DONE, done.output


def published(folder: Path, text: str = FINE) -> None:
    """Publish a file as 第 2 期."""
    handed_in(folder, text)
    assert run("submit", 2, "--who", "张三").exit_code == DONE
    assert run("approve", 2, "--who", "李四").exit_code == DONE
    assert run("publish", 2, "--who", "李四", "--why", "年报").exit_code == DONE


def submissions_in(url: str) -> dict[int, State]:
    """Return the state of each submission."""
    store = Store(url)
    found = {each.submission_id: each.state for each in store.submissions()}
    store.close()
    return found
