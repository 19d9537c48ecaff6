"""The tables of the accounts room."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Index, Integer, MetaData, String, Table, Text

_METADATA = MetaData()

ACCOUNTS = Table(
    "accounts",
    _METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("duties", String, nullable=False),
    Column("credentials", Text, nullable=False),
    Column("affiliation", Text, nullable=False),
    Column("conflicts", Text, nullable=False),
    Column("password", String, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("second", String, nullable=False),
    Column("second_used", Integer, nullable=False),
    Column("subject", String, unique=True),
)
"""One row a person. `id` is the name they sign in with; `second` the secret of their second factor, or empty;
`second_used` the last time step whose code was taken; `subject` who they are to the OpenID provider."""

SESSIONS = Table(
    "sessions",
    _METADATA,
    Column("token", String, primary_key=True),
    Column("account", ForeignKey(ACCOUNTS.c.id), nullable=False),
    Column("form", String, nullable=False),
    Column("begun", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
    Index("sessions_by_account", "account"),
)
"""Who is signed in. `token` is the hash of what their browser holds, so that a stolen table signs nobody in."""

FAILURES = Table(
    "failures",
    _METADATA,
    Column("key", String, primary_key=True),
    Column("at", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
"""What was tried and counted, by name or address and second."""


def _first_tables(connection: Connection) -> None:
    _METADATA.create_all(connection)


STEPS = (_first_tables,)
"""The migrations of the accounts, each applied once and never edited."""
