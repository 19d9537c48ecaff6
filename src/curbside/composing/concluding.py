"""What the statements say together: a bottom line that claims no more than they do, and where they disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from curbside.composing.advising import (
    WHAT_TO_DO,
    advice_sentence,
    best_advice,
    differing,
    each_side,
    further,
    has_digit,
    quoted,
)
from curbside.composing.beside import not_of
from curbside.composing.calling import names_listed
from curbside.composing.choosing import of_one_case
from curbside.composing.counting import counted, listed
from curbside.composing.gaps import ANSWER_IN_THOSE, IN_PLACE
from curbside.composing.headings import EFFECT_QUESTIONS
from curbside.model import (
    BottomLine,
    Conclusion,
    Conflict,
    Direction,
    Facet,
    Gap,
    Kind,
    Purpose,
    Relation,
    Role,
    Section,
    Standing,
    Statement,
    Strength,
    Topic,
)

_POINTS = (Direction.LOWER, Direction.HIGHER, Direction.NO_DIFFERENCE)
_SAID = {
    Direction.LOWER: "lower",
    Direction.HIGHER: "higher",
    Direction.NO_DIFFERENCE: "no significant difference",
    Direction.MIXED: "mixed within one report",
    Direction.UNCERTAIN: "uncertain",
}
_EFFECT_QUESTIONS = EFFECT_QUESTIONS | {Purpose.HARM}


def conclude(
    topic: Topic, guidelines: Sequence[Section], research: Sequence[Section], gaps: Sequence[Gap]
) -> Conclusion:
    """The bottom line and the conflicts of verified statements; no figure of its own stands in it."""
    advice = [s for section in guidelines for s in section.statements]
    studies = [s for section in research for s in section.statements]
    conflicts = (*differing(topic, advice), *_conflicts(topic, studies))
    if not advice and not studies:
        return Conclusion(bottom_line=_nothing(), conflicts=())
    return Conclusion(bottom_line=_bottom_line(topic, advice, studies, gaps, conflicts), conflicts=conflicts)


def _nothing() -> BottomLine:
    return BottomLine(
        text="The library held cannot answer this question.",
        direction=Direction.UNSTATED,
        strength="none: no evidence held",
        direct=False,
        statements=(),
    )


def _bottom_line(
    topic: Topic,
    advice: Sequence[Statement],
    studies: Sequence[Statement],
    gaps: Sequence[Gap],
    conflicts: Sequence[Conflict],
) -> BottomLine:
    advising = (Kind.GUIDELINE, Kind.LABEL) if topic.purpose is Purpose.HARM else (Kind.GUIDELINE,)
    direct_advice = [s for s in advice if s.direct and s.source.kind in advising]
    sentences, used = [], []
    differ = next((c for c in conflicts if c.on == WHAT_TO_DO), None)
    if differ:
        sides = [s for s in direct_advice if s.id in differ.statements]
        sentences += [differ.text, *each_side(sides)]
        used += sides
    elif direct_advice:
        best = best_advice(direct_advice, topic.purpose)
        beside = further(best, direct_advice, topic.purpose)
        sentences += [*_only_risks(topic, direct_advice), advice_sentence(best, direct_advice)]
        sentences += [quoted(s) for s in beside]
        used += [best, *beside]
    else:
        sentences += _silence_sentence(topic, gaps)
    two = topic.concept(Role.INTERVENTION) is not None and topic.condition is not None
    if two and topic.purpose in _EFFECT_QUESTIONS:
        told, rested = _studies_sentence(topic, studies, advised=bool(direct_advice))
        sentences += told
        used += rested
        if not told and not direct_advice:
            first = _first(studies)
            sentences += [quoted(first)] if first else []
            used += [first] if first else []
    elif topic.purpose is Purpose.DOSE and two and not direct_advice:
        sentences += _no_dose(topic, studies)
    elif not direct_advice and (first := _first(studies)):
        sentences.append(quoted(first))
        used.append(first)
    sentences = [*not_of(topic, used), *sentences]
    directions = {s.direction for s in used}
    return BottomLine(
        text=" ".join(sentences) or "Nothing held answers this directly; what is held is indirect and stands below.",
        direction=_together(directions),
        strength="guidelines differ" if differ else _strength(topic, direct_advice, studies),
        direct=any(s.direct for s in used),
        statements=tuple(dict.fromkeys(s.id for s in used)),
    )


def _first(studies: Sequence[Statement]) -> Statement | None:
    """The first direct statement of research; a report of a case only where there is no other."""
    return next(iter(sorted((s for s in studies if s.direct), key=lambda s: of_one_case(s.design))), None)


def _only_risks(topic: Topic, advice: Sequence[Statement]) -> list[str]:
    """That guidance tells of risks alone, where what a treatment does was asked: a side effect is no advice on it."""
    asked = topic.concept(Role.INTERVENTION)
    if asked is None or topic.purpose not in EFFECT_QUESTIONS or not all(map(_tells_risk, advice)):
        return []
    return [f"Of {asked.text} the guidance held tells its risks, not whether to give it."]


def _tells_risk(statement: Statement) -> bool:
    """Whether a statement tells of a risk, and not that something is safe."""
    return statement.facet in (Facet.HARM, Facet.MONITORING) and "safe" not in statement.text.lower()


def _no_dose(topic: Topic, studies: Sequence[Statement]) -> list[str]:
    """That no dose is held for the condition asked about, where none is."""
    intervention, population = topic.concept(Role.INTERVENTION), topic.condition
    if intervention is None or population is None or any(s.direct and s.facet is Facet.DOSE for s in studies):
        return []
    return [f"No dose of {intervention.text} for {population.text} is held; what was studied elsewhere stands below."]


def _silence_sentence(topic: Topic, gaps: Sequence[Gap]) -> list[str]:
    population, intervention = topic.condition, topic.concept(Role.INTERVENTION)
    naming = next((g for g in gaps if g.looked_for.startswith(ANSWER_IN_THOSE)), None)
    if naming and intervention and population:
        return [
            f"Held guidance on {population.text}{_in_brackets(naming)} names {intervention.text}; no sentence found in "
            "it answers what was asked."
        ]
    replaced = next((g for g in gaps if g.looked_for.startswith(IN_PLACE)), None)
    if replaced and intervention and population:
        return [
            f"No sentence found in held guidance on {population.text}{_in_brackets(replaced)} says what to give in "
            f"place of {intervention.replaces}."
        ]
    kind = next((g for g in gaps if " by name in guidelines that speak of " in g.looked_for), None)
    also = _kind_sentence(topic, kind) if kind else []
    silent = next(
        (g for g in gaps if g is not kind and g.documents and population and f"on {population.text}" in g.looked_for),
        None,
    )
    if silent and intervention and population:
        return [
            f"The guidelines on {population.text} that are held{_in_brackets(silent)} do not address "
            f"{intervention.text}, as far as the text held goes: neither for nor against.",
            *also,
        ]
    if also:
        return also
    if population and any(g.looked_for == f"guidelines on {population.text}" for g in gaps):
        return [f"No guideline on {population.text} is held."]
    return []


def _in_brackets(gap: Gap) -> str:
    names = names_listed(gap.documents)
    return f" ({names})" if names else ""


def _kind_sentence(topic: Topic, gap: Gap) -> list[str]:
    """That guidelines speak of what the intervention is a kind of."""
    population, intervention = topic.condition, topic.concept(Role.INTERVENTION)
    if population is None or intervention is None or not intervention.broader:
        return []
    return [
        f"Held guidance on {population.text}{_in_brackets(gap)} speaks of {intervention.broader[0]}, not of "
        f"{intervention.text} by name; it stands below as indirect."
    ]


def _studies_sentence(
    topic: Topic, studies: Sequence[Statement], *, advised: bool
) -> tuple[list[str], list[Statement]]:
    intervention, population = topic.concept(Role.INTERVENTION), topic.condition
    assert intervention is not None  # the caller asked for both concepts
    assert population is not None
    telling = [
        s for s in studies if s.direction in _SAID and _measured(s) and s.relation is not Relation.OTHER_TREATMENT
    ]
    direct = [s for s in telling if s.direct]
    used = direct or ([] if advised else telling)
    if not used:
        return [], []
    outcome = _main_outcome(topic, used)
    on_outcome = [s for s in used if s.outcome == outcome]
    if (
        not outcome
        or outcome in population.forms
        or ((advised or not direct) and not _telling(topic, outcome, on_outcome))
    ):
        return [], []  # a direction of nobody knows what, or of something beside the point, is no conclusion
    where = (
        f"in {population.text}"
        if direct
        else f"only in other conditions (indirect: {listed(_conditions(on_outcome), 4)})"
    )
    sources = len({s.source.id for s in on_outcome})
    lead = f"{counted(sources).capitalize()} source{'' if sources == 1 else 's'} held studied it {where}"
    points = {s.direction for s in on_outcome}
    if len(points) == 1:
        return [f"{lead}; on {outcome}: {_SAID[points.pop()]}."], on_outcome
    if sources == 1:
        return [f"{lead}; on {outcome} its findings point different ways."], on_outcome
    said = [f"{_SAID[d]} in {counted(_sources(on_outcome, d))}" for d in _SAID if _sources(on_outcome, d)]
    return [f"{lead}; on {outcome} they disagree: {listed(said)}."], on_outcome


def _telling(topic: Topic, outcome: str, on_outcome: Sequence[Statement]) -> bool:
    """Whether an outcome is worth telling beside a guideline's advice: asked for, death, or found by two sources."""
    asked = topic.concept(Role.OUTCOME)
    wanted = {"mortality", "survival", *([asked.text] if asked else [])}
    return outcome in wanted or len({s.source.id for s in on_outcome}) > 1


