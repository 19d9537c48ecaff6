"""Words: made uniform once, cut into sentences, searched for numbers with units and for abbreviations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_GONE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_SAME = {
    ord("\u2212"): "-", ord("\u2010"): "-", ord("\u2011"): "-", ord("\u2012"): "-",
    ord("\ufb01"): "fi", ord("\ufb02"): "fl", ord("\ufb00"): "ff", ord("\ufb03"): "ffi", ord("\ufb04"): "ffl",
    ord("\u2028"): "\n", ord("\u2029"): "\n",
}  # fmt: skip
_TABLE = {**_SPACES, **_GONE, **_SAME}
_SAME_PRINTABLE = tuple((chr(code), same) for code, same in _SAME.items() if chr(code).isprintable())
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MIDDLE_DOT = re.compile(r"(?<=\d)\u00b7(?=\d)")
_BLANKS = re.compile(r" {2,}")
_BREAKS = re.compile(r" *\n[ \n]*")


def normalise(text: str) -> str:
    """The text with one kind of blank, hyphen, line break and decimal point; applied once, when a passage is made.

    Superscripts are left alone: turning 10\u2079 into 109 would change a number.
    """
    if text.isprintable():
        return _printable(text)
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if not text.isascii():
        text = _MIDDLE_DOT.sub(".", unicodedata.normalize("NFC", text.translate(_TABLE)))
    return _BREAKS.sub("\n", _BLANKS.sub(" ", text)).strip()


def _printable(text: str) -> str:
    """The same, for a text without line breaks, control characters and other blanks, as most of MEDLINE is.

    Looking for each of the few characters that remain takes a tenth of the time of a table for all of them.
    """
    if not text.isascii():
        for character, same in _SAME_PRINTABLE:
            if character in text:
                text = text.replace(character, same)
        text = unicodedata.normalize("NFC", text)
        if "\u00b7" in text:
            text = _MIDDLE_DOT.sub(".", text)
    return (_BLANKS.sub(" ", text) if "  " in text else text).strip()


_ABBREVIATED = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|cf|et al|al|approx|ca|resp|incl|dr|drs|mr|mrs|ms|prof|st|fig|figs|tab|eq|ref|refs|no|nos|"
    r"vol|pp|ed|eds|jr|sr|inc|ltd|co|dept|univ|sp|spp|subsp|var|max|min|wt|ht|hr|hrs|wk|wks|mo|mos|yr|yrs|"
    r"i\.v|i\.m|s\.c|p\.o|b\.i\.d|t\.i\.d|q\.i\.d|q\.d|a\.m|p\.m|u\.s|u\.k)|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(
    r"\d\s?(?:h|g|l|m|s|d|kg|mg|ml|dl|hr|hrs|wk|wks|mo|mos|yr|yrs|min|max|no|co|ht|wt|C|K)\.$", re.IGNORECASE
)
_BREAK = re.compile(
    r"\n|[.!?;:]+[\"'\u201d\u2019)\]]*(?= +[\u2022\u30fb\u25aa\u25cf\u25a0] )|[.!?]+[\"'\u201d\u2019)\]]*(?= +)"
)
_OPENS = re.compile(r" +[\"'\u201c\u2018(\[\u2022\u30fb\u25aa\u25cf\u25a0 ]*[A-Z0-9\u2265\u2264<>\u00b1\u03b1-\u03c9]")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The places (start, end) of the sentences of a normalised text, without blanks; a line break ends one."""
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        if match.group() != "\n" and not _ends_sentence(text, start, end):
            continue
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _ends_sentence(text: str, start: int, end: int) -> bool:
    if not _OPENS.match(text, end):
        return False
    before = text[max(start, end - 12) : end]
    if not before.endswith("."):
        return True
    if _ABBREVIATED.search(before):
        return bool(_UNIT_BEFORE.search(before)) and text[end:].lstrip()[:1].isupper()
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


