"""How an answer is told to one reader: the same statements in the same order, every told word traced to the words it
stands for (law 9)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from curbside.model.answers import Answer, Section, Statement
from curbside.model.errors import LawBrokenError


class Reader(StrEnum):
    """Who reads; PATIENT stands for whoever cares for one, too."""

    CLINICIAN = "clinician"
    TRAINEE = "trainee"
    PATIENT = "patient"


class Turn(StrEnum):
    """What became of a stretch of the verified words."""

    KEPT = "kept"
    PLAIN = "plain"
    """Told in everyday words."""
    FRAME = "frame"
    """The label of an indirect statement, in other words."""
    JOINT = "joint"
    """Where one sentence became two."""
    ASIDE = "aside"
    """Moved beside the sentence, unchanged: brackets of statistics."""
    WITHHELD = "withheld"
    """A dose, in place of which the reader is sent to the care team."""


_FIGURE = re.compile(r"(?<![\w.-])\d+(?:[.,]\d+)*")
_DIGITS = re.compile(r"\d+")
_NEGATION = re.compile(
    r"\b(?:no|not|never|without|neither|nor|cannot|none|nothing|nobody|against|avoid(?:s|ed|ing)?|contra-?indicat\w+|un(?:able|likely))"
    r"\b|n't\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|can|possibl[ey]|potential(?:ly)?|perhaps|probabl[ey]|probability|likel(?:y|ihood)|unlikely|"
    r"suggest\w*|appear\w*|seem\w*|uncertain\w*|unclear|unsure|not sure|not clear|chances?|suspected|"
    r"thought to|about|around|"
    r"approximately|roughly|estimated|presumabl[ey]|indirect)\b",
    re.IGNORECASE,
)


def weighs(words: str) -> bool:
    """Whether words hold a negation or a hedge, which may never leave their sentence."""
    return bool(_NEGATION.search(words) or _HEDGE.search(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch [start, end) of the verified words and what is read in its place; `words` is "" where it is kept.

    `term` names the entry of the glossary that gave the words, or is "".
    """

    start: int
    end: int
    turn: Turn = Turn.KEPT
    words: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """Verified words and the pieces that tell them, end to end: what is read is derived, never written beside them."""

    source: str
    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        """Hold law 9: nothing of the source is passed over, no figure changes, no negation and no hedge is lost."""
        place = 0
        for piece in self.pieces:
            if piece.start != place or piece.end <= piece.start:
                raise LawBrokenError(f"law 9: words of the source are passed over at {place}: {self.source!r}")
            place = piece.end
            if fault := _fault(self.source[piece.start : piece.end], piece):
                raise LawBrokenError(f"law 9: {fault}: {self.source[piece.start : piece.end]!r} > {piece.words!r}")
        if place != len(self.source):
            raise LawBrokenError(f"law 9: words of the source are passed over at {place}: {self.source!r}")

    @property
    def text(self) -> str:
        """What is read."""
        told = "".join(self.source[p.start : p.end] if p.turn is Turn.KEPT else p.words for p in self.pieces)
        return re.sub(r" {2,}", " ", re.sub(r" +(?=[,;.:?!)])", "", told)).strip()

    @property
    def asides(self) -> tuple[str, ...]:
        """What was moved beside it, word for word, without the brackets around it."""
        moved = (self.source[p.start : p.end] for p in self.pieces if p.turn is Turn.ASIDE)
        return tuple(re.sub(r"^[(\[](.*)[)\]]$", r"\1", m.strip(" ,;:")) for m in moved)

    @property
    def withheld(self) -> bool:
        """Whether a dose was left out."""
        return any(p.turn is Turn.WITHHELD for p in self.pieces)

    @property
    def verbatim(self) -> bool:
        """Whether every word is the verified one, apart from the label of an indirect statement."""
        return all(p.turn in (Turn.KEPT, Turn.FRAME) for p in self.pieces)

    @property
    def body(self) -> str:
        """What is read, without the label of an indirect statement."""
        frame = "".join(p.words for p in self.pieces if p.turn is Turn.FRAME).strip()
        return self.text.removeprefix(frame).strip()

    @property
    def frame(self) -> str:
        """The label of an indirect statement as it is read, or ""."""
        return "".join(p.words for p in self.pieces if p.turn is Turn.FRAME).strip()


def _fault(source: str, piece: Piece) -> str:
    """Why a piece may not stand for its stretch of the source, or ""."""
    if piece.turn is Turn.KEPT:
        return "kept words are the source's" if piece.words else ""
    if set(_DIGITS.findall(piece.words)) - set(_DIGITS.findall(source)):
        return "a figure from nowhere"
    if piece.turn is Turn.WITHHELD:
        return ""
    if piece.turn is Turn.ASIDE:
        return "what is set aside is not reworded" if piece.words else ""
    if Counter(_FIGURE.findall(source)) != Counter(_FIGURE.findall(piece.words)):
        return "a figure is lost"
    for what, pattern in (("negation", _NEGATION), ("hedge", _HEDGE)):
        if len(pattern.findall(source)) > len(pattern.findall(piece.words)):
            return f"a {what} is lost"
    return ""


