"""Who may come in, and what happens to accounts: every change of one is an event of the same record."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine

from curbside import accounts
from curbside.accounts import Account, Accounts, Door
from curbside.database import writing
from curbside.model import BadInputError, Person
from curbside.review import Desk, moment
from curbside.review.desk import person_told
from curbside.review.record import AUTOMATIC, Happening, append, lock

CASE = "accounts"
"""The case under which the record keeps what happened to accounts."""


def require_libraries() -> None:
    """BadInputError where libraries of the extra "desk" are missing."""
    if missing := accounts.missing_libraries():
        raise BadInputError("account", "", f"needs {', '.join(missing)}: pip install 'curbside[desk]'")


class Reception:
    """The accounts of one database; each change is kept with its event, or neither is."""

    def __init__(self, engine: Engine) -> None:
        Desk(engine)
        self.engine, self.accounts = engine, Accounts(engine)
        self.door = Door(self.accounts)

    def add(self, person: Person, at: datetime, *, password: str = "", subject: str = "", by: str = AUTOMATIC) -> None:
        """Add an account; AccountError where it cannot be."""
        what = {"account": _told(person), "subject": subject}
        self._do("account added", what, at, by, lambda c: accounts.add(c, person, password, subject or None))

    def change(self, person: Person, at: datetime, by: str = AUTOMATIC) -> None:
        """Keep what a person says of themselves and what they may do."""
        what = {"account": _told(person)}
        self._do("account changed", what, at, by, lambda c: accounts.change(c, person))

    def close(self, id_: str, at: datetime, by: str = AUTOMATIC) -> None:
        """Sign a person out for good; what they did stays in the record."""
        self._do("account closed", {"account": {"id": id_}}, at, by, lambda c: accounts.close(c, id_))

    def set_password(self, id_: str, password: str, at: datetime, by: str = AUTOMATIC) -> None:
        """Keep a new password and sign the person out everywhere."""
        what = {"account": {"id": id_}}
        self._do("password changed", what, at, by, lambda c: accounts.set_password(c, id_, password))

    def set_second_factor(self, id_: str, secret: str, at: datetime, by: str = AUTOMATIC) -> None:
        """Ask for a code with every sign-in from now on; an empty secret ends it."""
        kind = "second factor set" if secret else "second factor ended"
        self._do(kind, {"account": {"id": id_}}, at, by, lambda c: accounts.set_second_factor(c, id_, secret))

    def code_fits(self, secret: str, code: str, at: int) -> bool:
        """Whether a code is that of a secret about now, so that nobody locks themselves out."""
        return accounts.code_of(secret, code, at)

    def all(self) -> list[Account]:
        """Every account, in the order of the ids."""
        return self.accounts.all()

    def _do(
        self, kind: str, what: Mapping[str, object], at: datetime, by: str, change: Callable[[Connection], None]
    ) -> None:
        with writing(self.engine) as connection:
            lock(connection)
            change(connection)
            append(connection, Happening(case=CASE, kind=kind, by=by, at=moment(at), what=what))


def otp_secret() -> str:
    """A secret for one-time codes, made by chance (160 bits, as RFC 4226 asks)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def otp_address(id_: str, secret: str, site: str) -> str:
    """What an authenticator reads to begin."""
    return accounts.second_factor_address(id_, secret, site)


def _told(person: Person) -> dict[str, object]:
    return {**person_told(person), "duties": sorted(person.duties)}
