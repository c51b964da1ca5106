"""Publishing: what changes is said, confirmed and explained."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import httpx
import pytest

from sihui_map import workflow
from sihui_map.api.app import create_api
from sihui_map.domain.submission import State
from sihui_map.ui import cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

from tests import county
from tests.pages.writing.steps import (
    OWN_TOWN,
    SAID,
    approve,
    city_total,
    coal,
    file,
    handed_in,
    named,
    part,
    press,
    publish,
    states,
)


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
    assert county.OWN.name in writer.text

    publish(writer, name="2026年第三季度调度")

    revision = cache.figures().snapshot.revision
    assert f"已发布第 2 期，版本 {revision}。" in writer.text
    assert cache.figures().snapshot.issue.names == ("2026年第三季度调度",)


def test_one_of_two_can_be_published_and_the_other_stays(writer: Visit) -> None:
    first = handed_in(coal("1"))
    second = handed_in(file("town_context", area_id=OWN_TOWN, year="2025", population="42000",
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


@pytest.mark.usefixtures("explained")
@pytest.mark.parametrize("slug", ["emissions", "ledger"])
def test_the_explanation_stands_under_the_ledger(new_visit: Callable[[], Visit], slug: str) -> None:
    visit = new_visit().open(slug, year="2022")
    assert SAID not in re.sub(r"<table.*?</table>", "", visit.text, flags=re.DOTALL)

    visit.open(slug, year="2023")

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
