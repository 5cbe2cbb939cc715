"""Sources, what is remembered of their polls, and the claims on those that are due."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, insert, or_, select, update

from monitor.core.model.ids import SourceId
from monitor.core.model.source import (
    Address,
    Owner,
    Source,
    SourceKind,
    SourceRank,
    SourceState,
    Validators,
)
from monitor.store.tables import source_states, sources


class Sources:
    """The sources by id. A removed source keeps its row, so that its entries stay accounted for."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[Source]:
        """Every source in use, by id."""
        query = select(sources).where(sources.c.removed_at.is_(None)).order_by(sources.c.id)
        return [_source(row._mapping) for row in self._db.execute(query)]

    def find(self, source_id: SourceId) -> Source | None:
        """That source if it is in use."""
        query = select(sources).where(sources.c.id == source_id, sources.c.removed_at.is_(None))
        row = self._db.execute(query).first()
        return _source(row._mapping) if row else None

    def put(self, source: Source, next_poll_at: datetime) -> None:
        """Add or replace a source. The state of one that was there stays, unless its address changed."""
        values = _values(source)
        known = self._db.execute(select(sources.c.url).where(sources.c.id == source.id)).scalar()
        if known is None:
            self._db.execute(insert(sources).values(id=source.id, **values))
            self._insert_state(source.id, next_poll_at)
            return
        self._db.execute(update(sources).where(sources.c.id == source.id).values(values))
        if known != source.url:  # another address: its validators and failures say nothing about this one
            fresh = {"etag": "", "last_modified": "", "body_hash": "", "address": 0, "failures": 0, "failure": "",
                     "failing_since": None, "page_text": "", "next_poll_at": next_poll_at}  # fmt: skip
            self._db.execute(update(source_states).where(source_states.c.source_id == source.id).values(fresh))

    def remove(self, source_id: SourceId, at: datetime) -> None:
        """Take a source out of use."""
        self._db.execute(update(sources).where(sources.c.id == source_id).values(removed_at=at))

    def pause(self, source_id: SourceId, paused: bool) -> None:
        """Stop or go on polling a source."""
        self._db.execute(update(sources).where(sources.c.id == source_id).values(paused=paused))

    def state(self, source_id: SourceId) -> SourceState:
        """What is remembered of a source's polls; KeyError if it was never put."""
        row = self._db.execute(select(source_states).where(source_states.c.source_id == source_id)).first()
        if row is None:
            raise KeyError(source_id)
        return _state(row._mapping)

    def states(self) -> dict[SourceId, SourceState]:
        """The states of all sources in use."""
        query = select(source_states).join(sources).where(sources.c.removed_at.is_(None))
        return {row.source_id: _state(row._mapping) for row in self._db.execute(query)}

    def save_state(self, state: SourceState) -> None:
        """Keep ``state`` and give up the claim on its source."""
        values = _state_values(state) | {"claim": "", "claimed_until": None}
        self._db.execute(update(source_states).where(source_states.c.source_id == state.source_id).values(values))

    def mark_notified(self, source_ids: tuple[SourceId, ...], told: bool) -> None:
        """Remember whether the operator was told that these fail."""
        matching = source_states.c.source_id.in_(source_ids)
        self._db.execute(update(source_states).where(matching).values(notified=told))

    def claim_due(self, now: datetime, lease: timedelta, token: str, limit: int) -> list[Source]:
        """Claim up to ``limit`` due sources, longest due first: nobody else gets them until the lease is over."""
        due = (
            select(sources)
            .join(source_states)
            .where(_in_use(), _due(now))
            .order_by(source_states.c.next_poll_at)
            .limit(limit)
        )
        claimed = []
        for row in self._db.execute(due).all():
            changed = self._db.execute(
                update(source_states)
                .where(and_(source_states.c.source_id == row.id, _due(now)))
                .values(claim=token, claimed_until=now + lease)
            )
            if changed.rowcount == 1:
                claimed.append(_source(row._mapping))
        return claimed

    def release(self, source_id: SourceId) -> None:
        """Give up the claim on a source whose poll did not end."""
        released = {"claim": "", "claimed_until": None}
        self._db.execute(update(source_states).where(source_states.c.source_id == source_id).values(released))

    def release_orphans(self) -> None:
        """Give up every claim: for a daemon that knows it is alone."""
        orphaned = update(source_states).where(source_states.c.claim != "")
        self._db.execute(orphaned.values(claim="", claimed_until=None))

    def release_all(self, token: str) -> None:
        """Give up every claim of ``token``, so that a stopped program's sources are due at once."""
        released = {"claim": "", "claimed_until": None}
        self._db.execute(update(source_states).where(source_states.c.claim == token).values(released))

    def poll_now(self, now: datetime, source_id: SourceId | None = None) -> int:
        """Make one or all sources due at ``now``; how many."""
        query = update(source_states).values(next_poll_at=now)
        if source_id is not None:
            query = query.where(source_states.c.source_id == source_id)
        return self._db.execute(query).rowcount

    def next_due(self) -> datetime | None:
        """When the next poll is due; None if nothing is watched."""
        query = select(func.min(source_states.c.next_poll_at)).select_from(sources.join(source_states))
        return self._db.execute(query.where(_in_use())).scalar()

    def _insert_state(self, source_id: SourceId, next_poll_at: datetime) -> None:
        state = SourceState(source_id=source_id, next_poll_at=next_poll_at)
        self._db.execute(insert(source_states).values(source_id=source_id, **_state_values(state)))


def _in_use() -> Any:
    return and_(sources.c.removed_at.is_(None), sources.c.enabled, ~sources.c.paused)


def _due(now: datetime) -> Any:
    free = or_(source_states.c.claimed_until.is_(None), source_states.c.claimed_until < now)
    return and_(source_states.c.next_poll_at <= now, free)


def _values(source: Source) -> dict[str, Any]:
    return {
        "name": source.name, "url": source.url, "kind": source.kind.value, "language": source.language,
        "rank": source.rank.value, "interval_s": int(source.interval.total_seconds()),
        "fallbacks": json.dumps([{"url": each.url, "kind": each.kind.value} for each in source.fallbacks]),
        "enabled": source.enabled, "owner": source.owner.value, "paused": source.paused, "note": source.note,
        "checked": source.checked, "removed_at": None,
    }  # fmt: skip


def _source(row: RowMapping) -> Source:
    return Source(
        id=row["id"], name=row["name"], url=row["url"], kind=SourceKind(row["kind"]), language=row["language"],
        rank=SourceRank(row["rank"]), interval=timedelta(seconds=row["interval_s"]),
        fallbacks=tuple(Address(url=it["url"], kind=SourceKind(it["kind"])) for it in json.loads(row["fallbacks"])),
        enabled=row["enabled"], owner=Owner(row["owner"]), paused=row["paused"], note=row["note"],
        checked=row["checked"],
    )  # fmt: skip


_PLAIN = ("body_hash", "address", "polls", "unchanged", "failures", "failure", "failing_since", "baseline_at",
          "polled_at", "succeeded_at", "newest_entry_at", "next_poll_at", "page_text", "notified")  # fmt: skip


def _state_values(state: SourceState) -> dict[str, Any]:
    values = {name: getattr(state, name) for name in _PLAIN}
    validators = {"etag": state.validators.etag, "last_modified": state.validators.last_modified}
    return values | validators | {"met": json.dumps(state.met)}


def _state(row: RowMapping) -> SourceState:
    return SourceState(
        source_id=row["source_id"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        met=tuple(json.loads(row["met"] or "[]")),
        **{name: row[name] for name in _PLAIN},
    )
