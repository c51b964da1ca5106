"""The ledger (平衡表): do the parts meet the city's total, in tCO2."""

from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import (
    Answer,
    Kind,
    OptionalText,
    Quantity,
    Reason,
    Revision,
    Source,
    Tco2,
    Year,
    quantity,
)
from sihui_map.figures import Figures


class LedgerRow(Answer, title="平衡表的一行"):
    """One part of the city's total."""

    row_id: Annotated[str, Field(description="行的编号")]
    label: Annotated[str, Field(description="行的名称")]
    tco2: Tco2
    kind: Kind
    source: Source
    reason: Reason


class Ledger(Answer, title="一年的平衡表"):
    """One year."""

    year: Year
    rows: list[LedgerRow]
    computed: Annotated[Quantity, Field(description="各项之和，tCO2")]
    city_total: Annotated[Quantity, Field(description="{whole}总量：规划原文或申报，tCO2")]
    city_total_reported: Annotated[
        Quantity | None,
        Field(description="方案之外填报的{whole}总量：第二读数，不用于对账，tCO2；没有时为 null"),
    ]
    city_total_difference: Annotated[
        Quantity | None, Field(description="填报 − 方案，tCO2；没有第二读数时为 null")
    ]
    residual: Annotated[Quantity, Field(description="残差：{whole}总量 − 各项之和，tCO2")]
    share_residual_percent: Annotated[Quantity, Field(description="残差占{whole}总量，%")]
    explanation: Annotated[OptionalText, Field(description="残差的书面说明；没有时为 null")]


class Ledgers(Answer, title="各年的平衡表"):
    """The ledgers by year."""

    revision: Revision
    ledgers: list[Ledger]


def ledger_answer(figures: Figures, year: int) -> Ledger:
    """Return one year's ledger."""
    book = figures.ledger(year)
    told, beside = figures.reported_city_total(year), figures.city_total_difference(year)
    return Ledger(
        year=book.year,
        rows=[
            LedgerRow(
                row_id=row.row_id,
                label=row.label,
                tco2=row.quantity.value,
                kind=row.quantity.kind,
                source=row.quantity.source,
                reason=row.quantity.reason,
            )
            for row in book.rows
        ],
        computed=quantity(book.computed),
        city_total=quantity(book.city_total),
        city_total_reported=None if told is None else quantity(told),
        city_total_difference=None if beside is None else quantity(beside),
        residual=quantity(book.residual),
        share_residual_percent=quantity(book.share_residual),
        explanation=figures.ledger_explanation(year),
    )
