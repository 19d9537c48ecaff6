"""Identifiers of a patient, found and struck out before a question goes anywhere."""

from __future__ import annotations

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\.?,? \d{{4}}"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_NAME = r"[A-Z][a-z\u00df-\u024f'\u2019-]+"
_CAPITALISED = rf"{_NAME}(?: (?:[A-Z]\.|van|von|de|der|den|bin|al|{_NAME})){{0,3}}"

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    (
        "a record number",
        re.compile(
            r"\b(?i:mrn|nhs(?: number| no\.?)?|ssn|social security(?: number)?|hospital (?:number|no\.?|id)|patient (?:number|no\.?|id)|"
            r"case (?:number|no\.?)|medical record(?: number| no\.?)?|insurance (?:number|no\.?|id))[ :#]*"
            r"(?=[A-Z0-9 /-]*\d)[A-Z0-9][A-Z0-9 /-]{3,18}\b"
        ),
    ),
    ("a social security number", re.compile(r"\b\d{3}-\d{2}-\d{4}\b")),
    ("a telephone number", re.compile(r"(?<![\w.])(?:\+\d{1,3}[ -]?)?(?:\(\d{2,5}\)[ -]?)?\d{3,4}[ -]\d{3,4}[ -]?\d{2,4}(?![\w.])")),
    (
        "a date of birth",
        re.compile(rf"\b(?i:d\.?o\.?b\.?|date of birth|born(?: on)?|birth ?date)[ :,]*(?:(?i:is|was) )?(?:(?i:on) )?(?i:{_DATE})"),
    ),
    ("a full date", re.compile(rf"(?<![\w/.-])(?i:{_DATE})(?![\w/])")),
    ("a name", re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mister|Herr|Frau|Madame|Monsieur|Se\u00f1ora?|Sir|Lady)\.? {_CAPITALISED}")),
    (
        "a name",
        re.compile(
            rf"(?<=\b)(?P<lead>(?i:patient|named|called|name is|name:|pt|my (?:mother|father|son|daughter|wife|husband|brother|sister|patient|"
            rf"child|baby|partner|friend)|his name is|her name is)[ :,]+(?:(?i:is|named|called) )?)(?P<name>{_NAME} {_CAPITALISED})"
        ),
    ),
    ("a name", re.compile(rf"(?P<lead>(?i:\bname is |\bnamed |\bcalled ))(?P<name>{_CAPITALISED})")),
    ("a name", re.compile(rf"^(?P<lead>\W*)(?P<name>{_NAME} {_NAME})(?=, (?:\[|\d{{1,3}}|a \d|aged|born|dob|DOB|m\b|f\b|male|female))")),
)  # fmt: skip


def strike(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with names, birth dates, numbers and addresses of a patient replaced by "[removed]", and what kinds were.

    Errs on the side of removing: a full date is removed whatever it is the date of. Eponyms ("Crohn disease") stay, since a
    name is only taken for one where its company says so.
    """
    found: list[str] = []
    for what, pattern in _RULES:
        question, count = pattern.subn(_struck, question)
        if count and what not in found:
            found.append(what)
    return question, tuple(found)


def _struck(match: re.Match[str]) -> str:
    return f"{match.groupdict().get('lead') or ''}[removed]"
