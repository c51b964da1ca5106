"""Commands as an operator runs them, and the files he hands in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from typer import testing
from typer.testing import CliRunner

from sihui_map.cli.app import app
from sihui_map.cli.codes import DONE
from sihui_map.store import Store
from tests import county
from tests.own_words import records

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from sihui_map.domain.submission import State


# Each command of a test would be put together anew from the signatures of all of them.
vars(testing)["_get_command"] = cache(vars(testing)["_get_command"])
TOWN = county.FIRST
"""The town that reports its forest; nobody of the tests is its clerk."""
_SAMPLE = {
    int(row["year"]): row["forest_ha"]
    for row in records("sample/forest_cover.csv")
    if row["area_id"] == TOWN.code
}
YEAR = max(_SAMPLE)
BEFORE, NOW = _SAMPLE[YEAR - 1], _SAMPLE[YEAR]
"""Its forest by the sample, the year before and in the year of which it reports."""
MORE, MUCH = f"{float(NOW) * 1.015:.0f}", f"{round(float(NOW) * 1.5, 1):g}"
"""What it reports: one is near, the other leaps."""
(_AREA,) = (float(row["area_km2"]) for row in records("units.csv") if row["town_code"] == TOWN.code)
COVER, COVER_THEN = float(NOW) / _AREA, float(MUCH) / _AREA
"""Its forest in % of its land: hectares of a square kilometre are that."""
GROWTH = f"{(float(MUCH) / float(NOW) - 1) * 100:+.1f}%"
"""How far it leaps."""
HEADER = "area_id,year,forest_ha,kind,source\n"


def forest(hectares: str) -> str:
    """Return a file in which the town says how much forest it has."""
    return f"{HEADER}{TOWN.code},{YEAR},{hectares},实绩,林业局\n"


FINE, JUMP, WRONG = forest(MORE), forest(MUCH), forest("-5")


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
