"""A site with a desk on loopback: a library on disk, people with accounts, and a clock that tests set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx2
from conftest import Served, serving
from people import ADA, BEN, CLEO, DAN, NOON

from curbside.house import add_starter
from curbside.library import open_library
from curbside.model import Mark, Person, Standing
from curbside.office import Office, Reception, open_office
from curbside.settings import Settings
from curbside.web.app import application

QUESTION = "What are the benefits of Intravenous Immunoglobulin (IVIG) in Disseminated Intravascular Coagulation (DIC)?"
PASSWORD = "a quiet ward at night"
PEOPLE = (ADA, BEN, CLEO, DAN)


@dataclass
class DeskSite:
    """The site, its settings, the office behind it, and what time it is there."""

    served: Served
    settings: Settings
    office: Office
    reception: Reception
    clock: list[datetime] = field(default_factory=lambda: [NOON])
    clients: list[httpx2.Client] = field(default_factory=list)

    def mark(self, document: str, standing: Standing) -> None:
        """Tell the library what became of a document."""
        with open_library(self.settings.library) as shelf:
            told = Mark(document=document, standing=standing, by="a test")
            shelf.apply([told], name=f"{document} {standing}", digest="1")

    def someone(self, person: Person) -> Someone:
        """A person who has signed in, as a program without a browser."""
        found = self.stranger()
        found.sign_in(person.id)
        return found

    def stranger(self) -> Someone:
        """Somebody nobody knows."""
        self.clients.append(httpx2.Client(base_url=self.served.address, timeout=60))
        return Someone(self.clients[-1])


@dataclass
class Someone:
    """A client with cookies of its own."""

    client: httpx2.Client

    def sign_in(self, name: str, password: str = PASSWORD, **fields: str) -> httpx2.Response:
        return self.client.post("/desk/sign-in", data={"name": name, "password": password, **fields})

    def token(self, path: str = "/desk") -> str:
        """The word that the forms of a page carry."""
        found = re.search(r'name="form" value="([^"]*)"', self.client.get(path).text)
        assert found, f"no form on {path}"
        return found[1]

    def post(self, path: str, **fields: str) -> httpx2.Response:
        """Send a form as its page would."""
        return self.client.post(path, data={"form": self.token(), **fields})

    def act(self, case: str, act: str, **fields: str) -> httpx2.Response:
        """Act on a case as it is now."""
        now = self.client.get(f"/desk/cases/{case}.json").json()
        told = {"seen": str(now["position"]), "digest": now["digest"], **fields}
        return self.post(f"/desk/cases/{case}/{act}", **told)

    def judge(self, case: str, verdict: str = "supported") -> httpx2.Response:
        """The same verdict on every statement of a case."""
        now = self.client.get(f"/desk/cases/{case}.json").json()
        ids = [s["id"] for section in now["sections"] for s in section["statements"]]
        return self.act(case, "judge", **{f"verdict-{i}": verdict for i in ids})


@contextmanager
def desk_site(place: Path, database: str, **chosen: object) -> Iterator[DeskSite]:
    """A site over the starter library on disk, with one person of each sort."""
    with open_library(place / "library", create=True) as shelf:
        add_starter(shelf)
    fixed: dict[str, object] = {"library": place / "library", "model": place / "model", "database": database}
    settings = Settings(**{**fixed, **chosen})  # type: ignore[arg-type]
    office = open_office(settings)
    reception = Reception(office.desk.engine)
    for person in PEOPLE:
        reception.add(person, NOON, password=PASSWORD)
    clock = [NOON]
    try:
        pages = application(settings, lambda: clock[0].isoformat(timespec="seconds"), office=office)
        with serving(pages) as served:
            found = DeskSite(served, settings, office, reception, clock)
            yield found
            for client in found.clients:
                client.close()
    finally:
        office.close()
