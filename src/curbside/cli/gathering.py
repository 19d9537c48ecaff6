"""`curbside gather`: from the world into the library. Nothing is asked of the world unless a setting allows it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from curbside import gathering
from curbside.cli.asking import JsonOption, LibraryOption
from curbside.cli.live import check_network, today, told
from curbside.exports.plain import printable
from curbside.gathering import Asked, Found, Means, Report, Site, Sort, written
from curbside.house import identifiers
from curbside.library import Library, open_library
from curbside.model import BadInputError
from curbside.settings import read_settings

app = typer.Typer(help="Gather from the world: off until CURBSIDE_NETWORK=true allows it.", no_args_is_help=True)


def _date(text: str) -> date:
    """A date of any precision as its first day."""
    try:
        return date.fromisoformat(f"{text}-01-01"[:10] if len(text) in (4, 7) else text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date such as 2024, 2024-03 or 2024-03-12") from None


SinceOption = Annotated[date | None, typer.Option("--since", parser=_date, help="Published since: 2024, 2024-03, ...")]
MaxOption = Annotated[int, typer.Option("--max", min=1, help="At most so many records of each sort.")]


@app.command("pubmed")
def pubmed(
    query: Annotated[str, typer.Argument(help='Words, "phrases", AND, OR, NOT; or [fields] of PubMed.')],
    since: SinceOption = None,
    most: MaxOption = 1000,
    types: Annotated[
        list[Sort] | None, typer.Option("--types", help="What is asked for, each apart; all four may be named.")
    ] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather the citations and abstracts that PubMed finds for a query."""
    sorts = types or list(gathering.LIVE_SORTS)
    asked = [Asked(term=written(query), sort=s, since=since, until=today(), most=most) for s in sorts]
    from_world(library, as_json, lambda h, s: gathering.pubmed(h, s, asked, told))


