"""The sentences the house itself composes (bottom line, gaps, conflicts), told in everyday words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from curbside.model import Piece, Turn

_N = r"(?P<n>\w+(?:-\w+)?)"
_TOLD: tuple[tuple[str, str], ...] = (
    (
        r"The guidelines on (?P<c>.+?) that are held",
        "We hold guidelines on {c}",
    ),
    (
        r" do not address (?P<i>.+?), as far as the text held goes: neither for nor against\.",
        ". They do not speak of {i}, as far as the text we hold goes. They are neither for nor against it.",
    ),
    (
        rf"{_N} guideline on (?P<c>.+?) was searched and does not address (?P<i>.+?), as far as the text held goes",
        "We searched {n} guideline on {c}. It does not speak of {i}, as far as the text we hold goes",
    ),
    (
        rf"{_N} guidelines on (?P<c>.+?) were searched and do not address (?P<i>.+?), as far as the text held goes",
        "We searched {n} guidelines on {c}. They do not speak of {i}, as far as the text we hold goes",
    ),
    (
        rf"{_N} guidelines? on (?P<c>.+?) speaks? of (?P<b>.+?), but not of (?P<i>.+?) by name in the text searched",
        "In {n} of the guidelines we hold on {c}, the text we searched speaks of {b}, but not of {i} by name",
    ),
    (
        rf"{_N} guidelines? on (?P<c>.+?) names? (?P<i>.+?), but no sentence found there answers what was asked",
        "In {n} of the guidelines we hold on {c} we found {i} named, but no sentence that answers what was asked",
    ),
    (
        r" names (?P<i>.+?); no sentence found in it answers what was asked\.",
        " names {i}. We found no sentence in it that answers what was asked.",
    ),
    (
        r"That is neither silence nor advice on (?P<i>.+?)\.",
        "That is neither silence nor advice on {i}.",
    ),
    (r"Held guidance on (?P<c>.+?)(?= \()", "What we hold of guidelines on {c}"),
    (
        r" speaks of (?P<b>.+?), not of (?P<i>.+?) by name; it stands below as indirect\.",
        " speaks of {b}, not of {i} by name. It is told below as indirect.",
    ),
    (
        r"Nothing shown here speaks of (?P<p>.+?): it was found in others, and may not hold for them\.",
        "Nothing shown here speaks of {p}. It was found in others. It may not hold for them.",
    ),
    (r"That is silence, not a recommendation against it\.", "That is silence. It is not advice against it."),
    (
        r"No guideline on (?P<c>.+?) is held in this library, so guidelines neither support nor oppose it here\.",
        "We hold no guideline on {c}. So guidelines are neither for nor against it here.",
    ),
    (r"No guideline on (?P<c>.+?) is held\.", "We hold no guideline on {c}."),
    (
        r"No study of (?P<i>.+?) in (?P<c>.+?) itself is held; what follows was studied in other conditions and is "
        r"indirect\.",
        "We hold no study of {i} in {c} itself. What follows was seen in other illnesses, so it is indirect.",
    ),
    (r"Nothing found for this question names (?P<i>.+?)\.", "Nothing that we found for this question names {i}."),
    (
        r"No dose of (?P<i>.+?) for (?P<c>.+?) is held; what was studied elsewhere stands below\.",
        "We hold no dose of {i} for {c}. What was studied elsewhere is told below.",
    ),
    (
        r"Nothing held answers this directly; what is held is indirect and stands below\.",
        "Nothing that we hold answers this directly. What we hold is indirect and is told below.",
    ),
    (r"The library held cannot answer this question\.", "We cannot answer this from what we hold."),
    (
        r"The library held has no passage that answers this\. Searched: guidelines, labels and research, for ",
        "We hold nothing that answers this. We searched guidelines, drug labels and studies for: ",
    ),
    (r"The nearest documents held: ", "The nearest texts we hold: "),
    (
        r"Registered as under way: trials of (?P<i>.+?) in (?P<c>.+?)\. None of them is evidence of an effect: a "
        r"registration is held without results, and may be older than the state of its trial\.",
        "These studies of {i} in {c} are still going on, as a public register says. None of them can tell if it helps: "
        "we hold them without results. The register may be older than how the study stands now.",
    ),
    (r"More are held than are named here\.", "We hold more of them than we name here."),
    (r"Left out because retracted: ", "Left out, since the journal took it back (retracted): "),
    (
        rf"{_N} source held studied it only in other conditions \(indirect: (?P<c>[^()]+)\); on (?P<o>[^:;.]+): ",
        "{N} source we hold looked at it, but only in other illnesses (indirect: {c}). Its result for {o}: ",
    ),
    (
        rf"{_N} sources held studied it only in other conditions \(indirect: (?P<c>[^()]+)\); on (?P<o>[^:;.]+) they "
        r"disagree: ",
        "{N} sources we hold looked at it, but only in other illnesses (indirect: {c}). They do not agree on {o}: ",
    ),
    (
        rf"{_N} sources held studied it only in other conditions \(indirect: (?P<c>[^()]+)\); on (?P<o>[^:;.]+): ",
        "{N} sources we hold looked at it, but only in other illnesses (indirect: {c}). Their result for {o}: ",
    ),
    (
        rf"{_N} source held studied it only in other conditions \(indirect: (?P<c>[^()]+)\); on (?P<o>[^:;.]+) its "
        r"findings point different ways\.",
        "{N} source we hold looked at it, but only in other illnesses (indirect: {c}). On {o} its results point "
        "different ways.",
    ),
    (
        rf"{_N} source held studied it in (?P<c>[^;]+?); on (?P<o>[^:;.]+) its findings point different ways\.",
        "{N} source we hold looked at it in {c}. On {o} its results point different ways.",
    ),
    (
        rf"{_N} source held studied it in (?P<c>[^;]+?); on (?P<o>[^:;.]+): ",
        "{N} source we hold looked at it in {c}. Its result for {o}: ",
    ),
    (
        rf"{_N} sources held studied it in (?P<c>[^;]+?); on (?P<o>[^:;.]+) they disagree: ",
        "{N} sources we hold looked at it in {c}. They do not agree on {o}: ",
    ),
    (
        rf"{_N} sources held studied it in (?P<c>[^;]+?); on (?P<o>[^:;.]+): ",
        "{N} sources we hold looked at it in {c}. Their result for {o}: ",
    ),
    (r"Guidelines held differ: (?P<x>.+?) for, (?P<y>.+?) against\.", "Guidelines differ: {x} for, {y} against."),
    (r"On (?P<o>[^:;.]+?) the sources disagree: ", "Sources do not agree on {o}. It was "),
    (r"; no significant difference in ", ". There was no clear difference in "),
    (r"; mixed within one report in ", ". The results were mixed in "),
    (r"; uncertain in ", ". It was uncertain in "),
    (r"; higher in ", ". It was higher in "),
    (r"no significant difference", "no clear difference"),
    (r"\bsystematic review(?= in | \(|,|;|\.)", "a review of all studies"),
    (r"\bmeta-analysis(?= in | \(|,|;|\.)", "a study that adds up studies"),
    (r"\b(?:randomised|double-blind| )+ trial(?= in | \(|,|;|\.)", " a trial with groups picked by chance"),
    (r"\bcase reports(?= in | \(|,|;|\.)", "reports on single patients"),
    (r"\bcohort study(?= in | \(|,|;|\.)", "a study over time"),
    (r"\bobservational study(?= in | \(|,|;|\.)", "a study that only watches"),
    (r"\bretrospective study(?= in | \(|,|;|\.)", "a study that looks back"),
    (r"mixed within one report in one", "mixed in one"),
    (r"mixed within one report", "mixed in one report"),
)
"""What the house says and how it is told at home; what comes first in the text is taken first."""

_COMPILED = tuple((re.compile(p), told) for p, told in _TOLD)
_LISTED = re.compile(
    r"(?<=goes): [^.]*(?:\.(?! That)[^.]*)*?(?=\. That is silence)|"
    r"(?<=in the text searched): .*?(?=\. That is neither)|"
    r"(?<=what was asked): .*(?=\.$)|"
    r"\s\((?=[^()]*(?:card:|\d{4}))[^()]*\)"
)
_HELD = re.compile(r"(?:that are held|Held guidance on [^()]+?)(?P<names> \((?:[^()]|\([^()]*\))*\))")


def own(text: str, say: Callable[[str], str]) -> Iterator[Piece]:
    """The pieces of a sentence of the house that are told otherwise; names in it are told as elsewhere."""
    for match in _LISTED.finditer(text):
        yield Piece(start=match.start(), end=match.end(), turn=Turn.ASIDE)
    for match in _HELD.finditer(text):
        yield Piece(start=match.start("names"), end=match.end("names"), turn=Turn.ASIDE)
    taken = 0
    while found := _next(text, taken):
        match, told = found
        named = {k: _name(k, v, say) for k, v in match.groupdict().items()}
        words = told.format(**named, N=named.get("n", "").capitalize())
        yield Piece(start=match.start(), end=match.end(), turn=Turn.PLAIN, words=words)
        taken = match.end()


_REGISTERED: tuple[tuple[str, str], ...] = (
    (r"Status: recruiting\.", "It is looking for people to take part."),
    (r"Status: not yet recruiting\.", "It is not yet looking for people to take part."),
    (r"Status: active not recruiting\.", "It is going on, but it is not looking for more people."),
    (r"Status: enrolling by invitation\.", "People take part when they are asked to."),
    (r"Study completion \(estimated\): ", "Its end is planned for about: "),
    (r"Study completion \(actual\): ", "It ended: "),
    (r"Study completion: ", "It is to end: "),
    (r"Results posted: yes\.", "The register has results of it, which we do not hold."),
    (r"Last update posted: ", "The register last changed this: "),
)
"""How the lines of a trial's record are told at home; whoever reads them has met no register before."""


