"""Accounts: who comes in, who does not, and what a stolen table or a guessing stranger gains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyotp
import pytest
from people import ADA, BEN
from sqlalchemy import Connection, Engine, text

from curbside.accounts import (
    AccountError,
    Accounts,
    Attempt,
    Door,
    Signed,
    SignedOut,
    add,
    change,
    close,
    form_fits,
    keeping,
    passwords,
    second_factor_address,
    sessions,
    set_password,
    set_second_factor,
    weakness,
)
from curbside.database import open_engine, writing
from curbside.model import Duty

PASSWORD = "a quiet ward at night"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = 1_800_000_000


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_engine(database)
    Accounts(engine)
    with writing(engine) as connection:
        add(connection, ADA, PASSWORD)
    yield engine
    engine.dispose()


@pytest.fixture
def door(engine: Engine) -> Door:
    return Door(Accounts(engine))


def attempt(name: str = "ada", password: str = PASSWORD, **fields: object) -> Attempt:
    return replace(Attempt(name=name, password=password, at=NOW, address="192.0.2.1"), **fields)  # type: ignore[arg-type]


def come_in(door: Door, token: str = "token-1", **fields: object) -> Signed | SignedOut:
    return door.sign_in(attempt(**fields), token, "form-1")  # type: ignore[arg-type]


def test_the_right_password_begins_a_session(door: Door) -> None:
    assert isinstance(come_in(door), Signed)
    session = door.session("token-1", NOW)
    assert session is not None
    assert session.account.person == ADA


def test_a_name_is_read_without_case(door: Door) -> None:
    assert isinstance(come_in(door, name="Ada"), Signed)


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(door: Door) -> None:
    wrong, unknown = come_in(door, password="a loud ward at noon"), come_in(door, name="nobody")
    assert wrong == unknown == sessions.WRONG


def test_passwords_are_kept_as_argon2id_hashes_alone(engine: Engine) -> None:
    with engine.connect() as connection:
        kept = connection.scalar(text("SELECT password FROM accounts"))
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_after_five_wrong_passwords_the_right_one_waits_a_quarter_of_an_hour(door: Door) -> None:
    for _ in range(sessions.OF_ONE_NAME):
        assert come_in(door, password="a guess at the word") == sessions.WRONG
    assert come_in(door) == sessions.TOO_MANY
    assert come_in(door, address="198.51.100.9") == sessions.TOO_MANY
    assert isinstance(come_in(door, at=NOW + sessions.WINDOW), Signed)


def test_one_address_cannot_try_many_names(door: Door) -> None:
    for number in range(sessions.OF_ONE_ADDRESS):
        come_in(door, name=f"name{number}")
    assert come_in(door) == sessions.TOO_MANY
    assert isinstance(come_in(door, address="198.51.100.9"), Signed)


def test_addresses_are_forgotten_after_an_hour(door: Door, engine: Engine) -> None:
    come_in(door, password="a guess at the word", address="198.51.100.9")
    come_in(door, password="a guess at the word", address="192.0.2.1", at=NOW + sessions.LONGEST_KEPT)
    with engine.connect() as connection:
        kept = set(connection.scalars(text("SELECT key FROM failures")))
    assert kept == {"name:ada", "address:192.0.2.1"}


def test_a_session_ends_when_it_is_not_used_and_after_a_shift(door: Door) -> None:
    come_in(door)
    assert door.session("token-1", NOW + sessions.IDLE - 1)
    assert door.session("token-1", NOW + 2 * sessions.IDLE) is None
    at = NOW
    while at < NOW + sessions.LASTS - sessions.IDLE:
        at += sessions.IDLE - 1
        door.session("token-1", at)
    assert door.session("token-1", NOW + sessions.LASTS) is None


def test_signing_out_ends_the_session(door: Door) -> None:
    come_in(door)
    door.sign_out("token-1")
    assert door.session("token-1", NOW) is None


def test_a_stolen_table_of_sessions_signs_nobody_in(door: Door, engine: Engine) -> None:
    come_in(door)
    with engine.connect() as connection:
        kept = connection.scalar(text("SELECT token FROM sessions"))
    assert door.session(kept, NOW) is None


def test_a_closed_account_is_out_at_once_and_stays_out(door: Door, engine: Engine) -> None:
    come_in(door)
    with writing(engine) as connection:
        close(connection, "ada")
    assert door.session("token-1", NOW) is None
    assert come_in(door) == sessions.WRONG
    account = Accounts(engine).get("ada")
    assert account is not None
    assert door.admit(account, "token-2", "form-2", NOW) == sessions.WRONG


def test_a_session_that_was_left_over_does_not_outlive_its_account(door: Door, engine: Engine) -> None:
    come_in(door)
    with writing(engine) as connection:
        connection.execute(text("UPDATE accounts SET closed = (1 = 1)"))
    assert door.session("token-1", NOW) is None


def test_a_new_password_signs_out_everywhere(door: Door, engine: Engine) -> None:
    come_in(door)
    with writing(engine) as connection:
        set_password(connection, "ada", "another quiet ward")
    assert door.session("token-1", NOW) is None
    assert come_in(door) == sessions.WRONG
    assert isinstance(come_in(door, password="another quiet ward"), Signed)


@pytest.fixture
def with_code(engine: Engine) -> pyotp.TOTP:
    with writing(engine) as connection:
        set_second_factor(connection, "ada", SECRET)
    return pyotp.TOTP(SECRET)


def test_a_code_is_asked_for_where_a_second_factor_is_set(door: Door, with_code: pyotp.TOTP) -> None:
    asked = come_in(door)
    assert isinstance(asked, SignedOut)
    assert asked.code_wanted
    assert isinstance(come_in(door, code=with_code.at(NOW)), Signed)


def test_a_wrong_code_is_a_wrong_attempt(door: Door, with_code: pyotp.TOTP) -> None:
    wrong = f"{(int(with_code.at(NOW)) + 1) % 1_000_000:06}"
    for _ in range(sessions.OF_ONE_NAME):
        assert come_in(door, code=wrong) == sessions.WRONG
    assert come_in(door, code=with_code.at(NOW)) == sessions.TOO_MANY


def test_a_code_is_taken_once(door: Door, with_code: pyotp.TOTP) -> None:
    code = with_code.at(NOW)
    assert isinstance(come_in(door, code=code), Signed)
    assert come_in(door, token="token-2", code=code) == sessions.WRONG
    assert isinstance(come_in(door, token="token-3", code=with_code.at(NOW + 30), at=NOW + 30), Signed)


def test_a_code_of_an_hour_ago_is_none(door: Door, with_code: pyotp.TOTP) -> None:
    assert come_in(door, code=with_code.at(NOW - 3600)) == sessions.WRONG


def test_a_wrong_password_does_not_tell_that_there_is_a_second_factor(door: Door, with_code: pyotp.TOTP) -> None:
    assert come_in(door, password="a guess at the word") == sessions.WRONG


def test_an_authenticator_reads_the_address() -> None:
    address = second_factor_address("ada", SECRET, "Curbside")
    assert address == f"otpauth://totp/Curbside:ada?secret={SECRET}&issuer=Curbside"


def test_a_form_of_another_session_does_not_fit(door: Door) -> None:
    signed = come_in(door)
    assert isinstance(signed, Signed)
    assert form_fits(signed.session, "form-1")
    assert not form_fits(signed.session, "form-2")
    assert not form_fits(signed.session, "")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "12 to 1000 characters"),
        ("x" * 1001, "12 to 1000 characters"),
        ("aaaaaaaaaaaab", "five different characters"),
        ("Ada Holm Ada Holm", "more than the name"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, reason: str) -> None:
    assert reason in weakness(password, "ada", "Ada Holm")


def test_a_password_of_two_languages_is_fine() -> None:
    assert weakness("tranquille Nachtwache 夜", "ada") == ""


@pytest.mark.parametrize(
    ("person", "password", "reason"),
    [
        (ADA, PASSWORD, "there is one already"),
        (replace(BEN, id="Ben"), PASSWORD, "small letters"),
        (replace(BEN, id="curbside"), PASSWORD, "small letters"),
        (replace(BEN, id="reader"), PASSWORD, "small letters"),
        (replace(BEN, name=" "), PASSWORD, "a name is needed"),
        (replace(BEN, duties=frozenset()), PASSWORD, "at least one duty"),
        (replace(BEN, credentials="x" * 501), PASSWORD, "credentials: at most 500"),
        (BEN, "", "a password or a subject"),
        (BEN, "short", "12 to 1000 characters"),
    ],
)
def test_an_account_that_cannot_be_says_why(engine: Engine, person: object, password: str, reason: str) -> None:
    with pytest.raises(AccountError, match=reason), writing(engine) as connection:
        add(connection, person, password)  # type: ignore[arg-type]
    assert [a.person.id for a in Accounts(engine).all()] == ["ada"]


def test_what_a_person_says_of_themselves_can_change(engine: Engine) -> None:
    changed = replace(ADA, conflicts="holds shares in a maker of velumab", duties=frozenset({Duty.REVIEWER}))
    with writing(engine) as connection:
        change(connection, changed)
    account = Accounts(engine).get("ada")
    assert account is not None
    assert account.person == changed


CHANGES: dict[str, Callable[[Connection], None]] = {
    "what they say of themselves": lambda c: change(c, BEN),
    "whether they may come in": lambda c: close(c, "ben"),
    "their password": lambda c: set_password(c, "ben", PASSWORD),
    "their second factor": lambda c: set_second_factor(c, "ben", SECRET),
}


@pytest.mark.parametrize("what", CHANGES)
def test_an_account_that_is_not_there_cannot_be_changed(engine: Engine, what: str) -> None:
    with writing(engine) as connection, pytest.raises(AccountError, match="there is no such account"):
        CHANGES[what](connection)


def test_the_libraries_of_the_extra_are_here() -> None:
    assert keeping.missing_libraries() == ()


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not passwords.fits(PASSWORD, "$argon2id$damaged")
