"""The revisions of publications: a change anywhere shows in every later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.store import Store
from sihui_map.store.hashing import digest_of, revision_of
from sihui_map.store.writers import beginning, publishing
from tests.store.rows import FILES, YI, approved, coal, no_coal, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_same_steps_give_the_same_revisions_on_both_engines(store: Store) -> None:
    published(store, coal(120), coal("80.50", year=2023, why="新增一台锅炉"))
    published(store, no_coal())

    assert [found.revision for found in reversed(store.publications())] == [
        "2DE849CC",
        "A535F62D",
        "267D0A86",
    ]


def three(tmp_path: Path, name: str, change: Callable[[Store], None]) -> str:
    """Return the revision of a third publication after ``change`` was the second."""
    store = Store(f"sqlite:///{(tmp_path / name).as_posix()}")
    beginning.begin(store, {}, FILES)
    change(store)
    published(store, coal(9, year=2020))
    found = store.find("3").revision
    store.close()
    return found


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda store: published(store, coal(121)),
        lambda store: published(store, coal(120, why="新增一台锅炉")),
        lambda store: published(store, coal(120, area=YI)),
        lambda store: published(store, coal(120), coal(1, year=2019)),
        lambda store: publishing.publish(
            store, [approved(store, coal(120))], who="王强", why="", reference={"units.csv": b""}
        ),
        lambda store: publishing.publish(store, [], who="王强", why="", reference=FILES),
    ],
    ids=["a number", "a reason", "a town", "a row more", "a file", "nothing"],
)
def test_a_change_anywhere_shows_in_every_later_revision(
    tmp_path: Path, otherwise: Callable[[Store], None]
) -> None:
    def usual(store: Store) -> None:
        published(store, coal(120))

    assert three(tmp_path, "a.db", usual) == three(tmp_path, "b.db", usual)
    assert three(tmp_path, "c.db", otherwise) != three(tmp_path, "a2.db", usual)


def test_a_revision_is_eight_characters_over_rows_files_and_the_one_before() -> None:
    assert revision_of("", [], digest_of({})) == "451EA2D4"
    assert digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
    assert digest_of({"a": b"1"}) != digest_of({"a": b"2"})
    assert digest_of({"a": b"1"}) != digest_of({"b": b"1"})
