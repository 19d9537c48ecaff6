"""Accounts: added, changed and closed by an administrator, never deleted, because the record names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from sqlalchemy import Connection, Engine, Row, insert, select, update

from curbside.accounts import passwords
from curbside.accounts.tables import ACCOUNTS, SESSIONS, STEPS
from curbside.database import migrate
from curbside.model import CurbsideError, Duty, Person

_ID = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,62}[a-z0-9]")
_RESERVED = frozenset({"curbside", "reader", "accounts"})
_LONGEST = 500


class AccountError(CurbsideError):
    """An account cannot be added or changed so, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person and whether they may sign in; `second_factor` tells whether they use one."""

    person: Person
    closed: bool = False
    second_factor: bool = False
    subject: str | None = None


def missing_libraries() -> tuple[str, ...]:
    """The libraries of the extra "desk" that are not installed; they are not loaded for it."""
    return tuple(name for name in ("argon2", "pyotp", "authlib") if find_spec(name) is None)


class Accounts:
    """The accounts of one database; threads may share it. Changes are made on a connection the caller commits."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        migrate(engine, STEPS, "accounts")

    def get(self, id_: str) -> Account | None:
        """An account by the name it signs in with, or None."""
        with self.engine.connect() as connection:
            return _one(connection, ACCOUNTS.c.id == id_.casefold())

    def of_subject(self, subject: str) -> Account | None:
        """The account of a person as the OpenID provider names them, or None."""
        with self.engine.connect() as connection:
            return _one(connection, ACCOUNTS.c.subject == subject)

    def all(self) -> list[Account]:
        """Every account, in the order of the ids."""
        with self.engine.connect() as connection:
            return [_account(r) for r in connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.id))]


def add(connection: Connection, person: Person, password: str = "", subject: str | None = None) -> None:
    """Add an account, with a password or a subject to sign in by; AccountError where it cannot be."""
    _check(person)
    if not password and not subject:
        raise AccountError(f"account {person.id}: a password or a subject of the OpenID provider is needed")
    if password and (reason := passwords.weakness(password, person.id, person.name)):
        raise AccountError(f"account {person.id}: {reason}")
    taken = connection.scalar(select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == person.id))
    if taken or (subject and _one(connection, ACCOUNTS.c.subject == subject)):
        raise AccountError(f"account {person.id}: there is one already")
    row = _row(person) | {"id": person.id, "password": passwords.kept(password) if password else ""}
    row |= {"closed": False, "second": "", "second_used": 0, "subject": subject}
    connection.execute(insert(ACCOUNTS).values(row))


def change(connection: Connection, person: Person) -> None:
    """Keep what a person says of themselves and what they may do; AccountError where there is no such account."""
    _check(person)
    _changed(connection, person.id, _row(person))


def close(connection: Connection, id_: str) -> None:
    """Sign a person out everywhere and for good; what they did stays in the record."""
    _changed(connection, id_, {"closed": True})
    sign_out_everywhere(connection, id_)


def set_password(connection: Connection, id_: str, password: str) -> None:
    """Keep a new password and sign the person out everywhere; AccountError where it is too weak."""
    if reason := passwords.weakness(password, id_):
        raise AccountError(f"account {id_}: {reason}")
    _changed(connection, id_, {"password": passwords.kept(password)})
    sign_out_everywhere(connection, id_)


def set_second_factor(connection: Connection, id_: str, secret: str) -> None:
    """Ask for a code with every sign-in from now on; an empty secret ends it."""
    _changed(connection, id_, {"second": secret, "second_used": 0})


def second_factor_address(id_: str, secret: str, site: str) -> str:
    """What an authenticator reads to begin: an otpauth address."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=id_, issuer_name=site)


def sign_out_everywhere(connection: Connection, id_: str) -> None:
    """End every session of an account."""
    connection.execute(SESSIONS.delete().where(SESSIONS.c.account == id_))


def _check(person: Person) -> None:
    if not _ID.fullmatch(person.id) or person.id in _RESERVED:
        raise AccountError(f"account {person.id!r}: three to 64 small letters, digits and . _ @ + - make an id")
    if not person.name.strip():
        raise AccountError(f"account {person.id}: a name is needed: readers see who approved an answer")
    if not person.duties:
        raise AccountError(f"account {person.id}: at least one duty is needed: {', '.join(Duty)}")
    for field in ("name", "credentials", "affiliation", "conflicts"):
        if len(getattr(person, field)) > _LONGEST:
            raise AccountError(f"account {person.id}: {field}: at most {_LONGEST} characters")


def _changed(connection: Connection, id_: str, values: dict[str, object]) -> None:
    if not connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == id_).values(values)).rowcount:
        raise AccountError(f"account {id_}: there is no such account")


def _row(person: Person) -> dict[str, object]:
    return {
        "name": person.name.strip(),
        "duties": " ".join(sorted(person.duties)),
        "credentials": person.credentials.strip(),
        "affiliation": person.affiliation.strip(),
        "conflicts": person.conflicts.strip(),
    }


def _one(connection: Connection, where: object) -> Account | None:
    row = connection.execute(select(ACCOUNTS).where(where)).one_or_none()  # type: ignore[arg-type]
    return _account(row) if row else None


def _account(row: Row[tuple[object, ...]]) -> Account:
    person = Person(
        id=row.id,
        name=row.name,
        duties=_duties(row.duties.split()),
        credentials=row.credentials,
        affiliation=row.affiliation,
        conflicts=row.conflicts,
    )
    return Account(person=person, closed=row.closed, second_factor=bool(row.second), subject=row.subject)


def _duties(written: Sequence[str]) -> frozenset[Duty]:
    return frozenset(Duty(d) for d in written)
