"""The fixed words that go with an answer: what it is for, and how far it has been reviewed."""

from __future__ import annotations

from curbside.model import Answer, Topic


def disclaimer(answer: Answer) -> str:
    """What a clinician must know before relying on an answer."""
    return (
        "For health professionals, as a way into the literature; not advice for an individual patient and no "
        "substitute for judgement. Sentences are quoted from the sources by a machine; open the source before acting, "
        "above all for a dose."
    )


def status(answer: Answer) -> str:
    """How far a person has reviewed the answer."""
    return "not reviewed: composed and checked by machine"


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
