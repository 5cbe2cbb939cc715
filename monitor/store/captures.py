"""Captures: what servers answered when pages were read, and keeping them within their room."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, false, func, insert, select, update

from monitor.core.model.capture import Capture, CapturePolicy, Taken
from monitor.core.model.ids import ArticleId, CaptureId, DevelopmentId, EntryId
from monitor.store.records import new_id
from monitor.store.tables import articles, capture_parts, captures, reports

_AT_ONCE = 200  # captures let go of in one transaction
AGED, CROWDED, FADED = "older than is kept", "the room was needed", "pruned with its article's text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many captures there are, and what they take."""

    captures: int
    kept: int  # with their bytes
    stored: int  # bytes
    oldest: datetime | None  # of those with their bytes


def _joined() -> Select[tuple[object, ...]]:
    query: Select[tuple[object, ...]] = select(captures, articles.c.id.label("article_id"), articles.c.title).join(
        articles, articles.c.entry_id == captures.c.entry_id, isouter=True
    )
    return query


class Captures:
    """The captures by number, in the order in which they were stored."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, entry_id: EntryId, taken: Taken) -> CaptureId:
        """Keep a capture of an entry's page."""
        number = new_id(self._db.execute(insert(captures).values(
            entry_id=entry_id, taken_at=taken.taken_at, url=taken.url, final_url=taken.final_url, status=taken.status,
            headers=json.dumps(taken.headers), size=taken.size, sha256=taken.sha256, stored=taken.stored,
            program=taken.program,
        )), CaptureId)  # fmt: skip
        for place, part in enumerate(taken.parts):  # one by one: the driver copies what it is given
            self._db.execute(insert(capture_parts), {"capture_id": number, "number": place, "data": part})
        return number

    def find(self, number: CaptureId) -> Capture | None:
        """That capture, if there is one."""
        row = self._db.execute(_joined().where(captures.c.id == number)).first()
        return _capture(row) if row else None

    def latest(self, *, limit: int, offset: int = 0, article: ArticleId | None = None,
               development: DevelopmentId | None = None) -> list[Capture]:  # fmt: skip
        """Captures, the newest first; with ``article`` or ``development`` only those of its reports."""
        query = _joined().order_by(captures.c.id.desc()).limit(limit).offset(offset)
        if article is not None:
            query = query.where(articles.c.id == article)
        if development is not None:
            query = query.join(reports, reports.c.article_id == articles.c.id)
            query = query.where(reports.c.development_id == development)
        return [_capture(row) for row in self._db.execute(query)]

    def of_articles(self, numbers: Collection[ArticleId]) -> dict[ArticleId, list[Capture]]:
        """The captures of each article that has any, the oldest first."""
        found: dict[ArticleId, list[Capture]] = {}
        if numbers:
            query = _joined().where(articles.c.id.in_(numbers)).order_by(captures.c.id)
            for row in self._db.execute(query):
                found.setdefault(ArticleId(row.article_id), []).append(_capture(row))
        return found

    def last_hash(self, entry_id: EntryId) -> str:
        """The SHA-256 of the newest capture of that entry's page; "" if there is none."""
        query = select(captures.c.sha256).where(captures.c.entry_id == entry_id).order_by(captures.c.id.desc()).limit(1)
        return self._db.execute(query).scalar() or ""

    def part(self, number: CaptureId, place: int) -> bytes | None:
        """A part of a capture's compressed bytes, counted from 0; None behind the last one."""
        where = (capture_parts.c.capture_id == number, capture_parts.c.number == place)
        return self._db.execute(select(capture_parts.c.data).where(*where)).scalar()

    def numbers(self) -> list[CaptureId]:
        """The numbers of all captures that have their bytes, the oldest first."""
        query = select(captures.c.id).where(captures.c.stored > 0).order_by(captures.c.id)
        return [CaptureId(number) for number in self._db.execute(query).scalars()]

    def room(self) -> Room:
        """What the captures take."""
        row = self._db.execute(select(func.count(), func.coalesce(func.sum(captures.c.stored), 0))).one()
        kept = self._db.execute(
            select(func.count(), func.min(captures.c.taken_at)).where(captures.c.stored > 0)).one()  # fmt: skip
        return Room(captures=row[0], stored=int(row[1]), kept=kept[0], oldest=kept[1])

    def due(self, policy: CapturePolicy, now: datetime) -> int:
        """How many captures ``trim`` would let go of, were it called until it finds nothing."""
        old = _aged(policy, now)
        count = self._db.execute(select(func.count()).select_from(captures).where(old)).scalar() or 0
        over = self._stored(~old) - policy.most_bytes
        if over > 0:
            for row in self._db.execute(_by_age().where(~old)):
                count, over = count + 1, over - row.stored
                if over <= 0:
                    break
        return count

    def trim(self, policy: CapturePolicy, now: datetime) -> int:
        """Let go of the bytes of captures that are too old, and of the oldest while all take too much; how many.

        What the capture was of, when, and its hash stay. At most a few hundred: call it again until there are none.
        """
        old = [row.id for row in self._db.execute(_by_age().where(_aged(policy, now)).limit(_AT_ONCE))]
        self._let_go(old, AGED)
        over, crowded = self._stored() - policy.most_bytes, []
        for row in self._db.execute(_by_age().limit(_AT_ONCE)).all() if over > 0 else ():
            crowded.append(row.id)
            over -= row.stored
            if over <= 0:
                break
        self._let_go(crowded, CROWDED)
        return len(old) + len(crowded)

    def fade(self, entry_ids: Collection[int]) -> None:
        """Let go of the bytes of all captures of these entries."""
        query = select(captures.c.id).where(captures.c.entry_id.in_(entry_ids), captures.c.stored > 0)
        self._let_go(list(self._db.execute(query).scalars()), FADED)

    def remove(self, entry_ids: Collection[int]) -> None:
        """Forget all captures of these entries."""
        gone = list(self._db.execute(select(captures.c.id).where(captures.c.entry_id.in_(entry_ids))).scalars())
        self._db.execute(delete(capture_parts).where(capture_parts.c.capture_id.in_(gone)))
        self._db.execute(delete(captures).where(captures.c.id.in_(gone)))

    def _let_go(self, numbers: Sequence[int], why: str) -> None:
        if numbers:
            self._db.execute(delete(capture_parts).where(capture_parts.c.capture_id.in_(numbers)))
            self._db.execute(update(captures).where(captures.c.id.in_(numbers)).values(stored=0, gone=why))

    def _stored(self, *which: ColumnElement[bool]) -> int:
        query = select(func.coalesce(func.sum(captures.c.stored), 0)).where(captures.c.stored > 0, *which)
        return int(self._db.execute(query).scalar() or 0)


def _by_age() -> Select[tuple[int, int]]:
    """Captures with their bytes, the oldest first."""
    return select(captures.c.id, captures.c.stored).where(captures.c.stored > 0).order_by(captures.c.taken_at)


def _aged(policy: CapturePolicy, now: datetime) -> ColumnElement[bool]:
    if policy.keep is None:
        return false()
    return and_(captures.c.stored > 0, captures.c.taken_at < now - policy.keep)


def _capture(row: Row[tuple[object, ...]]) -> Capture:
    found = row._mapping
    return Capture(
        id=CaptureId(found["id"]), entry_id=EntryId(found["entry_id"]),
        article_id=ArticleId(found["article_id"]) if found["article_id"] is not None else None,
        taken_at=found["taken_at"], url=found["url"], final_url=found["final_url"], status=found["status"],
        headers=tuple((name, value) for name, value in json.loads(found["headers"] or "[]")), size=found["size"],
        sha256=found["sha256"], stored=found["stored"], gone=found["gone"], program=found["program"],
        title=found["title"] or "",
    )  # fmt: skip
