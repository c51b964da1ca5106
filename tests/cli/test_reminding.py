"""The command that reminds: once a day however often it is run, on paper and by mail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sihui_map.cli.codes import DONE, REFUSED
from sihui_map.domain.reminding import Channel, Reply
from sihui_map.store import Store
from sihui_map.store.writers import reminding
from sihui_map.workflow.permitting import today_of
from tests.cli.running import TOWN, run
from tests.documents.papers import opened, texts
from tests.mail_server import PASSWORD, USER, certificate, mail_server
from tests.stalled import OTHER, TASK, UNIT, stalled_in

if TYPE_CHECKING:
    from sihui_map.domain.reminding import Delivery, Notice

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(scope="module")
def stalled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store in which two units are a day late with one task."""
    file = tmp_path_factory.mktemp("stalled") / "stalled.db"
    stalled_in(f"sqlite:///{file.as_posix()}")
    return file


@pytest.fixture
def late(folder: Path, own_store: str, stalled: Path) -> Path:
    """Return the folder of a copy of it."""
    shutil.copy(stalled, own_store.removeprefix("sqlite:///"))
    return folder


def kept(url: str) -> tuple[tuple[Notice, ...], tuple[Delivery, ...], date]:
    store = Store(url)
    found = store.notices(), store.deliveries(), today_of(store)
    store.close()
    return found


def test_run_twice_it_sends_once(late: Path, own_store: str) -> None:
    first, second = run("remind"), run("remind")

    assert first.exit_code == second.exit_code == DONE, first.output
    assert "新发催办单 2 件" in first.output
    assert "催办单第 1 号" in first.output
    assert "新发催办单 0 件" in second.output
    notices, _, today = kept(own_store)
    assert [(one.scope, one.day, one.who) for one in notices] == [
        (OTHER, today, "系统"),
        (UNIT, today, "系统"),
    ]
    assert late.is_dir()


