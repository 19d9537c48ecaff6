"""The laws, one by one, through the whole house: made-up drugs in small libraries, asked as a reader would ask."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.exports.answer_json import answer_json
from curbside.exports.plain import plain
from curbside.house import engine_of, open_house, starter_library
from curbside.library import Library, open_library
from curbside.model import (
    Add,
    Answer,
    Change,
    Depth,
    Direction,
    Document,
    Identifiers,
    Kind,
    Mark,
    Passage,
    Relation,
    Standing,
    Verified,
)
from curbside.settings import Settings
from curbside.text import figures

SOURCE = str(Path(__file__).parent.parent / "src")


def held(id_: str, kind: Kind, title: str, *texts: str, **fields: object) -> Add:
    document = replace(Document(id=id_, kind=kind, title=title), **fields)  # type: ignore[arg-type]
    return Add(document=document, passages=tuple(Passage(document=document, section="Abstract", text=t) for t in texts))


SILENT = held(
    "guideline:silent",
    Kind.GUIDELINE,
    "Diagnosis and management of marrow rust",
    "We recommend early chelation in patients with marrow rust. Transfusion should be given when platelets are low.",
    issuer="Society of Rust",
    published="2021",
    depth=Depth.FULL_TEXT,
)
SILENT_TOO = held(
    "guideline:silent-too",
    Kind.GUIDELINE,
    "Marrow rust in pregnancy and after",
    "Chelation should be stopped when pregnancy begins in women with marrow rust.",
    issuer="Board of Birth",
    published="2018",
    depth=Depth.ABSTRACT,
)
SPEAKS = held(
    "guideline:speaks",
    Kind.GUIDELINE,
    "Marrow rust in adults",
    "We suggest velumab for severe marrow rust (weak recommendation, low certainty evidence).",
    issuer="College of Marrow",
    published="2022",
    depth=Depth.EXCERPT,
)
AGAINST = held(
    "guideline:against",
    Kind.GUIDELINE,
    "Marrow rust in the old",
    "We recommend against velumab in marrow rust (strong recommendation, moderate certainty evidence).",
    issuer="Rust Academy",
    published="2023",
)
ANOTHER = held(
    "guideline:another",
    Kind.GUIDELINE,
    "Iron gout",
    "We recommend against velumab in iron gout.",
    issuer="Gout League",
    published="2020",
)
LOWER = held(
    "pmid:1",
    Kind.TRIAL,
    "Velumab in marrow rust: a randomised trial",
    "RESULTS: In patients with marrow rust, velumab reduced mortality (relative risk 0.63, 95% CI 0.45 to 0.88). "
    "CONCLUSIONS: Velumab lowered mortality in marrow rust.",
    published="2020",
    identifiers=Identifiers(pmid="1", doi="10.1/Lower"),
)
SAME = held(
    "pmid:2",
    Kind.TRIAL,
    "Velumab for marrow rust in adults: a second randomised trial",
    "RESULTS: In patients with marrow rust, velumab did not reduce mortality (relative risk 1.02, 95% CI 0.85 to "
    "1.22). "
    "CONCLUSIONS: There was no difference in mortality with velumab in marrow rust.",
    published="2021",
)
ELSEWHERE = held(
    "pmid:3",
    Kind.TRIAL,
    "Velumab in patients with iron gout",
    "RESULTS: In patients with iron gout, velumab 7 mg/kg daily was given for 10 days. "
    "Velumab increased mortality in patients with iron gout (odds ratio 1.90, 95% CI 1.20 to 3.00).",
    published="2019",
)
EVERYTHING = (SILENT, SPEAKS, AGAINST, ANOTHER, LOWER, SAME, ELSEWHERE)
QUESTION = "Is velumab effective in marrow rust?"


@contextmanager
def shelf(changes: Iterable[Change]) -> Iterator[Library]:
    with open_library(None) as opened:
        opened.apply(changes, name="made up", digest="made up")
        yield opened


def asked(question: str, *changes: Change) -> Verified:
    with shelf(changes) as library:
        return engine_of(library).ask(question)


def answer(question: str, *changes: Change) -> Answer:
    verified = asked(question, *changes)
    assert verified.refusals == (), "what the house composes itself must pass its own checks"
    return verified.answer


def gap_on(of: Answer, words: str) -> str:
    [gap] = [g.text for g in of.gaps if words in g.text]
    return gap


def cited(of: Answer) -> set[str]:
    return {c.passage.document.id for s in of.statements for c in s.citations}


def quoted_numbers_stand(of: Answer) -> bool:
    return all(figures(s.text) <= figures(" ".join(c.quote for c in s.citations)) for s in of.statements)


# Laws 1 and 2: no sentence without a source, no number from nowhere


@pytest.mark.parametrize(
    "question", [QUESTION, "dose of velumab in marrow rust", "velumab in iron gout?", "marrow rust"]
)
def test_every_sentence_is_quoted_and_every_number_stands_in_its_quote(question: str) -> None:
    with shelf(EVERYTHING) as library:
        found = engine_of(library).ask(question)
        assert found.answer.statements
        assert not found.refusals
        for statement in found.answer.statements:
            for citation in statement.citations:
                [kept] = library.passages([citation.passage.id])
                assert citation.quote == kept.text[citation.start : citation.end]
    assert quoted_numbers_stand(found.answer)


def test_the_frame_of_the_answer_brings_in_no_number() -> None:
    line = answer("Is zorvexin effective in marrow rust?", *EVERYTHING).bottom_line
    assert figures(line.text) == set()


# Law 3: silence is silence


def test_a_guideline_on_the_condition_that_never_names_the_drug_is_listed_as_searched_and_silent() -> None:
    found = answer(QUESTION, SILENT, SILENT_TOO, LOWER)
    gap = gap_on(found, "searched and do not address velumab")
    assert gap.startswith("Two guidelines on marrow rust were searched")
    assert "That is silence, not a recommendation against it." in gap
    assert found.bottom_line.text.startswith(
        "The guidelines on marrow rust that are held (Society of Rust and Board of Birth) do not address velumab, "
        "as far as the text held goes: neither for nor against."
    )


def test_silence_reaches_only_as_deep_as_the_text_held() -> None:
    gap = gap_on(answer(QUESTION, SILENT, SILENT_TOO), "do not address velumab")
    assert "Society of Rust 2021 (held: full text)" in gap
    assert "Board of Birth 2018 (held: abstract)" in gap


def test_silence_is_never_turned_into_advice_against() -> None:
    found = answer(QUESTION, SILENT, SILENT_TOO)
    assert found.bottom_line.direction is not Direction.AGAINST
    told = plain(found).lower()
    for words in ("not recommended", "recommend against", "not indicated", "should not"):
        assert words not in told


def test_a_silent_guideline_is_among_the_references_so_that_a_reader_can_check() -> None:
    found = answer(QUESTION, SILENT, LOWER)
    [gap] = [g for g in found.gaps if g.documents]
    assert [d.id for d in gap.documents] == ["guideline:silent"]
    assert "guideline:silent" in [d.id for d in found.references]


def test_a_guideline_that_names_the_drug_is_quoted_and_not_listed_as_silent() -> None:
    found = answer(QUESTION, SILENT, SPEAKS)
    silent = {d.id for g in found.gaps for d in g.documents}
    assert silent <= {"guideline:silent"}
    assert "guideline:speaks" in cited(found)
    assert found.bottom_line.text.startswith(
        "College of Marrow (weak recommendation, low certainty evidence): We suggest"
    )


def test_a_guideline_that_names_the_drug_in_another_passage_is_not_silent() -> None:
    late = replace(
        SILENT,
        passages=(*SILENT.passages, Passage(document=SILENT.document, section="Annex", text="Velumab is not covered.")),
    )
    found = answer(QUESTION, late, LOWER)
    named = [g.text for g in found.gaps if "guideline:silent" in {d.id for d in g.documents}]
    assert len(named) == 1
    assert "names velumab, but no sentence found there answers what was asked" in named[0]
    assert "do not address" not in found.bottom_line.text


def test_where_no_guideline_is_held_at_all_that_is_said() -> None:
    gap = gap_on(answer(QUESTION, LOWER), "No guideline on marrow rust is held")
    assert "neither support nor oppose" in gap


# Law 4: a finding keeps its population


def test_a_finding_in_another_condition_is_labelled_and_never_direct() -> None:
    found = answer(QUESTION, SILENT, ELSEWHERE)
    elsewhere = [s for s in found.statements if s.source.id == "pmid:3"]
    assert elsewhere
    for statement in elsewhere:
        assert statement.relation is Relation.OTHER_POPULATION
        assert statement.text.startswith("In iron gout (indirect): ")
    assert not found.bottom_line.direct
    assert "only in other conditions (indirect: iron gout)" in found.bottom_line.text
    assert found.bottom_line.strength == "no direct evidence held"


def test_an_indirect_finding_does_not_feed_a_bottom_line_that_has_direct_ones() -> None:
    found = answer(QUESTION, LOWER, ELSEWHERE)
    by_id = {s.id: s for s in found.statements}
    assert found.bottom_line.direct
    assert all(by_id[i].direct for i in found.bottom_line.statements)
    assert found.bottom_line.direction is Direction.LOWER


def test_advice_for_another_condition_is_not_advice_for_this_one() -> None:
    found = answer(QUESTION, ANOTHER, LOWER)
    assert found.bottom_line.direction is not Direction.AGAINST
    [advice] = [s for s in found.statements if s.source.id == "guideline:another"]
    assert not advice.direct
    assert "(indirect)" in advice.text


@pytest.mark.parametrize("question", [QUESTION, "What is the dose of velumab in marrow rust?"])
def test_no_dose_is_shown_without_its_condition(question: str) -> None:
    found = answer(question, *EVERYTHING)
    told = [s for s in found.statements if "7 mg/kg" in s.text]
    assert told
    assert all("iron gout" in s.text for s in told)
    assert "7 mg/kg" not in found.bottom_line.text or "iron gout" in found.bottom_line.text


def test_a_study_in_children_is_indirect_for_a_question_about_adults() -> None:
    children = held(
        "pmid:4",
        Kind.TRIAL,
        "Velumab in children with marrow rust",
        "RESULTS: In children with marrow rust, velumab reduced mortality (relative risk 0.50, 95% CI 0.30 to 0.80).",
    )
    found = answer("Is velumab effective in older adults with marrow rust?", children)
    assert not found.bottom_line.direct
    assert all(not s.direct for s in found.statements)


# Law 5: retracted never supports


def test_nothing_of_a_retracted_document_is_cited_and_its_title_is_named_as_left_out() -> None:
    retracted = replace(LOWER, document=replace(LOWER.document, standing=Standing.RETRACTED))
    retracted = replace(retracted, passages=tuple(replace(p, document=retracted.document) for p in LOWER.passages))
    found = answer(QUESTION, retracted, SAME)
    assert cited(found) == {"pmid:2"}
    assert gap_on(found, "Left out because retracted") == (
        "Left out because retracted: Velumab in marrow rust: a randomised trial."
    )
    assert "lower" not in found.bottom_line.text


@pytest.mark.parametrize("name", ["pmid:1", "doi:10.1/lower"], ids=["by id", "by DOI"])
def test_a_retraction_that_comes_later_takes_a_document_out_of_the_next_answer(name: str) -> None:
    with shelf([LOWER, SAME]) as library:
        engine = engine_of(library)
        assert cited(engine.ask(QUESTION).answer) == {"pmid:1", "pmid:2"}
        library.apply([Mark(document=name, standing=Standing.RETRACTED, by="the journal")], name="notice", digest="n")
        after = engine.ask(QUESTION).answer
    assert cited(after) == {"pmid:2"}
    assert after.conflicts == ()
    [reference] = [d for d in after.references if d.id == "pmid:1"]
    assert reference.standing is Standing.RETRACTED
    assert "[Retracted]" in plain(after)


def test_a_retraction_between_composing_and_checking_is_noticed() -> None:
    with shelf([LOWER, SAME]) as library:
        engine = engine_of(library)
        topic = engine.understand(QUESTION)
        evidence = engine.appraise(topic, engine.retrieve(topic))
        draft = engine.compose(topic, evidence, engine.silent(topic, evidence), ())
        library.apply([Mark(document="pmid:1", standing=Standing.RETRACTED, by="x")], name="notice", digest="n")
        verified = engine.verify(draft)
    assert cited(verified.answer) == {"pmid:2"}
    assert {r.reason for r in verified.refusals} == {"law 5: pmid:1 is retracted"}


def test_concern_and_correction_are_shown_beside_the_statement() -> None:
    with shelf([LOWER]) as library:
        library.apply([Mark(document="pmid:1", standing=Standing.CONCERN, by="x")], name="notice", digest="n")
        told = " ".join(plain(engine_of(library).ask(QUESTION).answer).split())
    assert "EXPRESSION OF CONCERN" in told
    assert "[Expression of concern]" in told


# Law 6: disagreement is shown


def test_trials_that_conflict_stand_side_by_side_and_the_conflict_is_listed() -> None:
    found = answer(QUESTION, LOWER, SAME)
    assert cited(found) == {"pmid:1", "pmid:2"}
    [conflict] = found.conflicts
    assert conflict.on == "mortality"
    by_id = {s.id: s for s in found.statements}
    assert {by_id[i].source.id for i in conflict.statements} == {"pmid:1", "pmid:2"}
    assert "they disagree: lower in one and no significant difference in one" in found.bottom_line.text
    assert found.bottom_line.direction is Direction.MIXED


def test_a_majority_does_not_outvote_the_one_that_differs() -> None:
    others = [
        replace(SAME, document=twin, passages=tuple(replace(p, document=twin) for p in SAME.passages))
        for n in range(3, 7)
        for twin in [replace(SAME.document, id=f"pmid:3{n}", title=f"Velumab for marrow rust, {n} centres")]
    ]
    found = answer(QUESTION, LOWER, SAME, *others)
    assert "pmid:1" in cited(found)
    assert len(found.conflicts) == 1
    assert "they disagree" in found.bottom_line.text


def test_trials_that_agree_make_no_conflict() -> None:
    assert answer(QUESTION, LOWER).conflicts == ()


def test_guidelines_that_differ_are_both_quoted() -> None:
    found = answer(QUESTION, SPEAKS, AGAINST)
    assert cited(found) == {"guideline:speaks", "guideline:against"}


def test_guidelines_that_differ_are_listed_as_a_conflict() -> None:
    found = answer(QUESTION, SPEAKS, AGAINST)
    assert found.conflicts
    assert found.bottom_line.direction is Direction.MIXED


# Law 7: abstain, and help


def test_a_question_that_nothing_touches_is_not_answered_and_says_what_was_searched() -> None:
    found = answer("Does quinapril help sleepwalking?", *EVERYTHING)
    assert found.statements == ()
    assert found.bottom_line.text == "The library held cannot answer this question."
    assert found.bottom_line.strength == "none: no evidence held"
    gap = gap_on(found, "no passage that answers this")
    assert "Searched: guidelines, labels and research, for quinapril and sleepwalking." in gap
    assert gap_on(found, "Nothing found for this question names quinapril.")


NEARLY = "How is early transfusion gout treated?"
"""Most of its words stand in a document held; what it is about does not."""


def test_the_nearest_documents_held_are_named_where_some_words_are_found() -> None:
    found = answer(NEARLY, *EVERYTHING)
    assert found.statements == ()
    assert "The nearest documents held: Diagnosis and management of marrow rust." in found.gaps[0].text


def test_a_retracted_document_is_never_the_nearest_one() -> None:
    notice = Mark(document="guideline:silent", standing=Standing.RETRACTED, by="the society")
    found = answer(NEARLY, *EVERYTHING, notice)
    assert "Diagnosis and management of marrow rust" not in found.gaps[0].text


def test_a_few_words_in_common_are_no_answer() -> None:
    found = answer("Which early transfusion rule governs quinapril platelets?", *EVERYTHING)
    assert found.topic.concepts == ()
    assert found.statements == ()


def test_an_empty_library_answers_nothing() -> None:
    found = answer(QUESTION)
    assert found.statements == ()
    assert found.gaps


def test_emergency_advice_comes_before_anything_else() -> None:
    told = plain(answer("I have crushing chest pain right now, is velumab good?", *EVERYTHING))
    assert told.startswith("This sounds like an emergency (chest pain). Call your local emergency number now")
    whole = json.loads(answer_json(answer("I have crushing chest pain right now", *EVERYTHING)))
    assert whole["emergency"] == "chest pain"


def test_thoughts_of_suicide_get_a_crisis_line_first() -> None:
    told = plain(answer("I want to die", *EVERYTHING))
    assert told.startswith(
        "If you might hurt yourself or someone else, call your local emergency number or a crisis line"
    )


# Law 8: same question, same edition, same bytes

ASK = """
import sys
sys.path.insert(0, {tests!r})
import test_laws as t
from curbside.exports.answer_json import answer_json
from curbside.house import engine_of
order = t.EVERYTHING[::-1] if {backwards} else t.EVERYTHING
with t.open_library(None) as library:
    for number, change in enumerate(order):
        library.apply([change], name=str(number), digest=str(number))
    for question in {questions!r}:
        sys.stdout.write(answer_json(engine_of(library).ask(question).answer))
