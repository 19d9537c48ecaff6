"""`curbside library`: add, embed, show, list, remove, stats."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from curbside.cli.asking import JsonOption, LibraryOption
from curbside.exports.answer_json import reference_object
from curbside.exports.licences import limits, shown, shown_whole
from curbside.exports.plain import printable
from curbside.exports.vancouver import vancouver
from curbside.house import add_file, add_starter, embed_library, files, installed_model, open_house
from curbside.library import Applied, Library, open_library
from curbside.model import BadInputError, Kind, Remove
from curbside.settings import Settings, read_settings

app = typer.Typer(help="Gather documents, and see what is held.", no_args_is_help=True)


@app.command("add")
def add(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders: MEDLINE, JATS, PDF, HTML, text, JSONL.")
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Take every document for this kind.")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Add the starter library too.")] = False,
    no_vectors: Annotated[bool, typer.Option("--no-vectors", help="Make no vectors for reranking.")] = False,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Gather files into the library; each file as a whole or not at all."""
    if not paths and not starter:
        raise typer.BadParameter("name at least one file or folder", param_hint="PATH")
    wanted = files(paths or [])
    done: list[Applied] = []
    failed: list[BadInputError] = []
    settings = read_settings()
    with open_library(library or settings.library, create=True) as shelf:
        if starter:
            done.append(add_starter(shelf))
        with _progress(len(wanted)) as told:
            for path in wanted:
                _gather(shelf, path, kind, done, failed, told(path))
        shelf.settle()
        edition, (documents, passages) = shelf.edition, shelf.size
        # Told before the vectors, which take longer and may be stopped.
        _report(done, failed, {"edition": edition, "documents": documents, "passages": passages}, as_json)
        if not no_vectors:
            _embed(shelf, settings, library or settings.library)
    if failed:
        raise typer.Exit(3)


@app.command("embed")
def embed(library: LibraryOption = None) -> None:
    """Make the vectors for reranking that passages of the library lack; what was made before a stop is kept."""
    settings = read_settings()
    with open_library(library or settings.library) as shelf:
        made = _embed(shelf, settings, library or settings.library)
    if made is None:
        raise BadInputError("model", "", "no model is installed; 'curbside model install --from DIR' does it")
    sys.stdout.write(f"{made:,} vectors made.\n")


