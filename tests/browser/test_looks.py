"""How a page looks is a decision: it is held against what `make looks` has kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from scripts.looks import (
    OFF_SHARE,
    SIZES,
    addresses,
    compared,
    look_of,
    names,
    off,
    picture_of,
    references,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.serve import Server
    from tests.browser.visit import Visit

ALWAYS = {("overview", "laptop")}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "size"),
    [pytest.param(*case, marks=() if case in ALWAYS else pytest.mark.thorough) for case in names()],
)
def test_a_page_looks_as_it_was_decided(
    visitor: Callable[..., Visit], server: Server, name: str, size: str
) -> None:
    width, height = SIZES[size]
    visit = visitor(server, addresses()[name], width=width, height=height)

    found = compared(
        f"{name}.{size}", picture_of(visit.page, SIZES[size]), references()[f"{name}.{size}"]
    )

    assert found <= OFF_SHARE, "see var/looks/; if the change is meant: make looks"


def test_every_page_has_a_look_at_every_size() -> None:
    assert references().keys() == {f"{name}.{size}" for name, size in names()}


def test_a_missing_block_is_another_look_and_a_shifted_letter_is_not() -> None:
    page = Image.new("RGB", (1366, 768), "white")
    drawn = ImageDraw.Draw(page)
    for line in range(20):
        drawn.text((40, 40 + 30 * line), "1234567890 " * 12, fill="#1f2933")
    moved = Image.new("RGB", page.size, "white")
    moved.paste(page, (1, 1))
    without = page.copy()
    ImageDraw.Draw(without).rectangle((0, 100, 1366, 400), fill="white")

    assert off(look_of(moved), look_of(page)) <= OFF_SHARE
    assert off(look_of(without), look_of(page)) > OFF_SHARE
    assert off(look_of(page.crop((0, 0, 1366, 600))), look_of(page)) > OFF_SHARE
