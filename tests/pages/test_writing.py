"""The pages on which people write: enter, review, publish, explain, freeze, order the slides."""

from __future__ import annotations

import asyncio
import io
import re
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from sihui_map import workflow
from sihui_map.api.app import create_api
from sihui_map.catalogue import dataset
from sihui_map.domain.submission import State
from sihui_map.store.writers import steps
from sihui_map.ui import cache, editor, present

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

KEY = "peak-carbon-2030"
DASHA = "441284105"
TODAY = date(2026, 11, 22)
REASON = "理由（退回、撤回必填）"
SAID = "全市总量含跨市企业，统计口径与核算口径不同"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch, own_store: str) -> None:
    assert own_store
    monkeypatch.setenv("SIHUI_EDITOR_KEY", KEY)


@pytest.fixture
def writer(new_visit: Callable[[], Visit]) -> Visit:
    """Return a session on 数据填报 whose visitor has entered."""
    visit = new_visit().open("intake")
    return enter(visit, "张三", KEY)


def named(widgets: Any, label: str) -> Any:  # noqa: ANN401 Streamlit's own elements
    return next(widget for widget in widgets if widget.label == label)


def press(visit: Visit, label: str) -> Visit:
    named(visit.app.button, label).click().run()
    assert visit.broke == []
    return visit


def enter(visit: Visit, who: str, key: str) -> Visit:
    named(visit.app.text_input, "姓名").set_value(who)
    named(visit.app.text_input, "填报口令").set_value(key)
    return press(visit, "进入填报")


def part(visit: Visit, name: str) -> Visit:
    visit.app.segmented_control(key="intake_part").set_value(name).run()
    assert visit.broke == []
    return visit


def file(table: str, **cells: str) -> bytes:
    own = dataset(table)
    row = ",".join(f'"{cells.get(column, "")}"' for column in own.column_names)
    return f"{','.join(own.column_names)}\n{row}\n".encode()


def handed_in(body: bytes, *, who: str = "张三") -> int:
    archive = cache.archive()
    proposal = workflow.propose(archive, body, "年报.csv", today=TODAY)
    answers = dict.fromkeys(proposal.to_answer, "已与台账核对")
    return workflow.confirm(archive, proposal, who=who, why="年报", answers=answers).submission_id


def coal(amount: str) -> bytes:
    cells = cache.archive().known(TODAY).rows["energy_use", f"{DASHA}|2025|烟煤"]
    return file("energy_use", **{**cells, "amount": amount, "kind": "实绩", "source": "统计台账"})


def city_total() -> bytes:
    """Return a file with a city total that the parts miss by far."""
    return file("ledger_reported", year="2023", row_id="city_total", tco2="5000000",
                kind="实绩", source="市统计局")  # fmt: skip


def approve(*own: int) -> None:
    for each in own:
        steps.move(cache.archive().store, each, State.SUBMITTED, who="张三")
        steps.move(cache.archive().store, each, State.APPROVED, who="李四")


def states() -> dict[int, State]:
    return {each.submission_id: each.state for each in cache.archive().store.submissions()}


# Entering


def test_without_a_name_nobody_enters(new_visit: Callable[[], Visit]) -> None:
    visit = enter(new_visit().open("intake"), " ", KEY)

    assert visit.errors == ["请写明填报人姓名，1–60 字。"]


def test_a_wrong_key_is_one_sentence(new_visit: Callable[[], Visit]) -> None:
    visit = enter(new_visit().open("intake"), "张三", "wrong-key")

    assert visit.errors == ["口令不对，请核对后再输；连续输错会延长等待时间。"]
    assert "填报人：张三" not in visit.text


def test_who_entered_may_leave_again(writer: Visit) -> None:
    assert "填报人：张三" in writer.text

    press(writer, "退出填报")

    assert "填报人：张三" not in writer.text
    assert [field.label for field in writer.app.text_input] == ["姓名", "填报口令"]


def test_the_name_goes_along_to_the_other_pages(writer: Visit) -> None:
    writer.open("materials")

    assert [button.label for button in writer.app.button][-1] == "保存顺序"


def test_nothing_waits_at_first(writer: Visit) -> None:
    assert "./data/template.xlsx" in writer.text
    assert "没有待处理的提交" in part(writer, "审核").text
    assert "没有已审核、待发布的提交" in part(writer, "发布").text


# Reviewing


