"""Signing in and staying so: one answer to every wrong attempt, fewer attempts each time, and sessions that end."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from curbside.accounts import passwords
from curbside.accounts.keeping import Account, Accounts
from curbside.accounts.tables import ACCOUNTS, FAILURES, SESSIONS
from curbside.database import writing

LASTS, IDLE = 12 * 3600, 2 * 3600
"""Seconds that a session lasts, and that it may go unused: a shift, and a long case."""
WINDOW = 15 * 60
LONGEST_KEPT = 3600
"""Seconds for which a name or an address that was counted is kept, at most."""
OF_ONE_NAME, OF_ONE_ADDRESS = 5, 30
"""Wrong attempts within a quarter of an hour, after which neither the right password is looked at."""
_STEP = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Someone signed in; `form` must come with every form they send."""

    account: Account
    form: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Signed in, under the token that was given for it."""

    session: Session


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Not signed in, and what the person is told; `code_wanted` where the password fits and a code is still needed."""

    reason: str
    code_wanted: bool = False


WRONG = SignedOut("The name, the password or the code is wrong.")
TOO_MANY = SignedOut("Too many attempts. Wait a quarter of an hour, or ask an administrator.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What someone typed, and from which address; `at` in seconds since 1970."""

    name: str
    password: str
    code: str = ""
    address: str = ""
    at: int


class Door:
    """Lets people in. Tokens are made by chance outside and given here; only their hashes are kept."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._engine: Engine = accounts.engine

    def sign_in(self, attempt: Attempt, token: str, form: str) -> Signed | SignedOut:
        """A new session where name, password and code fit, else why not; the same words whatever was wrong."""
        keys = {f"name:{attempt.name.casefold()[:200]}": OF_ONE_NAME, f"address:{attempt.address}": OF_ONE_ADDRESS}
        if any(self.tries(key, attempt.at, WINDOW) >= most for key, most in keys.items()):
            return TOO_MANY
        account = self._accounts.get(attempt.name)
        if not self._fits(account, attempt) or account is None:
            return self._wrong(keys, attempt)
        if account.second_factor and not attempt.code:
            return SignedOut("The code of your second factor, please.", code_wanted=True)
        with writing(self._engine) as connection:
            if account.second_factor and not _code_fits(connection, account.person.id, attempt):
                taken = None
            else:
                taken = _begin(connection, account, token, form, attempt.at)
        return Signed(taken) if taken else self._wrong(keys, attempt)

    def admit(self, account: Account, token: str, form: str, at: int) -> Signed | SignedOut:
        """A new session for someone whom the OpenID provider vouches for."""
        if account.closed:
            return WRONG
        with writing(self._engine) as connection:
            return Signed(_begin(connection, account, token, form, at))

    def session(self, token: str, at: int) -> Session | None:
        """Who holds a token now, or None where it is none, has ended, or the account was closed."""
        kept = hashed(token)
        with self._engine.connect() as connection:
            row = connection.execute(select(SESSIONS).where(SESSIONS.c.token == kept)).one_or_none()
        if row is None or at >= row.begun + LASTS or at >= row.seen + IDLE:
            return None
        account = self._accounts.get(row.account)
        if account is None or account.closed:
            return None
        if at - row.seen >= 60:
            with writing(self._engine) as connection:
                connection.execute(update(SESSIONS).where(SESSIONS.c.token == kept).values(seen=at))
        return Session(account=account, form=row.form)

    def sign_out(self, token: str) -> None:
        """End a session."""
        with writing(self._engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.token == hashed(token)))

    def tries(self, key: str, at: int, window: int) -> int:
        """How often something was counted under a key within so many seconds before."""
        wanted = select(func.coalesce(func.sum(FAILURES.c.count), 0)).where(FAILURES.c.key == key)
        with self._engine.connect() as connection:
            return int(connection.scalar(wanted.where(FAILURES.c.at > at - window)) or 0)

    def count(self, key: str, at: int, window: int) -> None:
        """Count something under a key, and forget what is older than the window."""
        with writing(self._engine) as connection:
            _count(connection, key, at, window)

    def _fits(self, account: Account | None, attempt: Attempt) -> bool:
        with self._engine.connect() as connection:
            known = select(ACCOUNTS.c.password).where(ACCOUNTS.c.id == attempt.name.casefold())
            hashed_password = connection.scalar(known) or ""
        return passwords.fits(attempt.password, hashed_password) and account is not None and not account.closed

    def _wrong(self, keys: dict[str, int], attempt: Attempt) -> SignedOut:
        with writing(self._engine) as connection:
            for key in keys:
                _count(connection, key, attempt.at, WINDOW)
        return WRONG


def _count(connection: Connection, key: str, at: int, window: int) -> None:
    connection.execute(delete(FAILURES).where(FAILURES.c.key == key, FAILURES.c.at <= at - window))
    # Nobody's address stays longer than it is needed, also where they never come again.
    connection.execute(delete(FAILURES).where(FAILURES.c.at <= at - LONGEST_KEPT))
    now = (FAILURES.c.key == key) & (FAILURES.c.at == at)
    if not connection.execute(update(FAILURES).where(now).values(count=FAILURES.c.count + 1)).rowcount:
        connection.execute(insert(FAILURES).values(key=key, at=at, count=1))


def _begin(connection: Connection, account: Account, token: str, form: str, at: int) -> Session:
    row = {"token": hashed(token), "account": account.person.id, "form": form, "begun": at, "seen": at}
    connection.execute(delete(SESSIONS).where(SESSIONS.c.begun <= at - LASTS))
    connection.execute(insert(SESSIONS).values(row))
    return Session(account=account, form=form)


def _code_fits(connection: Connection, id_: str, attempt: Attempt) -> bool:
    """Whether a code is that of now or of half a minute around, and was not taken before (RFC 6238, 5.2)."""
    from pyotp import TOTP

    row = connection.execute(select(ACCOUNTS.c.second, ACCOUNTS.c.second_used).where(ACCOUNTS.c.id == id_)).one()
    generator, code = TOTP(row.second), attempt.code.replace(" ", "")
    for step in range(attempt.at // _STEP - 1, attempt.at // _STEP + 2):
        if step > row.second_used and hmac.compare_digest(generator.at(step * _STEP), code):
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == id_).values(second_used=step))
            return True
    return False


def code_of(secret: str, code: str, at: int) -> bool:
    """Whether a code is that of a secret now or half a minute before or after."""
    from pyotp import TOTP

    try:
        return TOTP(secret).verify(code.replace(" ", ""), for_time=at, valid_window=1)
    except ValueError:
        return False


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_fits(session: Session, given: str) -> bool:
    """Whether a form was made for this session: what another site sends cannot know its word."""
    return hmac.compare_digest(session.form.encode(), given.encode())
