"""A publication is found by number, revision and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from sihui_map.errors import ChoiceError
from sihui_map.store.engine import writing
from sihui_map.store.schema import frozen
from sihui_map.store.writers import naming
from tests.store.rows import coal, published

if TYPE_CHECKING:
    from sihui_map.store import Store


def test_a_publication_is_found_by_number_revision_and_name(store: Store) -> None:
    made = published(store, coal(120))
    naming.freeze(store, 2, " 2026年三季度 ", who="王强")

    found = [store.find(given) for given in ("2", made.revision.lower(), "2026年三季度 ")]

    assert [each.number for each in found] == [2, 2, 2]
    assert found[0].names == ("2026年三季度",)


def test_a_publication_that_does_not_exist_names_those_that_do(store: Store) -> None:
    latest = naming.freeze(store, 1, "起点", who="王强").revision

    with pytest.raises(
        ChoiceError, match=f"没有编号或名称为「三季度」的期；可选：最新一期 {latest}、起点"
    ):
        store.find("三季度")


def test_what_was_given_as_a_name_before_never_stands_for_another_number_or_id(
    store: Store,
) -> None:
    """Earlier versions took such names: they stay, and lead nowhere else than they say."""
    first = store.find("1").revision
    second = published(store, coal(120)).revision
    with writing(store.engine) as connection:
        for number, name in ((2, "1"), (2, first), (2, first.lower()), (1, "q3"), (2, "Q3")):
            stored = {"name": name, "number": number, "who": "王强", "at": ""}
            connection.execute(insert(frozen).values(stored))

    found = {given: store.find(given).number for given in ("1", "2", first, second, "q3", "Q3")}

    assert found == {"1": 1, "2": 2, first: 1, second: 2, "q3": 1, "Q3": 2}
    assert store.find(first.lower()).number == 1
    assert (
        store.find("ALIAS", alias=lambda revision: {first: "ALIAS"}.get(revision, "")).number == 1
    )
