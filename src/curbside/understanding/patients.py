"""Identifiers of a patient, found and struck out before a question goes anywhere."""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d{2}"
_WRITTEN_DATE = (
    rf"{_DAY}(?:st|nd|rd|th)? (?:of )?{_MONTH}\.?,? \d{{4}}|{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|{_YEAR}-\d{{2}}-\d{{2}}|{_DAY}(?P<mark>[./-]){_DAY}(?P=mark){_YEAR}"
)
_ANY_DATE = rf"(?:{_WRITTEN_DATE}|{_DAY}[./-]{_DAY}[./-]\d{{2}}|{_YEAR})"
_BIRTH = r"d\.?o\.?b\.?|date of birth|birth ?date"

_UPPER, _LOWER = "A-Z\u00c0-\u00d6\u00d8-\u00de", "a-z\u00df-\u00f6\u00f8-\u024f"
_NAME = (
    rf"(?:[ODdLl]['\u2019])?[{_UPPER}][{_LOWER}]+(?:[{_UPPER}][{_LOWER}]+)?"
    rf"(?:[-'\u2019][{_UPPER}{_LOWER}][{_LOWER}]+)*"
)
_PARTICLES = r"(?:(?:van|von|de|der|den|del|da|dos|bin|al|el|la|le) )*"
_FULL_NAME = rf"{_PARTICLES}{_NAME}(?:,? (?:[A-Z]\.|{_PARTICLES}{_NAME})){{1,3}}"
_ANY_NAME = rf"{_PARTICLES}{_NAME}(?:,? (?:[A-Z]\.|{_PARTICLES}{_NAME})){{0,3}}"
_KIN = (
    r"my (?:mother|mum|mom|father|dad|son|daughter|wife|husband|brother|sister|child|baby|partner|friend|aunt|uncle|"
    r"grandmother|grandfather|neighbour|neighbor)"
)
_NUMBERED = (
    r"mrn|nhs (?:number|no\.?)|ssn|social security(?: number)?|"
    r"(?:hospital|patient|case|insurance|record|chart|passport) (?:number|no\.?|id)|medical record(?: number| no\.?)?"
)
_RECORD = r"[A-Za-z]{0,3}[- ]?\d[\dA-Za-z/-]*(?: \d[\d/-]*)*"

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    (
        "a name",
        re.compile(
            rf"(?:(?P<name>\b{_FULL_NAME}|\b[{_UPPER}]{{2,}}(?:,? [{_UPPER}]{{2,}}){{1,2}})"
            r"|^(?P<first>[^\W\d_]+ [^\W\d_]+))"
            rf"(?=,? *\(?(?i:{_BIRTH}|{_NUMBERED})\b)"
        ),
    ),
    (
        "a record number",
        re.compile(
            rf"\b(?i:{_NUMBERED})(?i: (?:number|no\.?|is)\b|[ :#])*(?=(?:[A-Za-z /-]*\d){{3}}){_RECORD}\b"
            r"|\b(?i:nhs)[ :#]+\d{3} ?-?\d{3} ?-?\d{4}\b"
        ),
    ),
    ("a social security number", re.compile(r"\b\d{3}-\d{2}-\d{4}\b")),
    (
        "a telephone number",
        re.compile(
            r"(?<![\w.])(?:\+\d{1,3}[ .-]?(?:\(\d{1,5}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{2,5}){1,4}"
            r"|\(\d{2,5}\)[ -]?\d{3,4}[ -]?\d{3,4}|\d{3}([ .-])\d{3}\1\d{4}|0[1-9](?:[ .]\d{2}){4}"
            r"|0[1-9]\d{1,3}[ /-]\d{3,8}(?:[ -]?\d{3,4})?)(?!\.?\w)"
        ),
    ),
    (
        "a telephone number",
        re.compile(r"(?P<lead>\b(?i:tel|telephone|phone|mobile|cell|fax|call|ring)[ .:]+)\d[\d -]{5,}\d(?!\.?\w)"),
    ),
    (
        "a date of birth",
        re.compile(
            rf"\b(?i:(?:{_BIRTH})(?: (?:is|was)|[ :,])*{_ANY_DATE}"
            rf"|born[ :,]*(?:on )?(?:{_WRITTEN_DATE.replace('mark', 'sign')}|{_DAY}[./-]{_DAY}[./-]\d{{2}}))(?!\d)"
        ),
    ),
    ("a full date", re.compile(rf"(?<![\w/.-])(?i:{_WRITTEN_DATE}|{_DAY}/{_DAY}/\d{{2}})(?![\w/])")),
    ("a long number", re.compile(r"(?<![\w.,/-])\d{9,}(?![\w/-])")),
    (
        "a name",
        re.compile(
            rf"\b(?:Mr|Mrs|Ms|Miss|Mister|Herr|Frau|Madame|Monsieur|Se\u00f1ora?|Sir|Lady)\.? (?P<name>{_ANY_NAME})"
        ),
    ),
    ("a name", re.compile(rf"(?P<lead>\b(?i:{_KIN})[ :,]+(?:(?i:is|named|called) )?)(?P<name>{_ANY_NAME})")),
    (
        "a name",
        re.compile(rf"(?P<lead>\b(?i:(?:my )?patient|pt)[ :,]+(?:(?i:is|named|called) )?)(?P<name>{_FULL_NAME})"),
    ),
    ("a name", re.compile(rf"(?P<lead>\b(?i:name(?: is|:| -|,)|named|(?<!so-)called) )(?P<name>{_ANY_NAME})")),
    (
        "a name",
        re.compile(
            rf"^(?P<lead>\W*)(?P<name>{_FULL_NAME})(?=,? \(?(?:\[|\d{{1,3}}\b|a \d|aged|born|m\b|f\b|male|female))"
        ),
    ),
    (
        "an address",
        re.compile(
            rf"\b\d{{1,5}}[A-Za-z]? (?:{_NAME} ){{1,3}}"
            r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Boulevard|Blvd)\b\.?"
            rf"(?:, {_ANY_NAME})?(?:,? [A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}\b)?"
        ),
    ),
)

