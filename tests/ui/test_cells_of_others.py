"""The routes of the working copy, asked by someone whose desk or line it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from sihui_map.domain.working import CellPlace
from sihui_map.intake.desk import filled_columns
from sihui_map.ui import cache
from sihui_map.workflow import working
from tests.evidence import PDF
from tests.people import OTHER_TOWN, OWN_TOWN, reviewer

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    Send = Callable[..., httpx.Response]

COAL = {
    "scope": OWN_TOWN,
    "sheet": "能源活动",
    "line": f"{OWN_TOWN}|2026|烟煤|t",
    "field": "amount",
}
HIS = {**COAL, "scope": OTHER_TOWN}
"""His own desk, with a line of another town."""
BYTES = "application/octet-stream"
NOT_HIS: dict[str, Any] = {"who": "何青", "scope": OTHER_TOWN}


@pytest.fixture(autouse=True)
def _own(begun_store: str) -> None:
    assert begun_store


def attach(send: Send, place: dict[str, str], name: str, **who: Any) -> httpx.Response:  # noqa: ANN401
    asked = "&".join(f"{key}={quote(value)}" for key, value in {**place, "name": name}.items())
    return send(f"/cells/attach?{asked}", PDF, content_type=BYTES, **who)


def refusals() -> list[tuple[str, str]]:
    """Return who was refused from which address, the newest first."""
    return [(one.who, one.address) for one in cache.archive().store.log() if one.is_refused]


def test_a_line_of_another_is_shown_at_no_desk(send: Send) -> None:
    send("/cells/save", {**COAL, "text": "9000", "step": 0})
    send("/cells/say", {**COAL, "kind": "备注", "text": "只给青石看的话"})
    attach(send, COAL, "青石的台账.pdf")
    asked = {**HIS, "text": "1", "step": 0, "kind": "备注"}
    answers = [
        *(send(f"/cells/{path}", asked, **NOT_HIS) for path in ("about", "save", "say")),
        attach(send, HIS, "他的.pdf", **NOT_HIS),
    ]

    for answer in answers:
        assert answer.status_code == 403
        assert "青石" not in answer.text
        assert "9000" not in answer.text
    assert refusals() == [("何青", "10.1.2.3")] * 4
    store = cache.archive().store
    assert [one.text for one in store.remarks()] == ["只给青石看的话"]
    assert [one.name for one in store.evidence("energy_use", f"{OWN_TOWN}|2026|烟煤")] == [
        "青石的台账.pdf"
    ]


def test_no_line_of_another_desk_is_shown_on_any_sheet(send: Send) -> None:
    archive = cache.archive()
    his, hers = working.desk_of(archive, OTHER_TOWN), working.desk_of(archive, OWN_TOWN)
    for name in set(his.sheets) & set(hers.sheets):
        field = filled_columns(hers.sheet(name))[0].name
        foreign = hers.lines(name, next(iter(hers.years(name)), ""))
        for line in foreign[:1]:
            place = {"scope": OTHER_TOWN, "sheet": name, "line": line.line_id, "field": field}
            answer = send("/cells/about", place, **NOT_HIS)
            assert answer.status_code == 403, name
    assert refusals()


def test_who_looks_at_another_desk_is_refused_and_written_down(send: Send) -> None:
    for path in ("about", "news"):
        assert send(f"/cells/{path}", {**COAL, "after": 0}, **NOT_HIS).status_code == 403

    assert refusals() == [("何青", "10.1.2.3")] * 2


def test_a_clerk_opens_what_he_attached_to_a_row_whose_key_names_no_town(
    send: Send, fetch: Callable[..., httpx.Response]
) -> None:
    site = next(one for one in cache.figures().snapshot.sites if one.town_code == OWN_TOWN)
    desk = working.desk_of(cache.archive(), OWN_TOWN)
    field = filled_columns(desk.sheet("项目"))[0].name
    place = {"scope": OWN_TOWN, "sheet": "项目", "line": site.site_id, "field": field}
    assert attach(send, place, "合同.pdf").status_code == 200

    assert fetch("/cells/evidence/1").status_code == 200
    assert fetch("/cells/evidence/1", **NOT_HIS).status_code == 403


def test_a_reviewer_sees_every_line_at_its_own_desk() -> None:
    archive, who = cache.archive(), reviewer()
    for scope in working.scopes_of(archive, who):
        desk = working.desk_of(archive, scope)
        for name in desk.sheets:
            for line in desk.lines(name, next(iter(desk.years(name)), ""))[:1]:
                cells = [
                    CellPlace(scope, name, line.line_id, column.name)
                    for column in filled_columns(desk.sheet(name))
                ]
                known = [place for place in cells if desk.row_of(place)]
                assert known
                for place in known:
                    working.permit_cell(archive, place, who=who, desk=desk)
