"""Reads the recommendations of the US Preventive Services Task Force in the JSON of its own interface."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from curbside.model import Add, BadInputError, Change, Depth, Document, Kind, LawBrokenError, Passage
from curbside.sources.opening import decoded, whole
from curbside.text import normalise

_ISSUER = "US Preventive Services Task Force"
_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div|/h\d|/tr)\b[^>]*>|\r?\n", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(r"(?:,\s*)?<a\b[^>]*>\s*\d+\s*</a>", re.IGNORECASE)  # the number of a reference
_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_SEXES = {"female": "women", "male": "men"}
_NO_RISK = {"", "None", "Other", "Age"}  # words of the file that name no risk
_OLDEST = 100  # the file writes "and older" as an upper age of 100

Object = dict[str, object]


def read(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """One document for each specific recommendation: the recommendation with its grade, and what the grade means."""
    found = _json(decoded(whole(stream, file), file), file)
    rows = found.get("specificRecommendations")
    if not isinstance(rows, list) or not rows:
        raise BadInputError(file, "", 'no list of "specificRecommendations"')
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        place = f"specificRecommendations {number}"
        if not isinstance(row, dict):
            raise BadInputError(file, place, "not a JSON object")
        add = _change(row, found, (file, place), kind)
        if add.document.id in seen:
            raise BadInputError(file, place, f"the id {row['id']!r} comes twice")
        seen.add(add.document.id)
        yield add


def _json(text: str, file: str) -> Object:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInputError(file, f"line {error.lineno}", f"not JSON ({error.msg})") from None
    except (ValueError, RecursionError):
        raise BadInputError(file, "", "not JSON that can be read (a number too long or nesting too deep)") from None
    if not isinstance(found, dict):
        raise BadInputError(file, "", "not a JSON object")
    return found


def _change(row: Object, held: Object, where: tuple[str, str], kind: Kind | None) -> Add:
    for key in ("id", "title", "grade", "text"):
        if row.get(key) in (None, "") or not isinstance(row[key], str | int):
            raise BadInputError(*where, "a record without a title" if key == "title" else f'a record without "{key}"')
    general = _linked(held.get("generalRecommendations"), row.get("general"))
    try:
        document = Document(
            id=f"uspstf:{row['id']}",
            kind=kind or Kind.GUIDELINE,
            title=normalise(plain(str(row["title"]))),
            issuer=_ISSUER,
            published=_published(general),
            jurisdiction="US",
            language="en",
            depth=Depth.SUMMARY,
            link=_link(general),
        )
    except LawBrokenError as error:
        raise BadInputError(*where, str(error)) from None
    texts = (("Recommendation", _recommendation(row)), ("Risk", plain(row.get("riskText"))))
    more = (("Rationale", plain(general.get("rationale"))), ("Grade", _meaning(row, held.get("grades"))))
    passages = tuple(Passage(document=document, section=name, text=text) for name, text in (*texts, *more) if text)
    return Add(document=document, passages=passages)


def plain(markup: object) -> str:
    """The text of a little HTML, its breaks as line breaks, scripts and tags gone."""
    if not isinstance(markup, str):
        return ""
    text = _NOTE.sub("", _UNSEEN.sub("", markup))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    return normalise(html.unescape(text))


def _recommendation(row: Object) -> str:
    lines = (_population(row), f"Grade {row['grade']}: {plain(row['text'])}", _frequency(row))
    return normalise("\n".join(line for line in lines if line))


def _population(row: Object) -> str:
    """The line that says whom the recommendation is for, "Population: women, ages 21 to 30"."""
    sex = str(row.get("sex") or row.get("gender") or "")
    risk = str(row.get("riskName") or "")
    parts = (_SEXES.get(sex, sex), _ages(row.get("ageRange")), "" if risk in _NO_RISK else risk[0].lower() + risk[1:])
    told = ", ".join(part for part in parts if part)
    return f"Population: {told}" if told else ""


def _ages(span: object) -> str:
    if not isinstance(span, list) or len(span) != 2 or not all(isinstance(age, int) for age in span):
        return ""
    youngest, oldest = span
    return f"ages {youngest} and older" if oldest >= _OLDEST else f"ages {youngest} to {oldest}"


def _frequency(row: Object) -> str:
    """How often, where the file says it in words that the recommendation does not already hold."""
    often = plain(row.get("servFreq"))
    return f"Frequency: {often}" if often and often.rstrip(".") not in plain(row["text"]) else ""


def _linked(table: object, key: object) -> Object:
    found = table.get(str(key)) if isinstance(table, dict) else None
    return found if isinstance(found, dict) else {}


def _published(general: Object) -> str | None:
    """The date of the general recommendation, or its year."""
    for key in ("pubDate", "topicYear"):
        if match := re.match(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)", str(general.get(key) or "")):
            return match.group()
    return None


def _link(general: Object) -> str | None:
    alias = general.get("uspstfAlias")
    if not isinstance(alias, str) or not re.fullmatch(r"[\w-]+", alias):
        return None
    return f"https://www.uspreventiveservicestaskforce.org/uspstf/recommendation/{alias}"


def _meaning(row: Object, grades: object) -> str:
    """What the grade means, in the version of the grading that the recommendation was made under."""
    texts = grades.get(str(row["grade"])) if isinstance(grades, dict) else None
    version = row.get("gradeVer")
    if not isinstance(texts, list) or not isinstance(version, int) or not 0 <= version < len(texts):
        return ""
    meaning = plain(texts[version])
    return f"Grade {row['grade']} means: {meaning}" if meaning else ""