@app.command("europepmc")
def europepmc(
    query: Annotated[str, typer.Argument(help="A query in Europe PMC's own words and fields.")],
    since: SinceOption = None,
    most: MaxOption = 1000,
    full_text: Annotated[bool, typer.Option("--full-text", help="Open full texts where there are any.")] = False,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather abstracts, or open full texts, that Europe PMC finds for a query."""
    from_world(
        library, as_json, lambda h, s: gathering.europe_pmc(h, s, (query, since), told, most=most, full_text=full_text)
    )


@app.command("labels")
def labels(
    drugs: Annotated[list[str], typer.Argument(help="Names of drugs.")],
    most: Annotated[int, typer.Option("--max", min=1, max=100, help="At most so many labels of each drug.")] = 3,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather labels of medicines from DailyMed: boxed warnings, doses, contraindications and the like."""
    from_world(library, as_json, lambda h, s: gathering.labels(h, s, drugs, told, most=most))


@app.command("trials")
def trials(
    query: Annotated[str, typer.Argument(help="Words: a condition, a treatment.")],
    most: MaxOption = 100,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather registrations of trials under way from ClinicalTrials.gov; they are never evidence."""
    from_world(library, as_json, lambda h, s: gathering.ongoing_trials(h, s, query, told, most=most))


@app.command("crossref")
def crossref(
    most: Annotated[int, typer.Option("--max", min=1, help="At most so many documents.")] = 1000,
    after: Annotated[str, typer.Option("--after", help="Start after this id.")] = "",
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather the journal, date, place and licence that documents with a DOI lack; nothing they have is changed."""
    from_world(library, as_json, lambda h, s: gathering.crossref(h, s, today(), told, span=(after, most)))


FolderArgument = Annotated[Path, typer.Argument(help="Folder with the files and, beside each, its .md5.")]
ProcessesOption = Annotated[int, typer.Option("--processes", min=1, help="How many processes read files.")]
ClusterOption = Annotated[
    str | None, typer.Option("--cluster", help="Address of a Dask scheduler whose workers read the files instead.")
]
UncheckedOption = Annotated[bool, typer.Option("--unchecked", help="Take files whose .md5 is not there.")]


def files(
    folder: FolderArgument,
    processes: ProcessesOption = 2,
    cluster: ClusterOption = None,
    unchecked: UncheckedOption = False,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather PubMed's files from a folder, its yearly ones or its daily updates, each after the one before it."""
    means = Means(processes=processes, cluster=cluster, unchecked=unchecked)
    directory = (library or read_settings().library).resolve()
    spool = directory.with_name(f"{directory.name}.gathering")
    with open_library(directory, create=True) as shelf:
        report = gathering.gather_files(shelf, folder, spool, means, told)
        shelf.settle()
        finish(shelf, report, as_json=as_json)


app.command("baseline", help="Gather PubMed's yearly files from a folder; started again, it goes on where it stopped.")(
    files
)
app.command(
    "updates",
    help="Gather PubMed's daily update files from a folder, in order, deletions and retractions included.",
)(files)


@app.command("retractions")
def retractions(
    files: Annotated[list[Path] | None, typer.Argument(help="The Retraction Watch file (CSV), or a map of it.")] = None,
    services: Annotated[
        list[str] | None, typer.Option("--ask", help="Ask a service about each DOI held: crossref, europepmc.")
    ] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Ask what was retracted, questioned or corrected; which sources were consulted is recorded."""
    if not files and not services:
        raise typer.BadParameter("name a file, or a service with --ask", param_hint="FILES")
    if unknown := sorted(set(services or ()) - gathering.SERVICES.keys()):
        known = ", ".join(gathering.SERVICES)
        raise typer.BadParameter(f"{unknown[0]} is none of {known}", param_hint="--ask")
    settings = read_settings()
    with open_library(library or settings.library) as shelf:
        found = [gathering.from_file(shelf, path, today()) for path in files or ()]
        if services:
            check_network(settings)
            with gathering.site_for(settings, identifiers, told) as site:
                found += [gathering.from_service(shelf, site, name, today()) for name in services]
        resting = gathering.second_order(shelf)
        _show_standing(shelf, found, resting, as_json=as_json)
    if any(one.failed for one in found):
        raise typer.Exit(4)


def _show_standing(shelf: Library, found: list[Found], resting: dict[str, tuple[str, ...]], *, as_json: bool) -> None:
    flagged = gathering.flagged(found)
    if as_json:
        sources = [{**asdict(one), "flagged": len(one.flagged)} for one in found]
        whole = {"sources": sources, "flagged": flagged, "cite_retracted": resting, "edition": shelf.edition}
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
        return
    for one in found:
        counts = f"{len(one.flagged):,} flagged, {one.clear:,} clear, {one.unknown:,} unknown"
        sys.stdout.write(f"{one.source}: of what is held, {counts}\n")
        for document, reason in one.doubtful.items():
            sys.stdout.write(printable(f"  to be looked at: {document}: {reason}\n"))
        for reason in one.failed:
            told(f"curbside: {reason}")
    for document, standing in flagged.items():
        sys.stdout.write(printable(f"  {standing.value}: {document}\n"))
    for document, names in resting.items():
        sys.stdout.write(printable(f"  cites what was retracted: {document}: {', '.join(names)}\n"))
    sys.stdout.write(f"Edition {shelf.edition}.\n")


def from_world(library: Path | None, as_json: bool, gather: Callable[[Library, Site], Report]) -> None:
    """Gather from a service into the library, and print the report; FetchError where the network is off."""
    settings = read_settings()
    check_network(settings)
    with (
        open_library(library or settings.library, create=True) as shelf,
        gathering.site_for(settings, identifiers, told) as site,
    ):
        report = gather(shelf, site)
        shelf.settle()
        finish(shelf, report, as_json=as_json)


def finish(shelf: Library, report: Report, *, as_json: bool) -> None:
    """Print the report; exit code 3 where a file was at fault, 4 where the world did not give all."""
    documents, passages = shelf.size
    if as_json:
        held = {"edition": shelf.edition, "documents": documents, "passages": passages}
        sys.stdout.write(json.dumps({**report.as_object(), **held}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(printable(f"{report.line}\n"))
        for skipped in report.skipped:
            sys.stdout.write(printable(f"  skipped {skipped.name}: {skipped.reason}\n"))
        for note in report.notes:
            sys.stdout.write(printable(f"  note: {note}\n"))
        sys.stdout.write(
            f"The library holds {documents:,} documents, {passages:,} passages; edition {shelf.edition}.\n"
        )
    for error in report.failed:
        told(f"curbside: {error}")
    if not report.whole:
        raise typer.Exit(3 if any(isinstance(error, BadInputError) for error in report.failed) else 4)
