"""The store: what was handed in, what was published, what was frozen; nothing is overwritten."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import false, func, insert, select

from sihui_map.errors import ReadOnlyError
from sihui_map.store import migrate
from sihui_map.store.accounts import (
    accounts_of,
    deputies_of,
    found_account,
    found_session,
    has_subject,
    invited_of,
    records_in,
    sessions_of,
    steps_of,
    subject_of,
    token_days,
    tokens_of,
)
from sihui_map.store.chain import links
from sihui_map.store.chain.checking import check
from sihui_map.store.clock import BEIJING, beijing_now
from sihui_map.store.engine import create, reading, writing
from sihui_map.store.preferences import preference_of
from sihui_map.store.publications import chosen_of, latest_number, publications_of
from sihui_map.store.reminding import answers_of, deliveries_of, notices_of
from sihui_map.store.rows import conflicts_of, entry_of, keys_of, rows_of, state_at
from sihui_map.store.schema import (
    cell,
    entry,
    event,
    evidence,
    frozen,
    preference,
    publication,
    publication_file,
    reference_file,
    remark,
    submission,
)
from sihui_map.store.submissions import (
    event_of,
    first_handed_in,
    submission_of,
    submissions_where,
    writers_of,
)
from sihui_map.store.working import (
    cells_where,
    evidence_where,
    periods_of,
    remarks_where,
    steps_of_cell,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sihui_map.domain.account import Account, Record, Session
    from sihui_map.domain.deputy import Deputy
    from sihui_map.domain.reminding import Answer, Delivery, Notice
    from sihui_map.domain.submission import (
        Conflict,
        Entry,
        Event,
        Publication,
        State,
        Submission,
    )
    from sihui_map.domain.token import Token
    from sihui_map.domain.working import CellPlace, Evidence, Periods, Remark, Written
    from sihui_map.store.chain.checking import Checked
    from sihui_map.store.rows import KeyOfRow


class Store:
    """One database of reported data, to read; every method is one transaction.

    What writes into it lies in ``writers``, which only ``workflow`` may import.
    """

    def __init__(self, url: str, *, now: Callable[[], datetime] = beijing_now) -> None:
        """Open the database at ``url`` and bring its structure up to date."""
        self.engine = create(url)
        self._now = now
        try:
            migrate.upgrade(self.engine)
        except BaseException:  # nobody has a store that he could close
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def at(self) -> str:
        """Return the moment, as it is written down."""
        return self._now().astimezone(BEIJING).isoformat(timespec="seconds")

    # What is published

    def publications(self) -> tuple[Publication, ...]:
        """Return every publication, the newest first."""
        with reading(self.engine) as connection:
            return publications_of(connection)

    def latest(self) -> Publication | None:
        """Return the newest publication, None before the first."""
        with reading(self.engine) as connection:
            number = latest_number(connection)
            return publications_of(connection, number)[0] if number else None

    def latest_number(self) -> int:
        """Return the number of the newest publication, 0 before the first."""
        with reading(self.engine) as connection:
            return latest_number(connection)

    def mark(self) -> str:
        """Return a text that changes with every publication and every name given to one."""
        count_names = select(func.count()).select_from(frozen).scalar_subquery()
        newest = select(publication.c.revision, count_names).order_by(publication.c.number.desc())
        with reading(self.engine) as connection:
            found = connection.execute(newest.limit(1)).one_or_none()
        return " ".join(map(str, found)) if found else ""

    def find(self, given: str, *, alias: Callable[[str], str] = str) -> Publication:
        """Return the publication with the number, revision or frozen name ``given``.

        ``alias`` gives another id under which a revision is known. A number or an id is never
        taken for the name of another publication.
        """
        return chosen_of(self.publications(), given, alias)

    def published(self, number: int | None = None) -> dict[KeyOfRow, Entry]:
        """Return the rows in force at publication ``number``, by default the newest."""
        with reading(self.engine) as connection:
            return state_at(connection, latest_number(connection) if number is None else number)

    def reference(self, number: int) -> dict[str, bytes]:
        """Return the reference files as they were at publication ``number``, by path."""
        chosen = (
            select(publication_file.c.path, reference_file.c.body)
            .join(reference_file, reference_file.c.digest == publication_file.c.digest)
            .where(publication_file.c.number == number)
        )
        with reading(self.engine) as connection:
            return {row.path: zlib.decompress(row.body) for row in connection.execute(chosen)}

    def history(self, table: str, row_key: str) -> tuple[Entry, ...]:
        """Return everything ever written of one row, the newest first."""
        chosen = select(entry).where(entry.c.dataset == table, entry.c.row_key == row_key)
        with reading(self.engine) as connection:
            rows = connection.execute(chosen.order_by(entry.c.entry_id.desc()))
            return tuple(entry_of(row) for row in rows)

    # What was handed in

    def submissions(self, *states: State) -> tuple[Submission, ...]:
        """Return the submissions in ``states``, all without any, the newest first."""
        with reading(self.engine) as connection:
            wanted = (event.c.state.in_([state.value for state in states]),) if states else ()
            return submissions_where(connection, *wanted)

    def submission(self, submission_id: int) -> Submission:
        """Return one submission, or raise ChoiceError."""
        with reading(self.engine) as connection:
            return submission_of(connection, submission_id)

    def submissions_by_id(self, submission_ids: Iterable[int]) -> dict[int, Submission]:
        """Return these submissions by their ids."""
        own = submission.c.submission_id.in_(list(submission_ids))
        with reading(self.engine) as connection:
            return {one.submission_id: one for one in submissions_where(connection, own)}

    def entries(self, submission_id: int) -> tuple[Entry, ...]:
        """Return the rows of one submission, in the order they were handed in."""
        with reading(self.engine) as connection:
            return rows_of(connection, submission_id)

    def events(self, submission_id: int) -> tuple[Event, ...]:
        """Return the steps of one submission, the first first."""
        chosen = select(event).where(event.c.submission_id == submission_id).order_by(event.c.step)
        with reading(self.engine) as connection:
            return tuple(event_of(row) for row in connection.execute(chosen))

    def writers(self, submission_id: int) -> frozenset[str]:
        """Return who wrote or handed in a submission, or any version it was renewed from."""
        with reading(self.engine) as connection:
            return writers_of(connection, submission_id)

    def handed_in(self) -> dict[KeyOfRow, str]:
        """Return when each row that is published, no sample, was first handed in, ISO 8601."""
        with reading(self.engine) as connection:
            return first_handed_in(connection)

    def bases(self, submission_id: int) -> dict[int, Entry]:
        """Return, by id, the entries that were published when a submission was written."""
        own = select(entry.c.base_id).where(entry.c.submission_id == submission_id)
        chosen = select(entry).where(entry.c.entry_id.in_(own))
        with reading(self.engine) as connection:
            return {row.entry_id: entry_of(row) for row in connection.execute(chosen)}

    def conflicts(self, submission_id: int) -> tuple[Conflict, ...]:
        """Return the rows that someone else published since this submission was written."""
        with reading(self.engine) as connection:
            rows = rows_of(connection, submission_id)
            number = latest_number(connection)
            state = state_at(connection, number, withdrawn=True, keys=keys_of(rows))
            return conflicts_of(rows, state)

    def is_read_only(self) -> bool:
        """Tell whether nothing can be written; to find out changes nothing."""
        nothing = select(preference).where(false())
        try:
            with writing(self.engine) as connection:
                connection.execute(insert(preference).from_select(preference.c.keys(), nothing))
        except ReadOnlyError:
            return True
        return False

    # The chain

    def checked_chain(self) -> Checked:
        """Return the chain over everything that was written, computed anew."""
        with reading(self.engine, patient=True) as connection:
            return check(connection)

    def head(self) -> str:
        """Return the newest link, to be written down elsewhere: its number and 64 characters."""
        with reading(self.engine) as connection:
            number, digest = links.head(connection)
        return f"{number}:{digest}"

    def has_link(self, given: str) -> bool:
        """Tell whether ``given``, written down earlier, is still a link of the chain."""
        with reading(self.engine) as connection:
            return links.has(connection, given)

    # What is being filled in, and when that may be

    def cells(self, scope: str, after: int = 0) -> tuple[Written, ...]:
        """Return the newest step of each cell of a working copy, of those ``after`` a number."""
        with reading(self.engine) as connection:
            return cells_where(connection, cell.c.scope == scope, cell.c.number > after)

    def cell_steps(self, place: CellPlace) -> tuple[Written, ...]:
        """Return every step of one cell, the newest first."""
        with reading(self.engine) as connection:
            return steps_of_cell(connection, place)

    def remarks(self, table: str = "", row_key: str = "") -> tuple[Remark, ...]:
        """Return what was said of the cells of one row, of all without one, the newest first."""
        of_row = (remark.c.dataset == table, remark.c.row_key == row_key) if table else ()
        with reading(self.engine) as connection:
            return remarks_where(connection, *of_row)

    def reasons(self, *submission_ids: int) -> tuple[Remark, ...]:
        """Return why cells of these submissions came back, the newest first."""
        with reading(self.engine) as connection:
            return remarks_where(connection, remark.c.submission_id.in_(submission_ids))

    def evidence(self, table: str = "", row_key: str = "") -> tuple[Evidence, ...]:
        """Return the files behind one row, behind all without one, the newest first."""
        of_row = (evidence.c.dataset == table, evidence.c.row_key == row_key) if table else ()
        with reading(self.engine) as connection:
            return evidence_where(connection, *of_row)

    def evidence_of(self, submission_id: int) -> tuple[Evidence, ...]:
        """Return the files behind the rows of one submission, the newest first."""
        same_row = (entry.c.dataset == evidence.c.dataset, entry.c.row_key == evidence.c.row_key)
        its_rows = select(entry.c.entry_id).where(entry.c.submission_id == submission_id, *same_row)
        with reading(self.engine) as connection:
            return evidence_where(connection, its_rows.exists())

    def evidence_file(self, number: int) -> tuple[Evidence, bytes] | None:
        """Return one file and what is in it, None where there is none."""
        own = evidence.c.number == number
        with reading(self.engine) as connection:
            found = evidence_where(connection, own)
            body = connection.scalar(select(evidence.c.body).where(own))
        return (found[0], bytes(body)) if found and body is not None else None

    def periods(self) -> Periods:
        """Return when which year may be reported."""
        with reading(self.engine) as connection:
            return periods_of(connection)

    # Who was reminded of what

    def notices(self) -> tuple[Notice, ...]:
        """Return every notice, the first first."""
        with reading(self.engine) as connection:
            return notices_of(connection)

    def notice_answers(self) -> tuple[Answer, ...]:
        """Return every answer to a notice, the first first."""
        with reading(self.engine) as connection:
            return answers_of(connection)

    def deliveries(self) -> tuple[Delivery, ...]:
        """Return every attempt to mail a notice, the first first."""
        with reading(self.engine) as connection:
            return deliveries_of(connection)

    # What people prefer, such as the order of the slides

    def preference(self, name: str) -> str:
        """Return what was last kept under ``name``, "" where nothing was."""
        with reading(self.engine) as connection:
            return preference_of(connection, name)[1]

    # Who may do what

    def accounts(self) -> tuple[Account, ...]:
        """Return every account as it is now, in the order of their names."""
        with reading(self.engine) as connection:
            return accounts_of(connection)

    def account(self, name: str) -> Account | None:
        """Return the account that a person means by ``name``, None where there is none."""
        with reading(self.engine) as connection:
            return found_account(connection, name)

    def account_steps(self, name: str) -> tuple[Account, ...]:
        """Return every step of an account, the first first."""
        with reading(self.engine) as connection:
            return steps_of(connection, name)

    def invited(self, invitation: str) -> Account | None:
        """Return the account that a one-time key, of which this is the digest, was sent for."""
        with reading(self.engine) as connection:
            return invited_of(connection, invitation)

    def session(self, digest: str) -> Session | None:
        """Return the session whose id has this digest, None where there is none."""
        with reading(self.engine) as connection:
            return found_session(connection, digest)

    def sessions(self, name: str = "") -> tuple[Session, ...]:
        """Return the sessions of an account, of all without a name, the newest first."""
        with reading(self.engine) as connection:
            return sessions_of(connection, name)

    def token(self, digest: str) -> Token | None:
        """Return the token that has this digest, None where there is none."""
        with reading(self.engine) as connection:
            return next(iter(tokens_of(connection, digest=digest)), None)

    def tokens(self, name: str = "") -> tuple[Token, ...]:
        """Return the tokens of an account, of all without a name, the newest first."""
        with reading(self.engine) as connection:
            return tokens_of(connection, name=name)

    def token_days(self) -> dict[str, str]:
        """Return the last day (ISO 8601) on which each token was taken, by its digest."""
        with reading(self.engine) as connection:
            return token_days(connection)

    def deputies(self) -> tuple[Deputy, ...]:
        """Return who stands in for whom, the newest first, also what is over."""
        with reading(self.engine) as connection:
            return deputies_of(connection)

    def subject(self, digest: str) -> str:
        """Return the account of whom another system knows by ``digest``, "" where there is none."""
        with reading(self.engine) as connection:
            return subject_of(connection, digest)

    def has_subject(self, name: str) -> bool:
        """Tell whether an account is somebody's whom another system signs in."""
        with reading(self.engine) as connection:
            return has_subject(connection, name)

    def log(self, most: int | None = None, *, but: Iterable[str] = ()) -> tuple[Record, ...]:
        """Return the lines of the log, the newest first, at most ``most``, ``but`` those deeds."""
        with reading(self.engine) as connection:
            return records_in(connection, most, but)
