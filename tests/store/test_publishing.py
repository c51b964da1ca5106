"""A publication: all of it or nothing, with the files its figures rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sihui_map.domain.submission import State
from sihui_map.errors import DomainError
from sihui_map.store.engine import reading
from sihui_map.store.hashing import digest_of
from sihui_map.store.writers import publishing
from tests.store.rows import FILES, amount, approved, coal, draft, no_coal, publish, published

if TYPE_CHECKING:
    from sihui_map.store import Store

NINE_THIRTY = "2026-11-20T09:30:00+08:00"


def test_a_publication_brings_approved_rows_into_force(store: Store) -> None:
    own = approved(store, coal(120))

    made = publish(store, own)

    assert (made.number, made.who, made.why, made.at) == (2, "王强", "月度调度", NINE_THIRTY)
    assert (made.names, made.submission_ids) == ((), (1,))
    assert made.reference_digest == digest_of(FILES)
    assert amount(store) == "120"
    assert store.submission(own).published_in == 2
    assert store.submission(own).state is State.PUBLISHED
    assert store.latest() == made
    assert [found.number for found in store.publications()] == [2, 1]


def test_what_was_published_stays_as_it_was(store: Store) -> None:
    published(store, coal(120), coal(80, year=2023))
    before = store.published(2)
    told = store.find("2")

    published(store, coal(130))
    published(store, no_coal())

    assert store.published(2) == before
    assert store.find("2") == told
    assert [amount(store, number) for number in (1, 2, 3, 4)] == ["", "120", "130", ""]


def test_what_is_not_approved_is_not_published_and_takes_the_rest_with_it(store: Store) -> None:
    """All of a publication is kept, or nothing of it."""
    ready = approved(store, coal(120))
    not_ready = draft(store, coal(80, year=2023)).submission_id

    with pytest.raises(DomainError, match="现为「草稿」，不能改为「已发布」"):
        publish(store, ready, not_ready)

    assert store.latest_number() == 1
    assert store.submission(ready).state is State.APPROVED


def test_a_publication_keeps_the_files_its_figures_rest_on(store: Store) -> None:
    later = {"units.csv": b"town_code\n990101101\n"}
    own = approved(store, coal(120))
    publishing.publish(store, [own], who="王强", why="", reference=later)

    assert store.reference(1) == FILES
    assert store.reference(2) == later
    assert store.reference(9) == {}


def test_a_file_that_did_not_change_is_kept_once(store: Store) -> None:
    published(store, coal(120))
    published(store, coal(130))

    with reading(store.engine) as connection:
        kept = connection.scalar(text("SELECT count(*) FROM reference_file"))

    assert kept == 2
