"""A library keeps what it was given, finds it, and does not show how it came."""

from __future__ import annotations

import random
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curbside.library import Library, open_library
from curbside.library.records import record_of, title_and_depth
from curbside.model import (
    Add,
    BadInputError,
    Change,
    Depth,
    Document,
    Identifiers,
    Kind,
    LibraryError,
    Mark,
    Passage,
    Remove,
    SearchTerm,
    Standing,
)

WORDS = (
    "sepsis heparin platelet thrombosis plasma fibrinogen mortality infusion antithrombin bleeding shock lactate "
    "neonate pregnancy cancer dialysis transfusion culture fever antibiotic dosage kidney liver cardiac stroke"
).split()
KINDS = (Kind.GUIDELINE, Kind.TRIAL, Kind.STUDY, Kind.REVIEW)


def add(id_: str, *texts: str, **fields: object) -> Add:
    document = replace(Document(id=id_, kind=Kind.STUDY, title=f"On {id_.replace(':', ' ')}"), **fields)  # type: ignore[arg-type]
    return Add(document=document, passages=tuple(Passage(document=document, section="Text", text=t) for t in texts))


def made_up(count: int, seed: int = 7) -> list[Add]:
    chance = random.Random(seed)
    found = []
    for number in range(count):
        texts = [" ".join(chance.choices(WORDS, k=chance.randint(5, 60))) for _ in range(chance.randint(1, 3))]
        texts[0] += " disseminated intravascular coagulation (DIC)" if number % 5 == 0 else ""
        title = " ".join(chance.choices(WORDS, k=4))
        found.append(add(f"pmid:{number}", *texts, title=title, kind=chance.choice(KINDS)))
    return found


def questions(count: int = 50) -> list[list[SearchTerm]]:
    chance = random.Random(11)
    asked = []
    for number in range(count):
        terms = [SearchTerm(text=w, weight=chance.choice((1.0, 0.7, 2.5))) for w in chance.sample(WORDS, 5)]
        terms.append(SearchTerm(text=" ".join(chance.sample(WORDS, 2)), phrase=True, required=number % 10 == 0))
        asked.append(terms)
    return asked


def told(library: Library) -> object:
    """All a reader can tell of a library: its edition and what it finds, with scores."""
    found = [
        library.search(terms, kinds=kinds, k=20) for terms in questions() for kinds in (None, frozenset(KINDS[:2]))
    ]
    return library.edition, library.size, found, library.expansions("DIC")


def apply(library: Library, *changes: Change, name: str = "file", **options: bool) -> None:
    apply.count += 1  # type: ignore[attr-defined]
    library.apply(changes, name=name, digest=str(apply.count), **options)  # type: ignore[attr-defined, arg-type]


apply.count = 0  # type: ignore[attr-defined]


def found(library: Library, *texts: str, **options: object) -> list[str]:
    ids = [id_ for id_, _ in library.search([SearchTerm(text=t) for t in texts], **options)]  # type: ignore[arg-type]
    return [p.document.id for p in library.passages(ids)]


