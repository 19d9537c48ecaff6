"""`curbside backup` and `restore`: the whole house in one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from curbside import backup as house_backup
from curbside.backup import Places
from curbside.cli.asking import LibraryOption
from curbside.exports.plain import printable
from curbside.settings import read_settings


def backup(
    path: Annotated[Path, typer.Argument(help="The file to write; there must be none of this name.")],
    library: LibraryOption = None,
) -> None:
    """Back up the whole house, library, vectors, answers and reviews, into one file, while it runs."""
    manifest = house_backup.back_up(_places(library), path)
    held = f"{len(manifest.files)} files, edition {manifest.edition}"
    sys.stdout.write(printable(f"Backed up to {path}: {held}.\n"))
    if _places(library).database is None:
        sys.stdout.write("The database is in the care of another server: back it up there.\n")


def restore(
    path: Annotated[Path, typer.Argument(help="A file that 'curbside backup' wrote.")],
    library: LibraryOption = None,
) -> None:
    """Put a backup back where the settings say; nothing that is there is overwritten."""
    manifest = house_backup.restore(path, _places(library))
    sys.stdout.write(printable(f"Restored from {path}: {len(manifest.files)} files, edition {manifest.edition}.\n"))


def _places(library: Path | None) -> Places:
    settings = read_settings()
    return Places.of(library or settings.library, settings.database)
