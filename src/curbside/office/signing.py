"""Sign-in by an OpenID provider over the one polite client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from curbside.accounts import Provider, ProviderError
from curbside.house import identifiers
from curbside.settings import Settings
from curbside.sources.fetching import PassingError, Request, policy_of, straight


@contextmanager
def provider_of(settings: Settings) -> Iterator[Provider]:
    """The provider that the settings name; ProviderError where they name none."""
    if not (settings.openid_issuer and settings.openid_client):
        raise ProviderError("no OpenID provider is set up here")
    policy = policy_of(settings, identifiers)
    host = urlsplit(settings.openid_issuer).hostname or ""
    with straight(replace(policy, hosts=frozenset({host}))) as send:

        def fetch(url: str, form: Mapping[str, str] | None) -> bytes:
            request = Request(service="OpenID provider", url=url, secrets=form or {}, post=form is not None, fresh=True)
            try:
                reply = send(request)
            except PassingError as error:
                raise ProviderError(f"{url}: {error}") from error
            if reply.status != 200:
                raise ProviderError(f"{url}: it answered {reply.status}")
            return reply.body

        yield Provider(
            issuer=settings.openid_issuer,
            client=settings.openid_client,
            secret=settings.openid_secret.get_secret_value(),
            back=f"{settings.public_url.rstrip('/')}/desk/openid/back",
            fetch=fetch,
        )


def moment_of(written: str) -> datetime:
    """The moment that an ISO 8601 text tells; in UTC where it names no zone."""
    read = datetime.fromisoformat(written)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def seconds(written: str) -> int:
    """Seconds since 1970 of an ISO 8601 text."""
    return int(moment_of(written).timestamp())


def days_between(earlier: str, later: str) -> int:
    """Whole days from one moment to another."""
    return max(0, (moment_of(later) - moment_of(earlier)).days)
