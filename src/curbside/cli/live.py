"""Asking the world before a question is answered, and what commands that ask it share."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime

from curbside import gathering
from curbside.exports.plain import printable
from curbside.house import identifiers
from curbside.library import Library
from curbside.model import FetchError, Topic
from curbside.settings import Settings


def told(line: str) -> None:
    """One line on standard error."""
    sys.stderr.write(printable(f"{line}\n"))
    sys.stderr.flush()


def today() -> date:
    """The date of today, in UTC."""
    return datetime.now(UTC).date()


def check_network(settings: Settings, what: str = "gathering", otherwise: str = "") -> None:
    """Refuse to go on where the setting does not allow to ask the world for what is named; say what else would do."""
    if not settings.network:
        raise FetchError(
            "network", "", f"nothing leaves this machine; CURBSIDE_NETWORK=true turns {what} on{otherwise}"
        )


def gathered_live(shelf: Library, topic: Topic, settings: Settings) -> bool:
    """Gather from PubMed for one question, the queries shown as they leave; whether all of it came."""
    check_network(settings)
    with gathering.site_for(settings, identifiers, told) as site:
        report = gathering.live(shelf, site, topic, today(), told)
    for error in report.failed:
        told(f"curbside: {error}; answered from what is held")
    return report.whole
