"""Accounts and the log from the command line; commands write with the rights of an account."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.cli.codes import DONE, REFUSED
from sihui_map.store import Store
from sihui_map.workflow.permitting import today_of
from tests import county
from tests.cli.running import FINE, TOWN, run, submissions_in, written
from tests.people import OWN_TOWN
from tests.signing import session_in

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"http://localhost:8501/welcome\?key=[\w-]{32}")


@pytest.mark.usefixtures("ready")
def test_an_account_is_made_with_a_one_time_link(own_store: str) -> None:
    done = run("account", "add", "周梅", "--role", "镇街填报", "--scope", OWN_TOWN, "--why", "新任")

    assert done.exit_code == DONE, done.output
    assert f"已新增账号「周梅」：镇街填报（{OWN_TOWN}）。" in done.output
    assert LINK.search(done.output)
    listed = run("account", "list").output
    assert re.search(rf"周梅 +镇街填报 +{county.OWN.name} +链接已发，待设密码", listed)
    store = Store(own_store)
    newest = store.log(1)[0]
    assert newest.who == "系统"
    assert newest.address.startswith("命令行")
    assert LINK.search(done.output)[0].split("=")[1] not in repr(store.log())  # type: ignore[index]
    store.close()


@pytest.mark.usefixtures("ready")
def test_a_role_needs_its_scope_and_no_other() -> None:
    for words in (
        ["周梅", "--role", "镇街填报"],
        ["周梅", "--role", "镇街填报", "--scope", f"{county.CODE}999"],
        ["周梅", "--role", "审核", "--scope", OWN_TOWN],
        ["系统", "--role", "审核"],
        ["张 三", "--role", "审核"],
    ):
        assert run("account", "add", *words).exit_code == REFUSED, words


@pytest.mark.usefixtures("ready")
def test_the_first_administrator_gets_a_link_until_he_has_a_password() -> None:
    first, second = (run("account", "invite").output for _ in range(2))

    assert LINK.search(first)
    assert LINK.search(second)
    assert first != second
    told = run("account", "reset", "管理员").output
    assert re.search(r"临时密码（7 天内有效，登录后须改）：(\w{4}-){3}\w{4}", told)
    assert "已有管理员" in run("account", "invite").output


@pytest.mark.usefixtures("ready")
def test_the_only_administrator_stays() -> None:
    run("account", "invite")

    for words in (["disable", "管理员"], ["role", "管理员", "--role", "查看"]):
        refused = run("account", *words)
        assert refused.exit_code == REFUSED
        assert "是唯一的管理员" in refused.stderr


def test_who_has_no_account_or_a_disabled_one_writes_nothing(ready: Path, own_store: str) -> None:
    file = written(ready, FINE)
    words = ("import", file, "--why", "年报", "--yes", "--who")
    assert run("account", "disable", "张三", "--why", "调离").exit_code == DONE

    assert "账号「张三」已停用，什么都没有写入" in run(*words, "张三").stderr
    assert "账号「陌生人」不存在，什么都没有写入" in run(*words, "陌生人").stderr
    assert list(submissions_in(own_store)) == [1]

    assert LINK.search(run("account", "enable", "张三").output)
    assert run(*words, "张三").exit_code == DONE


def test_a_clerk_writes_for_his_own_town_only(ready: Path, own_store: str) -> None:
    file = written(ready, FINE)  # of another town
    run("account", "add", "周梅", "--role", "镇街填报", "--scope", OWN_TOWN)

    refused = run("import", file, "--who", "周梅", "--why", "年报", "--yes")

    assert refused.exit_code == REFUSED
    assert "周梅只能填报本镇街的数据，其中" in refused.stderr
    run("account", "role", "周梅", "--role", "镇街填报", "--scope", TOWN.code)
    assert run("import", file, "--who", "周梅", "--why", "年报", "--yes").exit_code == DONE
    for words in (["approve", 2], ["return", 2, "--reason", "x"], ["publish", 2, "--why", "年报"]):
        assert "周梅的角色是「镇街填报」，不能" in run(*words, "--who", "周梅").stderr
    assert list(submissions_in(own_store)) == [2, 1]


def test_the_log_is_a_file_that_tells_the_story(ready: Path) -> None:
    run("import", written(ready, FINE), "--who", "张三", "--why", "年报", "--yes")
    run("submit", 2, "--who", "张三")
    run("approve", 2, "--who", "张三")

    done = run("audit", "export", ready / "log.csv")

    assert "已写出" in done.output
    with (ready / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["谁"], row["做什么"], row["对什么"], row["结果"]) for row in rows] == [
        ("张三", "审核", "提交 2", "被拒绝"),
        ("张三", "送审", "提交 2", "完成"),
        ("张三", "填报", "文件「forest_cover.csv」", "完成"),
    ]
    assert run("audit", "export", ready / "log.csv").exit_code == REFUSED


@pytest.mark.usefixtures("ready")
def test_sessions_are_listed_and_ended(own_store: str) -> None:
    store = Store(own_store)
    session_in(store, "李四")

    listed = run("session", "list").output
    assert re.search(r"李四.*10\.1\.2\.3", listed), listed
    assert run("session", "end", "李四").exit_code == DONE

    assert all(one.ended_at for one in store.sessions("李四"))
    assert run("session", "end", "没有这个人").exit_code == REFUSED
    store.close()


@pytest.mark.usefixtures("ready")
def test_a_period_is_set_shut_and_extended(own_store: str) -> None:
    store = Store(own_store)
    who = ("--who", "李四", "--why", "年报通知")
    assert run("period", "close", 2025, *who).exit_code == REFUSED
    done = run("period", "set", 2025, "--since", "2026-01-01", "--until", "2099-12-31", *who)
    assert done.exit_code == DONE, done.output
    assert not store.periods().lock(OWN_TOWN, 2025, today_of(store))

    assert run("period", "close", 2025, *who).exit_code == DONE
    assert "截止" in store.periods().lock(OWN_TOWN, 2025, today_of(store))
    refused = run("period", "close", 2025, "--who", "没有这个人", "--why", "年报通知")
    assert refused.exit_code == REFUSED
    done = run("period", "extend", 2025, OWN_TOWN, "--until", "2099-12-31", *who)
    assert done.exit_code == DONE, done.output
    assert not store.periods().lock(OWN_TOWN, 2025, today_of(store))
    listed = run("period", "list").output
    assert re.search(rf"2025 年 +{county.OWN.name} +延到 2099-12-31 +年报通知 +李四", listed), (
        listed
    )
    store.close()
