"""Developments: listing, showing, and people's corrections of what belongs together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.errors import NotFound, UserMistake
from monitor.core.model.capture import Capture
from monitor.core.model.development import Development, Report
from monitor.core.model.ids import ArticleId, DevelopmentId
from monitor.services import named
from monitor.store.developments import Label
from monitor.store.outbox import Listed
from monitor.store.store import Store, Transaction
from monitor.store.versions import LABELS_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A development with its reports and what was sent about it."""

    development: Development
    reports: tuple[Report, ...]
    deliveries: tuple[Listed, ...]
    captures: Mapping[ArticleId, Sequence[Capture]]  # of its reports' pages, the oldest first


def list_developments(
    store: Store, *, topic: str = "", since: datetime | None = None, limit: int = 50
) -> list[Development]:
    """Developments with the latest report first."""
    with store.read() as tx:
        chosen = named.topic(tx, topic).id if topic else None
        return tx.developments.latest(topic=chosen, since=since, limit=limit)


def show_development(store: Store, number: int) -> Shown:
    """One development with its timeline; NotFound."""
    with store.read() as tx:
        found = named.development(tx, number)
        reports = tx.developments.reports(found.id)
        return Shown(
            development=found, reports=tuple(reports), deliveries=tuple(tx.outbox.of_development(found.id)),
            captures=tx.captures.of_articles([each.article_id for each in reports]),
        )  # fmt: skip


def merge(store: Store, kept: int, gone: int, now: datetime) -> Development:
    """Two developments are one: the reports of ``gone`` go under ``kept``. Obeyed from now on.

    NotFound, UserMistake where they are one already.
    """
    with store.write() as tx:
        tx.decide_alone()  # a report that is being filed meanwhile would stay with what is gone
        left, right = named.development(tx, kept), named.development(tx, gone)
        if left.id == right.id:
            raise UserMistake(f"{kept} and {gone} are one development already")
        tx.developments.merge(left.id, right.id, now)
        _changed(tx, now)
        return named.development(tx, left.id)


def split(store: Store, number: int, articles: Sequence[int], now: datetime) -> Development:
    """Some reports of a development tell of another happening: they get a development of their own.

    NotFound for the development or a report of it; UserMistake for none or all of them.
    """
    articles = tuple(dict.fromkeys(articles))  # one that is named twice is one
    with store.write() as tx:
        tx.decide_alone()
        found = named.development(tx, number)
        reports = {report.article_id: report for report in tx.developments.reports(found.id)}
        unknown, have = [str(each) for each in articles if each not in reports], ", ".join(map(str, reports))
        if not articles:
            raise UserMistake(f"choose the articles that tell of something else: development {number} has {have}")
        if unknown:
            raise NotFound(f"development {number} has no article {', '.join(unknown)}: it has {have}")
        if len(articles) == len(reports):
            raise UserMistake(f"development {number} would be left without a report: give fewer articles")
        first = min((reports[ArticleId(each)] for each in articles), key=lambda report: report.first_seen)
        new = tx.developments.open(first.title, first.first_seen, first.stage)
        rest = next(each for each in reports if each not in articles)
        for each in articles:
            tx.developments.move(ArticleId(each), new)
            tx.developments.label("split", each, rest, now)
        _changed(tx, now)
        return named.development(tx, new)


def say_same(store: Store, left: int, right: int, now: datetime) -> Development:
    """Two articles tell of the same happening: their developments become one.

    NotFound, UserMistake for one and itself.
    """
    _refuse_itself(left, right)
    with store.write() as tx:
        tx.decide_alone()
        first, second = _development_of(tx, left), _development_of(tx, right)
        tx.developments.label("same", left, right, now)
        if first != second:
            tx.developments.merge(min(first, second), max(first, second), now)
        _changed(tx, now)
        return named.development(tx, min(first, second))


def say_not_same(store: Store, left: int, right: int, now: datetime) -> Development:
    """Two articles tell of different happenings: if they are filed together, the second is taken out.

    NotFound, UserMistake for one and itself.
    """
    _refuse_itself(left, right)
    with store.read() as tx:
        together = _development_of(tx, left) == _development_of(tx, right)
        number = _development_of(tx, right)
    if together:
        return split(store, number, [right], now)
    with store.write() as tx:
        tx.developments.label("notsame", left, right, now)
        _changed(tx, now)
        return named.development(tx, number)


def labels(store: Store) -> list[Label]:
    """Everything that people said about the filing, in order."""
    with store.read() as tx:
        return tx.developments.labels()


def _refuse_itself(left: int, right: int) -> None:
    if left == right:
        raise UserMistake(f"{left} and {right} are one article: name two")


def _development_of(tx: Transaction, article: int) -> DevelopmentId:
    filed = tx.developments.report_of(ArticleId(article))
    if filed is None:
        raise NotFound(f"article {article} is filed under no development: `monitor development show` names articles")
    return filed[0]


def _changed(tx: Transaction, now: datetime) -> None:
    tx.facts.put(LABELS_VERSION, now.isoformat())