def test_a_submission_goes_step_by_step(writer: Visit) -> None:
    own = handed_in(coal("1"))
    part(writer, "审核")
    assert "与上年相比：已与台账核对" in writer.text

    press(writer, "提交审核")
    assert f"提交 {own} 现为「已提交」。" in writer.text
    press(writer, "审核通过")

    assert f"提交 {own} 现为「已审核」。" in writer.text
    assert states()[own] is State.APPROVED


def test_returning_needs_a_reason(writer: Visit) -> None:
    own = handed_in(coal("1"))
    press(part(writer, "审核"), "提交审核")

    press(writer, "退回")
    assert writer.errors == ["改为「已退回」必须写明理由"]
    assert states()[own] is State.SUBMITTED

    named(writer.app.text_input, REASON).set_value("请附锅炉台账")
    press(writer, "退回")
    assert states()[own] is State.RETURNED
    assert "请附锅炉台账" in writer.text


def test_a_reason_belongs_to_one_step_of_one_submission(writer: Visit) -> None:
    first, second = handed_in(coal("1")), handed_in(coal("2"))
    part(writer, "审核")
    writer.app.selectbox(key="desk_own").set_value(first).run()
    named(writer.app.text_input, REASON).set_value("填错了镇街")

    writer.app.selectbox(key="desk_own").set_value(second).run()
    assert not named(writer.app.text_input, REASON).value
    press(writer, "撤回")

    assert writer.errors == ["改为「已撤回」必须写明理由"]
    assert states()[second] is State.DRAFT


def test_of_two_people_the_other_one_approves(writer: Visit) -> None:
    handed_in(coal("2"), who="李四")
    own = handed_in(coal("1"))
    part(writer, "审核")
    writer.app.selectbox(key="desk_own").set_value(own).run()
    press(writer, "提交审核")

    press(writer, "审核通过")

    assert len(writer.errors) == 1
    assert f"提交 {own} 由张三填报或送审，应由另一个人审核" in writer.errors[0]
    assert states()[own] is State.SUBMITTED


def test_a_conflict_is_shown_and_can_be_handed_in_again(writer: Visit) -> None:
    mine, theirs = handed_in(coal("11")), handed_in(coal("22"), who="赵六")
    approve(mine, theirs)
    workflow.publish(cache.archive(), [theirs], who="王五", why="先到")

    part(writer, "审核")
    assert writer.errors == ["其中 1 行在填报之后已由他人发布。请对照下表，再决定是否重提。"]
    assert "赵六" in writer.text

    press(writer, "按最新数据重提")
    assert f"已重提为提交 {theirs + 1}。" in writer.text
    assert states()[mine] is State.WITHDRAWN
    assert states()[theirs + 1] is State.DRAFT


# Publishing


def publish(visit: Visit, why: str = "年报", name: str = "", *, agreed: bool = True) -> Visit:
    named(visit.app.text_input, "发布事由（必填）").set_value(why)
    named(visit.app.text_input, "存档名称（可不填）").set_value(name)
    (box,) = visit.app.checkbox
    box.set_value(agreed)
    return press(visit, "发布为新的一期")


def test_a_publication_asks_for_a_reason_and_one_confirmation_of_what_changes(
    writer: Visit,
) -> None:
    approve(own := handed_in(coal("1")))
    part(writer, "发布")
    (box,) = writer.app.checkbox
    found = workflow.preview(cache.archive(), [own])
    assert box.label.startswith(f"我已核对：发布 1 份提交，{len(found.figures)} 个数值")

    publish(writer, agreed=False)
    assert writer.errors == ["请先核对上面的变化并打勾，再发布。什么都没有发布。"]
    publish(writer, why=" ")
    assert writer.errors == ["请写明发布事由（至少 2 个字）：它会一直列在「历次发布」里"]
    assert states()[own] is State.APPROVED

    publish(writer)
    assert writer.errors == []
    assert states()[own] is State.PUBLISHED


def test_what_is_published_is_named_and_shown(writer: Visit) -> None:
    approve(handed_in(coal("1")))
    part(writer, "发布")
    assert "大沙镇" in writer.text

    publish(writer, name="2026年第三季度调度")

    revision = cache.figures().snapshot.revision
    assert f"已发布第 2 期，版本 {revision}。" in writer.text
    assert cache.figures().snapshot.issue.names == ("2026年第三季度调度",)


