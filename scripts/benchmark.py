"""Measures what Curbside costs in time, memory and disk, and prints the figures as Markdown tables.

Nothing here is a test: figures depend on the machine, which each table names. Every measure runs in a process of its
own, so that the peak of memory it reports is its own.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import platform
import random
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

import tantivy
from lxml import etree

from curbside import sources
from curbside.engine import Engine
from curbside.gathering import Means, gather_files
from curbside.house import add_file, files, open_house
from curbside.library import Library, open_library
from curbside.library.index import query_of
from curbside.model import Add, Document, Kind, Passage, SearchTerm
from curbside.retrieval import question_terms
from curbside.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "What are the benefits of Intravenous Immunoglobulin (IVIG) in Disseminated Intravascular Coagulation (DIC)?"
STARTS, MEDLINE_RECORDS, WARM_UP, BEST_OF, TURNS, DEPTH = 15, 20_000, 10, 3, 5, 100
PASSAGES_A_DOCUMENT, PASSAGES_A_FILE, BASE_PASSAGES = 10, 50_000, 40_000
STEPS = ("understand", "retrieve", "appraise", "related", "silent", "compose", "verify")

P = ParamSpec("P")
T = TypeVar("T")


class Memory(NamedTuple):
    """Megabytes resident: the peak, and what of it is no mapped file now (None where the system does not tell)."""

    peak: float
    own: float | None


class Timed(NamedTuple):
    """Milliseconds for each question, in all, of the processor and by step, and the memory it took."""

    whole: list[float]
    processor: list[float]
    steps: dict[str, list[float]]
    memory: Memory


class Built(NamedTuple):
    """What it cost to gather a library."""

    documents: int
    passages: int
    seconds: float
    peak: float


# Tables


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    print(f"\n### {title}\n")
    for row in (headings, ["---"] * len(headings), *rows):
        print(f"| {' | '.join(_cell(cell) for cell in row)} |")
    print(flush=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * round(share * 100) // 100) - 1)]


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    return percentile(values, 0.5), percentile(values, 0.95), max(values)


def machine() -> str:
    information = Path("/proc/cpuinfo")
    text = information.read_text(encoding="utf-8") if information.exists() else ""
    model = re.search(r"model name\s*: (.*)", text)
    cores = text.count("processor\t")
    name = model[1] if model else platform.processor()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{name}, {cores or '?'} cores, {platform.system()}, {python}"


def alone(measure: Callable[..., T], *arguments: object) -> T:
    """What a measure gives in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, *arguments).result()


def memory() -> Memory:
    status = Path("/proc/self/status")
    if status.exists():
        # Not ru_maxrss: on Linux a new process inherits that from the one that started it.
        text = status.read_text(encoding="utf-8")
        peak, own = (re.search(rf"{name}:\s*(\d+) kB", text) for name in ("VmHWM", "RssAnon"))
        if peak is not None:
            return Memory(int(peak[1]) / 1024, int(own[1]) / 1024 if own is not None else None)
    return Memory(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, None)


def megabytes(path: Path) -> float:
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) / 1e6 if path.is_dir() else 0.0


# Starting


def measure_start(_options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "CURBSIDE_LIBRARY": f"{home}/none", "PATH": "/usr/bin:/bin"}
        commands = {
            "python -c pass": ["-c", "pass"],
            "python -c 'import curbside.cli'": ["-c", "import curbside.cli"],
            "curbside ask (starter library)": ["-m", "curbside", "ask", QUESTION],
        }
        took: defaultdict[str, list[float]] = defaultdict(list)
        for _ in range(STARTS):
            for name, command in commands.items():
                began = time.perf_counter()
                subprocess.run([sys.executable, *command], env=environment, check=True, capture_output=True)
                took[name].append(time.perf_counter() - began)
    rows = [(name, statistics.median(seconds), min(seconds), max(seconds)) for name, seconds in took.items()]
    table(f"Cold start, wall seconds, {STARTS} runs each in turn", ("command", "median", "least", "most"), rows)


