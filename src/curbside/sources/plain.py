"""Reads the lines of a plain text: headings, joined paragraphs, list items, table rows, doses beside their drugs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curbside.sources.outline import Block, Sort
from curbside.text import normalise


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands; `level` is given where type size already told that it is a heading."""

    text: str
    level: int = 0


_SOFT = "\u00ad"
_MARKS = "\u2022\u30fb\u25a0\u25aa\u25fc\u25cf\u25e6\u2023\u2043\u00b7\u25cb\u2219\uf0b7\uf0a7"
_BULLET = re.compile(
    rf"^\s*(?:(?P<dot>[{_MARKS}]\s*|\*\s+)|(?P<dash>(?:[-\u2013\u2014\u2212+]|o)\s+|-(?=[A-Za-z])))(?=\S)"
)
_ROW = re.compile(r"^\s*[|\u2502\u250c\u251c\u2514]")
_RULE = re.compile(r"^[\s|:\u2500-\u257f=_*-]+$")
_BOX = str.maketrans(dict.fromkeys("\u2502\u2503\u2551", "|"))
_CAPTION = re.compile(r"^#*\s*(?:table|box|figure)\s+\d", re.IGNORECASE)
_HASHES = re.compile(r"^(#{1,6})\s+(?=\S)")
_NUMBER = re.compile(r"^(\d+(?:\.\d+)*)\.?\s+(?=[A-Z])")
_EMPHASIS = re.compile(r"^(\*\*|__)(.+?)\1:?$")
_KNOWN = re.compile(
    r"(?:introduction|background|overview|definitions?|terminolog(?:y|ies)|classification|a?etiology|causes|"
    r"epidemiology|patho(?:physiology|genesis|logy)|(?:predisposing|risk) factors|symptoms|signs|clinical "
    r"(?:features?|presentation|manifestations|considerations)|(?:differential )?diagnos[ei]s|complications?|"
    r"(?:laboratory )?investigations?|treatment(?: goals?| objectives?)?|"
    r"(?:non-?)?(?:drug|pharmacological|surgical|medical|supportive|alternative) "
    r"(?:treatments?|measures|management|therapy)|management|"
    r"(?:notable )?adverse (?:drug )?(?:reactions|effects)"
    r"(?:,? (?:contraindications|complications|cautions?|and|precautions),?)*|"
    r"contraindications?|cautions?|precautions|prevention|prognosis|follow-?up|referral|monitoring|surgery|screening|"
    r"recommendations?|rationale|evidence|references|scope|dosage|counselling|patient education)",
    re.IGNORECASE,
)
_SMALL = {"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with", "vs"}
_FIGURE = re.compile(
    r"\d\s*(?:mg|g|ml|mL|units?|IU|%|mmol|kg|\u00b5g|\u03bcg|mcg|tabs?|tablets?|hours?|days?|weeks?)\b"
)
_EITHER = re.compile(r"^(?:[-\u2022] )?(?:or|and|plus|then|either|and/or):?$", re.IGNORECASE)
_BROKEN = re.compile(rf"([^\W\d_]+){_SOFT}([^\W\d_]+)")
_MOST_WORDS = 14
_END = (".", "!", "?", ":")


def blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a text in order; nothing but line breaks, bullet marks and table rules is changed."""
    known = _vocabulary(lines)
    lines = [Line(_mended(line.text, known), line.level) for line in lines]
    found = _with_doses(_joined(_classified(lines), _width(lines), known))
    return [Block(block.sort, block.text.replace(_SOFT, "-"), block.level) for block in found]


def _vocabulary(lines: Sequence[Line]) -> set[str]:
    """The words inside the lines, to tell a word broken at a line's end from one that has a hyphen."""
    return {
        word.lower()
        for line in lines
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![^\W\d_]|[-\u00ad]$)", line.text)
    }


