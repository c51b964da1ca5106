"""An empty store begins once, with the sample or with nothing."""

from __future__ import annotations

import pytest

from sihui_map.domain.submission import State
from sihui_map.store import Store
from sihui_map.store.writers import beginning
from tests.store.rows import FILES, TABLE, amount, cells, states


def test_an_empty_store_begins_once(store_url: str) -> None:
    made = Store(store_url)
    assert (made.latest(), made.latest_number()) == (None, 0)

    first = beginning.begin(made, {TABLE: [cells("012"), cells(8, year=2023)]}, FILES)
    again = beginning.begin(made, {TABLE: [cells(99)]}, {})

    assert again == first
    assert (first.number, first.who, first.why) == (1, "系统", "初始数据：示例")
    assert amount(made) == "12"
    assert states(made, 1) == [State.DRAFT, State.SUBMITTED, State.APPROVED, State.PUBLISHED]
    made.close()


@pytest.mark.parametrize("tables", [{}, {TABLE: []}])
def test_a_store_may_begin_with_nothing(
    store_url: str, tables: dict[str, list[dict[str, str]]]
) -> None:
    """A sample whose rows were all deleted is no reason to stay shut."""
    made = Store(store_url)

    first = beginning.begin(made, tables, FILES)

    assert first.why == "初始：没有填报数据"
    assert made.published() == {}
    made.close()
