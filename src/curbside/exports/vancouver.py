"""References in Vancouver style, with the standing printed (ICMJE/NLM, Citing Medicine, 2nd edition)."""

from __future__ import annotations

import re

from curbside.model import Document, Standing

_AUTHORS = 6
"""Authors named before "et al" (NLM, Citing Medicine: six)."""

_PRINTED = {
    Standing.RETRACTED: "Retracted",
    Standing.CONCERN: "Expression of concern",
    Standing.CORRECTED: "Corrected",
    Standing.CITES_RETRACTED: "Cites a retracted study",
    Standing.SUPERSEDED: "Superseded",
}


def vancouver(document: Document) -> str:
    """One reference, without its number: authors, title, journal, date, place, identifiers and standing."""
    parts = [_authors(document), _sentence(document.title), _source(document), _identifiers(document)]
    standing = _PRINTED.get(document.standing)
    return " ".join(p for p in (*parts, f"[{standing}]" if standing else "") if p)


def _authors(document: Document) -> str:
    names = [re.sub(r",? et al\.?$", "", a) for a in document.authors]
    shortened = any(a.rstrip(".").endswith("et al") for a in document.authors)
    names = [n for n in names if n and n != "et al"]
    if not names:
        return _sentence(document.issuer or "")
    if len(names) > _AUTHORS or shortened:
        return f"{', '.join(names[:_AUTHORS])}, et al."
    return _sentence(", ".join(names))


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."


def _source(document: Document) -> str:
    place = ";".join(p for p in (document.published and document.published[:4], document.volume) if p)
    if document.pages:
        place = f"{place}:{document.pages}" if place else document.pages
    named = document.journal or (document.issuer if document.authors else "")
    return _sentence(" ".join(p for p in (_sentence(named or ""), place) if p))


def _identifiers(document: Document) -> str:
    ids = document.identifiers
    named = [
        f"doi:{ids.doi}" if ids.doi else "",
        f"PMID: {ids.pmid}" if ids.pmid else "",
        f"PMCID: {ids.pmcid}" if ids.pmcid else "",
        f"ClinicalTrials.gov: {ids.nct}" if ids.nct else "",
    ]
    named = [n for n in named if n]
    if not named and document.link:
        return f"Available from: {document.link}"
    return _sentence(" ".join(named))
