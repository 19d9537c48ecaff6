"""`curbside ask` and `curbside search`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from curbside.cli.live import gathered_live
from curbside.exports.answer_json import reference_object
from curbside.exports.licences import shown, shown_whole
from curbside.exports.plain import printable
from curbside.exports.telling_json import telling_json
from curbside.exports.telling_text import told_text
from curbside.house import House, open_house, scores_named
from curbside.model import Answer, Kind, Passage, Reader, Review, Telling
from curbside.office import has_office, open_office
from curbside.readers import tell
from curbside.settings import Settings, read_settings

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="Directory of the library; the starter library where there is none yet."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
ReaderOption = Annotated[
    Reader,
    typer.Option("--reader", help="Who reads: the words themselves, with notes for a trainee, plain for a patient."),
]


def ask(
    question: Annotated[str, typer.Argument(help="A clinical question, in plain words.")],
    after: Annotated[
        list[str] | None,
        typer.Option("--after", help="A question asked before this one, which it may follow up; repeatable, in order."),
    ] = None,
    as_json: JsonOption = False,
    live: Annotated[bool, typer.Option("--live", help="Ask PubMed first; CURBSIDE_NETWORK must be on.")] = False,
    library: LibraryOption = None,
    reader: ReaderOption = Reader.CLINICIAN,
) -> None:
    """Answer a clinical question from guidelines first and research second."""
    settings = read_settings()
    house = open_house(settings, library=library)
    try:
        topic = house.engine.topic(readable(question), [readable(q) for q in after or ()])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="QUESTION") from error
    whole = gathered_live(house.library, topic, settings) if live else True
    answer, review = reviewed(settings, house, house.engine.answer(topic).answer)
    telling = tell(answer, reader)
    if as_json:
        sys.stdout.write(telling_json(telling, review, scores_named(answer)))
    else:
        _show(house, telling, review)
    if not whole:
        raise typer.Exit(4)


def reviewed(settings: Settings, house: House, answer: Answer) -> tuple[Answer, Review | None]:
    """The approved answer to the same question in place of this one, while it stands; else this one, and its review."""
    if not has_office(settings):
        return answer, None
    office = open_office(settings)
    try:
        found = office.approved(answer.topic, house, moment_now())
        return found[1:] if found else (answer, office.review(answer, answer, moment_now()))
    finally:
        office.close()


def moment_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def _show(house: House, telling: Telling, review: Review | None) -> None:
    sys.stdout.write(told_text(telling, review=review, scores=scores_named(telling.answer)))
    if house.starter:
        sys.stdout.write(
            "Answered from the starter library that comes with Curbside; 'curbside library add PATH' makes your own.\n"
        )


def search(
    query: Annotated[str, typer.Argument(help="Words to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only documents of this kind.")] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Find passages, best first."""
    house = open_house(read_settings(), library=library)
    try:
        found = house.rank(readable(query), k=k, kinds=frozenset({kind}) if kind else None)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="QUERY") from error
    if as_json:
        hits = [{"score": round(score, 4), **_hit(passage)} for passage, score in found]
        sys.stdout.write(
            json.dumps({"query": query, "edition": house.library.edition, "hits": hits}, ensure_ascii=False, indent=2)
            + "\n"
        )
        return
    for number, (passage, score) in enumerate(found, start=1):
        document = passage.document
        sort = f"{document.kind.value}, {document.year or 'year not seen'}"
        sys.stdout.write(printable(f"{number:3}. {document.title} [{sort}] {document.id}\n"))
        excerpt = passage.text[:200].replace("\n", " ")
        sys.stdout.write(printable(f"     {score:.2f}  {passage.section}: {excerpt}\n"))
    if not found:
        sys.stdout.write("Nothing found.\n")


def readable(words: str) -> str:
    """The words as they were given; ValueError where they were no UTF-8, which Python marks by half characters."""
    if any("\ud800" <= c <= "\udfff" for c in words):
        raise ValueError("the words are not UTF-8 text")
    return words


def _hit(passage: Passage) -> dict[str, object]:
    return {
        "passage": passage.id,
        "section": passage.section,
        "text": shown(passage),
        "whole": shown_whole(passage.document),
        "document": reference_object(passage.document),
    }
