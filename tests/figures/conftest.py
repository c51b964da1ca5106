"""What several tests of the figures need: those of the invented county."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.invented import figures, geodata_copy, public_figures, public_snapshot, snapshot

if TYPE_CHECKING:
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

__all__ = ["figures", "geodata_copy", "public_figures", "public_snapshot", "published", "snapshot"]


@pytest.fixture(scope="session")
def published(figures: Figures) -> dict[str, Quantity]:
    """Return what is published of everything, the sample included."""
    return figures.published()
