"""Answers given are kept as they were: under a name made from their words, unchanged, found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from curbside.archive import ANSWERS, Archive, DamagedAnswerError, canonical, digest, open_archive, restored
from curbside.database import open_engine, writing
from curbside.house import engine_of, starter_library
from curbside.model import Answer

ENGINE = engine_of(starter_library())
IVIG = ENGINE.ask("ivig in dic?").answer
SEPSIS = ENGINE.ask("antithrombin in sepsis?").answer
MONDAY, TUESDAY = "2026-11-16T08:00:00+00:00", "2026-11-17T08:00:00+00:00"


@pytest.fixture
def archive(database: str) -> Iterator[Archive]:
    opened = open_archive(database)
    yield opened
    opened.close()


@pytest.mark.parametrize("answer", [IVIG, SEPSIS])
def test_the_canonical_text_gives_back_the_very_answer(answer: Answer) -> None:
    assert restored(canonical(answer)) == answer
    assert canonical(restored(canonical(answer))) == canonical(answer)


def test_an_answer_that_names_no_trial_has_the_text_it_had_before_trials_were_named() -> None:
    assert not IVIG.trials
    assert IVIG.gaps
    assert '"trials"' not in canonical(IVIG)


def test_an_answer_is_kept_once_under_a_name_made_from_its_words(archive: Archive) -> None:
    kept = archive.keep(IVIG, given=MONDAY)
    assert kept.hash == digest(canonical(IVIG))
    assert kept.hash.startswith(kept.id)
    assert archive.keep(IVIG, given=TUESDAY) == kept
    assert archive.count() == 1
    found = archive.get(kept.id)
    assert found is not None
    assert (found.answer, found.entry) == (IVIG, kept)


def test_an_unknown_name_opens_nothing(archive: Archive) -> None:
    assert archive.get("0" * 16) is None
    assert archive.entry("0" * 16) is None


def test_a_later_answer_to_the_same_question_stands_beside_the_first(archive: Archive) -> None:
    first = archive.keep(IVIG, given=MONDAY)
    second = archive.keep(replace(IVIG, edition="f" * 16), given=TUESDAY)
    other = archive.keep(SEPSIS, given=TUESDAY)
    assert archive.versions(first) == archive.versions(second) == (second, first)
    assert archive.versions(other) == (other,)
    assert archive.changed() == (second,)


def test_a_question_understood_otherwise_is_another_question(archive: Archive) -> None:
    first = archive.keep(IVIG, given=MONDAY)
    concepts = tuple(replace(c, text=f"{c.text} in children") for c in IVIG.topic.concepts)
    archive.keep(replace(IVIG, topic=replace(IVIG.topic, concepts=concepts)), given=TUESDAY)
    assert archive.versions(first) == (first,)


def test_answers_are_found_by_their_words_and_their_topic_the_latest_first(archive: Archive) -> None:
    ivig, sepsis = archive.keep(IVIG, given=MONDAY), archive.keep(SEPSIS, given=TUESDAY)
    assert archive.search() == (sepsis, ivig)
    assert archive.search("IVIG dic") == (ivig,)
    assert archive.search("ivig nonsense") == ()
    assert archive.search("%") == ()
    assert archive.search(topic=sepsis.topic) == (sepsis,)
    assert archive.search(limit=1, offset=1) == (ivig,)
    assert dict(archive.topics()) == {ivig.topic: 1, sepsis.topic: 1}


def test_answers_are_found_by_what_they_cite(archive: Archive) -> None:
    ivig = archive.keep(IVIG, given=MONDAY)
    assert archive.citing(IVIG.references[0].id) == (ivig,)
    assert archive.citing("pmid:0") == ()


def test_the_answer_it_followed_up_is_known(archive: Archive) -> None:
    first = archive.keep(IVIG, given=MONDAY)
    assert archive.keep(SEPSIS, given=MONDAY, after=first.id).after == first.id


def test_an_answer_altered_in_the_database_is_not_shown(archive: Archive, database: str) -> None:
    kept = archive.keep(IVIG, given=MONDAY)
    engine = open_engine(database)
    with writing(engine) as connection:
        altered = canonical(IVIG).replace("neither for nor against", "recommended")
        connection.execute(update(ANSWERS).where(ANSWERS.c.id == kept.id).values(text=altered))
    engine.dispose()
    with pytest.raises(DamagedAnswerError, match=kept.id):
        archive.get(kept.id)


def test_it_opens_again_with_what_it_held(archive: Archive, database: str) -> None:
    kept = archive.keep(IVIG, given=MONDAY)
    archive.close()
    again = open_archive(database)
    assert again.search() == (kept,)
    again.close()
