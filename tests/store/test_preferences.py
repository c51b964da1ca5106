"""What people prefer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from sihui_map.store.engine import reading
from sihui_map.store.writers import preferences

if TYPE_CHECKING:
    from sihui_map.store import Store


def test_a_preference_is_the_last_that_was_kept(store: Store) -> None:
    assert store.preference("order") == ""

    for order in ("a,b", "b,a", "b,a"):
        preferences.keep_preference(store, "order", order, who="王强")

    assert store.preference("order") == "b,a"
    with reading(store.engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM preference")) == 2
