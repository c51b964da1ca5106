"""What only someone signed in sees, and the pages at the door: every part, at every size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from tests.browser.axe import violations
from tests.browser.hands import part, person
from tests.browser.readable import SIZES, SMALL_TEXT, SMALLEST_PX, TOO_WIDE
from tests.browser.serve import started
from tests.browser.visit import new_visit
from tests.people import OWN_TOWN, OWN_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

DESKS = [
    ("desk", Role.TOWN, OWN_TOWN),
    ("desk", Role.UNIT, OWN_UNIT),
    ("desk", Role.REVIEWER),
    ("review", Role.REVIEWER),
    ("accounts", Role.REVIEWER),
    ("accounts", Role.ADMINISTRATOR),
]
DOORS = ["login", "welcome?key=unknown", "password", "me"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an application of its own: people are made in its store."""
    with started(tmp_path_factory.mktemp("people") / "log", SIHUI_SAMPLE="on") as running:
        yield running


def assert_fits_and_is_heard(visit: Visit, where: str) -> None:
    """Hold every size against what is cut or small, the smallest and the first against axe."""
    for size, (width, height) in SIZES.items():
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.wait_for_timeout(300)
        assert visit.page.evaluate(TOO_WIDE) == [], f"{where} {size}"
        assert visit.page.evaluate(SMALL_TEXT, SMALLEST_PX) == [], f"{where} {size}"
        if size != "projector":
            assert violations(visit) == [], f"{where} {size}"
    assert visit.english() == [], where


@pytest.mark.parametrize(("slug", "who"), [(slug, who) for slug, *who in DESKS])
def test_every_part_of_a_desk_fits_and_is_heard(
    chromium: Browser, office: Server, slug: str, who: list[str]
) -> None:
    role, *scope = who
    visit = person(chromium, office, f"某{slug}{role}{''.join(scope)}", Role(role), *scope)
    visit.open(slug)
    parts = visit.page.locator(f".st-key-{slug}_part").get_by_role("radio").all_inner_texts()
    assert parts

    for name in parts:
        part(visit, name)
        visit.settled()
        assert_fits_and_is_heard(visit, f"{slug} {name}")
        visit.page.set_viewport_size({"width": 1366, "height": 768})

    visit.assert_clean()
    visit.page.context.close()


@pytest.mark.parametrize("address", DOORS)
def test_a_page_at_the_door_fits_and_is_heard(
    chromium: Browser, office: Server, address: str
) -> None:
    is_own = address in {"password", "me"}
    visit = person(chromium, office, "门", Role.REVIEWER) if is_own else new_visit(chromium, office)
    visit.page.goto(f"{office.base}/{address}")

    assert visit.page.locator("h1").count() == 1
    assert_fits_and_is_heard(visit, address)
    visit.page.context.close()
