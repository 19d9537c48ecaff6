"""Questions on what to give in place of a drug: because of an allergy to it, or for any other reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.understanding.drug_classes import names_drug
from curbside.understanding.kinds import names_condition

_DRUG = r"(?P<drug>[A-Za-z][\w-]*(?: (?!(?:in|for|with|and|or|to|if)\b)[\w-]+)?)"
_FOR = r"(?: (?:in|for|to treat|with|of|against) (?P<condition>.+))?"
_WHO = r"(?: patients?| people| wom[ae]n| child(?:ren)?| adults?| man)?"
_ALLERGIC = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf".*?\b(?:allerg(?:ic|y)|intoleran(?:t|ce)|hypersensitiv\w+) (?:to|of) {_DRUG}{_FOR}",
        rf"(?:.*?\b(?:for|in|of) )?(?P<condition>[\w -]+?) (?:in|if|when|with|and|for) (?:(?:a|an|the|patients?|"
        rf"someone|people|who|is|are|with) )*{_DRUG}[ -]allerg(?:ic|y)(?: pregnant)?{_WHO}",
        rf"(?:(?:what|which|best|alternatives?|treatment|antibiotics?|to|for|in|of|with|if|a|the|patients?) )*"
        rf"{_DRUG}[ -]allerg(?:ic|y)(?: patients?| alternatives?| options?)*{_FOR}",
    )
)
_INSTEAD = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf".*?\b(?:alternatives?|substitutes?|replacements?) (?:to|for|of) {_DRUG}{_FOR}",
        rf".*?\b(?:instead of|in place of|other than) {_DRUG}{_FOR}",
        rf"{_DRUG} (?:alternatives?|substitutes?){_FOR}",
    )
)
_COMPARES = re.compile(
    r"\b(?:better|versus|vs|superior|safer|effective|compare\w*|should|is|are|does|do)\b", re.IGNORECASE
)
_ASKS_WHAT = re.compile(r"^(?:what|which|if|when|how)\b", re.IGNORECASE)
_NOT_DRUGS = frozenset(
    "drug drugs food foods peanut peanuts egg eggs latex milk nut nuts pollen it this that them what which any "
    "other".split()
)


@dataclass(frozen=True, slots=True)
class InPlaceOf:
    """The drug to be replaced, the condition or "", and whether because of an allergy."""

    drug: str
    condition: str
    allergy: bool


def in_place_of(question: str) -> InPlaceOf | None:
    """What a question asks to replace; None where it asks nothing of the kind."""
    text = question.strip(" ?!.")
    shaped = ((shape.fullmatch(text), allergy) for shapes, allergy in _SHAPES for shape in shapes)
    for match, allergy in shaped:
        if match and _may_be(match["drug"], text, allergy=allergy) and not _two_names(match["drug"]):
            condition = match["condition"] or (_condition(_ANYWHERE.sub(" ", text)) if allergy else "")
            return InPlaceOf(match["drug"].lower(), _bare(condition), allergy) if condition or _asks(text) else None
    return _told_beside(text)


def _two_names(drug: str) -> bool:
    """ "cellulitis penicillin" is a condition and a drug, told behind it."""
    first, _, last = drug.partition(" ")
    return names_condition(first) and names_drug(last)


_SHAPES = ((_ALLERGIC, True), (_INSTEAD, False))
_ANYWHERE = re.compile(
    r"\b(?P<before>[A-Za-z][\w-]*?)[ -]allerg(?:ic|y|ies)\b|"
    r"\b(?:is |are |who is )?allerg(?:ic|y) to (?P<behind>[A-Za-z][\w-]*)",
    re.IGNORECASE,
)


def _told_beside(text: str) -> InPlaceOf | None:
    """An allergy to a drug told of a patient in whatever words: missing it would offer the drug."""
    match = _ANYWHERE.search(text)
    drug = (match["before"] or match["behind"]).lower() if match else ""
    if match is None or not names_drug(drug) or not _may_be(drug, text, allergy=True):
        return None
    condition = _condition(f"{text[: match.start()]} {text[match.end() :]}")
    return InPlaceOf(drug, _bare(condition), allergy=True) if condition or _asks(text) else None


_OF_WHAT = re.compile(
    r"\b(?:with|has|have|having|for|of|in)\b(?: an?| the)? +(?P<condition>[\w-][\w -]*)", re.IGNORECASE
)
_WHOM = re.compile(r",| (?:in|with|if|when|who|and|but)\b.*$", re.IGNORECASE)


def _condition(rest: str) -> str:
    """The condition that a question names beside an allergy, or ""."""
    found = [_WHOM.sub("", m["condition"]).strip() for m in _OF_WHAT.finditer(rest)]
    told = next((name for name in found if name and not _SOMEONE.fullmatch(name)), "")
    found.append(_WHOM.sub("", rest.strip(" ,")).strip(" ,"))
    return next((name for name in found if names_condition(name)), told)


_SOMEONE = re.compile(
    r"(?:my |an? |the )?(?:pregnant |old |elderly )?(?:patients?|people|person|wom[ae]n|m[ae]n|child(?:ren)?|"
    r"adults?|someone|infants?|place|case|history)",
    re.IGNORECASE,
)


_ASKS = re.compile(
    r"\b(?:alternativ\w+|substitut\w+|instead|what|which|if|options?|place|other|replac\w+)\b", re.IGNORECASE
)


def _asks(text: str) -> bool:
    """Whether a question asks for something else, where no condition is named with an allergy."""
    return _ASKS.search(text) is not None


def _may_be(drug: str, text: str, *, allergy: bool) -> bool:
    """Whether a drug is replaced: "X instead of Y" that names X compares the two."""
    if set(drug.lower().split()) & _NOT_DRUGS or re.match(r"(?:diagnos|symptoms?|what is)\b", text, re.IGNORECASE):
        return False
    if allergy:
        return True
    before = re.split(r"\b(?:instead of|in place of|other than)\b", text, flags=re.IGNORECASE)[0]
    named = [w for w in before.lower().split() if w not in _ASKING]
    return "instead of" not in text.lower() or not named


_ASKING = frozenset(
    "what which can could should may be is are i we you do to give given use used drug drugs antibiotic antibiotics "
    "treatment options option something anything else there any".split()
)


def _bare(condition: str) -> str:
    return re.sub(r"^(?:(?:a|an|the|patients?|people|someone|with|treating|treatment of) )+", "", condition.strip(" ,"))


def forms_in_place_of(drugs: tuple[str, ...], *, allergy: bool) -> tuple[str, ...]:
    """How texts speak of what is given in place of a drug, by each of its names."""
    found = []
    for drug in drugs:
        found += [f"alternatives to {drug}", f"alternative to {drug}", f"instead of {drug}", f"in place of {drug}"]
        found += [f"{drug}-allergic", f"allergic to {drug}", f"{drug} allergy", f"allergy to {drug}"]
        found += [f"intolerant to {drug}", f"intolerant of {drug}", f"{drug} intolerance"]
        if not allergy:
            found += [f"{w} {drug}" for w in ("compared to", "compared with", "versus", "than", "comparable to")]
    return tuple(found)
