"""One frozen record of settings, read once from the environment (prefix CURBSIDE_) and from a file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


def _home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "curbside"


class Settings(BaseSettings):
    """What a site may choose.

    `library` is the directory of the library; `jurisdiction` the country whose guidelines come first.
    """

    model_config = SettingsConfigDict(env_prefix="CURBSIDE_", env_file="curbside.env", frozen=True, extra="ignore")

    library: Path = _home() / "library"
    jurisdiction: str | None = None


def read_settings() -> Settings:
    """The settings in force; pydantic's ValidationError names a setting that cannot be read."""
    return Settings()
