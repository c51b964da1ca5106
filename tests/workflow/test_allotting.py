"""A share of a target from its holder's proposal to the approved number: who may take each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.access import Action, Actor, Role
from sihui_map.domain.allotting import Stage
from sihui_map.domain.submission import State
from sihui_map.domain.working import CellPlace
from sihui_map.errors import AccessError, DomainError
from sihui_map.store.writers import steps
from sihui_map.workflow import periods, working
from tests import county
from tests.people import OTHER_TOWN, OWN_TOWN, clerk, reviewer
from tests.workflow.handing_in import csv_of, propose

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.submission import Submission

TARGET = county.CIRCULAR_PARKS
"""A share in % whose year is told."""
DOCUMENT = "虚府办〔2026〕9号"
SHEET = "目标分解"


def share(stage: str, document: str = "", *, holder: str = OWN_TOWN, value: str = "30") -> bytes:
    key = {"target_id": TARGET.target_id, "holder": holder, "year": TARGET.year}
    return csv_of("allotments", **key, value=value, unit="%", stage=stage, approved_by=document,
                  kind="规划", source="分解方案")  # fmt: skip


def handed_in(archive: Archive, body: bytes, who: Actor) -> Submission:
    proposal = propose(archive, body, "分解.csv")
    answers = dict.fromkeys(proposal.to_answer, "已核分解方案")
    return workflow.confirm(archive, proposal, who=who, why="目标分解", answers=answers)


def published(archive: Archive, body: bytes, who: Actor) -> None:
    own = handed_in(archive, body, who).submission_id
    workflow.move(archive, own, State.SUBMITTED, who=who)
    workflow.approve(archive, own, who=reviewer("李四"))
    workflow.publish(archive, [own], who=reviewer("王五"), why="目标分解")


def stage(archive: Archive, holder: str = OWN_TOWN) -> Stage | None:
    rows = archive.current().allotments_of(TARGET.target_id, int(TARGET.year))
    return next((row.stage for row in rows if row.holder == holder), None)


def test_it_is_proposed_by_its_holder_and_approved_by_the_office(archive: Archive) -> None:
    seen = [stage(archive)]
    for told, document, who in (
        ("提出", "", clerk()),
        ("商定", "", reviewer()),
        ("批准", DOCUMENT, reviewer()),
    ):
        published(archive, share(told, document), who)
        seen.append(stage(archive))

    assert seen == [None, Stage.PROPOSED, Stage.AGREED, Stage.APPROVED]


def test_a_unit_proposes_its_own(archive: Archive) -> None:
    unit = archive.current().snapshot.departments[0]

    published(archive, share("", holder=unit), Actor(name="吴丹", role=Role.UNIT, scope=unit))

    assert stage(archive, unit) is Stage.PROPOSED


@pytest.mark.parametrize(("told", "document"), [("商定", ""), ("批准", DOCUMENT), ("", DOCUMENT)])
def test_a_clerk_neither_agrees_nor_approves(archive: Archive, told: str, document: str) -> None:
    archive.current()

    with pytest.raises(AccessError, match="商定、批准和以后的改动由审核人员填写，没有写入"):
        handed_in(archive, share(told, document), clerk())

    newest = archive.store.log()[0]
    assert (newest.action, newest.is_refused, newest.who) == (Action.ALLOT, True, "周梅")
    assert stage(archive) is None


def test_a_clerk_changes_nothing_that_is_agreed_and_takes_back_only_a_proposal(
    archive: Archive,
) -> None:
    nothing = csv_of("allotments", target_id=TARGET.target_id, holder=OWN_TOWN, year=TARGET.year)
    published(archive, share("提出"), clerk())
    published(archive, share("提出", value="28"), clerk())
    published(archive, nothing, clerk())
    taken_back = stage(archive)
    published(archive, share("商定"), reviewer())

    for body in (share("商定", value="28"), share("提出"), nothing):
        with pytest.raises(AccessError, match="只能提出"):
            handed_in(archive, body, clerk())

    assert (taken_back, stage(archive)) == (None, Stage.AGREED)


def test_another_towns_share_is_nobodys_to_propose(archive: Archive) -> None:
    archive.current()

    with pytest.raises(AccessError, match="只能填报本镇街的数据"):
        handed_in(archive, share("提出", holder=OTHER_TOWN), clerk())


def place(field: str) -> CellPlace:
    return CellPlace(OWN_TOWN, SHEET, f"{TARGET.target_id}|{OWN_TOWN}|{TARGET.year}", field)


def test_it_is_typed_on_the_desk_whatever_period_is_open(archive: Archive) -> None:
    archive.current()
    periods.set_period(
        archive, int(TARGET.year), "2020-01-01", "2020-02-01", "早已截止", who=reviewer()
    )
    for field, text in (("value", "30"), ("kind", "规划"), ("source", "镇政府会议")):
        working.save(archive, place(field), text, who=clerk(), step=0)
    with pytest.raises(AccessError, match="只能提出"):
        working.save(archive, place("stage"), "商定", who=clerk(), step=0)

    desk = working.desk_of(archive, OWN_TOWN)
    copy = working.copy_of(archive, desk)
    kept = working.hand_in(archive, copy, working.check(archive, copy), who=clerk(), why="提出分解")

    (row,) = archive.store.entries(kept.submission_id)
    assert row.cells is not None
    assert (row.cells["value"], row.cells["unit"], row.cells.get("stage")) == ("30", "%", None)
    assert {TARGET.year, county.FOREST.year} <= set(desk.years(SHEET))


def test_what_comes_late_is_held_against_what_is_published_by_then(archive: Archive) -> None:
    own = handed_in(archive, share("提出"), clerk()).submission_id
    steps.move(archive.store, own, State.SUBMITTED, who="周梅")
    published(archive, share("批准", DOCUMENT), reviewer())

    with pytest.raises(AccessError, match="只能提出"):
        workflow.renew(archive, own, who=clerk(), why="重提")
    with pytest.raises(DomainError, match="这一行已是「批准」，不能改为「提出」"):
        workflow.renew(archive, own, who=reviewer(), why="重提")
