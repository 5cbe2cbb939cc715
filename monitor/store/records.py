"""Records kept whole as JSON text: model classes to text and back, checked by their types."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult

T = TypeVar("T")


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


def new_id(result: CursorResult[Any], kind: Callable[[int], T]) -> T:
    """The number that the database gave to the one row which was inserted."""
    key = result.inserted_primary_key
    assert key is not None, "one row was inserted"
    return kind(key[0])
