"""The word index of a library: which passages hold which words, and how well they match."""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import tantivy

from curbside.model import Kind, Passage, SearchTerm
from curbside.text import edits, words

_HEAP_ON_DISK, _HEAP_IN_MEMORY, _HEAP_SHARED = 128_000_000, 15_000_000, 64_000_000
_AS_MANY_AS_CORES = 0
"""Threads, as the engine wants them told: one a core, and no more than the memory they share allows, which are four."""

_SPARE = 8
"""Hits fetched beyond those asked for, so that a tie at the cut is mostly seen whole: one in five questions has one."""
_COARSE = 2.0**39
"""Added to a score and taken off again it leaves steps of 2**-13, about a ten-thousandth, coarser than any rounding of
the engine's."""

Entry = tuple[str, str, str, str, str, str, bool]
"""What the index takes of a passage: passage id, document id, kind, title, section, text, and whether it is from the
body of a full text."""


def _analyser() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(40),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stopword("english"),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="medical", index_option="position")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("passage", fast=True)
    builder.add_unsigned_field("inside", fast=True)
    return builder.build()


_ANALYSER = _analyser()
_SCHEMA = _schema()


class UnreadableIndexError(Exception):
    """An index is missing or damaged; it can be made again from the records."""


class WordIndex:
    """One index, in a directory or in memory. Its `stamp` names its last commit."""

    def __init__(self, name: str, path: Path | None, *, create: bool) -> None:
        self.name, self._path, self._stamp = name, path, 0
        if path is not None and create:
            path.mkdir(parents=True)
        elif path is not None and not (path / "meta.json").is_file():
            raise UnreadableIndexError(f"{path} is no index")
        try:
            self._index = tantivy.Index(_SCHEMA, path=None if path is None else str(path))
            self._index.register_tokenizer("medical", _ANALYSER)
            self._index.config_reader("manual")
        except (ValueError, OSError) as error:
            raise UnreadableIndexError(f"{path}: {error}") from error

    @property
    def stamp(self) -> int:
        """The number of the last commit that everyone can see."""
        if self._path is None:
            return self._stamp
        try:
            return int(json.loads((self._path / "meta.json").read_bytes())["opstamp"])
        except (ValueError, OSError, KeyError) as error:
            raise UnreadableIndexError(f"{self._path}: {error}") from error

    def draft(self, *, many: bool = False) -> Draft:
        """The next commit of this index, with nothing in it yet; there must be one at a time.

        Where there are `many` passages, all cores share the work, within less memory, as their parts are merged
        meanwhile. Which passages then lie together differs each time, and no score shows it.
        """
        shared = many and self._path is not None
        heap = _HEAP_SHARED if shared else _HEAP_IN_MEMORY if self._path is None else _HEAP_ON_DISK
        return Draft(self, self._index.writer(heap_size=heap, num_threads=_AS_MANY_AS_CORES if shared else 1))

    def committed(self, stamp: int) -> None:
        """Note the stamp of a commit, which an index in memory keeps nowhere else."""
        self._stamp = stamp

    def searcher(self) -> tantivy.Searcher:
        """A searcher over the last commit, which later commits do not change."""
        try:
            self._index.reload()
            return self._index.searcher()
        except (ValueError, OSError) as error:
            raise UnreadableIndexError(f"{self._path}: {error}") from error


class Draft:
    """What the next commit of an index changes; nobody sees it before. The engine works on it in threads of its own."""

    def __init__(self, index: WordIndex, writer: tantivy.IndexWriter) -> None:
        self._index, self._writer = index, writer

    def remove(self, documents: Iterable[str]) -> None:
        """Take out the passages of these documents."""
        for document in documents:
            self._writer.delete_documents_by_term("document", document)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in passages, without waiting until the engine is done with them."""
        for entry in entries:
            self._writer.add_document(_indexed(entry))

    def commit(self) -> int:
        """Let everyone see it; returns the commit's stamp."""
        stamp = self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.committed(stamp)
        return stamp

    def drop(self) -> None:
        """Leave the index as it was."""
        self._writer.rollback()
        self._writer.wait_merging_threads()


def _indexed(entry: Entry) -> tantivy.Document:
    passage, document, kind, title, section, text, inside = entry
    made = tantivy.Document()
    for piece in (title, section, text):
        if piece:
            made.add_text("words", piece)
    made.add_text("kind", kind)
    made.add_text("document", document)
    made.add_unsigned("passage", int(passage, 16))
    made.add_unsigned("inside", int(inside))
    return made


def query_of(terms: Sequence[SearchTerm], kinds: Collection[Kind] | None) -> tantivy.Query | None:
    """The query for terms, or None where no term holds a word to look for.

    Terms go through the analyser of the texts and never through a query language, so nothing in them is syntax.
    """
    clauses = [clause for term in terms if term.weight > 0 and math.isfinite(term.weight) for clause in _clauses(term)]
    if not clauses or (kinds is not None and not kinds):
        return None
    wanted = clauses[0][1] if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)
    if kinds is None or len(kinds) == len(Kind):
        return wanted
    # A constant of nought: the kind decides who may be found and adds nothing to the score.
    allowed = tantivy.Query.const_score_query(_any_kind(sorted(kinds)), 0.0)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, allowed)])


