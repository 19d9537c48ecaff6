"""One value, shown twice: a page made by its template, and a JSON twin that is the value itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from curbside.exports.plain import printable
from curbside.web.readership import READERS, reader_of
from curbside.web.site import site_of

Value = dict[str, Any]
"""What a page tells, as plain objects that JSON can hold; it always has a `title`."""

_HERE = Path(__file__).parent
TWIN = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page about to be shown: its template, the value it tells, and the status it is sent with."""

    template: str
    value: Value
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A path, the function that makes what is shown there, and what it is; the twin stands at the path + `.json`."""

    path: str
    view: Callable[..., Shown]
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A path that answers in a form of its own: a form that is sent, a feed, a picture."""

    path: str
    endpoint: Callable[..., Any]
    about: str
    methods: tuple[str, ...] = ("GET",)


Route = Page | Action


def _told(value: object) -> object:
    """What a template prints: control characters and marks of writing direction in texts are left out."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value)
    return "" if value is None else value


def embedded(value: object) -> Markup:
    """JSON that may stand in a script element: nothing in it can end the element."""
    text = printable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def path_of(*parts: str) -> str:
    """A path whose parts may hold any characters; a slash within a part stays one."""
    return "/" + "/".join(quote(part, safe="/:@") for part in parts)


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_told,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["embedded"] = embedded
_ENVIRONMENT.globals["path_of"] = path_of


def page(request: Request, shown: Shown) -> HTMLResponse:
    """The page of what is shown."""
    query = f"?{request.url.query}" if request.url.query else ""
    frame = {
        "site": site_of(request).settings.site,
        "reader": reader_of(request).value,
        "readers": {reader.value: name for reader, name in READERS.items()},
        "path": request.url.path,
        "address": (site_of(request).settings.public_url or str(request.base_url)).rstrip("/"),
        "here": f"{request.url.path}{query}",
        "twin": f"{'/index' if request.url.path == '/' else request.url.path}{TWIN}{query}",
    }
    text = _ENVIRONMENT.get_template(shown.template).render(value=shown.value, frame=frame)
    return HTMLResponse(text, status_code=shown.status)


def twin(shown: Shown) -> JSONResponse:
    """The JSON twin of what is shown."""
    return JSONResponse(shown.value, status_code=shown.status)


def shown_as_asked(request: Request, shown: Shown) -> Response:
    """The page, or its twin where the path or the caller asks for JSON."""
    return twin(shown) if wants_json(request) else page(request, shown)


def wants_json(request: Request) -> bool:
    """Whether the path or the caller asks for JSON."""
    return request.url.path.endswith(TWIN) or request.headers.get("accept", "").startswith("application/json")


def router(routes: tuple[Route, ...]) -> APIRouter:
    """The routes of one group of pages."""
    made = APIRouter()
    for route in routes:
        if isinstance(route, Action):
            made.add_api_route(route.path, route.endpoint, methods=list(route.methods), summary=route.about)
        else:
            _add(made, route)
    return made


def _add(made: APIRouter, route: Page) -> None:
    needed: Any = Depends(route.view)

    def as_page(request: Request, shown: Shown = needed) -> HTMLResponse:
        return page(request, shown)

    def as_twin(shown: Shown = needed) -> JSONResponse:
        return twin(shown)

    at = "/index" if route.path == "/" else route.path
    made.add_api_route(
        f"{at}{TWIN}", as_twin, summary=f"{route.about} (JSON)", response_model=None, responses=_JSON, name=f"{at} twin"
    )
    made.add_api_route(
        route.path, as_page, summary=route.about, response_class=HTMLResponse, response_model=None, name=at
    )


_JSON: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}
