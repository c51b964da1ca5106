"""Deputies, tokens and lists of people from the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.cli.codes import DONE, REFUSED
from sihui_map.domain.submission import State
from sihui_map.store import Store
from sihui_map.workflow import tokens
from sihui_map.workflow.permitting import today_of
from tests.cli.running import FINE, handed_in, run, submissions_in, written
from tests.people import OWN_TOWN

if TYPE_CHECKING:
    from pathlib import Path

LIST = f"姓名,角色,范围\n周梅,镇街填报,{OWN_TOWN}\n"


def test_a_list_makes_accounts_or_none_and_says_which_line(ready: Path, own_store: str) -> None:
    file = written(ready, LIST + "吴凡,审查,\n", "名单.csv")
    refused = run("account", "import", file)
    assert refused.exit_code == REFUSED
    assert "第 3 行：没有「审查」这个角色；可选：查看、镇街填报" in refused.stderr
    store = Store(own_store)
    assert store.account("周梅") is None
    store.close()

    done = run("account", "import", written(ready, LIST, "名单.csv"), "--why", "新任")
    assert done.exit_code == DONE, done.output
    assert len(re.findall(r"/welcome\?key=[\w-]{32}", done.output)) == 1


def test_a_deputy_writes_for_the_absent_and_approves_nothing_of_his(
    ready: Path, own_store: str
) -> None:
    store = Store(own_store)
    today = today_of(store).isoformat()
    store.close()
    span = ("--since", today, "--until", today)
    handed_in(ready, FINE)  # by 张三
    run("submit", 2, "--who", "张三")
    assert "今天不是「张三」的代理" in run("approve", 2, "--who", "李四 代 张三").stderr
    assert (
        "李四只能为自己指定代理"
        in run("deputy", "add", "张三", "李四", *span, "--who", "李四").stderr
    )

    done = run("deputy", "add", "张三", "李四", *span, "--who", "张三")
    assert done.exit_code == DONE, done.output
    assert "应由另一个人审核" in run("approve", 2, "--who", "李四 代 张三").stderr
    assert submissions_in(own_store)[2] is State.SUBMITTED
    assert run("return", 2, "--reason", "再核", "--who", "李四 代 张三").exit_code == DONE
    assert "正在代理" in run("deputy", "list").output
    assert "已结束" in run("deputy", "end", "张三", "李四").output
    assert run("submit", 2, "--who", "李四 代 张三").exit_code == REFUSED


@pytest.mark.usefixtures("ready")
def test_a_token_is_made_listed_and_revoked(own_store: str) -> None:
    made = run("token", "add", "数据中台", "--who", "张三", "--days", "30")
    found = re.search(r"sihui_[\w-]{43}", made.output)
    assert found
    assert found[0] not in run("token", "list").output
    assert "天数应为 1–366" in run("token", "add", "甲", "--who", "张三", "--days", "0").stderr

    store = Store(own_store)
    assert tokens.bearer(store, found[0], address="").name == "张三"
    assert run("token", "revoke", "数据中台", "--who", "张三").exit_code == DONE
    assert store.tokens()[0].is_revoked
    assert store.log(1)[0].who == "系统"
    store.close()
