"""`curbside gather guidelines` and `curbside library guidelines|supersede|check`: what is held, and what is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated

import typer

from curbside import gathering
from curbside.cli.asking import JsonOption, LibraryOption
from curbside.cli.gathering import finish
from curbside.cli.live import today, told
from curbside.exports.plain import printable
from curbside.gathering import Description, Report
from curbside.house import files
from curbside.library import open_library
from curbside.model import BadInputError, Document, LawBrokenError
from curbside.settings import read_settings

_MOST_NAMED = 5


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders: PDF, DOCX, HTML, text, USPSTF, JSON Lines.")],
    local: Annotated[bool, typer.Option("--local", help="Protocols of this house: first among guidelines.")] = False,
    told_of: Annotated[
        list[str] | None,
        typer.Option("--tell", help="KEY=VALUE: issuer, jurisdiction, topic, published, version, licence, scheme."),
    ] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather guidelines with what the files do not say themselves: whose they are, where, when, which version."""
    settings = read_settings()
    description = _description(told_of or (), local=local, jurisdiction=settings.jurisdiction)
    report = Report()
    with open_library(library or settings.library, create=True) as shelf:
        for path in files(paths):
            try:
                report.applied(gathering.add_guidelines(shelf, path, description))
            except BadInputError as error:
                report.failed.append(error)
        shelf.settle()
        finish(shelf, report, as_json=as_json)


def _description(given: Sequence[str], *, local: bool, jurisdiction: str | None) -> Description:
    known = {field.name for field in fields(Description)} - {"local"}
    values: dict[str, str] = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not sign or key not in known or not value.strip():
            raise typer.BadParameter(f"{one!r} is not KEY=VALUE with one of {', '.join(sorted(known))}")
        values[key] = value.strip()
    if local and jurisdiction:
        values.setdefault("jurisdiction", jurisdiction)
    try:
        return Description(**values, local=local)
    except LawBrokenError as error:
        raise typer.BadParameter(str(error)) from error


def guidelines(as_json: JsonOption = False, library: LibraryOption = None) -> None:
    """List the guidelines held: those of this house, of this jurisdiction, then others, by body and year."""
    settings = read_settings()
    with open_library(library or settings.library) as shelf:
        found = gathering.guidelines(shelf, settings.jurisdiction)
    if as_json:
        sys.stdout.write(json.dumps([_entry(d) for d in found], ensure_ascii=False, indent=2) + "\n")
        return
    for document in found:
        cells = {name: value for name, value in _entry(document).items() if name not in ("id", "title", "supersedes")}
        told_of = ", ".join(f"{name}: {value}" for name, value in cells.items() if value)
        sys.stdout.write(printable(f"{document.id}\t{document.title}\n\t{told_of}\n"))


def _entry(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "title": document.title,
        "body": document.issuer,
        "country": document.jurisdiction,
        "topic": document.topic,
        "published": document.published,
        "version": document.version,
        "licence": document.licence,
        "grading": document.scheme,
        "standing": document.standing.value,
        "local": document.local,
        "supersedes": list(document.supersedes),
    }


def supersede(
    older: Annotated[str, typer.Argument(help="Id of the guideline that was replaced.")],
    newer: Annotated[str, typer.Argument(help="Id of the guideline that replaces it.")],
    by: Annotated[str, typer.Option("--by", help="Who says so: a name.")],
    no: Annotated[bool, typer.Option("--no", help="It was not replaced: do not ask again.")] = False,
    library: LibraryOption = None,
) -> None:
    """Confirm, or with --no deny, that one guideline was replaced by another; 'library check' proposes them."""
    with open_library(library or read_settings().library) as shelf:
        decide = gathering.dismiss if no else gathering.confirm
        decide(shelf, older, newer, by=by, today=today())
        verdict = "not replaced" if no else "superseded"
        sys.stdout.write(printable(f"{older}: {verdict}, says {by}. Edition {shelf.edition}.\n"))


def check(
    years: Annotated[int, typer.Option("--years", min=1, help="From which age a guideline is told as dated.")] = 5,
    days: Annotated[int, typer.Option("--days", min=1, help="After how long a source is to be asked again.")] = 30,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Find what is broken, dated, duplicated, of unknown standing or without a licence, and what to confirm."""
    with open_library(library or read_settings().library) as shelf:
        found = gathering.check(shelf, today(), years=years, days=days)
        sources = gathering.consulted(shelf)
    if as_json:
        whole = {"problems": [asdict(problem) for problem in found], "consulted": sources}
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
        return
    for source, record in sources.items():
        counts = ", ".join(f"{record[name]:,} {name}" for name in ("flagged", "clear", "unknown"))
        sys.stdout.write(printable(f"{source}, consulted {record['on']} ({record['state']}): {counts}\n"))
    for problem in found:
        named = " ".join(problem.documents[:_MOST_NAMED]) + (" ..." if len(problem.documents) > _MOST_NAMED else "")
        sys.stdout.write(printable(f"{problem.sort}: {named}{': ' if named else ''}{problem.text}\n"))
    if not found:
        sys.stdout.write("Nothing to look at.\n")
    told(f"{len(found):,} to look at.")