def registered(text: str) -> Iterator[Piece]:
    """The pieces of a trial's record that are told otherwise: the names of its lines, and its status."""
    for pattern, told in _REGISTERED:
        # The title comes first and could be worded like a line: only the last place is one.
        for match in list(re.finditer(rf"(?<=[.?!] ){pattern}", text))[-1:]:
            yield Piece(start=match.start(), end=match.end(), turn=Turn.PLAIN, words=told)


def _next(text: str, start: int) -> tuple[re.Match[str], str] | None:
    """The sentence of ours that comes first from a place on, and how it is told; of two the first listed."""
    found = [(m, told) for pattern, told in _COMPILED if (m := pattern.search(text, start))]
    return min(found, key=lambda f: f[0].start(), default=None)


def _name(role: str, words: str, say: Callable[[str], str]) -> str:
    if role == "n":
        return words.lower()
    return _OUTCOMES.get(words, say(words)) if role == "o" else say(words)


_OUTCOMES = {"mortality": "deaths", "survival": "staying alive", "adverse events": "unwanted events"}


STATED = "says how firm this is: "
_STRENGTH: tuple[tuple[str, str], ...] = (
    (r"none: no evidence held", "We hold no evidence on this."),
    (r"no direct evidence held", "We hold nothing that was seen in just this illness. All of it is indirect."),
    (r"no studies held", "We hold no studies on this."),
    (r"from studies; not graded by a guideline held", "This comes from studies. No guideline we hold has graded it."),
    (r"guidelines differ", "Guidelines do not agree."),
    (r"not graded in the words held", "The source does not say how sure it is, in the words we hold."),
    (
        r"not graded in the words held; worded as (?P<w>\w+) \(machine-suggested\)",
        "The source does not say how sure it is. A machine reads its wording as {w}.",
    ),
    (r"as the source states it: (?P<w>.+)", "The source itself says how firm this is: \u201c{w}\u201d."),
)


def strength(stated: str) -> str:
    """How sure the bottom line is, in everyday words; what a source states of itself stays in its words."""
    for pattern, told in _STRENGTH:
        if match := re.fullmatch(pattern, stated):
            return told.format(**match.groupdict())
    return f"{stated[:1].upper()}{stated[1:]}."


HELP = (
    "Call the emergency number at once if someone can not breathe well, has strong chest pain, can not be woken, has a "
    "fit, bleeds and it will not stop, or seems very ill all at once.",
    "Call a doctor or nurse soon if things get worse, if something new and worrying shows up, or if you are not sure.",
    "Do not start, stop or change a treatment because of this page. Take your questions to the care team.",
)
"""When to seek help, in general: it names no illness and tells nobody what they have."""
