"""The desk and the reviewer's desk: filled in, checked, returned to the cell, approved together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.access import Role
from sihui_map.domain.submission import State
from sihui_map.domain.working import CellPlace, RemarkKind
from sihui_map.ui import cache
from sihui_map.workflow import periods, working
from sihui_map.workflow import publish as publish_now
from tests import county
from tests.pages.writing.steps import (
    OWN_TOWN,
    TODAY,
    approve,
    coal,
    handed_in,
    named,
    part,
    press,
    states,
)
from tests.people import clerk, reviewer
from tests.signing import account_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

LINE = f"{OWN_TOWN}|2026|烟煤|t"


def fill(**texts: str) -> None:
    for field, text in texts.items():
        place = CellPlace(OWN_TOWN, "能源活动", LINE, field)
        now = {one.place: one for one in cache.archive().store.cells(OWN_TOWN)}.get(place)
        step = now.step if now else 0
        working.save(cache.archive(), place, text, who=clerk("周梅", OWN_TOWN), step=step)


def at_desk(new_visit: Callable[[], Visit], enter: Callable[..., None], name: str) -> Visit:
    enter("周梅", Role.TOWN, OWN_TOWN)
    return part(new_visit().open("desk"), name)


def test_the_first_screen_says_what_is_due_and_the_sheet_has_a_field_for_each_cell(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    visit = at_desk(new_visit, enter, "待办")
    assert f"{county.OWN.name}：现在要做的" in visit.text
    assert "没有设期限" in visit.text
    assert "<b>3</b><small>张，共 3 张</small>" in visit.text
    assert f"./data/template.xlsx?town={OWN_TOWN}" in part(visit, "上传").text

    part(visit, "填表")
    assert f'data-line="{OWN_TOWN}|2025|烟煤|t"' in visit.text
    assert 'aria-label="2025 年 烟煤（吨） 数量"' in visit.text
    assert "（示例）" in visit.text
    visit.app.segmented_control(key="desk_sheet").set_value("森林").run()
    assert visit.broke == []
    assert 'data-field="forest_ha"' in visit.text
    visit.app.segmented_control(key="desk_sheet").set_value("项目").run()
    assert visit.broke == []


def test_the_first_screen_says_which_checks_fire_what_changed_and_who_answers(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    coal_now = cache.archive().known(TODAY).rows["energy_use", f"{OWN_TOWN}|2025|烟煤"]["amount"]
    fill(amount="9000", kind="实绩", source="统计台账")
    account_in(cache.archive().store, "李四", Role.REVIEWER)
    visit = at_desk(new_visit, enter, "待办")

    assert "待送审的触发了这些检查" in visit.text
    assert f"变化 {(9000 / float(coal_now) - 1) * 100:+.1f}%" in visit.text
    assert "2025 年与上年比，变化最大的" in visit.text
    assert "填报：周梅。" in visit.text
    assert f"李四（{county.OFFICE}）" in visit.text


def test_a_successor_finds_what_is_open_promised_explained_and_who_knows(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    archive = cache.archive()
    own = handed_in(coal("1"), who="陈晨")
    approve(own)
    publish_now(archive, [own], who=reviewer("王五"), why="年报")
    fill(amount="60000", kind="实绩", source="统计台账")
    place = CellPlace(OWN_TOWN, "能源活动", LINE, "amount")
    for kind, text in ((RemarkKind.NOTE, "电厂老李有台账"), (RemarkKind.FOLLOW_UP, "等煤票")):
        working.say(archive, place, kind, text, who=clerk("周梅", OWN_TOWN))
        visit = at_desk(new_visit, enter, "交接")
        assert text in visit.text
    periods.set_period(archive, 2026, "2026-01-01", "2026-02-01", "通知", who=reviewer("李四"))
    periods.extend(archive, 2026, OWN_TOWN, "2026-03-01", "换台账", who=reviewer("李四"))

    visit = at_desk(new_visit, enter, "交接")

    assert f"{county.OWN.name}填报交接单" in visit.text
    assert "2026 年填报延期" in visit.text
    assert "作过的说明" in visit.text
    assert "与上年相比：已与台账核对" in visit.text
    assert "谁填过（最近一次）" in visit.text
    assert "陈晨（" in visit.text
    assert "没有的：退回来、还没有改的、还没有办结的提交、备注。" in visit.text


def test_what_was_filled_in_is_checked_answered_and_handed_in(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    fill(amount="9000")
    visit = at_desk(new_visit, enter, "核对送审")
    assert "改了 1 格" in visit.text
    assert visit.errors == ["有错误，什么都没有交出去。请按上表改正后再来。"]

    fill(kind="实绩", source="统计台账")
    visit.app.run()
    press(visit, "送审")
    assert visit.errors[0].startswith("还有 1 条提醒没有写「确认无误」的理由")
    for field in visit.app.text_input:
        if field.label.endswith("确认无误的理由"):
            field.set_value("停炉，已核")
    press(visit, "送审")

    assert "已送审：提交 2（已提交）" in visit.text
    assert "工作台里没有待送审的改动" in visit.text
    assert states()[2] is State.SUBMITTED
    part(visit, "填表")
    visit.app.selectbox(key="desk_year_能源活动").set_value("2026").run()
    assert "在提交 2 里，已提交" in visit.text


def test_a_reviewer_returns_a_cell_and_its_clerk_reads_why(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    fill(amount="60000", kind="实绩", source="统计台账")
    copy = working.copy_of(cache.archive(), working.desk_of(cache.archive(), OWN_TOWN))
    proposal = working.check(cache.archive(), copy)
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    working.hand_in(
        cache.archive(), copy, proposal, who=clerk("周梅", OWN_TOWN), why="年报", answers=answers
    )
    enter("李四")
    visit = part(new_visit().open("review"), "审核")
    cells = visit.app.multiselect(key="desk_cells_2_2")
    amount = next(value for value in cells.options if "数量" in value)
    cells.set_value([amount]).run()
    named(visit.app.text_input, f"退回「{amount}」的理由").set_value("请附台账")

    press(visit, "退回这几格")

    assert states()[2] is State.RETURNED
    enter("周梅", Role.TOWN, OWN_TOWN)
    mine = part(new_visit().open("desk"), "待办")
    assert "退回 1 格" in mine.text
    assert "请附台账" in mine.text
    part(mine, "填表")
    mine.app.selectbox(key="desk_year_能源活动").set_value("2026").run()
    assert "李四：请附台账" in mine.text


def test_several_are_approved_at_once_and_ones_own_is_not(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    from sihui_map.store.writers import steps  # noqa: PLC0415

    own, others = handed_in(coal("1"), who="李四"), handed_in(coal("2"), who="张三")
    for each in (own, others):
        steps.move(cache.archive().store, each, State.SUBMITTED, who="张三")
    enter("李四")
    visit = part(new_visit().open("review"), "审核")

    visit.app.pills(key="desk_many").set_value([own, others]).run()
    press(visit, "通过所选 2 份")

    assert states()[others] is State.APPROVED
    assert states()[own] is State.SUBMITTED
    assert f"提交 {own} 没有通过" in visit.text


def test_a_period_closes_the_sheet_and_an_extension_opens_it_again(
    new_visit: Callable[[], Visit], enter: Callable[..., None]
) -> None:
    enter("李四")
    visit = new_visit().open("review")
    visit.app.segmented_control(key="review_part").set_value("填报期与催报").run()
    assert "2025 年应报、已报" in visit.text
    assert any("还没有报齐" in str(each.value) for each in visit.app.code)
    from datetime import date  # noqa: PLC0415

    visit.app.date_input(key="review_opens").set_value(date(2020, 1, 1))
    visit.app.date_input(key="review_closes").set_value(date(2020, 3, 31))
    press(visit, "保存填报期")
    assert visit.errors == []

    mine = at_desk(new_visit, enter, "填表")
    assert "填报期已于 2020-03-31 截止" in mine.text
    assert '<span class="fixed">' in mine.text
    enter("李四")
    visit = new_visit().open("review")
    visit.app.segmented_control(key="review_part").set_value("填报期与催报").run()
    named(visit.app.text_input, "理由").set_value("换台账")
    visit.app.selectbox(key="review_scope").set_value(OWN_TOWN)
    visit.app.date_input(key="review_until").set_value(date(2099, 1, 1))
    press(visit, "延期")
    assert visit.errors == []
    assert '<span class="fixed">' not in at_desk(new_visit, enter, "填表").text
