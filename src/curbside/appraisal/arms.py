"""Which words of a sentence name the one arm of a comparison and which the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from curbside.appraisal.matching import stem
from curbside.text import abbreviations, words

_EMPTY = frozenset(
    "a an the of in with and or for to by on at from plus vs versus per any only alone group groups arm patients "
    "participants women men children adults subjects treatment therapy treated treat treatments received receiving "
    "receive given use used using administered administration day days daily week weekly weeks month months hour "
    "hours year years twice once time times every after before during mg g kg ml mcg iu dose doses oral orally "
    "intravenous intravenously study trial intervention type level who were was is that which as than not no other "
    "each two three four one based program programme minutes min inc ltd system medical phase phases experience "
    "regimen regimens protocol preoperative infusion added done normal normal comparison compared standard care "
    "usual control "
    "controls placebo sham conventional".split()
)
_CONTROL = re.compile(
    r"\b(?:placebos?|sham|controls?|usual[ -]care|standard (?:of )?care|standard (?:therapy|treatment)|routine care|"
    r"untreated|conventional (?:\w+ )?(?:group|therapy|treatment|care)|no[ -](?:treatment|intervention)|"
    r"wait(?:ing)?[- ]?"
    r"list|comparat(?:or|ive) (?:group|arm)|reference (?:group|arm)|non-?(?:treated|intervention) group|vehicle|"
    r"monotherapy)\b",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"\b(?:intervention|experimental|treatment|treated|active|study|test|trained|exercise|combin(?:ed|ation)|therapy|"
    r"drug|intensive|training) (?:groups?|arms?|patients|participants|subjects|children|women|schools|sites)\b|"
    r"\bexperimental\b|\bintervention\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\b(?:alone|only)\b", re.IGNORECASE)
_NAMED_GROUP = re.compile(
    r"\b(?i:groups?|arms?|cohort|regimen) ?([A-Z]{1,3}\d?|\d|I{1,3}V?)\b|\b([A-Z]{1,3}\d?|\d) (?i:groups?)\b"
)
_IN_BRACKETS = re.compile(r"[\[(]([A-Za-z][\w+/-]{0,9})[\])]")


@dataclass(frozen=True, slots=True)
class Arms:
    """Two arms: patterns that find each in a text, either of them None where its words tell nothing apart."""

    first: re.Pattern[str] | None
    second: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names an arm; `first` is true for the intervention, false for its comparator."""

    start: int
    end: int
    first: bool


def arms(intervention: str, comparator: str, text: str = "", outcome: str = "") -> Arms:
    """What names each arm: the words that only its description has, its letters in brackets, what the text calls it."""
    shortened = abbreviations(text) if text else ()
    first, second = _names(intervention, shortened), _names(comparator, shortened)
    asked = frozenset(stem(w) for w in words(outcome))
    only_first, only_second = first - second - asked, second - first - asked
    only_first, only_second = _with_initials(only_first, only_second, text)
    # "A and B against A alone": the name that both share tells nothing, "alone" does.
    lone = not only_second and _ALONE.search(comparator) is not None
    unnamed = not only_second and not lone and not _CONTROL.search(comparator)
    return Arms(
        first=_pattern(only_first, _treated(intervention, comparator)),
        second=_pattern(
            second - asked if unnamed else only_second,
            "|".join(p for p in (_ALONE.pattern if lone else "", _control(intervention, comparator)) if p),
        ),
    )


_TWO = 2


