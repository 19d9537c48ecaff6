"""What a follow-up says itself: its own names and its own purpose, the rest of it left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.model import Purpose, Role
from curbside.text import names_condition
from curbside.understanding.concepts import Part
from curbside.understanding.naming import Vocabulary
from curbside.understanding.purpose import asks_for_newest, purpose_of
from curbside.understanding.special_populations import BESIDE_THE_CONDITION, people_in
from curbside.understanding.treatments import names_treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A follow-up, read: the parts it names, what it wants to know or None, and how its parts meet the earlier ones.

    `joined` are conditions that come beside the earlier one ("with renal failure"), `added` is a treatment that does;
    `open_names` are names of which the words alone do not tell whether they are treatments or conditions;
    `alternatives` asks for another treatment than the earlier one; `degree` is how severe the condition is; `beside`
    puts the newly named treatment before the earlier one, to be compared with it.
    """

    parts: tuple[Part, ...] = ()
    joined: tuple[Part, ...] = ()
    added: str = ""
    open_names: tuple[str, ...] = ()
    purpose: Purpose | None = None
    degree: str = ""
    newest: bool = False
    alternatives: bool = False
    beside: bool = False


LEAD = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|also|then|now|well|thanks|thank you|great|hmm+|right|sure|yes|no|oh|or|plus|again)\b"
    r"[,.!:; ]*)+",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^(?:(?:what|how) (?:about|abt)|what of|wot about|any(?:thing| thoughts) (?:on|about)|"
    r"(?:what|how about) if (?:we|i|you|they)(?: \w+)? (?:give|gave|use|used|try|tried|add|added|start|started)|"
    r"(?:the )?same (?:question )?(?:but )?(?=for|in|with|if))\b[, ]*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(?:it|its|it's|this|that|these|those|they|them|their|he|she|him|her|his|there|here|one|both|either|"
    r"(?:the|this|that|these|those|such) (?:drugs?|treatments?|therap\w+|medic\w+|agents?|interventions?|conditions?|"
    r"diseases?|patients?|people|ones?))\b(?! (?:is|are) (?:a|an|any|there)\b)",
    re.IGNORECASE,
)
_ASKS = (
    (Purpose.HARM, r"^why not\b|\bwho should(?:n't| not)\b|\bbleed\w* risk|\bcautions?\b|\bside ?effects?\b|\bse'?s\b"),
    (
        Purpose.MONITORING,
        r"\b(?:monitor\w*|bloods?|labs?|blood tests?|follow[ -]?up|"
        r"how often .*\b(?:check|test|measur)\w*|"
        r"(?:what|which) (?:tests?|checks?|investigations?) (?:before|during|after|do i need)|"
        r"(?:check|test|measure)\w* (?:before|first|during|afterwards))\b",
    ),
    (
        Purpose.DOSE,
        r"\bhow (?:long|often|many|fast|quickly)\b|\bduration\b|\b(?:loading|titrat\w+|route|infusion rate|regimen|"
        r"schedule|taper\w*)\b|\bhow (?:is|are|do i|do you|should i|to) (?:\w+ )?(?:given?|administer\w*|prescribe)\b",
    ),
    (Purpose.MECHANISM, r"^why\b|\breasons?\b|\brationale\b|\bhow come\b|\bhow (?:does|do|would) (?:\w+ )?work\b"),
    (Purpose.PROGNOSIS, r"\bfatal\b|\boutlook\b|\bchances?\b|\bsurvive\b|\bdie of\b"),
    (
        Purpose.BENEFIT,
        r"\b(?:recommend\w*|indicated|worth|first[ -]line|should (?:i|we)|can (?:i|we)|trials?|evidence|works?|"
        r"helps?)\b",
    ),
)
_ASKING = tuple((purpose, re.compile(cue, re.IGNORECASE)) for purpose, cue in _ASKS)
_ALTERNATIVES = re.compile(
    r"\balternatives?\b|\b(?:other|another|different|else|better) (?:options?|treatments?|drugs?|therap\w+|choices?)\b|"
    r"\b(?:what|anything|something|nothing) else\b|\bsecond[ -]line\b|\binstead\W*$|"
    r"\b(?:fails?|failed|(?:does|do|did)(?:n'?t| not) (?:work|help)|no (?:response|improvement))\b|"
    r"\bcan(?:'?t|not) (?:have|take|tolerate|use)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"(?:the |all-cause |overall |long-term |short-term |28-day |in-hospital |\d+-day |cardiovascular |major )*"
    r"(?:mortality|deaths?|dying|survival|hospitali[sz]ations?|admissions?|readmissions?|pain|bleed(?:ing|s)?|"
    r"relapses?|recurrences?|ha?emorrhages?|falls|fractures|quality of life|qol|length of stay|blood pressure|weight|"
    r"symptoms|strokes?|"
    r"organ failure|platelets?|platelet counts?|(?:cardiovascular|bleeding|adverse|thrombotic) events?|"
    r"thrombosis|seizures)",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:severe|mild|moderate|refractory|acute|chronic|recurrent|relapsed|resistant|overt|uncomplicated|massive|life-threatening|unstable)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:compared?(?: (?:to|with|against))?|comparing(?: \w+)? (?:to|with)|versus|vs\.?|v\.?|against|than|"
    r"superior to|inferior to|rather than|instead of|in place of|as opposed to|over)\s+(?P<what>[^?]+)",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"^(?:(?:is|are|would|was|were|isn't|aren't) )?(?P<what>.+?) (?:be )?(?:any )?(?:better|safer|worse|superior|"
    r"inferior|"
    r"cheaper|more effective|less effective|as good|preferable|preferred)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?:^|(?<=[\s,]))(?P<link>in (?:case of|the setting of|patients with|people with|those with)|in|for|among|during|"
    r"after|with|on|of|from|if|when|before|who (?:is|are|has|have)|that (?:is|are|has|have)|given|despite|using|to)\s+",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:reduc\w+|improv\w+|increas\w+|lower\w*|rais\w+|decreas\w+|affect\w*|shorten\w*|prolong\w*|prevent\w*|caus\w+|"
    r"worsen\w*|save\w*)\s+(?P<o>.+)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[\s,]+(?:tho|though|pls|plz|please|thx|thanks|thank you|mate|doc))+\W*$", re.IGNORECASE)
