"""Meeting materials: one click makes the set, each link is a file of the snapshot shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from sihui_map.documents.outputs import DEFAULT_SET, OUTPUTS
from tests import county
from tests.browser.visit import Visit, new_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.serve import Server

pytestmark = pytest.mark.browser

LONG_MS = 120_000
MAGIC = {
    "pptx": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "html": b"<!doctype html>",
    "svg": b"<svg",
    "png": b"\x89PNG",
    "gpkg": b"SQLite format 3",
}


@pytest.fixture(scope="module")
def made(chromium: Browser, own_server: Server) -> Iterator[Visit]:
    """Return a visit on which the set was made by one click."""
    visit = new_visit(chromium, own_server).open("materials")
    visit.press(visit.page.get_by_role("button", name="一键生成全套材料"))
    expect(visit.page.locator("table.data caption")).to_have_text("已生成", timeout=LONG_MS)
    yield visit.settled()
    visit.page.context.close()


def test_one_click_makes_the_set_and_says_how_large(made: Visit) -> None:
    rows = made.page.locator("table.data tbody tr")

    expect(rows).to_have_count(len(DEFAULT_SET))
    for number, key in enumerate(DEFAULT_SET):
        expect(rows.nth(number)).to_contain_text(OUTPUTS[key].title)
        expect(rows.nth(number)).to_contain_text("kB")
        expect(rows.nth(number)).to_contain_text("秒")


@pytest.mark.parametrize("key", OUTPUTS)
def test_each_link_downloads_its_file(made: Visit, key: str) -> None:
    link = made.page.locator(f"a.button[href='./materials/{key}']")
    link.scroll_into_view_if_needed()

    with made.page.expect_download(timeout=LONG_MS) as waiting:
        link.click()

    file = waiting.value
    kind = OUTPUTS[key].ending
    assert file.suggested_filename == (
        f"{county.NAME}碳达峰_{OUTPUTS[key].title}_{made.server.revision}.{kind}"
    )
    body = Path(file.path()).read_bytes()
    assert body.lstrip()[:20].lower().startswith(MAGIC[kind].lower())
    assert len(body) > 5_000


def test_the_whole_set_is_one_file(made: Visit) -> None:
    with made.page.expect_download(timeout=LONG_MS) as waiting:
        made.page.get_by_role("link", name="下载全套 .zip").click()

    name = f"{county.NAME}碳达峰_全套材料_{made.server.revision}.zip"
    assert waiting.value.suggested_filename == name
    with ZipFile(waiting.value.path()) as archive:
        names = archive.namelist()
    assert names[0] == "说明.txt"
    assert len(names) == 1 + len(DEFAULT_SET)
    cards = made.page.locator("ul.materials li")
    expect(cards).to_have_count(len(OUTPUTS))
    expect(cards.first).to_contain_text("上次生成：")
    drawn = "(all) => all.every((one) => one.complete && one.naturalWidth > 0)"
    assert made.page.locator("ul.materials img").evaluate_all(drawn)


def test_a_notice_of_the_chosen_unit_downloads(made: Visit) -> None:
    with made.page.expect_download(timeout=LONG_MS) as waiting:
        made.press(made.page.get_by_role("link", name="下载催办单"))

    address = made.page.get_by_role("link", name="下载催办单").get_attribute("href") or ""
    unit = unquote(address.split("unit=")[1])
    assert unit in county.UNITS
    assert waiting.value.suggested_filename.startswith(f"催办单_{unit}")
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")


def test_an_older_or_named_snapshot_stays_in_every_link(made: Visit) -> None:
    revision = made.server.revision

    made.open("materials?snapshot=1")

    links = made.page.locator("a.button[href^='./materials/'], a.button[href^='./present']")
    addresses = links.evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert len(addresses) == len(OUTPUTS) + 5
    assert [one for one in addresses if f"snapshot={revision}" not in one] == []


def test_the_page_shows_no_word_of_the_framework_and_asks_no_other_host(made: Visit) -> None:
    made.open("materials")

    assert made.english() == []
    made.assert_clean()