_BAR = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")


def cells(text: str, row: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """The places of the cells of a row of a table, without blanks; one cell where no bar stands between two blanks.

    An empty cell is a place without length.
    """
    start, end = row
    edges = [start, *(start + edge for m in _BAR.finditer(text[start:end]) for edge in m.span()), end]
    return tuple(_bare(text, *place) for place in zip(edges[::2], edges[1::2], strict=True))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of what stands between two places, without the blanks around it."""
    return next(_trimmed(text, start, end), (end, end))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it stands in a text: digits without thousands separators, unit as written or "", place."""

    value: str
    unit: str
    start: int
    end: int


_PER = r"(?:/(?:\d+(?:\.\d+)? ?)?[A-Za-z\u00b5\u03bc]+(?:\^?-?\d|[\u00b2\u00b3])?)*"
_PREFIX = r"(?:\u00b5|\u03bc|mc|m|k|c|d|n|p)?"
_UNIT = (
    r"%|\u2030|per ?cent|percentage points?|"
    rf"{_PREFIX}(?:mol|Eq|IU|Osm|Pa|bar|g(?:\^?-?\d)?|[lL]){_PER}|(?:MG|MCG|KG|ML){_PER}|"
    rf"(?:(?:thousand|million|billion) ?)?(?:IU|U|units?){_PER}|thousand|million|billion|"
    r"mm ?Hg|(?:cm|mm|km|m)(?:\^?[23]|[\u00b2\u00b3])?|\u00b0 ?[CF]|Gy|Hz|kcal|cal|kJ|"
    r"(?i:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?|fold|times)|[hdy]|"
    r"(?:x|\u00d7) ?10(?:\^|\*\*)?\u207b?[\d\u2070-\u2079]+(?:/[A-Za-z\u00b5\u03bc]+)?|"
    r"/(?:[\u00b5\u03bcumd]?[lL]|mm\^?[3\u00b3]|h|hr|hour|min|d|day|week|month|year|kg)"
)
_QUANTITY = re.compile(
    r"(?<![\w.])(?P<value>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?|\.\d+)"
    rf"(?:(?P<gap>[ -]?)(?P<unit>{_UNIT})(?![A-Za-z]))?"
)
_ANY_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)*|(?<!\d)\.\d+")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every figure of a text that stands as a word of its own, with the unit that follows it."""
    return tuple(Quantity(_plain(m["value"]), m["unit"] or "", m.start(), m.end()) for m in _QUANTITY.finditer(text))


def figures(text: str) -> frozenset[str]:
    """Every run of digits of a text, without thousands separators, a bare ".5" read as "0.5", also inside words."""
    found = (m.group().rstrip(".,") for m in _ANY_NUMBER.finditer(text))
    return frozenset(_plain(f) for f in found if f)


def _plain(figure: str) -> str:
    figure = re.sub(r"[, ](?=\d{3}(?!\d))", "", figure)
    return f"0{figure}" if figure.startswith(".") else figure


_WORD = re.compile(r"[^\W_]+(?:[-'/][^\W_]+)*", re.UNICODE)
_PLAIN_WORD = re.compile(r"[a-z0-9]+(?:[-'/][a-z0-9]+)*")
"""The same in ASCII in lower case, found in half the time."""


def words(text: str) -> list[str]:
    """The words of a text in lower case; hyphens, apostrophes and slashes inside a word are kept."""
    if text.isascii():
        return _PLAIN_WORD.findall(text.lower())
    return [w.lower() for w in _WORD.findall(text)]


