"""The provider of identities: where its pages are, and what it says of a code. Asked through the house's own door."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from monitor.config.sign_in import OidcSettings, is_safe_address
from monitor.core.inert import inert
from monitor.core.model.fetched import Fetched, FetchRequest
from monitor.core.ports import Clock, Fetcher
from monitor.web.id_token import NotGenuine, Person, UnknownKey, challenge, verify

KEPT_FOR = timedelta(hours=1)  # what the provider says of itself, and its keys
# A provider that does not answer is not asked again for a while: those who wait behind one another would, for minutes,
# keep every thread of the page.
_LEFT_ALONE = timedelta(seconds=10)
_BETWEEN_RENEWALS = timedelta(seconds=30)  # a token by an unknown key makes us ask for new keys, not oftener
LARGEST_ANSWER = 512 * 1024  # bytes
_FORM = ("Content-Type", "application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One person's way there and back: the secrets that tie the answer to the browser that asked."""

    redirect: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nobody enters. ``words`` are for the reader, ``detail`` for the log; neither holds a secret."""

    words: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Endpoints:
    authorization: str
    token: str
    keys: str
    posts_secret: bool  # the secret goes into the form: the provider takes no Basic login


class Provider:
    """One provider, by its discovery document (OpenID Connect Discovery 1.0)."""

    def __init__(self, settings: OidcSettings, fetcher: Fetcher, clock: Clock) -> None:
        self.settings = settings
        self._fetcher, self._clock = fetcher, clock
        self._lock = threading.Lock()
        self._endpoints: tuple[datetime, _Endpoints] | None = None
        self._keys: tuple[datetime, dict[str, Any]] | None = None
        self._renewed = datetime.min.replace(tzinfo=UTC)
        self._silent: tuple[datetime, str, Refused] | None = None  # since when which address brings nothing

    @property
    def name(self) -> str:
        """What people call it: its host."""
        return urlsplit(self.settings.issuer).hostname or self.settings.issuer

    def address(self, attempt: Attempt) -> str | Refused:
        """Where a browser is sent to sign in (RFC 6749, 4.1.1; RFC 7636, 4.3)."""
        found = self._found()
        if isinstance(found, Refused):
            return found
        asked = {
            "response_type": "code", "client_id": self.settings.client_id, "redirect_uri": attempt.redirect,
            "scope": "openid email", "state": attempt.state, "nonce": attempt.nonce,
            "code_challenge": challenge(attempt.verifier), "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{found.authorization}{'&' if '?' in found.authorization else '?'}{urlencode(asked)}"

    def person(self, code: str, attempt: Attempt) -> Person | Refused:
        """Who came back with a code, if the provider vouches for them and they may enter."""
        found = self._found()
        if isinstance(found, Refused):
            return found
        answer = self._redeem(found, code, attempt)
        if isinstance(answer, Refused):
            return answer
        try:
            person = self._verified(found, answer, attempt.nonce)
        except NotGenuine as error:
            return Refused(words="The provider's answer cannot be trusted.", detail=f"ID token: {error}")
        if isinstance(person, Refused):
            return person
        if not self.settings.admits(person.subject, person.email, verified=person.verified):
            who = inert(person.email or person.subject, 200)
            why = "" if person.verified else " (the provider does not say that this address was verified)"
            return Refused(words=f"You are signed in there as {who}, who may not enter here.",
                           detail=f"{who} is not allowed{why}")  # fmt: skip
        return person

    def _verified(self, found: _Endpoints, answer: dict[str, Any], nonce: str) -> Person | Refused:
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            return Refused(words="The provider did not say who you are.", detail="no ID token in its answer")
        for fresh in (False, True):
            keys = self._keys_of(found, fresh=fresh)
            if isinstance(keys, Refused):
                return keys
            try:
                return verify(
                    token, keys, issuer=self.settings.issuer, client_id=self.settings.client_id, nonce=nonce,
                    access_token=access if isinstance(access, str) else "", now=self._clock.now(),
                )  # fmt: skip
            except UnknownKey:
                if fresh:
                    raise
        raise AssertionError("the loop ends by returning or raising")

    def _redeem(self, found: _Endpoints, code: str, attempt: Attempt) -> dict[str, Any] | Refused:
        """The code for a token (RFC 6749, 4.1.3)."""
        known = self.settings
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.redirect,
                "code_verifier": attempt.verifier}  # fmt: skip
        headers = [_FORM, ("Accept", "application/json")]
        if known.client_secret and not found.posts_secret:
            login = f"{quote(known.client_id, safe='')}:{quote(known.client_secret, safe='')}"
            headers.append(("Authorization", "Basic " + base64.b64encode(login.encode()).decode("ascii")))
        else:
            form["client_id"] = known.client_id
            form |= {"client_secret": known.client_secret} if known.client_secret else {}
        asked = FetchRequest(url=found.token, body=urlencode(form).encode(), headers=tuple(headers),
                             max_bytes=LARGEST_ANSWER)  # fmt: skip
        answer = self._fetcher.fetch(asked)
        if not isinstance(answer, Fetched):
            reason = getattr(answer, "reason", None)
            return Refused(words="The provider did not take the code: it was used before, or is too old. Begin again.",
                           detail=f"token endpoint: {reason.value if reason else 'no answer'}")  # fmt: skip
        return _object(answer.body) or Refused(words="The provider's answer cannot be read.",
                                               detail="the token endpoint's answer is no JSON object")  # fmt: skip

    def _found(self) -> _Endpoints | Refused:
        with self._lock:
            now = self._clock.now()
            if self._endpoints and now - self._endpoints[0] < KEPT_FOR:
                return self._endpoints[1]
            made = self._discover()
            if isinstance(made, _Endpoints):
                self._endpoints = (now, made)
            return made

    def _discover(self) -> _Endpoints | Refused:
        issuer = self.settings.issuer
        said = self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if isinstance(said, Refused):
            return said
        places = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        urls = [place for place in places if isinstance(place, str) and is_safe_address(place)]
        if said.get("issuer") != issuer or len(urls) != len(places):
            return Refused(words="The provider is not set up as it should be; the log says what.",
                           detail="its discovery document names another issuer, or addresses without TLS")  # fmt: skip
        ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        posts = "client_secret_basic" not in ways and "client_secret_post" in ways
        return _Endpoints(authorization=urls[0], token=urls[1], keys=urls[2], posts_secret=posts)

    def _keys_of(self, found: _Endpoints, *, fresh: bool) -> dict[str, Any] | Refused:
        with self._lock:
            now = self._clock.now()
            if self._keys and now - self._keys[0] < KEPT_FOR and (not fresh or now - self._renewed < _BETWEEN_RENEWALS):
                return self._keys[1]
            made = self._get(found.keys)
            self._renewed = now if fresh else self._renewed
            if not isinstance(made, Refused):
                self._keys = (now, made)
            return made

    def _get(self, url: str) -> dict[str, Any] | Refused:
        """What stands at one of the provider's addresses; called with the lock held."""
        if self._silent is not None:
            since, silent, refused = self._silent
            if silent == url and self._clock.now() - since < _LEFT_ALONE:
                return refused
        found = self._asked(url)
        self._silent = (self._clock.now(), url, found) if isinstance(found, Refused) else None
        return found

    def _asked(self, url: str) -> dict[str, Any] | Refused:
        answer = self._fetcher.fetch(FetchRequest(url=url, purpose="feed", max_bytes=LARGEST_ANSWER))
        if not isinstance(answer, Fetched) or not is_safe_address(answer.final_url):
            reason = getattr(answer, "reason", None)
            return Refused(words="The provider does not answer. Try again in a moment.",
                           detail=f"{url}: {reason.value if reason else 'no answer'}")  # fmt: skip
        return _object(answer.body) or Refused(words="The provider's answer cannot be read.",
                                               detail=f"{url}: no JSON object")  # fmt: skip


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
