"""The presentation: which slides, in which order, and where they begin."""

from __future__ import annotations

import pytest

from sihui_map.errors import ChoiceError
from sihui_map.store.writers import preferences
from sihui_map.ui import cache, present, slide_order
from sihui_map.ui.slides import SLIDES
from tests.people import reviewer

pytestmark = pytest.mark.usefixtures("begun_store")


def test_before_anyone_chose_every_slide_is_shown() -> None:
    assert slide_order.order() == list(SLIDES)
    assert len(slide_order.order()) == 11


def test_a_kept_order_holds_and_what_is_left_out_is_not_shown() -> None:
    slide_order.keep_order(["question", "summary"], who=reviewer())

    assert slide_order.order() == ["question", "summary"]


@pytest.mark.parametrize("names", [[], ["summary", "nonsense"]])
def test_an_order_of_nothing_or_of_unknown_slides_is_refused(names: list[str]) -> None:
    with pytest.raises(ChoiceError, match="放映顺序至少要有一页，可选：总体情况、镇街排放、"):
        slide_order.keep_order(names, who=reviewer())
    assert slide_order.order() == list(SLIDES)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("not json", list(SLIDES)),
        ("5", list(SLIDES)),
        ('{"summary": 1}', list(SLIDES)),
        ('[["summary"], 7, null]', list(SLIDES)),
        ('["nonsense", "forest"]', ["forest"]),
        ('["forest", "forest", "parks"]', ["forest", "parks"]),
    ],
)
def test_an_order_from_a_strange_backup_breaks_nothing(kept: str, shown: list[str]) -> None:
    preferences.keep_preference(cache.archive().store, slide_order.ORDER, kept, who="张三")

    assert slide_order.order() == shown


@pytest.mark.parametrize(
    ("name", "step", "names"),
    [("a", -1, "abc"), ("a", 1, "bac"), ("b", -1, "bac"), ("c", -1, "acb"), ("c", 1, "abc")],
)
def test_a_slide_is_moved_by_one_place_and_stays_at_an_end(
    name: str, step: int, names: str
) -> None:
    assert "".join(slide_order.moved(list("abc"), name, step)) == names


def test_the_first_publication_has_nothing_to_be_compared_with() -> None:
    assert cache.changes_since(cache.figures()) is None


def test_the_presentation_begins_at_its_own_address() -> None:
    assert present.address() == "./present"


def test_the_presentation_keeps_the_snapshot_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sihui_map.ui.state.st.session_state", {"choice_snapshot": "ABCD1234"})

    assert present.address() == "./present?snapshot=ABCD1234"


@pytest.mark.parametrize(
    ("here", "shared"),
    [
        (
            "http://tan.example:8501/materials",
            "http://tan.example:8501/present?snapshot=ABCD1234",
        ),
        (
            "https://map.example/carbon/present",
            "https://map.example/carbon/present?snapshot=ABCD1234",
        ),
        ("http://localhost:8501/present", ""),
        ("http://127.0.0.1:8501/present", ""),
        ("http://[::1]:8501/present", ""),
        ("", ""),
    ],
)
def test_an_address_is_shared_only_where_others_can_open_it(here: str, shared: str) -> None:
    assert present.share_address(here, "ABCD1234") == shared
