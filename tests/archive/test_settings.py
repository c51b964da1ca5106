"""The archive: what the settings make of the same rows."""

from __future__ import annotations

import pytest

from sihui_map.archive import Archive
from sihui_map.domain.energy import Component
from sihui_map.errors import ChoiceError, SihuiMapError
from sihui_map.reference.snapshot import check_factor_set
from tests.archive.publications import TOWN, coal, publish

# With another factor set

OTHER = "other_2030"


@pytest.fixture
def archive(archive: Archive) -> Archive:
    """Return the archive of a county with a second factor set, in which half of the coal burns."""
    path = archive.geodata / "emission_factors.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    more = [row.replace("enterprise_2015", OTHER).replace(",0.93,", ",0.465,") for row in rows]
    path.write_text("\n".join([header, *rows, *more, ""]), "utf-8")
    return archive


def other_set(archive: Archive) -> Archive:
    return Archive(archive.store, archive.geodata, factor_set=OTHER)


def test_another_factor_set_gives_other_numbers_under_another_id(archive: Archive) -> None:
    shown = archive.current()

    own = other_set(archive).current()

    assert own.factors is not None
    assert own.factors.name == own.snapshot.factor_set == OTHER
    assert own.towns_total(2031).known < shown.towns_total(2031).known
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


@pytest.mark.parametrize("name", ["other_2029", "x" * 99])
def test_a_factor_set_that_nobody_knows_is_refused_with_those_there_are(
    archive: Archive, name: str
) -> None:
    said = f"SIHUI_FACTOR_SET 应为 enterprise_2015 或 {OTHER}，现为「{name[:40]}」$"

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
    area, year = TOWN, 2033
    before = archive.current().component(area, year, Component.ELECTRICITY)
    own = Archive(archive.store, archive.geodata, grid_fallback=True).current()

    found = own.component(area, year, Component.ELECTRICITY)

    assert before.value is None
    assert found.value is not None
    assert "2033 年电网因子尚未公布，按 2032 年因子" in found.source
