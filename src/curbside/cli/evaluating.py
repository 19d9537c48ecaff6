"""`curbside evaluate`: how well the house does, on sets with known answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from curbside.calculators import calculate, calculation_object, calculator
from curbside.cli.asking import JsonOption, LibraryOption
from curbside.evaluation.abbreviations import Expander, against_glossary, by_company, cases_of, read_glossary
from curbside.evaluation.answers import Counts, Question, counted, sampled, shares
from curbside.evaluation.answers import read_questions as read_answered
from curbside.evaluation.comparing import Compared
from curbside.evaluation.comparing import compared as compared_runs
from curbside.evaluation.figure import figure
from curbside.evaluation.measures import confusion
from curbside.evaluation.readability import questions_of, readings, summary
from curbside.evaluation.readings import Report, direction_report, synthesis_report, yes_no_report
from curbside.evaluation.report import SEED, measured_part, shown, table
from curbside.evaluation.retrieval import (
    Judgements,
    Query,
    Run,
    measured,
    rank_documents,
    read_judgements,
    read_queries,
    trec_lines,
    unknown_documents,
)
from curbside.evaluation.scores import by_calculator, compared, disagreement, judgements, score_table, told_apart
from curbside.evaluation.scores import read_rows as read_scores
from curbside.evaluation.systems import System, systems
from curbside.evaluation.written import page
from curbside.exports.plain import printable
from curbside.house import (
    House,
    definitions,
    direction_in_abstract,
    direction_in_sentence,
    expansion,
    meanings_agree,
    open_house,
    passages_of,
    reply_to,
    synthesis_of,
    words_of,
)
from curbside.model import BadInputError, Reader, Telling
from curbside.readers import tell
from curbside.settings import read_settings

app = typer.Typer(help="Measure on questions with known answers.", no_args_is_help=True)


@app.callback()
def evaluate() -> None:
    """Measure on questions with known answers."""


@app.command("retrieval")
def retrieval(
    queries: Annotated[Path, typer.Option("--queries", help="JSON Lines of {_id, text}.")],
    qrels: Annotated[Path, typer.Option("--qrels", help="Tab-separated: query, document, score.")],
    run: Annotated[Path | None, typer.Option("--run", help="Write the run here, in TREC's form.")] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Measure how well the known documents are found."""
    asked, judgements = read_queries(queries), read_judgements(qrels)
    house = open_house(read_settings(), library=library)
    _tell_unknown(house, qrels, judgements)
    found = _run(System("queries", partial(rank_documents, house)), asked, queries)
    if run is not None:
        _write(run, "".join(trec_lines(found)))
    try:
        measures = measured(found, judgements)
    except ImportError as error:
        raise typer.BadParameter("measures need the extra: pip install 'curbside[evaluation]'") from error
    result = {
        "queries": len(asked),
        "judged": len(judgements.keys() & found.keys()),
        **measures,
        "edition": house.library.edition,
    }
    _print_values(result, as_json)


@app.command("finding")
def finding(
    sets: Annotated[list[Path], typer.Option("--set", help="Folder with queries.jsonl and qrels.tsv; repeatable.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for finding.md, finding.svg and the runs.")],
    most: Annotated[int | None, typer.Option("--most", min=1, help="At most so many queries a set, evenly.")] = None,
    library: LibraryOption = None,
) -> None:
    """Compare the ways of finding on the same queries: plain words, wording, and meaning where a model is installed."""
    house = open_house(read_settings(), library=library)
    found: list[Compared] = []
    runs: dict[str, Run] = {}
    for folder in sets:
        asked = read_queries(folder / "queries.jsonl")
        asked = asked if most is None else sampled(asked, most)
        judgements = read_judgements(folder / "qrels.tsv")
        _tell_unknown(house, folder / "qrels.tsv", judgements)
        of = {s.name: _run(s, asked, folder / "queries.jsonl") for s in systems(house)}
        runs |= {f"{folder.name}.{name.replace(' ', '-').replace(',', '')}.trec": run for name, run in of.items()}
        found.append(compared_runs(folder.name, asked, judgements, of, partial(_title, house), SEED))
    stats = house.library.stats()
    held = f"{stats.documents:,} documents, {stats.passages:,} passages, edition {stats.edition}; {house.reranking}"
    command = " ".join(["curbside evaluate finding", *(f"--set {f.name}" for f in sets), "--out DIR"])
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(str(out), "", error.strerror or "cannot be made") from error
    for name, run in runs.items():
        _write(out / name, "".join(trec_lines(run)))
    _write(out / "finding.svg", figure(found, "nDCG@10"))
    _write(out / "finding.md", page(found, command, held, "finding.svg"))
    sys.stdout.write((out / "finding.md").read_text(encoding="utf-8"))