def _with_initials(first: frozenset[str], second: frozenset[str], text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names with the letters of groups called by the initial of what they were given: "group B", bupivacaine."""
    letters = {(a or b) for a, b in _NAMED_GROUP.findall(text)}
    of_first, of_second = ({n[0].upper() for n in names if n[0].isalpha()} for names in (first, second))
    first_letters, second_letters = letters & (of_first - of_second), letters & (of_second - of_first)
    if len(letters) == _TWO and bool(first_letters) != bool(second_letters):
        first_letters, second_letters = (
            first_letters or letters - second_letters,
            second_letters or letters - first_letters,
        )
    return first | {f"group {x}" for x in first_letters}, second | {f"group {x}" for x in second_letters}


def mentions(text: str, found: Arms) -> tuple[Mention, ...]:
    """The places that name an arm, in order; of two that overlap the longer one counts."""
    places = [Mention(*m.span(), True) for m in found.first.finditer(text)] if found.first else []
    places += [Mention(*m.span(), False) for m in found.second.finditer(text)] if found.second else []
    kept: list[Mention] = []
    for place in sorted(places, key=lambda p: (p.start, p.start - p.end, not p.first)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return _joined(kept, text)


def _joined(places: list[Mention], text: str) -> tuple[Mention, ...]:
    """Neighbouring mentions of one arm as one; a name that follows another directly belongs to it."""
    joined: list[Mention] = []
    for place in places:
        before = joined[-1] if joined else None
        near = before is not None and re.fullmatch(
            r"[\s()+/-]*(?:and |plus |with |the )?", text[before.end : place.start]
        )
        if before is not None and near and (before.first == place.first or _adds(text[before.end : place.start])):
            joined[-1] = Mention(before.start, place.end, before.first or place.first)
        else:
            joined.append(place)
    return tuple(joined)


def _adds(between: str) -> bool:
    return bool(re.search(r"\+|plus |/", between))


def _names(description: str, shortened: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The words that can name an arm; numbers only where they stand in the name of a group."""
    held = {w for w in words(description) if w not in _EMPTY and not w[0].isdigit() and len(w) > 2}
    held |= {f"={m}" for m in _IN_BRACKETS.findall(description) if m.lower() not in _EMPTY}
    held |= {f"={w}" for w in re.findall(r"\b[A-Z][A-Z0-9+-]{1,7}\b", description)}
    held |= {f"={w}" for w in re.findall(r"\b[A-Z][A-Z0-9]{1,7}\b", description)}
    held |= {f"group {a or b}" for a, b in _NAMED_GROUP.findall(description)}
    held |= {f"dose {n}" for n in re.findall(r"\d+(?:\.\d+)? ?(?:mg|g|mcg|ml|Gy|%|IU|weeks?|months?)", description)}
    stems = {stem(w) for w in held if w[0] != "=" and not w.startswith(("group ", "dose "))}
    for short, long in shortened:
        of_long = {stem(w) for w in words(long) if w not in _EMPTY}
        if of_long and of_long <= stems:
            held.add(f"={short}")
    return frozenset(stem(w) if w[0] != "=" and not w.startswith(("group ", "dose ")) else w for w in held)


def _treated(intervention: str, comparator: str) -> str:
    return "" if _TREATED.search(comparator) else _TREATED.pattern


def _control(intervention: str, comparator: str) -> str:
    return "" if _CONTROL.search(intervention) and not _CONTROL.search(comparator) else _CONTROL.pattern


def _pattern(names: frozenset[str], generic: str) -> re.Pattern[str] | None:
    found = [_form(n) for n in sorted(names, key=lambda n: (-len(n), n))]
    if generic:
        found.append(f"(?i:{generic})")
    return re.compile("|".join(found)) if found else None


def _form(name: str) -> str:
    if name.startswith("="):
        return rf"(?<![\w-]){re.escape(name[1:])}s?(?![\w])"
    if name.startswith("group "):
        letter = re.escape(name[6:])
        called = rf"\b(?i:groups?|arms?|regimen|treatment|cohort) ?{letter}\b"
        return rf"{called}|\b{letter} (?i:groups?)\b|(?<=and ){letter}\b(?=[ ,.)])"
    if name.startswith("dose "):
        return rf"(?<![\d.]){re.escape(name[5:]).replace(chr(92) + ' ', '[ -]?')}\b"
    return rf"\b(?i:{re.escape(name)})" + (r"\w*" if len(name) > 3 else r"\b")
