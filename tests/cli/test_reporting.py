"""Commands on a file to hand in: template, check, import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from sihui_map.cli.codes import DONE, OPEN_WARNINGS, REFUSED
from sihui_map.domain.submission import State
from sihui_map.store import Store
from tests import county
from tests.cli.running import (
    BEFORE,
    COVER,
    COVER_THEN,
    FINE,
    GROWTH,
    JUMP,
    MORE,
    MUCH,
    NOW,
    TOWN,
    WRONG,
    YEAR,
    handed_in,
    run,
    submissions_in,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_the_template_comes_back_without_a_change(ready: Path) -> None:
    assert run("template", "t.xlsx").exit_code == 0

    done = run("check", "t.xlsx")

    assert done.exit_code == 0, done.output
    assert "0 行有变化" in done.output
    assert ready.is_dir()


def test_the_template_of_one_town_names_no_other(ready: Path) -> None:
    assert run("template", "t.xlsx", "--town", TOWN.code).exit_code == 0
    book = load_workbook(ready / "t.xlsx", read_only=True)
    texts = {str(cell) for row in book.worksheets[1].iter_rows(values_only=True) for cell in row}
    book.close()

    assert TOWN.name in texts
    assert county.OWN.name not in texts


def test_an_unknown_town_is_refused_with_those_that_may_be(ready: Path) -> None:
    done = run("template", "t.xlsx", "--town", f"{county.CODE}999")

    assert done.exit_code == 1
    assert f"没有代码为「{county.CODE}999」的镇街；可选：{TOWN.name} {TOWN.code}" in done.stderr
    assert not (ready / "t.xlsx").exists()


@pytest.mark.parametrize(("text", "code"), [(FINE, 0), (WRONG, 1), (JUMP, 3)])
def test_check_writes_nothing_and_leaves_what_it_found(
    ready: Path, own_store: str, text: str, code: int
) -> None:
    done = run("check", written(ready, text))

    assert done.exit_code == code, done.output
    assert submissions_in(own_store) == {1: State.PUBLISHED}


def test_check_says_where_what_and_what_to_do(ready: Path) -> None:
    done = run("check", written(ready, JUMP))

    told = (
        f"{TOWN.name} {YEAR} 年森林覆盖率", f"{COVER:.2f}", f"{COVER_THEN:.2f}",
        f"{COVER_THEN - COVER:+.2f}", GROWTH,
    )  # fmt: skip
    assert "[提醒] " in done.output
    leap = f"{(float(MUCH) / float(BEFORE) - 1) * 100:+.1f}%"
    assert f"变化 {leap}。处理办法：核对数值；确认无误的写明理由。" in done.output
    assert f"森林面积：{TOWN.name} {YEAR}" in done.output
    assert re.search(rf"{re.escape(NOW)} +{re.escape(MUCH)}", done.output)
    assert re.search(" +".join(map(re.escape, told)), done.output)


def test_a_file_that_is_not_there_is_one_sentence(ready: Path) -> None:
    done = run("check", ready / "none.xlsx")

    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "none.xlsx」：文件或文件夹不存在" in done.stderr


def test_import_keeps_a_draft(ready: Path, own_store: str) -> None:
    done = run("import", written(ready, FINE), "--who", "张三", "--why", "年报", answer="是\n")

    assert done.exit_code == 0, done.output
    assert "已存为草稿：提交 2，1 行" in done.output
    assert submissions_in(own_store) == {2: State.DRAFT, 1: State.PUBLISHED}


@pytest.mark.parametrize(
    ("text", "more", "code"),
    [
        (FINE, ["--dry-run"], 0),
        (FINE, [], 1),  # nobody answers the question
        (WRONG, ["--yes"], 1),
        (JUMP, ["--yes"], 3),
        (JUMP, ["--dry-run"], 3),
        (JUMP, ["--dry-run", "--confirm", "与林业局核对过"], 0),
        (JUMP, ["--yes", "--confirm", "对"], 1),  # no reason at all
    ],
)
def test_import_writes_nothing_unless_all_is_answered(
    ready: Path, own_store: str, text: str, more: list[str], code: int
) -> None:
    done = run("import", written(ready, text), "--who", "张三", "--why", "年报", *more)

    assert done.exit_code == code, done.output
    assert submissions_in(own_store) == {1: State.PUBLISHED}


ENERGY = "area_id,year,fuel,amount,unit,kind,source\n"


COKE = f"{ENERGY}{county.OWN.code},2026,焦炭,12,t,实绩,统计台账\n"


def test_import_declares_an_area_and_year_complete(ready: Path) -> None:
    file = written(ready, COKE, "energy.csv")
    words = ("--who", "张三", "--why", "年报", "--yes")

    told = run("import", file, *words, "--dry-run")
    wrong = run("import", file, *words, "--declare", f"{county.OWN.code}:2024")
    done = run("import", file, *words, "--declare", f"{county.OWN.code}:2026")

    assert f"{county.OWN.name} 2026 年能源活动：空着的不当作 0" in told.output
    assert f"--declare {county.OWN.code}:2026" in told.output
    assert wrong.exit_code == REFUSED
    assert f"可以声明的：{county.OWN.code}:2026" in wrong.stderr
    assert done.exit_code == DONE, done.output
    assert "提交 2，2 行" in done.output


def test_a_conflict_is_decided_by_an_option(ready: Path, own_store: str) -> None:
    run("template", "town.xlsx", "--town", TOWN.code)
    handed_in(ready)
    for words in (["submit", 2, "--who", "张三"], ["approve", 2, "--who", "李四"],
                  ["publish", 2, "--who", "李四", "--why", "年报"]):  # fmt: skip
        assert run(*words).exit_code == DONE
    book = load_workbook(ready / "town.xlsx")
    sheet: Any = book["森林"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == YEAR)
    row[3].value = int(MORE) + 10
    book.save(ready / "town.xlsx")
    again = ("import", "town.xlsx", "--who", "王五", "--why", "更正", "--yes")

    open_ones = run(*again, "--confirm", "已与台账核对")
    theirs = run(*again, "--confirm", "已与台账核对", "--theirs")
    mine = run(*again, "--confirm", "已与台账核对", "--mine", "以复查为准")

    assert open_ones.exit_code == OPEN_WARNINGS
    assert "--mine" in open_ones.stderr
    assert "--theirs" in open_ones.stderr
    assert (theirs.exit_code, mine.exit_code) == (REFUSED, DONE)
    assert "保留已发布的值，没有需要提交的变化" in theirs.stderr
    store = Store(own_store)
    (entry,) = store.entries(3)
    store.close()
    assert (entry.cells or {})["forest_ha"] == str(int(MORE) + 10)
