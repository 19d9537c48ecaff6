"""What every page is made from, and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from curbside.archive import Archive
from curbside.house import House
from curbside.office import Office, Reception
from curbside.settings import Settings
from curbside.web.latest import Latest
from curbside.web.tellings import Tellings


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The house of today, the answers given, the settings in force, and the clock (ISO 8601, UTC) of who serves."""

    latest: Latest
    office: Office
    reception: Reception
    settings: Settings
    now: Callable[[], str]
    tellings: Tellings = field(default_factory=Tellings)

    @property
    def archive(self) -> Archive:
        """The answers given."""
        return self.office.archive


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def _house(request: Request) -> Iterator[House]:
    with site_of(request).latest.using() as house:
        yield house


OnSite = Annotated[Site, Depends(site_of)]
InHouse = Annotated[House, Depends(_house)]
