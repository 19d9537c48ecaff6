"""The closed lists of words: kinds, standings, purposes, facets, directions, certainties."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of document this is, the most decisive first."""

    GUIDELINE = "guideline"
    LABEL = "label"
    SYSTEMATIC_REVIEW = "systematic-review"
    TRIAL = "trial"
    OBSERVATIONAL = "observational"
    CASE_REPORT = "case-report"
    REVIEW = "review"
    STUDY = "study"
    """Research whose design its source does not say."""
    REGISTRATION = "registration"
    """A trial under way: it has no results, and is never evidence."""


class UnderWay(StrEnum):
    """The states of a registered trial that is still to give its results; no other trial may be called ongoing."""

    RECRUITING = "recruiting"
    NOT_YET = "not yet recruiting"
    ACTIVE = "active not recruiting"
    BY_INVITATION = "enrolling by invitation"


class Registered(StrEnum):
    """What the lines of a registration begin with, as its passage holds them; its number and title come first."""

    STATUS = "Status"
    COMPLETION = "Study completion"
    RESULTS = "Results posted"
    UPDATED = "Last update"
    CONDITIONS = "Conditions"
    INTERVENTIONS = "Interventions"
    OUTCOMES = "Primary outcomes"
    PARTICIPANTS = "Planned participants"


class Standing(StrEnum):
    """Whether a document may still be relied on, as far as the library knows."""

    CURRENT = "current"
    CORRECTED = "corrected"
    CONCERN = "expression of concern"
    CITES_RETRACTED = "cites a retracted study"
    """A review or guideline, itself current, that names a retracted article among its references."""
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"
    UNKNOWN = "unknown"


class Depth(StrEnum):
    """How much of a document the library holds."""

    FULL_TEXT = "full text"
    EXCERPT = "excerpt"
    ABSTRACT = "abstract"
    SUMMARY = "summary"
    RECORD = "record only"


class Purpose(StrEnum):
    """What a question wants to know."""

    BENEFIT = "benefit"
    HARM = "harm"
    DOSE = "dose"
    TREATMENT = "treatment"
    COMPARISON = "comparison"
    DIAGNOSIS = "diagnosis"
    PROGNOSIS = "prognosis"
    PREVENTION = "prevention"
    MONITORING = "monitoring"
    CAUSE = "cause"
    MECHANISM = "mechanism"
    DEFINITION = "definition"
    OTHER = "other"


class Role(StrEnum):
    """The part a concept plays in a question (PICO)."""

    POPULATION = "population"
    INTERVENTION = "intervention"
    COMPARATOR = "comparator"
    OUTCOME = "outcome"


class Facet(StrEnum):
    """What a sentence tells."""

    RECOMMENDATION = "recommendation"
    BENEFIT = "benefit"
    HARM = "harm"
    CONTRAINDICATION = "contraindication"
    DOSE = "dose"
    MONITORING = "monitoring"
    DIAGNOSIS = "diagnosis"
    COMPARISON = "comparison"
    PROGNOSIS = "prognosis"
    MECHANISM = "mechanism"
    DEFINITION = "definition"
    LIMITATION = "limitation"
    FINDING = "finding"
    BACKGROUND = "background"


class Direction(StrEnum):
    """Which way a sentence points: a recommendation for or against, an outcome higher or lower."""

    FOR = "for"
    AGAINST = "against"
    HIGHER = "higher"
    LOWER = "lower"
    NO_DIFFERENCE = "no difference"
    MIXED = "mixed"
    UNCERTAIN = "uncertain"
    UNSTATED = "unstated"


class Relation(StrEnum):
    """How a statement stands to the question (law 4): only a direct one may feed the bottom line as such."""

    DIRECT = "direct"
    OTHER_POPULATION = "other population"
    OTHER_TREATMENT = "other treatment"


class Certainty(StrEnum):
    """How sure a source is, in the four words of GRADE, or not graded."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    UNGRADED = "ungraded"


class Strength(StrEnum):
    """How firmly a source recommends, mapped to GRADE's two words."""

    STRONG = "strong"
    CONDITIONAL = "conditional"
    UNGRADED = "ungraded"
