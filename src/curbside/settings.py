"""One frozen record of settings, read once from the environment (prefix CURBSIDE_) and from a file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "curbside"


HOSTS = (
    "eutils.ncbi.nlm.nih.gov",
    "www.ebi.ac.uk",
    "api.crossref.org",
    "dailymed.nlm.nih.gov",
    "clinicaltrials.gov",
)


class Settings(BaseSettings):
    """What a site may choose.

    `library` is the directory of the library; `jurisdiction` the country whose guidelines come first; `model` the
    directory of the model for reranking, and `threads` how many texts it works on at a time.

    `network` lets Curbside ask the services of the world, and nothing leaves the machine without it: over https, the
    `network_hosts` alone, no private address unless `network_private` allows both (for tests on one machine).
    `contact` is the e-mail address that services are told, `ncbi_key` the site's own key there, `addresses` another
    address for a service by its name. Replies are kept in `cache` for `cache_hours`.

    `database` is the URL of the database in which the answers given are kept. `site` is what the pages call themselves
    and `public_url` where they stand for others; `publisher`, `contact` and `funding` are what the editorial policy
    says of whoever runs them.

    `approvals` is how many people must approve the same words, `approval_days` how long that holds. `webhooks` are
    addresses told of approvals, recalls and what ran out, signed with `webhook_secret`. With `openid_issuer`,
    `openid_client` and `openid_secret` people sign in by an OpenID provider too. All of them need `network`.
    """

    model_config = SettingsConfigDict(env_prefix="CURBSIDE_", env_file="curbside.env", frozen=True, extra="ignore")

    library: Path = _home() / "library"
    jurisdiction: str | None = None
    model: Path = _home() / "model"
    threads: int = Field(default=2, ge=1)
    network: bool = False
    network_hosts: tuple[str, ...] = HOSTS
    network_private: bool = False
    contact: str | None = None
    ncbi_key: SecretStr | None = None
    addresses: dict[str, str] = Field(default_factory=dict)
    cache: Path = _home() / "cache"
    cache_hours: float = Field(default=24, ge=0)
    database: str = f"sqlite:///{_home() / 'curbside.sqlite'}"
    site: str = "Curbside"
    public_url: str = ""
    publisher: str = ""
    funding: str = ""
    approvals: int = Field(default=1, ge=1, le=5)
    approval_days: int = Field(default=365, ge=1)
    webhooks: tuple[str, ...] = ()
    webhook_secret: SecretStr = SecretStr("")
    openid_issuer: str = ""
    openid_client: str = ""
    openid_secret: SecretStr = SecretStr("")


def read_settings() -> Settings:
    """The settings in force; pydantic's ValidationError names a setting that cannot be read."""
    return Settings()
