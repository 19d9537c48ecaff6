"""ClinicalTrials.gov (API version 2): trials that are under way, so that a gap can say what is being found out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from curbside.model import Add, BadInputError, Depth, Document, Identifiers, Kind, Passage, Registered, UnderWay
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
    texts_at,
)
from curbside.sources.fetching import Request
from curbside.text import normalise

_USUAL = "https://clinicaltrials.gov/api/v2"
SOURCE = "ClinicalTrials.gov"
_PAGE = 100
_NCT = re.compile(r"NCT\d{8}")
ONGOING = tuple(status.upper().replace(" ", "_") for status in UnderWay)
"""The states of a trial that is still to give its results."""


def pages(site: Site, query: str, *, most: int, statuses: Sequence[str] = ONGOING) -> Iterator[Page]:
    """The registrations found, page by page."""
    token, taken = "", 0
    while taken < most:
        params = {
            "filter.overallStatus": "|".join(statuses),
            "pageSize": str(min(_PAGE, most - taken)),
            "countTotal": "true",
            **({"pageToken": token} if token else {}),
        }
        found, studies = _asked(site, params, query)
        total = text_at(found, "totalCount")
        count = int(total) if total is not None and total.isdigit() and taken == 0 else None
        yield _page(studies, f"trials {query} {taken}", count)
        taken += len(studies)
        token = text_at(found, "nextPageToken") or ""
        if not studies or not token:
            return


def again(site: Site, numbers: Sequence[str]) -> Iterator[Page]:
    """The registrations of some numbers as they are now, in whatever state; one that is no longer given is told."""
    for start in range(0, len(numbers), _PAGE):
        batch = numbers[start : start + _PAGE]
        _, studies = _asked(site, {"filter.ids": "|".join(batch), "pageSize": str(len(batch))})
        page = _page(studies, f"trials {batch[0]} to {batch[-1]}", None)
        given = {change.document.identifiers.nct for change in page.changes if isinstance(change, Add)}
        gone = (
            Skipped(name=n, reason="the registry does not give it; it stays as held") for n in batch if n not in given
        )
        yield replace(page, skipped=(*page.skipped, *gone))


def _asked(site: Site, params: Mapping[str, str], query: str = "") -> tuple[Object, list[Object]]:
    """A reply and the studies in it; FetchError where the reply has changed."""
    request = Request(
        service=SOURCE,
        url=f"{site.address('clinicaltrials', _USUAL)}/studies",
        words={"query.term": query} if query else {},
        params={**params, "format": "json"},
    )
    found = asked_json(site, request)
    at(found, "studies", list, request.failed)
    return found, objects_at(found, "studies")


def _page(studies: Sequence[Object], name: str, count: int | None) -> Page:
    changes, skipped = [], []
    for study in studies:
        try:
            changes.append(_registration(study))
        except BadInputError as error:
            skipped.append(Skipped(name=error.place or "a study", reason=error.reason))
    digest = digest_of(repr(changes).encode())
    return Page(name=name, digest=digest, changes=tuple(changes), skipped=tuple(skipped), found=count)


def _registration(study: Object) -> Add:
    nct = text_at(study, "protocolSection.identificationModule.nctId") or ""
    if not _NCT.fullmatch(nct):
        raise BadInputError(SOURCE, nct, f"{nct!r} is no NCT number: the reply has changed")
    official = text_at(study, "protocolSection.identificationModule.officialTitle")
    title = _line(normalise(text_at(study, "protocolSection.identificationModule.briefTitle") or official or ""))
    if not title:
        raise BadInputError(SOURCE, nct, "a record without a title")
    day = text_at(study, "protocolSection.statusModule.startDateStruct.date") or ""
    document = Document(
        id=f"nct:{nct}",
        kind=Kind.REGISTRATION,
        title=title,
        issuer=text_at(study, "protocolSection.sponsorCollaboratorsModule.leadSponsor.name"),
        published=day if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day) else None,
        identifiers=Identifiers(nct=nct),
        depth=Depth.RECORD,
        held="registration, without results",
        types=texts_at(study, "protocolSection.designModule.phases"),
    )
    text = normalise(f"{nct}: {title}\n{_text(study)}")
    return Add(document=document, passages=(Passage(document=document, section="Registration", text=text),))


def _text(study: Object) -> str:
    """The lines of a registration: first how the trial stands, which is cited as a whole, then what it is about."""
    names = [text_at(one, "name") for one in objects_at(study, "protocolSection.armsInterventionsModule.interventions")]
    outcomes = [text_at(one, "measure") for one in objects_at(study, "protocolSection.outcomesModule.primaryOutcomes")]
    status = (text_at(study, "protocolSection.statusModule.overallStatus") or "not told").replace("_", " ").lower()
    results = study.get("hasResults") is True
    parts = (
        (Registered.STATUS, status),
        _completion(study),
        (Registered.RESULTS, "yes" if results else None),
        (f"{Registered.UPDATED} posted", text_at(study, "protocolSection.statusModule.lastUpdatePostDateStruct.date")),
        (Registered.CONDITIONS, "; ".join(texts_at(study, "protocolSection.conditionsModule.conditions"))),
        (Registered.INTERVENTIONS, "; ".join(filter(None, names))),
        (Registered.OUTCOMES, "; ".join(filter(None, outcomes))),
        (Registered.PARTICIPANTS, text_at(study, "protocolSection.designModule.enrollmentInfo.count")),
    )
    return "\n".join(f"{name}: {_line(text)}" for name, text in parts if text)


def _completion(study: Object) -> tuple[str, str | None]:
    """When the trial ends, as the record words it, and whether that is estimated or was so, where it says it."""
    place = "protocolSection.statusModule.completionDateStruct"
    sort = (text_at(study, f"{place}.type") or "").lower()
    return (f"{Registered.COMPLETION} ({sort})" if sort else Registered.COMPLETION), text_at(study, f"{place}.date")


def _line(text: str) -> str:
    """The text on one line, so that no value of a record can pass for another line of it."""
    return " ".join(text.split())