# Reading MEDLINE


def made_medline(sample: Path, out: Path, records: int) -> None:
    """A MEDLINE file of so many records: those of the sample again and again, each under a PMID of its own.

    They are laid out as today's files are, because other readers know only those.
    """
    with gzip.open(sample) as stream:
        citations = re.findall(rb"<MedlineCitation .*?</MedlineCitation>", stream.read(), re.DOTALL)
    with gzip.open(out, "wb", compresslevel=6) as stream:
        stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n')
        for number in range(40_000_000, 40_000_000 + records):
            pmid = b'<PMID Version="1">%d</PMID>' % number
            citation = re.sub(rb"<PMID [^>]*>\d+</PMID>", pmid, citations[number % len(citations)], count=1)
            listed = b'<ArticleIdList><ArticleId IdType="pubmed">%d</ArticleId></ArticleIdList>' % number
            stream.write(b"<PubmedArticle>%s<PubmedData>%s</PubmedData></PubmedArticle>\n" % (citation, listed))
        stream.write(b"</PubmedArticleSet>\n")


def read_by_us(path: Path) -> tuple[int, float, Memory]:
    began = time.process_time()
    count = sum(isinstance(change, Add) for change in sources.read(path))
    return count, time.process_time() - began, memory()


def read_by_lxml(path: Path) -> tuple[int, float, Memory]:
    """The least that reading with lxml can cost: every element made and dropped, nothing taken out."""
    began, count = time.process_time(), 0
    with gzip.open(path) as stream:
        for _, element in etree.iterparse(stream, tag="PubmedArticle", resolve_entities=False, no_network=True):
            count += 1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return count, time.process_time() - began, memory()


def read_by_pubmed_parser(path: Path) -> tuple[int, float, Memory]:
    # Only here, because it is a comparison that needs installing by hand.
    import pubmed_parser  # type: ignore[import-not-found, unused-ignore]

    began = time.process_time()
    count = sum(1 for _ in pubmed_parser.parse_medline_xml(str(path), year_info_only=False))
    return count, time.process_time() - began, memory()


