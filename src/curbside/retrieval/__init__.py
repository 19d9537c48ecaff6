"""A topic, looked for in the library: guidelines, labels and research apart, so that none crowds out another."""

from curbside.retrieval.ordering import INSIDE, POOLED, Mix, Ranked, Rerank, Shelves, find
from curbside.retrieval.terms import concept_terms, question_terms
from curbside.retrieval.tiers import registered, related_guidelines, retrieve

__all__ = [
    "INSIDE",
    "POOLED",
    "Mix",
    "Ranked",
    "Rerank",
    "Shelves",
    "concept_terms",
    "find",
    "question_terms",
    "registered",
    "related_guidelines",
    "retrieve",
]
