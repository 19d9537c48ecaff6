"""A misspelt word is read as the held word it is meant for, never in silence; a word that is one is never touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources

import pytest
from made_up import document

from curbside.engine import Engine
from curbside.exports.answer_json import answer_object
from curbside.exports.plain import plain
from curbside.house import engine_of
from curbside.library import Library, open_library
from curbside.model import Add, Kind, Passage, Role
from curbside.text import edits
from curbside.understanding import Vocabulary
from curbside.understanding.spelling import respelled

HELD = (
    ("Metformin in type 2 diabetes", "Metformin lowered glucose in type 2 diabetes with renal failure."),
    ("Amoxicillin in otitis media", "Amoxicillin 80 mg/kg a day was given to children with otitis media."),
    ("Warfarin and nonsteroidal anti-inflammatory drugs", "Warfarin with ibuprofen brought bleeding."),
    ("Levetiracetam in pregnancy", "Levetiracetam was taken in pregnancy by women with epilepsy."),
    ("Hydralazine in pre-eclampsia", "Hydralazine lowered blood pressure in severe pre-eclampsia."),
    ("Prednisolone in asthma", "Prednisolone shortened the attack of asthma in children."),
    ("Cytosine and its kin", "Cytosine is methylated in tumours."),
    ("Hypertension and hypotension", "Hypertension was as frequent as hypotension."),
    ("Dysphagia after stroke", "Dysphagia after stroke brought pneumonia."),
    ("Management of gout", "Treatment of gout: prevention and management with colchicine."),
)


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with open_library(None) as shelf:
        found = []
        for copy in range(6):
            for n, (title, text) in enumerate(HELD):
                made = document(f"pmid:{copy}{n}", title=title, kind=Kind.TRIAL)
                found.append(Add(document=made, passages=(Passage(document=made, section="Abstract", text=text),)))
        shelf.apply(found, name="spelling", digest="spelling")
        yield shelf


@pytest.fixture(scope="module")
def engine(library: Library) -> Engine:
    return engine_of(library)


@pytest.mark.parametrize(
    ("typed", "role", "meant"),
    [
        ("amoxycilin dose otitis media", Role.INTERVENTION, "amoxicillin"),
        ("metfromin in renal failure", Role.INTERVENTION, "metformin"),
        ("warfrin in af", Role.INTERVENTION, "warfarin"),
        ("levitiracetam in pregnancy", Role.INTERVENTION, "levetiracetam"),
        ("Levetiracetam in pregancy", Role.POPULATION, "pregnancy"),
        ("hydralizine in pre-eclampsia", Role.INTERVENTION, "hydralazine"),
        ("tretment of asthmma", Role.POPULATION, "asthma"),
        ("colchisine for gout", Role.INTERVENTION, "colchicine"),
    ],
)
def test_a_misspelt_word_is_read_as_the_held_one(engine: Engine, typed: str, role: Role, meant: str) -> None:
    topic = engine.understand(typed)
    named = topic.concept(role)
    assert named is not None
    assert named.text == meant
    assert any(f"was read as {meant}" in note for note in topic.notes)


def test_the_reader_sees_what_was_read_as_what_on_the_terminal_and_in_json(engine: Engine) -> None:
    answer = engine.ask("metfromin in renal failure").answer
    told = "'metfromin' was read as metformin; to keep it as typed, put it in double quotes."
    assert told in " ".join(plain(answer).split())
    assert json.loads(json.dumps(answer_object(answer)))["understood"]["notes"] == [told]


def test_a_follow_up_tells_of_its_own_misspelling(engine: Engine) -> None:
    topic = engine.after("what about warfrin instead?", engine.understand("aspirin in stroke"))
    named = topic.concept(Role.INTERVENTION)
    assert named is not None
    assert named.text == "warfarin"
    assert any("'warfrin' was read as warfarin" in note for note in topic.notes)


@pytest.mark.parametrize("typed", ['"metfromin" in renal failure', "\u201cmetfromin\u201d in renal failure"])
def test_a_word_in_quotes_stays_as_it_was_typed(engine: Engine, typed: str) -> None:
    topic = engine.understand(typed)
    named = topic.concept(Role.INTERVENTION)
    assert named is not None
    assert named.text == "metfromin"
    assert topic.notes == ()


def test_where_two_words_are_as_likely_both_are_shown_and_neither_is_read(engine: Engine) -> None:
    topic = engine.understand("treatment of hyprtension")
    assert "hyprtension" in topic.question.text
    assert any("hypertension or hypotension" in note for note in topic.notes)


@pytest.mark.parametrize(
    "drug",
    [
        "hydroxyzine",
        "prednisone",
        "cytisine",
        "inulin",
        "dysphasia",
        "metronidazole",
        "methadone",
        "klonopin",
        "clonidine",
    ],
)
def test_a_drug_that_the_library_lacks_is_never_read_as_one_that_looks_alike(engine: Engine, drug: str) -> None:
    topic = engine.understand(f"{drug} in children")
    assert drug in topic.question.text
    assert topic.notes == ()


def test_no_word_that_clinical_texts_use_is_ever_read_as_another() -> None:
    listed = resources.files("curbside.understanding").joinpath("known_words.txt").read_text(encoding="ascii").split()
    assert len(listed) > 10_000
    assert {"prednisone", "prednisolone", "hydroxyzine", "hydralazine", "amoxycillin"} <= set(listed)
    changed = [w for w in listed if respelled(w, offering((w[:-1], 1000), (f"{w}e", 900))) != (w, ())]
    assert changed == []


def offering(*near: tuple[str, int], frequency: int = 0, together: int = 0) -> Vocabulary:
    """A vocabulary in which every word is as frequent, stands with another in so many passages, and is near these."""
    return Vocabulary(
        expansions=lambda _: (),
        shortenings=lambda _: (),
        frequency=lambda _: frequency,
        held=lambda words: together if len(words) > 1 else frequency,
        near=lambda _: [((form,), count) for form, count in near],
    )


def test_a_name_with_the_stem_of_a_class_of_drugs_is_read_as_none_of_another_class() -> None:
    assert respelled("zorvopril", offering(("zorvoprin", 1000))) == ("zorvopril", ())
    assert respelled("zorvapril", offering(("zorvopril", 1000)))[0] == "zorvopril"


def test_a_rare_word_is_a_misspelling_only_beside_the_frequent_one_that_it_is_meant_for() -> None:
    near = ("metformin", 1000)
    assert respelled("metfromin", offering(near, frequency=1, together=1))[0] == "metformin"
    assert respelled("metfromin", offering(near, frequency=1)) == ("metfromin", ())
    assert respelled("metfromin", offering(("metformin", 90), frequency=1, together=1)) == ("metfromin", ())
    assert respelled("metfromin", offering(near, frequency=3, together=3)) == ("metfromin", ())


@pytest.mark.parametrize("short", ["hyperk", "fluclox", "rhabdo"])
def test_ward_shorthand_is_no_misspelling(short: str) -> None:
    assert respelled(short, offering((short[:-1], 1000))) == (short, ())


def test_what_sounds_the_same_is_likelier_than_what_is_fewer_letters_away() -> None:
    assert respelled("amoxycilin", offering(("amoxicillin", 218), ("amoxycillin", 9)))[0] == "amoxicillin"


@pytest.mark.parametrize(
    "question",
    ["DNMT3A in AML", "does it doesnt help", "Quelle est la dose de la metfromin chez les enfants?", "Sox17 and p53"],
)
def test_abbreviations_and_other_languages_are_left_alone(engine: Engine, question: str) -> None:
    assert not any("was read as" in note for note in engine.understand(question).notes)


def test_the_library_tells_the_words_near_one_with_how_many_passages_hold_them(library: Library) -> None:
    assert library.near("warfrin") == ((("warfarin",), 6),)
    assert library.near("the") == ()
    assert library.near("xylophone") == ()


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("metfromin", "metformin", 1),
        ("warfrin", "warfarin", 1),
        ("amoxycilin", "amoxicillin", 2),
        ("prednisone", "prednisolone", 2),
        ("gout", "gout", 0),
        ("", "gout", 4),
    ],
)
def test_edits_are_counted_a_swap_of_neighbours_as_one(one: str, other: str, apart: int) -> None:
    assert edits(one, other) == edits(other, one) == apart
