"""Sources, what is remembered of their polls, and the claims on those that are due."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, literal, or_, select, update

from monitor.core.model.ids import SourceId
from monitor.core.model.source import Address, Source, SourceKind, SourceState, Told
from monitor.core.urls import canonical_url, host_of
from monitor.store.columns import UtcDateTime
from monitor.store.source_rows import (
    STATE_COLUMNS,
    UNASKED,
    UNREAD,
    read_addresses,
    read_source,
    read_state,
    source_values,
    state_values,
)
from monitor.store.tables import source_states, sources

CLOCK_WAS_WRONG = timedelta(hours=1)  # a poll so far in the future means that the clock was set back: due at once


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePoll:
    """A source that was claimed, with what is remembered of it at that moment."""

    source: Source
    state: SourceState


def _of_job(token: str) -> Any:
    return or_(source_states.c.claim == token, source_states.c.claim.startswith(f"{token}.", autoescape=True))


def _in_use() -> Any:
    return and_(sources.c.removed_at.is_(None), sources.c.enabled, ~sources.c.paused)


def _due() -> Any:
    now, ahead = bindparam("now", type_=UtcDateTime()), bindparam("ahead", type_=UtcDateTime())
    free = or_(source_states.c.claimed_until.is_(None), source_states.c.claimed_until < now)
    return and_(or_(source_states.c.next_poll_at <= now, source_states.c.polled_at > ahead), free)


# The statements of every poll are built once: building one anew costs eight times what running it does (record 0014).
_LIGHT = [literal("").label("page_text") if each is source_states.c.page_text else each for each in source_states.c]
_FIND = select(sources).where(sources.c.id == bindparam("key"), sources.c.removed_at.is_(None))
_DECLARED = select(sources.c.url, sources.c.kind, sources.c.selector, sources.c.fallbacks).where(
    sources.c.id == bindparam("key"), sources.c.removed_at.is_(None)
)
_STATE = select(source_states).where(source_states.c.source_id == bindparam("key"))
_SAVE_STATE = (
    update(source_states)
    .where(source_states.c.source_id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in (*STATE_COLUMNS, "claim", "claimed_until")})
)
_FIND_DUE = (
    select(sources, source_states)
    .join(source_states)
    .where(_in_use(), _due())
    .order_by(source_states.c.next_poll_at)
    .limit(bindparam("most"))
    .with_for_update(of=source_states, skip_locked=True)  # PostgreSQL; SQLite has one writer at a time
)
_CLAIM = (
    update(source_states)
    .where(source_states.c.source_id.in_(bindparam("keys", expanding=True)))
    .values(claim=bindparam("token"), claimed_until=bindparam("until"))
)


class Sources:
    """The sources by id. A removed source keeps its row, so that its entries stay accounted for."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[Source]:
        """Every source in use, by id."""
        query = select(sources).where(sources.c.removed_at.is_(None)).order_by(sources.c.id)
        return [read_source(row._mapping) for row in self._db.execute(query)]

    def find(self, source_id: SourceId) -> Source | None:
        """That source if it is in use."""
        row = self._db.execute(_FIND, {"key": source_id}).first()
        return read_source(row._mapping) if row else None

    def addresses(self, source_id: SourceId) -> tuple[Address, ...]:
        """Where that source is to be read, as it is declared now; none if it is not in use."""
        row = self._db.execute(_DECLARED, {"key": source_id}).first()
        return read_addresses(row._mapping) if row else ()

    def put(self, source: Source, next_poll_at: datetime) -> None:
        """Add or replace a source. The state of one that was there stays, unless its address or its reading changed.

        Of one that was taken out of use it stays only if its address is the same: else it merely bore this id.
        """
        values = source_values(source)
        known = self._db.execute(select(sources).where(sources.c.id == source.id)).first()
        if known is None:
            self._db.execute(insert(sources).values(id=source.id, **values))
            self._insert_state(source.id, next_poll_at)
            return
        self._db.execute(update(sources).where(sources.c.id == source.id).values(values))
        same_page = canonical_url(known.url) == canonical_url(source.url)  # if not alike, written in another way
        if known.removed_at is not None and not same_page:
            self._forget(source.id, UNASKED)
            self.save_state(SourceState(source_id=source.id, next_poll_at=next_poll_at))
        elif known.url != source.url:  # another address: its validators and failures say nothing about this one
            text: dict[str, Any] = {} if same_page and known.kind == source.kind.value else {"page_text": ""}
            self._forget(source.id, UNREAD | UNASKED | text | {"next_poll_at": next_poll_at})
        elif known.kind != source.kind.value:
            self._forget(source.id, UNREAD | {"page_text": "", "next_poll_at": next_poll_at})
        elif (known.selector, known.fallbacks) != (values["selector"], values["fallbacks"]):
            self._forget(source.id, UNREAD | {"next_poll_at": next_poll_at})

    def succeed(self, source: Source, before: SourceId) -> None:
        """A new source takes the place of another that read the same address: its first contact is none.

        It knows what that one knew, but for what belongs to its own way of asking (validators, failures, moves). What
        entries are known by is handed over by ``Entries.hand_over``.
        """
        known = self.state(before)
        self.save_state(replace(
            self.state(source.id), baseline_at=known.baseline_at, succeeded_at=known.succeeded_at, met=known.met,
            newest_entry_at=known.newest_entry_at, page_text=known.page_text if source.kind is SourceKind.PAGE else "",
            usual_gap=known.usual_gap, longest_gap=known.longest_gap,
        ))  # fmt: skip

    def remove(self, source_id: SourceId, at: datetime) -> None:
        """Take a source out of use."""
        self._db.execute(update(sources).where(sources.c.id == source_id).values(removed_at=at))

    def pause(self, source_id: SourceId, paused: bool) -> None:
        """Stop or go on polling a source."""
        self._db.execute(update(sources).where(sources.c.id == source_id).values(paused=paused))

    def state(self, source_id: SourceId) -> SourceState:
        """What is remembered of a source's polls; KeyError if it was never put."""
        row = self._db.execute(_STATE, {"key": source_id}).first()
        if row is None:
            raise KeyError(source_id)
        return read_state(row._mapping)

    def states(self) -> dict[SourceId, SourceState]:
        """The states of all sources in use, without their ``page_text``, which may be long."""
        query = select(*_LIGHT).select_from(source_states.join(sources)).where(sources.c.removed_at.is_(None))
        return {row.source_id: read_state(row._mapping) for row in self._db.execute(query)}

    def save_state(self, state: SourceState) -> None:
        """Keep ``state`` (but not ``told``, see ``mark_told``) and give up the claim on its source."""
        values = state_values(state) | {"claim": "", "claimed_until": None}
        self._db.execute(_SAVE_STATE, {f"new_{name}": value for name, value in values.items()}
                         | {"key": state.source_id})  # fmt: skip

    def mark_told(self, source_ids: Iterable[SourceId], *, add: frozenset[Told] = frozenset(),
                  drop: frozenset[Told] = frozenset()) -> None:  # fmt: skip
        """Remember what the operator was told of these, and of what the end was told."""
        for source_id in source_ids:
            told = sorted((self.state(source_id).told | add) - drop)
            matching = source_states.c.source_id == source_id
            self._db.execute(update(source_states).where(matching).values(told=json.dumps(told)))

    def claim_due(self, now: datetime, lease: timedelta, token: str, limit: int) -> list[Source]:
        """Claim up to ``limit`` due sources, longest due first: nobody else gets them until the lease is over."""
        return [each.source for each in self.claim_polls(now, lease, token, limit)]

    def claim_polls(self, now: datetime, lease: timedelta, token: str, limit: int) -> list[DuePoll]:
        """As ``claim_due``, with what is remembered of each."""
        given = {"now": now, "ahead": now + CLOCK_WAS_WRONG, "most": limit}
        claimed = [
            DuePoll(source=read_source(row._mapping), state=read_state(row._mapping))
            for row in self._db.execute(_FIND_DUE, given)
        ]
        if claimed:
            keys = [each.source.id for each in claimed]
            self._db.execute(_CLAIM, {"keys": keys, "token": token, "until": now + lease})
        return claimed

    def take_over(self, source_ids: Collection[SourceId], earlier: Collection[str], by: str,
                  until: datetime) -> set[SourceId]:  # fmt: skip
        """Which of these are claimed under one of a job's ``earlier`` claims; now they are claimed ``by`` this run.

        So a later run of a job takes over from one that was thought dead, and that one never takes anything back.
        """
        mine = update(source_states).where(source_states.c.source_id.in_(source_ids),
                                           source_states.c.claim.in_(earlier))  # fmt: skip
        taken = mine.values(claim=by, claimed_until=until).returning(source_states.c.source_id)
        return {SourceId(each) for each in self._db.execute(taken).scalars()}

    def is_claimed(self, source_id: SourceId, by: str, *, to_the_end: bool = False) -> bool:
        """Whether the source is claimed ``by`` that run; ``to_the_end`` of this transaction nobody else can."""
        query = select(source_states.c.claim).where(source_states.c.source_id == source_id)
        found = self._db.execute(query.with_for_update() if to_the_end else query).scalar()
        return found == by

    def release(self, source_id: SourceId, by: str = "") -> None:
        """Give up the claim on a source whose poll did not end; only that ``by`` a run, if given."""
        held = update(source_states).where(source_states.c.source_id == source_id)
        held = held.where(source_states.c.claim == by) if by else held
        self._db.execute(held.values(claim="", claimed_until=None))

    def release_job(self, token: str) -> None:
        """Give up every claim of a job, whichever run of it holds them."""
        released = update(source_states).where(_of_job(token))
        self._db.execute(released.values(claim="", claimed_until=None))

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
        self._db.execute(insert(source_states).values(source_id=source_id, told="[]", **state_values(state)))
