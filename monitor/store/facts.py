"""Single values by name: the fingerprint of the applied feeds.toml, whether the first summary went out."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from monitor.store.tables import facts


class Facts:
    """Named values; "" and missing are the same."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, key: str) -> str:
        """The value, "" if there is none."""
        return self._db.execute(select(facts.c.value).where(facts.c.key == key)).scalar() or ""

    def starting(self, prefix: str) -> dict[str, str]:
        """The values whose names begin so, by the rest of the name."""
        rows = self._db.execute(select(facts).where(facts.c.key.startswith(prefix, autoescape=True)))
        return {row.key.removeprefix(prefix): row.value for row in rows}

    def put(self, key: str, value: str) -> None:
        """Set or, with "", forget the value."""
        if not value:
            self._db.execute(delete(facts).where(facts.c.key == key))
        elif not self._db.execute(update(facts).where(facts.c.key == key).values(value=value)).rowcount:
            self._db.execute(insert(facts).values(key=key, value=value))
