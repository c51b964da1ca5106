"""The archive: what is shown now, and what would be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from sihui_map.archive import Archive
from sihui_map.catalogue import FOREST_COVER
from sihui_map.domain.submission import Change, State
from sihui_map.store import Store
from sihui_map.store.clock import BEIJING
from sihui_map.store.engine import writing
from sihui_map.store.schema import frozen
from sihui_map.store.writers import naming
from sihui_map.views import fmt
from tests.archive.publications import TOWN_COAL, coal, numbers, publish

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.figures import Figures


# What is shown now


CLOCK = {f"tasks.{what}" for what in ("stalled", "overdue", "near", "on_time")}


def test_an_empty_store_begins_with_the_sample(archive: Archive, figures: Figures) -> None:
    shown = archive.current()

    assert shown.published() == figures.published()
    assert archive.store.find("1").why == "初始数据：示例"
    assert (shown.snapshot.issue.number, shown.snapshot.issue.is_latest) == (1, True)
    assert shown.snapshot.issue.day == ""


def test_what_is_shown_has_the_id_of_its_publication(archive: Archive) -> None:
    assert archive.current().snapshot.revision == archive.store.find("1").revision


def test_while_nothing_changes_the_same_figures_are_given(archive: Archive) -> None:
    assert archive.current() is archive.current()
    assert archive.at("1") is archive.at("1")


def test_a_publication_is_shown_at_once_with_its_day(own_store: str, geodata_copy: Path) -> None:
    """The newest day is that of the publication: what was reported before is of 2033."""
    moment = datetime(2034, 11, 20, 9, tzinfo=BEIJING)
    store = Store(own_store, now=lambda: moment)
    archive = Archive(store, geodata_copy)
    before = numbers(archive.current())
    made = publish(archive, coal(10_000))

    shown = archive.current()

    assert shown.snapshot.revision == made.revision
    assert shown.snapshot.issue.day == made.at[:10] == "2034-11-20"
    assert shown.snapshot.data_day == date(2034, 11, 20)
    assert numbers(shown)[TOWN_COAL] != before[TOWN_COAL]
    store.close()


@pytest.mark.parametrize("with_sample", [True, False])
def test_a_publication_is_listed_under_the_id_by_which_it_is_shown(
    store: Store, geodata_copy: Path, *, with_sample: bool
) -> None:
    archive = Archive(store, geodata_copy, with_sample=with_sample)
    archive.current()
    publish(archive, coal(10_000))

    newest, first = archive.publications()

    assert newest.revision == archive.current().snapshot.revision
    assert archive.at(newest.revision) is archive.current()
    assert archive.at(first.revision).snapshot.revision == first.revision


def test_a_name_given_later_is_shown_at_once(archive: Archive) -> None:
    archive.current()
    archive.at("1")

    naming.freeze(archive.store, 1, "起点", who="王强")

    assert archive.current().snapshot.issue.names == ("起点",)
    assert archive.at("1").snapshot.issue.names == ("起点",)
    assert archive.at("起点") is archive.at("1")


def test_files_changed_after_the_publication_have_an_id_of_their_own(archive: Archive) -> None:
    published = archive.current().snapshot.revision
    sites = archive.geodata / "sites.csv"
    sites.write_text(sites.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    shown = archive.current().snapshot.revision

    assert shown != published
    assert "（数据文件或因子集其后有改动）" in fmt.issue(archive.current().snapshot.issue)
    assert "改动" not in fmt.issue(archive.at(published).snapshot.issue)
    assert archive.at(shown).snapshot.revision == shown
    assert archive.at(published).snapshot.revision == published


def test_an_older_name_never_stands_for_the_newest_or_for_an_id(archive: Archive) -> None:
    archive.current()
    publish(archive, coal(120))
    sites = archive.geodata / "sites.csv"
    sites.write_text(sites.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    shown = archive.current().snapshot.revision
    with writing(archive.store.engine) as connection:
        for name in ("latest", "最新", shown):
            stored = {"name": name, "number": 1, "who": "王强", "at": ""}
            connection.execute(insert(frozen).values(stored))

    found = [archive.at(given) for given in ("latest", " LATEST ", "最新", shown, shown.lower())]

    assert [each.snapshot.issue.number for each in found] == [2] * 5


@pytest.mark.parametrize("damage", [("area_id", "area"), ("amount", "betrag"), ("24000", "viel")])
def test_files_alone_are_shown_where_the_sample_is_broken(
    archive: Archive, damage: tuple[str, str]
) -> None:
    """The store stays empty until the sample is mended; the problem is named."""
    sample = archive.geodata / "sample" / "energy_use.csv"
    whole = sample.read_text(encoding="utf-8")
    sample.write_text(whole.replace(*damage, 1), encoding="utf-8")

    broken = archive.current()

    assert archive.store.latest_number() == 0
    assert broken.snapshot.issue.number == 0
    assert "sample/energy_use.csv" in {found.file for found in broken.snapshot.problems}

    sample.write_text(whole, encoding="utf-8")
    assert archive.current().snapshot.issue.number == 1
    assert archive.current().snapshot.problems == ()


def test_a_sample_without_rows_begins_with_nothing(archive: Archive) -> None:
    for path in (archive.geodata / "sample").glob("*.csv"):
        header = path.read_text(encoding="utf-8").splitlines()[0]
        path.write_text(f"{header}\n", encoding="utf-8")

    shown = archive.current()

    assert shown.snapshot.issue.number == 1
    assert shown.snapshot.energy_uses == ()
    assert archive.store.find("1").why == "初始：没有填报数据"


# What would be shown


def test_a_preview_is_what_publishing_then_shows(archive: Archive) -> None:
    archive.current()
    gone = Change(dataset=FOREST_COVER.name, row_key="city|2031", cells=None)
    changes = [coal(10_000), coal(123.5, year=2030), gone]

    preview = archive.with_changes(changes)

    assert archive.store.latest_number() == 1
    assert archive.store.submissions() == archive.store.submissions(State.PUBLISHED)
    publish(archive, *changes)
    assert numbers(preview) == numbers(archive.current())
    assert preview.snapshot.revision == "PREVIEW"
    assert not preview.snapshot.issue.is_latest


def test_a_preview_of_nothing_is_what_is_shown(archive: Archive) -> None:
    """But for the clock of tasks: it goes by the day, and a publication would be of today."""
    preview, shown = archive.with_changes([]).published(), archive.current().published()

    assert preview.keys() == shown.keys()
    assert {name for name in shown if preview[name] != shown[name]} <= CLOCK


def test_figures_of_a_snapshot_do_not_depend_on_its_name(archive: Archive) -> None:
    """So that a name given later needs no new numbers."""
    shown = archive.current()

    named = replace(shown, snapshot=replace(shown.snapshot, revision="OTHER"))

    assert named.published() == shown.published()
