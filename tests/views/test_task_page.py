"""The page of one task: what lies on its small map, and what is said of files behind a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.views import maps, task_page

if TYPE_CHECKING:
    from sihui_map.domain.plan import Task
    from sihui_map.figures import Figures


@pytest.fixture
def of_parks(figures: Figures) -> Task:
    """Return the task of the clause on the parks' circular transformation."""
    asked = figures.snapshot.place.targets.circular_parks
    clauses = {one.clause_no for one in figures.snapshot.targets if one.target_id == asked}
    return next(task for task in figures.snapshot.tasks if task.clause_no in clauses)


def test_the_parks_of_a_task_lie_on_its_map_as_they_stand_in_the_list(
    figures: Figures, of_parks: Task
) -> None:
    parks = figures.snapshot.parks
    on_map = task_page.marks(figures, of_parks)
    listed = task_page.things(figures, of_parks)

    assert [park.park_id for park in parks if park.park_id not in on_map] == []
    assert [park.name for park in parks if f"园区：{park.name}" not in listed] == []
    assert len(on_map) == len(listed)


def test_every_task_marks_what_it_lists(figures: Figures) -> None:
    drawn = maps.task_map(figures).get_root().render()

    for task in figures.snapshot.tasks:
        own = task_page.marks(figures, task)
        assert [one for one in own if f'"{one}"' not in drawn] == []
        if own:
            assert len(own) == len(task_page.things(figures, task))


def test_what_is_said_of_files_stands_beside_a_ground_only(figures: Figures) -> None:
    for task in figures.snapshot.tasks:
        said = dict(task_page.told(figures, task))
        assert ("附件" in said) is ("依据" in said)
        assert said.get("附件", task_page.FILES).startswith(
            "文件和文件名不公开，只给填报这一行的人"
        )


def test_no_task_has_no_mark(figures: Figures) -> None:
    assert task_page.marks(figures, None) == []
