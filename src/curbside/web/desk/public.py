"""What everybody may see and say of the desk: how an answer was reviewed, its versions, and feedback."""

from __future__ import annotations

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from curbside.house import without_identifiers
from curbside.office import case_of, moment_of, seconds
from curbside.office.webhooks import TOLD
from curbside.review import Case, Event, Sort
from curbside.web.desk.showing import event_value, versions_value
from curbside.web.desk.signing import SentForm
from curbside.web.feeds import Item, feed
from curbside.web.rendering import Action, Page, Route, Shown, path_of
from curbside.web.site import InHouse, OnSite, Site

OF_ONE_ADDRESS, OF_ALL, HOUR = 5, 200, 3600
"""Messages within an hour from one address, and from all together."""
LONGEST = 2_000
_PUBLIC = TOLD | {"submitted", "taken", "changes requested"}


def review(id: str, site: OnSite, house: InHouse) -> Shown:  # noqa: A002
    """How an answer was reviewed: by whom, when, what changed and why; what reviewers say among them stays there."""
    kept = site.archive.get(id)
    if kept is None:
        raise HTTPException(404, f"No answer was given under {id}.")
    found = site.office.review(kept.answer, house.as_it_stands(kept.answer).answer, moment_of(site.now()))
    case = site.office.desk.case(found.case) if found else None
    value = {
        "title": f"Review: {kept.entry.question}",
        "question": kept.entry.question,
        "answer": path_of("answers", id),
        "stage": found.stage.value if found else "Not reviewed",
        "reason": found.reason if found else "",
        "current": path_of("answers", case.version.answer) if case else "",
        "versions": versions_value(site, case) if case else [],
        "events": _events(site, case) if case else [],
    }
    return Shown(template="desk/review.html", value=value)


def _events(site: Site, case: Case) -> list[dict[str, object]]:
    return [event_value(e) for e in site.office.desk.events(case.id) if e.kind in _PUBLIC]


def tell(request: Request, id: str, site: OnSite, form: SentForm) -> Response:  # noqa: A002
    """Take in what a reader says of an answer; no account is needed, and few may be sent in an hour."""
    kept = site.archive.get(id)
    if kept is None:
        raise HTTPException(404, f"No answer was given under {id}.")
    sort, text = form["sort"], " ".join(form["text"].split())
    if sort not in set(Sort) or len(text) > LONGEST:
        raise HTTPException(422, f"Say whether it is helpful, wrong or missing something, in {LONGEST:,} characters.")
    if sort != Sort.HELPFUL and not text:
        raise HTTPException(422, "Please say what is wrong or missing: nobody could act on it otherwise.")
    _throttle(site, request.client.host if request.client else "")
    at = moment_of(site.now())
    office = site.office
    office.open(kept.answer, at)
    what = {"sort": Sort(sort), "text": without_identifiers(text), "digest": kept.entry.hash}
    office.desk.hear(case_of(kept.answer.topic), what, at=at)
    return RedirectResponse(f"{path_of('answers', id)}?thanks=1#tell", status_code=303)


def _throttle(site: Site, address: str) -> None:
    now, door = seconds(site.now()), site.reception.door
    for key, most in ((f"feedback:{address}", OF_ONE_ADDRESS), ("feedback", OF_ALL)):
        if door.tries(key, now, HOUR) >= most:
            raise HTTPException(429, "That is as much as is taken in within an hour. Please come back later.")
        door.count(key, now, HOUR)


def reviews(request: Request, site: OnSite) -> Response:
    """Atom feed of approvals, recalls, changes, withdrawals and what ran out."""
    events = [e for e in site.office.desk.events() if e.kind in TOLD][-_MOST:][::-1]
    cases = {c.id: c for c in site.office.desk.cases()}
    return feed(request, site, "Reviews", [_item(e, cases[e.case]) for e in events if e.case in cases])


_MOST = 50


def _item(event: Event, case: Case) -> Item:
    told = event_value(event)
    return Item(
        id=f"urn:sha256:{event.hash}",
        title=f"{event.kind.capitalize()}: {case.question}",
        path=path_of("answers", case.version.answer),
        updated=event.at,
        summary=str(told["why"] or told["did"]),
    )


ROUTES: tuple[Route, ...] = (
    Page(path="/answers/{id}/review", view=review, about="How an answer was reviewed"),
    Action(path="/answers/{id}/tell", endpoint=tell, about="Say what is wrong or missing", methods=("POST",)),
    Action(path="/feeds/reviews.atom", endpoint=reviews, about="Atom feed of reviews"),
)