def measure_medline(options: argparse.Namespace) -> None:
    readers = {"Curbside": read_by_us, "bare lxml.iterparse, nothing taken out": read_by_lxml}
    if find_spec("pubmed_parser") is not None:
        readers["pubmed_parser"] = read_by_pubmed_parser
    else:
        print("pubmed_parser is not installed; its line is left out.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.xml.gz"
        made_medline(options.data / "formats" / "medline16n0902.xml.gz", path, MEDLINE_RECORDS)
        # In turn, so that what disturbs one run disturbs the others too; the best of each, as it only ever slows.
        runs = [{name: alone(reader, path) for name, reader in readers.items()} for _ in range(BEST_OF)]
        best = {name: min((run[name] for run in runs), key=lambda run: run[1]) for name in readers}
        _, ours, _ = best["Curbside"]
        rows = [
            (name, count, seconds, count / seconds, seconds / ours, used.peak)
            for name, (count, seconds, used) in best.items()
        ]
        headings = ("reader", "records", "seconds", "records/s", "times our seconds", "peak MB resident")
        size = f"{path.stat().st_size / 1e6:.1f} MB"
        table(f"Reading MEDLINE (.gz, {size}), processor seconds of one core, best of {BEST_OF}", headings, rows)


# Gathering


def gathered(directory: Path, paths: Sequence[Path]) -> Built:
    began = time.perf_counter()
    with open_library(directory, create=True) as shelf:
        # In this order and not by name: the full texts replace the abstracts of the same trials.
        for path in (file for named in paths for file in files([named])):
            add_file(shelf, path)
        shelf.settle()
        documents, passages = shelf.size
    return Built(documents, passages, time.perf_counter() - began, memory().peak)


def everything(data: Path) -> list[Path]:
    return [
        data / "retrieval" / "corpus.jsonl.gz",
        data / "fulltext" / "jats_cc.tar.gz",
        data / "guidelines" / "nigeria_stg_2022_raw",
        data / "guidelines" / "uspstf_2021.json",
        data / "formats" / "medline16n0902.xml.gz",
    ]


def measure_gathering(options: argparse.Namespace) -> None:
    rows = []
    for name, paths in (
        ("pooled corpus", everything(options.data)[:1]),
        ("trial full texts (JATS)", everything(options.data)[1:2]),
        ("all of it and the guidelines", everything(options.data)),
    ):
        with tempfile.TemporaryDirectory() as folder:
            built: Built = alone(gathered, Path(folder) / "library", paths)
            disk = megabytes(Path(folder))
        speed = built.documents / built.seconds
        rows.append((name, built.documents, built.passages, built.seconds, speed, built.peak, disk))
    headings = ("gathered", "documents", "passages", "seconds", "documents/s", "peak MB resident", "MB on disk")
    table("Gathering into a new library", headings, rows)


def library_of(options: argparse.Namespace, folder: Path) -> Path:
    """The library named, or one gathered from everything."""
    if options.library is not None:
        return Path(options.library)
    alone(gathered, folder / "library", everything(options.data))
    return folder / "library"


# PubMed's baseline

RECORDS_A_FILE, RECORDS_OF_PUBMED = 30_000, 38_000_000


def made_baseline(sample: Path, folder: Path, records: int) -> None:
    """Files as NLM releases them: the citations of the sample again and again, each under a PMID of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(sample) as stream:
        citations = re.findall(rb"<MedlineCitation .*?</MedlineCitation>", stream.read(), re.DOTALL)
    for number, first in enumerate(range(0, records, RECORDS_A_FILE), start=1):
        path = folder / f"pubmed26n{number:04}.xml.gz"
        if path.exists():
            continue
        part = path.with_suffix(".part")
        with gzip.open(part, "wb", compresslevel=1) as stream:
            stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n')
            for record in range(first, min(first + RECORDS_A_FILE, records)):
                pmid = b'<PMID Version="1">%d</PMID>' % (40_000_000 + record)
                citation = re.sub(rb"<PMID [^>]*>\d+</PMID>", pmid, citations[record % len(citations)], count=1)
                stream.write(b"<PubmedArticle>%s</PubmedArticle>\n" % citation)
            stream.write(b"</PubmedArticleSet>\n")
        md5 = hashlib.md5(part.read_bytes(), usedforsecurity=False).hexdigest()
        path.with_name(f"{path.name}.md5").write_text(f"MD5({path.name})= {md5}\n", encoding="ascii")
        part.rename(path)


class Load(NamedTuple):
    """What gathering a folder took: wall and processor seconds of all its processes, and the peaks of their memory.

    `after` holds for each file how many files were taken then, and the peak so far.
    """

    records: int
    wall: float
    processor: float
    peak: float
    peak_reading: float
    after: tuple[tuple[int, float, float], ...]


def baseline_gathered(library: Path, folder: Path, processes: int) -> Load:
    began = time.perf_counter()
    after: list[tuple[int, float, float]] = []

    def told(line: str) -> None:
        print(line, file=sys.stderr, flush=True)
        now = memory()
        after.append((len(after) + 1, now.peak, now.own or 0.0))
        print(f"peak {now.peak:.0f} MB, {after[-1][2]:.0f} MB of it no mapped file", file=sys.stderr, flush=True)

    with open_library(library, create=True) as shelf:
        gather_files(shelf, folder, library.with_suffix(".spool"), Means(processes=processes), told)
        documents, _ = shelf.size
    wall = time.perf_counter() - began
    own, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = sum(used.ru_utime + used.ru_stime for used in (own, theirs))
    return Load(documents, wall, seconds, memory().peak, theirs.ru_maxrss / 1024, tuple(after))


def _sizes(load: Load) -> list[tuple[int, float, float]]:
    """Records taken, peak so far and memory then that is no mapped file: after 1, 2, 4, 8 files and so on, and all."""
    shown = {1 << power for power in range(20)} | {len(load.after)}
    return [(min(n * RECORDS_A_FILE, load.records), peak, own) for n, peak, own in load.after if n in shown]


def measure_baseline(options: argparse.Namespace) -> None:
    rows, projected, grown = [], [], []
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(options.keep or temporary)
        for records in options.records:
            folder = place / f"baseline{records}"
            made_baseline(options.data / "formats" / "medline16n0902.xml.gz", folder, records)
            for processes in options.processes:
                library = place / f"library{records}-{processes}"
                shutil.rmtree(library, ignore_errors=True)
                load: Load = alone(baseline_gathered, library, folder, processes)
                disk = megabytes(library)
                speeds = load.records / load.wall, load.records / load.processor
                rows.append((load.records, processes, load.wall, *speeds, load.peak, load.peak_reading, disk))
                times = RECORDS_OF_PUBMED / load.records
                projected.append((records, processes, load.wall * times / 3600, disk * times / 1000, load.peak))
                shutil.rmtree(library, ignore_errors=True)
                grown += [(records, processes, *row) for row in _sizes(load)]
    headings = ("records", "processes", "seconds", "records/s", "records/s of processor time", "peak MB writing")
    title = f"Gathering PubMed's files of {RECORDS_A_FILE:,} records end to end, without vectors"
    table(title, (*headings, "peak MB of a reading process", "MB on disk"), rows)
    sized = ("of", "processes", "records taken", "peak MB so far", "MB then that are no mapped file")
    table("Memory of the writing process as the library grows", sized, grown)
    title = f"In proportion, for {RECORDS_OF_PUBMED:,} records"
    table(title, ("measured on", "processes", "hours", "GB on disk", "MB of memory"), projected)


# Asking


def questions(data: Path, count: int) -> list[str]:
    """So many BioASQ questions, evenly from the whole list."""
    lines = (data / "retrieval" / "bioasq" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    count = min(count, len(lines))
    return [json.loads(lines[number * len(lines) // count])["text"] for number in range(count)]


def by_step(engine: Engine, took: dict[str, list[float]]) -> Engine:
    """The same engine, each step noting its milliseconds."""
    return replace(engine, **{name: watched(getattr(engine, name), took[name]) for name in STEPS})


def watched(step: Callable[P, T], took: list[float]) -> Callable[P, T]:
    """The same step, noting its milliseconds."""

    def timed(*arguments: P.args, **named: P.kwargs) -> T:
        began = time.perf_counter()
        try:
            return step(*arguments, **named)
        finally:
            took.append((time.perf_counter() - began) * 1000)

    return timed


def asked(directory: Path, texts: Sequence[str]) -> Timed:
    house = open_house(read_settings(), library=directory)
    for text in texts[:WARM_UP]:
        house.engine.ask(text)
    whole, processor = list[float](), list[float]()
    steps: dict[str, list[float]] = {name: [] for name in STEPS}
    for text in texts:
        took: dict[str, list[float]] = {name: [] for name in STEPS}
        engine = by_step(house.engine, took)
        began, at_work = time.perf_counter(), time.process_time()
        engine.ask(text)
        whole.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - at_work) * 1000)
        for name in STEPS:
            steps[name].append(sum(took[name]))
    return Timed(whole, processor, steps, memory())


def measure_asking(options: argparse.Namespace) -> None:
    texts = questions(options.data, options.questions)
    with tempfile.TemporaryDirectory() as folder:
        directory = library_of(options, Path(folder))
        with open_library(directory) as shelf:
            documents, passages = shelf.size
        timed: Timed = alone(asked, directory, texts)
    rows: list[tuple[object, ...]] = [("whole answer", *spread(timed.whole))]
    rows.append(("whole answer, time of the processor", *spread(timed.processor)))
    rows += [(name, *spread(timed.steps[name])) for name in STEPS]
    title = f"Asking {len(texts)} BioASQ questions of {documents:,} documents, {passages:,} passages, in one process"
    table(f"{title}, milliseconds", ("step", "p50", "p95", "most"), rows)
    own = "not told" if timed.memory.own is None else f"{timed.memory.own:.0f} MB"
    print(f"Peak {timed.memory.peak:.0f} MB resident; at the end {own} of it no mapped file.")


# Searching


def timed_in_turn(searches: Sequence[Callable[[], object]]) -> list[float]:
    """Milliseconds of each, the best of a few, run in turn: what runs second finds its memory warmed by the first."""
    best = [float("inf")] * len(searches)
    for _ in range(TURNS):
        for place, search in enumerate(searches):
            began = time.perf_counter()
            search()
            best[place] = min(best[place], (time.perf_counter() - began) * 1000)
    return best


def index_in_use(directory: Path) -> Path:
    """The directory of the index that the library reads; an older one may stand beside it until the next writing."""
    records = sqlite3.connect(f"file:{directory / 'records.sqlite'}?mode=ro", uri=True)
    (name,) = records.execute("SELECT value FROM state WHERE name = 'directory'").fetchone()
    records.close()
    return directory / "index" / str(name)


def made_fts(directory: Path, out: Path) -> sqlite3.Connection:
    """The same passages in SQLite's own full-text index, stemmed, without the texts themselves."""
    table_ = sqlite3.connect(out)
    table_.execute("CREATE VIRTUAL TABLE held USING fts5(words, content='', tokenize='porter unicode61')")
    records = sqlite3.connect(f"file:{directory / 'records.sqlite'}?mode=ro", uri=True)
    query = (
        "SELECT passages.rowid, json_extract(record, '$.title') || ' ' || section || ' ' || text FROM passages"
        " JOIN documents ON documents.row = passages.document WHERE documents.until = 2147483647"
    )
    table_.executemany("INSERT INTO held(rowid, words) VALUES (?, ?)", records.execute(query))
    table_.execute("INSERT INTO held(held) VALUES ('optimize')")
    table_.commit()
    records.close()
    return table_


def compared(directory: Path, texts: Sequence[str], fts: Path | None) -> list[tuple[float, ...]]:
    """Milliseconds for each question: ours; the engine alone, query ready made; alone from terms to ids; SQLite's."""
    house = open_house(read_settings(), library=directory)
    searcher = tantivy.Index.open(str(index_in_use(directory))).searcher()
    if searcher.num_docs != house.library.size[1]:
        raise SystemExit(f"the index of {directory} holds {searcher.num_docs} passages, not those of the library")
    pairs, words = [], []
    for topic in map(house.engine.understand, texts):
        terms = question_terms(topic)
        if (query := query_of(terms, None)) is None:
            continue
        ours = partial(house.library.search, terms, k=DEPTH)
        bare = partial(searcher.search, query, DEPTH, count=False)
        pairs.append(timed_in_turn([bare, partial(alone_with_ids, searcher, terms), ours]))
        words.append(topic.terms)
    # Only now: SQLite reads so much that the others would find their memory cold.
    other = made_fts(directory, fts) if fts is not None else None
    theirs = [timed_in_turn([partial(sqlite_search, other, w)])[0] if other is not None else 0.0 for w in words]
    return [(ours, raw, whole, third) for (raw, whole, ours), third in zip(pairs, theirs, strict=True)]


def alone_with_ids(searcher: tantivy.Searcher, terms: Sequence[SearchTerm]) -> list[object]:
    """What the engine itself must do for the same answer: make the query, search, read the ids."""
    query = query_of(terms, None)
    hits = searcher.search(query, DEPTH, count=False).hits if query else []
    return list(searcher.fast_field_values("passage", [address for _, address in hits]))


def sqlite_search(held: sqlite3.Connection, words: Sequence[str]) -> list[object]:
    any_word = " OR ".join(f'"{word}"' for word in words)
    query = "SELECT rowid, rank FROM held WHERE held MATCH ? ORDER BY rank LIMIT ?"
    return held.execute(query, (any_word, DEPTH)).fetchall()


def measure_search(options: argparse.Namespace) -> None:
    texts = questions(options.data, options.questions)
    with tempfile.TemporaryDirectory() as folder:
        directory = library_of(options, Path(folder))
        with open_library(directory) as shelf:
            documents, passages = shelf.size
        times: list[tuple[float, ...]] = alone(compared, directory, texts, Path(folder) / "fts.sqlite")
    ours, raw, whole, theirs = ([row[column] for row in times] for column in range(4))
    rows = [
        ("Library.search, from terms to ids", *spread(ours), _ratio(ours, raw)),
        ("tantivy alone, query ready made, no ids", *spread(raw), 1.0),
        ("tantivy alone, from terms to ids", *spread(whole), _ratio(whole, raw)),
        ("SQLite FTS5, bm25, any of the question's words", *spread(theirs), _ratio(theirs, raw)),
    ]
    title = f"Searching {documents:,} documents, {passages:,} passages for {len(times)} questions, best {DEPTH}"
    table(f"{title}, milliseconds", ("search", "p50", "p95", "most", "median of the ratios to tantivy"), rows)


def _ratio(times: Sequence[float], raw: Sequence[float]) -> float:
    return statistics.median(time_ / least for time_, least in zip(times, raw, strict=True))


# Growth


def write_base(data: Path, out: Path) -> None:
    """Write title, kind and text of real passages, evenly from all that can be gathered."""
    found = [
        (passage.document.title, passage.document.kind, passage.text)
        for path in files(everything(data))
        for change in sources.read(path)
        if isinstance(change, Add)
        for passage in change.passages
        if len(passage.text) > 100
    ]
    chosen = [found[number * len(found) // BASE_PASSAGES] for number in range(BASE_PASSAGES)]
    out.write_text(json.dumps(chosen), encoding="utf-8")


def spliced(first: str, second: str) -> str:
    """The first half of one text and the second half of another, cut between words."""
    cut, start = first.find(" ", len(first) // 2), second.find(" ", len(second) // 2)
    return f"{first[: cut if cut > 0 else None]} {second[start + 1 :]}"


def recombined(base: Sequence[tuple[str, Kind, str]], numbers: range) -> Iterator[Add]:
    """Documents made of real words, each the same every time."""
    for number in numbers:
        chance = random.Random(number)
        title, kind, _ = chance.choice(base)
        document = Document(id=f"made:{number}", kind=kind, title=title)
        texts = [spliced(chance.choice(base)[2], chance.choice(base)[2]) for _ in range(PASSAGES_A_DOCUMENT)]
        passages = tuple(Passage(document=document, section="", text=text) for text in texts)
        yield Add(document=document, passages=passages)


def grown(directory: Path, base_file: Path, size: int) -> Built:
    base = [(title, Kind(kind), text) for title, kind, text in json.loads(base_file.read_bytes())]
    began = time.perf_counter()
    with open_library(directory, create=True) as shelf:
        _grow(shelf, base, size // PASSAGES_A_DOCUMENT)
        documents, passages = shelf.size
    return Built(documents, passages, time.perf_counter() - began, memory().peak)


def _grow(shelf: Library, base: Sequence[tuple[str, Kind, str]], documents: int) -> None:
    a_file = PASSAGES_A_FILE // PASSAGES_A_DOCUMENT
    for first in range(0, documents, a_file):
        numbers = range(first, min(first + a_file, documents))
        shelf.apply(recombined(base, numbers), name=f"made {first}", digest=str(numbers), settle=False)
        print(f"{numbers.stop * PASSAGES_A_DOCUMENT:,} passages", file=sys.stderr, flush=True)
    shelf.settle()


def reindexed(directory: Path) -> tuple[float, float]:
    """Seconds to make the index anew, as after files that replaced or removed documents, and the peak of memory."""
    with open_library(directory) as shelf:
        began = time.perf_counter()
        shelf.reindex()
        seconds = time.perf_counter() - began
        # The index before it goes with the next writing.
        shelf.settle()
    return seconds, memory().peak


def _base_file(options: argparse.Namespace, folder: Path) -> Path:
    path = folder / "base.json"
    if not path.exists():
        alone(write_base, options.data, path)
    return path


def built_once(options: argparse.Namespace, folder: Path, size: int) -> Built:
    """A library of this size, built unless it is there; its cost is noted beside it."""
    note = folder / f"{size}.json"
    if not note.exists():
        cost: Built = alone(grown, folder / str(size), _base_file(options, folder), size)
        note.write_text(json.dumps(cost), encoding="utf-8")
    return Built(*json.loads(note.read_text(encoding="utf-8")))


def measure_growth(options: argparse.Namespace) -> None:
    texts = questions(options.data, options.questions)
    building, answering = [], []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for size in options.sizes:
            built, directory = built_once(options, folder, size), folder / str(size)
            disk = megabytes(directory / "index"), megabytes(directory) - megabytes(directory / "index")
            speed = built.passages / built.seconds
            anew: tuple[float, float] = alone(reindexed, directory)
            building.append((built.documents, built.passages, built.seconds, speed, *disk, built.peak, *anew))
            times: list[tuple[float, ...]] = alone(compared, directory, texts, None)
            timed: Timed = alone(asked, directory, texts)
            search, raw, _, _ = zip(*times, strict=True)
            own = "not told" if timed.memory.own is None else timed.memory.own
            answering.append(
                (
                    *(built.passages, *spread(search)[:2], _ratio(search, raw)),
                    *(*spread(timed.whole), *spread(timed.processor)[:2], timed.memory.peak, own),
                )
            )
    headings = ("documents", "passages", "seconds", "passages/s", "MB index", "MB records", "peak MB resident")
    title = "Building libraries of recombined passages; making their index anew"
    table(title, (*headings, "index anew, seconds", "peak MB resident"), building)
    headings = ("passages", "search p50", "search p95", "ratio to tantivy", "ask p50", "ask p95", "ask most")
    title = f"Searching (best {DEPTH}) and asking {len(texts)} BioASQ questions of them, milliseconds"
    processor = ("of the processor: p50", "p95")
    table(title, (*headings, *processor, "peak MB resident", "of it no mapped file"), answering)


# The command

MEASURES: dict[str, tuple[Callable[[argparse.Namespace], None], str]] = {
    "start": (measure_start, "a cold 'curbside ask' on the starter library"),
    "medline": (measure_medline, "reading MEDLINE"),
    "gathering": (measure_gathering, "gathering the pooled corpus and the rest"),
    "baseline": (measure_baseline, "gathering PubMed's files, by one process and several"),
    "asking": (measure_asking, "asking in one process"),
    "search": (measure_search, "searching, beside the engine alone and SQLite's"),
    "growth": (measure_growth, "how each cost grows with the library"),
}


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    listed = "; ".join(f"{name}: {about}" for name, (_, about) in MEASURES.items())
    parser.add_argument("measures", nargs="*", help=f"{listed}; all but growth where none is named")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the public sets")
    parser.add_argument("--library", type=Path, help="a library to ask and search; else one is gathered for it")
    parser.add_argument("--questions", type=int, default=300, help="how many questions are asked (300)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[80_000, 200_000], help="passages, for growth")
    parser.add_argument("--records", type=int, nargs="+", default=[90_000], help="records of PubMed, for baseline")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], help="processes, for baseline")
    parser.add_argument("--keep", type=Path, help="where the libraries of growth are kept for the next time")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.measures) - MEASURES.keys()):
        parser.error(f"no measure is called {unknown[0]}; there are {', '.join(MEASURES)}")
    return options


def main() -> None:
    options = options_of(sys.argv[1:])
    print(f"Measured on: {machine()}")
    for name in options.measures or islice(MEASURES, len(MEASURES) - 1):
        MEASURES[name][0](options)


if __name__ == "__main__":
    main()
