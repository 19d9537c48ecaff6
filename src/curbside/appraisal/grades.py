"""How a source grades its own words, in its own scheme, and the reading of that in GRADE's words beside it."""

from __future__ import annotations

import re

from curbside.model import Certainty, Document, Grade, Kind, Strength

_QUALITY = re.compile(
    r"\b(?P<word>very[ -]low|high|moderate|low)(?:[ -](?:quality|certainty))?(?: (?:of )?evidence)?\b", re.IGNORECASE
)
_STATED_QUALITY = re.compile(
    r"\b(?:very[ -]low|high|moderate|low)(?: to (?:very[ -]low|high|moderate|low))?[- ](?:quality|certainty)"
    r"(?: (?:of )?evidence)?\b|\b(?:quality|certainty) of (?:the )?evidence(?: \w+){0,2}? "
    r"(?:was|is|:)? ?(?:very[ -]low|high|moderate|low)\b",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"(?<!\d )\b(?:strong(?:ly)? recommend(?:ation|s|ed)?(?!\w)|"
    r"(?:weak|conditional)(?:ly)? recommend(?:ation|s|ed)?(?!\w)|strong for|weak for|strong against|weak against|"
    r"best practice statement|good practice (?:statement|point)|consensus recommendation)\b",
    re.IGNORECASE,
)
_USPSTF = re.compile(r"^\s*Grade (?P<letter>[ABCDI])\b(?: statement)?[.:]")
_ACC = re.compile(
    r"\b(?:COR|Class(?: of recommendation)?)[ :]*(?P<class>III|IIa|IIb|II|I|1|2a|2b|3)\b"
    r"(?:[^.\n]{0,40}?\b(?:LOE|Level(?: of evidence)?)[ :]*"
    r"(?P<level>A|B-NR|B-R|B|C-LD|C-EO|C)\b)?"
)
_LETTERED = re.compile(
    r"\bgrade (?P<grade>[12]?[ABCD])\b|\((?P<bare>[12][ABCD])\)|\blevel of evidence (?P<loe>[A-D1-5][a-c]?)\b",
    re.IGNORECASE,
)
_WE_RECOMMEND = re.compile(
    r"\bwe recommend|\bpanel recommends|\bis recommended\b|\bare recommended\b|\brecommends?\b", re.IGNORECASE
)
_WE_SUGGEST = re.compile(
    r"\bwe suggest|\bpanel suggests|\bis suggested\b|\bsuggests?\b|\bconsider\b|\bmay be\b", re.IGNORECASE
)

# USPSTF grade definitions: A and B, offer or provide; C, offer selectively; D, discourage; I, evidence insufficient.
_USPSTF_MAP = {
    "A": (Strength.STRONG, Certainty.HIGH),
    "B": (Strength.STRONG, Certainty.MODERATE),
    "C": (Strength.CONDITIONAL, Certainty.MODERATE),
    "D": (Strength.STRONG, Certainty.MODERATE),
    "I": (Strength.UNGRADED, Certainty.UNGRADED),
}
_ACC_STRENGTH = {
    **dict.fromkeys(("I", "1", "III", "3"), Strength.STRONG),
    **dict.fromkeys(("II", "2A", "IIA", "2B", "IIB"), Strength.CONDITIONAL),
}
_ACC_CERTAINTY = {"A": Certainty.HIGH, "B": Certainty.MODERATE, "C": Certainty.LOW}
# Schemes with a number for strength (1 strong, 2 weak) and a letter for evidence.
_NUMBERED = {"1": Strength.STRONG, "2": Strength.CONDITIONAL}
_NUMBERED_CERTAINTY = {"A": Certainty.HIGH, "B": Certainty.MODERATE, "C": Certainty.LOW, "D": Certainty.VERY_LOW}


_MAY_GRADE = re.compile(
    r"[Gg]rade|[Rr]ecommend|quality|certainty|Class|COR|LOE|evidence|\([12][A-D]\)|statement|good practice|for|against"
)


_ALWAYS_THERE = "strong weak conditional practice consensus quality certainty grade (1 (2 level class cor".split()
"""Of these one stands, in whatever case, in every grade that can be read from a sentence."""


def _may_grade(words: str) -> bool:
    low = words.lower()
    return any(part in low for part in _ALWAYS_THERE) and _MAY_GRADE.search(words) is not None


def grade_of(words: str, *, label: str, document: Document) -> Grade:
    """The grade that a sentence, or the bracket of its label, states; an ungraded one where it states none."""
    stated = label or ""
    for text in (stated, words) if _may_grade(words) else (stated,):
        if not text:
            continue
        found = _uspstf(text, document) or _acc(text) or _in_words(text, of_label=text is stated) or _lettered(text)
        if found:
            return found
    if stated:
        return Grade(stated=stated, scheme="as stated")
    return Grade()


def _uspstf(text: str, document: Document) -> Grade | None:
    match = _USPSTF.match(text)
    if not match or "Preventive Services" not in (document.issuer or ""):
        return None
    strength, certainty = _USPSTF_MAP[match["letter"]]
    return Grade(stated=f"grade {match['letter']}", scheme="USPSTF", strength=strength, certainty=certainty)


def _acc(text: str) -> Grade | None:
    match = _ACC.search(text)
    if not match or (match["level"] is None and not match.group().startswith(("COR", "Class of"))):
        return None
    certainty = _ACC_CERTAINTY.get((match["level"] or "")[:1], Certainty.UNGRADED)
    return Grade(
        stated=match.group().strip(),
        scheme="ACC/AHA",
        strength=_ACC_STRENGTH[match["class"].upper()],
        certainty=certainty,
    )


def _in_words(text: str, *, of_label: bool) -> Grade | None:
    strength, quality = _STRENGTH.search(text), _STATED_QUALITY.search(text)
    bare = re.match(r"^\s*(strong|weak|conditional)\b", text, re.IGNORECASE) if of_label else None
    if not (strength or quality or bare):
        return None
    stated = text if bare else ", ".join(m.group() for m in (strength, quality) if m)
    said = strength or bare or quality
    assert said is not None  # one of the three was found above
    first = said.group().lower()
    mapped = (
        Strength.STRONG
        if "strong" in first
        else Strength.CONDITIONAL
        if re.search("weak|conditional", first)
        else Strength.UNGRADED
    )
    return Grade(
        stated=stated,
        scheme="GRADE words",
        strength=mapped,
        certainty=_certainty(quality.group() if quality else text if bare else ""),
    )


def _certainty(text: str) -> Certainty:
    match = _QUALITY.search(text)
    return Certainty(match["word"].lower().replace("-", " ")) if match else Certainty.UNGRADED


def _lettered(text: str) -> Grade | None:
    match = _LETTERED.search(text)
    if not match:
        return None
    grade = (match["grade"] or match["bare"] or "").upper()
    if len(grade) == 2:
        return Grade(
            stated=match.group().strip("()"),
            scheme="1/2 with A-D",
            strength=_NUMBERED[grade[0]],
            certainty=_NUMBERED_CERTAINTY[grade[1]],
        )
    return Grade(stated=text if len(text) < 60 else match.group(), scheme="the source's own letters")


def suggested(document: Document, words: str) -> Grade:
    """A machine's reading of a guideline that states no grade, marked as such: "suggest" is conditional."""
    if document.kind is not Kind.GUIDELINE:
        return Grade()
    if _WE_SUGGEST.search(words):
        return Grade(strength=Strength.CONDITIONAL, suggested=True)
    return Grade(strength=Strength.STRONG, suggested=True) if _WE_RECOMMEND.search(words) else Grade()
