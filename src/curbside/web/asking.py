"""Asking: the first page, the question that is sent, and the steps of its answer as they happen."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from pydantic import BaseModel

from curbside.archive import Entry
from curbside.engine import Step
from curbside.house import House
from curbside.model import Purpose, Reader, Role, Topic
from curbside.office import moment_of
from curbside.web.answers import value_of
from curbside.web.readership import Who
from curbside.web.rendering import Action, Page, Route, Shown, Value, path_of, shown_as_asked
from curbside.web.showing import entry_value
from curbside.web.site import InHouse, OnSite, Site
from curbside.web.today import as_of_today

LONGEST = 20_000
"""Characters of a question that are taken in; understanding reads the first part of them and says so."""

EXAMPLES = (
    "What are the benefits of IVIG in disseminated intravascular coagulation?",
    "Antithrombin in sepsis with DIC?",
    "When should platelets be transfused in DIC?",
    "ivig in dic?",
)
"""Questions that the starter library answers."""


class Sent(BaseModel):
    """The form of a question: its words, the answer it follows up, and how its reader corrects the understanding."""

    question: str = ""
    after: str = ""
    corrected: bool = False
    population: str = ""
    intervention: str = ""
    comparator: str = ""
    outcome: str = ""
    purpose: str = ""

    def topic(self, house: House, before: Topic | None) -> Topic:
        """What is asked, after the topic answered before it if there is one; ValueError where nothing is."""
        asked = self.question[:LONGEST]
        topic = house.engine.after(asked, before) if before else house.engine.understand(asked)
        if not self.corrected:
            return topic
        parts = {role: str(getattr(self, role.value)) for role in Role}
        purpose = Purpose(self.purpose) if self.purpose in set(Purpose) else topic.purpose
        return house.engine.correct(topic, parts, purpose)


def first(site: OnSite, house: InHouse, q: str = "") -> Shown:
    """The first page: a box, examples, and what the library holds; `q` fills the box."""
    return Shown(template="ask.html", value=_first(site, house, q[:LONGEST]))


def _first(site: Site, house: House, question: str, trouble: str = "") -> Value:
    stats = house.library.stats()
    recent = as_of_today(site.archive.search(limit=6), site.archive, house)
    return {
        "title": "Ask a clinical question",
        "question": question,
        "trouble": trouble,
        "examples": list(EXAMPLES) if house.starter else [],
        "starter": house.starter,
        "library": {
            "edition": stats.edition,
            "documents": stats.documents,
            "passages": stats.passages,
            "kinds": {kind.value: count for kind, count in stats.kinds},
        },
        "recent": [entry_value(e) for e in recent],
    }


def ask(request: Request, site: OnSite, reader: Who, sent: Annotated[Sent, Form()]) -> Response:
    """Answer a question: its steps as they happen, its JSON, or the way to its page, as `Accept` says."""
    accepted = request.headers.get("accept", "")
    if "text/event-stream" in accepted:
        return StreamingResponse(_steps(site, sent, reader), media_type="text/event-stream")
    with site.latest.using() as house:
        try:
            topic = sent.topic(house, _before(site, sent))
        except ValueError as error:
            refused = Shown(template="ask.html", value=_first(site, house, sent.question, str(error)), status=422)
            return shown_as_asked(request, refused)
        entry = _answered(site, house, topic, sent.after)
        _tell(site, house, entry, reader)
        if accepted.startswith("application/json"):
            return JSONResponse(value_of(site, house, entry.id, reader), status_code=201)
    return RedirectResponse(path_of("answers", entry.id), status_code=303)


def _before(site: Site, sent: Sent) -> Topic | None:
    kept = site.archive.get(sent.after) if sent.after else None
    return kept.answer.topic if kept else None


def _unnoticed(step: Step) -> None:
    """Nobody is watching."""


def _answered(site: Site, house: House, topic: Topic, after: str, notice: Callable[[Step], None] = _unnoticed) -> Entry:
    verified = house.engine.answer(topic, notice)
    if (approved := site.office.approved(topic, house, moment_of(site.now()))) is not None:
        return approved[0].entry
    known = site.archive.entry(after) if after else None
    return site.archive.keep(verified.answer, given=site.now(), after=known.id if known else None)


def _tell(site: Site, house: House, entry: Entry, reader: Reader) -> None:
    """Tell the answer to whoever asked, while the steps are still shown: its page then has nothing to wait for."""
    if (kept := site.archive.get(entry.id)) is not None:
        site.tellings.of(house.as_it_stands(kept.answer).answer, reader)


Told = tuple[str, dict[str, str]]


def _steps(site: Site, sent: Sent, reader: Reader) -> Iterator[str]:
    """Server-sent events: `step` for each step as it is done, then `done` with the path or `trouble` with why."""
    told: queue.SimpleQueue[Told | None] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(site, sent, reader, told), daemon=True).start()
    yield _event(("step", {"name": "reading", "result": "the question"}))
    ended = False
    while (event := told.get()) is not None:
        ended = event[0] != "step"
        yield _event(event)
    if not ended:
        yield _event(("trouble", {"reason": "Something went wrong here, and nothing was kept. Please ask again."}))


def _work(site: Site, sent: Sent, reader: Reader, told: queue.SimpleQueue[Told | None]) -> None:
    try:
        with site.latest.using() as house:
            try:
                topic = sent.topic(house, _before(site, sent))
            except ValueError as error:
                told.put(("trouble", {"reason": str(error)}))
                return
            entry = _answered(
                site, house, topic, sent.after, lambda s: told.put(("step", {"name": s.name, "result": s.result}))
            )
            _tell(site, house, entry, reader)
            told.put(("done", {"path": path_of("answers", entry.id)}))
    finally:
        told.put(None)


def _event(event: Told) -> str:
    return f"event: {event[0]}\ndata: {json.dumps(event[1])}\n\n"


ROUTES: tuple[Route, ...] = (
    Page(path="/", view=first, about="Ask a clinical question"),
    Action(path="/ask", endpoint=ask, about="Answer a question", methods=("POST",)),
)
