"""Verified words in everyday words: terms from the glossary, statistics beside, doses withheld, long sentences parted.

Every change is a piece over the source's words, so that nothing can be passed over (model.Rewording holds law 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from curbside.model import Facet, LawBrokenError, Piece, Relation, Rewording, Statement, Turn
from curbside.readers.asides import asides
from curbside.readers.doses import doses, regimen
from curbside.readers.glossary import Entry, Glossary, Match
from curbside.readers.joints import joints

DOSE_SENTENCE = "This part gives a dose. Please ask the care team about doses."
_ARTICLE = re.compile(r"\b[Aa]n? $")
_VOWEL = re.compile(r"(?!uni|use|usu|eu|one)[aeiou]", re.IGNORECASE)


@dataclass(slots=True)
class Mouth:
    """What one telling has said so far, so that a word is explained where it is met first, and once."""

    glossary: Glossary
    opened: Mapping[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    met: dict[str, Entry] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """A text of ours, or a name, in everyday words."""
        return self.reword(text, ()).text

    def tell(self, statement: Statement) -> Rewording:
        """A statement in everyday words; one that is about a dose sends the reader to the care team instead."""
        text = statement.text
        frame = self._frame(statement)
        start = frame[0].end if frame else 0
        if statement.facet is Facet.DOSE and re.search(r"\d", text[start:]) or regimen(text[start:]):
            return self._withheld(text, frame, start)
        return self.reword(text, frame)

    def _withheld(self, text: str, frame: tuple[Piece, ...], start: int) -> Rewording:
        whole = Piece(start=start, end=len(text), turn=Turn.WITHHELD, words=DOSE_SENTENCE)
        return Rewording(source=text, pieces=(*frame, whole))

    def quote(self, statement: Statement) -> Rewording:
        """A statement in its own words, apart from the label of an indirect one; withheld where it holds a dose."""
        frame = self._frame(statement)
        start = frame[0].end if frame else 0
        if next(doses(statement.text[start:]), None):
            return self._withheld(statement.text, frame, start)
        rest = Piece(start=start, end=len(statement.text))
        return Rewording(source=statement.text, pieces=(*frame, rest))

    def _frame(self, statement: Statement) -> tuple[Piece, ...]:
        label = f"In {statement.studied_in} (indirect): "
        if statement.relation is not Relation.OTHER_POPULATION or not statement.text.startswith(label):
            return ()
        words = f"Indirect: seen in {self.brief(statement.studied_in)}, not in just what you asked about. "
        return (Piece(start=0, end=len(label), turn=Turn.FRAME, words=words),)

    def brief(self, text: str) -> str:
        """A name in everyday words without explanations, as it stands within a sentence."""
        mouth = Mouth(self.glossary, self.opened, {e.term for e in self.glossary.entries})
        pieces = mouth.reword(text, ()).text
        return (
            pieces[:1].lower() + pieces[1:] if re.match(r"[A-Z][a-z]+\b", text) and pieces[:1] != text[:1] else pieces
        )

    def tell_within(self, text: str, place: int, statement: Statement) -> Rewording:
        """A text of ours that quotes a statement from `place` on, told as the statement is."""
        quoted = self.tell(statement)
        if not quoted.withheld or quoted.pieces[-1].turn is not Turn.WITHHELD:
            return self.reword(text, ())
        end = place + len(statement.text)
        fixed = (Piece(start=place, end=end, turn=Turn.WITHHELD, words=DOSE_SENTENCE.removesuffix(".")),)
        return self.reword(text, fixed)

    def reword(self, text: str, fixed: tuple[Piece, ...]) -> Rewording:
        """A text in everyday words around the pieces that are settled already."""
        settled = list(fixed)
        for found in (_dosed(text), asides(text), joints(text)):
            settled += [p for p in found if not _overlaps(p, settled)]
        matches = [m for m in self.glossary.find(text) if not _overlaps(m, settled)]
        settled += [p for m in matches if (p := self._plain(text, m)) is not None]
        return _whole(text, settled)

    def _plain(self, text: str, match: Match) -> Piece | None:
        """What is said for a term, or None where it is kept."""
        entry = match.entry
        self.met.setdefault(entry.term, entry)
        first = entry.term not in self.said
        self.said.add(entry.term)
        if not entry.say or _within_name(text, match):
            return None
        words = entry.several if match.plural else entry.say
        if entry.glosses and (not first or _in_brackets(text, match.start)):
            words = re.split(r",| \(", words)[0]
        compound = text[match.start - 1 : match.start] == "-" or text[match.end : match.end + 1] == "-"
        if compound and (" " in words or entry.kind == "word"):
            return None
        return _piece(text, match, words, entry.term)


def _piece(text: str, match: Match, words: str, term: str) -> Piece | None:
    """The piece for a term, its article with it, in the case of the source; None where it changes nothing."""
    start = match.start
    article = _ARTICLE.search(text[:start])
    if text[start].isupper() and not text[start : start + 2].isupper() and (_opens(text, start)):
        words = words[:1].upper() + words[1:]
    if words.casefold() == text[start : match.end].casefold():
        return None
    if article and re.match(r"an? ", words):
        start, words = article.start(), article.group()[0] + words[1:]
    elif article:
        an = "n" if _VOWEL.match(words) else ""
        start, words = article.start(), f"{article.group()[0]}{an} {words}"
    elif re.search(r"\b(?:the|this|that|each|every|no|its|their|his|her|our|any|first|second) $", text[:start], re.I):
        words = re.sub(r"^an? ", "", words)
    piece = Piece(start=start, end=match.end, turn=Turn.PLAIN, words=words, term=term)
    return piece if _lawful(text[start : match.end], piece) else None


def _lawful(source: str, piece: Piece) -> bool:
    """Whether the piece may stand by law 9; where it may not, the source's own word is kept."""
    try:
        Rewording(source=source, pieces=(replace(piece, start=0, end=len(source)),))
    except LawBrokenError:
        return False
    return True


