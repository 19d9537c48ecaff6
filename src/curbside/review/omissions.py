"""What an answer might leave out: for each kind of question, what a careful reader looks for, and whether it is there.

The items are those that the desk's issue names; severe errors of answering systems are mostly omissions (NOHARM 2025).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curbside.model import Answer, Evidence, Facet, Purpose, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to look for: its name, the facets that tell it, and the words that do."""

    name: str
    facets: frozenset[Facet] = frozenset()
    cues: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found of an item: ids of statements that tell it, and passages of the evidence that do (id, quote)."""

    name: str
    in_answer: tuple[str, ...]
    in_evidence: tuple[tuple[str, str], ...]

    @property
    def result(self) -> str:
        """In the answer; in the evidence but not in the answer; or not found in the evidence."""
        if self.in_answer:
            return "in the answer"
        return "found in evidence" if self.in_evidence else "not found"


CONTRAINDICATIONS = Item(
    name="contraindications",
    facets=frozenset({Facet.CONTRAINDICATION}),
    cues=r"contraindicat\w*|should not be (?:used|given)|must not|hypersensitivity|allerg\w+|boxed warning",
)
MONITORING = Item(name="monitoring", facets=frozenset({Facet.MONITORING}), cues=r"monitor\w*|check(?:ed)? regularly")
PREGNANCY = Item(name="pregnancy", cues=r"pregnan\w*|breast-?feeding|lactat\w+|teratogen\w*|obstetric|fetal|fetus")
CHILDREN = Item(name="children", cues=r"child\w*|p(?:a)?ediatric\w*|infan\w+|neonat\w+|newborn\w*|adolescen\w+")
RENAL = Item(name="renal impairment", cues=r"renal\w*|kidney|nephro\w+|creatinine clearance|e?GFR|dialysis")
HEPATIC = Item(name="hepatic impairment", cues=r"hepatic|liver|cirrho\w+|Child-Pugh")
INTERACTIONS = Item(name="interactions", cues=r"interact(?:s|ion|ions)\b|concomitant\w*|co-?administ\w+|CYP\w+")
ALTERNATIVES = Item(
    name="alternatives",
    facets=frozenset({Facet.COMPARISON}),
    cues=r"alternativ\w*|instead of|first[- ]line|second[- ]line|other (?:treatments|options)",
)
RED_FLAGS = Item(
    name="red flags",
    cues=r"red flags?|emergenc\w+|urgent\w*|immediate(?:ly)?|life-threatening|seek medical|warning signs?|sepsis|shock",
)

_DRUG = (CONTRAINDICATIONS, MONITORING, PREGNANCY, CHILDREN, RENAL, HEPATIC, INTERACTIONS, ALTERNATIVES, RED_FLAGS)
_WITHOUT_DRUG = (PREGNANCY, CHILDREN, ALTERNATIVES, RED_FLAGS)
CHECKLISTS: dict[Purpose, tuple[Item, ...]] = {
    Purpose.BENEFIT: _DRUG,
    Purpose.HARM: _DRUG,
    Purpose.TREATMENT: _DRUG,
    Purpose.COMPARISON: _DRUG,
    Purpose.PREVENTION: _DRUG,
    Purpose.OTHER: _DRUG,
    Purpose.DOSE: (CONTRAINDICATIONS, MONITORING, PREGNANCY, CHILDREN, RENAL, HEPATIC, INTERACTIONS),
    Purpose.MONITORING: (MONITORING, PREGNANCY, CHILDREN, RENAL, HEPATIC, RED_FLAGS),
    Purpose.DIAGNOSIS: _WITHOUT_DRUG,
    Purpose.PROGNOSIS: (PREGNANCY, CHILDREN, RENAL, HEPATIC, RED_FLAGS),
    Purpose.CAUSE: _WITHOUT_DRUG,
    Purpose.MECHANISM: (),
    Purpose.DEFINITION: (RED_FLAGS,),
}
"""What to look for, by the kind of question."""
_SHOWN = 3


def looked_for(answer: Answer, evidence: Sequence[Evidence]) -> tuple[Looked, ...]:
    """The checklist of the answer's kind of question, each item looked for in the answer and in the evidence."""
    usable = [e for e in evidence if e.standing is not Standing.RETRACTED]
    return tuple(_looked(item, answer, usable) for item in CHECKLISTS[answer.topic.purpose])


def _looked(item: Item, answer: Answer, evidence: Sequence[Evidence]) -> Looked:
    cue = re.compile(rf"\b(?:{item.cues})", re.IGNORECASE)
    said = tuple(s.id for s in answer.statements if s.facet in item.facets or cue.search(s.text))
    found = [
        (e.passage.id, e.passage.text[f.start : f.end])
        for e in evidence
        for f in e.findings
        if f.facet in item.facets or cue.search(e.passage.text[f.start : f.end])
    ]
    return Looked(name=item.name, in_answer=said, in_evidence=tuple(dict.fromkeys(found))[:_SHOWN])