def _run(system: System, asked: Sequence[Query], queries: Path) -> Run:
    found: Run = {}
    with typer.progressbar(asked, label=system.name, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for query in bar:
            try:
                found[query.id] = system.rank(query.text)
            except ValueError as error:
                raise BadInputError(str(queries), f"query {query.id}", str(error)) from error
    return found


def _title(house: House, id_: str) -> str:
    document = house.library.document(id_)
    return document.title if document else id_


def _tell_unknown(house: House, qrels: Path, judgements: Judgements) -> None:
    """One line on standard error where judgements name documents that the library does not hold."""
    unknown = unknown_documents(judgements, lambda id_: house.library.document(id_) is not None)
    if unknown:
        told = f"{qrels}: {len(unknown)} judged documents are not held and count as missed, first {unknown[0]}"
        sys.stderr.write(printable(told) + "\n")


@app.command("answers")
def answers(
    questions: Annotated[Path, typer.Option("--questions", help="JSON Lines in BioASQ's shape, plain or gzip.")],
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many questions, taken evenly.")] = 200,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Measure what answers cite, what they cover, and whether their yes is yes."""
    asked = sampled(read_answered(questions), most)
    house = open_house(read_settings(), library=library)
    with typer.progressbar(asked, label="questions", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        counts = [_counted(house, question, questions) for question in bar]
    said = [c.yes_no for c in counts if c.yes_no is not None]
    result = {**shares(counts), "yes_no": measured_part(said, SEED), "edition": house.library.edition}
    told = confusion(said).items()
    if as_json:
        cells = [{"known": k, "said": s, "questions": n} for (k, s), n in told]
        _print_values({**result, "confusion": cells}, as_json)
        return
    words = {f"known {k}, said {s}": str(n) for (k, s), n in told}
    _print_values({**{name: shown(value) for name, value in result.items()}, **words}, as_json)


@app.command("synthesis")
def synthesis(
    questions: Annotated[Path, typer.Option("--questions", help="JSON Lines in MedEvidence's shape.")],
    out: Annotated[Path, typer.Option("--out", help="Write {question_id, answer} here, a line a question.")],
    as_json: JsonOption = False,
) -> None:
    """Say what the abstracts of each question say together, and measure it where the answers are known."""
    report, lines = synthesis_report(questions, synthesis_of)
    _write(out, lines)
    _print(report, as_json)


@app.command("directions")
def directions(
    cases: Annotated[Path, typer.Option("--cases", help="JSON Lines in Evidence Inference's shape, plain or gzip.")],
    abstracts: Annotated[
        Path | None, typer.Option("--abstracts", help="Documents {_id, text}, ids as pmc:NUMBER; read as well.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure which way sentences and abstracts are read."""
    _print(direction_report(cases, abstracts, (direction_in_sentence, direction_in_abstract)), as_json)


@app.command("pubmedqa")
def pubmedqa(
    cases: Annotated[Path, typer.Option("--cases", help="JSON Lines in PubMedQA's shape, plain or gzip.")],
    as_json: JsonOption = False,
) -> None:
    """Measure yes, no and maybe, read from the abstract of the article that asks."""
    _print(yes_no_report(cases, reply_to), as_json)


@app.command("scores")
def scores(
    cases: Annotated[Path, typer.Option("--cases", help="JSON Lines in MedCalc-Bench's shape, plain or gzip.")],
    as_json: JsonOption = False,
) -> None:
    """Compute scores from the entities of patients' notes, and measure them within each row's limits."""
    found = compared(read_scores(cases), _calculated)
    judged = judgements()
    lines = by_calculator(found, judged)
    apart = [disagreement(c, judged) for c in found if not c.agrees]
    if as_json:
        sys.stdout.write(
            json.dumps({"calculators": lines, "disagreements": apart}, indent=2, ensure_ascii=False) + "\n"
        )
        return
    sys.stdout.write(score_table(lines))
    sys.stdout.writelines(f"row {d['row']}, {d['calculator']}: {told_apart(d)}\n" for d in apart)


def _calculated(name: str, given: Mapping[str, object]) -> dict[str, object]:
    return calculation_object(calculate(calculator(name), given))


@app.command("readability")
def readability(
    questions: Annotated[Path, typer.Option("--questions", help="JSON Lines of questions, or one object of them.")],
    most: Annotated[int, typer.Option("--most", min=1, help="At most so many questions, taken evenly.")] = 500,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Measure how hard the tellings for patients are to read (Flesch-Kincaid grade)."""
    house = open_house(read_settings(), library=library)
    asked = sampled(questions_of(questions), most)

    def told(question: str) -> Telling:
        try:
            return tell(house.engine.ask(question).answer, Reader.PATIENT)
        except ValueError as error:
            raise BadInputError(str(questions), question[:60], str(error)) from error

    with typer.progressbar(asked, label="questions", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        result = {**summary(list(readings(bar, told))), "edition": house.library.edition}
    _print_values(result, as_json)


@app.command("abbreviations")
def abbreviations(
    glossary: Annotated[
        Path, typer.Option("--glossary", help="A CSV file of abbreviations and meanings, or a folder.")
    ],
    most: Annotated[int, typer.Option("--most", help="Cases of ambiguous abbreviations, at most.")] = 2000,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Measure what abbreviations are read as, by a glossary and by the words beside them."""
    shelf = open_house(read_settings(), library=library).library
    reader = Expander(
        expansions=shelf.expansions,
        defined=definitions,
        words=words_of,
        read=partial(expansion, shelf),
        same=meanings_agree,
    )
    cases = cases_of(passages_of(shelf), reader, most=most)
    parts = {"glossary": against_glossary(read_glossary(glossary), reader), "ambiguous": by_company(cases, reader)}
    if as_json:
        sys.stdout.write(json.dumps({**parts, "edition": shelf.edition}, indent=2) + "\n")
        return
    for part, found in parts.items():
        sys.stdout.write(f"{part}\n" + "".join(f"  {name}: {value}\n" for name, value in found.items()))
    sys.stdout.write(f"edition: {shelf.edition}\n")


def _print_values(values: Mapping[str, object], as_json: bool) -> None:
    told = json.dumps(values, indent=2) + "\n" if as_json else "".join(f"{n}: {v}\n" for n, v in values.items())
    sys.stdout.write(told)


def _print(report: Report, as_json: bool) -> None:
    told = json.dumps(report, indent=2) + "\n" if as_json else "".join(table(*part) for part in report.items())
    sys.stdout.write(told)


def _counted(house: House, question: Question, questions: Path) -> Counts:
    try:
        draft = house.engine.draft(house.engine.understand(question.text))
        return counted(question, house.engine.verify(draft).answer, draft.evidence)
    except ValueError as error:
        raise BadInputError(str(questions), f"question {question.id}", str(error)) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInputError(str(path), "", error.strerror or "cannot be written") from error
