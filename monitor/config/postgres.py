"""PostgreSQL addresses: one form, and a password that is kept apart from the address."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_POSTGRES = "postgresql+psycopg://"


def postgres_url(given: str) -> str:
    """The address in the form that names the driver. Raises ValueError, without the value in it."""
    try:
        parts = urlsplit(given)
        usable = parts.port != 0 and len(parts.path) > 1
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", given):
        raise ValueError("is not a usable PostgreSQL address: write postgresql://user:password@host:5432/database")
    return _POSTGRES + given.split("://", 1)[1]


def with_password(url: str, password: str) -> str:
    """``url`` with ``password`` for its user. Raises ValueError, without the password in it."""
    if not url.startswith(_POSTGRES):
        raise ValueError("is set, but the database is not PostgreSQL: set MONITOR_DATABASE_URL too, or unset it")
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at or not user:
        raise ValueError("is set, but the database URL names no user: write it as in postgresql://user@host/database")
    if ":" in user:
        raise ValueError("is set, but the database URL holds a password already: take one of the two away")
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()
