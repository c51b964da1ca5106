"""Commands for files: each of the snapshot that was asked for, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sihui_map.documents import outputs
from tests.cli.running import published, run, written

if TYPE_CHECKING:
    import pytest

STARTS = {"report": b"PK", "map": b"<svg", "gpkg": b"SQLite format 3"}
"""How files begin, of each way of writing one: a document, a picture, data."""


def one_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_an_export_is_of_the_snapshot_that_was_asked_for(
    ready: Path, subtests: pytest.Subtests
) -> None:
    published(ready)

    for kind, start in STARTS.items():
        with subtests.test(kind):
            older = run("export", kind, "--out", f"one-{kind}", "--snapshot", 1)
            newest = run("export", kind, "--out", f"two-{kind}")

            assert (older.exit_code, newest.exit_code) == (0, 0), older.output + newest.output
            assert "第 1 期" in older.output
            assert "第 2 期" in newest.output
            assert "标「示例」的数值为虚构样本，不可引用" in newest.output
            first, second = one_file(ready / f"one-{kind}"), one_file(ready / f"two-{kind}")
            assert first.read_bytes().startswith(start)
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
