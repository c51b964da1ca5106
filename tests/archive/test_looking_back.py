"""The archive: what was shown then."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from sihui_map.archive import Archive, reference_files
from sihui_map.domain.energy import Component
from sihui_map.errors import ChoiceError
from sihui_map.store.writers import naming, publishing
from tests.archive.publications import GRID_YEAR, TOWN, TOWN_COAL, coal, power, publish, rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.store import Store


def test_what_was_published_stays_whatever_happens_later(archive: Archive) -> None:
    """Later publications, changed and broken files: each number of the first one stays."""
    archive.current()
    first = archive.at("1").published()
    made = publish(archive, coal(10_000))
    second = archive.at("2").published()
    rewrite(archive.geodata / "emission_factors.csv", "烟煤", "烟煤二")
    (archive.geodata / "units.csv").unlink()
    publish(archive, coal(20_000))

    later = Archive(archive.store, archive.geodata)

    assert later.at("1").published() == first
    assert later.at(made.revision.lower()).published() == second
    assert first[TOWN_COAL] != second[TOWN_COAL]
    assert later.at("1").snapshot.problems == ()
    assert later.at("3").snapshot.problems != ()


def test_an_issue_from_before_heat_could_be_told_stays_as_it_was(
    archive: Archive, store: Store
) -> None:
    files = list(archive.geodata.glob("heat_factors.*"))
    held = {path: path.read_bytes() for path in files}
    for path in files:
        path.unlink()
    open_ = Archive(store, archive.geodata, with_sample=False)
    open_.current()  # the first one is the sample
    publish(archive, *(power(fuel, amount) for fuel, amount in (("电力调入", 9), ("电力调出", 2))))
    before = open_.at("2")
    bought = before.component(TOWN, GRID_YEAR, Component.ELECTRICITY)
    for path, body in held.items():
        path.write_bytes(body)
    publish(archive, coal(1))

    old, new = Archive(store, archive.geodata, with_sample=False).at("2"), open_.current()

    assert bought.known == pytest.approx(7 * 5)
    assert old.published() == before.published()
    assert (old.snapshot.files, old.snapshot.problems) == (before.snapshot.files, ())
    assert new.component(TOWN, GRID_YEAR, Component.ELECTRICITY).reason == "未填全"


def test_the_newest_is_told_from_those_before_it(archive: Archive) -> None:
    archive.current()
    assert archive.at("1").snapshot.issue.is_latest

    publish(archive, coal(10_000))

    assert not archive.at("1").snapshot.issue.is_latest
    assert archive.at("2").snapshot.issue.is_latest


def test_a_publication_that_does_not_exist_is_said_so(archive: Archive) -> None:
    archive.current()

    with pytest.raises(ChoiceError, match="没有编号或名称为「2999」的期；可选：最新一期"):
        archive.at("2999")


def test_a_publication_is_read_from_memory_wherever_its_paths_lead(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is a file that someone handed over; its paths may lead anywhere."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    outside = tmp_path / "absolute.csv"
    archive.current()
    files = reference_files(archive.geodata)
    hostile = {"../evil.csv": b"x", "plan/../../evil2.csv": b"x", str(outside): b"x"}
    publishing.publish(archive.store, [], who="王强", why="", reference=files | hostile)

    shown = archive.at("2")

    assert list(temporary.iterdir()) == []
    assert not outside.exists()
    before = archive.at("1").published()
    differs = {name for name, amount in shown.published().items() if amount != before[name]}
    assert {name.partition(".")[0] for name in differs} <= {"tasks"}  # which go by the day
    assert shown.snapshot.revision == archive.store.find("2").revision


def test_the_meeting_before_is_the_last_with_a_name_else_the_one_before(archive: Archive) -> None:
    assert archive.before(archive.current()) is None

    for amount in (1, 2, 3):
        publish(archive, coal(amount))
    unnamed = archive.before(archive.current())
    naming.freeze(archive.store, 2, "三季度", who="王强")
    naming.freeze(archive.store, 4, "四季度", who="王强")
    named = archive.before(archive.current())

    assert unnamed is not None
    assert unnamed.snapshot.issue.number == 3
    assert named is not None
    assert named.snapshot.issue.names == ("三季度",)
