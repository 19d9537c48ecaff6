"""The way of a question through the house, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curbside.model import Document, Draft, Evidence, Hit, Kind, Passage, Purpose, Role, Topic, Verified


@dataclass(frozen=True, slots=True)
class Step:
    """One step done: its name and, in a few words, what came of it."""

    name: str
    result: str


def _unnoticed(step: Step) -> None:
    """Nobody is watching."""


def _found(hits: Sequence[Hit]) -> str:
    sources = {h.passage.document.id: h.passage.document.kind for h in hits}
    guidelines = sum(kind is Kind.GUIDELINE for kind in sources.values())
    return f"{len(hits)} passages of {guidelines} guidelines and {len(sources) - guidelines} other sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Each step a plain function; `house.open_house` chooses them. `follow` understands a question after others.

    `after` understands one asked after a topic that was answered, with what its reader corrected in it.
    """

    understand: Callable[[str], Topic]
    follow: Callable[[str, Sequence[str]], Topic]
    after: Callable[[str, Topic], Topic]
    correct: Callable[[Topic, Mapping[Role, str], Purpose], Topic]
    retrieve: Callable[[Topic], Sequence[Hit]]
    appraise: Callable[[Topic, Sequence[Hit]], Sequence[Evidence]]
    related: Callable[[Topic, Sequence[Evidence]], Sequence[Hit]]
    silent: Callable[[Topic, Sequence[Evidence]], Sequence[Document]]
    registered: Callable[[Topic], Sequence[Passage]]
    compose: Callable[[Topic, Sequence[Evidence], Sequence[Document], Sequence[Passage]], Draft]
    verify: Callable[[Draft], Verified]

    def ask(
        self, question: str, notice: Callable[[Step], None] = _unnoticed, *, earlier: Sequence[str] = ()
    ) -> Verified:
        """Answer a question from the library; `notice` is told of each step as it is done.

        `earlier` are the questions of the conversation before it, oldest first, which complete a follow-up. Raises
        ValueError where a question is empty.
        """
        return self.answer(self.topic(question, earlier), notice)

    def topic(self, question: str, earlier: Sequence[str] = ()) -> Topic:
        """What is asked, completed from the questions before it; the reader may correct it before it is answered."""
        return self.follow(question, earlier) if earlier else self.understand(question)

    def answer(self, topic: Topic, notice: Callable[[Step], None] = _unnoticed) -> Verified:
        """Answer a topic that was understood, or corrected by the reader."""
        verified = self.verify(self.draft(topic, notice))
        notice(
            Step("verified", f"{len(verified.answer.statements)} statements stand, {len(verified.refusals)} refused")
        )
        return verified

    def draft(self, topic: Topic, notice: Callable[[Step], None] = _unnoticed) -> Draft:
        """What is composed on a topic, with the evidence it was given, before anyone has checked it."""
        notice(Step("understood", ", ".join(f"{c.role}: {c.text}" for c in topic.concepts) or topic.question.text))
        hits = self.retrieve(topic)
        notice(Step("found", _found(hits)))
        evidence = tuple(self.appraise(topic, hits))
        further = self.related(topic, evidence)
        evidence = (*evidence, *self.appraise(topic, further)) if further else evidence
        notice(Step("appraised", f"{sum(e.direct for e in evidence)} of {len(evidence)} passages are direct"))
        return self.compose(topic, evidence, self.silent(topic, evidence), self.registered(topic))
