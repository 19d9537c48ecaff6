"""What is looked for: the words of a question, weighted, and the other forms of its concepts."""

from __future__ import annotations

from curbside.model import Concept, SearchTerm, Topic
from curbside.text import words

_ABOUT_WHAT_IS_WANTED = 0.7
"""Weight of words that only say what is wanted ("benefits of ..."); they stand in any abstract."""
OTHER_FORM = 0.3
"""Weight of a form that was not asked for but names the same thing."""
_MOST_FORMS = 5


def question_terms(topic: Topic) -> list[SearchTerm]:
    """The words of the question, those of its subject in full weight, and the other forms of its concepts."""
    wanted = set(topic.subject)
    terms = [SearchTerm(text=w, weight=1.0 if w in wanted else _ABOUT_WHAT_IS_WANTED) for w in topic.terms]
    for concept in topic.concepts:
        terms += _other_forms(concept, set(topic.terms))
    return terms


def concept_terms(concept: Concept | None) -> list[SearchTerm]:
    """The terms that look for one concept alone."""
    if concept is None:
        return []
    asked = concept.forms[0]
    return [SearchTerm(text=asked), *_other_forms(concept, set(words(asked)))]


def _other_forms(concept: Concept, asked: set[str]) -> list[SearchTerm]:
    # The first form is the one asked for, but for an abbreviation that misleads: then it is what that stands for.
    first = 1 if concept.forms and concept.forms[0] == concept.text.lower() else 0
    others = [f for f in concept.forms[first:] if set(words(f)) - asked]
    return [SearchTerm(text=f, weight=OTHER_FORM, phrase=" " in f) for f in others[:_MOST_FORMS]]
