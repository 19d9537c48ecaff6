"""The application: groups of pages, composed from their lists of routes, behind the turnstile and the seal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Scope

from curbside import __version__
from curbside.house import House, open_house
from curbside.office import Office, Reception, make_place, open_office
from curbside.settings import Settings
from curbside.web import answers, asking, feeds, policies, readership, reference, scores, sources
from curbside.web.desk import cases, people, public, signing
from curbside.web.latest import Latest
from curbside.web.rendering import Action, Shown, page, router, shown_as_asked, wants_json
from curbside.web.security import Turnstile, sealed
from curbside.web.site import Site

GROUPS = (
    asking.ROUTES,
    answers.ROUTES,
    sources.ROUTES,
    scores.ROUTES,
    policies.ROUTES,
    feeds.ROUTES,
    reference.ROUTES,
    public.ROUTES,
    signing.ROUTES,
    people.ROUTES,
    cases.ROUTES,
    (Action(path="/reader", endpoint=readership.choose, about="Remember who reads", methods=("POST",)),),
)
"""Every page there is: a group is a plain tuple of routes, and a new one is a line here."""

READERS, ASKERS = 512, 24
"""How many pages are made and how many questions answered at once; whoever comes beyond them is asked to wait."""


def pages(site: Site) -> FastAPI:
    """The pages of a site, without what stands before them."""
    made = FastAPI(title=site.settings.site, version=__version__, docs_url=None, redoc_url=None, lifespan=None)
    made.state.site = site
    for routes in GROUPS:
        made.include_router(router(routes))
    made.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    made.add_exception_handler(HTTPException, _told)
    made.add_exception_handler(RequestValidationError, _unreadable)
    made.add_exception_handler(signing.SignInNeededError, _sign_in_first)
    made.add_exception_handler(Exception, _failed)
    return made


def application(
    settings: Settings,
    now: Callable[[], str],
    library: Path | None = None,
    most: tuple[int, int] | None = None,
    office: Office | None = None,
) -> ASGIApp:
    """Everything that `curbside serve` serves: the pages over the library named, else over that of the settings.

    `most` says how many readers and askers are let in at once; an `office` that is given is left to its giver to close.
    Raises LibraryError where the library named is none.
    """
    latest = Latest(lambda: open_house(settings, library=library), lambda house: _stale(house, settings, library))
    make_place(settings)
    office = office or open_office(settings)
    reception = Reception(office.desk.engine)
    site = Site(latest=latest, office=office, reception=reception, settings=settings, now=now)
    readers, askers = most or (READERS, ASKERS)
    made = pages(site)
    return sealed(Turnstile(made, readers=readers, askers=askers, sorry=lambda s, c, t: _sorry(made, s, c, t)))


def _stale(house: House, settings: Settings, library: Path | None) -> bool:
    if house.starter:
        return library is None and settings.library.exists()
    return house.library.behind


_HELP = {
    401: "The desk is for those who review and edit.",
    403: "Nothing was changed.",
    409: "Nothing of yours was applied, and nothing of theirs was lost.",
    429: "Nothing was changed.",
    404: "There is no such page. Links to answers never change, so a letter may be missing at its end.",
    405: "This page takes a form, not a link.",
    422: "Something in this address or form cannot be read.",
    503: "Please try again in a moment.",
}


def _trouble(status: int, told: str) -> Shown:
    help_ = _HELP.get(status, "Something went wrong here. It is no fault of yours, and nothing was lost.")
    value = {"title": told or help_, "status": status, "error": told or help_, "help": help_}
    return Shown(template="error.html", value=value, status=status)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = str(error.detail) if error.status_code != 404 or error.detail != "Not Found" else "No such page"
    return shown_as_asked(request, _trouble(error.status_code, told))


async def _sign_in_first(request: Request, error: Exception) -> Response:
    if request.method == "GET" and not wants_json(request):
        return RedirectResponse(f"/desk/sign-in?{urlencode({'back': request.url.path})}", status_code=303)
    return shown_as_asked(request, _trouble(401, "Sign in first: this session has ended, or none was begun."))


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = ", ".join(sorted({".".join(str(p) for p in e["loc"][1:]) for e in error.errors()}))
    return shown_as_asked(request, _trouble(422, f"This cannot be read: {places}"))


async def _failed(request: Request, error: Exception) -> Response:
    sent = shown_as_asked(request, _trouble(500, "This page could not be made"))
    # The server ends the connection after a failure; whoever knows does not try to use it again.
    sent.headers["Connection"] = "close"
    return sent


def _sorry(made: FastAPI, scope: Scope, status: int, told: str) -> bytes:
    request = Request({**scope, "app": made})
    return bytes(page(request, _trouble(status, told)).body)
