"""Database addresses: one form for each kind, and a password that is kept apart from the address. Opens nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

_POSTGRES = "postgresql+psycopg://"
_SQLITE_PATH = re.compile(r"(?!\w[\w+.-]+:)[^?#\x00-\x1f]+")  # no scheme; a one-letter one is a drive


def sqlite_url(path: Path) -> str:
    """The database URL for a file; characters that mean something in a URL are escaped."""
    escaped = path.as_posix().replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return f"sqlite:///{escaped}"


def sqlite_file(url: str) -> Path | None:
    """The file of a database URL as made by ``sqlite_url``; None for other databases and for one in memory."""
    return Path(unquote(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:///") else None


def read_database_url(text: str, current: Path) -> str:
    """A database URL in one form: SQLite with an absolute path, or PostgreSQL through psycopg.

    A plain path is an SQLite file; relative paths count from ``current``. Raises ValueError, without the value in it.
    """
    given = text.strip()
    if given in (":memory:", "sqlite://", "sqlite:///:memory:"):
        return "sqlite://"
    if given.startswith("sqlite:///"):
        path = unquote(given.removeprefix("sqlite:///").split("?")[0])
        if not path:
            raise ValueError("names no file: write it as in sqlite:///data/monitor.db")
        return sqlite_url(current / path)
    if re.match(r"postgres(?:ql)?(?:\+psycopg)?://", given):
        return postgres_url(given)
    if "://" not in given and given and _SQLITE_PATH.fullmatch(given):
        return sqlite_url(current / given)
    raise ValueError("must be a file name, sqlite:///path/to/file.db, or postgresql://user:password@host/database")


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
