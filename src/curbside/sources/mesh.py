"""Descriptors of the Medical Subject Headings, in XML (desc2026.xml) or ASCII (d2026.bin), as headings for the library.

The shapes are those of NLM's "MeSH XML Data Elements" (nlm.nih.gov/mesh/xml_data_elements.html) and "ASCII MeSH.
Descriptor Data Elements" (nlm.nih.gov/mesh/2009/introduction/dtype.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from curbside.model import BadInputError, Change, Heading, Kind
from curbside.sources.xml import Element, elements
from curbside.text import normalise

_ROOTS = {"DescriptorRecordSet": ("DescriptorRecord",), "DescriptorRecord": ("DescriptorRecord",)}
_OTHER_THINGS = frozenset({"BRD", "REL"})
"""How a concept may stand to the preferred one so that its terms name something broader, or only something related."""
NEW_RECORD = "*NEWRECORD"
_LONGEST = 1024**2


def read_xml(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """A heading for each descriptor; BadInputError for damaged XML and for a descriptor without id or name."""
    for element in elements(stream, file=file, roots=_ROOTS):
        id_ = _text(element.find("DescriptorUI"))
        name = _text(element.find("DescriptorName/String"))
        if not id_ or not name:
            raise BadInputError(file, id_ or name or "a descriptor", "a descriptor without an id or a name")
        yield _heading(id_, name, _terms(element))


def _terms(element: Element) -> Iterator[str]:
    """The terms of the concepts that name the same thing as the heading, or a kind of it."""
    concepts = element.findall("ConceptList/Concept")
    others = {
        _text(relation.find("Concept2UI"))
        for relation in element.iter("ConceptRelation")
        if relation.get("RelationName") in _OTHER_THINGS
    }
    for concept in concepts:
        if concept.get("PreferredConceptYN") == "Y" or _text(concept.find("ConceptUI")) not in others:
            yield from (_text(t) for t in concept.findall("TermList/Term/String"))


def read_ascii(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """A heading for each descriptor record; BadInputError names the line of a damaged one."""
    fields: list[tuple[str, str]] = []
    number = start = 0
    while line := stream.readline(_LONGEST):
        number += 1
        try:
            text = line.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            raise BadInputError(file, f"line {number}", "not UTF-8") from error
        if text == NEW_RECORD:
            yield from _record(fields, file, start)
            fields, start = [], number
        elif text:
            name, equals, value = text.partition(" = ")
            if not equals and not text.endswith(" ="):
                raise BadInputError(file, f"line {number}", "not an element and its value")
            fields.append((name.strip(), value.strip()))
    yield from _record(fields, file, start)


def _record(fields: list[tuple[str, str]], file: str, line: int) -> Iterator[Change]:
    if not fields:
        return
    values = dict(reversed(fields))
    if values.get("RECTYPE", "D") != "D":
        return
    if "MH" not in values or "UI" not in values:
        raise BadInputError(file, f"line {line}", "a descriptor without MH or UI")
    terms = (_entry(value) for name, value in fields if name in ("ENTRY", "PRINT ENTRY"))
    yield _heading(values["UI"], values["MH"], terms)


def _entry(value: str) -> str:
    """The term of an entry, or "" where it names something broader or only related: "Term|T028|NON|EQV|NLM|..."."""
    term, *rest = value.split("|") if "|" in value else re.split(r":(?=T\d{3}:)", value, maxsplit=1)
    told = {part for piece in rest for part in re.split(r"[|:]", piece)}
    return "" if told & _OTHER_THINGS else term.strip()


def _heading(id_: str, name: str, terms: Iterator[str]) -> Heading:
    names = dict.fromkeys(normalise(t) for t in terms if t)
    return Heading(id=f"mesh:{id_}", name=normalise(name), names=tuple(n for n in names if n != normalise(name)))


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()