def verbatim(source: str) -> Rewording:
    """The words as they are."""
    return Rewording(source=source, pieces=(Piece(start=0, end=len(source)),) if source else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a word means, beside the words, never within them; no figure stands in it.

    `source` is the id of the document whose own words open an abbreviation, or "" where the glossary does.
    """

    about: str
    text: str
    source: str = ""

    def __post_init__(self) -> None:
        """Hold law 2 for our own words: a note explains and measures nothing."""
        if not self.source and set(_DIGITS.findall(self.text)) - set(_DIGITS.findall(self.about)):
            raise LawBrokenError(f"law 2: a note brings a figure of its own: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A verified statement as one reader reads it, and what its words mean.

    `quoted` is true where it could not be told in plain words without changing it, so that it stands in the words of
    the source; `notes` stand where a word is met first; `people` says who was studied, in the source's words, or is ""
    where that is not known or gives a dose.
    """

    statement: Statement
    rewording: Rewording
    notes: tuple[Note, ...] = ()
    quoted: bool = False
    people: str = ""

    FIGURES: ClassVar[str] = "these figures"
    """What a note is about that says how a machine reads the statistics set aside."""

    def __post_init__(self) -> None:
        """Hold law 9: it tells its statement, and a quotation is one."""
        if self.rewording.source != self.statement.text:
            raise LawBrokenError(f"law 9: these are not the words of the statement: {self.rewording.source!r}")
        if self.quoted and not self.rewording.verbatim:
            raise LawBrokenError(f"law 9: a quotation was reworded: {self.rewording.text!r}")
        if self.people not in ("", self.statement.population):
            raise LawBrokenError(f"law 9: not the people of the statement: {self.people!r}")
        for aside in self.rewording.asides:
            if weighs(aside):
                raise LawBrokenError(f"law 9: a negation or a hedge was set aside: {aside!r}")

    @property
    def text(self) -> str:
        """What is read."""
        return self.rewording.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSection:
    """A section as one reader reads it, under a title of its own."""

    section: Section
    title: str
    statements: tuple[Told, ...]

    def __post_init__(self) -> None:
        """Hold law 9: the statements of the section, all of them, in their order."""
        if tuple(t.statement for t in self.statements) != self.section.statements:
            raise LawBrokenError(f"law 9: not the statements of {self.section.title!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """Flesch-Kincaid grade of a text and what it was counted from; None where there are no words.

    Kincaid JP et al. Derivation of new readability formulas for Navy enlisted personnel. 1975 (RBR 8-75).
    """

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float | None:
        """0.39 words a sentence + 11.8 syllables a word - 15.59, to one decimal."""
        if not self.words or not self.sentences:
            return None
        return round(0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How hard a telling is to read: all that is told in our words; of it, the statements; and what is only quoted."""

    told: Readability
    statements: Readability
    quoted: Readability
    quoted_statements: int
    withheld_doses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A verified answer as one reader reads it: a projection, with nothing added and nothing lost (law 9).

    `strength` tells how sure the bottom line is; `notes` are all the notes, each once; `help` says when to seek it;
    `trials` tells those under way that its gaps name; `measured` is None for a reader for whom words are not changed.
    """

    answer: Answer
    reader: Reader
    bottom_line: Rewording
    strength: str
    guidelines: tuple[ToldSection, ...]
    research: tuple[ToldSection, ...]
    gaps: tuple[Rewording, ...]
    conflicts: tuple[Rewording, ...]
    trials: tuple[Told, ...] = ()
    notes: tuple[Note, ...] = ()
    help: tuple[str, ...] = ()
    measured: Measured | None = None

    def __post_init__(self) -> None:
        """Hold law 9: every part tells its own part of the answer, in the answer's order, and nothing else."""
        answer = self.answer
        if (self.guidelines_of, self.research_of) != (answer.guidelines, answer.research):
            raise LawBrokenError("law 9: a telling holds the sections of its answer, all of them, in their order")
        sources = (self.bottom_line, *self.gaps, *self.conflicts)
        expected = (answer.bottom_line.text, *(g.text for g in answer.gaps), *(c.text for c in answer.conflicts))
        if tuple(r.source for r in sources) != expected:
            raise LawBrokenError("law 9: a telling holds the bottom line, the gaps and the conflicts of its answer")
        if tuple(t.statement for t in self.trials) != answer.trials:
            raise LawBrokenError("law 9: a telling names the trials under way that its answer names")
        if self.reader is not Reader.PATIENT and not all(r.verbatim for r in (*sources, *self._rewordings)):
            raise LawBrokenError(f"law 9: a {self.reader.value} reads the verified words themselves")

    @property
    def guidelines_of(self) -> tuple[Section, ...]:
        """The sections of guidelines that are told."""
        return tuple(s.section for s in self.guidelines)

    @property
    def research_of(self) -> tuple[Section, ...]:
        """The sections of research that are told."""
        return tuple(s.section for s in self.research)

    @property
    def statements(self) -> tuple[Told, ...]:
        """Every statement told, in the order it is read."""
        return tuple(t for section in (*self.guidelines, *self.research) for t in section.statements)

    @property
    def _rewordings(self) -> tuple[Rewording, ...]:
        return tuple(t.rewording for t in (*self.statements, *self.trials))
