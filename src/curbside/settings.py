"""One frozen record of settings, read once from the environment (prefix CURBSIDE_) and from a file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "curbside"


class Settings(BaseSettings):
    """What a site may choose.

    `library` is the directory of the library; `jurisdiction` the country whose guidelines come first; `model` the
    directory of the model for reranking, and `threads` how many texts it works on at a time.
    """

    model_config = SettingsConfigDict(env_prefix="CURBSIDE_", env_file="curbside.env", frozen=True, extra="ignore")

    library: Path = _home() / "library"
    jurisdiction: str | None = None
    model: Path = _home() / "model"
    threads: int = Field(default=2, ge=1)


def read_settings() -> Settings:
    """The settings in force; pydantic's ValidationError names a setting that cannot be read."""
    return Settings()