def _opens(text: str, start: int) -> bool:
    return bool(re.search(r"(?:^|[.:;!?]\s+|^\W+)$", text[:start]))


def _in_brackets(text: str, place: int) -> bool:
    return text.rfind("(", 0, place) > text.rfind(")", 0, place)


_NAME_AFTER = re.compile(
    r"[ -](?:Society|Association|College|Committee|Force|Guideline|Academy|Journal|Campaign|Trial)"
)


def _within_name(text: str, match: Match) -> bool:
    """Whether the term stands in the name of a body or a paper, as "Diabetes Association" does."""
    capital = text[match.start].isupper() and match.entry.kind != "abbreviation" and not _opens(text, match.start)
    before = re.search(r"\b[A-Z][a-z]+ $", text[: match.start])
    return capital and bool(before or _NAME_AFTER.match(text, match.end))


def _dosed(text: str) -> Iterator[Piece]:
    for start, end in doses(text):
        bracketed = text[start] == "("
        words = "" if bracketed else "(dose left out: please ask the care team)"
        yield Piece(start=start, end=end, turn=Turn.WITHHELD, words=words)


def _overlaps(new: Piece | Match, settled: Iterable[Piece]) -> bool:
    return any(new.start < p.end and p.start < new.end for p in settled)


def _whole(text: str, settled: list[Piece]) -> Rewording:
    """The pieces in order, what lies between them kept; what opens a sentence after a joint gets its capital."""
    pieces: list[Piece] = []
    place = 0
    for piece in sorted(settled, key=lambda p: p.start):
        if piece.start < place:
            continue
        if piece.start > place:
            pieces.append(Piece(start=place, end=piece.start))
        pieces.append(piece)
        place = piece.end
    if place < len(text):
        pieces.append(Piece(start=place, end=len(text)))
    return Rewording(source=text, pieces=tuple(_capitalised(text, pieces)))


def _capitalised(text: str, pieces: list[Piece]) -> Iterator[Piece]:
    opening = False
    for piece in pieces:
        if opening and piece.turn is Turn.PLAIN:
            yield replace(piece, words=piece.words[:1].upper() + piece.words[1:])
        elif opening and piece.turn is Turn.KEPT and text[piece.start : piece.start + 2].islower():
            yield Piece(start=piece.start, end=piece.start + 1, turn=Turn.JOINT, words=text[piece.start].upper())
            if piece.end > piece.start + 1:
                yield replace(piece, start=piece.start + 1)
        else:
            yield piece
        opening = piece.turn is Turn.JOINT or (opening and piece.turn in (Turn.ASIDE,))
