"""Materials: made once per snapshot, found at an address that keeps it."""

from __future__ import annotations

import pytest

from sihui_map.errors import ChoiceError
from sihui_map.store.writers import naming
from sihui_map.ui import cache, materials


def test_a_material_is_made_once() -> None:
    assert materials.made("map", cache.figures()) is materials.made("map", cache.figures())


def test_a_material_is_made_again_for_another_approval(monkeypatch: pytest.MonkeyPatch) -> None:
    before = materials.made("map", cache.figures())
    monkeypatch.setenv("SIHUI_MAP_APPROVAL", "粤S(2026)001号")

    after = materials.made("map", cache.figures())

    assert "粤S(2026)001号" in after.decode()
    assert "粤S(2026)001号" not in before.decode()


def test_a_material_is_made_again_once_its_publication_has_a_name(begun_store: str) -> None:
    assert begun_store
    before = materials.made("map", cache.figures())

    naming.freeze(cache.archive().store, 1, "三季度调度", who="王强")

    assert "三季度调度" not in before.decode()
    assert "三季度调度" in materials.made("map", cache.figures()).decode()


def test_a_material_says_of_which_snapshot_it_is() -> None:
    assert cache.figures().snapshot.revision in materials.made("map", cache.figures()).decode()


def test_an_unknown_material_is_refused() -> None:
    with pytest.raises(ChoiceError, match="没有名为「nonsense」的材料"):
        materials.made("nonsense", cache.figures())


def test_an_address_is_relative_and_quoted() -> None:
    assert materials.address("deck") == "./materials/deck"
    assert materials.address("notices/reminder.docx", unit="市 A&B") == (
        "./materials/notices/reminder.docx?unit=%E5%B8%82+A%26B"
    )


def test_an_address_keeps_the_snapshot_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sihui_map.ui.state.st.session_state", {"choice_snapshot": "ABCD1234"})

    assert materials.address("deck") == "./materials/deck?snapshot=ABCD1234"
