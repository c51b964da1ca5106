"""The written explanation of a residual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map import workflow
from sihui_map.domain.submission import State
from sihui_map.errors import DomainError
from tests import county
from tests.people import reviewer
from tests.workflow.handing_in import approved, reported_total

if TYPE_CHECKING:
    from sihui_map.archive import Archive


def test_with_its_explanation_the_residual_is_published_and_explained(archive: Archive) -> None:
    own = reported_total(archive, "5000000")
    said = approved(
        archive,
        workflow.explain_ledger(archive, 2023, " 全市总量含跨市企业，口径不同 ", who=reviewer()),
    )

    made = workflow.publish(archive, [own, said], who=reviewer("王五"), why="年报")

    assert (made.number, made.submission_ids) == (2, (own, said))
    assert archive.current().ledger_explanation(2023) == "全市总量含跨市企业，口径不同"
    assert archive.current().unexplained_years == ()


def test_an_explanation_may_come_first(archive: Archive) -> None:
    said = approved(
        archive, workflow.explain_ledger(archive, 2023, "镇街口径将有不同", who=reviewer())
    )
    workflow.publish(archive, [said], who=reviewer("王五"), why="说明")

    workflow.publish(
        archive, [reported_total(archive, "5000000")], who=reviewer("王五"), why="年报"
    )

    assert archive.store.latest_number() == 3


def test_an_explanation_names_the_part_that_it_explains(archive: Archive) -> None:
    with pytest.raises(DomainError, match="说明要写明差额在平衡表的哪一项：全市总量、镇街、"):
        workflow.explain_ledger(archive, 2023, "统计口径不同", who=reviewer())

    said = county.OWN.name + "一家企业的用煤没有报齐"
    assert workflow.explain_ledger(archive, 2023, said, who=reviewer()).state is State.DRAFT


@pytest.mark.parametrize("text", ["", "  无 ", "\n同上\n"])
def test_an_explanation_says_something(archive: Archive, text: str) -> None:
    with pytest.raises(DomainError, match="说明至少写 4 个字"):
        workflow.explain_ledger(archive, 2023, text, who=reviewer())