# A capitalised pair with one of these words in or after it is an eponym or a heading, not a person.
_THINGS = (
    "disease|syndrome|sign|palsy|fracture|tumou?r|lymphoma|carcinoma|sarcoma|arteritis|thyroiditis|nephritis|"
    "anaemia|anemia|phenomenon|reaction|fever|contracture|deformity|cyst|ulcer|hernia|criteria|score|scale|index|"
    "cardiomyopathy|disorder|infection|therapy|treatment|management|safety|outcomes?|care|test|trial|guidelines?|"
    "manoeuvre|maneuver|procedure|operation|oesophagus|esophagus|chorea|dementia|ataxia|muscular|thrombo\\w+|cell|virus"
)
_THING = re.compile(rf"\b(?:{_THINGS}|with|and|in|for|of)\b", re.IGNORECASE)
_THING_AFTER = re.compile(rf"(?:[-\u2013][\w-]+)?(?:'s?)? (?:{_THINGS})\b", re.IGNORECASE)
_THING_BEFORE = re.compile(
    rf"\b(?:{_THINGS}|drug|medicine|medication|antibod\w+|vaccine|condition|study|score|bacteri\w+|device|"
    r"inhibitor|agent|herb|supplement|brand|product)(?: \w+)?\s$",
    re.IGNORECASE,
)


def strike(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with identifiers of a patient replaced by "[removed]", and the kinds that were.

    Names, birth dates, numbers and addresses are taken for what they are by their company. Errs on the side of
    removing: a full date is removed whatever it is the date of. Eponyms ("Crohn disease") stay.
    """
    found: list[str] = []
    for what, pattern in _RULES:
        struck = pattern.sub(_struck, question)
        if struck != question and what not in found:
            found.append(what)
        question = struck
    return question, tuple(found)


def _struck(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("name") and _names_a_thing(match):
        return match.group()
    return f"{groups.get('lead') or ''}[removed]"


def _names_a_thing(match: re.Match[str]) -> bool:
    """Whether what looks like a person's name is an eponym or the name of a drug."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return bool(
        _THING.search(match["name"])
        or _THING_AFTER.match(match.string, match.end())
        or ("lead" in match.groupdict() and _THING_BEFORE.search(before))
    )
