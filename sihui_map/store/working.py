"""The working copy and the periods, as they are stored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sihui_map.domain.working import (
    CellPlace,
    Evidence,
    Extension,
    Period,
    Periods,
    Remark,
    RemarkKind,
    Written,
)
from sihui_map.store.schema import cell, evidence, extension, period, remark

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

SAME_CELL = (cell.c.scope, cell.c.sheet, cell.c.line, cell.c.field)


def written_of(row: Any) -> Written:  # noqa: ANN401 sqlalchemy's Row
    """Return one step of a cell."""
    return Written(
        number=row.number,
        place=CellPlace(row.scope, row.sheet, row.line, row.field),
        step=row.step,
        text=row.text,
        who=row.who,
        at=row.at,
        issue=row.issue,
        submission_id=row.submission_id,
    )


def cells_where(connection: Connection, *where: ColumnElement[bool]) -> tuple[Written, ...]:
    """Return the newest step of each cell for which ``where`` holds, in the order of writing."""
    newest = select(func.max(cell.c.number)).where(*where).group_by(*SAME_CELL)
    chosen = select(cell).where(cell.c.number.in_(newest)).order_by(cell.c.number)
    return tuple(map(written_of, connection.execute(chosen)))


def steps_of_cell(connection: Connection, place: CellPlace) -> tuple[Written, ...]:
    """Return every step of one cell, the newest first."""
    chosen = select(cell).where(*is_at(place)).order_by(cell.c.step.desc())
    return tuple(map(written_of, connection.execute(chosen)))


def is_at(place: CellPlace) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of the steps of one cell."""
    return tuple(column == text for column, text in zip(SAME_CELL, place, strict=True))


def remarks_where(connection: Connection, *where: ColumnElement[bool]) -> tuple[Remark, ...]:
    """Return what was said of cells, the newest first."""
    rows = connection.execute(select(remark).where(*where).order_by(remark.c.number.desc()))
    return tuple(
        Remark(**{**row._mapping, "kind": RemarkKind(row.kind)})  # noqa: SLF001 public, by that name
        for row in rows
    )


def evidence_where(connection: Connection, *where: ColumnElement[bool]) -> tuple[Evidence, ...]:
    """Return the files behind rows, without what is in them, the newest first."""
    columns = [column for column in evidence.c if column is not evidence.c.body]
    rows = connection.execute(select(*columns).where(*where).order_by(evidence.c.number.desc()))
    return tuple(Evidence(**row._mapping) for row in rows)  # noqa: SLF001 public, by that name


def periods_of(connection: Connection) -> Periods:
    """Return the periods in force."""
    by_year = {
        row.year: Period(
            year=row.year,
            opens=date.fromisoformat(row.opens),
            closes=date.fromisoformat(row.closes),
            reason=row.reason,
            who=row.who,
            at=row.at,
        )
        for row in connection.execute(select(period).order_by(period.c.number))
    }
    extensions = {
        (row.year, row.scope): Extension(
            year=row.year,
            scope=row.scope,
            until=date.fromisoformat(row.until),
            reason=row.reason,
            who=row.who,
            at=row.at,
        )
        for row in connection.execute(select(extension).order_by(extension.c.number))
    }
    return Periods(by_year, extensions)
