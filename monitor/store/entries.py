"""Entries, the keys by which they are known again, and what became of each: the ledger."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, func, insert, literal, or_, select, update

from monitor.core.model.entry import Account, Entry
from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.core.policy.intake import Keyed, kind_of, link_key
from monitor.core.urls import canonical_url
from monitor.store.columns import UtcDateTime
from monitor.store.records import indexed
from monitor.store.tables import entries, entry_keys

_CHUNK = 400  # SQLite's limit on variables is far above; keeps statements short
_LISTED = [literal("").label("content") if column is entries.c.content else column for column in entries.c]
_NOW = bindparam("now", type_=UtcDateTime())
_DUE = and_(entries.c.next_attempt <= _NOW, or_(entries.c.claimed_until.is_(None), entries.c.claimed_until < _NOW))

# The statements of every poll and text are built once: building one costs eight times what running it does.
_ITS_KEYS = and_(entry_keys.c.source_id == bindparam("source"), entry_keys.c.key.in_(bindparam("keys", expanding=True)))
_LISTING = select(entry_keys.c.key, entry_keys.c.entry_id).where(_ITS_KEYS)
_KEYS_OF_KIND = (
    select(entry_keys.c.key, entries.c.canonical_url)
    .select_from(entry_keys.join(entries, entries.c.id == entry_keys.c.entry_id, isouter=True))
    .where(entry_keys.c.source_id == bindparam("source"), func.substr(entry_keys.c.key, 1, 2) == bindparam("kind"),
           entry_keys.c.entry_id.in_(bindparam("numbers", expanding=True)))
)  # fmt: skip
_PRINTS = select(entries.c.id, entries.c.fingerprint).where(entries.c.id.in_(bindparam("keys", expanding=True)))
_ADD, _ADD_KEYS = insert(entries).returning(entries.c.id, sort_by_parameter_order=True), insert(entry_keys)
_FIND = select(entries).where(entries.c.id == bindparam("key"))
_FIND_DUE = (
    select(entries)
    .where(_DUE)
    .order_by(entries.c.baseline, entries.c.id.desc())
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time
)
_FIND_DUE_LIVE = _FIND_DUE.where(~entries.c.baseline)
_CLAIM = (
    update(entries)
    .where(entries.c.id.in_(bindparam("keys", expanding=True)))
    .values(claim=bindparam("token"), claimed_until=bindparam("until"))
)
_STILL_DUE = (
    update(entries).where(entries.c.id == bindparam("key"), entries.c.next_attempt.is_not(None)).values(id=entries.c.id)
)
_SETTLE = (
    update(entries)
    .where(entries.c.id == bindparam("key"))
    .values(next_attempt=None, claim="", claimed_until=None, content="", article_id=bindparam("article"))
)
_ACCOUNT = (
    update(entries).where(entries.c.id == bindparam("key")).values(account=bindparam("given"), reason=bindparam("why"))
)
_ANY_WAITING = select(literal(1)).where(entries.c.next_attempt <= _NOW).limit(1)
_ANY_UNTRIED = _ANY_WAITING.where(
    entries.c.baseline, entries.c.attempts == 0, entries.c.first_seen >= bindparam("since", type_=UtcDateTime())
)
_ARRIVALS = (
    select(entries.c.first_seen)
    .where(entries.c.source_id == bindparam("source"), ~entries.c.baseline)
    .distinct()
    .order_by(entries.c.first_seen.desc())
    .limit(bindparam("most"))
)


class Entries:
    """The entries by id, in the order in which they were first seen."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def keys_of(self, source_id: SourceId, keys: Iterable[str]) -> dict[str, EntryId]:
        """Which of these keys are known for that source, and the entries that they identify."""
        wanted, known = list(dict.fromkeys(keys)), dict[str, EntryId]()
        for start in range(0, len(wanted), _CHUNK):
            given = {"source": source_id, "keys": wanted[start : start + _CHUNK]}
            known.update((row.key, EntryId(row.entry_id)) for row in self._db.execute(_LISTING, given))
        return known

    def add(self, source_id: SourceId, found: Keyed, *, now: datetime, baseline: bool) -> EntryId:
        """Store a new entry under its keys; its text is due at once."""
        return self.add_all(source_id, [(found, baseline)], now=now)[0]

    def add_all(self, source_id: SourceId, found: Sequence[tuple[Keyed, bool]], *, now: datetime) -> list[EntryId]:
        """Store new entries, each with whether it is of a baseline, in that order; their texts are due at once."""
        if not found:
            return []
        rows = [_values(source_id, item, now, baseline) for item, baseline in found]
        numbers = [EntryId(number) for number in self._db.execute(_ADD, rows).scalars()]
        self._add_keys(source_id, ((key, number) for (item, _), number in zip(found, numbers, strict=True)
                                   for key in dict.fromkeys(item.keys)))  # fmt: skip
        return numbers

    def add_aliases(self, source_id: SourceId, items: Sequence[Keyed], *, listed: Container[str]) -> None:
        """Known entries came with further keys: from now on they are known by those too.

        They take the place of the entries' keys of the same kind that are not ``listed`` any more: ids, links or times
        that change at every poll would add up for ever. An entry's own link stays.
        """
        known = self.keys_of(source_id, (key for item in items for key in item.keys))
        fresh: dict[str, EntryId] = {}
        for item in items:
            entry_id = next((known[key] for key in item.keys if key in known), None)
            if entry_id is not None:
                fresh.update((key, entry_id) for key in item.keys if key not in known and key not in fresh)
        for kind in {kind_of(key) for key in fresh}:
            numbers = [entry_id for key, entry_id in fresh.items() if kind_of(key) == kind]
            for start in range(0, len(numbers), _CHUNK):
                given = {"source": source_id, "kind": kind, "numbers": numbers[start : start + _CHUNK]}
                held = self._db.execute(_KEYS_OF_KIND, given).all()
                self.forget_keys(source_id, [row.key for row in held if row.key not in listed
                                             and row.key != link_key(row.canonical_url or "")])  # fmt: skip
        self._add_keys(source_id, fresh.items())

    def hand_over(self, before: SourceId, to: SourceId) -> None:
        """What is known of one source's entries is known of another's, which takes its place."""
        mine = entry_keys.alias("mine")
        known = select(mine.c.key).where(mine.c.source_id == to)
        theirs = select(literal(to), entry_keys.c.key, entry_keys.c.entry_id).where(
            entry_keys.c.source_id == before, entry_keys.c.key.not_in(known)
        )
        self._db.execute(insert(entry_keys).from_select(["source_id", "key", "entry_id"], theirs))

    def forget_keys(self, source_id: SourceId, keys: Collection[str]) -> None:
        """These keys stand for none of the source's entries any more."""
        gone = delete(entry_keys).where(entry_keys.c.source_id == source_id, entry_keys.c.key.in_(keys))
        self._db.execute(gone)

    def edited(self, listed: Mapping[EntryId, Keyed]) -> list[EntryId]:
        """Which of these the source tells otherwise than before; it is remembered how it tells them now."""
        numbers, changed = list(listed), []
        for start in range(0, len(numbers), _CHUNK):
            for row in self._db.execute(_PRINTS, {"keys": numbers[start : start + _CHUNK]}).all():
                now = listed[EntryId(row.id)].fingerprint
                if row.fingerprint != now:
                    changed.append(EntryId(row.id))
                    self._db.execute(update(entries).where(entries.c.id == row.id).values(fingerprint=now))
        return changed

    def find(self, entry_id: EntryId) -> Entry | None:
        """That entry, if there is one."""
        row = self._db.execute(_FIND, {"key": entry_id}).first()
        return _entry(row._mapping) if row else None

    def by_url(self, url: str) -> list[Entry]:
        """Every entry for that page, in any source, oldest first."""
        query = select(entries).where(entries.c.canonical_url == indexed(canonical_url(url))).order_by(entries.c.id)
        return [_entry(row._mapping) for row in self._db.execute(query)]

    def claim_due(self, now: datetime, lease: timedelta, token: str, limit: int, *,
                  live_only: bool = False) -> list[Entry]:  # fmt: skip
        """Claim entries whose text is still to be got, live ones before those of a baseline, newest first."""
        due = _FIND_DUE_LIVE if live_only else _FIND_DUE
        claimed = [_entry(row._mapping) for row in self._db.execute(due, {"now": now, "most": limit})]
        if claimed:
            numbers = [entry.id for entry in claimed]
            self._db.execute(_CLAIM, {"keys": numbers, "token": token, "until": now + lease})
        return claimed

    def owns_link(self, entry: Entry) -> bool:
        """Whether the entry's link stands for it alone, and not for other entries or the home of its source too."""
        page = canonical_url(entry.url)
        key = link_key(page)
        return not page or self.keys_of(entry.source_id, [key]).get(key) == entry.id

    def claimed(self, entry_ids: Collection[EntryId], token: str) -> set[EntryId]:
        """Which of these are still claimed under ``token``."""
        query = select(entries.c.id).where(entries.c.id.in_(entry_ids), entries.c.claim == token)
        return {EntryId(each) for each in self._db.execute(query).scalars()}

    def still_due(self, entry_id: EntryId) -> bool:
        """Whether its text is still to be got; if so, nobody else settles it until this transaction ends."""
        return self._db.execute(_STILL_DUE, {"key": entry_id}).rowcount == 1

    def settle_text(self, entry_id: EntryId, *, article_id: ArticleId | None) -> None:
        """Its text is held (or never will be): nothing more to get. The account is given by ``account``."""
        self._db.execute(_SETTLE, {"key": entry_id, "article": article_id})

    def postpone(self, entry_id: EntryId, *, attempts: int, next_attempt: datetime, reason: str) -> None:
        """Its text could not be got: when to try again, and why it failed."""
        values = {"attempts": attempts, "next_attempt": next_attempt, "reason": reason, "claim": "",
                  "claimed_until": None}  # fmt: skip
        self._db.execute(update(entries).where(entries.c.id == entry_id).values(values))

    def account(self, entry_id: EntryId, account: Account, reason: str) -> None:
        """Give the entry its final account."""
        self._db.execute(_ACCOUNT, {"key": entry_id, "given": account.value, "why": reason})

    def release_orphans(self) -> None:
        """Give up every claim: for a daemon that knows it is alone."""
        orphaned = update(entries).where(entries.c.claim != "")
        self._db.execute(orphaned.values(claim="", claimed_until=None))

    def release_all(self, token: str) -> None:
        """Give up every claim of ``token``."""
        released = {"claim": "", "claimed_until": None}
        self._db.execute(update(entries).where(entries.c.claim == token).values(released))

    def release(self, entry_id: EntryId) -> None:
        """Give up the claim on one entry."""
        self._db.execute(update(entries).where(entries.c.id == entry_id).values(claim="", claimed_until=None))

    def arrivals(self, source_id: SourceId, limit: int) -> list[datetime]:
        """The latest moments at which a source brought live entries, newest first."""
        return list(self._db.execute(_ARRIVALS, {"source": source_id, "most": limit}).scalars())

    def counts(self) -> dict[Account, int]:
        """How many entries have each account."""
        query = select(entries.c.account, func.count()).group_by(entries.c.account)
        return {Account(name): count for name, count in self._db.execute(query)}

    def counts_by_source(self) -> dict[SourceId, int]:
        """How many entries each source brought."""
        query = select(entries.c.source_id, func.count()).group_by(entries.c.source_id)
        return {SourceId(name): count for name, count in self._db.execute(query)}

    def count(self, source_id: SourceId | None = None, *, since: datetime | None = None) -> int:
        """How many entries are held, of one source or of all; first seen since then, or ever."""
        query = select(func.count()).select_from(entries)
        if source_id is not None:
            query = query.where(entries.c.source_id == source_id)
        if since is not None:
            query = query.where(entries.c.first_seen >= since)
        return self._db.execute(query).scalar() or 0

    def waiting(self, *, due_before: datetime | None = None) -> int:
        """How many entries still wait for their text (those due before a time, if given)."""
        query = select(func.count()).select_from(entries).where(entries.c.next_attempt.is_not(None))
        if due_before is not None:
            query = query.where(entries.c.next_attempt <= due_before)
        return self._db.execute(query).scalar() or 0

    def any_waiting(self, due_before: datetime) -> bool:
        """Whether any entry that was due before then still waits for its text."""
        return self._db.execute(_ANY_WAITING, {"now": due_before}).first() is not None

    def any_untried(self, due_before: datetime, *, first_seen_since: datetime) -> bool:
        """Whether the text of any entry of a baseline that came since then was not yet asked for, or is just now."""
        given = {"now": due_before, "since": first_seen_since}
        return self._db.execute(_ANY_UNTRIED, given).first() is not None

    def claimable(self, now: datetime) -> int:
        """How many entries could be claimed now: due, and not under a lease."""
        return self._db.execute(select(func.count()).select_from(entries).where(_DUE), {"now": now}).scalar() or 0

    def export(self, *, after: EntryId | None = None, limit: int | None = None) -> list[Entry]:
        """The entries in the order of first sight, without their content: at most ``limit`` of those ``after`` one."""
        query = select(*_LISTED).where(entries.c.id > (after or 0)).order_by(entries.c.id).limit(limit)
        return [_entry(row._mapping) for row in self._db.execute(query)]

    def _add_keys(self, source_id: SourceId, keys: Iterable[tuple[str, EntryId]]) -> None:
        rows = [{"source_id": source_id, "key": key, "entry_id": entry_id} for key, entry_id in keys]
        if rows:
            self._db.execute(_ADD_KEYS, rows)


def _values(source_id: SourceId, found: Keyed, now: datetime, baseline: bool) -> dict[str, Any]:
    entry = found.entry
    return {
        "source_id": source_id, "title": entry.title, "url": entry.url, "guid": entry.guid, "summary": entry.summary,
        "content": entry.content, "author": entry.author, "published": entry.published, "first_seen": now,
        "publisher": entry.publisher, "language": entry.language, "baseline": baseline,
        "account": Account.PENDING.value, "attempts": 0, "next_attempt": now,
        "canonical_url": indexed(canonical_url(entry.url)) if entry.url else "", "fingerprint": found.fingerprint,
    }  # fmt: skip


def _entry(row: RowMapping) -> Entry:
    return Entry(
        id=row["id"], source_id=row["source_id"], title=row["title"], url=row["url"], guid=row["guid"],
        summary=row["summary"], content=row["content"], author=row["author"], published=row["published"],
        first_seen=row["first_seen"], publisher=row["publisher"], language=row["language"], baseline=row["baseline"],
        account=Account(row["account"]), reason=row["reason"], article_id=row["article_id"],
        attempts=row["attempts"], next_attempt=row["next_attempt"],
    )  # fmt: skip
