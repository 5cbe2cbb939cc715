"""Sources, what is remembered of their polls, and the claims on those that are due."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, insert, literal, or_, select, update

from monitor.core.model.ids import SourceId
from monitor.core.model.source import (
    Address,
    Owner,
    Source,
    SourceKind,
    SourceRank,
    SourceState,
    Told,
    Validators,
)
from monitor.core.urls import host_of
from monitor.store.claims import claim
from monitor.store.tables import source_states, sources

_LIGHT = [literal("").label("page_text") if each is source_states.c.page_text else each for each in source_states.c]
CLOCK_WAS_WRONG = timedelta(hours=1)  # a poll so far in the future means that the clock was set back: due at once


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
        """Add or replace a source. The state of one that was there stays, unless its address or its reading changed."""
        values = _values(source)
        known = self._db.execute(select(sources).where(sources.c.id == source.id)).first()
        if known is None:
            self._db.execute(insert(sources).values(id=source.id, **values))
            self._insert_state(source.id, next_poll_at)
            return
        self._db.execute(update(sources).where(sources.c.id == source.id).values(values))
        if known.url != source.url:  # another address: its validators and failures say nothing about this one
            self._forget(source.id, _UNREAD | _UNASKED | {"page_text": "", "next_poll_at": next_poll_at})
        elif known.kind != source.kind.value:
            self._forget(source.id, _UNREAD | {"page_text": "", "next_poll_at": next_poll_at})
        elif (known.selector, known.fallbacks) != (values["selector"], values["fallbacks"]):
            self._forget(source.id, _UNREAD | {"next_poll_at": next_poll_at})

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
        """The states of all sources in use, without their ``page_text``, which may be long."""
        query = select(*_LIGHT).select_from(source_states.join(sources)).where(sources.c.removed_at.is_(None))
        return {row.source_id: _state(row._mapping) for row in self._db.execute(query)}

    def save_state(self, state: SourceState) -> None:
        """Keep ``state`` (but not ``told``, see ``mark_told``) and give up the claim on its source."""
        values = _state_values(state) | {"claim": "", "claimed_until": None}
        self._db.execute(update(source_states).where(source_states.c.source_id == state.source_id).values(values))

    def mark_told(self, source_ids: Iterable[SourceId], *, add: frozenset[Told] = frozenset(),
                  drop: frozenset[Told] = frozenset()) -> None:  # fmt: skip
        """Remember what the operator was told of these, and of what the end was told."""
        for source_id in source_ids:
            told = sorted((self.state(source_id).told | add) - drop)
            matching = source_states.c.source_id == source_id
            self._db.execute(update(source_states).where(matching).values(told=json.dumps(told)))

    def claim_due(self, now: datetime, lease: timedelta, token: str, limit: int) -> list[Source]:
        """Claim up to ``limit`` due sources, longest due first: nobody else gets them until the lease is over."""
        due = select(source_states.c.source_id).join(sources).where(_in_use(), _due(now))
        due = due.order_by(source_states.c.next_poll_at).limit(limit)
        claimed = claim(self._db, source_states.c.source_id, due, {"claim": token, "claimed_until": now + lease})
        if not claimed:
            return []
        query = select(sources).join(source_states).where(sources.c.id.in_(claimed))
        return [_source(row._mapping) for row in self._db.execute(query.order_by(source_states.c.next_poll_at))]

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

    def hold_host(self, host: str, until: datetime) -> int:
        """Poll no source at that host before ``until``, as its server asked; how many were put off."""
        query = select(sources.c.id, sources.c.url, source_states.c.moved_to).join(source_states)
        rows = self._db.execute(query.where(source_states.c.next_poll_at < until, sources.c.removed_at.is_(None))).all()
        held = [row.id for row in rows if host in (host_of(row.url), host_of(row.moved_to))]
        for source_id in held:
            matching = source_states.c.source_id == source_id
            self._db.execute(update(source_states).where(matching).values(next_poll_at=until))
        return len(held)

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

    def _forget(self, source_id: SourceId, fresh: dict[str, Any]) -> None:
        self._db.execute(update(source_states).where(source_states.c.source_id == source_id).values(fresh))

    def _insert_state(self, source_id: SourceId, next_poll_at: datetime) -> None:
        state = SourceState(source_id=source_id, next_poll_at=next_poll_at)
        self._db.execute(insert(source_states).values(source_id=source_id, told="[]", **_state_values(state)))


def _in_use() -> Any:
    return and_(sources.c.removed_at.is_(None), sources.c.enabled, ~sources.c.paused)


def _due(now: datetime) -> Any:
    free = or_(source_states.c.claimed_until.is_(None), source_states.c.claimed_until < now)
    due = or_(source_states.c.next_poll_at <= now, source_states.c.polled_at > now + CLOCK_WAS_WRONG)
    return and_(due, free)


def _values(source: Source) -> dict[str, Any]:
    return {
        "name": source.name, "url": source.url, "kind": source.kind.value, "language": source.language,
        "rank": source.rank.value, "interval_s": int(source.interval.total_seconds()),
        "shortest_s": _seconds(source.shortest), "longest_s": _seconds(source.longest), "selector": source.selector,
        "ignore": json.dumps(source.ignore),
        "fallbacks": json.dumps([{"url": each.url, "kind": each.kind.value, "selector": each.selector}
                                 for each in source.fallbacks]),
        "enabled": source.enabled, "owner": source.owner.value, "paused": source.paused, "note": source.note,
        "checked": source.checked, "removed_at": None,
    }  # fmt: skip


def _source(row: RowMapping) -> Source:
    return Source(
        id=row["id"], name=row["name"], url=row["url"], kind=SourceKind(row["kind"]), language=row["language"],
        rank=SourceRank(row["rank"]), interval=timedelta(seconds=row["interval_s"]),
        shortest=_span(row["shortest_s"]), longest=_span(row["longest_s"]), selector=row["selector"],
        ignore=tuple(json.loads(row["ignore"])),
        fallbacks=tuple(Address(url=it["url"], kind=SourceKind(it["kind"]), selector=it["selector"])
                        for it in json.loads(row["fallbacks"])),
        enabled=row["enabled"], owner=Owner(row["owner"]), paused=row["paused"], note=row["note"],
        checked=row["checked"],
    )  # fmt: skip


_PLAIN = ("body_hash", "address", "polls", "unchanged", "failures", "failure", "failing_since", "baseline_at",
          "polled_at", "succeeded_at", "newest_entry_at", "next_poll_at", "page_text", "full_at", "moved_to",
          "moved_polls", "fallback_since", "own_failure", "older_url")  # fmt: skip
_SPANS = ("wait", "usual_gap", "longest_gap")
_LISTS = ("met", "skip_hours", "counts", "places")

# What is forgotten when an address is to be read in another way, and what when there is another address.
_UNREAD: dict[str, Any] = {"etag": "", "last_modified": "", "body_hash": "", "counts": "[]", "places": "[]"}
_UNASKED: dict[str, Any] = {"address": 0, "failures": 0, "failure": "", "failing_since": None, "told": "[]",
                            "moved_to": "", "moved_polls": 0, "fallback_since": None, "own_failure": "",
                            "older_url": "", "wait_s": None, "skip_hours": "[]"}  # fmt: skip


def _state_values(state: SourceState) -> dict[str, Any]:
    values = {name: getattr(state, name) for name in _PLAIN}
    spans = {f"{name}_s": _seconds(getattr(state, name)) for name in _SPANS}
    lists = {name: json.dumps(getattr(state, name)) for name in _LISTS}
    return values | spans | lists | {"etag": state.validators.etag, "last_modified": state.validators.last_modified}


def _state(row: RowMapping) -> SourceState:
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    values |= {name: _span(row[f"{name}_s"]) for name in _SPANS}
    values |= {name: tuple(json.loads(row[name])) for name in _LISTS}
    return SourceState(
        source_id=row["source_id"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        told=frozenset(Told(each) for each in json.loads(row["told"])),
        **values,
    )


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
