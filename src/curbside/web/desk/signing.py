"""Signing in and out, and what stands before every page and form of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from curbside.accounts import Attempt, Journey, ProviderError, Session, Signed, form_fits
from curbside.model import BadInputError, Duty, FetchError
from curbside.office import provider_of, require_libraries, seconds, token
from curbside.web.readership import within
from curbside.web.rendering import Action, Page, Route, Shown, Value, shown_as_asked
from curbside.web.site import OnSite, Site, site_of

COOKIE, JOURNEY = "session", "journey"
_JOURNEY_LASTS = 600
_MOST_FIELDS = 2_000
_HOME = "/desk"


class SignInNeededError(Exception):
    """Nobody is signed in, and this page is for those who are."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came from a page of this site: its fields, by name."""

    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """A field, or an empty text."""
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class Signature:
    """A form that someone signed in sent from a page made for their session."""

    session: Session
    sent: Sent


def session_of(request: Request) -> Session | None:
    """Who is signed in, or None."""
    site, given = site_of(request), request.cookies.get(COOKIE, "")
    return site.reception.door.session(given, seconds(site.now())) if given else None


def signed_in(request: Request) -> Session:
    """Who is signed in; whoever is not is sent to sign in."""
    session = session_of(request)
    if session is None:
        raise SignInNeededError
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


def administrator(session: SignedIn) -> Session:
    """Who is signed in and keeps the accounts; anyone else is refused."""
    if Duty.ADMINISTRATOR not in session.account.person.duties:
        raise HTTPException(403, "This page is for administrators.")
    return session


Administrator = Annotated[Session, Depends(administrator)]


async def sent(request: Request) -> Sent:
    """A form of this site; one that another site sent is refused."""
    if not _from_here(request):
        raise HTTPException(403, "This form did not come from a page of this site.")
    form = await request.form(max_files=0, max_fields=_MOST_FIELDS)
    return Sent({name: value for name, value in form.items() if isinstance(value, str)})


SentForm = Annotated[Sent, Depends(sent)]


def _from_here(request: Request) -> bool:
    """Whether a form came from this site, as browsers tell it and pages cannot."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def signature(session: SignedIn, form: SentForm) -> Signature:
    """A form of someone signed in; one that was not made for their session is refused."""
    if not form_fits(session, form["form"]):
        raise HTTPException(
            403, "This form was not made for you, or is from before you signed in. Open its page again."
        )
    return Signature(session, form)


Signing = Annotated[Signature, Depends(signature)]


def signer(site: OnSite, back: str = _HOME, trouble: str = "", code: bool = False) -> Shown:
    """The page to sign in."""
    return Shown(template="desk/sign_in.html", value=_value(site, back, trouble, code=code))


def _value(site: Site, back: str, trouble: str = "", *, code: bool = False, name: str = "") -> Value:
    issuer = urlsplit(site.settings.openid_issuer).netloc
    return {"title": "Sign in", "back": within(back), "trouble": trouble, "code": code, "name": name, "issuer": issuer}


def sign_in(request: Request, site: OnSite, form: SentForm) -> Response:
    """Begin a session under a token that was never seen before, whatever the browser brought."""
    _require()
    attempt = Attempt(
        name=form["name"],
        password=form["password"],
        code=form["code"],
        address=request.client.host if request.client else "",
        at=seconds(site.now()),
    )
    made = token()
    came = site.reception.door.sign_in(attempt, made, token())
    if isinstance(came, Signed):
        _forget(request, site)
        return _begun(site, made, form["back"])
    value = _value(site, form["back"], came.reason, code=came.code_wanted or bool(form["code"]), name=form["name"][:80])
    return shown_as_asked(request, Shown(template="desk/sign_in.html", value=value, status=401))


def _require() -> None:
    try:
        require_libraries()
    except BadInputError as error:
        raise HTTPException(503, str(error)) from error


def _forget(request: Request, site: Site) -> None:
    if before := request.cookies.get(COOKIE):
        site.reception.door.sign_out(before)


def _begun(site: Site, made: str, back: str) -> Response:
    reply = RedirectResponse(within(back or _HOME), status_code=303)
    secure = site.settings.public_url.startswith("https:")
    reply.set_cookie(COOKIE, made, httponly=True, samesite="lax", secure=secure, path="/")
    return reply


def sign_out(request: Request, site: OnSite, _signing: Signing) -> Response:
    """End the session."""
    _forget(request, site)
    reply = RedirectResponse("/desk/sign-in", status_code=303)
    reply.delete_cookie(COOKIE, path="/")
    return reply


def away(site: OnSite) -> Response:
    """Send a person to the OpenID provider, with what must come back in a cookie of ten minutes."""
    if not site.settings.openid_issuer:
        raise HTTPException(404, "No OpenID provider is set up here.")
    journey = Journey(state=token(), nonce=token(), verifier=token())
    with provider_of(site.settings) as provider:
        reply = RedirectResponse(provider.address(journey), status_code=303)
    kept = " ".join((journey.state, journey.nonce, journey.verifier))
    secure = site.settings.public_url.startswith("https:")
    reply.set_cookie(
        JOURNEY, kept, max_age=_JOURNEY_LASTS, httponly=True, samesite="lax", secure=secure, path="/desk/openid"
    )
    return reply


def back(request: Request, site: OnSite, code: str = "", state: str = "") -> Response:
    """Begin a session for whom the provider vouches for, where they have an account."""
    kept = request.cookies.get(JOURNEY, "").split(" ")
    if len(kept) != 3 or not state or kept[0] != state:
        raise HTTPException(403, "This sign-in was not begun here, or took too long. Please begin again.")
    try:
        with provider_of(site.settings) as provider:
            journey = Journey(state=kept[0], nonce=kept[1], verifier=kept[2])
            subject = provider.subject(journey, code, seconds(site.now()))
    except (ProviderError, FetchError) as error:
        raise HTTPException(403, f"The provider did not vouch for you. {error}") from error
    account = site.reception.accounts.of_subject(subject)
    if account is None:
        raise HTTPException(403, f"Nobody here is known as {subject}. An administrator can add you.")
    made = token()
    came = site.reception.door.admit(account, made, token(), seconds(site.now()))
    if not isinstance(came, Signed):
        raise HTTPException(403, came.reason)
    _forget(request, site)
    reply = _begun(site, made, _HOME)
    reply.delete_cookie(JOURNEY, path="/desk/openid")
    return reply


ROUTES: tuple[Route, ...] = (
    Page(path="/desk/sign-in", view=signer, about="Sign in to the desk"),
    Action(path="/desk/sign-in", endpoint=sign_in, about="Sign in to the desk", methods=("POST",)),
    Action(path="/desk/sign-out", endpoint=sign_out, about="Sign out", methods=("POST",)),
    Action(path="/desk/openid", endpoint=away, about="Sign in by the OpenID provider"),
    Action(path="/desk/openid/back", endpoint=back, about="Come back from the OpenID provider"),
)
