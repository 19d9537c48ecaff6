"""Questions of bare names, "heparin dose pe", cut into the names they are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.model import Role
from curbside.understanding.concepts import Part
from curbside.understanding.drug_classes import class_named
from curbside.understanding.forms import equivalents
from curbside.understanding.kinds import given_by_texts, named_as_a_substance, names_condition
from curbside.understanding.naming import Vocabulary
from curbside.understanding.special_populations import BESIDE_THE_CONDITION, people_in
from curbside.understanding.treatments import GOAL, names_treatment

_WANTED = re.compile(
    r"dos(?:e|es|age|ing)|side|effects?|adverse|events?|risks?|harms?|safe|safety|benefits?|efficacy|effective\w*|"
    r"treatments?|treat\w*|therap(?:y|ies)|management|managing|diagnos\w+|prognosis|prevention|prevent\w*|causes?|"
    r"symptoms?|signs|use|useful|help\w*|work\w*|evidence|guidelines?|guidance|recommend\w+|monitor\w*|"
    r"contraindicat\w+|interactions?|indications?|of|for|in|the|and|a|an|any|good|best|reduc\w+|improv\w+|first-line|"
    r"mechanism|vs|versus|criteria|alternatives?|duration|prophylaxis",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b\d[\d.]* ?(?:ml|mg|mcg|g)(?:/kg)?(?:/(?:h|hr|hour|day|d))?\b|"
    r"\b(?:with)?in \d+ ?(?:h|hrs?|hours?|d|days?|weeks?)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"mortality|deaths?|survival|hospitali[sz]ations?|admissions?|readmissions?|relapses?|recurrences?|falls|fractures",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"acute|chronic|persistent|paroxysmal|severe|mild|moderate|post-?partum|subclinical|recurrent|refractory|decompensated|unstable|stable|septic|"
    r"cardiogenic|an?aphylactic|ischa?emic|ha?emorrhagic|gestational|essential|idiopathic|type|community|hospital|acquired|"
    r"community-acquired|hospital-acquired|metastatic|advanced|early-stage|postoperative|postmenopausal|"
    r"diabetic|rheumatoid|atrial|pulmonary|deep|myocardial|status|immune|lupus|bacterial|viral|cerebral|spinal|"
    r"subarachnoid|febrile|peptic|breast|lung|prostate|colorectal|triple|non-small|small|heart|kidney|liver|otitis",
    re.IGNORECASE,
)
"""Words with which the name of a condition begins, so that they belong to what follows."""
_HOW_THEY_ARE = re.compile(
    r"confused|unconscious|hypotensive|drowsy|unwell|unresponsive|shocked|agitated|comatose", re.IGNORECASE
)
"""How someone is who has what was named before, and no part of its name."""
_SINCE = re.compile(r"rapid|fast|new|new-onset|sudden|massive|submassive", re.IGNORECASE)
_BY_A_DRUG = re.compile(r"overdos\w+|poisoning|toxicity|intoxication|withdrawal", re.IGNORECASE)
"""Conditions whose name begins with the drug that brings them."""
_STAGE = re.compile(r"stage|grade|class|\d[ab]?|iv|i{1,3}|exacerbations?|flares?|attacks?|media", re.IGNORECASE)
_MOST = 9
"""Words beyond which bare names are a sentence."""


def telegraphic(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The parts of a question that is nothing but names, where they can be told apart; empty where not.

    Of two names side by side the first is a treatment and the second a condition, or the other way round, unless held
    texts write them as one name ("prostate cancer").
    """
    text = _AMOUNT.sub(" ", _OLDER.sub("elderly", text))
    tokens = [t for word in text.split() if (t := word.strip(",;:?!."))]
    against = next((n for n, t in enumerate(tokens) if t.lower() in ("vs", "versus")), 0)
    if 0 < against < len(tokens) - 2:
        return _compared(tokens[:against], tokens[against + 1 :], vocabulary)
    if not 2 <= len(tokens) <= _MOST or any(t.lower() in _SENTENCE for t in tokens):
        return ()
    found: list[Part] = []
    rest: list[str] = []
    wanted = False
    for token, behind in zip(tokens, (*tokens[1:], ""), strict=True):
        if _OUTCOME.fullmatch(token):
            found.append(Part(Role.OUTCOME, token))
        elif (
            (who := people_in(token))
            and not _COURSE.fullmatch(token)
            and not names_condition(token.replace("pregnan", ""))
        ):
            found.append(Part(Role.POPULATION, "pregnancy" if who == "pregnant women" else who))
        elif (
            _WANTED.fullmatch(token)
            or (rest and _HOW_THEY_ARE.fullmatch(token))
            or _SINCE.fullmatch(token)
            and _short_condition(behind, vocabulary)
        ):
            wanted = True
        else:
            rest.append(token)
    named = _names(rest, vocabulary)
    course = _COURSE.fullmatch(tokens[0]) and [p.role for p in named] == [Role.POPULATION]
    if not named or not (found or wanted or course or len(named) > 1):
        return ()
    return (*named, *found)


