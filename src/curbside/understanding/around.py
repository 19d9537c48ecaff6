"""Questions on something before, during or after something else: which of the two is given, and which is had."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.model import Role
from curbside.understanding.concepts import Part
from curbside.understanding.drug_classes import FAMILIES, names_drug
from curbside.understanding.kinds import names_condition
from curbside.understanding.naming import Vocabulary
from curbside.understanding.telegraphic import names_a_condition, names_a_treatment
from curbside.understanding.treatments import names_treatment

_UNIT = r"(?:minutes?|hours?|days?|weeks?)"
_FIRST_HOURS = re.compile(
    rf"\b(?:with)?in (?:the )?(?:first |early |initial )?(?:[\w-]+ )?{_UNIT} (?:of|after|following|from)(?= )",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<first>[\w/-]+(?: [\w/-]+){0,4}?) (?:(?:immediately|shortly|soon|early|late|right|just) )?"
    r"(?:after|following|before|prior to|during|around) (?:an? |the )?(?P<second>[\w/-]+(?: [\w/-]+){0,5})",
    re.IGNORECASE,
)
_POST_FIRST = re.compile(r"post[- ](?P<event>[A-Za-z]+) (?P<what>[\w-]+(?: [\w-]+){0,3})", re.IGNORECASE)
_POST_LAST = re.compile(
    r"(?<=\w )post[- ](?P<event>(?!partum|natal|menopaus|operat)[A-Za-z]+(?: [\w-]+){0,2})$", re.IGNORECASE
)
_OPERATED = re.compile(r"(?<=\w )(?P<when>post|pre)-?operative(?:ly)?(?: day \d+)?$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\w+(?:ic|al|ive|ous|ial)", re.IGNORECASE)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|would|will|may|might|must|has|have|had|what|which|who|whom|why|"
    r"how|when|where|if|i|we|you|in|for|of|on|with|to|from|by|against|among|versus|vs|or|than|list|name|describe|"
    r"explain|discuss|dos(?:e|es|age|ing)|side|effects?|risks?|treat\w*|manage\w*|diagnos\w+|causes?|symptoms?|"
    r"prevent\w*|changes?|role|predict\w*|associat\w+)\b",
    re.IGNORECASE,
)
_ASKED_ABOUT = re.compile(
    r"prognosis|mortality|deaths?|survival|outcomes?|complications?|recovery|follow[- ]?up|care|life expectancy|"
    r"(?:first|second|third)(?:[- ]line)?|next(?: steps?)?|recurrences?|relapses?|guidelines?|guidance|"
    r"monitoring|advice",
    re.IGNORECASE,
)
"""What is asked about an event, and neither given nor had."""
_OUTCOME = re.compile(r"mortality|deaths?|survival", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(?:vaccin\w+|immuni[sz]ation|[a-z-]*(?:inhibitor|blocker|agonist|antagonist|diuretic|steroid|statin|biotic|"
    r"depressant|psychotic|epileptic|coagulant|cillin)s?|nsaids?|ssris?|aspirin|insulin|contrast|transfusions?|jab|"
    r"warfarin|heparin|digoxin)\b",
    re.IGNORECASE,
)
"""Names of drugs, not of what is done to a patient otherwise: what follows them is taken for their harm."""
_SYMPTOM = re.compile(
    r"\b(?:fatigue|tired\w*|(?:o)?edema|angio-?(?:o)?edema|swelling|dizz\w+|weakness|itch\w*|pruritus|bruis\w+|"
    r"palpitations?|dyspn(?:o)?ea|breathless\w*|weight (?:loss|gain)|hair loss|dry mouth|confusion|collapse|jaundice|"
    r"hiccups?|retention|shortness of breath|agitation)\b",
    re.IGNORECASE,
)
"""What people complain of, beside what names of conditions are made of."""
_LAST = re.compile(r" (?:duration|timing|guidelines?|guidance|evidence|benefits?|patients?)$", re.IGNORECASE)


def in_plain_order(told: str) -> str:
    """A question with its times told one way: "post-MI beta blocker" as "beta blocker after MI".

    "In the first hour of septic shock" says in whom, and when need not stand in the name of the condition.
    """
    text = _FIRST_HOURS.sub("in", told)
    told = text.rstrip(" ?!.")
    timed = _in_order(told)
    return text if timed == told else timed


def _in_order(text: str) -> str:
    text = _OPERATED.sub(lambda m: f"{'after' if m['when'].lower() == 'post' else 'before'} surgery", text)
    first = _POST_FIRST.fullmatch(text)
    if first and names_treatment(first["what"]) and not names_condition(first["what"]) and _noun(first["event"]):
        return f"{first['what']} after {first['event']}"
    last = _POST_LAST.search(text)
    return f"{text[: last.start()]}after {last['event']}" if last and _noun(last["event"]) else text


def _noun(event: str) -> bool:
    return _ADJECTIVE.fullmatch(event.split()[0]) is None


def around(told: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The parts of a question that is nothing but one thing before, during or after another; empty for any other.

    What is a condition by name was had, a drug or anything that names no condition was given. A drug after
    which something came is asked about for its harm.
    """
    told = _on_a_drug(_LAST.sub("", told.rstrip(" ?!.")), vocabulary)
    match = _AFTER.fullmatch(told)
    if match is None or _SENTENCE.search(told):
        return ()
    first, second = match["first"], match["second"]
    if _ASKED_ABOUT.fullmatch(first):
        outcome = (Part(Role.OUTCOME, first),) if _OUTCOME.fullmatch(first) else ()
        return (*outcome, Part(Role.POPULATION, second))
    if to_prevent := _PREVENTED.fullmatch(first):
        return (Part(Role.OUTCOME, to_prevent["what"]), Part(Role.POPULATION, second))
    if names_a_treatment(first, vocabulary):
        return (Part(Role.INTERVENTION, first), Part(Role.POPULATION, second))
    if _TAKEN.fullmatch(second) or _drug(second, vocabulary):
        return (Part(Role.INTERVENTION, second), Part(Role.OUTCOME, first))
    had = _SYMPTOM.search(first) or names_a_condition(first, vocabulary)
    return (Part(Role.POPULATION if had else Role.INTERVENTION, first), Part(Role.POPULATION, second))


