"""Sign-in by an OpenID Connect provider: authorization code with proof key, and a signed ID token that is checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from curbside.model import CurbsideError

Fetch = Callable[[str, Mapping[str, str] | None], bytes]
"""An address and, where something is to be sent, a form; gives back what came, or raises ProviderError."""

_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
"""Signatures with a key pair only: with a shared secret, or with none, anyone could sign."""


class ProviderError(CurbsideError):
    """The provider did not vouch for anybody, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What is kept of a sign-in under way, all made by chance: it must come back as it went."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An OpenID provider: its issuer, this site's id and secret there, and where it sends people back to."""

    issuer: str
    client: str
    secret: str
    back: str
    fetch: Fetch

    def address(self, journey: Journey) -> str:
        """Where a person is sent to sign in."""
        from authlib.common.urls import add_params_to_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self.back,
            "scope": "openid profile",
            "state": journey.state,
            "nonce": journey.nonce,
            "code_challenge": create_s256_code_challenge(journey.verifier),
            "code_challenge_method": "S256",
        }
        return str(add_params_to_uri(self._known()["authorization_endpoint"], list(asked.items())))

    def subject(self, journey: Journey, code: str, now: int) -> str:
        """Who signed in, as "issuer subject"; ProviderError where the provider's token does not hold."""
        known = self._known()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "client_id": self.client,
            "client_secret": self.secret,
            "code_verifier": journey.verifier,
        }
        token = _object(self.fetch(known["token_endpoint"], form)).get("id_token")
        if not isinstance(token, str):
            raise ProviderError(f"{self.issuer}: it sent no ID token")
        keys = _object(self.fetch(known["jwks_uri"], None))
        return f"{self.issuer} {self._checked(token, keys, journey, now)}"

    def _checked(self, token: str, keys: dict[str, Any], journey: Journey, now: int) -> str:
        """The subject of an ID token, its signature and every claim checked."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        asked = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client},
        }
        try:
            read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type]
            told = {"nonce": journey.nonce, "client_id": self.client}
            claims = CodeIDToken(read.claims, read.header, asked, told)
            claims.validate(now=now, leeway=60)
        except (JoseError, ValueError) as error:
            raise ProviderError(f"{self.issuer}: its ID token does not hold: {error}") from error
        return str(claims["sub"])

    def _known(self) -> Mapping[str, str]:
        found = _object(self.fetch(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", None))
        if found.get("issuer") != self.issuer:
            raise ProviderError(f"{self.issuer}: it calls itself {found.get('issuer')!r}")
        return {k: v for k, v in found.items() if isinstance(v, str)}


def _object(read: bytes) -> dict[str, Any]:
    try:
        found = json.loads(read)
    except ValueError as error:
        raise ProviderError("the provider sent what is no JSON") from error
    if not isinstance(found, dict):
        raise ProviderError("the provider sent no JSON object")
    return found