def _any_kind(kinds: Sequence[Kind]) -> tantivy.Query:
    one_each = [tantivy.Query.term_query(_SCHEMA, "kind", str(kind), "basic") for kind in kinds]
    if len(one_each) == 1:
        return one_each[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in one_each])


def _clauses(term: SearchTerm) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    queries = [_phrase(term.text)] if term.phrase else [_word(word) for word in _ANALYSER.analyze(term.text)]
    occur = tantivy.Occur.Must if term.required else tantivy.Occur.Should
    boost = tantivy.Query.boost_query
    return [(occur, q if term.weight == 1 else boost(q, term.weight)) for q in queries if q is not None]


def _word(word: str) -> tantivy.Query:
    return tantivy.Query.term_query(_SCHEMA, "words", word, "freq")


def _phrase(text: str) -> tantivy.Query | None:
    """The words in this order; a stop word among them leaves a gap of one word."""
    tokens = _ANALYSER.pre_tokenize(text).tokens
    if len(tokens) < 2:
        return _word(tokens[0].text) if tokens else None
    return tantivy.Query.phrase_query(_SCHEMA, "words", [(t.position - tokens[0].position, t.text) for t in tokens])


def ranked(searcher: tantivy.Searcher, query: tantivy.Query, k: int, inside: float = 1.0) -> list[tuple[str, float]]:
    """The k best passages with their scores in steps of 1/8192; equal scores in the order of their ids.

    Of these, passages from the body of a full text count `inside` times their score.
    """
    limit = k + _SPARE
    while True:
        hits = searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        numbers = searcher.fast_field_values("passage", addresses)
        # A whole search takes a seventh of a millisecond, in which a round() and a format() for each hit would be felt.
        found = sorted([(_COARSE - (score + _COARSE), n) for (score, _), n in zip(hits, numbers, strict=True)])
        # The engine breaks ties by place, which differs between two builds: go on until the whole tie is seen.
        if len(found) < limit or found[-1][0] > found[k - 1][0]:
            del found[k:]
            if inside != 1.0:
                bodies = dict(zip(numbers, searcher.fast_field_values("inside", addresses), strict=True))
                found = sorted((s * inside, n) if bodies[n] else (s, n) for s, n in found)
            ids = struct.pack(f">{len(found)}Q", *[number for _, number in found]).hex(" ", 8).split()
            return [(id_, -score) for id_, (score, _) in zip(ids, found, strict=True)]
        limit *= 4


def counted(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many passages a query finds."""
    found: int = searcher.search(query, 1, count=True).count  # type: ignore[attr-defined]  # its stubs leave it out
    return found


def holding_stem(searcher: tantivy.Searcher, stem: str, most: int) -> list[str]:
    """The ids of passages that hold a word with a stem: "-olol" ends it, "cef-" begins it; at most so many."""
    letters = "".join(c for c in stem.lower() if c.isalnum())
    ending = f".*{letters[:-1]}{letters[-1]}?" if letters.endswith("e") else f".*{letters}"
    query = tantivy.Query.regex_query(_SCHEMA, "words", f"{letters}.*" if stem.endswith("-") else ending)
    return [id_ for id_, _ in ranked(searcher, query, most)] if letters else []


def stems(text: str) -> list[str]:
    """The words of a text as the index holds them: in lower case, without accents, endings and stop words."""
    return list(_ANALYSER.analyze(text))


def frequency(searcher: tantivy.Searcher, word: str) -> int:
    """How many passages hold a word in any of its endings; 0 for a stop word. Of several words, the rarest counts."""
    return min((searcher.doc_freq("words", w) for w in _ANALYSER.analyze(word)), default=0)


def near(
    searcher: tantivy.Searcher, word: str, passages: Callable[[Sequence[str]], Iterable[Passage]]
) -> Iterator[tuple[tuple[str, ...], int]]:
    """The words held that are spelt nearly as one is, the forms of a stem together, with the number of passages.

    Their stem is up to two edits from the word's own, from the same letter on. Those in most passages come first, a few
    of them; none for a stop word and for several words. `passages` gives the passages of ids.
    """
    own = _ANALYSER.analyze(word)
    for stem, count in _near(searcher, own[0])[:_MOST_NEAR] if len(own) == 1 and own[0] else ():
        held = passages([id_ for id_, _ in ranked(searcher, _word(stem), _NEAR_PASSAGES)])
        yield tuple(_forms(stem, (f"{p.document.title} {p.section} {p.text}" for p in held))), count


_MOST_NEAR, _NEAR_PASSAGES, _EDITS = 6, 8, 2


def _near(searcher: tantivy.Searcher, stem: str) -> list[tuple[str, int]]:
    letters = set(stem)
    return [
        (term, count)
        for term, count in searcher.terms_with_prefix("words", stem[0])
        # Two edits change no more than four of the letters: that spares measuring nearly all terms.
        if abs(len(term) - len(stem)) <= _EDITS
        and len(letters ^ set(term)) <= 2 * _EDITS
        and 0 < edits(term, stem) <= _EDITS
    ]


def _forms(stem: str, texts: Iterable[str]) -> list[str]:
    """The words of texts that have this stem, in lower case, the most frequent first, then alphabetical."""
    counts = Counter(w for text in texts for w in words(text) if w.startswith(stem[:2]))
    forms = [w for w in counts if _ANALYSER.analyze(w) == [stem]]
    return sorted(forms, key=lambda w: (-counts[w], w))
