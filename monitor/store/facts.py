"""Single values by name: the fingerprint of the applied feeds.toml, whether the first summary went out."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, Text, bindparam, cast, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.running_tables import facts

_GET = select(facts.c.value).where(facts.c.key == bindparam("name"))  # asked at every article: built once


class Facts:
    """Named values; "" and missing are the same."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, key: str) -> str:
        """The value, "" if there is none."""
        return self._db.execute(_GET, {"name": key}).scalar() or ""

    def starting(self, prefix: str) -> dict[str, str]:
        """The values whose names begin so, by the rest of the name."""
        rows = self._db.execute(select(facts).where(facts.c.key.startswith(prefix, autoescape=True)))
        return {row.key.removeprefix(prefix): row.value for row in rows}

    def put(self, key: str, value: str) -> None:
        """Set or, with "", forget the value."""
        if not value:
            self._db.execute(delete(facts).where(facts.c.key == key))
        else:  # in one statement: two programs may set it for the first time at once
            insert = postgresql.insert if self._db.dialect.name == "postgresql" else sqlite.insert
            new = insert(facts).values(key=key, value=value)
            self._db.execute(new.on_conflict_do_update(index_elements=[facts.c.key], set_={"value": value}))

    def add(self, key: str, count: int) -> None:
        """Add to a value that is a count. In one statement: several programs may."""
        insert = postgresql.insert if self._db.dialect.name == "postgresql" else sqlite.insert
        new = insert(facts).values(key=key, value=str(count))
        grown = cast(cast(facts.c.value, BigInteger) + count, Text)
        self._db.execute(new.on_conflict_do_update(index_elements=[facts.c.key], set_={"value": grown}))