def resplit(parts: Sequence[Part], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The parts of a sentence in which one name still holds a treatment and a condition: "benefit of ivig dic"."""
    parts = [one for part in parts for one in _side_by_side(part, vocabulary)]
    if len(parts) > 1 and all(p.role is Role.POPULATION for p in parts):
        *others, last = parts
        named = _condition_first(last.text.split(), vocabulary)
        return (named[0], *others, *named[1:]) if len(named) > 1 and _given(named[0]) else tuple(parts)
    if len(parts) != 1 or parts[0].role is not Role.INTERVENTION:
        return tuple(parts)
    named = _names(parts[0].text.split(), vocabulary)
    return named if len(named) > 1 else tuple(parts)


def _side_by_side(part: Part, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """ "af ckd 4" behind a treatment is two conditions."""
    tokens = part.text.split()
    if part.role is not Role.POPULATION or not 1 < len(tokens) <= _MOST_SIDE_BY_SIDE:
        return (part,)
    named = _conditions(tokens, vocabulary)
    return named if len(named) > 1 and all(BESIDE_THE_CONDITION.search(p.text) for p in named[1:]) else (part,)


_MOST_SIDE_BY_SIDE = 5
_OLDER = re.compile(r"\b(?:the elderly|(?:older|old|elderly) (?:people|adults|patients|persons))\b", re.IGNORECASE)


def _compared(left: Sequence[str], right: Sequence[str], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """ "apixaban vs warfarin af": the second name ends where the condition begins."""
    if any(t.lower() in _SENTENCE or _WANTED.fullmatch(t) for t in (*left, *right)):
        return ()
    names = _names(right, vocabulary)
    if [p.role for p in names[:2]] != [Role.INTERVENTION, Role.POPULATION]:
        return ()
    return (Part(Role.INTERVENTION, " ".join(left)), Part(Role.COMPARATOR, names[0].text), *names[1:])


_SENTENCE = frozenset(
    "is are was were does do did can could should would will may what which who how why when where has have had i we "
    "you he she they my your me tell please or on to than with without after before during list describe explain "
    "summarize summarise define outline discuss whats characteristics".split()
)
_JOINS = frozenset("and or between among about as".split())


def _names(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The tokens as a treatment and conditions; empty where nothing tells where one ends and the other begins."""
    if not tokens:
        return ()
    starts = [n for n, token in enumerate(tokens) if _of_condition(token, vocabulary)]
    if not starts:
        name = " ".join(tokens)
        return (Part(Role.INTERVENTION, name),) if _of_treatment(name, vocabulary) else ()
    first = starts[0]
    if _BY_A_DRUG.fullmatch(tokens[first]):
        behind = tokens[first + 1 :]
        if behind and (_all_given(behind, vocabulary) or _behind_a_condition(behind[-1], vocabulary)):
            return (Part(Role.INTERVENTION, " ".join(behind)), Part(Role.POPULATION, " ".join(tokens[: first + 1])))
        return _conditions(tokens, vocabulary)
    while first > 0 and _begins_condition(tokens[first - 1], tokens[first], vocabulary):
        first -= 1
    left, right = tokens[:first], tokens[first:]
    if not left:
        return _condition_first(right, vocabulary)
    if not _apart(left, right, vocabulary):
        named = _condition_first(tokens, vocabulary)
        return named if named and _given(named[0]) else ()
    return (Part(Role.INTERVENTION, " ".join(left)), *_conditions(right, vocabulary))


def _begins_condition(token: str, following: str, vocabulary: Vocabulary) -> bool:
    """Whether a word belongs to the name of the condition behind it: held texts write the two side by side."""
    if token.lower() in _JOINS or _WANTED.fullmatch(token) or _of_treatment(token, vocabulary):
        return False
    return bool(_COURSE.fullmatch(token)) or vocabulary.held([f"{token} {following}"]) >= _SIDE_BY_SIDE


_SIDE_BY_SIDE = 2
"""Passages that must hold two words as one phrase for them to be taken as parts of one name."""
_ONE_NAME = 20
"""Passages from which on a treatment and the word behind it are one name: "opioid use disorder"."""


def _condition_first(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """ "breast cancer screening": a treatment may come after the condition, and another condition behind it."""
    for at in range(1, len(tokens)):
        for end in range(len(tokens), at, -1):
            behind = tokens[end:]
            if _all_given(tokens[at:end], vocabulary) and (not behind or _of_condition(behind[0], vocabulary)):
                given = Part(Role.INTERVENTION, " ".join(tokens[at:end]))
                others = _conditions(behind, vocabulary) if behind else ()
                return (given, *_conditions(tokens[:at], vocabulary), *others)
    if any(_of_treatment(t, vocabulary) for t in tokens):
        return ()
    *name, last = tokens
    if name and _of_condition(name[-1], vocabulary) and _behind_a_condition(last, vocabulary):
        return (Part(Role.INTERVENTION, last), *_conditions(name, vocabulary))
    return _conditions(tokens, vocabulary)


def _behind_a_condition(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word behind the whole name of a condition is what is given for it, though little is held on it."""
    if _STAGE.fullmatch(word) or _of_condition(word, vocabulary):
        return False
    return given_by_texts(word, vocabulary, least=1) or named_as_a_substance(word)


def _all_given(tokens: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether words are the name of a treatment and none of them is a condition's."""
    if any(_of_condition(t, vocabulary) for t in tokens):
        return False
    name = " ".join(tokens).lower()
    return (
        class_named(name) is not None
        or GOAL.fullmatch(name) is not None
        or all(_of_treatment(t, vocabulary) for t in tokens)
    )


def _given(part: Part) -> bool:
    return part.role is Role.INTERVENTION


def _conditions(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[Part, ...]:
    """One condition, or several where each is an abbreviation of its own: "AF CKD stage 4"."""
    groups: list[list[str]] = []
    for token in tokens:
        alone = groups and (
            (
                _short_condition(token, vocabulary)
                and all(_short_condition(t, vocabulary) or _STAGE.fullmatch(t) for t in groups[-1])
            )
            or (BESIDE_THE_CONDITION.fullmatch(token) and _whole(groups[-1], vocabulary))
        )
        if not groups or alone:
            groups.append([])
        groups[-1].append(token)
    return tuple(Part(Role.POPULATION, " ".join(group)) for group in groups)


def _whole(tokens: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether words are the whole name of a condition, so that another condition behind them is one by itself."""
    return not _COURSE.fullmatch(tokens[-1]) and (
        BESIDE_THE_CONDITION.fullmatch(tokens[-1]) is not None or _of_condition(tokens[-1], vocabulary)
    )


def _apart(left: Sequence[str], right: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a treatment ends and a condition begins between two runs of words."""
    if _of_treatment(" ".join(left), vocabulary) or _of_treatment(left[-1], vocabulary):
        return vocabulary.held([f"{left[-1]} {right[0]}"]) < _ONE_NAME
    if _short_condition(right[0], vocabulary):
        return True
    held = vocabulary.frequency(left[-1]) and vocabulary.frequency(right[0])
    return len(left) <= 2 and bool(held) and vocabulary.held([f"{left[-1]} {right[0]}"]) < _SIDE_BY_SIDE


def _short_condition(token: str, vocabulary: Vocabulary) -> bool:
    return len(token) <= 6 and not names_condition(token) and _of_condition(token, vocabulary)


def _meanings(token: str, vocabulary: Vocabulary) -> list[str]:
    known = list(equivalents(token.lower()))
    return known or [long for long, _ in vocabulary.expansions(token)[:1] if len(token) <= 8]


def _of_condition(token: str, vocabulary: Vocabulary) -> bool:
    """Whether a word names a condition, by what it is made of or by what it is short for."""
    if names_treatment(token):
        return False
    return names_condition(token) or any(
        names_condition(m) and not names_treatment(m) for m in _meanings(token, vocabulary)
    )


def names_a_condition(name: str, vocabulary: Vocabulary) -> bool:
    """Whether one of the words of a name is of a condition, written out or as an abbreviation that texts explain."""
    return names_condition(name) or any(_of_condition(word, vocabulary) for word in name.split())


def names_a_treatment(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is of something given or done, written out or as an abbreviation that texts explain."""
    return _of_treatment(name, vocabulary)


def _of_treatment(name: str, vocabulary: Vocabulary) -> bool:
    if names_treatment(name):
        return True
    everyday = equivalents(name.lower())
    known = bool(everyday) and not any(names_condition(m) for m in (name, *everyday))
    return known or any(names_treatment(m) for m in _meanings(name, vocabulary)) or given_by_texts(name, vocabulary)
