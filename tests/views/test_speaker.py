"""The notes of whoever presents: sources, kinds, what lacks, who would know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.views.speaker import speaker_notes

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def test_of_emissions_only_the_totals_that_a_slide_shows_are_counted(figures: Figures) -> None:
    notes = dict(speaker_notes(figures, "emissions", 2033))

    assert notes["性质"] == "示例 3 个"
    assert notes["缺什么"] == "没有缺失的数值"
    assert notes["谁能回答"] == "各镇街报自己的数；口径问县发改局"


def test_what_is_missing_is_counted_by_its_reason(public_figures: Figures) -> None:
    notes = dict(speaker_notes(public_figures, "ledger", 2031))

    assert notes["缺什么"] == "未报（7 个）"
    assert notes["来源"] == "虚构的方案"


def test_tasks_name_those_of_which_nothing_was_heard(public_figures: Figures) -> None:
    notes = dict(speaker_notes(public_figures, "tasks", 0))

    assert notes["缺什么"] == "没有收到进展的任务：第 1、2、3、4、5 项"
    assert notes["谁能回答"] == "牵头单位：县发改局、县园区办、县林业局；口径问县发改局"
    assert set(notes) == {"缺什么", "谁能回答"}


@pytest.mark.parametrize("slide", ["cover", "question"])
def test_a_slide_without_figures_says_whom_to_ask(figures: Figures, slide: str) -> None:
    assert speaker_notes(figures, slide, 2033) == [("谁能回答", "口径问县发改局")]
