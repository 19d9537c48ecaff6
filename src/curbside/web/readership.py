"""Who reads: asked once, remembered in a cookie, changed at any time."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse

COOKIE = "reader"
_YEAR = 365 * 24 * 3600
READERS = {"clinician": "Clinician", "trainee": "Trainee or student", "patient": "Patient or carer"}
"""The readers there are, and how each is asked."""


def reader_of(request: Request) -> str:
    """The reader the address names, else the one remembered, else the clinician."""
    for said in (request.query_params.get("reader"), request.cookies.get(COOKIE)):
        if said in READERS:
            return said
    return "clinician"


Who = Annotated[str, Depends(reader_of)]


def within(back: str) -> str:
    """The path to go back to, or the first page where it would lead anywhere else."""
    safe = back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    return back if safe else "/"


def choose(
    reader: Annotated[str, Form(max_length=20)], back: Annotated[str, Form(max_length=2000)] = "/"
) -> RedirectResponse:
    """Remember the reader and go back to the page."""
    chosen = reader if reader in READERS else "clinician"
    path, _, query = within(back).partition("?")
    kept = "&".join(p for p in query.split("&") if p and not p.startswith("reader="))
    found = RedirectResponse(f"{path}?{kept}" if kept else path, status_code=303)
    found.set_cookie(COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax")
    return found
