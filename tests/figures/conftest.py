"""What several tests of the figures need: those of the invented county."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures


@pytest.fixture(scope="session")
def published(figures: Figures) -> dict[str, Quantity]:
    """Return what is published of everything, the sample included."""
    return figures.published()
