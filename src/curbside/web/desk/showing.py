"""What the desk's pages tell: the queue, a case beside its passages, and events in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from curbside.accounts import Session
from curbside.exports.licences import limits, shown_whole
from curbside.exports.plain import about_parts
from curbside.exports.words import signature
from curbside.house import House
from curbside.model import Answer, Duty, Kind, Passage, Person, Statement
from curbside.office import days_between, moment_of
from curbside.review import Case, Event, Priority, Verdict, Version, differences, may, moment, queue
from curbside.text import sentences, words
from curbside.web.rendering import Value, path_of
from curbside.web.showing import passages_value
from curbside.web.site import Site

_FOUND = 6
_QUOTED = 3
"""Sentences of a passage offered to an editor where its licence lets only quotations be shown."""
_ACTS = {
    "submit": "submitted",
    "take": "taken",
    "judge": "judged",
    "approve": "approved",
    "request-changes": "changes requested",
    "withdraw": "withdrawn",
    "recall": "recalled",
    "edit": "edited",
    "prioritise": "prioritised",
    "comment": "commented",
    "answer-feedback": "feedback answered",
}


def person_value(person: Person) -> Value:
    """A person as others at the desk see them."""
    return {"id": person.id, "name": person.name, "duties": sorted(person.duties), "signature": signature(person)}


def frame_value(session: Session) -> Value:
    """What every page of the desk needs: who reads it, what they may do, and the word of their forms."""
    person = session.account.person
    return {
        "form": session.form,
        "me": person_value(person),
        "administrator": Duty.ADMINISTRATOR in person.duties,
    }


def queue_value(site: Site, session: Session) -> Value:
    """What waits, the most pressing first, and what is done apart from it."""
    now = moment(moment_of(site.now()))
    cases = queue(site.office.desk.cases())
    told = [{**_listed(c, now), "mine": session.account.person.id in c.authors} for c in cases]
    waiting = [t for t in told if t["stage"] not in ("Approved", "Withdrawn") or t["feedback"]]
    settled = [t for t in told if t not in waiting]
    return {**frame_value(session), "title": "Desk", "waiting": waiting, "settled": settled}


def _listed(case: Case, now: str) -> Value:
    review = case.review(case.version.digest, now)
    return {
        "id": case.id,
        "path": path_of("desk", "cases", case.id),
        "question": case.question,
        "stage": review.stage.value,
        "priority": case.priority.value,
        "since": case.since,
        "days": days_between(case.since, now),
        "reason": review.reason,
        "expires": case.expires,
        "version": case.version.number,
        "feedback": len(case.open_feedback),
    }


def case_value(site: Site, house: House, case: Case, session: Session, find: str) -> Value:
    """A case: its statements beside the words they rest on, and all that was said and may be done."""
    now = moment(moment_of(site.now()))
    answer, person = site.office.kept(case).answer, session.account.person
    comments = [e for e in site.office.desk.events(case.id) if e.kind == "commented"]
    return {
        **frame_value(session),
        **_listed(case, now),
        "title": case.question,
        "position": case.position,
        "digest": case.version.digest,
        "answer": path_of("answers", case.version.answer),
        "bottom_line": answer.bottom_line.text,
        "gaps": [text for g in answer.gaps for text in (g.text, *(t.statement.text for t in g.trials))],
        "sections": _sections(case, answer, person, comments),
        "comments": [_comment(e) for e in comments if not e.what["statement"]],
        "verdicts": [v.value for v in Verdict],
        "priorities": [p.value for p in Priority],
        "may": [act for act, kind in _ACTS.items() if may(case, kind, person)],
        "own": person.id in case.authors,
        "approvals": [{"name": signature(a.person), "at": a.at} for a in case.approvals],
        "needed": site.office.settings.approvals,
        "unjudged": len(case.unjudged()),
        "checklist": [_looked(i) for i in site.office.omissions(case, house)],
        "readers": [{"event": f.event, "sort": f.sort.value, "text": f.text, "at": f.at} for f in case.open_feedback],
        "versions": versions_value(site, case),
        "find": find,
        "found": [_passage(p, answer, find) for p, _ in house.rank(find, k=_FOUND)] if find.strip() else [],
        "trouble": "",
        "typed": {},
        "happened": [],
    }


def _sections(case: Case, answer: Answer, person: Person, comments: Sequence[Event]) -> list[Value]:
    numbers = {d.id: n for n, d in enumerate(answer.references, start=1)}
    return [
        {
            "tier": tier,
            "title": s.title,
            "statements": [
                {
                    **_statement(t, answer, numbers),
                    **_said(t, case, person),
                    "comments": [_comment(e) for e in comments if e.what["statement"] == t.id],
                }
                for t in s.statements
            ],
        }
        for tier, found in (("guidelines", answer.guidelines), ("research", answer.research))
        for s in found
    ]


def _statement(statement: Statement, answer: Answer, numbers: dict[str, int]) -> Value:
    standing = {d.id: d.standing for d in answer.references}[statement.source.id]
    frame = f"In {statement.studied_in} (indirect): "
    return {
        "id": statement.id,
        "text": statement.text,
        "words": statement.text.removeprefix(frame),
        "about": about_parts(statement, standing),
        "passages": passages_value(statement, answer, numbers),
        "checks": list(statement.check),
    }


def _said(statement: Statement, case: Case, person: Person) -> Value:
    judged = [j for j in case.standing_verdicts().values() if j.statement == statement.id]
    mine = next((j for j in judged if j.by == person.id), None)
    return {
        "judgements": [{"name": j.name, "verdict": j.verdict.value, "text": j.text, "at": j.at} for j in judged],
        "mine": {"verdict": mine.verdict.value, "text": mine.text} if mine else {"verdict": "", "text": ""},
    }


def _comment(event: Event) -> Value:
    told: Any = event.what
    return {"name": told["person"]["name"], "text": told["text"], "at": event.at}


def _looked(item: Any) -> Value:  # noqa: ANN401  # what the desk looked for, of any item
    return {
        "name": item.name,
        "result": item.result,
        "statements": list(item.in_answer),
        "passages": [{"id": i, "quote": quote} for i, quote in item.in_evidence],
    }


def _passage(passage: Passage, answer: Answer, find: str) -> Value:
    guidance = passage.document.kind in (Kind.GUIDELINE, Kind.LABEL)
    return {
        "headings": [s.title for s in (answer.guidelines if guidance else answer.research)],
        "id": passage.id,
        "title": passage.document.title,
        "kind": passage.document.kind.value,
        "standing": passage.document.standing.value,
        "section": passage.section,
        "limits": limits(passage.document),
        "sentences": _quotable(passage, find),
    }


def _quotable(passage: Passage, find: str) -> list[str]:
    """The sentences an editor may take over; where only quotations may be shown, the three that fit the search best."""
    found = [passage.text[a:b] for a, b in sentences(passage.text)]
    if shown_whole(passage.document):
        return found
    wanted = set(words(find))
    best = sorted(range(len(found)), key=lambda n: (-len(wanted & set(words(found[n]))), n))[:_QUOTED]
    return [found[n] for n in sorted(best)]


def versions_value(site: Site, case: Case) -> list[Value]:
    """The versions of a case, the latest first, each with what it changed, word by word."""
    answers = [site.office.kept(case, v.number).answer for v in case.versions]
    before: list[Answer | None] = [None, *answers[:-1]]
    told = [_version(v, b, a) for v, b, a in zip(case.versions, before, answers, strict=True)]
    return told[::-1]


def _version(version: Version, before: Answer | None, answer: Answer) -> Value:
    changes = differences(before, answer) if before is not None else ()
    return {
        "number": version.number,
        "path": path_of("answers", version.answer),
        "by": "Curbside" if version.by == "curbside" else version.name,
        "at": version.at,
        "reason": version.reason,
        "digest": version.digest,
        "changes": [
            {"sort": c.sort, "where": c.where, "words": [{"how": how, "text": text} for how, text in c.words]}
            for c in changes
        ],
    }


_WHAT = {
    "opened": "put it on the desk",
    "submitted": "submitted it",
    "taken": "took it for review",
    "judged": "gave verdicts",
    "commented": "commented",
    "changes requested": "asked for changes",
    "approved": "approved it",
    "withdrawn": "withdrew it",
    "recalled": "recalled it",
    "expired": "let the approval run out",
    "edited": "changed the words",
    "rerun": "made the answer anew from the library",
    "prioritised": "set its priority",
    "feedback": "said something about it",
    "feedback answered": "answered a reader",
}


def event_value(event: Event) -> Value:
    """An event in plain words, with its place in the chain."""
    told: Any = event.what
    name = (told.get("person") or {}).get("name") or {"curbside": "Curbside", "reader": "A reader"}[event.by]
    return {
        "number": event.number,
        "position": event.position,
        "at": event.at,
        "by": name,
        "kind": event.kind,
        "did": _WHAT[event.kind],
        "why": _why(event),
        "previous": event.previous,
        "hash": event.hash,
    }


def _why(event: Event) -> str:
    told: Any = event.what
    if event.kind == "judged":
        return ", ".join(sorted({j["verdict"] for j in told["judgements"]}))
    if event.kind == "prioritised":
        return f"{told['priority']} {told['reason']}".strip()
    if event.kind == "feedback":
        return f"{told['sort']}: {told['text']}".strip(": ")
    return str(told.get("reason") or told.get("text") or "")
