"""The chain over what an older program wrote, in the order in which it must have been written."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sihui_map.store.chain.links import append
from sihui_map.store.chain.records import (
    AT_ONCE,
    COVERED,
    FROZEN,
    PREFERENCE,
    PUBLICATION,
    SUBMISSION,
    of_event,
)
from sihui_map.store.schema import (
    event,
    frozen,
    preference,
    publication,
    published_submission,
    submission,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Table

    from sihui_map.store.chain.records import Key


def begin(connection: Connection) -> None:
    """Chain what an older program wrote, in the order in which it must have been written.

    Nobody knows whether it was altered before: the chain holds from here on.
    """
    keys = iter(_in_order(connection))
    while some := list(islice(keys, AT_ONCE)):
        append(connection, *some)


class _Timeline:
    """Records by their time, none before what it rests on, whatever the clock said."""

    def __init__(self) -> None:
        self._when: dict[Key, tuple[str, int]] = {}
        self._latest: dict[Key, str] = {}

    def put(self, key: Key, at: str, *rests_on: Key, stands_for: Key | None = None) -> None:
        known = max([at, *(self._latest.get(each, "") for each in rests_on)])
        self._when[key] = (known, list(COVERED).index(key[0]))
        self._latest[stands_for or key] = known

    def all(self) -> list[Key]:
        return sorted(self._when, key=self._when.__getitem__)  # of one moment: as they were put


def _in_order(connection: Connection) -> list[Key]:
    """Return the keys of all records in the order in which they must have been written."""
    line = _Timeline()
    held: dict[int, list[Key]] = {}
    for own, number in _of(connection, published_submission, "submission_id", "number"):
        held.setdefault(number, []).append((SUBMISSION, str(own)))
    for own, at in _of(connection, submission, "submission_id", "at"):
        line.put((SUBMISSION, str(own)), at)
    for own, step, at in _of(connection, event, "submission_id", "step", "at"):
        whole = (SUBMISSION, str(own))
        line.put(of_event(own, step), at, whole, stands_for=whole)
    for number, at in _of(connection, publication, "number", "at"):
        before = (PUBLICATION, str(number - 1))
        line.put((PUBLICATION, str(number)), at, before, *held.get(number, ()))
    for name, number, at in _of(connection, frozen, "name", "number", "at"):
        line.put((FROZEN, name), at, (PUBLICATION, str(number)))
    for name, step, at in _of(connection, preference, "name", "step", "at"):
        line.put((PREFERENCE, f"{name}/{step}"), at, (PREFERENCE, f"{name}/{step - 1}"))
    return line.all()


def _of(connection: Connection, known: Table, *names: str) -> Iterable[Any]:
    columns = (known.c[name] for name in names)
    return connection.execute(select(*columns).order_by(*known.primary_key.columns))
