"""Who reads: asked once, remembered in a cookie, changed at any time; and what each must know first."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse

from curbside.model import Reader

COOKIE = "reader"
_YEAR = 365 * 24 * 3600
READERS = {Reader.CLINICIAN: "Clinician", Reader.TRAINEE: "Trainee", Reader.PATIENT: "Patient or carer"}
"""The readers there are, and how each is asked."""

DISCLAIMERS = {
    Reader.CLINICIAN: (
        "For health professionals, as a way into the literature. It is not advice for an individual patient and no "
        "substitute for your judgement. Sentences are quoted from the sources by a machine; open the source before "
        "acting, above all for a dose.",
    ),
    Reader.TRAINEE: (
        "For learning. Sentences are quoted from the sources by a machine, and what was studied in other people may "
        "not hold for the patient before you. Check with the source and with your supervisor before anything is done.",
    ),
    Reader.PATIENT: (
        "This page is here to help you learn. It can not tell you what is right for you.",
        "Do not start, stop or change a medicine because of it. Talk to your care team.",
        "If you feel very ill, or someone may be in danger, call the emergency number now.",
    ),
}
"""What each reader must know before relying on an answer."""


def reader_of(request: Request) -> Reader:
    """The reader the address names, else the one remembered, else the clinician."""
    for said in (request.query_params.get("reader"), request.cookies.get(COOKIE)):
        if said in set(Reader):
            return Reader(said)
    return Reader.CLINICIAN


Who = Annotated[Reader, Depends(reader_of)]


def within(back: str) -> str:
    """The path to go back to, or the first page where it would lead anywhere else."""
    safe = back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    return back if safe else "/"


def choose(
    reader: Annotated[str, Form(max_length=20)], back: Annotated[str, Form(max_length=2000)] = "/"
) -> RedirectResponse:
    """Remember the reader and go back to the page."""
    chosen = reader if reader in set(Reader) else Reader.CLINICIAN
    path, _, query = within(back).partition("?")
    kept = "&".join(p for p in query.split("&") if p and not p.startswith("reader="))
    found = RedirectResponse(f"{path}?{kept}" if kept else path, status_code=303)
    found.set_cookie(COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax")
    return found
