"""Handing in: the file comes from a stand-in, for these sessions have no browser."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.catalogue import dataset
from sihui_map.domain.access import Role
from sihui_map.domain.submission import State
from sihui_map.ui import cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests import county
from tests.pages.writing.steps import (
    OWN_TOWN,
    TODAY,
    approve,
    coal,
    file,
    handed_in,
    named,
    part,
    press,
    states,
)
from tests.people import OTHER_TOWN, reviewer


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Return what makes a file the one that was chosen."""

    def choose(body: bytes) -> None:
        file = io.BytesIO(body)
        file.name = "年报.csv"
        monkeypatch.setattr("sihui_map.ui.handing_in.st.file_uploader", lambda *_, **__: file)

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

    assert "已存为提交 2（草稿）。下一步：在「我的提交」里提交审核。" in writer.text
    assert states()[2] is State.DRAFT


def test_a_clerk_of_another_town_hands_in_in_vain(
    new_visit: Callable[[], Visit], enter: Callable[..., None], given: Callable[[bytes], None]
) -> None:
    enter("何青", Role.TOWN, OTHER_TOWN)
    given(coal("1"))
    visit = part(new_visit().open("desk"), "上传")
    answer_all(visit, "锅炉停用，已核")

    press(visit, "确认，存为草稿")

    assert len(visit.errors) == 1
    assert "何青只能填报本镇街的数据，其中 1 行不是，这次什么都没有写入" in visit.errors[0]
    assert list(states()) == [1]
    newest = cache.archive().store.log(1)[0]
    assert (newest.who, newest.action, newest.is_refused) == ("何青", "填报", True)


def answer_all(visit: Visit, reason: str) -> None:
    for field in visit.app.text_input:
        if field.label.endswith("确认无误的理由"):
            field.set_value(reason)


WHOLE = f"{county.OWN.name} 2025 年能源活动已填全：空着的就是没有"


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
    workflow.publish(cache.archive(), [other], who=reviewer("王五"), why="先到")

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
    town = f"{county.CODE}999"
    given(file("energy_use", area_id=town, year="2025", fuel="烟煤", amount="1", unit="t",
               kind="实绩", source="台账"))  # fmt: skip
    part(writer, "上传")

    assert f"没有「{town}」" in writer.text
    assert "这一行没有读取" in writer.text


def test_a_file_with_an_error_keeps_nothing(writer: Visit, given: Callable[[bytes], None]) -> None:
    given(coal("十二"))
    part(writer, "上传")

    assert writer.errors == ["有错误，什么都没有交出去。请按上表改正后再来。"]
    assert "只填数字，例如 1234.5" in writer.text
    assert "确认，存为草稿" not in [button.label for button in writer.app.button]


def test_a_file_that_says_what_is_published_is_no_change(
    writer: Visit, given: Callable[[bytes], None]
) -> None:
    given(
        file(
            "energy_use", **cache.archive().known(TODAY).rows["energy_use", f"{OWN_TOWN}|2025|烟煤"]
        )
    )
    part(writer, "上传")

    assert "与已发布的数据完全相同，没有需要提交的变化。" in writer.text


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
