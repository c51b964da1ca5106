"""The archive: what is shown now, what was shown then, what would be shown."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier, Event
from time import sleep
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from sihui_map.archive import KEPT, Archive, reference_files
from sihui_map.catalogue import ENERGY_USE, FOREST_COVER
from sihui_map.domain.energy import Component
from sihui_map.domain.submission import Change, State
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError, SihuiMapError
from sihui_map.reference.snapshot import check_factor_set
from sihui_map.store import Store
from sihui_map.store.engine import writing
from sihui_map.store.schema import frozen
from sihui_map.store.writers import drafting, naming, publishing, steps
from sihui_map.views import fmt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sihui_map.domain.submission import Publication
    from sihui_map.figures import Figures

TODAY = date(2026, 11, 20)
COAL_2024 = "441284001|2024|烟煤"
TOWN_COAL = "emission.coal.441284001.2024"


def coal(amount: float, *, year: int = 2024) -> Change:
    cells = {
        "area_id": "441284001",
        "year": str(year),
        "fuel": "烟煤",
        "amount": str(amount),
        "unit": "t",
        "kind": "实绩",
        "source": "企业报表",
    }
    return Change(dataset=ENERGY_USE.name, row_key=f"441284001|{year}|烟煤", cells=cells)


def power(fuel: str, amount: float) -> Change:
    cells = {**(coal(amount, year=2022).cells or {}), "fuel": fuel, "unit": "10^4 kWh"}
    return Change(dataset=ENERGY_USE.name, row_key=f"441284001|2022|{fuel}", cells=cells)


@pytest.fixture
def store(own_store: str) -> Iterator[Store]:
    """Return an empty store."""
    made = Store(own_store)
    yield made
    made.close()


@pytest.fixture
def archive(store: Store, geodata_copy: Path) -> Archive:
    """Return the archive of a copy of geodata/ over an empty store."""
    return Archive(store, geodata_copy)


def publish(archive: Archive, *changes: Change) -> Publication:
    store = archive.store
    own = drafting.draft(store, changes, who="陈文", why="月报", origin="月报.xlsx").submission_id
    steps.move(store, own, State.SUBMITTED, who="陈文")
    steps.move(store, own, State.APPROVED, who="李敏")
    return publishing.publish(store, [own], who="王强", why="月报", reference=archive.reference())


def numbers(figures: Figures) -> dict[str, float | None]:
    return {name: quantity.value for name, quantity in figures.published().items()}


def rewrite(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


# What is shown now


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


def test_a_publication_is_shown_at_once_with_its_day(archive: Archive) -> None:
    before = numbers(archive.current())
    made = publish(archive, coal(10_000))

    shown = archive.current()

    assert shown.snapshot.revision == made.revision
    assert shown.snapshot.issue.day == made.at[:10]
    assert shown.snapshot.data_day == date.fromisoformat(made.at[:10])
    assert numbers(shown)[TOWN_COAL] != before[TOWN_COAL]


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


@pytest.mark.parametrize("damage", [("area_id", "area"), ("amount", "betrag"), ("19754", "viel")])
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


# What was shown then


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
    bought = before.component("441284001", 2022, Component.ELECTRICITY)
    for path, body in held.items():
        path.write_bytes(body)
    publish(archive, coal(1))

    old, new = Archive(store, archive.geodata, with_sample=False).at("2"), open_.current()

    assert bought.known == pytest.approx(7 * 4.403)
    assert old.published() == before.published()
    assert (old.snapshot.files, old.snapshot.problems) == (before.snapshot.files, ())
    assert new.component("441284001", 2022, Component.ELECTRICITY).reason == "未填全"


def test_the_newest_is_told_from_those_before_it(archive: Archive) -> None:
    archive.current()
    assert archive.at("1").snapshot.issue.is_latest

    publish(archive, coal(10_000))

    assert not archive.at("1").snapshot.issue.is_latest
    assert archive.at("2").snapshot.issue.is_latest


def test_a_publication_that_does_not_exist_is_said_so(archive: Archive) -> None:
    archive.current()

    with pytest.raises(ChoiceError, match="没有编号或名称为「2031」的期；可选：最新一期"):
        archive.at("2031")


def test_a_few_earlier_snapshots_stay_in_memory_and_no_more(archive: Archive) -> None:
    archive.current()
    for amount in range(1, 8):
        publish(archive, coal(amount))

    for number in range(1, 9):
        archive.at(str(number))

    assert len(archive._earlier) == KEPT == 5  # noqa: SLF001 what stays in memory is the point
    kept = archive.at("7")
    archive.at("3")
    archive.at("2")
    assert archive.at("7") is kept


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


def test_a_file_of_a_backup_cannot_be_written_elsewhere(
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
    assert shown.published() == archive.at("1").published()
    assert shown.snapshot.revision != archive.store.find("2").revision


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


# Without the sample


def test_without_samples_exactly_their_rows_are_gone(archive: Archive) -> None:
    archive.current()
    publish(archive, coal(10_000), coal(9_000, year=2023))

    all_rows = archive.current().snapshot
    real = Archive(archive.store, archive.geodata, with_sample=False).current().snapshot

    for table in (
        "energy_uses",
        "contexts",
        "reported_rows",
        "forest_covers",
        "park_progress",
        "task_updates",
    ):
        told = getattr(all_rows, table)
        assert getattr(real, table) == tuple(
            row for row in told if row.kind is not ValueKind.SAMPLE
        )
        assert len(told) > len(getattr(real, table))
    assert {(use.year, use.amount) for use in real.energy_uses} == {(2024, 10_000), (2023, 9_000)}
    assert {site.site_id for site in all_rows.sites} - {site.site_id for site in real.sites} == {
        site.site_id for site in all_rows.sites if site.value_kind is ValueKind.SAMPLE
    }
    assert ValueKind.SAMPLE not in {
        quantity.kind for quantity in Archive(
            archive.store, archive.geodata, with_sample=False
        ).current().published().values()
    }  # fmt: skip


def test_without_samples_the_id_is_another_and_is_found(archive: Archive) -> None:
    shown = archive.current().snapshot.revision
    public = Archive(archive.store, archive.geodata, with_sample=False)

    real = public.current().snapshot.revision

    assert real != shown
    assert public.at(real).published() == public.current().published()
    assert public.at(real).snapshot.revision == real


# What would be shown


def test_a_preview_is_what_publishing_then_shows(archive: Archive) -> None:
    archive.current()
    gone = Change(dataset=FOREST_COVER.name, row_key="city|2020", cells=None)
    changes = [coal(10_000), coal(123.5, year=2019), gone]

    preview = archive.with_changes(changes)

    assert archive.store.latest_number() == 1
    assert archive.store.submissions() == archive.store.submissions(State.PUBLISHED)
    publish(archive, *changes)
    assert numbers(preview) == numbers(archive.current())
    assert preview.snapshot.revision == "PREVIEW"
    assert not preview.snapshot.issue.is_latest


def test_a_preview_of_nothing_is_what_is_shown(archive: Archive) -> None:
    assert archive.with_changes([]).published() == archive.current().published()


# What a file is held against


def test_known_rows_are_the_reported_and_those_of_the_reference_files(archive: Archive) -> None:
    known = archive.known(TODAY)

    assert (known.number, known.today) == (1, TODAY)
    assert known.figures is archive.current()
    assert known.rows["energy_use", COAL_2024]["unit"] == "t"
    parks = {key for table, key in known.rows if table == "parks"}
    assert parks == {found.park_id for found in known.figures.snapshot.parks}
    sites = {key for table, key in known.rows if table == "sites"}
    assert sites == {found.site_id for found in known.figures.snapshot.sites}


def test_what_was_reported_of_a_reference_row_stands_in_its_place(archive: Archive) -> None:
    source = dict(archive.known(TODAY).rows["parks", "sihui-industrial-park"])
    publish(archive, Change(dataset="parks", row_key="", cells=source | {"note": "更名"}))

    assert archive.known(TODAY).rows["parks", "sihui-industrial-park"]["note"] == "更名"
    park = next(
        found
        for found in archive.current().snapshot.parks
        if found.park_id == "sihui-industrial-park"
    )
    assert park.note == "更名"


def test_without_samples_no_sample_row_is_known(archive: Archive) -> None:
    archive.current()
    public = Archive(archive.store, archive.geodata, with_sample=False)

    rows = public.known(TODAY).rows

    assert "示例" not in {cells.get("kind") for cells in rows.values()}
    assert ("energy_use", COAL_2024) not in rows


def test_a_broken_reference_file_leaves_the_other_rows_known(archive: Archive) -> None:
    archive.current()
    (archive.geodata / "parks.csv").write_text("no,park\n1,2\n", encoding="utf-8")

    rows = archive.known(TODAY).rows

    assert not [key for table, key in rows if table == "parks"]
    assert [key for table, key in rows if table == "sites"]


def test_figures_of_a_snapshot_do_not_depend_on_its_name(archive: Archive) -> None:
    """So that a name given later needs no new numbers."""
    shown = archive.current()

    named = replace(shown, snapshot=replace(shown.snapshot, revision="OTHER"))

    assert named.published() == shown.published()


# With another factor set

OTHER = "provincial_2025"


def other_set(archive: Archive) -> Archive:
    return Archive(archive.store, archive.geodata, factor_set=OTHER)


def test_another_factor_set_gives_other_numbers_under_another_id(archive: Archive) -> None:
    shown = archive.current()

    own = other_set(archive).current()

    assert own.factors is not None
    assert own.factors.name == own.snapshot.factor_set == OTHER
    assert own.towns_total(2020).known < shown.towns_total(2020).known
    assert own.snapshot.revision != shown.snapshot.revision
    assert other_set(archive).at(own.snapshot.revision).published() == own.published()
    with pytest.raises(ChoiceError):
        archive.at(own.snapshot.revision)


def test_a_publication_keeps_the_factor_set_it_was_made_with(archive: Archive) -> None:
    first = archive.current()
    other = other_set(archive)
    publish(other, coal(10_000))
    second = other.current()

    assert not second.snapshot.issue.is_altered
    assert other.at("1").published() == first.published()
    assert other.at("1").snapshot.revision == first.snapshot.revision
    assert archive.at("2").published() == second.published()
    assert archive.current().snapshot.issue.is_altered
    assert archive.current().snapshot.factor_set == "enterprise_2015"


def test_a_store_begins_with_the_factor_set_of_the_settings(archive: Archive) -> None:
    own = other_set(archive).current()

    assert archive.at("1").snapshot.factor_set == OTHER
    assert archive.at("1").published() == own.published()


@pytest.mark.parametrize("name", ["provincial_2026", "x" * 99])
def test_a_factor_set_that_nobody_knows_is_refused_with_those_there_are(
    archive: Archive, name: str
) -> None:
    said = f"SIHUI_FACTOR_SET 应为 enterprise_2015 或 provincial_2025，现为「{name[:40]}」$"

    with pytest.raises(SihuiMapError, match=said):
        check_factor_set(archive.geodata, name)


def test_where_the_factors_cannot_be_read_their_own_problem_is_told(archive: Archive) -> None:
    (archive.geodata / "emission_factors.csv").unlink()

    check_factor_set(archive.geodata, "enterprise_2015")

    assert "emission_factors.csv" in {found.file for found in archive.current().snapshot.problems}


# With the grid factor of another year


def test_with_another_rule_for_the_grid_the_id_is_another_and_is_found(archive: Archive) -> None:
    shown = archive.current().snapshot.revision
    fallback = Archive(archive.store, archive.geodata, grid_fallback=True)

    own = fallback.current()

    assert own.snapshot.revision != shown
    assert own.snapshot.grid_fallback
    assert fallback.at(own.snapshot.revision).published() == own.published()
    with pytest.raises(ChoiceError):
        archive.at(own.snapshot.revision)


def test_the_factor_of_another_year_marks_what_it_makes(archive: Archive) -> None:
    area, year = "441284001", 2024
    before = archive.current().component(area, year, Component.ELECTRICITY)
    own = Archive(archive.store, archive.geodata, grid_fallback=True).current()

    found = own.component(area, year, Component.ELECTRICITY)

    assert before.value is None
    assert found.value is not None
    assert "2024 年电网因子尚未公布，按 2023 年因子" in found.source
