"""Values as columns hold them: records whole as JSON text, checked by their types; texts that an index takes."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult

T = TypeVar("T")
_MOST_INDEXED = 2_000  # bytes; an index of PostgreSQL takes 2,704 (a third of a page)


@functools.cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def to_text(record: object) -> str:
    """A model object as JSON."""
    return bytes(_adapter(cast(Hashable, type(record))).dump_json(record)).decode()


def from_text(kind: type[T], text: str) -> T:
    """The object of that class which ``to_text`` wrote; fields added since take their defaults."""
    record: T = _adapter(cast(Hashable, kind)).validate_json(text)
    return record


def indexed(text: str) -> str:
    """The text as it is kept in an indexed column: of one that is too long for that, its beginning and its hash."""
    known = text.encode("utf-8", "surrogatepass")
    if len(known) <= _MOST_INDEXED:
        return text
    return f"{known[: _MOST_INDEXED - 100].decode('utf-8', 'ignore')}#{hashlib.sha256(known).hexdigest()}"


def new_id(result: CursorResult[Any], kind: Callable[[int], T]) -> T:
    """The number that the database gave to the one row which was inserted."""
    key = result.inserted_primary_key
    assert key is not None, "one row was inserted"
    return kind(key[0])
