"""The answers given: each on its page, the words behind each statement, what changed since, and lists of them."""

from __future__ import annotations

from fastapi import HTTPException

from curbside.archive import Archive, Entry, Kept
from curbside.house import House
from curbside.model import Reader, Statement
from curbside.office import moment_of
from curbside.web.readership import Who
from curbside.web.rendering import Page, Route, Shown, Value
from curbside.web.showing import Portrait, answer_value, changes_between, entry_value, words_value
from curbside.web.site import InHouse, OnSite, Site
from curbside.web.structured import article
from curbside.web.today import as_of_today

PER_PAGE = 20
_LONGEST_TALK = 12
"""Turns of a conversation shown above an answer."""


def _kept(archive: Archive, id_: str) -> Kept:
    kept = archive.get(id_)
    if kept is None:
        raise HTTPException(404, f"No answer was given under {id_}.")
    return kept


def _portrait(site: Site, house: House, id_: str, reader: Reader) -> Portrait:
    kept = _kept(site.archive, id_)
    today = house.as_it_stands(kept.answer)
    return Portrait(
        kept=kept,
        today=today,
        versions=as_of_today(site.archive.versions(kept.entry), site.archive, house),
        earlier=as_of_today(_earlier(site.archive, kept.entry), site.archive, house),
        telling=site.tellings.of(today.answer, reader),
        review=site.office.review(kept.answer, today.answer, moment_of(site.now())),
    )


def _earlier(archive: Archive, entry: Entry) -> list[Entry]:
    """The answers this one followed up, the first one first."""
    found: list[Entry] = []
    while entry.after and len(found) < _LONGEST_TALK and (before := archive.entry(entry.after)) is not None:
        found.append(before)
        entry = before
    return found[::-1]


def value_of(site: Site, house: House, id_: str, reader: Reader) -> Value:
    """What the page of an answer tells one reader."""
    portrait = _portrait(site, house, id_, reader)
    value = answer_value(portrait, house)
    return {**value, "structured": article(value, site.settings)}


def answer(id: str, site: OnSite, house: InHouse, reader: Who) -> Shown:  # noqa: A002
    """An answer, with its standings as they are today."""
    return Shown(template="answer.html", value=value_of(site, house, id, reader))


def words(id: str, statement: str, site: OnSite, house: InHouse, reader: Who) -> Shown:  # noqa: A002
    """The words a statement rests on, marked where they stand in their source, and the checks it passed."""
    portrait = _portrait(site, house, id, reader)
    return Shown(template="words.html", value=words_value(portrait, _stated(portrait, statement)))


def _stated(portrait: Portrait, id_: str) -> Statement:
    found = next((s for s in (*portrait.answer.statements, *portrait.answer.trials) if s.id == id_), None)
    if found is None:
        raise HTTPException(404, f"The answer holds no statement {id_}; it may have been withheld since.")
    return found


def history(id: str, site: OnSite, house: InHouse) -> Shown:  # noqa: A002
    """Every answer given to the same question, and what each changed."""
    kept = _kept(site.archive, id)
    versions = as_of_today(site.archive.versions(kept.entry), site.archive, house)
    answers = [house.as_it_stands(_kept(site.archive, v.id).answer).answer for v in versions]
    changes = [changes_between(newer, older) for newer, older in zip(answers, answers[1:], strict=False)]
    told = [
        {
            **entry_value(v),
            "changes": changes[n] if n < len(changes) else None,
            "references": len(answers[n].references),
        }
        for n, v in enumerate(versions)
    ]
    value = {"title": f"History: {kept.entry.question}", "question": kept.entry.question, "versions": told}
    return Shown(template="history.html", value={**value, "answer": entry_value(kept.entry)})


def listed(site: OnSite, house: InHouse, q: str = "", topic: str = "", page: int = 1) -> Shown:
    """The answers given, the latest first, with search and topics."""
    page = min(max(page, 1), 100_000)
    words_, of = q[:500], topic[:500] or None
    number = site.archive.count(words_, topic=of)
    found = site.archive.search(words_, topic=of, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    found = as_of_today(found, site.archive, house)
    value = {
        "title": f"Answers on {topic}" if topic else "Answers",
        "query": words_,
        "topic": topic,
        "page": page,
        "pages": max(1, -(-number // PER_PAGE)),
        "number": number,
        "answers": [entry_value(e) for e in found],
        "topics": [{"topic": t, "answers": n} for t, n in site.archive.topics(limit=60)],
    }
    return Shown(template="answers.html", value=value)


ROUTES: tuple[Route, ...] = (
    Page(path="/answers", view=listed, about="The answers given, by topic and date"),
    Page(path="/answers/{id}/words/{statement}", view=words, about="The words a statement rests on"),
    Page(path="/answers/{id}/history", view=history, about="What changed from answer to answer"),
    Page(path="/answers/{id}", view=answer, about="An answer"),
)