_LIVES = re.compile(r"\bsav\w+ (?:\w+ )?lives?\b", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:(?:is|are|was|were|be|doesn'?t|don'?t|didn'?t|isn'?t|can'?t|won'?t|shouldn'?t|does|do|did|can|could|should|would|will|may|might|must|has|have|had|there|any|the|a|an|"
    r"what|what's|whats|which|how|why|who|when|where|i|we|you|they|he|she|it|its|this|that|these|those|one|some|much|long|often|"
    r"many|give|gave|given|use|used|using|try|start|started|add|added|take|get|need|needed|want|know|tell|me|about|say|"
    r"says|also|still|just|even|really|actually|please|instead|too|then|though|well|as|"
    r"best|usual|recommended|right|correct|maximum|max|starting|loading|typical|standard|main|common|"
    r"dos(?:e|es|age|ages|ing)|risks?|harms?|benefits?|side|effects?|ses|adverse|events?|safe|safety|dangerous|effective|"
    r"effectiveness|efficacy|help|helps|helpful|work|works|useful|worth|beneficial|good|ok|okay|alright|allowed|"
    r"evidence|studies|trials?|data|guidelines?|recommend|recommendations?|role|treatments?|treat|treated|therap(?:y|ies)|"
    r"manage|managed|management|monitor|monitored|monitoring|check|checked|tests?|testing|bloods|blood|labs?|"
    r"contra-?indications?|contra-?indicated|precautions?|interactions?|warnings?|complications?|toxicity|mechanism|"
    r"action|rationale|reasons?|duration|route|frequency|schedule|diagnos\w+|prognosis|outlook|causes?|symptoms|signs|"
    r"prevent\w*|prevention|alternatives?|options?|else|other|another|anything|something|newer|newest|latest|new|more|most|"
    r"recent|recently|updated?|up-to-date|up|date|research|literature|happens?|change|different|differ|case|patients?|"
    r"people|someone|them|him|her|my|our|pts?|pt|same|question|before|after|giving|starting|cases?|get|gets|fails?|failed|for|in|with|of|on|and|or|not|no|better|worse|safer|"
    r"higher|lower|less|outcomes?|so|if|compare|compared|comparison|difference|between|both|to|at|by|from)\b[\s,]*)+",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[\s,]+(?:instead|then|too|as well|please|though|again|first|now|today|alone|only|here|there|at all|"
    r"dos(?:e|es|age|ages|ing)|risks?|side[ -]effects?|help|work|works|be|better|safe|effective|"
    r"used|given|any good|good|any use|cases?|patients?|ok|okay|it|this|that|him|her|them|use|"
    r"monitoring|safety|toxicity|group)$",
    re.IGNORECASE,
)


def purpose_in(text: str, *, newest: bool) -> Purpose | None:
    """What a follow-up wants to know by its own words, or None where it leaves that to the question before it."""
    asked = next((purpose for purpose, pattern in _ASKING[:5] if pattern.search(text)), None)
    if asked:
        return asked
    told = purpose_of(text)
    defines = told is Purpose.DEFINITION and re.search(
        r"\b(?:defin\w+|mean|stands? for|what (?:is|are) (?:it|that))\b", text
    )
    if told is not Purpose.OTHER and (told is not Purpose.DEFINITION or defines):
        return _effect_of_it(text, told)
    if newest:
        return None
    return Purpose.BENEFIT if _ASKING[5][1].search(text) else None


_TREATS = re.compile(r"\btreat\w*\b|\bmanag\w+\b|\btherap(?:y|ies)\b", re.IGNORECASE)


def _effect_of_it(text: str, told: Purpose) -> Purpose:
    """ "Is it recommended?" asks whether it is of use, not how the condition is treated."""
    return Purpose.BENEFIT if told is Purpose.TREATMENT and not _TREATS.search(text) else told


def fragment(text: str, vocabulary: Vocabulary) -> Fragment:
    """A follow-up without its "and" or "what about", read piece by piece."""
    rest = _TAIL.sub("", text).strip(" ?!.,;")
    newest = asks_for_newest(rest)
    purpose = purpose_in(rest, newest=newest)
    compared = _COMPARED.search(rest)
    parts: list[Part] = []
    joined: list[Part] = []
    open_names: list[str] = []
    beside = False
    if compared:
        against, *where = re.split(r"\s+(?=(?:in|for|among|during)\s)", compared["what"], maxsplit=1)
        parts += [Part(Role.COMPARATOR, name)] if (name := _name(against)) else []
        rest = f"{rest[: compared.start()]} {' '.join(where)}".strip()
    elif (better := _BETTER.match(rest)) and (name := _name(better["what"])):
        parts.append(Part(Role.INTERVENTION, name))
        beside, purpose, rest = True, Purpose.COMPARISON, rest[better.end() :]
    for link, piece in _pieces(rest):
        _take(_Piece(link, piece, vocabulary), parts, joined, open_names)
    degree = _DEGREE.search(rest)
    alone = degree is not None and not any(degree.group() in p.text for p in (*parts, *joined))
    return Fragment(
        parts=_distinct(parts),
        joined=_distinct([p for p in joined if p.role is Role.POPULATION]),
        added=next((p.text for p in joined if p.role is Role.INTERVENTION), ""),
        open_names=tuple(n for n in dict.fromkeys(open_names) if not _DEGREE.fullmatch(n)),
        purpose=purpose,
        degree=degree.group().lower() if degree and alone else "",
        newest=newest,
        alternatives=bool(_ALTERNATIVES.search(text)) and not parts and not open_names,
        beside=beside,
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    link: str
    text: str
    vocabulary: Vocabulary

    @property
    def of_condition(self) -> bool:
        return _suffered(self.text, self.vocabulary)


def _take(piece: _Piece, parts: list[Part], joined: list[Part], open_names: list[str]) -> None:
    """Put one piece where it belongs: people, outcome, condition, treatment, or left open."""
    acts = _ACTS.search(piece.text) if not piece.link else None
    name = _name(_DEGREE.sub(" ", piece.text)) and _name(piece.text)
    if _LIVES.search(piece.text):
        parts.append(Part(Role.OUTCOME, "mortality"))
    elif acts and (outcome := _name(acts["o"])):
        parts.append(Part(Role.OUTCOME, outcome))
        open_names += [first] if (first := _name(piece.text[: acts.start()])) else []
    elif who := people_in(piece.text):
        parts.append(Part(Role.POPULATION, who))
    elif name and not PRONOUN.fullmatch(name):
        _take_name(piece, name, parts, joined, open_names)


def _take_name(piece: _Piece, name: str, parts: list[Part], joined: list[Part], open_names: list[str]) -> None:
    link = piece.link.lower()
    if _OUTCOME.fullmatch(name):
        parts.append(Part(Role.OUTCOME, name))
    elif BESIDE_THE_CONDITION.search(name) and link not in ("of", "from"):
        joined.append(Part(Role.POPULATION, re.sub(r" (?:is|of) (?=\d)", " ", name)))
    elif link == "with" and not piece.of_condition:
        joined.append(Part(Role.INTERVENTION, name))
    elif " or " in name:
        first, other = name.split(" or ", maxsplit=1)
        parts.extend((Part(Role.INTERVENTION, first), Part(Role.COMPARATOR, other)))
    elif names_treatment(name):
        parts.append(Part(Role.INTERVENTION, name))
    elif piece.of_condition or link.split(" ")[0] in _BEFORE_CONDITIONS:
        parts.append(Part(Role.POPULATION, name))
    else:
        open_names.append(name)


_BEFORE_CONDITIONS = frozenset("in for among during after given".split())


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text cut at its prepositions: (preposition or "", words)."""
    found = list(_PIECE.finditer(text))
    yield "", text[: found[0].start()] if found else text
    ends = [*(m.start() for m in found[1:]), len(text)]
    yield from ((m["link"], text[m.end() : end]) for m, end in zip(found, ends, strict=False))


def _name(text: str) -> str:
    """What is left of words when those that name nothing are taken from both ends."""
    text = text.strip(" ?!.,;:'\"")
    while (shorter := _ENDS.sub("", _FILLER.sub("", text)).strip(" ?!.,;:'\"")) != text:
        text = shorter
    return text if any(c.isalpha() for c in text) and len(text) > 1 else ""


def _suffered(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is a condition's, by its words or by what its abbreviation stands for."""
    if names_condition(name):
        return True
    known = vocabulary.expansions(name)[:1] if " " not in name and len(name) <= 10 else ()
    return any(names_condition(long) for long, _ in known)


def _distinct(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(parts))