_HARMS = ("adverse events", "bleeding")


def _measured(statement: Statement) -> bool:
    """Whether its study says how it was done, or it gives an effect: other statements are quoted, not counted."""
    return bool(statement.effects) or statement.design not in _UNMEASURED


_UNMEASURED = frozenset({"design not stated", "narrative review", "laboratory study"})


def _sources(statements: Sequence[Statement], direction: Direction) -> int:
    return len({s.source.id for s in statements if s.direction is direction})


def _conditions(statements: Sequence[Statement]) -> list[str]:
    named = dict.fromkeys(s.studied_in for s in statements if s.studied_in and not has_digit(s.studied_in))
    return list(named) or ["see below"]


def _main_outcome(topic: Topic, statements: Sequence[Statement]) -> str:
    """The outcome that was asked for, else mortality, else the one most sources report."""
    asked = topic.concept(Role.OUTCOME)
    counts: dict[str, set[str]] = defaultdict(set)
    for s in statements:
        counts[s.outcome].add(s.source.id)
    if asked and asked.text in counts:
        return asked.text
    if "mortality" in counts:
        return "mortality"
    last = {"", *(() if topic.purpose is Purpose.HARM else _HARMS)}
    return min(counts, key=lambda name: (name in last, -len(counts[name]), name))


