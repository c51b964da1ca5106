"""The tables of the store; every row is written once and never changed, but for a session's.

A state is the newest event, a published state the newest publication: so two writers can only
collide on a primary key, which both SQLite and PostgreSQL refuse.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

submission = Table(
    "submission",
    metadata,
    Column("submission_id", Integer, primary_key=True, autoincrement=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("count_rows", Integer, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
)

entry = Table(
    "entry",
    metadata,
    Column("entry_id", Integer, primary_key=True, autoincrement=False),
    Column("submission_id", ForeignKey("submission.submission_id"), nullable=False, index=True),
    Column("dataset", String(40), nullable=False),
    Column("row_key", String(300), nullable=False),
    Column("cells", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("source", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
    Column("base_id", Integer, nullable=False),
    UniqueConstraint("submission_id", "dataset", "row_key"),
    # Which entry of a row is in force is found in this index alone.
    Index(None, "dataset", "row_key", "submission_id"),
)

event = Table(
    "event",
    metadata,
    Column("submission_id", ForeignKey("submission.submission_id"), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("state", String(10), nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Column("reason", Text, nullable=False),
)

publication = Table(
    "publication",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("revision", String(8), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("who", String(60), nullable=False),
    Column("why", Text, nullable=False),
    Column("reference_digest", String(64), nullable=False),
)

published_submission = Table(
    "published_submission",
    metadata,
    Column("submission_id", ForeignKey("submission.submission_id"), primary_key=True),
    Column("number", ForeignKey("publication.number"), nullable=False, index=True),
)

frozen = Table(
    "frozen",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("number", ForeignKey("publication.number"), nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

reference_file = Table(
    "reference_file",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

publication_file = Table(
    "publication_file",
    metadata,
    Column("number", ForeignKey("publication.number"), primary_key=True),
    Column("path", String(200), primary_key=True),
    Column("digest", ForeignKey("reference_file.digest"), nullable=False),
)

preference = Table(
    "preference",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

# Each row is the whole account after a step; the newest counts.
account = Table(
    "account",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("what", String(12), nullable=False),
    Column("role", String(12), nullable=False),
    Column("scope", String(60), nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("secret", String(200), nullable=False),
    Column("invitation", String(64), nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Column("address", String(60), nullable=False),
    Column("action", String(20), nullable=False),
    Column("about", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("is_refused", Boolean, nullable=False),
)

# What is filled in on a page: each row is one step of a cell, the newest counts. A step with a
# submission says that the text went into it.
cell = Table(
    "cell",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scope", String(60), nullable=False),
    Column("sheet", String(40), nullable=False),
    Column("line", String(300), nullable=False),
    Column("field", String(60), nullable=False),
    Column("step", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Column("issue", Integer, nullable=False),
    Column("submission_id", ForeignKey("submission.submission_id"), nullable=True),
    UniqueConstraint("scope", "sheet", "line", "field", "step"),
)

remark = Table(
    "remark",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("dataset", String(40), nullable=False),
    Column("row_key", String(300), nullable=False),
    Column("field", String(60), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Column("submission_id", ForeignKey("submission.submission_id"), nullable=True, index=True),
    Index(None, "dataset", "row_key"),
)

# Files that stand behind a number, as they were handed over.
evidence = Table(
    "evidence",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("dataset", String(40), nullable=False),
    Column("row_key", String(300), nullable=False),
    Column("field", String(60), nullable=False),
    Column("name", String(120), nullable=False),
    Column("media", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    Index(None, "dataset", "row_key"),
)

# When a year may be reported; the newest row of a year counts.
period = Table(
    "period",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("year", Integer, nullable=False),
    Column("opens", String(10), nullable=False),
    Column("closes", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

# Until when one town or unit may still report it; the newest row of both counts.
extension = Table(
    "extension",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("year", Integer, nullable=False),
    Column("scope", String(60), nullable=False),
    Column("until", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

# What a unit or town was reminded of; the day is that of the rule, which may be before `at`.
notice = Table(
    "notice",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scope", String(60), nullable=False),
    Column("subject", String(60), nullable=False),
    Column("level", String(10), nullable=False),
    Column("about", Text, nullable=False),
    Column("due", String(10), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("day", String(10), nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
    # Whoever came second, by whatever way, sends no second one on one day.
    UniqueConstraint("scope", "subject", "day"),
)

notice_answer = Table(
    "notice_answer",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("notice", ForeignKey("notice.number"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

# Each attempt to mail a notice: a row when it begins, a row with its outcome.
notice_delivery = Table(
    "notice_delivery",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("notice", ForeignKey("notice.number"), nullable=False),
    Column("address", String(200), nullable=False),
    Column("is_over", Boolean, nullable=False),
    Column("problem", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

# What a program shows to the interface; the newest row of a digest counts.
token = Table(
    "token",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("label", String(60), nullable=False),
    Column("scope", String(12), nullable=False),
    Column("until", String(10), nullable=False),
    Column("is_revoked", Boolean, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

# Who stands in for whom; the newest row of both counts.
deputy = Table(
    "deputy",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("absent", String(60), nullable=False),
    Column("deputy", String(60), nullable=False),
    Column("since", String(10), nullable=False),
    Column("until", String(10), nullable=False),
    Column("is_ended", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

# Whose account someone is whom another system has signed in; the newest row of a subject counts.
subject = Table(
    "subject",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(64), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("who", String(60), nullable=False),
    Column("at", String(32), nullable=False),
)

# The days on which a token was shown: no record, like a session.
token_day = Table(
    "token_day",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("is_refused", Boolean, primary_key=True),
)

# No record of anything: it is in no backup, and goes when it is long over. Who signed in and out
# stands in the log.
session = Table(
    "session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", String(60), nullable=False, index=True),
    Column("visit", String(64), nullable=False),
    Column("address", String(60), nullable=False),
    Column("begun_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("ended_at", String(32), nullable=False),
    Column("for_whom", String(60), nullable=False, server_default=""),
    Column("successor", String(64), nullable=False, server_default=""),
)

# One link of SHA-256 for each record above, in the order they were written: see chain/.
link = Table(
    "link",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),
    Column("record", String(80), nullable=False),
    Column("at", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("kind", "record"),
)

PASSING = (session, token_day)
"""The tables that are no records."""
KEPT = tuple(known for known in metadata.sorted_tables if known not in PASSING)
"""The tables that are records: what a backup holds."""
