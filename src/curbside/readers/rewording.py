"""Verified words in everyday words: terms from the glossary, statistics beside, doses withheld, long sentences parted.

Every change is a piece over the source's words, so that nothing can be passed over (model.Rewording holds law 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from curbside.model import Facet, Kind, LawBrokenError, Piece, Relation, Rewording, Statement, Told, Turn
from curbside.readers.asides import VERB, asides
from curbside.readers.doses import BARE, doses, regimen
from curbside.readers.glossary import Entry, Glossary, Match
from curbside.readers.joints import joints
from curbside.readers.own import own, registered

OWN_WORDS = "own words: "
DOSE_SENTENCE = "This part gives a dose. Please ask the care team about doses."
DOSE_SENTENCES = "These parts give doses. Please ask the care team about doses."
_JOINED = re.compile(r" (?:in|of|that|from|with|by|for|to|who|which|at|on|after|before) ")
_LEADS = re.compile(r"\b(?:in|of|that|from|with|by|for|to|at|on|between|\w+(?:ed|es|ing))$")
"""A term after which its object follows."""
_NO_NOUN = re.compile(
    r"(?:of|in|on|at|to|for|with|by|from|as|than|and|or|but|nor|if|when|while|who|which|that|whose|after|before|during|"
    r"within|without|under|over|between|among|through|versus|vs|via|per|due|not|only|also|both|either|more|less|most|least|"
    r"rather|because|since|until|unless|although|where|whether|compared|plus|except|such|like|this|these|those|it|they|we|"
    r"the|an?|all|any|each|no|first|then|so|yet|alone|together|once|twice|daily|early|late|especially|about|against|"
    r"\w+(?:ly|ed|ing|wn))\b"
)
_ARTICLE = re.compile(r"\b[Aa]n? $")
_VOWEL = re.compile(r"(?!uni|use|usu|eu|one)[aeiou]", re.IGNORECASE)


@dataclass(slots=True)
class Mouth:
    """What one telling has said so far, so that a word is explained where it is met first, and once."""

    glossary: Glossary
    said: set[str] = field(default_factory=set)
    met: dict[str, Entry] = field(default_factory=dict)

    def tell(self, statement: Statement) -> Rewording:
        """A statement in everyday words; one that is about a dose sends the reader to the care team instead."""
        text = statement.text
        frame = self._frame(statement)
        start = frame[0].end if frame else 0
        if statement.facet is Facet.DOSE and re.search(r"\d", text[start:]) or regimen(text[start:]):
            return self._withheld(statement, frame, start)
        return self.reword(text, frame)

    def _withheld(self, statement: Statement, frame: tuple[Piece, ...], start: int) -> Rewording:
        """The clauses that give a dose, or figures that lean on one, are withheld; the others are told."""
        text = statement.text
        spans = [(m.start(), m.end()) for m in _CLAUSE.finditer(text, start)]
        leaning = re.compile(r"\d" if statement.facet is Facet.DOSE else BARE)
        dosed = [bool(next(doses(text[a:b]), None) or leaning.search(text[a:b])) for a, b in spans]
        if not any(dosed):
            dosed = [bool(re.search(r"\d", text[a:b])) for a, b in spans]
        fixed = list(frame)
        for told, found in groupby(zip(spans, dosed, strict=True), key=lambda c: not c[1]):
            run = [span for span, _ in found]
            if not told:
                fixed.append(_dose_piece(text, run[0][0], run[-1][1], start))
        return self.reword(text, tuple(fixed))

    def quote(self, statement: Statement) -> Rewording:
        """A statement in its own words, apart from the label of an indirect one; withheld where it holds a dose."""
        frame = self._frame(statement)
        start = frame[0].end if frame else 0
        if next(doses(statement.text[start:]), None) or regimen(statement.text[start:]):
            return self._withheld(statement, frame, start)
        rest = Piece(start=start, end=len(statement.text))
        return Rewording(source=statement.text, pieces=(*frame, rest))

    def _frame(self, statement: Statement) -> tuple[Piece, ...]:
        label = f"In {statement.studied_in} (indirect): "
        if statement.relation is not Relation.OTHER_POPULATION or not statement.text.startswith(label):
            return ()
        words = f"Indirect: seen in {self.name(statement.studied_in)}, not in what you asked about. "
        return (Piece(start=0, end=len(label), turn=Turn.FRAME, words=words),)

    def brief(self, text: str) -> str:
        """A name in everyday words without explanations, as it stands within a sentence."""
        return Mouth(self.glossary, {e.term for e in self.glossary.entries}).name(text)

    def name(self, text: str) -> str:
        """A name in everyday words as it stands within a sentence: small where our own words open it."""
        told = self.reword(text, ())
        first = told.pieces[0] if told.pieces else None
        entry = self.met.get(first.term) if first else None
        small = entry is not None and entry.say[:1].islower()
        return told.text[:1].lower() + told.text[1:] if small else told.text

    def meet(self, text: str) -> None:
        """Hear the terms of a text that is shown as it is, so that they are explained."""
        for match in self.glossary.find(text):
            self.met.setdefault(match.entry.term, match.entry)

    def ours(self, text: str) -> Rewording:
        """A sentence of the house in everyday words."""
        return self.reword(text, tuple(own(text, self.brief)))

    def registered(self, text: str) -> Rewording:
        """The record of a trial under way: its lines are told in everyday words, its title and its dates stay."""
        return self.reword(text, tuple(registered(text)))

    def told_around(self, text: str, quotes: Sequence[tuple[int, Told]]) -> Rewording:
        """A text of ours that quotes statements, each from its place on: who says it, then each as it is told."""
        pieces: list[Piece] = []
        done = 0
        for run in _runs(text, quotes):
            place, told = run[0]
            head, body = self._opened(text, done, place, told), _body(run)
            if told.quoted and not text[done:place].endswith(": "):
                body[:1] = _marked(text, body[0])
            done = body[-1].end
            if text[done : done + 1] == "." and body[-1].words.endswith("."):
                body[-1] = replace(body[-1], words=body[-1].words[:-1])
            pieces += [*head, *body]
        return Rewording(source=text, pieces=(*pieces, *self._between(text, done, len(text))))

    def _opened(self, text: str, done: int, place: int, told: Told) -> list[Piece]:
        """What stands before a quotation: sentences of the house, then whose it is."""
        if text[done:place].endswith(": "):
            closed = text.rfind(". ", done, place)
            named = closed + 2 if closed >= 0 else place - len(text[done:place].lstrip())
            return [*self._between(text, done, named), *_says(named, place, told)]
        return self._between(text, done, place)

    def _between(self, text: str, start: int, end: int) -> list[Piece]:
        """A stretch of the house's own words, told at home."""
        return [replace(p, start=p.start + start, end=p.end + start) for p in self.ours(text[start:end]).pieces]

    def reword(self, text: str, fixed: tuple[Piece, ...]) -> Rewording:
        """A text in everyday words around the pieces that are settled already."""
        settled = list(fixed)
        begin = max((p.end for p in fixed if p.turn is Turn.FRAME), default=0)
        for found in (_dosed(text), asides(text), joints(text, begin)):
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
        if not entry.say or entry.say.casefold() == entry.term.casefold() or _within_name(text, match):
            return None
        words = entry.several if match.plural else entry.say
        modifies = _modifies(text, match.end)
        if entry.kind == "descriptor" and not modifies:
            return None
        if entry.glosses and (not first or modifies or _in_brackets(text, match.start)):
            words = re.split(r", | \(", words)[0]
        if modifies and _JOINED.search(words) and not _LEADS.search(entry.term):
            return None
        if modifies and entry.term.startswith("anti") or _said_already(text, match, words):
            # "antiviral" may describe what follows; and what the source says in everyday words is not said twice.
            return None
        compound = text[match.start - 1 : match.start] == "-" or text[match.end : match.end + 1] == "-"
        if compound and (" " in words or entry.kind == "word"):
            return None
        return _piece(text, match, words, entry.term)


