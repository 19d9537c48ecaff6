"""Items of lists: a dose stands only with the lines above it that say of what, for whom or when (law 4)."""

from __future__ import annotations

import re

from curbside.text import names_condition

_MARKER = re.compile(r"[ \t]*(?P<marker>[-\u2013*\u2022\u30fb\u25aa\u25cf\u25a0\u25cb]|o(?= ))?[ \t]*")
_OUTER = frozenset("\u2022\u30fb\u25aa\u25cf\u25a0")
_WHOM = (
    r"\b(?:(?:treatment|management|prevention|prophylaxis) of|adults?|child\w*|infants?|neonat\w*|women|men|patients?|"
    r"pregnan\w+|aged?|years?|months?|weigh(?:ing|s))\b|\d ?kg\b|[<>\u2264\u2265]"
)
_WHOM_OR_WHEN = re.compile(rf"{_WHOM}|\b(?:for|in|if|when|with|to (?:treat|prevent))\b", re.IGNORECASE)
_ABOVE = re.compile(rf"{_WHOM}|\b(?:for|in|if|when|with)\b(?=.*:\s*$)", re.IGNORECASE)
"""What a line above says; one that does not end in a colon must name people, an age, a weight or a treatment."""


def is_item(text: str, start: int) -> bool:
    """Whether what starts here is an item of a list: only its marker stands before it on its line."""
    line = text.rfind("\n", 0, start) + 1
    match = _MARKER.fullmatch(text, line, start)
    return match is not None and bool(match["marker"])


def is_marked(line: str) -> bool:
    """Whether a line begins with the marker of an item."""
    match = _MARKER.match(line)
    return match is not None and bool(match["marker"])


def parent_of(text: str, start: int) -> tuple[int, int] | None:
    """The place of the line that an item of a list stands under, without its marker and colon; None where none does."""
    line = text.rfind("\n", 0, start) + 1
    depth = depth_at(text, line)
    while line > 0 and depth > 0:
        line = text.rfind("\n", 0, line - 1) + 1
        if depth_at(text, line) < depth:
            return bare_line(text, line)
    return None


def lead_of(text: str, start: int) -> tuple[int, int] | None:
    """The place of the line with a colon that a line stands under; None where it stands under none.

    "Respiratory arrest:" says when what is listed below it is done. A list ends where its marks do.
    """
    line = text.rfind("\n", 0, start) + 1
    depth = depth_at(text, line)
    while line > 0:
        line = text.rfind("\n", 0, line - 1) + 1
        first, end = bare_line(text, line)
        above = depth_at(text, line)
        leads = text[end : end + 2].strip().startswith(":")
        if (leads and (above < depth or above == depth == 0)) or (above <= depth and _GOES_ON.search(text[first:end])):
            return (first, end) if end - first <= _LONGEST_ABOVE else None
        if (depth == 0 and (above or text[first:end].endswith("."))) or not text[first:end].strip():
            return None
        depth = min(depth, above)
    return None


_GOES_ON = re.compile(r"\b(?:if|when|unless)$")
"""A line that ends so is gone on with by those below it, colon or none: "Consider reducing the dose if"."""


_RUN_ON = re.compile(r"\b(?P<before>[a-z]{2,})\)? (?P<heading>[A-Z][a-z]+(?: [A-Z](?= [a-z]))?(?: [a-z]+){1,5})$")
_JOINS = frozenset(
    """with of by or and than to the an for as in on if no up it do so give gives using use from at is are be like into
    via after before plus containing called including following followed see""".split()
)
"""Words behind which a capital begins no heading: "diazepam and Intravenous fluids"."""


def heading_run_on(text: str, start: int) -> tuple[int, int] | None:
    """The place of the heading that an item of a list stands under where it was run into the item above it, or None.

    Some texts lose the line breaks before their headings: "... level of consciousness Recurrent convulsions".
    """
    line = text.rfind("\n", 0, start) + 1
    while line > 0 and depth_at(text, line) > 0:
        end, line = line - 1, text.rfind("\n", 0, line - 1) + 1
        if depth_at(text, line) > 0 and (found := run_on(text, line, end)):
            return found
    return None


