"""ID tokens (OpenID Connect Core 1.0, 3.1.3.7): authlib and its joserfc live here, loaded when needed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from monitor.core.errors import ConfigError

# Signatures by a key pair only: "none" has no signature, and one made with a shared secret (HS256) could be made with
# the provider's public key taken for the secret (RFC 8725, 2.1 and 3.1).
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = 60  # seconds by which the provider's clock may differ
LONGEST = 64 * 1024  # characters of a token
_KEY_TYPES = frozenset({"RSA", "EC", "OKP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the provider vouches for. ``verified``: it says that the address was shown to be theirs."""

    subject: str
    email: str
    verified: bool


class NotGenuine(Exception):
    """The token cannot be trusted; the text says why, without repeating anything of it."""


class UnknownKey(NotGenuine):
    """None of the keys has signed it: the provider may have new ones."""


def check_installed() -> None:
    """Raise ConfigError where the libraries are not installed."""
    if find_spec("authlib") is None or find_spec("joserfc") is None:
        raise ConfigError("needs the libraries of the extra oidc: sh scripts/make-env .venv-run "
                          "requirements-oidc.lock in the source tree; a container image is built with them by "
                          "MONITOR_LOCK=requirements-oidc.lock",
                          key="MONITOR_OIDC_ISSUER")  # fmt: skip


def challenge(verifier: str) -> str:
    """The PKCE challenge of a verifier (RFC 7636, 4.2: S256)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def verify(token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, access_token: str = "",
           now: datetime) -> Person:  # fmt: skip
    """Whom a token names, once its signature and claims are found right; ``keys`` is the provider's JWK set.

    Checked: signature by one of the keys with an algorithm of ``ALGORITHMS``, issuer, audience, authorised party,
    expiry, time of issue, nonce, the access token's hash where there is one. Raises NotGenuine.
    """
    from authlib.common.errors import AuthlibBaseError
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    decoded = _signed(token, keys)
    wanted = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
    params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
    claims = CodeIDToken(decoded.claims, decoded.header, wanted, params)
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, AuthlibBaseError) as error:
        raise NotGenuine(f"its claims are not right: {error.error}") from None
    except (TypeError, ValueError):
        raise NotGenuine("its claims are not of the right kind") from None
    subject, email = claims["sub"], claims.get("email", "")
    if not isinstance(subject, str) or not subject or not isinstance(email, str):
        raise NotGenuine("its claims are not of the right kind")
    return Person(subject=subject, email=email, verified=claims.get("email_verified") in (True, "true"))


def _signed(token: str, keys: Mapping[str, Any]) -> Any:
    """The token as decoded with the first key that has signed it."""
    from joserfc import jwt
    from joserfc.errors import BadSignatureError, JoseError

    header = _header(token)
    if header.get("alg") not in ALGORITHMS:
        raise NotGenuine("it is not signed in a way that is trusted")
    for key in _candidates(keys, header.get("kid")):
        try:
            return jwt.decode(token, key, algorithms=[*ALGORITHMS])
        except BadSignatureError:
            continue
        except (JoseError, ValueError, TypeError):
            continue  # a key of another kind than the signature's
    raise UnknownKey("none of the provider's keys has signed it")


def _header(token: str) -> dict[str, Any]:
    if len(token) > LONGEST or token.count(".") != 2:
        raise NotGenuine("it is no signed token")
    part = token.partition(".")[0]
    try:
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        raise NotGenuine("it is no signed token") from None
    if not isinstance(found, dict):
        raise NotGenuine("it is no signed token")
    return found


def _candidates(keys: Mapping[str, Any], kid: object) -> Iterator[Any]:
    """The provider's keys for signing that bear that id; all of them where the token names none."""
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    listed = keys.get("keys")
    for each in listed[:50] if isinstance(listed, list) else ():
        if not isinstance(each, dict) or each.get("kty") not in _KEY_TYPES or each.get("use", "sig") != "sig":
            continue
        if kid is not None and each.get("kid") != kid:
            continue
        try:
            yield import_key(each)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
