"""Letting go of old texts, so that a monitor that runs for years stays small.

What is kept for ever: by what every entry is known again, developments with the headlines and addresses of their
reports, alerts, and how many entries had which account. What goes, once it is older than asked: entries that became no
report of a development, with their articles, and the text of those that did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, func, or_, select, text, update

from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.capture import CapturePolicy
from monitor.core.model.entry import Account
from monitor.store.captures import Captures
from monitor.store.facts import Facts
from monitor.store.records import from_text
from monitor.store.tables import alerts, article_versions, articles, deliveries, entries, feedback, matches, reports
from monitor.store.versions import CAPTURES, LAST_PRUNED, RETENTION

_TURN = 0x5052554E
_PRUNED = "pruned:"  # facts: how many entries of each account were let go


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was (or would be) let go."""

    entries: int = 0
    articles: int = 0  # with their matches and versions
    texts: int = 0  # of articles that are kept as reports
    captures: int = 0  # let go of by their own rule; those of what goes are not counted

    def __add__(self, other: Pruned) -> Pruned:
        """Both together."""
        return Pruned(entries=self.entries + other.entries, articles=self.articles + other.articles,
                      texts=self.texts + other.texts, captures=self.captures + other.captures)  # fmt: skip

    def __bool__(self) -> bool:
        """Whether there was anything."""
        return bool(self.entries or self.articles or self.texts or self.captures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What feeds.toml says of it: entries and texts are kept so long (None: for ever), captures by their own limits.

    ``last``: when all that the policy lets go of had gone; None = never.
    """

    keep: timedelta | None
    captures: CapturePolicy
    last: datetime | None

    @property
    def spares_captures(self) -> bool:
        """Whether captures of reports outlive the text: feeds.toml says for how long they are kept themselves."""
        return self.captures.keep is not None


class Retention:
    """What is old enough to go. Work that is still to be done on it (text to get, a look, a delivery) keeps it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def policy(self) -> Policy:
        """What holds now."""
        facts = Facts(self._db)
        keep, limits, last = facts.get(RETENTION), facts.get(CAPTURES), facts.get(LAST_PRUNED)
        return Policy(
            keep=timedelta(seconds=int(keep)) if keep else None,
            captures=from_text(CapturePolicy, limits) if limits else CapturePolicy(),
            last=datetime.fromisoformat(last) if last else None,
        )

    def finished(self, now: datetime) -> None:
        """All that the policy lets go of has gone."""
        Facts(self._db).put(LAST_PRUNED, now.isoformat())

    def due(self, before: datetime, now: datetime) -> Pruned:
        """How much ``let_go`` would let go of what was first seen before then."""
        trimmed = Captures(self._db).due(self.policy().captures, now)
        return self._due(before) + Pruned(captures=trimmed)

    def let_go(self, before: datetime, now: datetime, limit: int, *, keep_captures: bool = False) -> Pruned:
        """Let go of at most ``limit`` entries and as many texts, and of some captures beyond their limits.

        Call it again until nothing is due. Several programs take turns.
        """
        if self._db.dialect.name == "postgresql":  # else two would count the same entries into the ledger
            self._db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TURN})
        pruned = self.prune(before, limit, keep_captures=keep_captures)
        return pruned + Pruned(captures=Captures(self._db).trim(self.policy().captures, now))

    def _due(self, before: datetime) -> Pruned:
        going = _going(before).subquery()
        own = select(func.count()).select_from(articles).where(articles.c.entry_id.in_(select(going.c.id)))
        return Pruned(
            entries=self._db.execute(select(func.count()).select_from(going)).scalar() or 0,
            articles=self._db.execute(own).scalar() or 0,
            texts=self._db.execute(select(func.count()).select_from(_fading(before).subquery())).scalar() or 0,
        )

    def prune(self, before: datetime, limit: int, *, keep_captures: bool = False) -> Pruned:
        """Let go of at most ``limit`` entries and as many texts; call it again until nothing is due.

        The captures of an entry go with it; of a text that goes they lose their bytes, unless ``keep_captures``.
        """
        rows = self._db.execute(_going(before).order_by(entries.c.id).limit(limit)).all()
        numbers = [row.id for row in rows]
        own = list(self._db.execute(select(articles.c.id).where(articles.c.entry_id.in_(numbers))).scalars())
        self._count(row.account for row in rows)
        for table in (matches, article_versions, feedback):
            self._db.execute(delete(table).where(table.c.article_id.in_(own)))
        self._db.execute(delete(articles).where(articles.c.id.in_(own)))
        captured = Captures(self._db)
        captured.remove(numbers)
        self._db.execute(delete(entries).where(entries.c.id.in_(numbers)))
        fading = list(self._db.execute(_fading(before).order_by(articles.c.id).limit(limit)).scalars())
        faded = {"text": "", "page_title": ""}  # without them there is nothing that a later look could compare with
        self._db.execute(update(articles).where(articles.c.id.in_(fading)).values(faded))
        self._db.execute(update(article_versions).where(article_versions.c.article_id.in_(fading)).values(text=""))
        of_these = select(articles.c.entry_id).where(articles.c.id.in_(fading))
        self._db.execute(update(entries).where(entries.c.id.in_(of_these)).values(summary="", content=""))
        if not keep_captures:
            captured.fade(list(self._db.execute(of_these).scalars()))
        return Pruned(entries=len(numbers), articles=len(own), texts=len(fading))

    def ledger(self) -> dict[Account, int]:
        """How many entries that were let go had each account."""
        facts = Facts(self._db)
        counted = {account: int(facts.get(_PRUNED + account.value) or 0) for account in Account}
        return {account: count for account, count in counted.items() if count}

    def _count(self, accounts: Iterable[str]) -> None:
        facts = Facts(self._db)
        for account, more in Counter(accounts).items():
            facts.put(_PRUNED + account, str(int(facts.get(_PRUNED + account) or 0) + more))


def _going(before: datetime) -> Select[tuple[int, str]]:
    """Old entries that are settled and became no report, and whose article no younger entry refers to."""
    younger = entries.alias("younger")
    referred = select(younger.c.article_id).where(younger.c.first_seen >= before, younger.c.article_id.is_not(None))
    filed = exists().where(reports.c.article_id == articles.c.id)
    kept = exists().where(articles.c.id == entries.c.article_id, articles.c.entry_id == entries.c.id,
                          or_(_busy(), filed, articles.c.id.in_(referred)))  # fmt: skip
    settled = and_(entries.c.next_attempt.is_(None), entries.c.account != Account.PENDING.value)
    return select(entries.c.id, entries.c.account).where(entries.c.first_seen < before, settled, ~kept)


def _fading(before: datetime) -> Select[tuple[int]]:
    """Old articles with a text that are kept as reports."""
    filed = exists().where(reports.c.article_id == articles.c.id)
    return select(articles.c.id).where(articles.c.first_seen < before, articles.c.text != "", filed, ~_busy())


def _busy() -> ColumnElement[bool]:
    """Whether something is still to be done with the article: matching, a later look, a delivery."""
    waiting = select(alerts.c.article_id).join(deliveries, deliveries.c.alert_id == alerts.c.id).where(
        deliveries.c.status.in_((DeliveryStatus.PENDING.value, DeliveryStatus.HELD.value)),
        alerts.c.article_id.is_not(None),
    )  # fmt: skip
    return or_(articles.c.detected_at.is_(None), articles.c.recheck_at.is_not(None), articles.c.id.in_(waiting))
