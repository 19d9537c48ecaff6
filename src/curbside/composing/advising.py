"""What guidelines advise, as a bottom line tells it: whose words come first, what else they say, where they differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from curbside.composing.calling import name_without_figures, sentence_case
from curbside.composing.counting import listed
from curbside.composing.tabled import are_told_short, is_in_table, named_in_short
from curbside.model import Conflict, Direction, Facet, Kind, Purpose, Role, Statement, Strength, Topic
from curbside.text import words

_WANTED = {
    Purpose.HARM: (Facet.CONTRAINDICATION, Facet.HARM, Facet.RECOMMENDATION, Facet.MONITORING),
    Purpose.DOSE: (Facet.DOSE,),
    Purpose.DIAGNOSIS: (Facet.DIAGNOSIS, Facet.RECOMMENDATION),
    Purpose.MONITORING: (Facet.MONITORING, Facet.RECOMMENDATION),
    Purpose.DEFINITION: (Facet.DEFINITION,),
}
"""The facets of guidance that answer each purpose, in the order in which they lead."""

WHAT_TO_DO = "what to do"
"""What a conflict between guidelines is on."""


def each_side(advice: Sequence[Statement]) -> list[str]:
    """The first sentence for and the first against, each with whose it is."""
    found = (next((s for s in advice if _side_of(s) is d), None) for d in (Direction.FOR, Direction.AGAINST))
    return [advice_sentence(s, advice) for s in found if s]


def differing(topic: Topic, advice: Sequence[Statement]) -> tuple[Conflict, ...]:
    """Guidelines of different bodies that advise for and against, side by side, none outvoted (law 6)."""
    if topic.concept(Role.INTERVENTION) is None:
        return ()
    sides = _sides([s for s in advice if s.direct and s.source.kind is Kind.GUIDELINE and s.facet in _ADVISING])
    if not all(sides.values()):
        return ()
    names = {d: listed(list(dict.fromkeys(_issuer(s) for s in found))) for d, found in sides.items()}
    text = f"Guidelines held differ: {names[Direction.FOR]} for, {names[Direction.AGAINST]} against."
    return (Conflict(text=text, on=WHAT_TO_DO, statements=tuple(s.id for found in sides.values() for s in found)),)


_ADVISING = frozenset({Facet.RECOMMENDATION, Facet.CONTRAINDICATION, Facet.DOSE})


def _sides(advice: Sequence[Statement]) -> dict[Direction, list[Statement]]:
    """The advice for and against; a body that says both is on the side of what it graded, else on neither."""
    by_body: dict[str, list[Statement]] = defaultdict(list)
    for s in advice:
        by_body[s.source.issuer or s.source.title].append(s)
    sides: dict[Direction, list[Statement]] = {Direction.FOR: [], Direction.AGAINST: []}
    for said in by_body.values():
        pointing = [s for s in said if _side_of(s) in sides]
        if len({_side_of(s) for s in pointing}) > 1:
            pointing = [s for s in pointing if s.grade.stated]
        if len({_side_of(s) for s in pointing}) == 1:
            sides[_side_of(pointing[0])] += pointing
    return sides


def _side_of(advice: Statement) -> Direction:
    """For or against; a guideline that gives a dose for the condition is for it, whatever its verb."""
    if advice.facet is Facet.DOSE and advice.direction is not Direction.AGAINST:
        return Direction.FOR
    return advice.direction


def best_advice(direct: Sequence[Statement], purpose: Purpose) -> Statement:
    """The statement of guidance that answers first: graded before ungraded."""
    wanted = _WANTED.get(purpose, (Facet.RECOMMENDATION, Facet.CONTRAINDICATION, Facet.DOSE))
    telling = [s for s in direct if s.facet in wanted]
    if purpose is Purpose.HARM:
        # A label's boxed warning leads: it is written first, so the first of the label is it.
        telling.sort(key=lambda s: s.source.kind is not Kind.LABEL)
    first = (telling or list(direct))[0]
    # A document's graded recommendation says what it advises; the ungraded sentences around it say why.
    graded = (s for s in telling if s.grade.stated and s.source.id == first.source.id)
    best = first if purpose is Purpose.HARM else next(graded, first)
    return _strongest(best, telling) if purpose is Purpose.PREVENTION else best


def _strongest(best: Statement, telling: Sequence[Statement]) -> Statement:
    """What the same body grades highest for whom it advises; what it leaves open for others stands beside it."""
    if not best.grade.stated or best.grade.strength is Strength.STRONG:
        return best
    firm = (s for s in telling if s.grade.strength is Strength.STRONG and s.grade.stated and not s.grade.suggested)
    return next((s for s in firm if s.source.issuer and s.source.issuer == best.source.issuer), best)


def further(best: Statement, direct: Sequence[Statement], purpose: Purpose) -> list[Statement]:
    """What the same body says for other people: other doses where a dose answers, else what it graded otherwise.

    Who reads one line alone must not take for theirs what holds for others, nor the second choice where the first is in
    a row that is not quoted.
    """
    if is_in_table(best) and not are_told_short(best, direct):
        return []
    if purpose is Purpose.DOSE:
        same = (s for s in direct if s.facet is Facet.DOSE and s.source.id == best.source.id)
    elif best.facet is Facet.DOSE:
        beside = (s for s in direct if s.facet is Facet.DOSE and s.source.id == best.source.id)
        same = (s for s in beside if len(s.text) <= _SHORT)
    else:
        same = (
            s
            for s in direct
            if best.grade.stated
            and s.source.issuer == best.source.issuer
            and s.grade.stated not in ("", best.grade.stated)
            and s.population not in ("", best.population)
        )
    told = (s for s in same if s is not best and (not is_in_table(s) or are_told_short(s, direct)))
    return list(told)[:_FURTHER]


_SHORT = 200
"""Characters up to which another choice of treatment is told in a bottom line beside the first."""
_FURTHER = 3
"""Further statements of one body told in a bottom line; the rest stand below it."""


def advice_sentence(best: Statement, advice: Sequence[Statement]) -> str:
    """A statement of guidance as a sentence: whose it is, its grade where its words do not say it, and its words.

    Of a row of a table, unless it is short and the only one of `advice`, that it stands there.
    """
    stated = best.grade.stated
    said = has_digit(stated) or best.text.lower().startswith(stated.lower())
    grade = "" if said else f" ({stated})"
    long = is_in_table(best) and not are_told_short(best, advice)
    return f"{_issuer(best)}{grade}: {named_in_short(best, advice) if long else quoted(best)}"


def _issuer(statement: Statement) -> str:
    if statement.source.kind is Kind.LABEL:
        return "The product label"
    name = name_without_figures(statement.source)
    if not name:
        return "A guideline held"
    return name if statement.source.issuer else f'The guideline "{name}"{_chapter(statement)}'


def _chapter(statement: Statement) -> str:
    """The heading that a statement stands under, where it is on something else than the title of its document."""
    section = statement.citations[0].passage.section.split(" > ")[0]
    titled = {w for w in words(statement.source.title) if len(w) > _TELLING}
    told = re.search(r"\b(?:of|for|in)\b", section, re.IGNORECASE) and not titled & set(words(section))
    if not told or has_digit(section):
        return ""
    return f" ({sentence_case(section)})"


_TELLING = 3
"""Letters up to which a word of a title tells nothing of what it is on."""


def has_digit(text: str) -> bool:
    """Whether a text has a figure."""
    return any(c.isdigit() for c in text)


def quoted(statement: Statement) -> str:
    """The words of a statement, closed as a sentence."""
    text = statement.text
    return text if text.endswith((".", "?", "!")) else f"{text}."
