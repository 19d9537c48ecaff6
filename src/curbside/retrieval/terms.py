"""What is looked for: the words of a question, weighted, and the other forms of its concepts."""

from __future__ import annotations

from curbside.model import Concept, SearchTerm, Topic
from curbside.text import other_spellings, words

_ABOUT_WHAT_IS_WANTED = 0.7
"""Weight of words that only say what is wanted ("benefits of ..."); they stand in any abstract."""
_OTHER_FORM = 0.3
"""Weight of a form that was not asked for but names the same thing."""
_OTHER_SPELLING = 0.7
"""Weight of a word of the question written in another way: the same name, but half of them are in no text."""
_MOST_FORMS = 5


def question_terms(topic: Topic) -> list[SearchTerm]:
    """The words of the question, those of its subject in full weight, and other spellings and names for them."""
    wanted = set(topic.subject)
    terms = [SearchTerm(text=w, weight=1.0 if w in wanted else _ABOUT_WHAT_IS_WANTED) for w in topic.terms]
    for word in topic.terms:
        terms += [
            SearchTerm(text=s, weight=_OTHER_SPELLING, phrase="-" in s, asked=False) for s in other_spellings(word)
        ]
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
    return [SearchTerm(text=f, weight=_OTHER_FORM, phrase=" " in f, asked=False) for f in others[:_MOST_FORMS]]
