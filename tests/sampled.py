"""Which cases of a costly product `make test` runs, and which are left to `make thorough`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def sampled(
    cases: Iterable[Any], *, keep: Callable[[int, Any], bool], name: Callable[[Any], str] = str
) -> list[Any]:
    """Return ``cases`` as parameters of a test; those that ``keep`` refuses are `thorough`.

    ``keep`` gets the place of a case, from 0, and the case; a tuple becomes several parameters.
    """
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name(case),
            marks=() if keep(place, case) else pytest.mark.thorough,
        )
        for place, case in enumerate(cases)
    ]
