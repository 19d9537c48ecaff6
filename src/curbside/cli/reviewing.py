"""`curbside account`, `curbside review` and `curbside audit`: the desk without its pages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from curbside.cli.asking import JsonOption, LibraryOption, moment_now
from curbside.exports.plain import printable
from curbside.house import open_house
from curbside.model import BadInputError, Duty, Person
from curbside.office import (
    Office,
    Recall,
    Reception,
    make_place,
    open_office,
    otp_address,
    otp_secret,
    refresh,
    require_libraries,
)
from curbside.office.webhooks import deliver
from curbside.review import Case, queue
from curbside.review.record import line
from curbside.settings import Settings, read_settings

accounts = typer.Typer(help="People who review and edit.", no_args_is_help=True)
reviews = typer.Typer(help="The desk: what waits, and what no longer stands.", no_args_is_help=True)
audit = typer.Typer(help="The record: prove it unbroken, take it out.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(help="The name they sign in with.")]
StdinOption = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
PROFILE = ("name", "credentials", "affiliation", "conflicts")
ProfileArgument = Annotated[
    list[str] | None,
    typer.Argument(
        help='What readers see: name="Ada Holm" credentials=MD affiliation=... conflicts=none', metavar="KEY=VALUE..."
    ),
]
DutyOption = Annotated[list[Duty] | None, typer.Option("--duty", help="What they may do; repeatable.")]


@contextmanager
def _office() -> Iterator[Office]:
    settings = read_settings()
    make_place(settings)
    office = open_office(settings)
    try:
        yield office
    finally:
        office.close()


@contextmanager
def _reception() -> Iterator[tuple[Reception, Settings]]:
    require_libraries()
    with _office() as office:
        yield Reception(office.desk.engine), office.settings


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _profile(told: list[str] | None) -> dict[str, str]:
    given = dict(t.partition("=")[::2] for t in told or ())
    if wrong := sorted(given.keys() - set(PROFILE)):
        raise typer.BadParameter(f"{wrong[0]!r} is none of {', '.join(PROFILE)}", param_hint="KEY=VALUE")
    return given


@accounts.command("add")
def add(
    id_: IdArgument,
    profile: ProfileArgument = None,
    duty: DutyOption = None,
    subject: Annotated[str, typer.Option("--subject", help='Who they are to the OpenID provider: "ISSUER SUB".')] = "",
    password_stdin: StdinOption = False,
) -> None:
    """Add a person, with a password or a subject of the OpenID provider."""
    person = _with(Person(id=id_, name="", duties=frozenset(duty or [Duty.REVIEWER])), _profile(profile))
    password = "" if subject and not password_stdin else _password(password_stdin)
    with _reception() as (reception, _):
        reception.add(person, moment_now(), password=password, subject=subject)
    sys.stdout.write(printable(f"{id_} may sign in as {', '.join(sorted(person.duties))}.\n"))


def _with(person: Person, given: dict[str, str]) -> Person:
    told = {field: given.get(field, getattr(person, field)) for field in PROFILE}
    return Person(id=person.id, duties=person.duties, **told)


@accounts.command("list")
def list_accounts(as_json: JsonOption = False) -> None:
    """List the people who may sign in, and those who could."""
    with _reception() as (reception, _):
        found = reception.all()
    if as_json:
        told = [
            {
                **{field: getattr(a.person, field) for field in ("id", *PROFILE)},
                "duties": sorted(a.person.duties),
                "closed": a.closed,
                "second_factor": a.second_factor,
                "subject": a.subject,
            }
            for a in found
        ]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    for account in found:
        person = account.person
        marks = ["closed"] if account.closed else ["second factor"] if account.second_factor else []
        cells = (person.id, person.name, ", ".join([*sorted(person.duties), *marks]), person.credentials)
        sys.stdout.write(printable("\t".join(cells)) + "\n")


@accounts.command("change")
def change(id_: IdArgument, profile: ProfileArgument = None, duty: DutyOption = None) -> None:
    """Change what a person may do and what readers are told of them; what is not named stays."""
    with _reception() as (reception, _):
        known = reception.accounts.get(id_)
        if known is None:
            raise BadInputError("account", id_, "there is no such account")
        person = _with(known.person, _profile(profile))
        reception.change(replace(person, duties=frozenset(duty)) if duty else person, moment_now())


@accounts.command("close")
def close(id_: IdArgument) -> None:
    """Sign a person out for good; what they did stays in the record."""
    with _reception() as (reception, _):
        reception.close(id_, moment_now())


@accounts.command("password")
def password(id_: IdArgument, password_stdin: StdinOption = False) -> None:
    """Set a new password, and sign the person out everywhere."""
    with _reception() as (reception, _):
        reception.set_password(id_, _password(password_stdin), moment_now())


@accounts.command("second-factor")
def second_factor(
    id_: IdArgument, off: Annotated[bool, typer.Option("--off", help="Ask for no code any more.")] = False
) -> None:
    """Ask for a one-time code with every sign-in; prints what their authenticator reads."""
    secret = "" if off else otp_secret()
    with _reception() as (reception, settings):
        reception.set_second_factor(id_, secret, moment_now())
        if secret:
            sys.stdout.write(f"{otp_address(id_, secret, settings.site)}\n")


@reviews.command("list")
def list_reviews(as_json: JsonOption = False) -> None:
    """List what is at the desk, the most pressing first."""
    with _office() as office:
        found = queue(office.desk.cases())
    if as_json:
        sys.stdout.write(json.dumps([_case(c) for c in found], ensure_ascii=False, indent=2) + "\n")
        return
    for case in found:
        told = [case.id, case.priority.value, case.stage.value, case.since, case.question]
        told += [f"{len(case.open_feedback)} from readers"] if case.open_feedback else []
        told += [case.reason] if case.reason else []
        sys.stdout.write(printable("\t".join(told)) + "\n")
    if not found:
        sys.stdout.write("Nothing is at the desk.\n")


def _case(case: Case) -> dict[str, object]:
    return {
        "case": case.id,
        "question": case.question,
        "stage": case.stage.value,
        "priority": case.priority.value,
        "since": case.since,
        "reason": case.reason,
        "expires": case.expires,
        "answer": case.version.answer,
        "digest": case.version.digest,
        "version": case.version.number,
        "feedback": len(case.open_feedback),
    }


@reviews.command("refresh")
def refresh_reviews(as_json: JsonOption = False, library: LibraryOption = None) -> None:
    """Make anew what rests on changed sources or would be answered otherwise now, and recall what no longer stands."""
    with _office() as office:
        house = open_house(office.settings, library=library)
        found: list[Recall] = []
        for recall in refresh(office, house, moment_now()):
            found.append(recall)
            if not as_json:
                _tell(recall)
        deliveries = list(deliver(office))
    if as_json:
        told = {"changed": [asdict(r) for r in found], "webhooks": [asdict(d) for d in deliveries]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    elif not found:
        sys.stdout.write("Everything at the desk stands as it was.\n")
    for delivery in deliveries:
        if delivery.trouble:
            sys.stderr.write(printable(f"curbside: webhook {delivery.url}: {delivery.trouble}\n"))
    if any(d.trouble for d in deliveries):
        raise typer.Exit(4)


def _tell(recall: Recall) -> None:
    went = f"{recall.before} > {recall.now}" if recall.before is not recall.now else recall.now
    sys.stdout.write(printable(f"{recall.case}\t{went}\t{recall.question}\n  {recall.reason}\n"))
    for change_ in recall.changes:
        sys.stdout.write(printable(f"    {change_}\n"))


@audit.command("verify")
def verify(
    head: Annotated[str, typer.Option("--head", help="The hash of a head that was noted before.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Prove that nothing in the record was changed, taken out or put between."""
    with _office() as office:
        end = office.prove(head)
    if as_json:
        sys.stdout.write(json.dumps({"unbroken": True, "events": end.number, "head": end.hash}) + "\n")
        return
    sys.stdout.write(f"Unbroken: {end.number:,} events. Note this head elsewhere: {end.hash}\n")


@audit.command("export")
def export(
    to: Annotated[Path | None, typer.Option("--to", help="A file that is not there yet.")] = None,
) -> None:
    """Write the record as JSON Lines, an event a line, each with its hash."""
    with _office() as office:
        lines = [f"{line(event)}\n" for event in office.desk.events()]
    if to is None:
        sys.stdout.writelines(lines)
        return
    try:
        with to.open("x", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as error:
        raise BadInputError(str(to), "", error.strerror or str(error)) from error
    sys.stdout.write(f"{len(lines):,} events written.\n")