def _width(lines: Sequence[Line]) -> int:
    """The length from which a line is taken to run on: most of what full lines of this text have."""
    lengths = sorted(len(line.text.strip()) for line in lines if line.text.strip())
    return max(45, lengths[len(lengths) * 9 // 10] * 2 // 3) if lengths else 45


def _classified(lines: Sequence[Line]) -> Iterator[Block | None]:
    """One block a line, None for a blank one; wrapped lines are still apart."""
    texts = [line.text if _EMPHASIS.match(line.text.strip()) else _bare(line.text) for line in lines]
    for index, line in enumerate(lines):
        text = texts[index].strip()
        if not text:
            yield None
            continue
        before = texts[index - 1].strip() if index else ""
        after = next((one.strip() for one in texts[index + 1 : index + 3] if one.strip()), "")
        if level := line.level or _level(text, before, after):
            yield Block(Sort.HEADING, _heading(text), level)
        elif block := _block(texts[index]):
            yield block


def _heading(text: str) -> str:
    text = _EMPHASIS.sub(r"\2", _HASHES.sub("", text))
    return normalise(text).rstrip(": ")


def _block(text: str) -> Block | None:
    """The block of a line that is no heading; None for a table's rule."""
    if _CAPTION.match(text):
        return Block(Sort.PROSE, normalise(text.lstrip("# ")), 0)
    if _ROW.match(text):
        cells = text.translate(_BOX).strip().strip("|").split("|")
        return None if _RULE.match(text) else Block(Sort.ROW, " | ".join(normalise(cell) for cell in cells))
    if _RULE.match(text):
        return None
    if found := _BULLET.match(text):
        deep = 2 if found["dash"] else 1
        mark = "-" if found["dash"] else "\u2022"
        return Block(Sort.BULLET, f"{mark} {_normal(text[found.end() :])}", deep)
    return Block(Sort.PROSE, _normal(text))


def _normal(text: str) -> str:
    """The line normalised, with the soft hyphen at its end, which tells a word broken by a typesetter."""
    return normalise(text) + (_SOFT if text.rstrip().endswith(_SOFT) else "")


def _level(text: str, before: str, after: str) -> int:
    """The level of a line that is a heading by its looks, else 0."""
    if _CAPTION.match(text) or _BULLET.match(text) or _ROW.match(text):
        return 0
    if hashes := _HASHES.match(text):
        return len(hashes.group(1))
    if len(text.split()) > _MOST_WORDS or text.endswith((".", ",", ";")) or after[:1].islower():
        return 0
    if number := _NUMBER.match(text):
        return _numbered_level(number.group(1), text[number.end() :], before)
    bare = _EMPHASIS.sub(r"\2", text).rstrip(": ")
    if _is_capitals(bare):
        return 1
    if bare[:1].isupper() and _KNOWN.fullmatch(bare):
        return 2
    return 2 if not before and _is_titled(bare) and after else 0


def _numbered_level(number: str, words: str, before: str) -> int:
    """1.2 Drug treatment is a heading, 1.2.1 Offer the drug to ... a recommendation, 1. Wash hands a list item."""
    short = len(words.split()) <= 8 and not re.search(
        r"\b(?:should|offer|consider|do not|must)\b", words, re.IGNORECASE
    )
    if not short or (("." not in number) and bool(before)):
        return 0
    return number.count(".") + 1


def _is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return text.upper() == text and len(letters) >= 4 and any(len(word) >= 4 for word in re.findall(r"[A-Z]+", text))


def _is_titled(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 8 or re.search(r"\d", text):
        return False
    return all(word[:1].isupper() or word.lower() in _SMALL for word in words)


def _joined(found: Iterator[Block | None], width: int, known: set[str]) -> Iterator[Block]:
    """The blocks with wrapped lines joined again."""
    held: Block | None = None
    length = 0  # of the last line taken into the held block
    apart = False
    for block in found:
        if block is None:
            apart = True
            continue
        if held is not None and _runs_on(held, block, apart, length >= width):
            held, length = Block(held.sort, _join(held.text, block.text, known), held.level), len(block.text)
        else:
            if held is not None:
                yield held
            held, length = block, len(block.text)
        apart = False
    if held is not None:
        yield held


def _runs_on(held: Block, block: Block, apart: bool, full: bool) -> bool:
    """Whether a line goes on with what the block before it says."""
    if block.sort is not Sort.PROSE or held.sort in (Sort.HEADING, Sort.ROW) or 0 in (held.level, block.level):
        return False
    if _EITHER.match(block.text) or _EITHER.match(held.text):
        return False
    ended, small = held.text.endswith(_END), not block.text[:1].isupper()
    if apart:
        return small and not ended and block.text[:1].islower()
    if ended and not small and (held.sort is Sort.BULLET or block.text.endswith(":")):
        return False
    if small:
        return not held.text.endswith(":") or full
    return full and not held.text.endswith(":")


def _mended(text: str, known: set[str]) -> str:
    """The line with words whole again that a PDF breaks inside a line."""
    return _BROKEN.sub(lambda match: _join(match[1] + _SOFT, match[2], known), text)


def _join(first: str, second: str, known: set[str]) -> str:
    """Two lines as one; the hyphen of a word broken at the line's end goes, that of a compound stays."""
    left, right = re.search(r"([^\W\d_]+)[-\u00ad]$", first), re.match(r"([^\W\d_]+)", second)
    if left is None or right is None or not second[:1].islower():
        return f"{first}{'' if left else ' '}{second}"
    whole = first[:-1] + second
    one, two = left.group(1).lower(), right.group(1).lower()
    if f"{one}-{two}" in known or one in _ALWAYS_APART:
        return f"{first[:-1]}-{second}"
    if one + two in known:
        return whole
    if not first.endswith(_SOFT):
        return first + second
    compound = one in known and len(two) >= _LONGER_THAN_ENDINGS or (one in known | _PREFIXES and two in known)
    return f"{first[:-1]}-{second}" if compound else whole


_ALWAYS_APART = {"non", "self", "well", "low", "high", "long", "short", "half", "post"}
_PREFIXES = set("anti auto co hyper immuno inter intra multi over peri pre re sub super trans ultra under".split())
_LONGER_THAN_ENDINGS = 8  # letters; "-threatening" is a word of its own, "-ments" and "-ations" are not


_AGE = r"(?:adults?|child(?:ren)?|elderly|neonates?|newborns?|infants?|pa?ediatric|adolescents?)"
_FOR_WHOM = re.compile(
    rf"(?:in )?(?:the )?\(?{_AGE}(?: and {_AGE})?(?: (?:and )?\w+){{0,4}}\s*(?:[:(\u2013-]|$)", re.IGNORECASE
)
_HOW = re.compile(
    rf"\(?(?:[\d<>\u2264\u2265]|(?:{_AGE}|up to|under|over|above|below|less than|greater than|not|maximum|then|"
    r"initial(?:ly)?|maintenance|loading|followed by|dos(?:e|es|age)|severe|mild|moderate|by|in|for|every|if|"
    r"orally|intravenously|intramuscularly|subcutaneously|repeat\w*|increase\w*|reduce\w*|continue\w*|"
    r"pregnan\w+|wom[ae]n)\b|(?:IV|IM|SC|PO|oral)[: ]*\d)",
    re.IGNORECASE,
)
_LONGEST_DRUG = 9  # words
_LONGEST_LINE = 600  # characters


def _with_doses(found: Iterator[Block]) -> Iterator[Block]:
    """The blocks with "Adult: 500 mg ..." joined to the drug above it, and "Or:" to the drug below it.

    A dose alone on its line would lose its drug when the line is cited.
    """
    held: Block | None = None
    either: Block | None = None
    for block in found:
        if _EITHER.match(block.text) and block.sort is not Sort.HEADING:
            either = block
            continue
        joins = held is not None and held.sort is Sort.BULLET and _is_dose_of(held, block)
        if either is not None and not joins:
            block = _after_either(either, block)
        if joins and held is not None:
            between = f" {_unmarked(either.text)}" if either is not None else ""
            block = Block(held.sort, f"{held.text}{between} {block.text}", held.level)
        elif held is not None:
            yield held
        held, either = block, None
    yield from (one for one in (held, either) if one is not None)


def _after_either(either: Block, block: Block) -> Block:
    if block.sort is not Sort.BULLET:
        return block
    mark, _, words = block.text.partition(" ")
    return Block(block.sort, f"{mark} {_unmarked(either.text)} {words}", block.level)


def _bare(text: str) -> str:
    """A line without the marks of Markdown's emphasis and escapes."""
    return re.sub(r"\\([*_#-])", r"\1", re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text))


def _unmarked(text: str) -> str:
    """A list item without its mark."""
    return text.lstrip("-\u2022 ")


def _is_dose_of(held: Block, block: Block) -> bool:
    text = _unmarked(block.text)
    dose = _FIGURE.search(text) and _HOW.match(text)
    more = _FIGURE.search(held.text) and _FOR_WHOM.match(text)
    if block.sort is not Sort.BULLET or not (dose or more) or len(held.text) > _LONGEST_LINE:
        return False
    drug = re.split(r"[:;] | - ", _unmarked(held.text))[0].rstrip(": ")
    return len(drug.split()) <= _LONGEST_DRUG and not held.text.endswith(".")