_PREVENTED = re.compile(r"(?P<what>.+) (?:prophylaxis|prevention|thromboprophylaxis)", re.IGNORECASE)
_ON = re.compile(r"(?<=\w )(?:whilst |while )?(?:on|taking) (?P<drug>[\w-]+)$", re.IGNORECASE)


def _on_a_drug(told: str, vocabulary: Vocabulary) -> str:
    """ "GI bleeding on apixaban" came while the drug was taken."""
    match = _ON.search(told)
    taken = match is not None and (_TAKEN.fullmatch(match["drug"]) or _drug(match["drug"], vocabulary))
    return f"{told[: match.start()]}during {match['drug']}" if match and taken else told


_TAKEN = re.compile(
    r"(?:opi(?:oid|ate)|steroid|statin|anticoagulant|doac|nsaid|diuretic|ssri)s?|chemo\w*", re.IGNORECASE
)


def _drug(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is a drug's, by what it is made of or because held texts speak of its dose."""
    if _GIVEN.search(name) or names_drug(name) or any(of.has(name.lower()) for f in FAMILIES for of in f.classes):
        return True
    other = " " in name or names_condition(name) or names_treatment(name)
    return not other and any(vocabulary.held([said.format(name.lower())]) for said in _SAID_OF_DRUGS)


_SAID_OF_DRUGS = ("{} dose", "{} therapy", "dose of {}", "treated with {}", "taking {}")
"""What held texts say with the names of drugs."""


def of_a_drug(timed: Sequence[Part]) -> bool:
    """Whether what came after a drug is asked about: "cough after ACE inhibitors"."""
    return [p.role for p in timed] == [Role.INTERVENTION, Role.OUTCOME]


_TOGETHER = re.compile(
    r"(?P<may>(?:(?:can|could|should|may) (?:i|we|you|one) |is it (?:ok|okay|safe|fine) to |ok to |safe to )"
    r"(?:give|take|use|combine|prescribe|start|add) )?(?P<one>[\w-]+) (?:and|with|together with|alongside|plus|to) "
    r"(?P<other>[\w-]+)(?P<ok>(?: (?:ok|okay|safe|together|same time|at the same time|combined|combination))*)\W*",
    re.IGNORECASE,
)


def together(told: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Two drugs given together, of which it is asked whether they may be: "can I give ibuprofen with lisinopril"."""
    match = _TOGETHER.fullmatch(told)
    if match is None or not (match["may"] or match["ok"]):
        return ()
    if not all(_drug(match[name], vocabulary) for name in ("one", "other")):
        return ()
    return (Part(Role.INTERVENTION, match["one"]), Part(Role.COMPARATOR, match["other"]))


def side_by_side(told: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Two drugs and no other word, "warfarin and NSAIDs": two names, of which nothing more is known."""
    match = _SIDE_BY_SIDE.fullmatch(told)
    if match is None or not all(_drug(match[name], vocabulary) for name in ("one", "other")):
        return ()
    return (Part(Role.INTERVENTION, match["one"]), Part(Role.COMPARATOR, match["other"]))


_SIDE_BY_SIDE = re.compile(r"(?P<one>[\w-]+) (?:and|plus|\+|&) (?P<other>[\w-]+)\W*", re.IGNORECASE)