def test_one_of_two_can_be_published_and_the_other_stays(writer: Visit) -> None:
    first = handed_in(coal("1"))
    second = handed_in(file("town_context", area_id=DASHA, year="2025", population="42000",
                            gdp_1e8_cny="50", kind="实绩", source="统计"))  # fmt: skip
    approve(first, second)
    part(writer, "发布")

    writer.app.pills(key="desk_ids").set_value([first]).run()
    publish(writer)

    assert writer.errors == []
    assert states()[first] is State.PUBLISHED
    assert states()[second] is State.APPROVED
    writer.app.pills(key="desk_ids").set_value([second]).run()
    publish(writer, why="补报")
    assert states()[second] is State.PUBLISHED


def test_nothing_chosen_is_said(writer: Visit) -> None:
    approve(handed_in(coal("1")))
    part(writer, "发布")

    writer.app.pills(key="desk_ids").set_value([]).run()

    assert "请选择要发布的提交" in writer.text


def test_a_residual_stops_the_publication_until_it_is_explained(writer: Visit) -> None:
    total = handed_in(city_total())
    approve(total)
    publish(part(writer, "发布"))
    assert writer.errors == [
        "平衡差额超过 3%：2023 年 41.3%。请先为这些年份提交书面说明，与数据一起审核、发布"
    ]

    part(writer, "平衡表说明")
    named(writer.app.selectbox, "年份").set_value("2023")
    named(writer.app.text_area, "书面说明").set_value(SAID)
    press(writer, "存为草稿")
    said = total + 1
    assert f"已存为提交 {said}（草稿），审核、发布后显示在平衡表下方。" in writer.text
    approve(said)
    publish(part(writer, "发布"))

    assert states()[total] is states()[said] is State.PUBLISHED


@pytest.fixture
def explained() -> None:
    """Publish a total that does not close, with its explanation."""
    archive = cache.archive()
    total = handed_in(city_total())
    said = workflow.explain_ledger(archive, 2023, SAID, who="张三").submission_id
    approve(total, said)
    workflow.publish(archive, [total, said], who="王五", why="年报")


@pytest.mark.usefixtures("explained")
@pytest.mark.parametrize("slug", ["emissions", "ledger"])
def test_the_explanation_stands_under_the_ledger(new_visit: Callable[[], Visit], slug: str) -> None:
    visit = new_visit().open(slug)
    assert SAID not in re.sub(r"<table.*?</table>", "", visit.text, flags=re.DOTALL)

    visit.app.segmented_control(key="ledger_year").set_value("2023").run()

    assert f"书面说明：{SAID}" in visit.text


@pytest.mark.usefixtures("explained")
def test_the_interface_has_the_explanation_too() -> None:
    async def asked(year: int) -> str:
        api = httpx.ASGITransport(create_api(cache.figures, lambda: ""))
        async with httpx.AsyncClient(transport=api, base_url="http://carbon.example") as client:
            return (await client.get(f"/ledger?year={year}")).text

    assert SAID in asyncio.run(asked(2023))
    assert SAID not in asyncio.run(asked(2020))


def test_an_explanation_that_says_nothing_is_refused(writer: Visit) -> None:
    part(writer, "平衡表说明")
    named(writer.app.text_area, "书面说明").set_value("无")

    press(writer, "存为草稿")

    assert writer.errors == ["说明至少写 4 个字"]


# Looking back


