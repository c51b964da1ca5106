"""Accounts on the page: a list of people, deputies, tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.ui import cache
from sihui_map.workflow import tokens
from sihui_map.workflow.permitting import today_of
from tests import county
from tests.people import OWN_TOWN, reviewer
from tests.signing import account_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import press

GOOD = f"姓名,角色,范围\n周梅,镇街填报,{county.OWN.name}\n吴凡,审核,\n"


@pytest.fixture
def visit(new_visit: Callable[[], Visit], enter: Callable[..., None]) -> Visit:
    """Return the page of an administrator, where there are two reviewers."""
    enter("郑红", Role.ADMINISTRATOR)
    for name in ("张三", "李四"):
        account_in(cache.archive().store, name)
    return new_visit().open("accounts")


def part(visit: Visit, name: str) -> None:
    visit.app.segmented_control(key="accounts_part").set_value(name).run()


def test_a_list_of_people_is_taken_whole_or_not_at_all(visit: Visit) -> None:
    part(visit, "按名单新增")
    names = [own.name for own in cache.archive().store.accounts()]
    visit.app.file_uploader(key="managing_list").set_value(
        ("名单.csv", (GOOD + "李四,审核,\n").encode(), "text/csv")
    ).run()
    press(visit, "新增名单上的账号，并生成链接")
    assert "第 4 行：账号「李四」已存在" in visit.text
    assert [own.name for own in cache.archive().store.accounts()] == names

    visit.app.file_uploader(key="managing_list").set_value(
        ("名单.csv", GOOD.encode("gb18030"), "text/csv")
    ).run()
    press(visit, "新增名单上的账号，并生成链接")
    made = cache.archive().store.account("周梅")
    assert made
    assert (made.role, made.scope) == (Role.TOWN, OWN_TOWN)
    assert visit.text.count("/welcome?key=") == 2
    visit.app.run()
    assert "/welcome?key=" not in visit.text


def test_an_administrator_names_and_ends_a_deputy(visit: Visit) -> None:
    store = cache.archive().store
    today = today_of(store).isoformat()
    part(visit, "代理和令牌")
    visit.app.selectbox(key="delegating_absent").set_value("张三").run()
    visit.app.selectbox(key="delegating_whom").set_value("李四").run()
    visit.app.text_input(key="delegating_until").set_value(today).run()

    press(visit, "指定代理人")
    assert f"已指定：李四代张三，{today} 至 {today}。" in visit.text
    assert [one.is_on(today_of(store)) for one in store.deputies()] == [True]
    visit.app.selectbox(key="delegating_one").set_value(store.deputies()[0].said).run()
    press(visit, "提前结束")
    assert [one.is_on(today_of(store)) for one in store.deputies()] == [False]
    assert (visit.broke, visit.errors) == ([], [])


def test_an_administrator_sees_and_revokes_a_token_but_never_reads_it(visit: Visit) -> None:
    key = tokens.make(cache.archive(), "数据中台", "30", who=reviewer())
    part(visit, "代理和令牌")
    assert "数据中台" in visit.text
    assert key not in visit.text
    visit.app.selectbox(key="delegating_token").set_value("张三：数据中台").run()

    press(visit, "撤销")
    assert "「张三：数据中台」已撤销。" in visit.text
    assert [one.is_revoked for one in cache.archive().store.tokens()] == [True]


def test_a_reviewer_is_offered_the_log_only(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    enter("张三")
    visit = new_visit().open("accounts")

    assert visit.app.segmented_control(key="accounts_part").options == ["操作记录"]
