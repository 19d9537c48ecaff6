"""`curbside serve`: the pages, until it is stopped."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from curbside.cli.asking import LibraryOption
from curbside.model import BadInputError
from curbside.settings import read_settings

_APPLICATION = "curbside.web.app:application"
_OPEN_FILES = 8192
"""Connections that may be open at once; a usual limit of 1,024 would drop readers before they can be told to wait."""


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen at; 0.0.0.0 for every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen at.")] = 8000,
    library: LibraryOption = None,
) -> None:
    """Serve the pages: ask, read, trust, ask on."""
    # Only here, because the server costs half a second that `ask` should not pay.
    try:
        import uvicorn
        from uvicorn.importer import import_from_string

        application = import_from_string(_APPLICATION)
    except ModuleNotFoundError as error:
        raise BadInputError("serve", "", f"{error.name} is missing: pip install 'curbside[web]'") from error
    _widen()
    pages = application(read_settings(), now, library)
    sys.stderr.write(f"Curbside is at http://{host}:{port} (stop with Ctrl-C)\n")
    uvicorn.run(pages, host=host, port=port, log_level="warning", access_log=False, server_header=False, backlog=4096)


def now() -> str:
    """The moment, in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _widen() -> None:
    """Let so many connections be open as the system allows, up to what is useful; Windows has no such limit."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