def test_two_at_once_send_one(late: Path, own_store: str) -> None:
    command = [sys.executable, "-m", "sihui_map", "remind"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIHUI_DATABASE_URL": own_store}

    running = [
        subprocess.Popen(  # noqa: S603 our own command
            command, cwd=late, env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [each.communicate(timeout=120)[0] for each in running]

    assert [each.returncode for each in running] == [DONE, DONE]
    assert sorted("新发催办单 2 件" in each for each in said) == [False, True]
    assert len(kept(own_store)[0]) == 2


def test_a_trial_writes_nothing_and_may_look_ahead(late: Path, own_store: str) -> None:
    ahead = (kept(own_store)[2] + timedelta(days=9)).isoformat()

    trial = run("remind", "--dry-run", "--day", ahead)
    real = run("remind", "--day", ahead)

    assert trial.exit_code == DONE
    assert f"{ahead}：会发催办单 2 件；没有写入。" in trial.output
    assert f"{UNIT}：催办　第 {TASK} 项任务「" in trial.output
    assert real.exit_code == REFUSED
    assert "还不能发" in real.stderr
    assert kept(own_store)[0] == ()
    assert late.is_dir()


def test_a_day_that_is_none_is_refused(late: Path) -> None:
    done = run("remind", "--day", "明天")

    assert done.exit_code == REFUSED
    assert "日期应为 2026-09-30 这样的写法，现为「明天」" in done.stderr
    assert late.is_dir()


def test_it_writes_a_notice_with_its_slip_for_each_unit_and_a_text(
    late: Path, own_store: str
) -> None:
    assert run("remind", "--into", "out").exit_code == DONE
    again = run("remind", "--into", "out", "--text")

    today = kept(own_store)[2].isoformat()
    names = {f"催办单_{today}_{UNIT}.docx", f"催办单_{today}_{OTHER}.docx", f"催办文字_{today}.txt"}
    assert {file.name for file in (late / "out").iterdir()} == names
    said = texts(opened((late / "out" / f"催办单_{today}_{UNIT}.docx").read_bytes()))
    assert "碳达峰工作催办单" in said
    assert "回执" in said
    assert "第 2 号" in said
    text = (late / "out" / f"催办文字_{today}.txt").read_text("utf-8")
    assert f"【催办】{UNIT}：截至 {today}，你单位有 1 件事请办理并反馈：" in text
    assert "已过 1 天；催办单第 2 号" in text
    assert text.strip() in again.output


def test_an_account_that_may_not_is_refused(late: Path, own_store: str) -> None:
    assert run("account", "add", "林静", "--role", "管理", "--why", "岗位").exit_code == DONE

    done = run("remind", "--who", "林静")

    assert done.exit_code == REFUSED
    assert "不能催办" in done.stderr
    assert kept(own_store)[0] == ()
    assert late.is_dir()


# By mail


@pytest.fixture
def book(late: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the book with the address of one unit, which is set."""
    file = late / "book.csv"
    file.write_text(f"单位,邮箱\n{UNIT},fgj@example.org\n{TOWN.name},town@example.org\n", "utf-8")
    monkeypatch.setenv("SIHUI_SMTP_BOOK", str(file))
    monkeypatch.setenv("SIHUI_SMTP_FROM", USER)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(late)))
    monkeypatch.setenv("SIHUI_SMTP_URL", "smtps://127.0.0.1:1")
    return file


def test_a_mail_that_failed_is_sent_next_time_with_the_same_notice(
    book: Path, own_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = run("remind")
    assert failed.exit_code == REFUSED
    assert f"邮件未发出，下次再试，不会重发催办单。{UNIT}：连不上邮件服务器" in failed.stderr
    notices, deliveries, _ = kept(own_store)
    assert [one.channel for one in notices] == [Channel.DESK, Channel.MAIL]
    assert deliveries[-1].problem.startswith("连不上邮件服务器")

    with mail_server(book.parent / "certificate.pem", is_secure=True) as (inbox, at):
        login = f"{quote(USER)}:{quote(PASSWORD, safe='')}"
        monkeypatch.setenv("SIHUI_SMTP_URL", f"smtps://{login}@{at}")
        sent, again = run("remind"), run("remind")

    assert f"邮件已发给：{UNIT}。" in sent.output
    assert "邮件已发给" not in again.output
    assert again.exit_code == DONE
    assert kept(own_store)[0] == notices
    (letter,) = inbox.letters
    assert inbox.recipients == [["fgj@example.org"]]
    (slip,) = letter.iter_attachments()
    assert "回执" in texts(opened(slip.get_content()))
    body = letter.get_body()
    assert body is not None
    assert "催办单第 2 号" in body.get_content()


def test_what_was_answered_is_not_mailed_any_more(book: Path, own_store: str) -> None:
    run("remind")
    store = Store(own_store)
    for kind in Reply:
        reminding.answer(store, 2, kind, "九月底完成", who="吴凡")
    store.close()

    assert run("remind").exit_code == DONE
    assert book.is_file()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("单位;邮箱", "第 1 行应为 单位,邮箱"),
        ("单位,邮箱\n市某局,a@example.org", "第 2 行：没有「市某局」这个单位或镇街"),
        (f"单位,邮箱\n\n{UNIT},没有", "第 3 行：「没有」不是邮件地址"),
    ],
)
def test_a_book_that_is_wrong_is_refused_before_anything_is_sent(
    book: Path, own_store: str, lines: str, said: str
) -> None:
    book.write_text(lines, "utf-8")

    done = run("remind")

    assert done.exit_code == REFUSED
    assert said in done.stderr
    assert kept(own_store)[0] == ()


def test_half_of_the_settings_are_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIHUI_SMTP_FROM")

    done = run("remind")

    assert done.exit_code == REFUSED
    assert "现在没有 SIHUI_SMTP_FROM" in done.stderr
    assert book.is_file()
