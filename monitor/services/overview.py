"""The overview: developments as cards, with what is new to the reader, and one line on how the watch goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.development import Development, Novelty, Report, Verdict
from monitor.core.model.ids import TopicId
from monitor.core.model.match import Evidence, Match
from monitor.core.model.topic import Topic
from monitor.services import named
from monitor.services.processes import to_start
from monitor.services.status import condition, is_alive, moment, silent_for, stopped
from monitor.store.reading import FiledReport
from monitor.store.store import Store, Transaction
from monitor.store.versions import HEARTBEAT

VISIT_ENDS = timedelta(minutes=30)  # without a look; the next look begins a new visit
_VISIT_SPACING = timedelta(minutes=1)  # looks are not remembered more often than this
_LAST_LOOK, _BEFORE = "web last look", "web visit before"  # facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rung of a ladder: whether the development has reached it, and whether it stands there."""

    stage: str
    reached: bool
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A development as it is shown in a list.

    ``report`` is the latest that was no repeat, ``evidence`` the sentence by which it matched. ``fresh`` is "new" or
    "updated" if that happened since the reader's last visit, else "". ``outlets`` are different source names.
    """

    development: Development
    ladder: tuple[Step, ...]
    report: Report
    verdict: Verdict
    evidence: Evidence | None
    outlets: int
    fresh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One line on the watch. ``alive``: the daemon's loop turned a short while ago."""

    watched: int
    healthy: int
    failing: tuple[str, ...]
    last_poll: datetime | None
    heartbeat: datetime | None
    stopped: datetime | None  # when it was ended in good order
    alive: bool
    silent: timedelta | None  # how long ago its last sign of life was, if the next one is late
    start: str  # the command that has the watch go on where nobody keeps it
    waiting: int  # entries whose text is still to be got
    dead: int  # alerts that a channel refused for good


def health(store: Store, now: datetime) -> Health:
    """How the watch goes, from few rows: fit for every page."""
    with store.read() as tx:
        states = tx.sources.states()
        conditions = {source.id: condition(source, states[source.id]) for source in tx.sources.all()}
        heartbeat, ended, waiting = moment(tx, HEARTBEAT), stopped(tx), tx.entries.waiting()
        dead, at = tx.outbox.counts().get(DeliveryStatus.DEAD, 0), tx.processes.now(now)
        start = to_start([each for each in tx.processes.all() if each.is_alive(at)])
    polled = [state.polled_at for state in states.values() if state.polled_at]
    watched = [name for name, word in conditions.items() if word not in ("paused", "disabled")]
    failing = tuple(name for name, word in conditions.items() if word == "failing")
    return Health(
        watched=len(watched), failing=failing, last_poll=max(polled, default=None), heartbeat=heartbeat,
        stopped=ended, healthy=sum(1 for name in watched if conditions[name] == "healthy"), waiting=waiting, dead=dead,
        alive=is_alive(heartbeat, ended, now), silent=silent_for(heartbeat, ended, now), start=start,
    )  # fmt: skip


def cards(store: Store, *, topic: str = "", since: datetime | None = None, limit: int = 50,
          offset: int = 0) -> list[Card]:  # fmt: skip
    """Developments with the latest report first; ``since`` is the reader's last visit. NotFound for a topic."""
    with store.read() as tx:
        topics = {each.id: each for each in tx.topics.all()}
        chosen = named.topic(tx, topic).id if topic else None
        found = tx.reading.developments(topic=chosen, limit=limit, offset=offset)
        return _cards(tx, found, topics, since)


def fresh_cards(store: Store, since: datetime, *, limit: int = 50, offset: int = 0) -> tuple[list[Card], int]:
    """Developments with news since the reader's last visit, the latest news first; and how many there are in all."""
    with store.read() as tx:
        topics = {each.id: each for each in tx.topics.all()}
        found = tx.reading.developments(news_after=since, limit=limit, offset=offset)
        return _cards(tx, found, topics, since), tx.reading.count_news(since)


