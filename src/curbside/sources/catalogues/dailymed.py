"""DailyMed: labels of medicines as their makers gave them to the FDA, by the sections a clinician needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

from curbside.model import Add, BadInputError, Depth, Document, FetchError, Kind, Passage
from curbside.sources.catalogues.replies import (
    Object,
    Page,
    Site,
    Skipped,
    asked_json,
    at,
    digest_of,
    objects_at,
    text_at,
)
from curbside.sources.fetching import Request
from curbside.sources.pieces import pieces
from curbside.sources.xml import Element, elements, plain

_USUAL = "https://dailymed.nlm.nih.gov/dailymed/services/v2"
SOURCE = "DailyMed"
_V3 = "{urn:hl7-org:v3}"
_SET_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONGEST = 200  # words of a passage
_PAGE = 100

SECTIONS: Mapping[str, str] = {
    "34066-1": "Boxed warning",
    "34067-9": "Indications and usage",
    "34068-7": "Dosage and administration",
    "34070-3": "Contraindications",
    "43685-7": "Warnings and precautions",
    "34071-1": "Warnings",
    "42232-9": "Precautions",
    "34084-4": "Adverse reactions",
    "34073-7": "Drug interactions",
    "43684-0": "Use in specific populations",
    "34088-5": "Overdosage",
}
"""The sections taken, by their LOINC codes, as the FDA's structured product labels name them."""


def pages(site: Site, drug: str, *, most: int) -> Iterator[Page]:
    """The labels of a drug, a page each; one that cannot be read is skipped and told."""
    place = site.address("dailymed", _USUAL)
    request = Request(
        service=SOURCE, url=f"{place}/spls.json", words={"drug_name": drug}, params={"pagesize": str(min(most, _PAGE))}
    )
    found = asked_json(site, request)
    at(found, "data", list, request.failed)
    listed = objects_at(found, "data")
    total = text_at(found, "metadata.total_elements")
    count = int(total) if total is not None and total.isdigit() else len(listed)
    yield Page(name=f"dailymed {drug}", digest="", found=count)
    for number, label in enumerate(listed[:most]):
        yield _page(site, f"{place}/spls", label, f"dailymed {drug} {number}")


def _page(site: Site, place: str, label: Object, name: str) -> Page:
    set_id = text_at(label, "setid") or ""
    try:
        if not _SET_ID.fullmatch(set_id):
            raise BadInputError(SOURCE, name, f"the reply has changed: {set_id!r} is no set id")
        request = Request(service=SOURCE, url=f"{place}/{set_id}.xml")
        body = site.send(request).body
        add = read_label(body, file=request.shown)
    except (BadInputError, FetchError) as error:
        return Page(name=name, digest="", skipped=(Skipped(name=set_id or "a label", reason=str(error)),))
    return Page(name=name, digest=digest_of(body), changes=(add,))


def read_label(body: bytes, *, file: str) -> Add:
    """The label in a structured product label (SPL): its sections in the order of the label, boxed warnings first."""
    for label in elements(BytesIO(body), file=file, roots={f"{_V3}document": (f"{_V3}document",)}):
        _without_namespace(label)
        return _label(label, file)
    raise BadInputError(file, "", "no label in it")


def _without_namespace(label: Element) -> None:
    for element in label.iter():
        if isinstance(element.tag, str):
            name = element.tag.rpartition("}")[2]
            element.tag = {"paragraph": "p", "item": "list-item", "caption": "title"}.get(name, name)


def _label(label: Element, file: str) -> Add:
    set_id = label.find("setId")
    title = plain(label.find("title")).replace("\n", " ")
    id_ = set_id.get("root", "") if set_id is not None else ""
    if not _SET_ID.fullmatch(id_):
        raise BadInputError(file, "setId", "a label without its set id")
    drugs = list(dict.fromkeys(plain(n) for n in label.iterfind(".//manufacturedProduct/manufacturedProduct/name")))
    title = title or ", ".join(filter(None, drugs))
    if not title:
        raise BadInputError(file, id_, "a record without a title")
    effective = label.find("effectiveTime")
    document = Document(
        id=f"spl:{id_.lower()}",
        kind=Kind.LABEL,
        title=title,
        issuer=plain(label.find("author/assignedEntity/representedOrganization/name")) or None,
        published=_date("" if effective is None else effective.get("value", "")),
        jurisdiction="US",
        language="en",
        licence="public domain (US FDA structured product label)",
        depth=Depth.EXCERPT,
        link=f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={id_.lower()}",
    )
    found = dict.fromkeys((name, text) for name, whole in _sections(label) for text in pieces(whole, _LONGEST))
    if not found:
        raise BadInputError(file, id_, "none of the sections of a label for prescribers")
    passages = tuple(Passage(document=document, section=name, text=text) for name, text in found)
    return Add(document=document, passages=passages)


def _date(value: str) -> str | None:
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)\d*", value)
    return "-".join(match.groups()) if match else None


def _sections(label: Element) -> list[tuple[str, str]]:
    found = []
    for section in label.iter("section"):
        code = section.find("code")
        name = SECTIONS.get("" if code is None else code.get("code", ""))
        if name and (text := _whole(section)):
            found.append((name, text))
    # A boxed warning is what must not be missed, wherever the label puts it.
    return sorted(found, key=lambda one: one[0] != "Boxed warning")


def _whole(section: Element) -> str:
    """The text of a section and of the sections inside it, each under its heading."""
    parts = [plain(section.find("text"))]
    for inner in section.iterfind("component/section"):
        heading, text = plain(inner.find("title")), _whole(inner)
        parts.append(f"{heading}: {text}" if heading and text else text)
    return "\n".join(filter(None, parts))
