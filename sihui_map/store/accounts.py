"""Accounts, sessions, tokens, deputies and the log, as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, select

from sihui_map.domain.access import Role
from sihui_map.domain.account import Account, Record, Session, Step, same_name
from sihui_map.domain.deputy import Deputy
from sihui_map.domain.token import Token, TokenScope
from sihui_map.store.schema import account, audit, deputy, session, subject, token, token_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Column, ColumnElement, Connection


def account_of(row: Any) -> Account:  # noqa: ANN401 sqlalchemy's Row
    """Return an account as one step left it."""
    return Account(**{**row._mapping, "what": Step(row.what), "role": Role(row.role)})  # noqa: SLF001 public, by that name


def accounts_of(connection: Connection) -> tuple[Account, ...]:
    """Return every account as its newest step left it, in the order of their names."""
    newest = select(account.c.name, func.max(account.c.step).label("step")).group_by(account.c.name)
    last = newest.subquery()
    chosen = select(account).join(
        last, and_(last.c.name == account.c.name, last.c.step == account.c.step)
    )
    return tuple(sorted(map(account_of, connection.execute(chosen)), key=lambda own: own.name))


def found_account(connection: Connection, name: str) -> Account | None:
    """Return the account that a person means by ``name``, None where there is none."""
    wanted = same_name(name)
    return next((own for own in accounts_of(connection) if same_name(own.name) == wanted), None)


def steps_of(connection: Connection, name: str) -> tuple[Account, ...]:
    """Return every step of an account, the first first."""
    chosen = select(account).where(account.c.name == name).order_by(account.c.step)
    return tuple(map(account_of, connection.execute(chosen)))


def invited_of(connection: Connection, invitation: str) -> Account | None:
    """Return the account whose newest step holds this one-time key, None where none does."""
    return next(
        (own for own in accounts_of(connection) if invitation and own.invitation == invitation),
        None,
    )


def session_of(row: Any) -> Session:  # noqa: ANN401 sqlalchemy's Row
    """Return one session."""
    return Session(**row._mapping)  # noqa: SLF001 public, by that name


def found_session(connection: Connection, digest: str) -> Session | None:
    """Return the session whose id has this digest, None where there is none."""
    row = connection.execute(select(session).where(session.c.digest == digest)).one_or_none()
    return session_of(row) if row else None


def sessions_of(connection: Connection, name: str = "") -> tuple[Session, ...]:
    """Return the sessions of an account, of all without a name, the newest first."""
    where = (session.c.name == name,) if name else ()
    chosen = select(session).where(*where).order_by(session.c.begun_at.desc(), session.c.digest)
    return tuple(map(session_of, connection.execute(chosen)))


def records_in(
    connection: Connection, most: int | None, but: Iterable[str] = ()
) -> tuple[Record, ...]:
    """Return the lines of the log, the newest first, at most ``most``; ``but`` those deeds."""
    shown = audit.c.action.not_in(list(but)) | audit.c.is_refused
    chosen = select(audit).where(shown).order_by(audit.c.number.desc()).limit(most)
    return tuple(Record(**row._mapping) for row in connection.execute(chosen))  # noqa: SLF001 public, by that name


def _newest(connection: Connection, *same: Column[Any], where: ColumnElement[bool] | None) -> Any:  # noqa: ANN401 sqlalchemy's rows
    """Return the newest row of each that has ``same`` in common, the newest first."""
    known = same[0].table
    chosen = select(func.max(known.c.number)).group_by(*same)
    numbers = chosen if where is None else chosen.where(where)
    newest = known.c.number.in_(numbers)
    return connection.execute(select(known).where(newest).order_by(known.c.number.desc()))


def tokens_of(connection: Connection, *, name: str = "", digest: str = "") -> tuple[Token, ...]:
    """Return tokens as their newest rows have them: of an account, of a digest, or all."""
    where = token.c.digest == digest if digest else token.c.name == name if name else None
    return tuple(
        Token(**{**row._mapping, "scope": TokenScope(row.scope)})  # noqa: SLF001 public, by that name
        for row in _newest(connection, token.c.digest, where=where)
    )


def token_days(connection: Connection) -> dict[str, str]:
    """Return the last day on which each token was taken, by its digest."""
    chosen = select(token_day.c.digest, func.max(token_day.c.day).label("day"))
    taken = chosen.where(token_day.c.is_refused == false()).group_by(token_day.c.digest)
    return {row.digest: row.day for row in connection.execute(taken)}


def deputies_of(connection: Connection) -> tuple[Deputy, ...]:
    """Return who stands in for whom, the newest first."""
    rows = _newest(connection, deputy.c.absent, deputy.c.deputy, where=None)
    return tuple(Deputy(**row._mapping) for row in rows)  # noqa: SLF001 public, by that name


def subject_of(connection: Connection, wanted: str) -> str:
    """Return whose account a subject of another system is, "" where nobody's."""
    rows = _newest(connection, subject.c.subject, where=subject.c.subject == wanted)
    return next((str(row.name) for row in rows), "")


def has_subject(connection: Connection, name: str) -> bool:
    """Tell whether an account is somebody's whom another system signs in."""
    rows = _newest(connection, subject.c.subject, where=None)
    return any(row.name == name for row in rows)
