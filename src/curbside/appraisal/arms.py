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
    "controls placebo sham conventional both either their his her they them then when while were had has have been "
    "being are into about mg/dl mg/kg ml/kg mg/day kg/m2 g/day mmol/l mcg/kg visit visits session sessions mother "
    "mothers ratio ratios instructed determined delivered provided performed measured conducted following "
    "followed".split()
)
_EXACT = frozenset("high low long short early late deep fast slow great full part cool room mild".split())
"""Names that must stand as they are: "higher" does not name the high dose."""
_CONTROL = re.compile(
    r"\b(?:placebos?|sham|(?<!glucose )(?<!glycemic )(?<!glycaemic )(?<!pain )(?<!pressure )(?<!disease )(?<!symptom )"
    r"(?<!asthma )(?<!weight )(?<!rate )(?<!tumor )(?<!tumour )(?<!local )(?<!self-)(?<!self )(?<!motor )(?<!better )"
    r"(?<!birth )(?<!infection )(?<!quality )controls?(?! (?:of|over)\b)|"
    r"usual[ -]care|standard (?:of )?care|standard (?:therapy|treatment)|routine care|"
    r"untreated|conventional (?:\w+ )?(?:group|therapy|treatment|care)|no[ -](?:treatment|intervention)|"
    r"wait(?:ing)?[- ]?"
    r"list|comparat(?:or|ive) (?:group|arm)|reference (?:group|arm)|non-?(?:treated|intervention) group|vehicle|"
    r"monotherapy)\b",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"(?<!-)\b(?:intervention|experimental|treatment|treated|active|study|test|trained|exercise|combin(?:ed|ation)|therapy|supplement(?:ed|ation)?|vaccin(?:e|ated)|immuni[sz]ed|educat(?:ed|ion)|screened|"
    r"drug|intensive|training) (?:groups?|arms?|patients|participants|subjects|children|women|schools|sites)\b|"
    r"\bexperimental\b|(?<!after )(?<!before )(?<!after the )(?<!before the )(?<!of the )(?<!of )(?<!during the )"
    r"(?<!pre-)(?<!post-)(?<!following )(?<!following the )\bintervention\b(?! (?:period|phase|sessions?)\b)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\b(?:alone|only)\b", re.IGNORECASE)
_NAMED_GROUP = re.compile(
    r"\b(?i:groups?|arms?|cohort|regimen) ?([A-Z]{1,3}\d?|\d|I{1,3}V?)\b|\b([A-Z]{1,3}\d?|\d) (?i:groups?)\b"
)
_IN_BRACKETS = re.compile(r"[\[(]([A-Za-z][\w+/&-]{0,9}(?: \+ [A-Za-z]\w{0,9})?)[\])]")


@dataclass(frozen=True, slots=True)
class Arms:
    """Two arms: patterns that find each in a text, either of them None where its words tell nothing apart."""

    first: re.Pattern[str] | None
    second: re.Pattern[str] | None
    together: bool = False
    """Whether the intervention is what the comparator names apart, given together."""


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
    # "Insoles against no insoles": the name stays with those who had them.
    without = _WITHOUT.search(comparator) is not None and not _WITHOUT.search(intervention)
    only_first, only_second = first - (frozenset() if without else second) - asked, second - first - asked
    only_first, only_second = _with_letters(only_first, only_second, (intervention, comparator), text)
    # "A and B against A alone": the name that both share tells nothing, "alone" does.
    lone = not only_second and _ALONE.search(comparator) is not None
    first_lone = not only_first and _ALONE.search(intervention) is not None
    unnamed = not only_second and not lone and not _CONTROL.search(comparator)
    return Arms(
        first=_pattern(only_first, _ALONE.pattern if first_lone else _treated(intervention, comparator)),
        second=_pattern(
            second - asked if unnamed else only_second,
            "|".join(
                part
                for part in (
                    _ALONE.pattern if lone else "",
                    _not_given(first - asked) if without else "",
                    _control(intervention, comparator),
                )
                if part
            ),
        ),
        together=not (first - second) and bool(_PLUS.search(intervention)),
    )


_WITHOUT = re.compile(r"\b(?:no|not|without|never|absence of|non)\b", re.IGNORECASE)
_PLUS = re.compile(r"\+|\bplus\b|\bwith\b|\band\b|\bcombin", re.IGNORECASE)


def _not_given(names: frozenset[str]) -> str:
    """What tells that something was not given: "no", "not" or "without", a few words on the name of it."""
    found = "|".join(re.escape(n) for n in sorted(names) if n.isalpha())
    return rf"\b(?:no|not|without|non)[ -](?:[\w-]+ ){{0,3}}?(?:{found})\w*" if found else ""


_TWO = 2
_USUAL_LETTERS = (("A", "B"), ("1", "2"), ("I", "II"))
_DESCRIBED = re.compile(r"[(\[](?:(?i:groups?|arm) ?)?([A-Z]|[1-9]|I{1,3})[)\]]")


