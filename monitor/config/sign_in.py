"""Signing in through a provider of identities (OpenID Connect), as the environment sets it. Opens nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from monitor.config.secrets import from_environment
from monitor.config.values import read_web_address
from monitor.core.errors import ConfigError

_DOMAIN = re.compile(r"@(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+")
_ADDRESS = re.compile(r"[^@\s]+@[a-z0-9.-]+")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """Which provider is trusted, under what name we are known there, and who may enter.

    ``domains`` are those of e-mail addresses, without the @; ``emails`` whole ones, in small letters; ``subjects`` the
    provider's own names for people.
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)  # "" = a public client: the code's proof is enough
    domains: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()

    def admits(self, subject: str, email: str, *, verified: bool) -> bool:
        """Whether somebody may enter; an address counts only where the provider says that it was verified."""
        if subject in self.subjects:
            return True
        address = email.lower()  # casefold would make one of ß and ss, which are two domains and two people
        _, at, domain = address.rpartition("@")
        return verified and (address in self.emails or (bool(at) and domain in self.domains))


def read_sign_in(environ: Mapping[str, str]) -> OidcSettings | None:
    """The settings, None where MONITOR_OIDC_ISSUER is not set. Raises ConfigError."""
    issuer = environ.get("MONITOR_OIDC_ISSUER", "").strip()
    client = environ.get("MONITOR_OIDC_CLIENT_ID", "").strip()
    if not issuer:
        given = [name for name in environ if name.startswith("MONITOR_OIDC_") and environ[name].strip()]
        if given:
            raise ConfigError("is set without MONITOR_OIDC_ISSUER: set the address of the provider too",
                              key=min(given))  # fmt: skip
        return None
    if not client:
        raise ConfigError("is missing: it is the name that the provider gave to this page",
                          key="MONITOR_OIDC_CLIENT_ID")  # fmt: skip
    domains, emails, subjects = _allowed(environ.get("MONITOR_OIDC_ALLOW", ""))
    return OidcSettings(
        issuer=_issuer(issuer), client_id=client, domains=domains, emails=emails, subjects=subjects,
        client_secret=from_environment("MONITOR_OIDC_CLIENT_SECRET", environ) or "",
    )  # fmt: skip


def is_safe_address(url: str) -> bool:
    """Whether nobody on the way can read or change what is said to this address: TLS, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and (parts.hostname or "") in _LOOPBACK)


def _issuer(text: str) -> str:
    try:
        url = read_web_address(text)
    except ValueError as error:
        raise ConfigError(str(error), key="MONITOR_OIDC_ISSUER") from None
    if not is_safe_address(url) or "@" in urlsplit(url).netloc:
        raise ConfigError("must begin with https:// and hold no password", key="MONITOR_OIDC_ISSUER")
    return url


def _allowed(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Domains, addresses and subjects of a comma list such as "@example.org, ann@example.com, sub:248289761001"."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    subjects = {part[4:].strip() for part in parts if part.startswith("sub:")}
    others = {part.lower() for part in parts if not part.startswith("sub:")}
    domains = {part[1:] for part in others if _DOMAIN.fullmatch(part)}
    emails = {part for part in others if _ADDRESS.fullmatch(part)}
    wrong = others - emails - {f"@{domain}" for domain in domains} | ({""} & subjects)
    if not parts or wrong:
        raise ConfigError("must say who may enter, as in @example.org, ann@example.com, sub:248289761001",
                          key="MONITOR_OIDC_ALLOW")  # fmt: skip
    return frozenset(domains), frozenset(emails), frozenset(subjects)
