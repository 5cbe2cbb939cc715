"""Passwords: hashed with Argon2id (RFC 9106); argon2-cffi lives here."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.errors import UserMistake

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10  # characters
LONGEST = 1_000


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
        _hasher().verify(hashed or _nobodys(), _plain(password)[:LONGEST])
        return bool(hashed)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


def _plain(password: str) -> str:
    """One form for what keyboards write in several (RFC 8265, 4.2: NFC)."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()
