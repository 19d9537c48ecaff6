"""The command line: `curbside ask`, `search`, `calculate`, `serve`, `library`, `model`, `gather`, `evaluate`,
`account`, `review`, `audit`, `backup`, `restore`.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from curbside.cli import (
    asking,
    calculating,
    evaluating,
    gathering,
    keeping,
    modelling,
    registry,
    reviewing,
    serving,
    shelving,
)
from curbside.exports.plain import printable
from curbside.model import CurbsideError

app = typer.Typer(
    name="curbside",
    help="Ask a clinical question; read an answer whose every sentence opens the words it rests on.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
app.command("ask")(asking.ask)
app.command("search")(asking.search)
app.command("calculate")(calculating.calculate_score)
app.command("serve")(serving.serve)
gathering.app.command("guidelines")(registry.add)
shelving.app.command("guidelines")(registry.guidelines)
shelving.app.command("supersede")(registry.supersede)
shelving.app.command("check")(registry.check)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.add_typer(shelving.app, name="library")
app.add_typer(modelling.app, name="model")
app.add_typer(gathering.app, name="gather")
app.add_typer(evaluating.app, name="evaluate")
app.add_typer(reviewing.accounts, name="account")
app.add_typer(reviewing.reviews, name="review")
app.add_typer(reviewing.audit, name="audit")


def main() -> None:
    """Run the command line; exit code 2 for bad usage, 3 for bad input, each with one line on standard error."""
    try:
        code = app(standalone_mode=False)
    except CurbsideError as error:
        _end(str(error), 3)
    except TyperException as error:
        _end(error.format_message(), error.exit_code)
    except typer.Abort:
        _end("stopped", 1)
    except BrokenPipeError:
        # Whoever read the output has gone, as "head" does; what is left unwritten is nobody's loss.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(code or 0)


def _end(message: str, code: int) -> NoReturn:
    """One line on standard error; none where help was printed already, as without any argument."""
    if message:
        sys.stderr.write(f"curbside: {printable(' '.join(message.split()))}\n")
    sys.exit(code)