def _together(directions: set[Direction]) -> Direction:
    said = directions - {Direction.UNSTATED}
    if not said:
        return Direction.UNSTATED
    return said.pop() if len(said) == 1 else Direction.MIXED


def _strength(topic: Topic, direct_advice: Sequence[Statement], studies: Sequence[Statement]) -> str:
    if direct_advice:
        grade = best_advice(direct_advice, topic.purpose).grade
        if grade.stated:
            return f"as the source states it: {grade.stated}"
        if grade.strength is not Strength.UNGRADED:
            return f"not graded in the words held; worded as {grade.strength.value} (machine-suggested)"
        return "not graded in the words held"
    if not any(s.direct for s in studies):
        return "no direct evidence held" if studies else "no studies held"
    return "from studies; not graded by a guideline held"


def _conflicts(topic: Topic, studies: Sequence[Statement]) -> tuple[Conflict, ...]:
    """Outcomes on which statements about the intervention point different ways, each side with its population."""
    by_outcome: dict[str, list[Statement]] = defaultdict(list)
    for s in studies:
        if (
            s.outcome
            and s.direction in (*_POINTS, Direction.MIXED, Direction.UNCERTAIN)
            and s.relation is not Relation.OTHER_TREATMENT
        ):
            by_outcome[s.outcome].append(s)
    found = []
    for outcome, statements in sorted(by_outcome.items()):
        if not _disagree(statements):
            continue
        sides = [_side(d, [s for s in statements if s.direction is d]) for d in _SAID]
        text = f"On {outcome} the sources disagree: {'; '.join(side for side in sides if side)}."
        found.append(Conflict(text=text, on=outcome, statements=tuple(s.id for s in statements)))
    return tuple(found)


def _disagree(statements: Sequence[Statement]) -> bool:
    """Whether two different sources point different ways; one source that reports both disagrees with nobody."""
    pointing = [(s.direction, s.source.id) for s in statements if s.direction in _POINTS]
    return any(d != e and a != b for d, a in pointing for e, b in pointing)


def _side(direction: Direction, statements: Sequence[Statement]) -> str:
    if not statements:
        return ""
    named = dict.fromkeys(
        f"{s.design} ({_source_name(s)}){'' if s.direct else f' in {s.studied_in}'}" for s in statements
    )
    return f"{_SAID[direction]} in {listed(list(named), 5)}"


def _source_name(statement: Statement) -> str:
    """First author and year, as a reader would say it; the journal or the id where no author is known."""
    source = statement.source
    name = source.authors[0].split()[0] if source.authors else source.journal or source.id
    return f"{name} {source.year}" if source.year else name


def follow_ups(topic: Topic, statements: Sequence[Statement]) -> tuple[str, ...]:
    """Questions one could ask next that the statements show the library can answer."""
    intervention, population = topic.concept(Role.INTERVENTION), topic.condition
    facets = {s.facet for s in statements if s.relation is not Relation.OTHER_TREATMENT}
    where = f" in {population.text}" if population else ""
    found = []
    if intervention:
        if Facet.HARM in facets or Facet.CONTRAINDICATION in facets:
            found.append((Purpose.HARM, f"What are the risks of {intervention.text}{where}?"))
        if Facet.DOSE in facets:
            found.append((Purpose.DOSE, f"What is the dose of {intervention.text}{where}?"))
        if Facet.MECHANISM in facets:
            found.append((Purpose.MECHANISM, f"Mechanism of action of {intervention.text}{where}"))
    if population and any(
        s.source.kind is Kind.GUIDELINE and s.source.standing is not Standing.RETRACTED for s in statements
    ):
        found.append((Purpose.TREATMENT, f"Treatment of {population.text}"))
    return tuple(text for purpose, text in found if purpose is not topic.purpose)
