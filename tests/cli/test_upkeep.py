"""Commands for the store itself: init, backup, restore, doctor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.cli.codes import DONE, REFUSED
from sihui_map.domain.submission import State
from sihui_map.store import Store, portable
from tests.cli.running import FINE, handed_in, run, submissions_in, written

if TYPE_CHECKING:
    from pathlib import Path


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
    url = "postgresql://office:geheim-9@127.0.0.1:1/office"
    monkeypatch.setenv("SIHUI_DATABASE_URL", url)
    monkeypatch.setenv("SIHUI_EDITOR_KEY", "geheim-key-9")  # of an older program

    done = run("doctor")

    assert done.exit_code == 1
    assert "连不上数据库" in done.output
    assert "postgresql 127.0.0.1 库 office" in done.output
    assert "[提示] SIHUI_EDITOR_KEY：填报口令已取消，改用账号" in done.output
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
        ("SIHUI_ACCESS", "maybe", "应为 open 或 login，现为「maybe」"),
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