"""
QUESTIONS = [QUESTION, "What is the dose of velumab?", "zorvexin in marrow rust", "mortality in iron gout"]


def told(seed: str, *, backwards: bool) -> bytes:
    script = ASK.format(tests=str(Path(__file__).parent), backwards=backwards, questions=QUESTIONS)
    environment = {"PATH": os.defpath, "PYTHONPATH": SOURCE, "PYTHONHASHSEED": seed}
    return subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment).stdout


def test_another_process_another_hash_seed_and_another_order_of_gathering_give_the_same_bytes() -> None:
    first = told("1", backwards=False)
    assert first.count(b'"edition"') == len(QUESTIONS)
    assert told("2", backwards=True) == first


def test_asking_twice_gives_the_same_bytes() -> None:
    with starter_library() as library:
        engine = engine_of(library)
        first, second = (answer_json(engine.ask("ivig in dic?").answer) for _ in range(2))
    assert first == second


def test_no_date_and_no_time_stands_in_an_answer() -> None:
    whole = json.loads(answer_json(answer(QUESTION, *EVERYTHING)))
    assert not re.search(r"\d\d:\d\d|20\d\d-\d\d-\d\d", json.dumps({**whole, "references": []}))


# Law 10: nothing leaves the machine unasked

ASK_WATCHED = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg", "socket.bind",
                 "urllib.Request", "http.client.connect", "subprocess.Popen", "os.system"):
        print("LEFT", event, arguments, file=sys.stderr)
        sys.stderr.flush()
        import os
        os._exit(9)
sys.addaudithook(watch)
{probe}
sys.argv = ["curbside", "ask", "My patient John Smith: ivig in dic?", "--json"]
from curbside.cli import main
main()
"""


def watched(probe: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": SOURCE,
        "CURBSIDE_LIBRARY": str(tmp_path / "none"),
        "HOME": str(tmp_path),
    }
    script = ASK_WATCHED.format(probe=probe)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
    )


def test_no_connection_is_opened_and_no_program_started_while_a_question_is_answered(tmp_path: Path) -> None:
    done = watched("", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Smith" not in done.stdout


def test_the_watch_on_connections_would_notice_one(tmp_path: Path) -> None:
    done = watched("import socket; socket.socket().connect(('127.0.0.1', 9))", tmp_path)
    assert done.returncode == 9
    assert "LEFT socket.connect" in done.stderr


# The starter library


def test_a_reader_without_a_library_is_answered_from_the_starter_library(tmp_path: Path) -> None:
    house = open_house(Settings(library=tmp_path / "none"))
    assert house.starter
    found = house.engine.ask("What are the benefits of IVIG in DIC?")
    assert found.refusals == ()
    assert "do not address ivig" in found.answer.bottom_line.text.lower()
    assert not found.answer.bottom_line.direct
    assert not [s for s in found.answer.statements if "surgisphere" in s.source.id]
