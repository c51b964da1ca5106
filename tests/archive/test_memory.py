"""The archive: what stays in memory, and what is read once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep
from typing import TYPE_CHECKING

from sihui_map.archive import KEPT, Archive
from tests.archive.publications import coal, publish

if TYPE_CHECKING:
    import pytest

    from sihui_map.domain.submission import Publication
    from sihui_map.figures import Figures


def test_a_few_earlier_snapshots_stay_in_memory_and_no_more(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.current()
    for amount in range(1, KEPT + 3):
        publish(archive, coal(amount))
    read, reads = Archive._read_publication, []  # noqa: SLF001 how often it is called is the point

    def counted(self: Archive, found: Publication, *, is_latest: bool) -> Figures:
        reads.append(found.number)
        return read(self, found, is_latest=is_latest)

    monkeypatch.setattr(Archive, "_read_publication", counted)
    earlier = range(1, KEPT + 2)
    for number in (*earlier, *reversed(earlier)):
        archive.at(str(number))

    # On the way back the last ones are still there; the first one had to make room.
    assert reads == [*earlier, 1]


def test_the_newest_by_its_number_is_what_everybody_sees(archive: Archive) -> None:
    archive.current()
    newest = publish(archive, coal(1))

    assert archive.at(str(newest.number)) is archive.current()
    assert archive.at(newest.revision) is archive.current()


def test_looking_back_pushes_what_everybody_sees_out_of_memory_never(archive: Archive) -> None:
    archive.current()
    for amount in range(1, 9):
        publish(archive, coal(amount))
    now = archive.current()

    for number in range(1, 9):
        archive.at(str(number))

    assert archive.current() is now


def test_what_several_ask_for_at_once_is_read_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.current()
    publish(archive, coal(1))
    read, reads = Archive._read_publication, []  # noqa: SLF001 how often it is called is the point
    together = Barrier(4)

    def slowly(own: Archive, found: Publication, *, is_latest: bool) -> Figures:
        reads.append(found.number)
        sleep(0.2)
        return read(own, found, is_latest=is_latest)

    monkeypatch.setattr(Archive, "_read_publication", slowly)

    def ask() -> Figures:
        together.wait()
        return archive.at("1")

    with ThreadPoolExecutor(4) as pool:
        found = [each.result() for each in [pool.submit(ask) for _ in range(4)]]

    assert reads == [1]
    assert all(each is found[0] for each in found)


def test_whoever_looks_back_holds_nobody_up(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.current()
    publish(archive, coal(1))
    publish(archive, coal(2))
    archive.current()
    asked, go_on = Event(), Event()
    read = Archive._read_publication  # noqa: SLF001 it is held up here

    def held_up(own: Archive, found: Publication, *, is_latest: bool) -> Figures:
        if found.number == 1:
            asked.set()
            go_on.wait(10)
        return read(own, found, is_latest=is_latest)

    monkeypatch.setattr(Archive, "_read_publication", held_up)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(archive.at, "1")
        assert asked.wait(10)

        assert archive.current().snapshot.issue.number == 3
        assert archive.at("2").snapshot.issue.number == 2
        publish(archive, coal(3))
        assert archive.current().snapshot.issue.number == 4

        assert not waiting.done()
        go_on.set()
        assert waiting.result().snapshot.issue.number == 1
