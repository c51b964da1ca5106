"""Who may write on a page: signed in, of a role that may, and still there when he presses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.domain.account import IDLE
from sihui_map.domain.submission import State
from sihui_map.domain.working import CellPlace, RemarkKind
from sihui_map.store.writers import sessions
from sihui_map.ui import cache, slide_order
from sihui_map.ui.cookies import digest_of_visit
from sihui_map.workflow import accounts, working
from tests import county
from tests.people import OTHER_TOWN, OWN_TOWN, clerk
from tests.signing import VISIT, session_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests.pages.writing.steps import SAID, coal, handed_in, named, part, press, states


def later(monkeypatch: pytest.MonkeyPatch, passed: timedelta) -> None:
    store = cache.archive().store
    now = store._now  # noqa: SLF001 the clock that the store was given
    monkeypatch.setattr(store, "_now", lambda: now() + passed)


def buttons(visit: Visit) -> list[str]:
    return [button.label for button in visit.app.button]


def test_who_is_not_signed_in_is_shown_the_way_and_nothing_else(
    new_visit: Callable[[], Visit],
) -> None:
    visit = new_visit().open("desk")

    assert 'href="./login?next=desk"' in visit.text
    assert buttons(visit) == []
    assert "每个镇街每年要报什么" in visit.text
    assert "最近发布的" in visit.open("review").text
    assert "套用" not in buttons(visit.open("materials"))
    assert "请先登录" in visit.text
    assert "保存顺序" not in buttons(visit)
    assert "存档" not in buttons(visit.open("revisions"))
    assert buttons(visit.open("accounts")) == []


def test_the_name_goes_along_to_the_other_pages(writer: Visit) -> None:
    assert "张三，审核" in writer.text
    assert "保存顺序" in buttons(writer.open("materials"))
    assert "存档" in buttons(writer.open("revisions"))


def test_nothing_waits_at_first(writer: Visit) -> None:
    assert "./data/template.xlsx" in writer.text
    assert "没有待处理的提交" in part(writer, "审核").text
    assert "没有已审核、待发布的提交" in part(writer, "发布").text


def test_a_role_is_offered_what_it_may(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    own, other = handed_in(coal("1")), OTHER_TOWN
    for name, role, scope, parts in (
        ("周梅", Role.TOWN, OWN_TOWN, ["待办", "填表", "上传", "核对送审", "我的提交", "交接"]),
        ("何青", Role.TOWN, other, ["待办", "填表", "上传", "核对送审", "我的提交", "交接"]),
        ("吴兰", Role.VIEWER, "", None),
        ("郑红", Role.ADMINISTRATOR, "", None),
    ):
        enter(name, role, scope)
        visit = new_visit().open("desk")
        if parts is None:
            assert visit.app.get("button_group") == []
            assert "不能用这一页" in visit.text
            continue
        assert visit.app.segmented_control(key="desk_part").options == parts
        part(visit, "我的提交")
        if scope == OWN_TOWN:
            assert buttons(visit) == ["提交审核", "撤回"]
            assert visit.app.selectbox(key="desk_own").value == own
        else:
            assert "没有待处理的提交" in visit.text
    assert states()[own] is State.DRAFT


def test_widget_state_that_a_browser_made_up_opens_nothing(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    own = handed_in(coal("1"))
    enter("何青", Role.TOWN, OTHER_TOWN)
    visit = new_visit().open("desk")
    for key, value in (
        ("desk_part", "我的提交"), ("review_part", "发布"),
        ("desk_own", own), ("desk_SUBMITTED", True),
        ("desk_ids", [own]), ("editor_writer", "张三"), ("writing_place", "x"),
    ):  # fmt: skip
        visit.app.session_state[key] = value

    visit.app.run()

    assert states()[own] is State.DRAFT
    assert "张三，" not in visit.text


# A long pause, and the end of a session


def test_after_a_pause_nothing_is_written_and_nothing_typed_is_lost(
    writer: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(writer, "平衡表说明")
    named(writer.app.selectbox, "年份").set_value("2023")
    named(writer.app.text_area, "书面说明").set_value(SAID)
    store = cache.archive().store
    later(monkeypatch, IDLE + timedelta(seconds=1))

    press(writer, "存为草稿")

    for _ in range(2):  # also where he goes on pressing
        assert "已有 15 分钟没有操作，什么都没有写入。" in writer.text
        assert writer.app.text_area == writer.app.segmented_control == []
        assert states() == {1: State.PUBLISHED}
        press(writer, "登录好了，继续")
    # He signs in again in another window of this browser.
    (own,) = [one.digest for one in store.sessions("张三")]
    sessions.begin(
        store, "again", "张三", visit=digest_of_visit(VISIT), address="10.1.2.3", replaces=own
    )
    press(writer, "登录好了，继续")
    assert named(writer.app.selectbox, "年份").value == "2023"
    assert named(writer.app.text_area, "书面说明").value == SAID
    press(writer, "存为草稿")

    assert (writer.broke, writer.warnings) == ([], [])
    assert states() == {1: State.PUBLISHED, 2: State.DRAFT}
    assert cache.archive().store.submission(2).who == "张三"


@pytest.mark.parametrize(
    ("name", "role", "page", "private"),
    [
        ("周梅", Role.TOWN, "desk", "秘密待跟进"),
        ("郑红", Role.ADMINISTRATOR, "accounts", "周梅"),
        ("李四", Role.REVIEWER, "review", "填报期与催报"),
    ],
)
def test_after_a_pause_a_page_shows_what_a_visitor_sees(  # noqa: PLR0913, PLR0917 who looks at what
    new_visit: Callable[[], Visit],
    enter: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    role: Role,
    page: str,
    private: str,
) -> None:
    place = CellPlace(OWN_TOWN, "能源活动", f"{OWN_TOWN}|2026|烟煤|t", "amount")
    archive = cache.archive()
    working.say(archive, place, RemarkKind.FOLLOW_UP, "秘密待跟进", who=clerk("周梅", OWN_TOWN))
    enter("周梅", Role.TOWN, OWN_TOWN)
    enter(name, role, OWN_TOWN if role is Role.TOWN else "")
    opened = new_visit().open(page)
    assert private in opened.text + str([one.options for one in opened.app.segmented_control])
    later(monkeypatch, timedelta(hours=11))

    opened.app.run()

    for visit in (opened, new_visit().open(page)):
        assert "已有 15 分钟没有操作" in visit.text
        assert visit.app.segmented_control == []
        assert private not in visit.text
        assert [one.label for one in visit.app.button] == ["登录好了，继续"]


def test_in_another_browser_it_is_another_session(
    writer: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(writer, "平衡表说明")
    later(monkeypatch, IDLE + timedelta(seconds=1))
    session_in(cache.archive().store, "张三", visit="another browser")

    named(writer.app.text_area, "书面说明").set_value(SAID)
    press(writer, "存为草稿")

    assert "什么都没有写入" in writer.text


def test_what_an_administrator_takes_away_is_gone_at_the_next_press(
    writer: Visit, enter: Callable[..., None]
) -> None:
    who = accounts.operator("测试")
    writer.open("materials")
    accounts.change(cache.archive(), "张三", Role.VIEWER, who=who)

    press(writer, "保存顺序")
    assert "保存顺序" not in buttons(writer)
    enter("李四")
    press(writer.open("materials"), "保存顺序")
    assert cache.archive().store.preference(slide_order.ORDER)

    sessions.end(cache.archive().store, name="李四")
    writer.open("desk")
    assert 'href="./login?next=desk"' in writer.text


def test_a_temporary_password_opens_nothing_until_it_is_changed(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    enter("张三")
    accounts.reset(cache.archive(), "张三", who=accounts.operator("测试"))
    enter("张三")

    visit = new_visit().open("desk")

    assert "请先改掉临时密码。" in visit.text
    assert 'href="./password"' in visit.text
    assert visit.app.get("button_group") == []


def test_where_all_is_closed_an_open_page_says_nothing_after_the_session_has_ended(
    new_visit: Callable[[], Visit], enter: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIHUI_ACCESS", "login")
    enter("吴兰", Role.VIEWER)
    visit = new_visit().open("tasks")
    assert "每格一项任务" in visit.text

    enter("")
    visit.app.run()

    assert "登录已结束，请重新登录。" in visit.text
    assert "任务" not in visit.text.replace("登录", "")
    assert visit.app.selectbox == []


def test_an_administrator_makes_an_account_on_the_page(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    enter("郑红", Role.ADMINISTRATOR)
    visit = new_visit().open("accounts")
    visit.app.text_input(key="managing_name").set_value("周梅").run()
    visit.app.selectbox(key="managing_scope_new_TOWN").set_value(OWN_TOWN).run()

    press(visit, "新增，并生成链接")

    found = cache.archive().store.account("周梅")
    assert found
    assert (found.role, found.scope) == (Role.TOWN, OWN_TOWN)
    assert "/welcome?key=" in visit.app.code[0].value
    visit.app.run()
    assert visit.app.code == []
    visit.app.segmented_control(key="accounts_part").set_value("操作记录").run()
    assert (visit.broke, visit.errors) == ([], [])
    assert "账号 周梅" in visit.text


def test_another_desk_in_the_address_is_refused_said_and_written_down(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    enter("周梅", Role.TOWN, OWN_TOWN)
    name, own = county.OTHER.name, county.OWN.name
    visit = new_visit().open("desk", town=OTHER_TOWN)

    for _ in range(2):
        assert f"选的是{name}；这个账号只填{own}，下面是{own}的工作台。" in visit.text
        assert f"{own}：现在要做的" in visit.text
        visit.app.run()
    newest = cache.archive().store.log()
    refused = [(one.who, one.about) for one in newest if one.is_refused]
    assert refused == [("周梅", f"工作台「{OTHER_TOWN}」")]
    assert "选的是" not in new_visit().open("desk", town=OWN_TOWN).text
