"""The fixed words that go with an answer: what it is for, and how far it has been reviewed."""

from __future__ import annotations

from curbside.model import Answer, Person, Reader, Review, Stage, Topic

_FOR_CLINICIANS = (
    "For health professionals, as a way into the literature; not advice for an individual patient and no "
    "substitute for judgement. Sentences are quoted from the sources by a machine; open the source before acting, "
    "above all for a dose."
)
_DISCLAIMERS = {
    Reader.CLINICIAN: _FOR_CLINICIANS,
    Reader.TRAINEE: f"{_FOR_CLINICIANS} The notes beside the sentences are our own: they explain words.",
    Reader.PATIENT: (
        "This page is here to help you learn and to talk with the care team. It is not advice for you or for the one "
        "you care for, and it can not know your case. A machine put it in plain words. Some sense may be lost, so the "
        "sources' own words are kept with it. Doses are left out on purpose."
    ),
}


def disclaimer(answer: Answer, reader: Reader = Reader.CLINICIAN) -> str:
    """What a reader must know before relying on an answer."""
    return _DISCLAIMERS[reader]


def status(review: Review | None = None) -> str:
    """How far people have reviewed the words shown; nobody, where there is no review of them."""
    if review is None:
        return "not reviewed: composed and checked by machine"
    if review.approved:
        named = "; ".join(f"{signature(a.person)} on {a.at[:10]}" for a in review.approvals)
        return f"approved by {named}; holds until {review.expires[:10]}"
    said = _STAGES[review.stage]
    return f"{said}: {review.reason}" if review.reason else said


_STAGES = {
    Stage.DRAFT: "not reviewed",
    Stage.SUBMITTED: "submitted for review, not approved",
    Stage.UNDER_REVIEW: "under review, not approved",
    Stage.CHANGES_REQUESTED: "changes requested, not approved",
    Stage.WITHDRAWN: "withdrawn, do not rely on it",
    Stage.EXPIRED: "approval expired",
}


def signature(person: Person) -> str:
    """Who a person is to a reader: name, credentials, affiliation, and the conflicts they declared."""
    told = [t for t in (person.credentials, person.affiliation) if t]
    told.append(f"declared conflicts: {person.conflicts or 'not stated'}")
    return f"{person.name} ({', '.join(told)})"


EMERGENCY = (
    "This sounds like an emergency ({sign}). Call your local emergency number now, or go to the nearest emergency "
    "department. Do not wait for an answer here."
)
CRISIS = (
    "If you might hurt yourself or someone else, call your local emergency number or a crisis line now, and stay with "
    "someone you trust."
)


def emergency_advice(sign: str) -> str:
    """What to do first, where the question describes someone in danger now."""
    return CRISIS if sign == "thoughts of suicide" else EMERGENCY.format(sign=sign)


def follow_up_words(topic: Topic) -> str:
    """How a follow-up was completed: the whole question, what was kept of those before it, and what is new in it.

    "" where the question stands by itself.
    """
    followed = topic.follow_up
    if followed is None:
        return ""
    new = [c.text for c in followed.changed]
    if not followed.purpose_inherited:
        new.append(f"asking for {topic.purpose.value}")
    if topic.newest:
        new.append("the newest sources first")
    told = {
        "kept from before": [c.text for c in followed.inherited],
        "new": new,
        "left out": [c.text for c in followed.replaced],
    }
    said = "; ".join(f"{what}: {', '.join(names)}" for what, names in told.items() if names)
    return f"{topic.question.text} ({said})"
