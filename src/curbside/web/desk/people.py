"""People: one's own profile, password and second factor; and, for administrators, everybody's account."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from curbside.accounts import Attempt, Signed
from curbside.model import CurbsideError, Duty, Person
from curbside.office import moment_of, otp_address, otp_secret, seconds, token
from curbside.web.desk.showing import frame_value, person_value
from curbside.web.desk.signing import Administrator, Sent, SignedIn, Signing
from curbside.web.rendering import Action, Page, Route, Shown, Value, shown_as_asked
from curbside.web.site import OnSite, Site

PROFILE = ("name", "credentials", "affiliation", "conflicts")


def me(site: OnSite, session: SignedIn) -> Shown:
    """One's own profile."""
    return Shown(template="desk/me.html", value=_me(site, session))


def _me(site: Site, session: SignedIn, trouble: str = "", secret: str = "") -> Value:
    account = site.reception.accounts.get(session.account.person.id) or session.account
    address = otp_address(account.person.id, secret, site.settings.site) if secret else ""
    return {
        **frame_value(session),
        "title": "My profile",
        "profile": {f: getattr(account.person, f) for f in PROFILE},
        "second_factor": account.second_factor,
        "secret": secret,
        "address": address,
        "trouble": trouble,
    }


def change_me(request: Request, site: OnSite, signing: Signing) -> Response:
    """Change what readers are told of oneself, one's password or second factor."""
    session, sent = signing.session, signing.sent
    try:
        if sent["what"] == "start-second-factor":
            value = _me(site, session, secret=otp_secret())
            return shown_as_asked(request, Shown(template="desk/me.html", value=value))
        _CHANGES[sent["what"]](site, session.account.person, sent)
    except KeyError:
        raise HTTPException(422, "There is nothing of this name to be changed.") from None
    except CurbsideError as error:
        value = _me(site, session, str(error), sent["secret"] if sent["what"] == "second-factor" else "")
        return shown_as_asked(request, Shown(template="desk/me.html", value=value, status=422))
    return RedirectResponse("/desk/sign-in" if sent["what"] == "password" else "/desk/me", status_code=303)


def _profile(site: Site, person: Person, sent: Sent) -> None:
    told = {f: sent[f].strip() for f in PROFILE}
    site.reception.change(Person(id=person.id, duties=person.duties, **told), moment_of(site.now()), by=person.id)


class _WrongError(CurbsideError):
    """What was typed to confirm a change does not fit."""


def _password(site: Site, person: Person, sent: Sent) -> None:
    attempt = Attempt(
        name=person.id, password=sent["old"], code=sent["code"], address="the desk", at=seconds(site.now())
    )
    came = site.reception.door.sign_in(attempt, token(), token())
    if not isinstance(came, Signed):
        raise _WrongError(came.reason)
    site.reception.set_password(person.id, sent["new"], moment_of(site.now()), by=person.id)


def _second_factor(site: Site, person: Person, sent: Sent) -> None:
    if not site.reception.code_fits(sent["secret"], sent["code"], seconds(site.now())):
        raise _WrongError("The code is not the one of this secret. Try the next one.")
    site.reception.set_second_factor(person.id, sent["secret"], moment_of(site.now()), by=person.id)


_CHANGES: Mapping[str, Callable[[Site, Person, Sent], None]] = {
    "profile": _profile,
    "password": _password,
    "second-factor": _second_factor,
}


def people(site: OnSite, session: Administrator) -> Shown:
    """Everybody's account."""
    return Shown(template="desk/people.html", value=_people(site, session))


def _people(site: Site, session: SignedIn, trouble: str = "", typed: Mapping[str, str] | None = None) -> Value:
    told = [
        {**person_value(a.person), "closed": a.closed, "second_factor": a.second_factor, "subject": a.subject or ""}
        for a in site.reception.all()
    ]
    given = {f: (typed or {}).get(f, "") for f in ("id", *PROFILE, "subject")}
    duties = [d.value for d in Duty]
    value = {"title": "People", "people": told, "duties": duties, "trouble": trouble, "typed": given}
    return {**frame_value(session), **value}


def change_people(request: Request, site: OnSite, session: Administrator, signing: Signing) -> Response:
    """Add an account, change what its person may do, or close it."""
    sent, by = signing.sent, session.account.person.id
    try:
        if sent["what"] == "add":
            _add(site, sent, by)
        elif sent["what"] == "close":
            site.reception.close(sent["id"], moment_of(site.now()), by=by)
        elif sent["what"] == "duties":
            _set_duties(site, sent, by)
        else:
            raise HTTPException(422, "There is nothing of this name to be changed.")
    except CurbsideError as error:
        value = _people(site, session, str(error), sent.fields)
        return shown_as_asked(request, Shown(template="desk/people.html", value=value, status=422))
    return RedirectResponse("/desk/people", status_code=303)


def _duties(sent: Sent) -> frozenset[Duty]:
    return frozenset(d for d in Duty if sent[f"duty-{d.value}"])


def _add(site: Site, sent: Sent, by: str) -> None:
    told = {f: sent[f].strip() for f in PROFILE}
    person = Person(id=sent["id"].strip(), duties=_duties(sent), **told)
    at = moment_of(site.now())
    site.reception.add(person, at, password=sent["password"], subject=sent["subject"].strip(), by=by)


def _set_duties(site: Site, sent: Sent, by: str) -> None:
    account = site.reception.accounts.get(sent["id"])
    if account is None:
        raise _WrongError(f"account {sent['id']}: there is no such account")
    person = account.person
    told = {f: getattr(person, f) for f in PROFILE}
    site.reception.change(Person(id=person.id, duties=_duties(sent), **told), moment_of(site.now()), by=by)


ROUTES: tuple[Route, ...] = (
    Page(path="/desk/me", view=me, about="One's own profile"),
    Action(path="/desk/me", endpoint=change_me, about="Change one's own profile", methods=("POST",)),
    Page(path="/desk/people", view=people, about="Everybody's account"),
    Action(path="/desk/people", endpoint=change_people, about="Add, change or close an account", methods=("POST",)),
)