def run_on(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of the heading that was run into the end of an item; None where none was."""
    found = _RUN_ON.search(text, start, end)
    if found is None and (titled := _RUN_ON_TITLE.search(text, start, end)) and names_condition(titled["heading"]):
        found = titled
    return found.span("heading") if found and found["before"] not in _JOINS else None


_RUN_ON_TITLE = re.compile(
    r"\b(?P<before>[a-z]{2,})\)? (?P<heading>(?!.*(?:Complication|Operation|Surg|Treat|Manag|Drug|Prevent|Measure))"
    r"[A-Z][a-z]+(?: (?:of|in|and|with|the))*(?: [A-Z][a-z]+){2,4})$"
)
"""The same with capitals throughout, of three words at least: "... anakinra Chronic Tophaceous Gout"."""
_CAPITALS_AT_END = re.compile(r"\b(?P<before>[a-z]{2,})\)? [A-Z][a-z]+(?: [A-Za-z-]+){1,5}:?$")


def may_run_on(text: str, start: int, end: int) -> bool:
    """Whether an item ends in what may be a heading run into it or a name: which of them is not to be told."""
    found = _CAPITALS_AT_END.search(text, start, end)
    return found is not None and found["before"] not in _JOINS


def end_of_item(text: str, start: int, end: int) -> int:
    """Where an item of a list ends that may have the next heading run into it: before the heading.

    "Ceftriaxone 500 mg as a single dose Neonatal conjunctivitis" is no dose for neonates.
    """
    listed = depth_at(text, text.rfind("\n", 0, start) + 1) and text.startswith("\n", end) and depth_at(text, end + 1)
    found = run_on(text, start, end) if listed else None
    return found[0] - 1 if found else end


_DOSING = frozenset(
    """adult adults child children childs neonate neonates neonatal newborn newborns infant infants premature preterm
    women men patients patient pregnant elderly people boys girls loading maintenance initial initially starting start
    dose doses dosage dosing bolus maximum max single daily day days orally oral intravenous intravenously intramuscular
    intramuscularly subcutaneous subcutaneously iv im sc po per os by slow slowly deep injection injections infusion
    infusions over under above below from to up and or then than less more body weight weighing kg months month years
    year weeks week hours hour hourly minutes every each times time twice once thrice aged age old for in of with the a
    an given give as may be repeat repeated after if necessary needed increased increase reduce reduced severe mild
    infection infections administer tab tabs tablet tablets capsule capsules suspension syrup stat divided total at
    usual usually lower higher double minimum mg g mcg ml mmol iu units unit between within not exceed exceeding further
    until when route daily-dose night bedtime alternatively followed later first second third next last only also plus
    million thousand litre water glucose saline sodium chloride dextrose""".split()
)
"""Words of a dose that name no drug; what it is given in ("in 1 litre of sodium chloride") is not what it is of."""
_AMOUNT = re.compile(
    r"\d[\d.,]*\s?(?:mg|g|mcg|micrograms?|\u00b5g|\u03bcg|IU|MU|units?|mL|ml|mmol|mEq|drops)\b(?:/\w+)*"
)
_LETTERS = re.compile(r"[A-Za-z][A-Za-z-]+")


def names_no_drug(sentence: str) -> bool:
    """Whether a dose names nothing that it is of: neither before its first amount nor right behind it."""
    amount = _AMOUNT.search(sentence)
    if amount is None:
        return all(w in _DOSING for w in _LETTERS.findall(sentence.lower()))
    before = _LETTERS.findall(sentence[: amount.start()].lower())
    behind = _LETTERS.findall(sentence[amount.end() : amount.end() + _NEAR].lower())[:2]
    return all(w in _DOSING for w in (*before, *behind))


_NEAR = 30
"""Characters behind an amount within which what it is of may be named: "1 g calcium gluconate"."""


def drug_above(text: str, start: int) -> tuple[int, int] | None:
    """The place of the nearest line above a dose that names what it is of; None where none of the passage does.

    "250 mg every 6 hours" must never stand alone: who reads it takes it for a dose of something.
    """
    line = text.rfind("\n", 0, start) + 1
    while line > 0:
        line = text.rfind("\n", 0, line - 1) + 1
        first, end = bare_line(text, line)
        written = text[first:end]
        if written.endswith(".") or len(written) > _LONGEST_ABOVE:
            return None
        if not names_no_drug(written) and any(w not in _DOSING for w in _LETTERS.findall(written.lower())):
            return first, end
    return None


_LONGEST_ABOVE = 160
"""Characters of a line beyond which it is prose, and no name that a dose can be told behind."""


def bare_line(text: str, line: int) -> tuple[int, int]:
    """The place of the words of the line that begins here, without its marker and what closes it."""
    stop = text.find("\n", line)
    stop = len(text) if stop < 0 else stop
    match = _MARKER.match(text, line)
    first = match.end() if match else line
    return first, first + len(text[first:stop].rstrip(" :"))


def condition_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of the words above an item that say for whom or when; None where it says so itself, or nothing does.

    "2.4 mg/kg" under "over 20 kg" and "3 mg/kg" under "up to 20 kg" must not stand alone. Only lines that stand less
    deep than the item, and than each other, are above it: what a list beside it says is not said of it.
    """
    if _WHOM_OR_WHEN.search(text, start, end):
        return None
    line = text.rfind("\n", 0, start) + 1
    depth = depth_at(text, line)
    while line > 0 and depth > 0:
        line = text.rfind("\n", 0, line - 1) + 1
        above, stop = depth_at(text, line), text.index("\n", line)
        if above < depth:
            depth = above
            if _ABOVE.search(text[line:stop]):
                return bare_line(text, line)
    return None


def depth_at(text: str, line: int) -> int:
    """How deep the line that begins here stands in its list: 0 without a marker, 1 with a bullet, 2 with a dash."""
    match = _MARKER.match(text, line)
    marker = match["marker"] if match else None
    return 0 if marker is None else 1 if marker in _OUTER else 2
