"""No page shows a word of the workshop: what is not Chinese has a reason (tests/latin.py)."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.ui.pages import PAGES
from tests.latin import latin
from tests.mixed import ELECTRIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pages.conftest import Visit

SLUGS = [entry.slug for entry in PAGES]
PARTS = {
    "sources": [
        "方法与公式",
        "因子集对照",
        "电网因子",
        "折标煤",
        "热值与折标",
        "检查规则",
        "公开数据",
        "排放因子",
    ]
}
"""Not 数据文件 and 全部数值, which list files and ids of the interface by their names."""


@pytest.fixture(params=["on", "off", "mixed"])
def state(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    new_visit: Callable[[], Visit],
) -> Visit:
    """Return a session with samples, without any, and while reporting has only begun."""
    if request.param == "mixed":
        request.getfixturevalue("mixed_store")
    monkeypatch.setenv("SIHUI_SAMPLE", "off" if request.param == "off" else "on")
    return new_visit()


def words(visit: Visit) -> str:
    """Return what a page shows and what hovering tells, without markup."""
    shown = re.sub(
        r'<[^>]*?(?:aria-description|data-why|title)="([^"]*)"[^>]*>', r" \1 ", visit.text
    )
    widgets: list[Any] = [
        element for kind in ("selectbox", "button", "text_input") for element in visit.app.get(kind)
    ]
    labels = [str(getattr(element, "label", "")) for element in widgets]
    return unescape(re.sub(r"<[^>]*>", " ", shown)) + "\n".join(labels)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_shows_no_word_of_the_workshop(state: Visit, slug: str) -> None:
    for town in ("", ELECTRIC):
        state.open(slug, **({"town": town} if town else {}))

        assert state.broke == []
        assert latin(words(state)) == set()
    for part in PARTS.get(slug, []):
        (control,) = (one for one in state.app.button_group if part in one.options)
        control.set_value([part]).run()

        assert latin(words(state)) == set(), part