_CLAUSE = re.compile(r"(?:[^;.]|\.(?!\s|$))+(?:[;.]\s*|$)")


def _dose_piece(text: str, start: int, end: int, begin: int) -> Piece:
    """A piece in place of clauses that give doses; where others stand before or after, it opens and ends a sentence."""
    before = re.search(r"[;:,]?\s*$", text[begin:start])
    left = begin + before.start() if before and start > begin else start
    opens = ". " if start > begin and not text[:left].endswith(".") else " " if start > begin else ""
    ends = " " if end < len(text) else ""
    return Piece(start=left, end=end, turn=Turn.WITHHELD, words=f"{opens}{DOSE_SENTENCE}{ends}")


def _says(start: int, place: int, told: Told) -> list[Piece]:
    """Who says what follows, in place of the name and the grade, which are set aside."""
    who = "The drug label" if told.statement.source.kind is Kind.LABEL else "A guideline"
    said = f"{who} says, in its {OWN_WORDS}" if told.quoted else f"{who} says: "
    return [
        Piece(start=start, end=place - 2, turn=Turn.ASIDE),
        Piece(start=place - 2, end=place, turn=Turn.JOINT, words=said),
    ]


def _marked(text: str, first: Piece) -> list[Piece]:
    """A quotation is kept as it is; its first letter carries the mark that it is one."""
    mark = f"In the source's {OWN_WORDS}{text[first.start]}"
    letter = Piece(start=first.start, end=first.start + 1, turn=Turn.JOINT, words=mark)
    return [letter, replace(first, start=first.start + 1)]


