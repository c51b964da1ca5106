"""The presentation: which slides, in which order, and where they begin."""

from __future__ import annotations

import pytest

from sihui_map.errors import ChoiceError
from sihui_map.store.writers import preferences
from sihui_map.ui import cache, present

pytestmark = pytest.mark.usefixtures("own_store")


def test_before_anyone_chose_every_slide_is_shown() -> None:
    assert present.order() == list(present.SLIDES)
    assert len(present.order()) == 11


def test_a_kept_order_holds_and_what_is_left_out_is_not_shown() -> None:
    present.keep_order(["question", "summary"], who="张三")

    assert present.order() == ["question", "summary"]


@pytest.mark.parametrize("names", [[], ["summary", "nonsense"]])
def test_an_order_of_nothing_or_of_unknown_slides_is_refused(names: list[str]) -> None:
    with pytest.raises(ChoiceError, match="放映顺序至少要有一页，可选：总体情况、镇街排放、"):
        present.keep_order(names, who="张三")
    assert present.order() == list(present.SLIDES)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("not json", list(present.SLIDES)),
        ("5", list(present.SLIDES)),
        ('{"summary": 1}', list(present.SLIDES)),
        ('[["summary"], 7, null]', list(present.SLIDES)),
        ('["nonsense", "forest"]', ["forest"]),
        ('["forest", "forest", "parks"]', ["forest", "parks"]),
    ],
)
def test_an_order_from_a_strange_backup_breaks_nothing(kept: str, shown: list[str]) -> None:
    preferences.keep_preference(cache.archive().store, present.ORDER, kept, who="张三")

    assert present.order() == shown


def test_the_first_publication_has_nothing_to_be_compared_with() -> None:
    assert present.changes_since(cache.figures()) is None


def test_the_presentation_begins_at_its_own_address() -> None:
    assert present.address() == "./present"


def test_the_presentation_keeps_the_snapshot_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sihui_map.ui.state.st.session_state", {"choice_snapshot": "ABCD1234"})

    assert present.address() == "./present?snapshot=ABCD1234"
