"""A topic put into one complete question, so that a reader sees how a follow-up was understood and can mend it."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.model import Concept, Purpose, Role

_OF_BOTH = {
    Purpose.BENEFIT: "benefits of {i}",
    Purpose.HARM: "risks of {i}",
    Purpose.DOSE: "dose of {i}",
    Purpose.TREATMENT: "use of {i}",
    Purpose.DIAGNOSIS: "value of {i}",
    Purpose.MONITORING: "monitoring of {i}",
    Purpose.MECHANISM: "mechanism of action of {i}",
    Purpose.DEFINITION: "what is {i}",
    Purpose.PREVENTION: "use of {i} for prevention",
}
_OF_CONDITION = {
    Purpose.TREATMENT: "treatment of {p}",
    Purpose.BENEFIT: "treatment of {p}",
    Purpose.DIAGNOSIS: "diagnosis of {p}",
    Purpose.PROGNOSIS: "prognosis of {p}",
    Purpose.PREVENTION: "prevention of {p}",
    Purpose.MONITORING: "monitoring of {p}",
    Purpose.CAUSE: "causes of {p}",
    Purpose.MECHANISM: "pathogenesis of {p}",
    Purpose.HARM: "complications of {p}",
    Purpose.DEFINITION: "what is {p}",
}


def restate(concepts: Sequence[Concept], purpose: Purpose, *, newest: bool) -> str:
    """A complete question of the concepts and the purpose, in one plain phrase: "dose of IVIG in children with DIC"."""
    named = {role: [c for c in concepts if c.role is role] for role in Role}
    who = _who(named[Role.POPULATION])
    if named[Role.INTERVENTION]:
        told = _of_intervention(named, purpose)
        asked = f"{told} in {who}" if who else told
    elif named[Role.OUTCOME]:
        asked = f"{named[Role.OUTCOME][0].text} in {who}" if who else named[Role.OUTCOME][0].text
    else:
        asked = _OF_CONDITION.get(purpose, "{p}").format(p=who)
    return f"newest evidence on the {asked}" if newest else asked


def _of_intervention(named: dict[Role, list[Concept]], purpose: Purpose) -> str:
    intervention = " with ".join(c.text for c in named[Role.INTERVENTION])
    comparator, outcome = named[Role.COMPARATOR], named[Role.OUTCOME]
    if comparator:
        intervention = f"{intervention} versus {comparator[0].text}"
    if outcome:
        lead = "risk from" if purpose is Purpose.HARM else "effect of"
        return f"{lead} {intervention} on {outcome[0].text}"
    if comparator and purpose in (Purpose.COMPARISON, Purpose.BENEFIT):
        return intervention
    return _OF_BOTH.get(purpose, "benefits of {i}").format(i=intervention)


def _who(populations: Sequence[Concept]) -> str:
    people = " ".join(c.text for c in populations if c.people)
    conditions = " with ".join(c.text for c in populations if not c.people)
    return " with ".join(part for part in (people, conditions) if part)
