"""What people do on the pages on which they write, and what they hand in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sihui_map import workflow
from sihui_map.domain.submission import State
from sihui_map.store.writers import steps
from sihui_map.ui import cache
from tests import county
from tests.county_tables import table_of
from tests.people import reviewer

if TYPE_CHECKING:
    from tests.pages.conftest import Visit

OWN_TOWN = county.OWN.code
TODAY = date(2026, 11, 22)
REVIEWING = {"审核": "待审", "发布": "发布", "平衡表说明": "平衡表说明"}
"""Parts of the page 审核台; what else there is stands on the desk."""
REASON = "理由（退回、撤回必填）"
SAID = "全市总量含跨市企业，统计口径与核算口径不同"


def named(widgets: Any, label: str) -> Any:  # noqa: ANN401 Streamlit's own elements
    return next(widget for widget in widgets if widget.label == label)


def press(visit: Visit, label: str) -> Visit:
    named(visit.app.button, label).click().run()
    assert visit.broke == []
    return visit


def part(visit: Visit, name: str) -> Visit:
    page = "review" if name in REVIEWING else "desk"
    if f"{page}_part" not in [each.key for each in visit.app.segmented_control]:
        visit.open(page)
    visit.app.segmented_control(key=f"{page}_part").set_value(REVIEWING.get(name, name)).run()
    assert visit.broke == []
    return visit


def file(table: str, **cells: str) -> bytes:
    own = table_of(table)
    row = ",".join(f'"{cells.get(column, "")}"' for column in own.column_names)
    return f"{','.join(own.column_names)}\n{row}\n".encode()


def handed_in(body: bytes, *, who: str = "张三") -> int:
    archive = cache.archive()
    proposal = workflow.propose(archive, body, "年报.csv", today=TODAY)
    answers = dict.fromkeys(proposal.to_answer, "已与台账核对")
    return workflow.confirm(
        archive, proposal, who=reviewer(who), why="年报", answers=answers
    ).submission_id


def coal(amount: str) -> bytes:
    cells = cache.archive().known(TODAY).rows["energy_use", f"{OWN_TOWN}|2025|烟煤"]
    return file("energy_use", **{**cells, "amount": amount, "kind": "实绩", "source": "统计台账"})


def city_total() -> bytes:
    """Return a file with a city total that the parts miss by far."""
    return file("ledger_reported", year="2023", row_id="city_total", tco2="5000000",
                kind="实绩", source="统计局")  # fmt: skip


def approve(*own: int) -> None:
    for each in own:
        steps.move(cache.archive().store, each, State.SUBMITTED, who="张三")
        steps.move(cache.archive().store, each, State.APPROVED, who="李四")


def states() -> dict[int, State]:
    return {each.submission_id: each.state for each in cache.archive().store.submissions()}


def publish(visit: Visit, why: str = "年报", name: str = "", *, agreed: bool = True) -> Visit:
    named(visit.app.text_input, "发布事由（必填）").set_value(why)
    named(visit.app.text_input, "存档名称（可不填）").set_value(name)
    (box,) = visit.app.checkbox
    box.set_value(agreed)
    return press(visit, "发布为新的一期")