def _embed(shelf: Library, settings: Settings, directory: Path) -> int | None:
    """Make the missing vectors, with a bar on a terminal; None where no model is installed."""
    if installed_model(settings) is None:
        return None
    _, passages = shelf.size
    with typer.progressbar(length=passages, label="vectors", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        return embed_library(shelf, directory, settings, lambda seen: bar.update(seen - bar.pos))


def _gather(
    shelf: Library,
    path: Path,
    kind: Kind | None,
    done: list[Applied],
    failed: list[BadInputError],
    told: Callable[[int], None],
) -> None:
    """One bad file does not keep the others out; it is named at the end and in the exit code."""
    try:
        done.append(add_file(shelf, path, kind=kind, progress=told))
    except BadInputError as error:
        failed.append(error)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Path], Callable[[int], None]]]:
    """Bars on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda path: lambda count: None
        return
    # Only here, because the bars cost a twentieth of a second that `ask` should not pay.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, TextColumn("{task.fields[note]}"), console=Console(stderr=True)) as bars:
        task = bars.add_task("files", total=total, note="")

        def told(path: Path) -> Callable[[int], None]:
            bars.update(task, advance=1, note=path.name[:40])
            return lambda count: bars.update(task, note=f"{path.name[:40]} {count:,} documents")

        yield told


def _report(done: list[Applied], failed: list[BadInputError], held: dict[str, object], as_json: bool) -> None:
    if as_json:
        errors = [{"file": e.file, "place": e.place, "reason": e.reason} for e in failed]
        sys.stdout.write(
            json.dumps({"files": [asdict(a) for a in done], "errors": errors, **held}, ensure_ascii=False, indent=2)
            + "\n"
        )
    else:
        for applied in done if len(done) <= 20 else ():
            sys.stdout.write(f"{_line(applied)}\n")
        if len(done) > 20:
            total = Applied(name=f"{len(done)} files", **{f: sum(getattr(a, f) for a in done) for f in _COUNTS})
            sys.stdout.write(f"{_line(total)}\n")
        counts = f"{held['documents']:,} documents, {held['passages']:,} passages"
        sys.stdout.write(f"The library holds {counts}; edition {held['edition']}.\n")
    for error in failed:
        sys.stderr.write(f"{printable(f'curbside: {error}')}\n")


_COUNTS = ("added", "replaced", "removed", "marked", "headings", "passages")


def _line(applied: Applied) -> str:
    if applied.already:
        return f"{applied.name}: already gathered"
    counts = ", ".join(f"{getattr(applied, f):,} {f}" for f in _COUNTS if getattr(applied, f))
    return f"{applied.name}: {counts or 'nothing new'}"


@app.command("remove")
def remove(
    documents: Annotated[list[str], typer.Argument(help="Ids of documents, as 'library list' shows them.")],
    library: LibraryOption = None,
) -> None:
    """Take documents out of the library; all of them or, where one is not held, none."""
    with open_library(library or read_settings().library) as shelf:
        missing = [d for d in documents if shelf.document(d) is None]
        if missing:
            raise BadInputError("library", missing[0], "no such document is held; nothing was removed")
        applied = shelf.apply([Remove(document=d) for d in documents], name=f"removed {' '.join(documents)}", digest="")
    sys.stdout.write(f"{applied.removed} removed.\n")


@app.command("show")
def show(
    document: Annotated[str, typer.Argument(help="Id of a document.")],
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Show a document and its passages."""
    shelf = open_house(read_settings(), library=library).library
    found = shelf.document(document)
    if found is None:
        raise BadInputError("library", document, "no such document is held")
    passages = shelf.document_passages(document)
    if as_json:
        listed = [{"passage": p.id, "section": p.section, "text": shown(p)} for p in passages]
        sys.stdout.write(
            json.dumps(
                {**reference_object(found), "whole": shown_whole(found), "passages": listed},
                ensure_ascii=False,
                indent=2,
            )
            + "\n"
        )
        return
    depth, standing = found.held or found.depth.value, found.standing.value
    sys.stdout.write(printable(f"{vancouver(found)}\n{found.kind.value}; {depth}; standing: {standing}\n"))
    if why := limits(found):
        sys.stdout.write(printable(f"{why} Open it at {found.url or 'its source'}\n"))
    for passage in passages:
        sys.stdout.write(printable(f"\n[{passage.id}] {passage.section}\n{shown(passage)}\n"))


@app.command("list")
def list_documents(
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only documents of this kind.")] = None,
    after: Annotated[str, typer.Option("--after", help="Start after this id.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many.")] = 100,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """List documents in the order of their ids."""
    shelf = open_house(read_settings(), library=library).library
    found = shelf.documents(kind, after=after, limit=limit)
    if as_json:
        sys.stdout.write(json.dumps([reference_object(d) for d in found], ensure_ascii=False, indent=2) + "\n")
        return
    for document in found:
        cells = (document.id, document.kind.value, str(document.year or ""), document.standing.value, document.title)
        sys.stdout.write(printable("\t".join(cells)) + "\n")


@app.command("stats")
def stats(as_json: JsonOption = False, library: LibraryOption = None) -> None:
    """Say how much the library holds, and of what."""
    house = open_house(read_settings(), library=library)
    found = house.library.stats()
    kinds = {kind.value: count for kind, count in found.kinds}
    counts = {**asdict(found), "kinds": kinds, "starter": house.starter, "reranking": house.reranking.split()[0]}
    if as_json:
        sys.stdout.write(json.dumps(counts, ensure_ascii=False, indent=2) + "\n")
        return
    sys.stdout.write(f"{'Starter library' if house.starter else 'Library'}, edition {found.edition}\n")
    sys.stdout.write(
        f"{found.documents:,} documents, {found.passages:,} passages, {found.abbreviations:,} abbreviations learned\n"
    )
    for name, count in kinds.items():
        sys.stdout.write(f"  {name}: {count:,}\n")
    sys.stdout.write(printable(f"Semantic reranking: {house.reranking}\n"))
