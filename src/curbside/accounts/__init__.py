"""Who may come to the desk: accounts, passwords, sessions, a second factor, and sign-in by another house."""

from curbside.accounts.keeping import (
    Account,
    AccountError,
    Accounts,
    add,
    change,
    close,
    missing_libraries,
    second_factor_address,
    set_password,
    set_second_factor,
)
from curbside.accounts.passwords import weakness
from curbside.accounts.provider import Fetch, Journey, Provider, ProviderError
from curbside.accounts.sessions import Attempt, Door, Session, Signed, SignedOut, code_of, form_fits

__all__ = [
    "Account",
    "AccountError",
    "Accounts",
    "Attempt",
    "Door",
    "Fetch",
    "Journey",
    "Provider",
    "ProviderError",
    "Session",
    "Signed",
    "SignedOut",
    "add",
    "change",
    "close",
    "code_of",
    "form_fits",
    "missing_libraries",
    "second_factor_address",
    "set_password",
    "set_second_factor",
    "weakness",
]
