"""Who may enter the web page: the password, sessions, API tokens and feed links.

Secrets are made here and given out once; what is stored is their SHA-256. They are random to 256 bits, so that a hash
without salt gives nothing away (a password, which is not, is hashed by its caller with a hash made for passwords).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.core.errors import NotFound, UserMistake
from monitor.store.store import Store
from monitor.store.web_keys import KeyKind, WebKey

PASSWORD = "web password"  # noqa: S105 - the name of a fact, which holds an Argon2 hash
GIVEN = "web password given"  # fact: the Argon2 hash of the password that the settings gave last, "" = they gave none
SESSION_LIFE = timedelta(days=14)  # after its last use
VOUCHED_LIFE = timedelta(days=1)  # in all: whoever may no longer sign in at the provider is out within a day
WELCOME_LIFE = timedelta(hours=24)
SIGN_IN_LIFE = timedelta(days=1)  # far longer than a provider's code can be used
SCOPES = ("read", "write")
LONGEST_NAME = 80
_TOUCH = timedelta(hours=1)  # a session's end is put off at most so often: reading must not mean writing
_VOUCHED = "signed in"  # name of a session that a provider vouched for


def password_hash(store: Store) -> str:
    """The hash of the password; "" if none is set."""
    with store.read() as tx:
        return tx.facts.get(PASSWORD)


def set_password(store: Store, hashed: str) -> None:
    """Replace the password: everybody is logged out, and a one-time link is void. Tokens and feed links stay."""
    with store.write() as tx:
        tx.facts.put(PASSWORD, hashed)
        tx.web_keys.remove_all(KeyKind.SESSION, KeyKind.WELCOME)


def given_password(store: Store) -> str:
    """The hash of the password that the settings gave last; "" if none."""
    with store.read() as tx:
        return tx.facts.get(GIVEN)


def replace_given(store: Store, hashed: str) -> int:
    """The settings give another password now, or ("") none: everybody is logged out, and a one-time link is void.

    Gives how many sessions there were.
    """
    with store.write() as tx:
        tx.facts.put(GIVEN, hashed)
        tx.web_keys.remove_all(KeyKind.WELCOME)
        return tx.web_keys.remove_all(KeyKind.SESSION)


def open_session(store: Store, now: datetime, *, vouched: bool = False) -> str:
    """A new session's secret, for a browser that has shown the password, or (``vouched``) signed in at a provider."""
    secret = secrets.token_urlsafe(32)
    with store.write() as tx:
        tx.web_keys.forget_expired(now)
        tx.web_keys.add(KeyKind.SESSION, digest(secret), name=_VOUCHED if vouched else "", now=now,
                        expires_at=now + (VOUCHED_LIFE if vouched else SESSION_LIFE))  # fmt: skip
    return secret


def find_session(store: Store, secret: str, now: datetime) -> WebKey | None:
    """The session of that secret, if it is open; one that was opened by the password lives on when it is used."""
    found = find_key(store, KeyKind.SESSION, secret, now)
    if found is not None and found.name != _VOUCHED and now - (found.used_at or found.created_at) > _TOUCH:
        with store.write() as tx:
            tx.web_keys.used(found.id, now, now + SESSION_LIFE)
    return found


def end_session(store: Store, secret: str, now: datetime) -> None:
    """Log out: the secret is worth nothing from now on."""
    with store.write() as tx:
        found = tx.web_keys.find(KeyKind.SESSION, digest(secret), now)
        if found is not None:
            tx.web_keys.remove(found.id)


def end_all_sessions(store: Store) -> int:
    """Log everybody out; how many sessions there were."""
    with store.write() as tx:
        return tx.web_keys.remove_all(KeyKind.SESSION)


def make_welcome(store: Store, now: datetime) -> str:
    """The secret of a new one-time link, by which a password is set; an older link is void."""
    secret = secrets.token_urlsafe(32)
    with store.write() as tx:
        tx.web_keys.remove_all(KeyKind.WELCOME)
        tx.web_keys.add(KeyKind.WELCOME, digest(secret), now=now, expires_at=now + WELCOME_LIFE)
    return secret


def find_key(store: Store, kind: KeyKind, secret: str, now: datetime) -> WebKey | None:
    """The key of that kind and secret, if there is one and its time is not over."""
    if not secret:
        return None
    with store.read() as tx:
        return tx.web_keys.find(kind, digest(secret), now)


def use_once(store: Store, secret: str, now: datetime) -> bool:
    """Remember for a day that a secret of a sign-in was used; False if it was used before."""
    with store.write() as tx:
        tx.decide_alone()  # two answers at the same moment: one of them is the first
        tx.web_keys.forget_expired(now)
        if tx.web_keys.find(KeyKind.SIGN_IN, digest(secret), now) is not None:
            return False
        tx.web_keys.add(KeyKind.SIGN_IN, digest(secret), now=now, expires_at=now + SIGN_IN_LIFE)
        return True


def make_token(store: Store, name: str, scopes: Sequence[str], now: datetime) -> tuple[WebKey, str]:
    """A new API token: what is kept of it, and the secret, which is shown this once. UserMistake for other scopes."""
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes:
        raise UserMistake(f"scopes of a token are {' and '.join(SCOPES)}")
    wanted = ("read", *scopes) if "read" not in scopes else tuple(scopes)
    return _make(store, KeyKind.API, name, wanted, now, prefix="monitor_")


def make_feed_link(store: Store, name: str, now: datetime) -> tuple[WebKey, str]:
    """A new key for feed addresses: what is kept of it, and the secret."""
    return _make(store, KeyKind.FEED, name, ("feeds",), now)


def list_keys(store: Store) -> list[WebKey]:
    """API tokens and feed links, oldest first."""
    with store.read() as tx:
        return tx.web_keys.all(KeyKind.API, KeyKind.FEED)


def count_sessions(store: Store) -> int:
    """How many browsers are logged in."""
    with store.read() as tx:
        return len(tx.web_keys.all(KeyKind.SESSION))


def revoke(store: Store, number: int) -> None:
    """Make a token or feed link worthless. NotFound."""
    with store.write() as tx:
        if number not in {key.id for key in tx.web_keys.all(KeyKind.API, KeyKind.FEED)}:
            raise NotFound(f"no token or feed link {number}: `monitor web keys` shows those there are")
        tx.web_keys.remove(number)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _make(store: Store, kind: KeyKind, name: str, scopes: Sequence[str], now: datetime,
          prefix: str = "") -> tuple[WebKey, str]:  # fmt: skip
    label = " ".join(name.split())[:LONGEST_NAME]
    if not label:
        raise UserMistake("give it a name, so that you know later what uses it")
    secret = prefix + secrets.token_urlsafe(32)
    with store.write() as tx:
        return tx.web_keys.add(kind, digest(secret), name=label, scopes=scopes, now=now), secret
