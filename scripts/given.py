"""What the composer is given, several ways: how much of it is known to answer, and what each way costs the answers.

    python scripts/given.py --library DIR --questions FILE.jsonl.gz [--most 400] [--skip 0]

The file holds questions in the shape of BioASQ. *Given* and *known* are documents of direct evidence; the last four
columns count, against giving all that is on the topic, statements of known documents, statements of guidelines and
labels, statements on risks, and conflicts, that an answer no longer holds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from curbside.composing import compose
from curbside.composing.choosing import Candidate
from curbside.composing.extractive import Given, near
from curbside.evaluation.answers import Counts, Question, counted, read_questions, sampled, shares
from curbside.house import House, open_house
from curbside.model import Answer, Document, Evidence, Facet, Kind, Passage, Topic
from curbside.settings import read_settings

GUIDANCE = frozenset({Kind.GUIDELINE, Kind.LABEL})
RISKS = frozenset({Facet.HARM, Facet.CONTRAINDICATION})
Worth = Callable[[Evidence], float]


def everything(usable: Sequence[Evidence], _ranked: Sequence[Candidate]) -> tuple[Evidence, ...]:
    return tuple(usable)


def cut(of: Callable[[Sequence[Candidate]], Worth], share: float) -> Given:
    """Research from a share of the best on, by some measure of it; guidelines and labels always."""

    def given(usable: Sequence[Evidence], ranked: Sequence[Candidate]) -> tuple[Evidence, ...]:
        measure = of(ranked)
        best = max((measure(e) for e in usable if e.passage.document.kind not in GUIDANCE), default=0.0)
        return tuple(e for e in usable if e.passage.document.kind in GUIDANCE or measure(e) >= share * best)

    return given


def most(documents: int) -> Given:
    """So many documents of research, those with the worthiest sentences; guidelines and labels always."""

    def given(usable: Sequence[Evidence], ranked: Sequence[Candidate]) -> tuple[Evidence, ...]:
        research = (c.evidence.passage.document for c in ranked if c.evidence.passage.document.kind not in GUIDANCE)
        kept = list(dict.fromkeys(d.id for d in research))[:documents]
        return tuple(e for e in usable if e.passage.document.kind in GUIDANCE or e.passage.document.id in kept)

    return given


def _score(_ranked: Sequence[Candidate]) -> Worth:
    return lambda e: e.score


def _coverage(_ranked: Sequence[Candidate]) -> Worth:
    return lambda e: e.coverage


def _worth(ranked: Sequence[Candidate]) -> Worth:
    best: dict[str, float] = {}
    for candidate in ranked:
        best.setdefault(candidate.evidence.passage.id, candidate.worth)
    return lambda e: best.get(e.passage.id, -1.0)


WAYS: dict[str, Given] = {
    "all that is on the topic": everything,
    "score from 0.5 of the best": cut(_score, 0.5),
    "score from 0.7 of the best": cut(_score, 0.7),
    "best sentence worth 0.4 of the best": cut(_worth, 0.4),
    "best sentence worth 0.7 of the best": cut(_worth, 0.7),
    "coverage from 0.7 of the best": cut(_coverage, 0.7),
    "8 documents of research": most(8),
    "5 documents of research": most(5),
    "near in score or in worth (in force)": near,
}
Found = tuple[Question, Topic, tuple[Evidence, ...], Sequence[Document], Sequence[Passage]]


def found(house: House, question: Question) -> Found:
    engine = house.engine
    topic = engine.understand(question.text)
    evidence = tuple(engine.appraise(topic, engine.retrieve(topic)))
    further = engine.related(topic, evidence)
    evidence = (*evidence, *engine.appraise(topic, further)) if further else evidence
    return question, topic, evidence, engine.silent(topic, evidence), engine.registered(topic)


def answered(house: House, of: Found, given: Given) -> tuple[Counts, Answer]:
    question, topic, evidence, silent, registered = of
    draft = compose(topic, evidence, silent, registered, given=given)
    answer = house.engine.verify(draft).answer
    return counted(question, answer, draft.evidence), answer


def lost(question: Question, before: Answer, after: Answer) -> tuple[int, int, int, int]:
    kept = {s.id for s in after.statements}
    gone = [s for s in before.statements if s.id not in kept]
    return (
        sum(s.source.id in question.documents for s in gone),
        sum(s.source.kind in GUIDANCE for s in gone),
        sum(s.facet in RISKS for s in gone),
        max(0, len(before.conflicts) - len(after.conflicts)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--most", type=int, default=400)
    parser.add_argument("--skip", type=int, default=0, help="leave out that many questions, taken as evenly, first")
    options = parser.parse_args()
    house = open_house(read_settings(), library=options.library)
    questions = read_questions(options.questions)
    seen = {q.id for q in sampled(questions, options.skip)} if options.skip else set[str]()
    all_found = [found(house, q) for q in sampled([q for q in questions if q.id not in seen], options.most)]
    before = [answered(house, f, everything)[1] for f in all_found]
    headings = "way|given a question|of it known|cited known|snippets|answered|lost: known|guidance|risks|conflicts"
    print(f"| {headings.replace('|', ' | ')} |")
    print("|---|" + "---|" * 9)
    for name, given in WAYS.items():
        told = [answered(house, f, given) for f in all_found]
        measured = shares([counts for counts, _ in told])
        gone = [lost(f[0], b, a) for f, b, (_, a) in zip(all_found, before, told, strict=True)]
        numbers = [
            f"{sum(c.given for c, _ in told) / len(told):.1f}",
            *(f"{measured[k]:.3f}" for k in ("given_documents_gold", "cited_documents_gold", "snippets_covered")),
            str(int(measured["answered"])),
            *(str(sum(column)) for column in zip(*gone, strict=True)),
        ]
        print(f"| {name} | {' | '.join(numbers)} |", flush=True)


if __name__ == "__main__":
    main()