def edits(one: str, other: str) -> int:
    """How many letters must be put in, left out, changed or swapped with their neighbour to turn one word into another.

    The optimal string alignment distance: Damerau FJ. A technique for computer detection and correction of spelling
    errors. Commun ACM 1964;7:171-6 (doi:10.1145/363958.363994); no letter is edited twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [n]
        for m, wanted in enumerate(other, start=1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != wanted))
            swapped = n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == wanted
            row.append(min(cost, earlier[m - 2] + 1) if swapped else cost)
    return row[-1]


_GREEK = {
    "\u03b1": "alpha", "\u03b2": "beta", "\u03b3": "gamma", "\u03b4": "delta", "\u03b5": "epsilon", "\u03ba": "kappa",
    "\u03bb": "lambda", "\u03c9": "omega",
}  # fmt: skip
"""The Greek letters that names of molecules are made of; mu is left out, as it begins units."""
_NAMES = {name: letter for letter, name in _GREEK.items()}
_GREEK_LETTER = re.compile("[" + "".join(_GREEK) + "]")
_GREEK_NAME = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(_NAMES)})(?![^\W\d_])|(?<=[a-z])(?:alpha|beta|gamma|kappa)(?![^\W\d_])"
)
_NUMBERED = re.compile(r"([^\W\d_]{1,7})(-?)(\d{1,4}[^\W\d_]?)")
_WITH_GREEK = re.compile(rf"([^\W\d_]{{2,7}}?)(-?)((?:{'|'.join([*_GREEK, *_NAMES])})\d{{0,2}})")


def other_spellings(word: str) -> tuple[str, ...]:
    """The other ways to write a name in lower case that ends in a number or has a Greek letter, in a fixed order.

    "pim1" and "pim-1" are one name, and so are "tnf-alpha", "tnf-\u03b1" and "tnf\u03b1"; most words have one way only.
    """
    found = [word]
    for form in tuple(found):
        found += [
            _GREEK_LETTER.sub(lambda m: _GREEK[m.group()], form),
            _GREEK_NAME.sub(lambda m: _NAMES[m.group()], form),
        ]
    for form in tuple(found):
        parts = _WITH_GREEK.fullmatch(form) or _NUMBERED.fullmatch(form)
        if parts is not None:
            found += [parts[1] + parts[3], f"{parts[1]}-{parts[3]}"]
    return tuple(f for f in dict.fromkeys(found) if f != word)


def lowered(text: str) -> str:
    """The text in lower case, every character in its place.

    Patterns in lower case find in it what they would in the text without regard to case, in a third of the time.
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[0] for c in text)


_SHORT_IN_BRACKETS = re.compile(r"\(([A-Za-z0-9][\w/+-]{1,9})(?:[;,][^()]*)?\)")
_SHORT_BEFORE = re.compile(r"\b([A-Z][\w-]{1,9}) $")
_LONG_IN_BRACKETS = re.compile(r"\(((?:[\w/-]+ ){1,8}[\w/-]+)\)")


