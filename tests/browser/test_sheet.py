"""The sheet of one town: one printed page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests import county

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

ADDRESS = f"town?town={county.OWN.code}"
NOT_ON_PAPER = (
    "header.stAppHeader",
    "[data-testid=stTopNavLink]",
    ".chooser",
    ".buttons",
    ".download",
)
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture
def sheet(visitor: Callable[..., Visit], server: Server) -> Visit:
    """Return a visit of the sheet of a town."""
    return visitor(server, ADDRESS)


def test_paper_shows_the_sheet_without_navigation_and_widgets(sheet: Visit) -> None:
    for selector in NOT_ON_PAPER:
        assert sheet.page.locator(selector).first.is_visible(), selector

    sheet.page.emulate_media(media="print")

    for selector in NOT_ON_PAPER:
        assert not any(one.is_visible() for one in sheet.page.locator(selector).all()), selector
    assert sheet.page.locator(".head h1").is_visible()
    assert sheet.page.locator("table.data").first.is_visible()
    assert sheet.page.locator("footer.foot").is_visible()


def test_a_sheet_fits_one_page_of_a4(sheet: Visit) -> None:
    printed = sheet.page.pdf(format="A4", prefer_css_page_size=True, print_background=True)

    assert len(PAGE.findall(printed)) == 1


def test_the_print_button_prints(sheet: Visit) -> None:
    sheet.page.evaluate("window.print = () => { window.printed = true }")

    sheet.press(sheet.page.locator("[data-print]"))

    assert sheet.page.evaluate("window.printed") is True
