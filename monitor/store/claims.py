"""Claiming: rows that are due become one program's, in one statement, so that no two get the same; names for locks."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update


def claim(connection: Connection, key: ColumnElement[Any], due: Select[Any], values: Mapping[str, Any]) -> list[Any]:
    """Give ``values`` to the rows of ``key``'s table that ``due`` selects (their ``key`` alone); their keys, unordered.

    On PostgreSQL rows that another program is claiming at this moment are passed over, not waited for. SQLite has one
    writer at a time.
    """
    table = key.table
    chosen = due.with_for_update(of=table, skip_locked=True).cte("due")
    change = update(table).where(key.in_(select(chosen))).values(values).returning(key)
    return list(connection.execute(change).scalars())


def lock_number(name: str) -> int:
    """By what PostgreSQL knows an advisory lock of that name: 64 bits with a sign."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
