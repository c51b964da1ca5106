"""The oddities of the plan's text, with both readings."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import Answer, OptionalText, Remark
from sihui_map.domain import plan


class Erratum(Answer, title="勘误待定：规划原文的一处疑点及两种读法"):
    """One oddity of the plan's text."""

    erratum_id: Annotated[str, Field(description="编号")]
    place: Annotated[str, Field(description="出处")]
    reading_a: Annotated[str, Field(description="读法一")]
    reading_b: Annotated[OptionalText, Field(description="读法二")]
    note: Remark


def errata_rows(found: Iterable[plan.Erratum]) -> list[Erratum]:
    """Return oddities of the plan as rows of the interface."""
    return [Erratum.model_validate(erratum) for erratum in found]
