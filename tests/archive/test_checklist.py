"""The checklist of parks changes: what was told by the one before stays, and is shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.archive import Archive
from sihui_map.catalogue import PARK_PROGRESS
from sihui_map.domain.park import CheckState
from sihui_map.domain.submission import Change
from sihui_map.intake.csv_lines import csv_of
from sihui_map.intake.template import template
from sihui_map.views import revisions, tables
from tests.archive.publications import TODAY, coal, publish, rewrite
from tests.intake.files import edited, row_of
from tests.people import reviewer

if TYPE_CHECKING:
    from sihui_map.figures import Figures

PARK, KEY = "park", "park|2033"
OLD, OLD_LABEL = "shared_steam", "虚构集中供汽"
NEW, NEW_LABEL = "saved_power", "虚构节电"
STRANGE = "shared_steam（不在清单中）"


@pytest.fixture
def changed(archive: Archive) -> Archive:
    """Return an archive whose county asks for saved power, no longer for steam."""
    archive.current()
    text = (archive.geodata / "place.toml").read_text("utf-8")
    begin = text.index("[[parks.checklist]]")
    end = text.index("[[parks.checklist]]", begin + 1)
    rewrite(
        archive.geodata / "place.toml",
        text[begin:end],
        f'[[parks.checklist]]\nid = "{NEW}"\nlabel = "{NEW_LABEL}"\n\n',
    )
    return Archive(archive.store, archive.geodata)


def headings(figures: Figures) -> list[str]:
    table = tables.parks_table(figures, figures.snapshot.parks)
    return [column.label for column in table.columns][5:-1]


def cells_of(archive: Archive) -> dict[str, str]:
    return dict(archive.store.published()[PARK_PROGRESS.name, KEY].cells or {})


def test_rows_are_kept_with_their_columns_in_the_order_they_always_had(archive: Archive) -> None:
    archive.current()

    assert list(cells_of(archive)) == [
        "park_id", "year", "stage", "provincial", "shared_steam", "water_reuse", "waste_exchange",
        "kind", "source",
    ]  # fmt: skip


def test_the_csv_has_the_headings_it_always_had(archive: Archive) -> None:
    known = archive.known(TODAY)

    text = csv_of(PARK_PROGRESS.of(known.figures.snapshot.place), known.rows)

    assert text.splitlines()[0] == (
        "\ufeff园区编号,年份,阶段,省级以上,虚构集中供汽,虚构中水回用,虚构废料互换,性质,来源"
    )


def test_an_earlier_issue_has_the_list_it_was_published_with(changed: Archive) -> None:
    publish(changed, coal(10_000))

    old, new = changed.at("1"), changed.current()

    assert headings(old)[:2] == [OLD_LABEL, "虚构中水回用"]
    assert headings(new) == [NEW_LABEL, "虚构中水回用", "虚构废料互换", STRANGE]
    assert (old.snapshot.problems, new.snapshot.problems) == ((), ())


def test_what_was_told_by_another_list_is_shown_under_its_own_name(changed: Archive) -> None:
    figures = changed.current()
    table = tables.parks_table(figures, figures.snapshot.parks)
    told = tables.reported_table(figures, PARK_PROGRESS)

    (row,) = table.rows
    assert table.cell(row, OLD).text == CheckState.UNDER_WAY
    assert table.cell(row, NEW).text == CheckState.UNKNOWN
    assert [column.label for column in told.columns][7] == STRANGE
    assert figures.park_progress[PARK].checks[OLD] is CheckState.UNDER_WAY


def test_a_point_that_no_row_tells_of_is_gone_with_the_list(changed: Archive) -> None:
    told = [entry.cells for entry in changed.store.published().values() if entry.cells]
    blank = [{**cells, OLD: ""} for cells in told if cells.get(OLD)]
    publish(
        changed,
        *(Change(dataset=PARK_PROGRESS.name, row_key="", cells=cells) for cells in blank),
    )

    assert len(blank) == 2
    assert STRANGE not in headings(changed.current())


def test_the_template_of_another_list_handed_in_unchanged_changes_nothing(
    changed: Archive,
) -> None:
    known = changed.known(TODAY)
    book = template(known.figures, known.rows, number=known.number)
    table = csv_of(PARK_PROGRESS.of(known.figures.snapshot.place), known.rows)

    for body, name in ((book, "模板.xlsx"), (table.encode(), "园区.csv")):
        proposal = workflow.propose(changed, body, name, today=TODAY, who=reviewer())
        assert (proposal.rows, proposal.findings) == ((), ())


def test_what_is_told_now_leaves_what_was_told_before(changed: Archive) -> None:
    known = changed.known(TODAY)
    book = template(known.figures, known.rows, number=known.number)
    number = row_of(book, "园区", PARK, *[None] * 9, 2033)
    proposal = workflow.propose(
        changed,
        edited(book, "园区", {f"N{number}": "已完成"}),
        "模板.xlsx",
        today=TODAY,
        who=reviewer(),
    )

    (row,) = proposal.rows
    shown = revisions.rows_table(known.figures, [(row.dataset, row.row_key, row.before, row.after)])
    assert [[cell.text for cell in line.cells][1:] for line in shown.rows] == [
        [NEW_LABEL, "—", "已完成"]
    ]
    publish(changed, Change(dataset=row.dataset, row_key=row.row_key, cells=row.after))
    assert (cells_of(changed)[NEW], cells_of(changed)[OLD]) == ("已完成", "推进中")


def test_rows_that_change_name_a_column_of_another_list(changed: Archive) -> None:
    before = cells_of(changed)
    after = {**before, OLD: "已完成"}

    shown = revisions.rows_table(changed.current(), [(PARK_PROGRESS.name, KEY, before, after)])

    assert [[cell.text for cell in line.cells][1:] for line in shown.rows] == [
        [STRANGE, "推进中", "已完成"]
    ]


def test_a_broken_place_begins_no_store_with_rows_that_lack_their_points(
    archive: Archive,
) -> None:
    held = (archive.geodata / "place.toml").read_text("utf-8")
    (archive.geodata / "place.toml").write_text("kaputt\n", "utf-8")

    broken = archive.current()
    (archive.geodata / "place.toml").write_text(held, "utf-8")

    assert [problem.file for problem in broken.snapshot.problems] == ["place.toml"]
    assert archive.store.latest_number() in (0, None) or OLD in cells_of(archive)
    assert headings(archive.current())[0] == OLD_LABEL
    assert OLD in cells_of(archive)
