"""Passwords, kept as argon2id hashes.

The parameters are the least that OWASP's Password Storage Cheat Sheet recommends (19 MiB, two passes, one lane): with
more memory for each, a flood of sign-ins would take a small machine's.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1000
"""NIST SP 800-63B asks for length and for no rules of composition; the bound keeps a request from costing much."""


@cache
def _hasher() -> PasswordHasher:
    # Only here, because the core does without the extra "desk".
    from argon2 import PasswordHasher

    return PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def weakness(password: str, *known: str) -> str:
    """Why a password is refused, or an empty string; `known` are words that anyone would try, as the person's name."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"a password has {SHORTEST} to {LONGEST} characters"
    if len(set(password)) < 5:
        return "a password has at least five different characters"
    folded = password.casefold()
    if any(len(k) > 3 and len(folded.replace(k.casefold(), "")) < SHORTEST - 4 for k in known):
        return "a password is more than the name of its owner"
    return ""


def kept(password: str) -> str:
    """What is kept of a password: its argon2id hash with salt and parameters."""
    return _hasher().hash(password)


def fits(password: str, hashed: str) -> bool:
    """Whether a password is the one kept; as slow where there is none, so that it tells nobody who has an account."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed or _nobody(), password[:LONGEST]) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False