def _runs(text: str, quotes: Sequence[tuple[int, Told]]) -> list[list[tuple[int, Told]]]:
    """The quotations in order; doses that follow one another are one run, since one sentence stands for all."""
    runs: list[list[tuple[int, Told]]] = []
    end = 0
    for place, told in sorted(quotes, key=lambda q: q[0]):
        if runs and _only_dose(told) and _only_dose(runs[-1][-1][1]) and not text[end:place].strip(" ."):
            runs[-1].append((place, told))
        elif place >= end:
            runs.append([(place, told)])
        end = max(end, place + len(told.statement.text))
    return runs


def _only_dose(told: Told) -> bool:
    return all(p.turn is Turn.WITHHELD for p in told.rewording.pieces)


def _body(run: Sequence[tuple[int, Told]]) -> list[Piece]:
    """The pieces of a quotation where it stands; of a run of doses the one sentence."""
    place, told = run[0]
    if len(run) > 1:
        last, end = run[-1]
        return [Piece(start=place, end=last + len(end.statement.text), turn=Turn.WITHHELD, words=DOSE_SENTENCES)]
    return [replace(p, start=p.start + place, end=p.end + place) for p in told.rewording.pieces]


def _piece(text: str, match: Match, words: str, term: str) -> Piece | None:
    """The piece for a term, its article with it, in the case of the source; None where it changes nothing."""
    start = match.start
    article = _ARTICLE.search(text[:start])
    if text[start].isupper() and _opens(text, start):
        words = words[:1].upper() + words[1:]
    if words.casefold() == text[start : match.end].casefold():
        return None
    if article and re.match(r"an? ", words):
        start, words = article.start(), article.group()[0] + words[1:]
    elif article:
        an = "n" if _VOWEL.match(words) else ""
        start, words = article.start(), f"{article.group()[0]}{an} {words}"
    elif re.search(r"\b(?:the|this|that|each|every|no|its|their|his|her|our|any|first|second) $", text[:start], re.I):
        words = re.sub(r"^(?:an?|the) ", "", words)
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
    return bool(re.search(r"(?:^|[.!?]\s+|\(indirect\): |^\W+)$", text[:start]))


def _said_already(text: str, match: Match, words: str) -> bool:
    """Whether the source itself says the everyday words elsewhere in the text, as in "herpes zoster (shingles)"."""
    if match.entry.kind in ("word", "descriptor"):
        return False
    around = f"{text[: match.start]}\n{text[match.end :]}"
    return re.search(rf"\b{re.escape(words)}\b", around, re.IGNORECASE) is not None


def _modifies(text: str, end: int) -> bool:
    """Whether the term stands before a noun that it describes: there it must stay short, or the sentence breaks."""
    following = re.match(r" ([a-z][\w-]*)", text[end:])
    return bool(following and not _NO_NOUN.match(following[1]) and not VERB.match(following[1]))


def _in_brackets(text: str, place: int) -> bool:
    return text.rfind("(", 0, place) > text.rfind(")", 0, place)


_NAME_AFTER = re.compile(
    r"[ -](?:[A-Z][a-z]|Society|Association|College|Committee|Force|Guideline|Academy|Journal|Campaign|Trial)"
)


def _within_name(text: str, match: Match) -> bool:
    """Whether the term stands in the name of a body or a paper, as "Diabetes Association" does."""
    capital = text[match.start].isupper() and match.entry.kind != "abbreviation" and not _opens(text, match.start)
    before = re.search(r"\b[A-Z][a-z]+(?P<own>['\u2019]s)?[ -]$", text[: match.start])
    named = bool(before and (before["own"] or not _opens(text, before.start())))
    return named and match.entry.kind != "abbreviation" or capital and bool(_NAME_AFTER.match(text, match.end))


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
        ends = piece.turn in (Turn.JOINT, Turn.FRAME, Turn.WITHHELD) and piece.words.endswith(". ")
        opening = ends or (opening and piece.turn is Turn.ASIDE)
