"""Dispatch: what a leader deals with first, by which rule, where, and who answers for it."""

import streamlit as st

from sihui_map.ui import controls, map_frame, panels, parts, state
from sihui_map.views import heads, task_map

figures = panels.current()

panels.head(heads.dispatch_head(figures))
controls.choice_bar(figures)
panels.show(parts.dispatch_numbers(figures))
panels.problems(
    figures,
    "plan/tasks",
    "plan/departments",
    "units",
    "boundaries",
    "sample/task_updates",
    "sample/task_steps",
)


@panels.fragment
def city() -> None:
    """Show the map by place."""
    map_frame.map_frame("dispatch", measure=task_map.TASKS, by_town=["first"])


@panels.fragment
def first() -> None:
    """Show what has to be dealt with, in the chosen town or everywhere."""
    panels.show(*parts.dispatch_beside(figures, state.choice(())))


left, right = st.columns([11, 9], gap="medium")
with left:
    city()
with right:
    first()
panels.show(*parts.dispatch_below(figures, state.snapshot_choice()))
panels.show(*panels.task_changes(figures, state.snapshot_choice()))
