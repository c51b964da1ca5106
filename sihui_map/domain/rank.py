"""Places (位次): among what is known, equals share one, and what is missing has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.value import printed

if TYPE_CHECKING:
    from collections.abc import Sequence


def places(values: Sequence[float | None], *, step: float) -> list[int | None]:
    """Return each value's place, 1 for the largest; None has none.

    Values that are the same when written in units of ``step`` share a place: 1, 2, 2, 4.
    """
    written = [None if value is None else printed(value / step, 0) for value in values]
    known = sorted((value for value in written if value is not None), reverse=True)
    return [None if value is None else known.index(value) + 1 for value in written]
