"""The command line: what it does, what it says, and the exit code it leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from sihui_map.cli import DONE, OPEN_WARNINGS, REFUSED, WRONG_USE, app
from sihui_map.documents import outputs
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.domain.submission import State
from sihui_map.store import Store, portable
from sihui_map.store.writers import preferences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.testing import Result

ROOT = Path(__file__).parents[1]
HEADER = "area_id,year,forest_ha,kind,source\n"
FINE = HEADER + "441284001,2025,470,实绩,四会市林业局\n"
JUMP = HEADER + "441284001,2025,694.2,实绩,四会市林业局\n"
WRONG = HEADER + "441284001,2025,-5,实绩,四会市林业局\n"
ENGLISH = re.compile(r"\b(Usage|Options|Arguments|Commands|Error|Missing|Invalid|required)\b")

pytestmark = pytest.mark.usefixtures("own_store")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which commands are run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ready(folder: Path) -> Path:
    """Return the folder, with a store that holds the sample."""
    assert run("init").exit_code == DONE
    return folder


def run(*words: object, answer: str = "") -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=answer)


def written(folder: Path, text: str, name: str = "forest_cover.csv") -> Path:
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
    store = Store(url)
    found = {each.submission_id: each.state for each in store.submissions()}
    store.close()
    return found


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 typer keeps its types
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = list(commands())


# What is documented


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
    assert done.stderr.decode() == "没有第 9 期；最新为第 0 期\n"


# The store


def test_init_makes_the_store_once(folder: Path) -> None:
    first, again = run("init"), run("init", "--sample")

    assert "第 1 期" in first.output
    assert "初始数据：示例" in first.output
    assert str(folder / "own.db") in first.output
    assert again.exit_code == 0
    assert "已存在，没有改动：最新第 1 期" in again.output


def test_init_does_not_empty_a_store_that_has_something(ready: Path, own_store: str) -> None:
    done = run("init", "--empty")

    assert done.exit_code == 1
    assert "请把 SIHUI_DATABASE_URL 指向新的位置" in done.stderr
    assert submissions_in(own_store) == {1: State.PUBLISHED}
    assert ready.is_dir()


def test_an_empty_store_holds_nothing_that_was_reported(folder: Path, own_store: str) -> None:
    done = run("init", "--empty")

    assert "初始：没有填报数据" in done.output
    assert submissions_in(own_store) == {}
    assert folder.is_dir()


def test_backup_and_restore_bring_back_what_was(ready: Path, own_store: str) -> None:
    assert "核对无误" in run("backup", "b.db").output
    handed_in(ready)

    done = run("restore", "b.db", "--yes")

    assert done.exit_code == 0
    assert submissions_in(own_store) == {1: State.PUBLISHED}
    (kept,) = ready.glob("b-before-restore-*.db")
    assert f"恢复之前的数据已另存为 {kept.name}" in done.output
    with portable.opened(kept) as store:
        assert len(store.submissions()) == 2


def test_restoring_the_same_changes_nothing(ready: Path) -> None:
    run("backup", "b.db")

    assert "完全相同，没有改动" in run("restore", "b.db", "--yes").output
    assert not list(ready.glob("b-before-restore-*"))


@pytest.mark.parametrize("answer", ["否\n", "\n", "maybe\n", ""])
def test_restore_asks_first(ready: Path, own_store: str, answer: str) -> None:
    run("backup", "b.db")
    handed_in(ready)

    done = run("restore", "b.db", answer=answer)

    assert done.exit_code == 1
    assert "已取消，没有写入任何内容" in done.stderr
    assert len(submissions_in(own_store)) == 2


def test_restore_refuses_what_is_no_backup(ready: Path, own_store: str) -> None:
    done = run("restore", written(ready, FINE, "b.db"), "--yes")

    assert done.exit_code == 1
    assert done.stderr == "「b.db」不是本系统的备份文件。请选择用 backup 命令写出的文件\n"
    assert submissions_in(own_store) == {1: State.PUBLISHED}


def test_restore_heals_a_broken_database(ready: Path, own_store: str) -> None:
    run("backup", "b.db")
    (ready / "own.db").write_bytes(b"no database any more" * 999)
    for log in ready.glob("own.db-*"):
        log.unlink()

    done = run("restore", "b.db", "--yes")

    assert done.exit_code == 0, done.output
    assert "现有数据库已损坏，改名为" in done.output
    assert len(list(ready.glob("own.db.damaged-*"))) == 1
    assert submissions_in(own_store) == {1: State.PUBLISHED}


def test_backup_warns_of_a_store_that_was_tampered_with(ready: Path, own_store: str) -> None:
    store = Store(own_store)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET why = '改' WHERE entry_id = 1")
    store.close()

    done = run("backup", "b.db")

    assert done.exit_code == 1
    assert "备份已写出，但数据库本身有问题：第 1 期的编号" in done.stderr
    assert (ready / "b.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "there.xlsx"],
        ["template", "there.xlsx"],
    ],
)
def test_nothing_is_written_over_without_force(ready: Path, words: list[str]) -> None:
    there = written(ready, "old", "there.xlsx")

    done = run(*words)

    assert done.exit_code == 1
    assert "「there.xlsx」已存在，没有覆盖" in done.stderr
    assert there.read_text() == "old"


def test_doctor_finds_nothing_wrong_with_a_fresh_store(ready: Path) -> None:
    done = run("doctor")

    assert "[正常] 各期：共 1 期，编号全部复算无误" in done.output
    assert "[正常] 结构：" in done.output
    assert "[正常] 完整性：数据库完好" in done.output
    assert "[正常] 软件包：streamlit " in done.output
    assert ready.is_dir()


def test_doctor_names_a_publication_that_was_changed(ready: Path, own_store: str) -> None:
    store = Store(own_store)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE publication SET revision = 'DEADBEEF'")
    store.close()

    done = run("doctor")

    assert done.exit_code == 1
    assert "[问题] 各期：第 1 期的编号 DEADBEEF 与内容不符" in done.output
    assert ready.is_dir()


def test_doctor_names_a_step_that_was_changed_and_a_head_that_is_gone(
    ready: Path, own_store: str
) -> None:
    head = re.search(r"链首 (\d+:[0-9a-f]{64})", run("backup", "b.db").output)
    assert head is not None
    assert run("doctor", "--head", head[1]).exit_code == DONE
    store = Store(own_store)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET who = '赵六' WHERE step = 3")
    store.close()

    done = run("doctor", "--head", f"9{head[1]}")

    assert done.exit_code == REFUSED
    assert "[问题] 链：提交 1 的第 3 步与入链时不符" in done.output
    assert "[问题] 抄记的链首：9" in done.output
    assert run("backup", "c.db").exit_code == REFUSED
    assert ready.is_dir()


def test_doctor_names_a_broken_database(folder: Path) -> None:
    (folder / "own.db").write_bytes(b"no database" * 999)

    done = run("doctor")

    assert done.exit_code == 1
    assert "数据库文件已损坏。请用 restore 恢复最近的备份" in done.output


def test_doctor_makes_no_store(folder: Path) -> None:
    done = run("doctor")

    assert "尚未建立。请运行 init" in done.output
    assert not list(folder.glob("own.db*"))


def test_doctor_tells_no_secret(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://sihui:geheim-9@127.0.0.1:1/sihui"
    monkeypatch.setenv("SIHUI_DATABASE_URL", url)
    monkeypatch.setenv("SIHUI_EDITOR_KEY", "geheim-key-9")

    done = run("doctor")

    assert done.exit_code == 1
    assert "连不上数据库" in done.output
    assert "postgresql 127.0.0.1 库 sihui" in done.output
    assert "已设置（不显示）" in done.output
    assert "geheim" not in done.output
    assert folder.is_dir()


def test_doctor_hints_at_a_setting_that_is_none(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_SAMPEL", "off")

    assert "[提示] SIHUI_SAMPEL：本系统没有这项设置" in run("doctor").output
    assert ready.is_dir()


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("SIHUI_SAMPLE", "maybe", "应为 on 或 off，现为「maybe」"),
        ("SIHUI_FACTOR_SET", "ipcc", "应为 enterprise_2015 或 provincial_2025，现为「ipcc」"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str, said: str
) -> None:
    monkeypatch.setenv(name, told)

    done = run("snapshot", "list")

    assert done.exit_code == 1
    assert done.stderr == f"环境变量 {name} {said}\n"
    assert folder.is_dir()


# From a file to a publication


def test_the_template_comes_back_without_a_change(ready: Path) -> None:
    assert run("template", "t.xlsx").exit_code == 0

    done = run("check", "t.xlsx")

    assert done.exit_code == 0, done.output
    assert "0 行有变化" in done.output
    assert ready.is_dir()


def test_the_template_of_one_town_names_no_other(ready: Path) -> None:
    assert run("template", "t.xlsx", "--town", "441284001").exit_code == 0
    book = load_workbook(ready / "t.xlsx", read_only=True)
    texts = {str(cell) for row in book.worksheets[1].iter_rows(values_only=True) for cell in row}
    book.close()

    assert "城中街道" in texts
    assert "大沙镇" not in texts


def test_an_unknown_town_is_refused_with_those_that_may_be(ready: Path) -> None:
    done = run("template", "t.xlsx", "--town", "441284999")

    assert done.exit_code == 1
    assert "没有代码为「441284999」的镇街；可选：城中街道 441284001" in done.stderr
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

    assert "[提醒] " in done.output
    assert "变化 +50.3%。处理办法：核对数值；确认无误的写明理由。" in done.output
    assert "森林面积：城中街道 2025" in done.output
    assert re.search(r"462\.8 +694\.2", done.output)
    assert re.search(r"城中街道 2025 年森林覆盖率 +10\.06 +15\.09 +\+5\.03 +\+50\.0%", done.output)


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
COKE = ENERGY + "441284105,2026,焦炭,12,t,实绩,统计台账\n"


def test_import_declares_an_area_and_year_complete(ready: Path) -> None:
    file = written(ready, COKE, "energy.csv")
    words = ("--who", "张三", "--why", "年报", "--yes")

    told = run("import", file, *words, "--dry-run")
    wrong = run("import", file, *words, "--declare", "441284105:2024")
    done = run("import", file, *words, "--declare", "441284105:2026")

    assert "大沙镇 2026 年能源活动：空着的不当作 0" in told.output
    assert "--declare 441284105:2026" in told.output
    assert wrong.exit_code == REFUSED
    assert "可以声明的：441284105:2026" in wrong.stderr
    assert done.exit_code == DONE, done.output
    assert "提交 2，2 行" in done.output


def test_a_conflict_is_decided_by_an_option(ready: Path, own_store: str) -> None:
    run("template", "town.xlsx", "--town", "441284001")
    handed_in(ready)
    for words in (["submit", 2, "--who", "张三"], ["approve", 2, "--who", "李四"],
                  ["publish", 2, "--who", "李四", "--why", "年报"]):  # fmt: skip
        assert run(*words).exit_code == DONE
    book = load_workbook(ready / "town.xlsx")
    sheet: Any = book["森林"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == 2025)
    row[3].value = 480
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
    assert (entry.cells or {})["forest_ha"] == "480"


def test_what_was_replaced_is_told_after_the_publication_too(ready: Path) -> None:
    handed_in(ready)
    waiting = run("submissions", 2).output
    for words in (["submit", 2, "--who", "张三"], ["approve", 2, "--who", "李四"],
                  ["publish", 2, "--who", "李四", "--why", "年报"]):  # fmt: skip
        assert run(*words).exit_code == DONE

    lines = [line for line in run("submissions", 2).output.splitlines() if "森林面积" in line]

    assert any(re.search(r"\d+\.?\d* +470$", line) for line in lines), lines
    assert all(line in waiting for line in lines)


def test_of_two_people_the_other_one_approves(ready: Path, own_store: str) -> None:
    handed_in(ready)
    run("submit", 2, "--who", "李四")

    refused = run("approve", 2, "--who", "张三")

    assert refused.exit_code == REFUSED
    assert "应由另一个人审核" in refused.stderr
    assert submissions_in(own_store)[2] is State.SUBMITTED


def test_the_reason_goes_with_the_row(ready: Path) -> None:
    handed_in(ready, JUMP)

    done = run("submissions", 2)

    assert "与上年相比：与林业局核对过" in done.output
    assert re.search(r"462\.8 +694\.2", done.output)


def test_a_submission_goes_all_the_way(ready: Path) -> None:
    published(ready)

    assert re.search(r"2 +已发布 +张三", run("submissions", "--state", "已发布").output)
    assert "共 0 份提交" in run("submissions", "--state", "草稿").output
    assert "共 2 期" in run("snapshot", "list").output


def test_a_step_that_does_not_follow_is_refused(ready: Path) -> None:
    handed_in(ready)

    done = run("approve", 2, "--who", "李四")

    assert done.exit_code == 1
    assert "这份提交现为「草稿」，不能改为「已审核」" in done.stderr


def test_a_submission_is_returned_and_withdrawn_with_a_reason(ready: Path, own_store: str) -> None:
    handed_in(ready)
    run("submit", 2, "--who", "张三")

    returned = run("return", 2, "--who", "李四", "--reason", "来源不清")
    withdrawn = run("withdraw", 2, "--who", "张三", "--reason", "重填")

    assert (returned.exit_code, withdrawn.exit_code) == (0, 0)
    assert "来源不清" in run("submissions", 2).output
    assert submissions_in(own_store)[2] is State.WITHDRAWN


def test_who_comes_second_sees_both_and_hands_in_again(ready: Path, own_store: str) -> None:
    handed_in(ready, FINE.replace("470", "471"))
    store = Store(own_store)
    changes = store.entries(2)
    store.close()
    assert changes[0].cells is not None
    run("import", written(ready, FINE), "--who", "王五", "--why", "更正", "--yes")
    for words in (
        ["submit", 3, "--who", "王五"],
        ["approve", 3, "--who", "李四"],
        ["publish", 3, "--who", "李四", "--why", "更正"],
    ):
        assert run(*words).exit_code == 0

    done = run("renew", 2, "--who", "张三", "--yes")

    assert "1 行已由他人先发布" in done.output
    assert re.search(r"471（张三） +470（王五", done.output)
    assert submissions_in(own_store)[4] is State.DRAFT
    assert submissions_in(own_store)[2] is State.WITHDRAWN


def test_a_ledger_is_explained(ready: Path) -> None:
    done = run("explain", "--year", 2020, "--text", "电厂口径不同", "--who", "张三")

    assert done.exit_code == 0
    assert "电厂口径不同" in run("submissions", 2).output
    assert ready.is_dir()


def test_a_year_without_a_ledger_cannot_be_explained(ready: Path) -> None:
    done = run("explain", "--year", 1999, "--text", "电厂口径不同", "--who", "张三")

    assert done.exit_code == 1
    assert "没有 1999 年的平衡表；可选年份：2010、" in done.stderr
    assert ready.is_dir()


# Publications and files


def test_a_clock_that_runs_backwards_publishes_only_what_was_checked(
    ready: Path, own_store: str
) -> None:
    handed_in(ready)
    run("submit", 2, "--who", "张三")
    run("approve", 2, "--who", "李四")
    store = Store(own_store, now=lambda: datetime(2099, 1, 1, tzinfo=UTC))
    preferences.keep_preference(store, "order", "a", who="王强")
    store.close()

    refused = run("publish", 2, "--who", "李四", "--why", "年报")
    done = run("publish", 2, "--who", "李四", "--why", "年报", "--clock-checked")

    assert refused.exit_code == REFUSED
    assert "比已有记录的时间 2099-01-01 08:00:00 还早，这次没有发布" in refused.stderr
    assert done.exit_code == DONE
    assert re.search(r"链首 \d+:[0-9a-f]{64}", done.output)


def test_a_publication_is_named_and_compared(ready: Path) -> None:
    published(ready, JUMP)
    assert run("snapshot", "freeze", 2, "年报", "--who", "李四").exit_code == 0

    done = run("snapshot", "diff", 1, "年报")

    assert "第 2 期「年报」" in done.output
    assert "其中 1 个变化超过 5%" in done.output
    assert re.search(r"\+5\.03 +\+50\.0% .*与上年相比：与林业局核对过", done.output)


def test_a_publication_that_is_not_there_is_refused(ready: Path) -> None:
    done = run("snapshot", "diff", 1, 7)

    assert done.exit_code == 1
    assert "没有编号或名称为「7」的期" in done.stderr
    assert ready.is_dir()


STARTS = {
    "deck": b"PK",
    "report": b"PK",
    "town-sheets": b"PK",
    "pack": b"<!",
    "databook": b"PK",
    "map": b"<svg",
    "map-png": b"\x89PNG",
    "gpkg": b"SQLite format 3",
}


def one_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


@pytest.mark.parametrize("kind", OUTPUTS)
def test_an_export_is_of_the_snapshot_that_was_asked_for(ready: Path, kind: str) -> None:
    published(ready)

    older = run("export", kind, "--out", "one", "--snapshot", 1)
    newest = run("export", kind, "--out", "two")

    assert (older.exit_code, newest.exit_code) == (0, 0), older.output + newest.output
    assert "第 1 期" in older.output
    assert "第 2 期" in newest.output
    assert "标「示例」的数值为虚构样本，不可引用" in newest.output
    first, second = one_file(ready / "one"), one_file(ready / "two")
    assert first.read_bytes().startswith(STARTS[kind])
    assert first.read_bytes() != second.read_bytes()
    assert first.name != second.name


def test_a_deck_takes_an_office_s_own_template(ready: Path) -> None:
    run("export", "deck", "--out", "own")
    template = one_file(ready / "own")

    done = run("export", "deck", "--template", template, "--out", "office")

    assert done.exit_code == 0, done.output
    assert one_file(ready / "office").read_bytes().startswith(b"PK")


def test_a_template_that_is_none_leaves_no_file(ready: Path) -> None:
    wrong = written(ready, "no deck", "wrong.pptx")

    done = run("export", "deck", "--template", wrong, "--out", "office")

    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list((ready / "office").glob("*"))


def test_one_command_makes_the_whole_set(ready: Path) -> None:
    done = run("export", "all", "--out", "set")

    assert done.exit_code == 0, done.output
    endings = sorted(path.suffix for path in (ready / "set").iterdir())
    assert endings == [".docx", ".docx", ".html", ".pptx", ".svg", ".xlsx"]


def test_an_export_is_not_written_over_without_force(ready: Path) -> None:
    run("export", "map")
    (there,) = ready.glob("*.svg")
    there.write_text("old", encoding="utf-8")

    again = run("export", "map")

    assert again.exit_code == 1
    assert f"「{there.name}」已存在，没有覆盖" in again.stderr
    assert there.read_text("utf-8") == "old"
    assert run("export", "map", "--force").exit_code == 0


def test_one_document_that_fails_leaves_the_set_to_the_others(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    deck = replace(outputs.OUTPUTS["deck"], maker=broken)
    monkeypatch.setattr(outputs, "OUTPUTS", {**outputs.OUTPUTS, "deck": deck})

    done = run("export", "all", "--out", "set")

    assert done.exit_code == 1
    assert "「汇报演示文稿」没有生成，原因已记入日志" in done.output
    endings = sorted(path.suffix for path in (ready / "set").iterdir())
    assert endings == [".docx", ".docx", ".html", ".svg", ".xlsx"]


def test_an_export_that_fails_leaves_the_old_file(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("export", "map")
    (there,) = ready.glob("*.svg")
    before = there.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "map.svg")

    monkeypatch.setattr(Path, "write_bytes", full)
    done = run("export", "map", "--force")

    assert done.exit_code == 1
    assert done.stderr.startswith("「map.svg」：磁盘已满")
    assert there.read_bytes() == before
    assert not list(ready.glob(".*.tmp"))


def test_an_export_of_an_unknown_snapshot_writes_nothing(ready: Path) -> None:
    done = run("export", "map", "--snapshot", "9", "--out", "new")

    assert done.exit_code == 1
    assert "没有编号或名称为「9」的期" in done.stderr
    assert not (ready / "new").exists()
