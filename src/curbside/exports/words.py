"""The fixed words that go with an answer: what it is for, and how far it has been reviewed."""

from __future__ import annotations

from curbside.model import Answer


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