@pytest.fixture(params=["memory", "disk"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    with open_library(None if request.param == "memory" else tmp_path / "library", create=True) as opened:
        yield opened


# Keeping


def test_a_document_comes_back_as_it_was_given(library: Library) -> None:
    given = Document(
        id="pmid:1",
        kind=Kind.GUIDELINE,
        title="Café: a “guideline”",
        authors=("A B", "C D"),
        issuer="Society",
        journal="J",
        volume="1",
        pages="2-3",
        published="2024-03",
        identifiers=Identifiers(pmid="1", pmcid="PMC2", doi="10.1/X", nct="NCT1"),
        jurisdiction="NG",
        licence="CC BY",
        language="en",
        depth=Depth.FULL_TEXT,
        held="chapter 1",
        standing=Standing.CURRENT,
        supersedes=("pmid:0",),
        types=("Guideline",),
        headings=("Sepsis",),
        link="https://example.org",
    )
    passages = tuple(Passage(document=given, section=s, text=t) for s, t in (("B", "second"), ("A", "first")))
    apply(library, Add(document=given, passages=passages))
    assert library.document("pmid:1") == given
    assert library.document_passages("pmid:1") == passages
    assert library.passages([passages[1].id, "0" * 16, passages[0].id]) == (passages[1], passages[0])


@given(st.text(), st.text(), st.sampled_from(Depth))
@example('a "title":"b","depth":"c', '\\","title":"', Depth.RECORD)
def test_title_and_depth_are_read_from_a_record_alone(title: str, journal: str, depth: Depth) -> None:
    given_ = Document(id="pmid:1", kind=Kind.STUDY, title=title, journal=journal, authors=(journal,), depth=depth)
    assert title_and_depth(record_of(given_)) == (title, depth)


def test_a_document_without_title_or_passages_is_kept(library: Library) -> None:
    apply(library, add("pmid:1", title=""))
    assert library.document("pmid:1") == Document(id="pmid:1", kind=Kind.STUDY, title="")
    assert library.document_passages("pmid:1") == ()


def test_what_is_not_held_is_left_out(library: Library) -> None:
    assert library.document("pmid:1") is None
    assert library.document_passages("pmid:1") == ()
    assert library.passages(["0" * 16]) == ()
    assert library.search([SearchTerm(text="sepsis")]) == []


def test_more_passages_are_read_than_one_statement_takes_parameters(library: Library) -> None:
    apply(library, *made_up(700))
    ids = [p.id for n in range(700) for p in library.document_passages(f"pmid:{n}")]
    assert [p.id for p in library.passages(ids)] == ids


def test_the_same_words_twice_in_a_document_are_one_passage(library: Library) -> None:
    apply(library, add("pmid:1", "sepsis", "sepsis"))
    assert library.size == (1, 1)


def test_documents_are_listed_by_id_page_by_page(library: Library) -> None:
    apply(library, *made_up(9))
    first = library.documents(limit=4)
    assert [d.id for d in first] == ["pmid:0", "pmid:1", "pmid:2", "pmid:3"]
    assert [d.id for d in library.documents(after="pmid:3")] == [f"pmid:{n}" for n in range(4, 9)]
    guidelines = library.documents(Kind.GUIDELINE)
    assert guidelines
    assert {d.kind for d in guidelines} == {Kind.GUIDELINE}


def test_applying_tells_what_changed(library: Library) -> None:
    before = library.apply([add("a", "x"), add("b", "y"), add("c", "z")], name="f", digest="1")
    assert (before.added, before.replaced, before.removed, before.passages) == (3, 0, 0, 3)
    mark = Mark(document="a", standing=Standing.RETRACTED, by="watch")
    after = library.apply([add("a", "new", "more"), add("b", "y"), Remove(document="c"), mark], name="f", digest="2")
    assert (after.added, after.replaced, after.removed, after.marked, after.passages) == (0, 1, 1, 1, 2)
    assert library.size == (2, 3)
    assert library.applied("f") == "2"
    stats = library.stats()
    assert (stats.documents, stats.passages, stats.marks, stats.files, stats.settled) == (2, 3, 1, 1, True)
    assert stats.kinds == ((Kind.STUDY, 2),)


def test_progress_is_told_as_changes_are_taken(library: Library) -> None:
    seen: list[int] = []
    library.apply(made_up(2500), name="f", digest="1", progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 2500
    assert len(seen) > 1


def test_a_file_applied_last_under_its_name_is_skipped_until_it_is_forgotten(library: Library) -> None:
    library.apply([add("a", "x")], name="f", digest="1")
    assert library.apply(iter([add("b", "y")]), name="f", digest="1").already
    assert library.document("b") is None
    library.forget("f")
    assert library.apply([add("b", "y")], name="f", digest="1").added == 1


def test_nothing_is_kept_of_a_file_that_breaks_off(library: Library) -> None:
    apply(library, *made_up(20))
    before = told(library)

    def broken() -> Iterator[Change]:
        yield Remove(document="pmid:3")
        yield from made_up(2300, seed=1)
        raise BadInputError("f", "record 2301", "truncated")

    with pytest.raises(BadInputError):
        library.apply(broken(), name="f", digest="1")
    assert told(library) == before
    assert library.applied("f") is None


def test_a_duplicate_id_within_a_file_is_refused_also_where_the_first_is_held_word_for_word(library: Library) -> None:
    apply(library, add("a", "x"))
    changes = [add("a", "x"), *made_up(1500), add("a", "y")]
    with pytest.raises(BadInputError, match="f: a: a duplicate id"):
        library.apply(changes, name="f", digest="1")
    assert library.size == (1, 1)


@pytest.mark.parametrize("between", [0, 2500], ids=["in one batch", "in two batches"])
def test_the_last_of_several_records_counts_where_duplicates_are_allowed(library: Library, between: int) -> None:
    changes = [add("a", "sepsis one"), *made_up(between), add("a", "sepsis two")]
    library.apply(changes, name="f", digest="1", duplicates_allowed=True, settle=False)
    assert library.stats().settled, "the index never held the first"
    assert [p.text for p in library.document_passages("a")] == ["sepsis two"]
    assert library.size[0] == between + 1
    assert found(library, "two") == ["a"]
    assert found(library, "one") == []


def test_a_passage_of_another_document_is_refused(library: Library) -> None:
    stray = Add(document=add("a").document, passages=add("b", "x").passages)
    with pytest.raises(BadInputError, match="f: a: a passage of another document"):
        library.apply([stray], name="f", digest="1")


def test_half_a_character_is_refused(library: Library) -> None:
    with pytest.raises(BadInputError, match="f: a: half a character"):
        library.apply([add("a", "x \ud83d y")], name="f", digest="1")


def test_applying_holds_no_more_than_a_batch_in_memory() -> None:
    def stream(count: int) -> Iterator[Change]:
        for number in range(count):
            yield add(f"pmid:{number}", f"{number} " + "sepsis heparin " * 150)

    peaks = []
    for count in (2000, 6000):
        with open_library(None) as library:
            tracemalloc.start()
            library.apply(stream(count), name="f", digest="1")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    # Only the ids seen grow with the file: 100 bytes each, against 2,200 bytes of text.
    assert peaks[1] - peaks[0] < 4000 * 500


# Finding


def test_a_replaced_or_removed_document_is_found_no_more(library: Library) -> None:
    apply(library, add("a", "sepsis early"), add("b", "sepsis late"), add("c", "fever"))
    apply(library, add("a", "bleeding"), Remove(document="b"))
    assert found(library, "sepsis") == []
    assert found(library, "bleeding") == ["a"]
    assert library.document("b") is None
    assert library.document_passages("b") == ()


def test_words_are_found_in_title_section_and_text_in_any_ending_and_accent(library: Library) -> None:
    apply(library, add("a", "Naïve patients were BLEEDING", title="Antithrombin"), add("b", "nothing"))
    for word in ("antithrombins", "naive", "bleed", "Text"):
        assert "a" in found(library, word)


def test_nothing_in_a_term_is_syntax(library: Library) -> None:
    apply(library, add("a", "sepsis"))
    for odd in ('sepsis" OR *', "title:sepsis^9", "(sepsis", "+sepsis -sepsis", "sepsis\x00~2", "[sepsis TO *]"):
        assert found(library, odd) == ["a"]
    for empty in ("", " ", "the of", "\U0001f600", "*", "AND"):
        assert found(library, empty) == []


def test_a_phrase_stands_as_it_is_across_stop_words_and_not_across_fields(library: Library) -> None:
    apply(library, add("a", "failure of the heart"), add("b", "heart and failure"), add("c", "failure", title="heart"))

    def with_phrase(text: str) -> list[str]:
        ids = [id_ for id_, _ in library.search([SearchTerm(text=text, phrase=True)])]
        return sorted(p.document.id for p in library.passages(ids))

    assert with_phrase("failure of the heart") == ["a"]
    assert with_phrase("failure heart") == []
    assert with_phrase("heart failure") == []
    assert with_phrase("heart") == ["a", "b", "c"]
    assert with_phrase("of the") == []


def test_a_required_term_stands_in_all_that_is_found(library: Library) -> None:
    apply(library, add("a", "sepsis fever"), add("b", "sepsis"), add("c", "fever"))
    terms = [SearchTerm(text="sepsis"), SearchTerm(text="fever", required=True)]
    assert sorted(p.document.id for p in library.passages([i for i, _ in library.search(terms)])) == ["a", "c"]


def test_weights_move_the_order_and_nought_counts_nothing(library: Library) -> None:
    apply(library, add("a", "sepsis"), add("b", "fever"))
    for heavy, first in (("sepsis", "a"), ("fever", "b")):
        terms = [SearchTerm(text=w, weight=2.0 if w == heavy else 1.0) for w in ("sepsis", "fever")]
        assert library.passages([library.search(terms)[0][0]])[0].document.id == first
    assert library.search([SearchTerm(text="sepsis", weight=0)]) == []


def test_kinds_limit_what_is_found_and_change_no_score(library: Library) -> None:
    apply(library, *made_up(80))
    kind_of = {d.id: d.kind for d in library.documents(limit=100)}
    for terms in questions(10):
        everything = library.search(terms, k=1000)
        owners = {p.id: p.document.id for p in library.passages([id_ for id_, _ in everything])}
        for kinds in (
            frozenset({Kind.TRIAL}),
            frozenset({Kind.TRIAL, Kind.REVIEW}),
            frozenset(Kind),
            frozenset[Kind](),
        ):
            expected = [hit for hit in everything if kind_of[owners[hit[0]]] in kinds]
            assert library.search(terms, kinds=kinds, k=1000) == expected


def test_ties_at_the_cut_go_by_id(library: Library) -> None:
    changes = [add(f"pmid:{n}", "sepsis", title="Same") for n in range(300)]
    apply(library, *changes)
    everything = sorted(p.id for a in changes for p in a.passages)
    for k in (1, 7, 299, 300, 500):
        assert [id_ for id_, _ in library.search([SearchTerm(text="sepsis")], k=k)] == everything[:k]
    assert library.search([SearchTerm(text="sepsis")], k=0) == []


def test_fewer_asked_for_are_the_beginning_of_more(library: Library) -> None:
    apply(library, *made_up(200))
    for terms in questions(20):
        everything = library.search(terms, k=1000)
        assert everything == sorted(everything, key=lambda hit: (-hit[1], hit[0]))
        for k in (1, 10, 57):
            assert library.search(terms, k=k) == everything[:k]


def test_the_frequency_of_a_word_is_the_number_of_passages_that_hold_it(library: Library) -> None:
    apply(library, add("a", "sepsis", "fever"), add("b", "septic fevers"))
    assert library.document_frequency("fever") == 2
    assert library.document_frequency("Sepsis") == 1
    assert library.document_frequency("sepsis fever") == 1
    assert library.document_frequency("the") == 0
    assert library.document_frequency("unheard") == 0


# Abbreviations


def test_abbreviations_are_learned_from_the_words_held(library: Library) -> None:
    apply(
        library,
        add("a", "Disseminated intravascular coagulation (DIC) is severe."),
        add("b", "We treated disseminated intravascular coagulation (DIC)."),
        add("c", "drug information centre (DIC)"),
        add("d", "x", title="Randomised controlled trials (RCTs) of plasma"),
        add("e", "a randomised controlled-trial (RCT)"),
    )
    long = "disseminated intravascular coagulation"
    assert [(f.lower(), n) for f, n in library.expansions("dic")] == [(long, 2), ("drug information centre", 1)]
    assert library.shortenings("Disseminated Intravascular Coagulations") == (("DIC", 2),)
    assert library.expansions("RCT") == library.expansions("RCTs")
    assert [n for _, n in library.expansions("rct")] == [2]
    assert library.expansions("XYZ") == ()


def test_abbreviations_go_with_their_document(library: Library) -> None:
    apply(library, add("a", "septic shock score (SSS)"), add("b", "septic shock score (SSS)"))
    apply(library, Remove(document="a"), add("b", "nothing"))
    assert library.expansions("SSS") == ()
    assert library.stats().abbreviations == 0


# Standing

RETRACTED = Mark(document="DOI:10.1/ABC", standing=Standing.RETRACTED, by="watch")


@pytest.mark.parametrize("name", ["pmid:7", "PMID:7", "doi:10.1/abc", "doi:10.1/ABC", "pmc:9", "pmc:PMC9", "nct:NCT1"])
@pytest.mark.parametrize("mark_first", [True, False])
def test_a_mark_meets_a_document_by_any_of_its_names(library: Library, name: str, *, mark_first: bool) -> None:
    identifiers = Identifiers(pmid="7", pmcid="PMC9", doi="10.1/AbC", nct="NCT1")
    changes: list[Change] = [
        add("own:1", "sepsis", identifiers=identifiers),
        Mark(document=name, standing=Standing.RETRACTED, by="watch"),
    ]
    for change in reversed(changes) if mark_first else changes:
        apply(library, change)
    assert library.standing(["own:1"]) == {"own:1": Standing.RETRACTED}
    assert library.passages([library.search([SearchTerm(text="sepsis")])[0][0]])[0].document.standing == "retracted"
    assert library.documents()[0].standing is Standing.RETRACTED


def test_the_most_severe_standing_is_in_force(library: Library) -> None:
    apply(library, add("a", "x", standing=Standing.CURRENT))
    for said, expected in (
        (Standing.UNKNOWN, Standing.CURRENT),
        (Standing.CORRECTED, Standing.CORRECTED),
        (Standing.CONCERN, Standing.CONCERN),
        (Standing.SUPERSEDED, Standing.SUPERSEDED),
        (Standing.RETRACTED, Standing.RETRACTED),
        (Standing.CURRENT, Standing.RETRACTED),
    ):
        apply(library, Mark(document="a", standing=said, by="watch"))
        assert library.standing(["a"])["a"] is expected


def test_a_mark_outlives_the_replacement_of_its_document(library: Library) -> None:
    apply(library, add("a", "x"), Mark(document="a", standing=Standing.RETRACTED, by="watch"))
    apply(library, add("a", "new text", standing=Standing.CURRENT))
    assert library.standing(["a"])["a"] is Standing.RETRACTED


def test_a_mark_alone_puts_an_open_reader_behind(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as writer:
        apply(writer, add("a", "x"))
        with open_library(tmp_path / "library") as reader:
            assert not reader.behind
            apply(writer, Mark(document="a", standing=Standing.RETRACTED, by="watch"))
            assert reader.behind
            reader.refresh()
            assert not reader.behind
            assert reader.standing(["a"])["a"] is Standing.RETRACTED


def test_the_standing_of_what_is_not_held_is_what_marks_tell(library: Library) -> None:
    apply(library, Mark(document="pmid:9", standing=Standing.CONCERN, by="watch"))
    told_ = library.standing(["pmid:9", "pmid:10"])
    assert told_ == {"pmid:9": Standing.CONCERN, "pmid:10": Standing.UNKNOWN}


def test_a_document_is_superseded_while_its_successor_is_held(library: Library) -> None:
    apply(library, add("old", "x", standing=Standing.CURRENT), add("new", "y", supersedes=("old", "new")))
    assert library.standing(["old", "new"]) == {"old": Standing.SUPERSEDED, "new": Standing.UNKNOWN}
    apply(library, Remove(document="new"))
    assert library.standing(["old"]) == {"old": Standing.CURRENT}


# Edition


def test_the_edition_changes_with_each_kind_of_change_and_comes_back(library: Library) -> None:
    seen = [library.edition]
    for changes in (
        [add("a", "x")],
        [add("a", "x", "y")],
        [add("a", "y", "x")],
        [add("a", "y", "x", standing=Standing.CURRENT)],
        [Mark(document="a", standing=Standing.RETRACTED, by="watch")],
        [Mark(document="a", standing=Standing.RETRACTED, by="another")],
    ):
        apply(library, *changes)
        seen.append(library.edition)
    assert len(set(seen)) == len(seen)
    apply(library, add("b", "z"))
    apply(library, Remove(document="b"))
    assert library.edition == seen[-1]


def test_a_change_that_changes_nothing_keeps_the_edition(library: Library) -> None:
    mark = Mark(document="a", standing=Standing.RETRACTED, by="watch")
    apply(library, add("a", "x"), mark)
    before = library.edition
    apply(library, add("a", "x"), mark, Remove(document="none"), name="another")
    assert library.edition == before


def test_history_shows_neither_in_the_edition_nor_in_a_score(tmp_path: Path) -> None:
    changes = made_up(120)
    marks = [Mark(document=f"pmid:{n}", standing=Standing.CORRECTED, by="watch") for n in range(0, 120, 9)]
    with open_library(tmp_path / "once", create=True) as once:
        apply(once, *changes, *marks)
        expected = told(once)
    shuffled: list[Change] = [*changes, *marks]
    random.Random(3).shuffle(shuffled)
    with open_library(tmp_path / "shuffled", create=True) as library:
        for start in range(0, len(shuffled), 17):
            apply(library, *shuffled[start : start + 17], name=f"part {start}")
        assert told(library) == expected
        apply(library, *(replace(c, passages=made_up(9)[3].passages[:0]) for c in changes[:30]), add("more", "sepsis"))
        assert told(library) != expected
        apply(library, *changes[:30], Remove(document="more"))
        assert told(library) == expected
        library.reindex()
        assert told(library) == expected
    with open_library(None) as in_memory:
        apply(in_memory, *shuffled)
        assert told(in_memory) == expected


def test_an_index_made_anew_on_all_cores_finds_and_scores_as_the_one_that_was_gathered(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as library:
        apply(library, *made_up(1200))
        expected = told(library)
        for _ in range(3):  # which passages lie together is another each time
            library.reindex()
            assert told(library) == expected


def test_several_update_files_settle_once_at_the_end(tmp_path: Path) -> None:
    stages: list[str] = []
    changes = made_up(60)
    with open_library(tmp_path / "expected", create=True) as expected:
        apply(expected, *changes[20:])
        with open_library(tmp_path / "library", create=True, after=stages.append) as library:
            apply(library, *changes)
            del stages[:]
            for change in changes[:20]:
                apply(library, Remove(document=change.document.id), settle=False)
            assert "rebuilt" not in stages
            assert not library.stats().settled
            assert library.edition == expected.edition
            library.settle()
            assert stages.count("rebuilt") == 1
            assert library.stats().settled
            assert told(library) == told(expected)


def test_a_batch_that_was_left_unsettled_settles_with_the_next_writing(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as library:
        apply(library, *made_up(9))
        apply(library, Remove(document="pmid:1"), settle=False)
    with open_library(tmp_path) as library:
        assert not library.stats().settled
        apply(library, add("pmid:50", "fever"), settle=False)
        assert library.stats().settled


# Opening


def test_a_library_is_there_again_after_closing(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as library:
        apply(library, *made_up(30))
        expected = told(library)
    with open_library(tmp_path / "library") as library:
        assert told(library) == expected


def test_opening_for_creation_keeps_what_is_there(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as library:
        apply(library, add("a", "x"))
    with open_library(tmp_path, create=True) as library:
        assert library.size == (1, 1)


@pytest.mark.parametrize("create", [True, False])
def test_what_is_no_library_is_refused_in_one_line(tmp_path: Path, *, create: bool) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "records.sqlite").write_bytes(b"not a database" * 100)
    for name in ("other", "file", "broken"):
        with pytest.raises(LibraryError, match=name) as caught:
            open_library(tmp_path / name, create=create)
        assert "\n" not in str(caught.value)
    assert (tmp_path / "other" / "notes.txt").read_text() == "mine"
    assert [p.name for p in (tmp_path / "other").iterdir()] == ["notes.txt"]


def test_a_missing_library_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library at"):
        open_library(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_an_empty_database_is_no_library(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "records.sqlite").close()
    (tmp_path / "records.sqlite").touch()
    with pytest.raises(LibraryError, match="is not a library"):
        open_library(tmp_path)


def test_a_library_of_a_later_release_is_refused(tmp_path: Path) -> None:
    open_library(tmp_path, create=True).close()
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        connection.execute("INSERT INTO migrations VALUES ('library', 99)")
    connection.close()
    for create in (True, False):
        with pytest.raises(LibraryError, match="later release"):
            open_library(tmp_path, create=create)


def test_a_second_writer_is_refused_and_readers_go_on(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as writer, open_library(tmp_path) as other:
        apply(writer, add("a", "sepsis"))

        def changes() -> Iterator[Change]:
            yield add("b", "sepsis")
            with pytest.raises(LibraryError, match="another curbside is writing"):
                apply(other, add("c", "sepsis"))
            other.refresh()
            assert found(other, "sepsis") == ["a"]

        writer.apply(changes(), name="f", digest="1")
        other.refresh()
        assert sorted(found(other, "sepsis")) == ["a", "b"]
        apply(other, add("c", "sepsis"))


def test_a_reader_keeps_its_edition_through_many_changes_until_it_refreshes(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as writer:
        apply(writer, *made_up(40))
        with open_library(tmp_path) as reader:
            before = told(reader)
            texts = [p.text for d in reader.documents() for p in reader.document_passages(d.id)]
            for seed in range(4):
                apply(writer, *made_up(40, seed=seed), Remove(document=f"pmid:{seed}"))
            assert told(reader) == before
            assert [p.text for d in reader.documents() for p in reader.document_passages(d.id)] == texts
            reader.refresh()
            assert told(reader) == told(writer)


@pytest.mark.parametrize("damage", ["lost", "emptied", "half gone", "no longer JSON"])
def test_a_lost_or_damaged_index_is_made_again(tmp_path: Path, damage: str) -> None:
    with open_library(tmp_path, create=True) as library:
        apply(library, *made_up(40))
        expected = told(library)
    (index,) = (tmp_path / "index").iterdir()
    for path in sorted(index.iterdir()):
        if damage in ("lost", "half gone") and (damage == "lost" or path.suffix == ".term"):
            path.unlink()
    if damage == "emptied":
        (index / "meta.json").write_text("")
    if damage == "no longer JSON":
        (index / "meta.json").write_text("{]")
    with open_library(tmp_path) as library:
        assert told(library) == expected


def test_an_index_of_another_state_is_made_again(tmp_path: Path) -> None:
    with open_library(tmp_path / "a", create=True) as library:
        apply(library, *made_up(40))
        expected = told(library)
    with open_library(tmp_path / "b", create=True) as library:
        apply(library, *made_up(10))
    for path in (tmp_path / "a" / "index").iterdir():
        for inside in path.iterdir():
            inside.unlink()
        for other in next((tmp_path / "b" / "index").iterdir()).iterdir():
            (path / other.name).write_bytes(other.read_bytes())
    with open_library(tmp_path / "a") as library:
        assert told(library) == expected


def test_directories_of_older_indexes_go_with_the_next_writing(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as library:
        for seed in range(5):
            apply(library, *made_up(10, seed=seed))
        library.settle()
        assert len(list((tmp_path / "index").iterdir())) == 1


def test_rows_that_nobody_can_see_any_more_are_deleted(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as library:
        for seed in range(5):
            apply(library, *made_up(10, seed=seed))
    connection = sqlite3.connect(tmp_path / "records.sqlite")
    documents, orphans = connection.execute(
        "SELECT (SELECT count(*) FROM documents), "
        "(SELECT count(*) FROM passages WHERE document NOT IN (SELECT row FROM documents))"
    ).fetchone()
    connection.close()
    assert documents <= 20
    assert orphans == 0


# What is replaced without a change to what the index holds


def retold(taken: Add, **fields: object) -> Add:
    """The same document in the same words, other fields of it told anew."""
    document = replace(taken.document, **fields)  # type: ignore[arg-type]
    return replace(taken, document=document, passages=tuple(replace(p, document=document) for p in taken.passages))


def test_a_journal_told_anew_leaves_the_index_as_it_is(tmp_path: Path) -> None:
    stages: list[str] = []
    held = made_up(40)
    with open_library(tmp_path, create=True, after=stages.append) as library:
        apply(library, *held)
        before, stages[:] = [library.search(q) for q in questions()], []
        told_anew = [retold(one, journal="J Invent Med", licence="CC BY") for one in held[:20]]
        assert library.apply(told_anew, name="anew", digest="1").replaced == 20
        assert not {"index", "rebuilt"} & set(stages)
        assert library.stats().settled
        assert [library.search(q) for q in questions()] == before
        [hit] = library.passages([before[0][0][0]])
        assert hit.document.journal == (
            "J Invent Med" if hit.document.id in {h.document.id for h in held[:20]} else None
        )
    with open_library(tmp_path) as again:
        assert [again.search(q) for q in questions()] == before


@pytest.mark.parametrize(
    "changed",
    [
        lambda one: retold(one, title="Another title"),
        lambda one: retold(one, kind=Kind.LABEL),
        lambda one: retold(one, depth=Depth.FULL_TEXT),
        lambda one: add(one.document.id, "other words", title=one.document.title, kind=one.document.kind),
        lambda one: replace(one, passages=tuple(replace(p, section="Results") for p in one.passages)),
        lambda one: replace(one, passages=()),
        lambda one: Remove(document=one.document.id),
    ],
    ids=["title", "kind", "depth", "words", "section", "no words", "removed"],
)
def test_what_the_index_holds_of_a_document_makes_it_follow(tmp_path: Path, changed: Callable[[Add], Change]) -> None:
    stages: list[str] = []
    held = made_up(40)
    with open_library(tmp_path, create=True, after=stages.append) as library, open_library(None) as fresh:
        apply(library, *held)
        stages.clear()
        apply(library, retold(held[1], journal="J Invent Med"), changed(held[0]))
        assert "rebuilt" in stages
        apply(
            fresh,
            *(c for c in (changed(held[0]), retold(held[1], journal="J Invent Med"), *held[2:]) if isinstance(c, Add)),
        )
        assert library.edition == fresh.edition
        assert [library.search(q) for q in questions()] == [fresh.search(q) for q in questions()]


def test_documents_told_anew_beside_new_ones_bring_the_new_ones_alone(tmp_path: Path) -> None:
    stages: list[str] = []
    held, more = made_up(40), made_up(60)[40:]
    with open_library(tmp_path, create=True, after=stages.append) as library, open_library(None) as fresh:
        apply(library, *held)
        stages.clear()
        told = [retold(one, journal="J Invent Med") for one in held[:20]]
        apply(library, *told, *more)
        assert "index" in stages
        assert "rebuilt" not in stages
        apply(fresh, *more, *told, *held[20:])
        assert library.edition == fresh.edition
        assert [library.search(q) for q in questions()] == [fresh.search(q) for q in questions()]
