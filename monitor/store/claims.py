"""Claiming: rows that are due become one program's, in one statement, so that no two get the same."""

from __future__ import annotations

from collections.abc import Mapping
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
