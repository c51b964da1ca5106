"""Accounts, sessions and the log, as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from sihui_map.domain.access import Role
from sihui_map.domain.account import Account, Record, Session, Step, same_name
from sihui_map.store.schema import account, audit, session

if TYPE_CHECKING:
    from sqlalchemy import Connection


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


def records_in(connection: Connection, most: int | None) -> tuple[Record, ...]:
    """Return the lines of the log, the newest first, at most ``most``."""
    chosen = select(audit).order_by(audit.c.number.desc()).limit(most)
    return tuple(Record(**row._mapping) for row in connection.execute(chosen))  # noqa: SLF001 public, by that name
