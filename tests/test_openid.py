"""Sign-in by a real OpenID Connect provider on loopback, and every token that must not be believed."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey
from openid_provider import CLIENT, SECRET, OpenIdProvider

from curbside.accounts import Journey, Provider, ProviderError

NOW = int(time.time())
JOURNEY = Journey(state="state-1", nonce="nonce-1", verifier="v" * 43)
BACK = "http://127.0.0.1/desk/openid/back"


def fetch(url: str, form: Mapping[str, str] | None) -> bytes:
    sent = urlencode(form).encode() if form is not None else None
    try:
        with urllib.request.urlopen(url, sent, timeout=5) as reply:
            return bytes(reply.read())
    except urllib.error.HTTPError as error:
        error.close()
        raise ProviderError(f"{url}: {error.code}") from error


@pytest.fixture
def there() -> Iterator[OpenIdProvider]:
    with OpenIdProvider(now=NOW) as provider:
        yield provider


def of(there: OpenIdProvider, **fields: str) -> Provider:
    given = {"issuer": there.issuer, "client": CLIENT, "secret": SECRET, "back": BACK, **fields}
    return Provider(fetch=fetch, **given)


def signed_in(provider: Provider, journey: Journey = JOURNEY) -> tuple[str, str]:
    """What the browser brings back from the provider: code and state."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        urllib.request.build_opener(Stay).open(provider.address(journey), timeout=5)
    except urllib.error.HTTPError as error:
        came = parse_qs(urlsplit(error.headers["Location"]).query)
        error.close()
        return came["code"][0], came["state"][0]
    raise AssertionError("the provider sent nobody back")


def test_whom_the_provider_vouches_for_is_known_by_issuer_and_subject(there: OpenIdProvider) -> None:
    provider = of(there)
    code, state = signed_in(provider)
    assert state == "state-1"
    assert provider.subject(JOURNEY, code, NOW) == f"{there.issuer} ada-at-the-hospital"


def test_a_code_is_taken_once(there: OpenIdProvider) -> None:
    provider = of(there)
    code, _ = signed_in(provider)
    provider.subject(JOURNEY, code, NOW)
    with pytest.raises(ProviderError, match="400"):
        provider.subject(JOURNEY, code, NOW)


def test_a_stolen_code_is_worth_nothing_without_its_proof_key(there: OpenIdProvider) -> None:
    provider = of(there)
    code, _ = signed_in(provider)
    with pytest.raises(ProviderError, match="400"):
        provider.subject(Journey(state="state-1", nonce="nonce-1", verifier="w" * 43), code, NOW)


def test_a_token_made_for_another_sign_in_is_refused(there: OpenIdProvider) -> None:
    provider = of(there)
    code, _ = signed_in(provider)
    with pytest.raises(ProviderError, match="nonce"):
        provider.subject(Journey(state="state-1", nonce="nonce-2", verifier="v" * 43), code, NOW)


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "of another issuer": (lambda c: c.update(iss="http://127.0.0.1:1"), "iss"),
    "for another site": (lambda c: c.update(aud="elsewhere"), "aud"),
    "that ran out": (lambda c: c.update(exp=NOW - 600), "expired"),
    "without a nonce": (lambda c: c.pop("nonce"), "nonce"),
    "without a subject": (lambda c: c.pop("sub"), "sub"),
    "issued to another": (lambda c: c.update(azp="elsewhere"), "azp"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_token_is_refused(there: OpenIdProvider, how: str) -> None:
    there.spoil, reason = SPOILT[how]
    provider = of(there)
    code, _ = signed_in(provider)
    with pytest.raises(ProviderError, match=reason):
        provider.subject(JOURNEY, code, NOW)


def test_a_token_signed_with_another_key_is_refused(there: OpenIdProvider) -> None:
    there.sign_with = RSAKey.generate_key(2048, parameters={"kid": "one"})
    provider = of(there)
    code, _ = signed_in(provider)
    with pytest.raises(ProviderError, match="does not hold"):
        provider.subject(JOURNEY, code, NOW)


def test_a_token_signed_with_a_shared_secret_is_refused(there: OpenIdProvider) -> None:
    shared = OctKey.import_key("a secret of thirty-two characters", {"kid": "one"})
    there.algorithm, there.sign_with = "HS256", shared
    # A provider that publishes its secret, too: whoever reads it could sign for anybody.
    there.published.append(shared.as_dict(private=True))
    provider = of(there)
    code, _ = signed_in(provider)
    with pytest.raises(ProviderError, match="does not hold"):
        provider.subject(JOURNEY, code, NOW)


def test_a_provider_that_calls_itself_otherwise_is_refused(there: OpenIdProvider) -> None:
    with pytest.raises(ProviderError, match="it calls itself"):
        of(there, issuer=there.issuer.replace("127.0.0.1", "localhost")).address(JOURNEY)


@pytest.mark.parametrize(("sent", "reason"), [(b"<html>", "no JSON"), (b"[]", "no JSON object")])
def test_a_provider_that_sends_something_else_is_told_of(sent: bytes, reason: str) -> None:
    provider = Provider(issuer="http://x", client="c", secret="s", back=BACK, fetch=lambda url, form: sent)
    with pytest.raises(ProviderError, match=reason):
        provider.address(JOURNEY)


def test_a_provider_that_sends_no_token_is_told_of(there: OpenIdProvider) -> None:
    def without(url: str, form: Mapping[str, str] | None) -> bytes:
        return b"{}" if form is not None else fetch(url, form)

    provider = Provider(issuer=there.issuer, client=CLIENT, secret=SECRET, back=BACK, fetch=without)
    with pytest.raises(ProviderError, match="no ID token"):
        provider.subject(JOURNEY, "code", NOW)
