"""Keys to the web page: sessions, API tokens, feed links. Only their hashes are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from monitor.store.records import new_id
from monitor.store.running_tables import web_keys


class KeyKind(StrEnum):
    """What a key opens."""

    SESSION = "session"  # a browser that logged in
    WELCOME = "welcome"  # the one-time link by which the first password is set
    API = "api"
    SIGN_IN = "signin"  # a secret of a sign-in through a provider that was used
    FEED = "feed"  # stands in the address of an Atom or JSON feed


@dataclass(frozen=True, slots=True, kw_only=True)
class WebKey:
    """One key. Times are UTC; ``expires_at`` None = until it is revoked."""

    id: int
    kind: KeyKind
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    used_at: datetime | None = None
    expires_at: datetime | None = None


class WebKeys:
    """The keys, found by the hash of their secret."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, kind: KeyKind, digest: str, *, name: str = "", scopes: Iterable[str] = (), now: datetime,
            expires_at: datetime | None = None) -> WebKey:  # fmt: skip
        """Keep a new key under the hash of its secret."""
        kept = tuple(scopes)
        values = {"kind": kind.value, "name": name, "hash": digest, "scopes": json.dumps(kept), "created_at": now,
                  "expires_at": expires_at}  # fmt: skip
        number = new_id(self._db.execute(insert(web_keys).values(values)), int)
        return WebKey(id=number, kind=kind, name=name, scopes=kept, created_at=now, expires_at=expires_at)

    def find(self, kind: KeyKind, digest: str, now: datetime) -> WebKey | None:
        """The key of that kind and hash, unless its time is over."""
        alive = or_(web_keys.c.expires_at.is_(None), web_keys.c.expires_at > now)
        query = select(web_keys).where(web_keys.c.kind == kind.value, web_keys.c.hash == digest, alive)
        row = self._db.execute(query).first()
        return _key(row._mapping) if row else None

    def all(self, *kinds: KeyKind) -> list[WebKey]:
        """Every key of these kinds, oldest first."""
        query = select(web_keys).where(web_keys.c.kind.in_([kind.value for kind in kinds])).order_by(web_keys.c.id)
        return [_key(row._mapping) for row in self._db.execute(query)]

    def used(self, number: int, now: datetime, expires_at: datetime | None = None) -> None:
        """Remember that a key was used; ``expires_at`` puts off its end."""
        values = {"used_at": now} | ({"expires_at": expires_at} if expires_at else {})
        self._db.execute(update(web_keys).where(web_keys.c.id == number).values(values))

    def remove(self, number: int) -> bool:
        """Revoke a key; False if there is none."""
        return self._db.execute(delete(web_keys).where(web_keys.c.id == number)).rowcount == 1

    def remove_all(self, *kinds: KeyKind) -> int:
        """Revoke every key of these kinds; how many there were."""
        chosen = web_keys.c.kind.in_([kind.value for kind in kinds])
        return self._db.execute(delete(web_keys).where(chosen)).rowcount

    def forget_expired(self, now: datetime) -> int:
        """Let go of keys whose time is over."""
        return self._db.execute(delete(web_keys).where(web_keys.c.expires_at <= now)).rowcount


def _key(row: RowMapping) -> WebKey:
    return WebKey(
        id=row["id"], kind=KeyKind(row["kind"]), name=row["name"], scopes=tuple(json.loads(row["scopes"] or "[]")),
        created_at=row["created_at"], used_at=row["used_at"], expires_at=row["expires_at"],
    )  # fmt: skip
