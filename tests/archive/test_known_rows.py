"""The archive: which rows are known, with samples and without."""

from __future__ import annotations

from sihui_map.archive import Archive
from sihui_map.catalogue import LEDGER_REPORTED
from sihui_map.domain.submission import Change
from sihui_map.domain.value import ValueKind
from tests.archive.publications import COAL, TODAY, YEAR, coal, publish

SAMPLE_TOTAL = Change(
    dataset=LEDGER_REPORTED.name,
    row_key="2031|city_total",
    cells={
        "year": "2031", "row_id": "city_total", "tco2": "170000", "kind": "示例",
        "source": "示例数据,虚构", "note": "",
    },
)  # fmt: skip
"""Of this table alone the county has no sample."""

# Without the sample


def test_without_samples_exactly_their_rows_are_gone(archive: Archive) -> None:
    archive.current()
    publish(archive, coal(10_000), coal(9_000, year=2031), SAMPLE_TOTAL)

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
    assert {(use.year, use.amount) for use in real.energy_uses} == {(YEAR, 10_000), (2031, 9_000)}
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


# What a file is held against


def test_known_rows_are_the_reported_and_those_of_the_reference_files(archive: Archive) -> None:
    known = archive.known(TODAY)

    assert (known.number, known.today) == (1, TODAY)
    assert known.figures is archive.current()
    assert known.rows["energy_use", COAL]["unit"] == "t"
    parks = {key for table, key in known.rows if table == "parks"}
    assert parks == {found.park_id for found in known.figures.snapshot.parks}
    sites = {key for table, key in known.rows if table == "sites"}
    assert sites == {found.site_id for found in known.figures.snapshot.sites}


def test_what_was_reported_of_a_reference_row_stands_in_its_place(archive: Archive) -> None:
    source = dict(archive.known(TODAY).rows["parks", "park"])
    publish(archive, Change(dataset="parks", row_key="", cells=source | {"note": "更名"}))

    assert archive.known(TODAY).rows["parks", "park"]["note"] == "更名"
    park = next(found for found in archive.current().snapshot.parks if found.park_id == "park")
    assert park.note == "更名"


def test_without_samples_no_sample_row_is_known(archive: Archive) -> None:
    archive.current()
    public = Archive(archive.store, archive.geodata, with_sample=False)

    rows = public.known(TODAY).rows

    assert "示例" not in {cells.get("kind") for cells in rows.values()}
    assert ("energy_use", COAL) not in rows


def test_a_broken_reference_file_leaves_the_other_rows_known(archive: Archive) -> None:
    archive.current()
    (archive.geodata / "parks.csv").write_text("no,park\n1,2\n", encoding="utf-8")

    rows = archive.known(TODAY).rows

    assert not [key for table, key in rows if table == "parks"]
    assert [key for table, key in rows if table == "sites"]