def latest(store: Store, *, topic: str = "", since: datetime | None = None, limit: int = 50,
           offset: int = 0) -> list[Development]:  # fmt: skip
    """Developments with the latest report first, with a report since ``since``. NotFound for a topic."""
    with store.read() as tx:
        chosen = named.topic(tx, topic).id if topic else None
        return tx.reading.developments(topic=chosen, since=since, limit=limit, offset=offset)


def _cards(tx: Transaction, found: Sequence[Development], topics: Mapping[TopicId, Topic],
           since: datetime | None) -> list[Card]:  # fmt: skip
    reports = tx.reading.reports([each.id for each in found])
    shown = {number: telling(each.report for each in filed) for number, filed in reports.items()}
    articles = [report.article_id for report in shown.values()]
    verdicts, matches = tx.reading.verdicts(articles), tx.reading.matches(articles)
    made = []
    for each in found:
        report = shown.get(each.id)
        if report is None:  # all its reports were moved elsewhere
            continue
        made.append(Card(
            development=each, ladder=ladder(each, topics), report=report, verdict=verdicts[report.article_id],
            evidence=best_evidence(matches.get(report.article_id, []), report.title),
            outlets=len({filed.report.source_name for filed in reports[each.id]}),
            fresh=_fresh(each, reports[each.id], since),
        ))  # fmt: skip
    return made


def telling(reports: Iterable[Report]) -> Report:
    """The latest report that was no repeat; the first one if all were."""
    kept = list(reports)
    told = [report for report in kept if report.novelty is not Novelty.REPEAT]
    return told[-1] if told else kept[0]


def ladder(development: Development, topics: Mapping[TopicId, Topic]) -> tuple[Step, ...]:
    """The ladder on which the development stands; empty where its topics have none or it is on no rung."""
    for name in development.topics:
        topic = topics.get(name)
        stages = [rung.stage for rung in topic.ladder] if topic else []
        if development.stage in stages:
            at = stages.index(development.stage)
            return tuple(Step(stage=stage, reached=number <= at, here=number == at)
                         for number, stage in enumerate(stages))  # fmt: skip
    return ()


def best_evidence(found: Sequence[Match], title: str) -> Evidence | None:
    """The sentence to show: the best one that does not only say the headline again."""
    all_of_them = [evidence for match in found for evidence in match.evidence]
    others = (evidence for evidence in all_of_them if evidence.quote.strip() != title.strip())
    return next(others, all_of_them[0] if all_of_them else None)


def _fresh(development: Development, reports: Sequence[FiledReport], since: datetime | None) -> str:
    """By when the texts were stored, not when their entries were seen: what took long to be read is news all the same.

    A correction is news too, though it is no report.
    """
    if since is None:
        return ""
    told = [each for each in reports if each.report.novelty is not Novelty.REPEAT]
    later = [each for each in told if each.stored_at > since]
    if not later and not (development.news_at and development.news_at > since):
        return ""
    return "new" if len(later) == len(told) else "updated"


def visit(store: Store, now: datetime) -> datetime | None:
    """Note that the reader looks now; when the visit before this one ended, None at the first."""
    with store.read() as tx:
        look, before = (_time(tx.facts.get(name)) for name in (_LAST_LOOK, _BEFORE))
    begins = look is not None and now - look > VISIT_ENDS
    if look is None or now - look > _VISIT_SPACING:
        with store.write() as tx:
            tx.facts.put(_LAST_LOOK, now.isoformat())
            if begins and look is not None:
                tx.facts.put(_BEFORE, look.isoformat())
    return look if begins else before


def mark_read(store: Store, now: datetime) -> None:
    """What is there now is known to the reader."""
    with store.write() as tx:
        tx.facts.put(_LAST_LOOK, now.isoformat())
        tx.facts.put(_BEFORE, now.isoformat())


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
