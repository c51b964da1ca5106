"""The entries of the search box: hostile names stay text, their addresses stay one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.search import Kind
from sihui_map.views.search import entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.figures import Figures

ENDS = set("<>\"'` {}\\")
"""Signs that could end an address, or begin something else."""


def test_a_hostile_name_leads_to_one_address(
    all_hostile: str, figures_named: Callable[[str], Figures]
) -> None:
    found = list(entries(figures_named(all_hostile), [("./", "总览", "")]))

    assert {entry.kind for entry in found} == set(Kind)
    assert any(all_hostile in entry.title for entry in found)
    assert [entry.address for entry in found if set(entry.address) & ENDS] == []
