"""The Retraction Watch file, as Crossref gives it out (CSV), or a map from DOIs to notices made of it (JSON)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from curbside.model import BadInputError, Standing
from curbside.sources.catalogues.notices import Consultation, Notice, worst
from curbside.sources.opening import decoded, opened, unpacked, whole

SOURCE = "Retraction Watch"
_NATURES = {
    "retraction": Standing.RETRACTED,
    "expression of concern": Standing.CONCERN,
    "correction": Standing.CORRECTED,
    "reinstatement": Standing.CURRENT,
}
_COLUMNS = ("Title", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionDOI", "RetractionDate", "RetractionNature")
_PARTS = {"retractions": Standing.RETRACTED, "concerns": Standing.CONCERN}


def consultation(path: Path) -> Consultation:
    """What the file says; BadInputError names the line or part of one that cannot be read."""
    with opened(path) as packed, unpacked(packed, str(path)) as stream:
        content = whole(stream, str(path))
    text = decoded(content, str(path))
    if not text.strip():
        raise BadInputError(str(path), "", "the file is empty")
    notices = _of_json(text, str(path)) if text.lstrip().startswith("{") else _of_csv(text, str(path))
    return Consultation(source=SOURCE, version=hashlib.sha256(content).hexdigest()[:16], notices=tuple(notices))


def _of_json(text: str, file: str) -> Iterator[Notice]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInputError(file, "", f"not JSON ({error})") from None
    for part, standing in _PARTS.items():
        listed = found.get(part)
        if not isinstance(listed, dict):
            raise BadInputError(file, f'"{part}"', "no map of DOIs to the DOIs of notices")
        for doi, notice in listed.items():
            yield Notice(standing=standing, doi=doi, notice=notice if isinstance(notice, str) else None)


def _of_csv(text: str, file: str) -> Iterator[Notice]:
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        missing = [column for column in _COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise BadInputError(file, "line 1", f"no column {missing[0]!r}; the columns of the file have changed")
        said: defaultdict[str, list[tuple[datetime, Notice]]] = defaultdict(list)
        for row in rows:
            dated, notice = _of_row(row, file, rows.line_num)
            for name in notice.names[:1]:
                said[name].append((dated, notice))
    except csv.Error as error:
        raise BadInputError(file, f"line {rows.line_num}", f"not CSV ({error})") from None
    for name in sorted(said):
        yield from _in_force(said[name])


def _of_row(row: Mapping[str, str | None], file: str, line: int) -> tuple[datetime, Notice]:
    nature = (row["RetractionNature"] or "").strip().lower()
    if nature not in _NATURES:
        raise BadInputError(file, f"line {line}", f"RetractionNature is {nature!r}, not one of {', '.join(_NATURES)}")
    doi, pmid = (row["OriginalPaperDOI"] or "").strip(), (row["OriginalPaperPubMedID"] or "").strip()
    notice = (row["RetractionDOI"] or "").strip()
    return _date(row["RetractionDate"] or "", file, line), Notice(
        standing=_NATURES[nature],
        doi=doi.lower() if doi.startswith("10.") else None,
        pmid=pmid if pmid.isdigit() and pmid.strip("0") else None,
        title=(row["Title"] or "").strip() or None,
        notice=notice if notice.startswith("10.") else None,
    )


def _date(text: str, file: str, line: int) -> datetime:
    """The day of a notice, as "9/28/2023 0:00" or "2023-09-28"."""
    day = text.strip().partition(" ")[0]
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(day, form)  # noqa: DTZ007  # a day, compared with other days alone
        except ValueError:
            continue
    raise BadInputError(file, f"line {line}", f"RetractionDate is {text!r}, no date")


def _in_force(said: list[tuple[datetime, Notice]]) -> Iterator[Notice]:
    """The most severe notice since the last reinstatement, or none."""
    back = max((day for day, notice in said if notice.standing is Standing.CURRENT), default=None)
    after = [n for day, n in said if n.standing is not Standing.CURRENT and (back is None or day > back)]
    if after:
        standing = worst(notice.standing for notice in after)
        yield next(notice for notice in after if notice.standing is standing)
