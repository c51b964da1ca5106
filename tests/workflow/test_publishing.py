"""A publication: what it changes, and what stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.light import Light
from sihui_map.domain.submission import State
from sihui_map.errors import DomainError, LateError
from tests import county
from tests.own_words import PLACE
from tests.people import reviewer
from tests.workflow.handing_in import (
    OWN_TOWN,
    approved,
    coal,
    confirmed,
    csv_of,
    propose,
    published,
    reported_total,
)

if TYPE_CHECKING:
    from sihui_map.archive import Archive

INTENSITIES = PLACE["targets"]["energy_intensity"]


def test_what_was_handed_down_makes_a_light_and_taken_back_none(archive: Archive) -> None:
    target = next(county.TARGETS[one] for one in INTENSITIES if not county.TARGETS[one].value)
    key = {"target_id": target.target_id, "holder": "city", "year": target.year}
    base = str(int(target.year) - 5)
    handed = csv_of("allotments", **key, value="14", unit="%", base_year=base,
                    approved_by="上级〔2022〕1号", kind="规划", source="存档")  # fmt: skip
    files = [handed]
    for year, tce in ((base, "1000000"), (target.year, "850000")):
        about = {"area_id": "city", "year": year, "kind": "实绩", "source": "统计局"}
        files += [
            csv_of("energy_total", **about, tce=tce),
            csv_of("town_context", **about, population="530000", gdp_1e8_cny="500",
                   gdp_constant_1e8_cny="400", gdp_base_year=base),
        ]  # fmt: skip

    def light() -> Light:
        found = archive.current().standings
        return next(each.light for each in found if each.target.target_id == key["target_id"])

    before = light()
    published(archive, *files)
    entered = light()
    published(archive, csv_of("allotments", **key))

    assert (before, entered, light()) == (Light.GREY, Light.GREEN, Light.GREY)


def test_a_preview_is_what_publishing_then_changes(archive: Archive) -> None:
    own = approved(archive, confirmed(archive, coal(archive, factor=1.2)))
    before = archive.current()

    seen = workflow.preview(archive, [own])
    workflow.publish(archive, [own], who=reviewer("王五"), why="三季度")

    after = archive.current()
    coal_id = f"emission.coal.{OWN_TOWN}.2025"
    (change,) = (each for each in seen.figures if each.figure_id == coal_id)
    assert change.percent == pytest.approx(20, abs=0.01)
    assert change.after
    assert after.published()[coal_id].value == pytest.approx(change.after.value)
    assert before.published()[coal_id].value != after.published()[coal_id].value


def test_without_a_choice_nothing_is_published(archive: Archive) -> None:
    approved(archive, confirmed(archive, coal(archive, factor=1.2)))

    with pytest.raises(DomainError, match="没有选择要发布的提交；已审核待发布的有 1 份"):
        workflow.publish(archive, [], who=reviewer("王五"), why="年报")


@pytest.mark.parametrize("why", ["", "  ", "报"])
def test_a_publication_needs_a_reason(archive: Archive, why: str) -> None:
    own = approved(archive, confirmed(archive, coal(archive, factor=1.1)))
    number = archive.store.latest_number()

    with pytest.raises(DomainError, match="请写明发布事由（至少 2 个字）"):
        workflow.publish(archive, [own], who=reviewer("王五"), why=why)

    assert archive.store.latest_number() == number
    assert archive.store.submission(own).state is State.APPROVED


def test_a_draft_cannot_be_published(archive: Archive) -> None:
    kept = confirmed(archive, coal(archive, factor=1.2))

    with pytest.raises(DomainError, match="现为「草稿」，不能改为「已发布」"):
        workflow.publish(archive, [kept.submission_id], who=reviewer("王五"), why="年报")
    assert archive.store.latest_number() == 1


def test_what_someone_else_published_meanwhile_is_not_overwritten(archive: Archive) -> None:
    mine = propose(archive, coal(archive, factor=1.1, source="我的台账"))
    theirs = approved(archive, confirmed(archive, coal(archive, factor=1.2), who="赵六"))
    workflow.publish(archive, [theirs], who=reviewer("王五"), why="先到")

    own = approved(archive, workflow.confirm(archive, mine, who=reviewer(), why="后到"))

    assert len(archive.store.conflicts(own)) == 1
    with pytest.raises(LateError, match="在您填报之后已由他人发布"):
        workflow.publish(archive, [own], who=reviewer("王五"), why="年报")


def test_a_residual_above_the_threshold_stops_the_publication(archive: Archive) -> None:
    own = reported_total(archive, "5000000")

    with pytest.raises(DomainError, match=r"平衡差额超过 3%：2023 年 41\.3%。请先为这些年份提交"):
        workflow.publish(archive, [own], who=reviewer("王五"), why="年报")
    assert archive.store.latest_number() == 1


def test_a_residual_that_closes_stops_nothing(archive: Archive) -> None:
    own = reported_total(archive, "2950000")

    workflow.publish(archive, [own], who=reviewer("王五"), why="年报")

    assert archive.current().ledger(2023).share_residual.known < 3