def _with_letters(
    first: frozenset[str], second: frozenset[str], described: tuple[str, str], text: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The names with the letters of groups: as described, as tied to a name in the text, else as they initial one."""
    letters = {(a or b) for a, b in _NAMED_GROUP.findall(text)}
    if not letters:
        return first, second
    own = [letters & (_described(d) | _tied(names, text)) for d, names in zip(described, (first, second), strict=True)]
    of_first, of_second = own[0] - own[1], own[1] - own[0]
    if not of_first and not of_second:
        of_first, of_second = _initialled(letters, first, second)
    if len(letters) == _TWO and bool(of_first) != bool(of_second):
        of_first, of_second = of_first or letters - of_second, of_second or letters - of_first
    if not of_first and not of_second:
        # Where nothing tells, the arm asked about is taken for the first group, as trials number them.
        usual = next((pair for pair in _USUAL_LETTERS if set(pair) == letters), None)
        of_first, of_second = ({usual[0]}, {usual[1]}) if usual else (set[str](), set[str]())
    return first | {f"group {x}" for x in of_first}, second | {f"group {x}" for x in of_second}


def _described(description: str) -> set[str]:
    return {*_DESCRIBED.findall(description), *((a or b) for a, b in _NAMED_GROUP.findall(description))}


def _tied(names: frozenset[str], text: str) -> set[str]:
    """The letters of groups that the text explains by one of the names: "Group I (dexamethasone)"."""
    found = set[str]()
    for name in names:
        if name.isalpha() and len(name) > _SHORT:
            found |= set(re.findall(rf"\b(?i:group|arm) ?([A-Z]|[1-9]|I{{1,3}}) ?[(:] ?(?i:{re.escape(name)})", text))
            found |= set(
                re.findall(rf"(?i:{re.escape(name)})\w*(?: [\w-]+)? [(](?i:group|arm) ?([A-Z]|[1-9]|I{{1,3}})[)]", text)
            )
    return found


_SHORT = 3


def _initialled(letters: set[str], first: frozenset[str], second: frozenset[str]) -> tuple[set[str], set[str]]:
    """The letters of groups called by the initial of what they were given: "group B", bupivacaine."""
    of_first, of_second = ({n[0].upper() for n in names if n[0].isalpha()} for names in (first, second))
    return letters & (of_first - of_second), letters & (of_second - of_first)


def mentions(text: str, found: Arms) -> tuple[Mention, ...]:
    """The places that name an arm, in order; of two that overlap the longer one counts."""
    places = [Mention(*m.span(), True) for m in found.first.finditer(text)] if found.first else []
    places += [Mention(*m.span(), False) for m in found.second.finditer(text)] if found.second else []
    kept: list[Mention] = []
    for place in sorted(places, key=lambda p: (p.start, p.start - p.end, not p.first)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return _joined(kept, text, together=found.together)


def _joined(places: list[Mention], text: str, *, together: bool) -> tuple[Mention, ...]:
    """Neighbouring mentions of one arm as one; a name that follows another directly belongs to it."""
    joined: list[Mention] = []
    for place in places:
        before = joined[-1] if joined else None
        near = before is not None and re.fullmatch(
            r"[\s()+/-]*(?:and |plus |with |the )?", text[before.end : place.start]
        )
        if before is not None and near and (before.first == place.first or _adds(text[before.end : place.start])):
            both = together and _adds(text[before.end : place.start])
            joined[-1] = Mention(before.start, place.end, before.first or place.first or both)
        else:
            joined.append(place)
    return tuple(joined)


def _adds(between: str) -> bool:
    return bool(re.search(r"\+|plus |/", between))


def _names(description: str, shortened: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The words that can name an arm; numbers only where they stand in the name of a group."""
    held = {w for w in _parted(description) if w not in _EMPTY and not w[0].isdigit() and len(w) > _TWO}
    held |= {f"={m}" for m in _IN_BRACKETS.findall(description) if m.lower() not in _EMPTY}
    held |= {f"={w}" for w in re.findall(r"\b[A-Z][A-Z0-9+-]{1,7}\b", description)}
    held |= {f"={w}" for w in re.findall(r"\b[A-Z][A-Z0-9]{1,7}\b", description)}
    held |= {f"group {a or b}" for a, b in _NAMED_GROUP.findall(description)}
    held |= {
        f"dose {n}"
        for n in re.findall(
            r"\d+(?:\.\d+)? ?(?:mg|g|mcg|\u00b5g|\u03bcg|ml|mL|Gy|%|IU|weeks?|months?|hours?|"
            r"days?|min|Hz|kg|cm|mm|kcal|MHz|\u00b0 ?C)",
            description,
        )
    }
    held |= {f"={n}" for n in re.findall(r"\b\d+:\d+\b", description)}
    stems = {stem(w) for w in held if w[0] != "=" and not w.startswith(("group ", "dose "))}
    for short, long in shortened:
        of_long = {stem(w) for w in words(long) if w not in _EMPTY}
        if of_long and of_long <= stems:
            held.add(f"={short}")
    return frozenset(stem(w) if w[0] != "=" and not w.startswith(("group ", "dose ")) else w for w in held)


def _parted(description: str) -> list[str]:
    """The words of a description, hyphenated ones whole and in their parts."""
    return [part for w in words(description) for part in ({w, *w.split("-")} if "-" in w else {w})]


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
        return rf"(?<![\w&-]){re.escape(name[1:])}s?(?![\w&])"
    if name.startswith("group "):
        letter = re.escape(name[6:])
        called = rf"\b(?i:groups?|arms?|regimen|treatment|cohort) ?{letter}\b"
        return rf"{called}|\b{letter} (?i:groups?)\b|(?<=and ){letter}\b(?=[ ,.)])"
    if name.startswith("dose "):
        return rf"(?<![\d.]){re.escape(name[5:]).replace(chr(92) + ' ', '[ -]?')}\b"
    return rf"\b(?i:{re.escape(name)})" + (r"\w*" if len(name) > _SHORT and name not in _EXACT else r"\b")
