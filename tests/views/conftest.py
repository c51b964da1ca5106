"""The invented county; names as an attacker would write them, and a snapshot full of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.figures import Figures
from tests.views.lacking import with_other_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.snapshot import Snapshot


HOSTILE = (
    "{{6007*1009}}",
    "{% raise %}",
    "{#",
    "${alert(1)}",
    "a`b",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "\"quoted' & escaped\\",
    "tab\tnul\x00bell\x07delete\x7fline\u2028end",
    "turned\u202eround\u2066",
)


@pytest.fixture(params=HOSTILE, ids=[f"name{place}" for place, _ in enumerate(HOSTILE)])
def hostile(request: pytest.FixtureRequest) -> str:
    """Return one hostile name after another."""
    return str(request.param)


@pytest.fixture
def all_hostile() -> str:
    """Return all hostile names in one."""
    return " ".join(HOSTILE)


@pytest.fixture
def figures_named(snapshot: Snapshot) -> Callable[[str], Figures]:
    """Return what makes figures in which everything that has a name has the given one."""

    def named(name: str) -> Figures:
        return Figures(
            replace(
                snapshot,
                towns=tuple(replace(town, name=name, note=name) for town in snapshot.towns),
                sites=tuple(
                    replace(site, name=name, source=name, capacity_text=name, missing_note=name)
                    for site in snapshot.sites
                ),
                parks=tuple(
                    replace(park, name=name, level=name, town_text=name, note=name)
                    for park in snapshot.parks
                ),
                protected_areas=tuple(
                    replace(area, name=name, level=name, source=name, missing_note=name)
                    for area in snapshot.protected_areas
                ),
                rivers=tuple({**river, "properties": {"name": name}} for river in snapshot.rivers),
                named_sources=tuple(
                    replace(source, name=name) for source in snapshot.named_sources
                ),
                energy_uses=tuple(replace(use, source=name) for use in snapshot.energy_uses),
                forest_covers=tuple(replace(row, source=name) for row in snapshot.forest_covers),
            )
        )

    return named


@pytest.fixture
def known(snapshot: Snapshot) -> Snapshot:
    """Return the county with two sets of factors."""
    return with_other_set(snapshot)


@pytest.fixture
def both(known: Snapshot) -> Figures:
    """Return its figures."""
    return Figures(known)