@pytest.mark.usefixtures("explained")
def test_two_publications_are_compared(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("revisions")

    assert (visit.broke, visit.errors) == ([], [])
    assert "共 2 期，最新为第 2 期，王五于" in visit.text
    assert "2023 年平衡表·全市总量" in visit.text
    assert "存档" not in [button.label for button in visit.app.button]


@pytest.mark.usefixtures("explained")
def test_a_publication_can_be_named_afterwards(writer: Visit) -> None:
    writer.open("revisions")
    writer.app.text_input(key="freeze_name").set_value("2025年年报")

    press(writer, "存档")

    assert cache.archive().store.publications()[0].names == ("2025年年报",)
    assert "2025年年报" in writer.text


@pytest.mark.usefixtures("explained")
def test_an_older_snapshot_says_that_it_is_not_the_newest(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("materials", snapshot="1")

    revision = cache.figures("1").snapshot.revision
    assert "正在查看第 1 期，不是最新数据" in visit.text
    assert f"./materials/deck?snapshot={revision}" in visit.text
    assert f"./present?snapshot={revision}" in visit.text


@pytest.mark.usefixtures("explained")
def test_what_changed_since_the_meeting_before_is_a_slide(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present", slide="9")

    assert (visit.broke, visit.errors) == ([], [])
    assert "从版本" in visit.text
    assert "2023 年平衡表·全市总量" in visit.text


def test_a_long_list_of_changes_is_cut_on_the_slide_and_says_so(
    new_visit: Callable[[], Visit],
) -> None:
    approve(own := handed_in(coal("1")))
    workflow.publish(cache.archive(), [own], who="王五", why="年报")

    visit = new_visit().open("present", slide="9")

    assert visit.text.count("<tr") <= 12 + 3
    assert "全部变化见「历次发布」" in visit.text


# Materials and the presentation


def test_one_click_makes_the_set(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("materials")
    visit.app.button(key="materials_make").click().run(timeout=120)

    assert (visit.broke, visit.errors) == ([], [])
    for title in ("汇报演示文稿", "年度跟踪评估报告", "镇街自查表", "离线包", "数据册"):
        assert re.search(rf"<td[^>]*>{title}</td>", visit.text)
    assert visit.text.count(" kB") == 6


def test_the_order_of_the_slides_is_kept_by_whoever_may_write(writer: Visit) -> None:
    writer.open("materials")
    writer.app.multiselect(key="present_order_edit").set_value(["forest", "summary"])

    press(writer, "保存顺序")

    assert "已保存。下次打开汇报就按这个顺序。" in writer.text
    writer.open("present")
    assert "第 1 页，共 2 页" in writer.text
    assert "森林覆盖率" in writer.text


def test_an_order_of_no_slide_is_refused(writer: Visit) -> None:
    writer.open("materials")
    writer.app.multiselect(key="present_order_edit").set_value([])

    press(writer, "保存顺序")

    (sentence,) = writer.errors
    assert sentence.startswith("放映顺序至少要有一页")


def test_without_the_key_the_order_cannot_be_kept(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("materials")

    assert "要保存顺序，请先在「数据填报」输入填报口令" in visit.text


@pytest.mark.parametrize(
    ("with_sample", "place", "count"),
    [*(("on", place, 10) for place in range(1, 11)), *(("off", place, 7) for place in range(1, 8))],
)
def test_every_slide_opens_at_its_address(
    monkeypatch: pytest.MonkeyPatch,
    new_visit: Callable[[], Visit],
    with_sample: str,
    place: int,
    count: int,
) -> None:
    """A slide with nothing to say is left out: no year reported, no publication before."""
    monkeypatch.setenv("SIHUI_SAMPLE", with_sample)

    visit = new_visit().open("present", slide=str(place))

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert f"第 {place} 页，共 {count} 页" in visit.text
    assert ("虚构样本，不可引用" in visit.text) is (with_sample == "on")


@pytest.mark.parametrize(
    ("given", "place"), [("0", 1), ("-1", 1), ("99", 10), ("x", 1), ("\uff12", 1), ("9" * 9, 1)]
)
def test_a_slide_that_is_none_is_the_nearest(
    new_visit: Callable[[], Visit], given: str, place: int
) -> None:
    visit = new_visit().open("present", slide=given)

    assert f"第 {place} 页，共 10 页" in visit.text


def test_the_buttons_turn_the_pages(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present")

    shown = []
    for key in ("next", "last", "back", "first"):
        visit.app.button(key=f"present_{key}").click().run()
        shown.append(visit.address()["slide"])

    assert shown == ["2", "10", "9", "1"]
    assert visit.app.button(key="present_back").disabled


def test_a_question_is_answered_by_five_facts(new_visit: Callable[[], Visit]) -> None:
    visit = new_visit().open("present", slide="10")

    visit.app.selectbox(key="present_subject").set_value(f"town {DASHA}").run()

    assert visit.broke == []
    facts = re.search(r'class="facts">(.*?)</div>', visit.text, re.DOTALL)
    assert facts
    assert facts[1].count("<p>") == 5
    assert "由谁回答：大沙镇" in visit.text


# Handing in: the file comes from a stand-in, for these sessions have no browser


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Return what makes a file the one that was chosen."""

    def choose(body: bytes) -> None:
        file = io.BytesIO(body)
        file.name = "年报.csv"
        monkeypatch.setattr("sihui_map.ui.desk.st.file_uploader", lambda *_, **__: file)

    return choose


def test_a_file_is_checked_shown_and_kept_once_confirmed(
    writer: Visit, given: Callable[[bytes], None]
) -> None:
    given(coal("1"))
    part(writer, "上传")
    assert "读到 1 行；错误 0 条，提醒 1 条，已更正 0 条。" in writer.text
    assert "1 行填报数据有变化，确认前什么都没有保存。" in writer.text

    press(writer, "确认，存为草稿")
    assert len(writer.errors) == 1
    assert writer.errors[0].startswith("还有 1 条提醒没有写「确认无误」的理由")
    assert list(states()) == [1]
    named(writer.app.text_input, "第 1 条：确认无误的理由").set_value("锅炉停用，已核")
    named(writer.app.text_input, "这次填报的事由").set_value("年报")
    press(writer, "确认，存为草稿")

    assert "已存为提交 2（草稿）。下一步：在「审核」里提交审核。" in writer.text
    assert states()[2] is State.DRAFT


def answer_all(visit: Visit, reason: str) -> None:
    for field in visit.app.text_input:
        if field.label.endswith("确认无误的理由"):
            field.set_value(reason)


WHOLE = "大沙镇 2025 年能源活动已填全：空着的就是没有"


def test_a_tick_declares_a_town_and_year_complete(
    writer: Visit, given: Callable[[bytes], None]
) -> None:
    given(coal("1"))
    part(writer, "上传")
    assert "1 行填报数据有变化" in writer.text
    assert "空着的品种和电力算「未填全」，不当作 0" in writer.text

    named(writer.app.checkbox, WHOLE).check().run()
    assert writer.broke == []
    assert "2 行填报数据有变化" in writer.text
    assert "还是「示例」：这些示例不再计入，都将按 0 计" in writer.text
    answer_all(writer, "其余品种没有使用")
    press(writer, "确认，存为草稿")

    assert writer.errors == []
    kept = cache.archive().store.entries(2)
    assert [entry.dataset for entry in kept] == ["energy_use", "declarations"]
    assert kept[1].who == "张三"


def test_a_tick_belongs_to_one_file(writer: Visit, given: Callable[[bytes], None]) -> None:
    given(coal("1"))
    part(writer, "上传")
    named(writer.app.checkbox, WHOLE).check().run()
    named(writer.app.text_input, "第 1 条：确认无误的理由").set_value("锅炉停用，已核")

    given(coal("2"))
    writer.app.run()

    assert not named(writer.app.checkbox, WHOLE).value
    assert not named(writer.app.text_input, "第 1 条：确认无误的理由").value


def test_what_someone_publishes_while_a_file_is_looked_at_is_a_conflict(
    writer: Visit, given: Callable[[bytes], None]
) -> None:
    given(coal("1"))
    part(writer, "上传")
    approve(other := handed_in(coal("2"), who="赵六"))
    workflow.publish(cache.archive(), [other], who="王五", why="先到")

    named(writer.app.text_input, "第 1 条：确认无误的理由").set_value("锅炉停用，已核")
    press(writer, "确认，存为草稿")

    assert writer.errors == ["数据在核对期间变了，刚才的确认没有执行。请核对以上内容后再确认。"]
    assert "核对期间又发布了第 2 期" in writer.text
    assert "已发布为 2，本表为 1" in writer.text
    assert states() == {1: State.PUBLISHED, 2: State.PUBLISHED}
    label = "第 1 条：以本表为准的理由（不写则保留已发布的值，这一行不提交）"
    named(writer.app.text_input, label).set_value("以台账复核为准")
    answer_all(writer, "锅炉停用，已核")
    press(writer, "确认，存为草稿")
    assert states()[3] is State.DRAFT
    assert cache.archive().store.conflicts(3) == ()


def test_an_unknown_code_is_shown_though_nothing_else_changes(
    writer: Visit, given: Callable[[bytes], None]
) -> None:
    given(file("energy_use", area_id="441284999", year="2025", fuel="烟煤", amount="1", unit="t",
               kind="实绩", source="台账"))  # fmt: skip
    part(writer, "上传")

    assert "没有「441284999」" in writer.text
    assert "这一行没有读取" in writer.text


def test_a_file_with_an_error_keeps_nothing(writer: Visit, given: Callable[[bytes], None]) -> None:
    given(coal("十二"))
    part(writer, "上传")

    assert writer.errors == ["有错误，什么都没有保存。请按上表改正后重新上传。"]
    assert "只填数字，例如 1234.5" in writer.text
    assert "确认，存为草稿" not in [button.label for button in writer.app.button]


def test_a_file_that_says_what_is_published_is_no_change(
    writer: Visit, given: Callable[[bytes], None]
) -> None:
    given(
        file("energy_use", **cache.archive().known(TODAY).rows["energy_use", f"{DASHA}|2025|烟煤"])
    )
    part(writer, "上传")

    assert "文件与已发布的数据完全相同，没有需要提交的变化。" in writer.text


def test_a_long_list_is_cut_on_the_page_and_says_so(
    writer: Visit, given: Callable[[bytes], None]
) -> None:
    own = dataset("energy_use")
    known = cache.archive().known(TODAY).rows
    rows = [row for (table, _), row in known.items() if table == "energy_use"][:201]
    changed = [{**row, "source": "统计台账"} for row in rows]
    lines = [",".join(f'"{row[column]}"' for column in own.column_names) for row in changed]
    given("\n".join([",".join(own.column_names), *lines, ""]).encode())

    part(writer, "上传")

    assert "201 行填报数据有变化" in writer.text
    assert "表中只列前 200 条，其余 1 条同样有效。" in writer.text


# A long pause


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    then = time.monotonic() + seconds
    monkeypatch.setattr("sihui_map.ui.editor.time.monotonic", lambda: then)


def test_after_a_pause_nothing_is_written_and_nothing_typed_is_lost(
    writer: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    part(writer, "平衡表说明")
    named(writer.app.selectbox, "年份").set_value("2023")
    named(writer.app.text_area, "书面说明").set_value(SAID)
    later(monkeypatch, editor.IDLE_S + 1)

    press(writer, "存为草稿")

    assert any("已有 15 分钟没有操作，没有写入" in said for said in writer.errors)
    assert states() == {1: State.PUBLISHED}
    assert named(writer.app.text_area, "书面说明").value == SAID
    assert "请重新输入口令。页面上填写的内容都还在。" in writer.text

    named(writer.app.text_input, "填报口令").set_value(KEY)
    press(writer, "进入填报")
    assert named(writer.app.text_area, "书面说明").value == SAID
    press(writer, "存为草稿")

    assert states() == {1: State.PUBLISHED, 2: State.DRAFT}
    assert cache.archive().store.submission(2).who == "张三"


def test_after_a_pause_the_other_pages_refuse_too(
    writer: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.open("materials")
    later(monkeypatch, editor.IDLE_S + 1)

    press(writer, "保存顺序")

    assert any("没有写入。请在「数据填报」重新输入口令" in said for said in writer.errors)
    assert cache.archive().store.preference(present.ORDER) == ""


@pytest.mark.parametrize(
    "who", ["系统", " 系 统 ", "\u7cfb\u200b统", "SYSTEM", "\uff32\uff4f\uff4f\uff54"]
)
def test_nobody_writes_in_the_name_of_the_program(new_visit: Callable[[], Visit], who: str) -> None:
    visit = enter(new_visit().open("intake"), who, KEY)

    assert len(visit.errors) == 1
    assert "是程序自己的名称，请写填报人的真实姓名。" in visit.errors[0]


def test_entries_and_refusals_are_recorded_without_the_key(
    new_visit: Callable[[], Visit], caplog: pytest.LogCaptureFixture
) -> None:
    visit = enter(new_visit().open("intake"), "张三", "wrong-key-9")
    enter(visit, "张三", KEY)

    assert "editor refused: '张三'" in caplog.text
    assert "editor entered: '张三'" in caplog.text
    assert "wrong-key-9" not in caplog.text
    assert KEY not in caplog.text


def test_after_a_thousand_wrong_keys_of_others_the_right_one_enters(
    new_visit: Callable[[], Visit],
) -> None:
    guesser = new_visit().open("intake")
    for _ in range(5):
        enter(guesser, "李四", "wrong-key-9")
    assert "请" in guesser.errors[0]
    assert "秒后再试" in guesser.errors[0]

    assert "填报人：张三" in enter(new_visit().open("intake"), "张三", KEY).text


def test_a_template_is_taken_from_those_who_may_write(
    new_visit: Callable[[], Visit], writer: Visit
) -> None:
    told = "用本单位的 .pptx 模板生成演示文稿：请先在「数据填报」输入姓名和口令。"

    assert told in new_visit().open("materials").text
    assert told not in writer.open("materials").text
