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


def check_length(password: str) -> None:
    """Raise UserMistake for a password that is too short, or far too long."""
    if not SHORTEST <= len(_plain(password)) <= LONGEST:
        raise UserMistake(f"a password has at least {SHORTEST} characters, and at most {LONGEST:,}")


def hash_password(password: str) -> str:
    """What is kept of a password. UserMistake for one that is too short or too long."""
    check_length(password)
    return _hasher().hash(_plain(password))


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

    def __init__(self, password: str = "", file: str = "", told: Callable[[str], None] = lambda _: None,
                 taken: Callable[[str, str], None] = lambda _password, _hashed: None) -> None:  # fmt: skip
        """``file`` is ``file:/path``; ``told`` is called with the reason when a changed file is refused.

        ``taken`` is called with each password that comes into force, and what is kept of it; at the start too.
        """
        self._file, self._told, self._taken = file, told, taken
        self._seen = stamp(file)
        self._hash = hash_password(password) if password else ""
        taken(password, self._hash)

    def __bool__(self) -> bool:
        return bool(self._hash)

    def hashed(self) -> str:
        """What is kept of it now; "" if there is none."""
        found = stamp(self._file)
        if found != self._seen:
            try:
                password = resolve(self._file)
                hashed = hash_password(password)
            except UserMistake as error:
                self._seen = found
                self._told(f"{error}; the last good password holds")
            else:
                self._taken(password, hashed)  # before it counts: if it fails, the file is looked at again
                self._seen, self._hash = found, hashed
        return self._hash


def _plain(password: str) -> str:
    """One form for what keyboards write in several (RFC 8265, 4.2: NFC)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()
