"""Passwords: hashed with Argon2id (RFC 9106); argon2-cffi lives here."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from monitor.config.secrets import resolve, stamp
from monitor.core.errors import UserMistake

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10  # characters
LONGEST = 1_000
# Looked at at once: each takes 19 MiB meanwhile, and tries from many addresses at the same time would take them all.
_AT_ONCE = threading.BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane. Small enough for a small machine.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """What is kept of a password. UserMistake for one that is too short."""
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise UserMistake(f"a password has at least {SHORTEST} characters")
    return _hasher().hash(plain)


def is_right(password: str, hashed: str) -> bool:
    """Whether the hash was made of this password. Takes as long where there is no hash."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        with _AT_ONCE:
            _hasher().verify(hashed or _nobodys(), _plain(password)[:LONGEST])
        return bool(hashed)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


class GivenPassword:
    """The password that the settings give, "" = none, and the file that it stands in, "" = in none.

    A changed file is taken when it is looked at next; one that cannot be used leaves the last good password in force.
    """

    def __init__(self, password: str = "", file: str = "", told: Callable[[str], None] = lambda _: None) -> None:
        """``file`` is ``file:/path``; ``told`` is called with the reason when a changed file is refused."""
        self._file, self._told = file, told
        self._seen = stamp(file)
        self._hash = hash_password(password) if password else ""

    def __bool__(self) -> bool:
        return bool(self._hash)

    def hashed(self) -> str:
        """What is kept of it now; "" if there is none."""
        found = stamp(self._file)
        if found != self._seen:
            self._seen = found
            try:
                self._hash = hash_password(resolve(self._file))
            except UserMistake as error:
                self._told(f"{error}; the last good password holds")
        return self._hash


def _plain(password: str) -> str:
    """One form for what keyboards write in several (RFC 8265, 4.2: NFC)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()
