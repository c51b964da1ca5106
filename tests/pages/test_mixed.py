"""Every page opens while reporting has only begun, with samples and without."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.documents import outputs
from sihui_map.ui.pages import PAGES
from tests.mixed import LONGFU, PART, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.figures import Figures
    from tests.pages.conftest import Visit

SLUGS = [entry.slug for entry in PAGES]


@pytest.fixture(params=["on", "off"])
def mixed(
    request: pytest.FixtureRequest,
    mixed_store: str,
    monkeypatch: pytest.MonkeyPatch,
    new_visit: Callable[[], Visit],
) -> Visit:
    """Return a session over the mixed store."""
    assert mixed_store
    monkeypatch.setenv("SIHUI_SAMPLE", request.param)
    return new_visit()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_opens_with_and_without_a_town(mixed: Visit, slug: str) -> None:
    for town in ("", WHOLE, PART, LONGFU):
        mixed.open(slug, **({"town": town} if town else {}))

        assert (mixed.broke, mixed.errors) == ([], [])
        assert re.findall(r"\b(?:nan|None|null|undefined)\b", mixed.text) == []


def test_one_document_that_fails_leaves_the_set_to_the_others(
    mixed: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(key: str, figures: Figures, before: Figures | None, approval: str) -> bytes:
        """Make a document in this process, where a test can break it."""
        return outputs.output(key).make(figures, before, approval)

    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    deck = replace(outputs.OUTPUTS["deck"], maker=broken)
    monkeypatch.setattr(outputs, "OUTPUTS", {**outputs.OUTPUTS, "deck": deck})
    monkeypatch.setattr("sihui_map.ui.materials.made_apart", here)

    mixed.open("materials")
    mixed.app.button(key="materials_make").click().run(timeout=120)

    (sentence,) = mixed.errors
    assert sentence.startswith("「汇报演示文稿」没有生成")
    for title in ("年度跟踪评估报告", "镇街自查表", "离线包", "数据册", "镇街排放地图"):
        assert re.search(rf"<td[^>]*>{title}</td>", mixed.text)
