"""A notice as a file: for whom it is and for reviewers, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sihui_map.domain.access import Role
from sihui_map.ui import cache
from sihui_map.workflow import reminding
from tests import county
from tests.documents.papers import grids, opened, texts
from tests.people import OWN_TOWN, reviewer
from tests.signing import VISIT, account_in, session_in
from tests.stalled import OTHER, UNIT, told
from tests.ui.asking import file_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

ADDRESS = f"/materials/notices/urging.docx?scope={quote(UNIT)}"


@pytest.fixture
def as_seen_by(
    begun_store: str, ask: Callable[..., httpx.Response]
) -> Callable[..., httpx.Response]:
    """Return what asks for a file in the name of someone, after two notices were sent."""
    assert begun_store
    told(cache.archive(), 181)
    reminding.remind(cache.archive(), who=reviewer())

    def asked(name: str, role: Role, scope: str, address: str = ADDRESS) -> httpx.Response:
        store = cache.archive().store
        account_in(store, name, role, scope)
        token = session_in(store, name)
        return ask(address, cookie=f"sihui_session={token}; sihui_visit={VISIT}")

    return asked


def test_it_is_for_its_unit_and_for_reviewers(
    as_seen_by: Callable[..., httpx.Response],
) -> None:
    for who in (("吴凡", Role.UNIT, UNIT), ("李敏", Role.REVIEWER, "")):
        answer = as_seen_by(*who)

        assert answer.status_code == 200
        assert file_name(answer).startswith("催办单_")
        assert answer.headers["cache-control"] == "no-store"
        assert f"{UNIT}：" in texts(opened(answer.content))


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.UNIT, OTHER), (Role.TOWN, OWN_TOWN), (Role.VIEWER, ""), (Role.ADMINISTRATOR, "")],
)
def test_it_is_for_nobody_else(
    as_seen_by: Callable[..., httpx.Response], role: Role, scope: str
) -> None:
    answer = as_seen_by("何平", role, scope)

    assert answer.status_code == 403
    assert answer.text == "催办单只给收件的单位、镇街和审核人员，请先登录。"


@pytest.mark.usefixtures("as_seen_by")
def test_it_is_for_nobody_who_is_not_signed_in(ask: Callable[..., httpx.Response]) -> None:
    assert ask(ADDRESS).status_code == 403


def test_where_nothing_is_asked_there_is_none(as_seen_by: Callable[..., httpx.Response]) -> None:
    unasked = next(unit for unit in county.UNITS if unit not in {UNIT, OTHER})
    address = f"/materials/notices/urging.docx?scope={quote(unasked)}"
    answer = as_seen_by("李敏", Role.REVIEWER, "", address)

    assert (answer.status_code, answer.text) == (404, "现在没有等反馈的催办。")


def test_the_reminder_of_a_meeting_has_the_number_that_was_sent(
    as_seen_by: Callable[..., httpx.Response],
) -> None:
    address = f"/materials/notices/reminder.docx?unit={quote(UNIT)}"
    answer = as_seen_by("李敏", Role.REVIEWER, "", address)

    assert grids(opened(answer.content))[-1][0] == ["催办单编号", "第 2 号"]
