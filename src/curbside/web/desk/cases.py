"""A case: its words beside the passages they rest on, and all that may be done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from curbside.house import House
from curbside.model import CurbsideError, Person
from curbside.office import Change, moment_of
from curbside.review import (
    Action,
    Add,
    Case,
    Drop,
    Edit,
    EditError,
    Event,
    Move,
    NotAllowedError,
    Priority,
    Reword,
    StaleError,
    Verdict,
)
from curbside.web.desk.showing import case_value, event_value, frame_value, queue_value
from curbside.web.desk.signing import Sent, SignedIn, Signing
from curbside.web.rendering import Action as Endpoint
from curbside.web.rendering import Page, Route, Shown, path_of, shown_as_asked
from curbside.web.site import InHouse, OnSite, Site

_LONGEST = 4_000
_LONGEST_FIND = 500


def _case(site: Site, id_: str) -> Case:
    case = site.office.desk.case(id_)
    if case is None:
        raise HTTPException(404, f"There is no case {id_} at the desk.")
    return case


def case(id: str, site: OnSite, house: InHouse, session: SignedIn, find: str = "") -> Shown:  # noqa: A002
    """A case, side by side; with `find`, passages of the library to cut a citation from."""
    value = case_value(site, house, _case(site, id), session, find[:_LONGEST_FIND])
    return Shown(template="desk/case.html", value=value)


def record(id: str, site: OnSite, session: SignedIn) -> Shown:  # noqa: A002
    """Everything that happened to a case."""
    found = _case(site, id)
    events = [event_value(e) for e in site.office.desk.events(id)]
    value = {"title": f"Record: {found.question}", "case": id, "question": found.question, "events": events}
    return Shown(template="desk/record.html", value={**value, **frame_value(session)})


def submitting(id: str, site: OnSite, house: InHouse, session: SignedIn) -> Shown:  # noqa: A002
    """An answer that was given, to be submitted for review, and its case where there is one."""
    kept = site.archive.get(id)
    if kept is None:
        raise HTTPException(404, f"No answer was given under {id}.")
    review = site.office.review(kept.answer, house.as_it_stands(kept.answer).answer, moment_of(site.now()))
    value = {
        "title": f"Submit: {kept.entry.question}",
        "question": kept.entry.question,
        "bottom_line": kept.entry.bottom_line,
        "id": id,
        "path": path_of("answers", id),
        "case": review.case if review else "",
        "stage": review.stage.value if review else "",
        "form": session.form,
    }
    return Shown(template="desk/submit.html", value=value)


def submit(site: OnSite, signing: Signing) -> Response:
    """Submit an answer for review."""
    kept = site.archive.get(signing.sent["answer"])
    if kept is None:
        raise HTTPException(404, "No such answer was given.")
    try:
        made = site.office.submit(kept.answer, signing.session.account.person, moment_of(site.now()))
    except NotAllowedError as error:
        raise HTTPException(403, str(error)) from error
    except StaleError as error:
        raise HTTPException(409, str(error)) from error
    return RedirectResponse(path_of("desk", "cases", made.id), status_code=303)


def act(request: Request, id: str, act: str, site: OnSite, house: InHouse, signing: Signing) -> Response:  # noqa: A002
    """Do something to a case; whoever acts on what others changed meanwhile is told, and shown what they typed."""
    if act not in _ACTS:
        raise HTTPException(404, "There is nothing of this name to be done.")
    try:
        _ACTS[act](site, house, _case(site, id), signing.session.account.person, signing.sent)
    except (StaleError, NotAllowedError, EditError, CurbsideError, ValueError) as error:
        return _refused(request, site, house, id, signing, error)
    return RedirectResponse(path_of("desk", "cases", id), status_code=303)


def _refused(request: Request, site: Site, house: House, id_: str, signing: Signing, error: Exception) -> Response:
    status = next((s for kind, s in _STATUSES.items() if isinstance(error, kind)), 422)
    value = case_value(site, house, _case(site, id_), signing.session, "")
    typed = {k: v for k, v in signing.sent.fields.items() if k not in ("form", "seen", "digest") and v.strip()}
    happened = _since(site, id_, signing.sent) if status == 409 else []
    told = {"trouble": str(error), "typed": typed, "happened": [event_value(e) for e in happened]}
    return shown_as_asked(request, Shown(template="desk/case.html", value={**value, **told}, status=status))


_STATUSES: Mapping[type[Exception], int] = {StaleError: 409, NotAllowedError: 403}


def _since(site: Site, id_: str, sent: Sent) -> list[Event]:
    return [e for e in site.office.desk.events(id_) if e.position > _seen(sent)]


def _seen(sent: Sent) -> int:
    return int(sent["seen"]) if sent["seen"].isdigit() and len(sent["seen"]) < 10 else -1


def _reason(sent: Sent) -> str:
    if len(sent["reason"]) > _LONGEST:
        raise EditError(f"a reason has at most {_LONGEST:,} characters")
    return " ".join(sent["reason"].split())


Doing = Callable[[Site, House, Case, Person, Sent], object]


def _plainly(kind: str) -> Doing:
    def done(site: Site, _house: House, case: Case, by: Person, sent: Sent) -> object:
        action = Action(kind=kind, what={"reason": _reason(sent)}, seen=_seen(sent))
        return site.office.desk.act(case.id, action, by, at=moment_of(site.now()))

    return done


def _approve(site: Site, house: House, case: Case, by: Person, sent: Sent) -> object:
    return site.office.approve(case, house, by, moment_of(site.now()), (_seen(sent), sent["digest"]))


def _judge(site: Site, _house: House, case: Case, by: Person, sent: Sent) -> object:
    statements = set(case.version.statements)
    given = [
        {"statement": id_, "verdict": Verdict(verdict), "text": sent[f"text-{id_}"][:_LONGEST]}
        for name, verdict in sent.fields.items()
        if name.startswith("verdict-") and verdict and (id_ := name.removeprefix("verdict-")) in statements
    ]
    before = case.standing_verdicts()
    new = [g for g in given if _is_new(g, before, by)]
    if not new:
        raise EditError("no verdict was given or changed")
    what = {"digest": sent["digest"], "judgements": new}
    return site.office.desk.act(case.id, Action(kind="judged", what=what), by, at=moment_of(site.now()))


def _is_new(given: Mapping[str, str], before: Mapping[tuple[str, str], Any], by: Person) -> bool:
    known = before.get((by.id, given["statement"]))
    return known is None or (known.verdict, known.text) != (given["verdict"], given["text"])


def _comment(site: Site, _house: House, case: Case, by: Person, sent: Sent) -> object:
    text = sent["text"].strip()
    if not 0 < len(text) <= _LONGEST:
        raise EditError(f"a comment has one to {_LONGEST:,} characters")
    what = {"digest": sent["digest"], "statement": sent["statement"], "text": text}
    return site.office.desk.act(case.id, Action(kind="commented", what=what), by, at=moment_of(site.now()))


def _edit(site: Site, house: House, case: Case, by: Person, sent: Sent) -> object:
    if sent["edit"] not in _EDITS:
        raise EditError("there is no such change")
    change = Change(edits=(_EDITS[sent["edit"]](sent),), reason=_reason(sent), seen=_seen(sent))
    return site.office.edit(case, house, by, moment_of(site.now()), change)


_EDITS: Mapping[str, Callable[[Sent], Edit]] = {
    "drop": lambda sent: Drop(statement=sent["statement"]),
    "earlier": lambda sent: Move(statement=sent["statement"], by=-1),
    "later": lambda sent: Move(statement=sent["statement"], by=1),
    "reword": lambda sent: Reword(statement=sent["statement"], text=sent["text"][:_LONGEST]),
    "add": lambda sent: Add(passage=sent["passage"], quote=sent["quote"][:_LONGEST], heading=sent["heading"][:200]),
}


def _prioritise(site: Site, _house: House, case: Case, by: Person, sent: Sent) -> object:
    what = {"priority": Priority(sent["priority"]), "reason": _reason(sent)}
    return site.office.desk.act(case.id, Action(kind="prioritised", what=what), by, at=moment_of(site.now()))


def _answer_feedback(site: Site, _house: House, case: Case, by: Person, sent: Sent) -> object:
    number = int(sent["feedback"])
    if number not in {f.event for f in case.open_feedback}:
        raise StaleError("somebody has answered this already")
    what = {"feedback": number, "reason": _reason(sent)}
    return site.office.desk.act(case.id, Action(kind="feedback answered", what=what), by, at=moment_of(site.now()))


_ACTS: Mapping[str, Doing] = {
    "submit": _plainly("submitted"),
    "take": _plainly("taken"),
    "request-changes": _plainly("changes requested"),
    "withdraw": _plainly("withdrawn"),
    "recall": _plainly("recalled"),
    "approve": _approve,
    "judge": _judge,
    "comment": _comment,
    "edit": _edit,
    "prioritise": _prioritise,
    "answer-feedback": _answer_feedback,
}


def queue_(site: OnSite, session: SignedIn) -> Shown:
    """What waits at the desk, the most pressing first."""
    return Shown(template="desk/queue.html", value=queue_value(site, session))


ROUTES: tuple[Route, ...] = (
    Page(path="/desk", view=queue_, about="What waits at the desk"),
    Page(path="/desk/answers/{id}", view=submitting, about="Submit an answer for review"),
    Endpoint(path="/desk/submit", endpoint=submit, about="Submit an answer for review", methods=("POST",)),
    Page(path="/desk/cases/{id}/record", view=record, about="Everything that happened to a case"),
    Page(path="/desk/cases/{id}", view=case, about="A case, side by side with its passages"),
    Endpoint(path="/desk/cases/{id}/{act}", endpoint=act, about="Do something to a case", methods=("POST",)),
)