def abbreviations(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs (short, long) that a text defines itself, "disseminated intravascular coagulation (DIC)".

    After Schwartz AS, Hearst MA. A simple algorithm for identifying abbreviation definitions in biomedical text.
    Pac Symp Biocomput 2003:451-62 (PMID 12603049).
    """
    shorts, longs = [], []
    place = text.find("(")
    while place >= 0:
        if match := _SHORT_IN_BRACKETS.match(text, place):
            short = match.group(1)
            if _may_be_short(short) and (long := _long_form(short, text, place)):
                shorts.append((short, long))
        elif (before := _SHORT_BEFORE.search(text, max(0, place - 11), place)) and _may_be_short(before.group(1)):
            short, match = before.group(1), _LONG_IN_BRACKETS.match(text, place)
            if match and _long_form(short, match.group(1), len(match.group(1))) == match.group(1):
                longs.append((short, match.group(1)))
        place = text.find("(", place + 1)
    return (*shorts, *longs)


def _may_be_short(short: str) -> bool:
    return 2 <= len(short) <= 10 and sum(map(str.isupper, short)) >= 2 and not short.isdigit()


_CLAUSE_END = re.compile(r"[.;:()\[\]\n]")


def _long_form(short: str, text: str, end: int) -> str:
    """The words before the bracket at `end` that spell the short form, or ""."""
    letters = [c for c in short.lower() if c.isalnum()]
    candidate = _last_words(text, end, min(len(letters) + 5, len(letters) * 2))
    low = candidate.lower()
    place = len(candidate)
    for letter in reversed(letters[1:]):
        place = low.rfind(letter, 0, place)
        if place < 0:
            return ""
    place = low.rfind(letters[0], 0, place)
    while place > 0 and low[place - 1].isalnum():
        place = low.rfind(letters[0], 0, place)
    if place < 0:
        return ""
    long = candidate[place:]
    return long if len(long) > len(short) and short.lower() not in words(long) else ""


def _last_words(text: str, end: int, most: int) -> str:
    """The last words of the clause before `end`, as many at most; of a long text no more than these is looked at."""
    while end > 0 and text[end - 1] != "\n" and text[end - 1].isspace():
        end -= 1
    start = end
    for _ in range(most):
        start = text.rfind(" ", 0, start)
        if start < 0:
            break
    return _CLAUSE_END.split(text[start + 1 : end])[-1]


_CONDITIONS = (
    r"disease|syndrome|disorder|cancer|carcinoma|[a-z]itis\b|osis\b|asis\b|emia|pathy|infect|failure|injur|diabet|"
    r"pain|sepsis|septic|shock|stroke|fractur|pregnan|eclampsia|surg|deficien|hypertens|hypotens|asthma|oma\b|lymphoma|"
    r"leuk|malaria|\bhiv\b|aids|covid|influenza|copd|tubercul|gout|acne|burns?\b|autis|epilep|dementia|alzheimer|"
    r"parkinson|depress|anxiety|schizo|bipolar|migraine|headache|lupus|obes|"
    r"overweight|fever|cough|smok|trauma|seizure|coma|delirium|bleed|h(?:a)?emorrhag|ulcer|hernia|thromb|embol|arrest|"
    r"fibrillation|arrhythm|insomnia|coagulation|transplant|ventilat|dialysis|tumou?r|neoplas|metasta|malign|cirrho|"
    r"hepat|renal(?!in)|kidney|heart|coronary|angina|infarct|isch(?:a)?em|penia|coagulopath|thalass|h(?:a)?emophil|preterm|"
    r"birth|labou?r|menopaus|infertil|addict|opioid|alcohol|withdraw|poison|overdos|bite|allerg|"
    r"anaphyl|eczema|dermat|psoria|rash|wound|cataract|glaucoma|retin|blind|deaf|hearing|tinnitus|dental|caries|"
    r"periodont|crohn|colic|diarrh|constipat|reflux|vomit|nausea|apn(?:o)?ea|fibrosis|sclerosis|palsy|dystroph|"
    r"pneumoni|thyroidism|thyrotox|syncop|vertigo|incontinen|abscess|hypoglyc|hyperglyc|hyperkal|hypokal|hyponatr|"
    r"dyslipid|myasthenia|neuropath|spinal cord|back pain|arthr|osteo|malnutr|wasting|"
    r"gonorrh|syphil|chancroid|scabies|leprosy|trichomon|onchocerc|schistosom|leishman"
)


def _by_first_letter(alternatives: str) -> str:
    """A pattern of alternatives that looks at each place for the first letter of some of them before the rest."""
    of_letter: dict[str, list[str]] = {}
    for one in alternatives.split("|"):
        of_letter.setdefault(one[0] if one[0].isalpha() else "", []).append(one)
    apart = of_letter.pop("", [])
    return "|".join([*(f"{first}(?:{'|'.join(o[1:] for o in of)})" for first, of in of_letter.items()), *apart])


_CONDITION = re.compile(_by_first_letter(_CONDITIONS))


def names_condition(text: str) -> bool:
    """Whether words hold what names of conditions, procedures and states of health are made of."""
    return _CONDITION.search(lowered(text)) is not None
