"""The invented county reminds: of its own tasks and towns, in its own words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sihui_map.archive import Archive
from sihui_map.documents.docx.urging import urging
from sihui_map.store import Store
from sihui_map.store.clock import BEIJING
from sihui_map.views.reminding import text_of
from sihui_map.workflow import reminding
from sihui_map.workflow.permitting import today_of
from tests.counties.county import SANZHEN, left_of_the_other, said_in

if TYPE_CHECKING:
    from pathlib import Path


def test_its_units_are_reminded_of_its_own_tasks_in_its_own_words(tmp_path: Path) -> None:
    """181 days after it began, nobody has told of anything."""
    moment = [datetime(2034, 1, 10, 9, tzinfo=BEIJING), datetime(2034, 7, 10, 9, tzinfo=BEIJING)]
    store = Store(f"sqlite:///{(tmp_path / 'store.db').as_posix()}", now=lambda: moment[0])
    archive = Archive(store, SANZHEN, with_sample=False)
    figures = archive.current()
    moment.pop(0)

    sent = reminding.remind(archive, who=reminding.the_clock("命令行"))

    leads = [unit for task in figures.snapshot.tasks for unit in task.lead_units]
    assert sorted(one.scope for one in sent) == sorted(leads)
    assert list(dict.fromkeys(one.scope for one in sent)) == [
        unit for unit in figures.snapshot.departments if unit in leads
    ]
    day, first = today_of(store), sent[0]
    said = text_of(figures, first.scope, [first], day)
    made = urging(figures, first.scope, [first], day)
    revision = figures.snapshot.revision
    assert figures.snapshot.place.office in said
    assert left_of_the_other(said, revision) == []
    assert left_of_the_other(said_in("docx", made), revision) == []
    store.close()
