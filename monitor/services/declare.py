"""feeds.toml against the store: what the file declares is owned by the file; an edit is taken whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.config.declared import Declared
from monitor.config.feeds_toml import line_of
from monitor.core.errors import ConfigError, QueryError
from monitor.core.matching.compile import compile_topics, compile_usable
from monitor.core.model.capture import CapturePolicy
from monitor.core.model.ids import ChannelId, TopicId
from monitor.core.model.source import Owner
from monitor.core.model.topic import Concept, Topic
from monitor.core.policy.cadence import first_poll
from monitor.core.urls import canonical_url
from monitor.packs.cases import run_cases
from monitor.packs.loader import Pack, load_pack
from monitor.services.taken_over import forget, note
from monitor.store.records import to_text
from monitor.store.store import Store, Transaction
from monitor.store.versions import ALERTS_PER_HOUR, CAPTURES, MAIL_SERVER, PING, RETENTION, TOPICS_VERSION

FINGERPRINT = "declared fingerprint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What applying a file would change, in words: one line a change."""

    changes: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A declaration with the topics and concepts of its packs filled in."""

    declared: Declared
    topics: tuple[Topic, ...]
    concepts: tuple[Concept, ...]
    fingerprint: str


def assemble(declared: Declared) -> Assembled:
    """Fill in the packs. Raises ConfigError that names the line of the file. Queries are checked by ``verify``."""
    packs = [_pack(name, declared.file) for name in declared.packs]
    offered = {topic.id: topic for pack in packs for topic in pack.topics}
    topics = tuple(_topic(topic, offered, declared) for topic in declared.topics)
    own = {concept.name for concept in declared.concepts}
    concepts = (*(each for pack in packs for each in pack.concepts if each.name not in own), *declared.concepts)
    fingerprint = _fingerprint(declared, topics, concepts)
    return Assembled(declared=declared, topics=topics, concepts=concepts, fingerprint=fingerprint)


def verify(assembled: Assembled) -> None:
    """Compile every query and run the packs' own cases: raises ConfigError for a query or a pack that is not right."""
    try:
        compile_topics(assembled.topics, assembled.concepts)
    except QueryError:  # which one, and where it stands in the file
        for number, topic in enumerate(assembled.topics):
            _check(topic, number, assembled.concepts, assembled.declared)
        raise
    for name in assembled.declared.packs:
        checks = list(run_cases(load_pack(name)))
        failed = sum(1 for check in checks if not check.passed)
        if failed:
            raise ConfigError(f"pack {name} fails {failed} of its {len(checks)} cases and is not loaded: see "
                              f"`monitor pack test {name}`", file=assembled.declared.file, key="packs")  # fmt: skip


def apply(store: Store, assembled: Assembled, now: datetime) -> Plan:
    """Make the store hold what the file declares, in one transaction; what people added stays.

    A declaration that the store does not hold yet is verified first. Raises ConfigError, and changes nothing then.
    """
    with store.read() as tx:
        held = tx.facts.get(FINGERPRINT)
    if held != assembled.fingerprint:
        verify(assembled)
    with store.write() as tx:
        tx.decide_alone()  # another daemon may be starting on the same database
        if tx.facts.get(FINGERPRINT) == assembled.fingerprint:
            return Plan(changes=(), fingerprint=assembled.fingerprint)
        changes = [*_sources(tx, assembled, now), *_topics(tx, assembled, now), *_channels(tx, assembled, now)]
        _check_own(tx, assembled.declared)
        tx.facts.put(FINGERPRINT, assembled.fingerprint)
        changes += _settings(tx, assembled.declared)
        tx.facts.put(TOPICS_VERSION, f"{now.isoformat()} {assembled.fingerprint[:16]}")
    return Plan(changes=tuple(changes), fingerprint=assembled.fingerprint)


def _fingerprint(declared: Declared, topics: Sequence[Topic], concepts: Sequence[Concept]) -> str:
    """Changes whenever the file or a pack that it names does, so also after an upgrade of the program."""
    channels = [(spec.id, spec.url, spec.enabled, spec.plan) for spec in declared.channels]
    mail = (declared.mail, declared.mail and declared.mail.password, declared.monitor.ping)  # not in their repr either
    said = repr((declared.sources, channels, topics, concepts, declared.monitor, mail, declared.captures))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _pack(name: str, file: str) -> Pack:
    try:
        return load_pack(name)
    except ConfigError as error:
        raise ConfigError(error.problem, file=file, line=_line_of_packs(file, name), key="packs") from error


def _line_of_packs(file: str, name: str) -> int | None:
    """The line of the file in which a pack is named."""
    import tomllib

    try:
        text = Path(file).read_text(encoding="utf-8-sig")
        return line_of(text, "packs", tomllib.loads(text)["packs"].index(name)) or line_of(text, "packs")
    except (OSError, ValueError, KeyError):
        return None


def _topic(topic: Topic, offered: dict[TopicId, Topic], declared: Declared) -> Topic:
    """The topic as declared; what it leaves out (query, title) is taken from the pack's topic of that name."""
    base = offered.get(topic.id)
    if topic.query:
        return topic
    if base is None:
        number = declared.topics.index(topic)
        known = f": the packs have {', '.join(sorted(offered))}" if offered else ": name a pack, or write one"
        raise ConfigError(f"no query, and no pack has a topic of that name{known}", file=declared.file,
                          line=_line(declared, number, "name"), key=f'topic "{topic.id}"')  # fmt: skip
    title = base.title if topic.title in ("", topic.id) else topic.title
    return replace(base, title=title, channels=topic.channels, rule=topic.rule, owner=Owner.FILE)


def _check(topic: Topic, number: int, concepts: Sequence[Concept], declared: Declared) -> None:
    try:
        compile_topics([topic], concepts)
    except QueryError as error:
        line = _line(declared, number, "query", within=error.line)
        problem = str(error).replace(f'topic "{topic.id}": ', "", 1)  # the key says which topic it is
        raise ConfigError(problem, file=declared.file, line=line, key=f'topic "{topic.id}": query') from error


def _check_own(tx: Transaction, declared: Declared) -> None:
    """What people added must go on to work. Raises ConfigError."""
    own = [topic for topic in tx.topics.all() if topic.owner is Owner.USER]
    for name, why in compile_usable(own, tx.topics.concepts())[1].items():
        raise ConfigError(f"{why}. That topic was added by hand and would stop: keep what it needs, or first "
                          f"`monitor topic remove {name}`", file=declared.file, key=f'topic "{name}"')  # fmt: skip


def _line(declared: Declared, number: int, key: str, within: int | None = None) -> int | None:
    try:
        text = Path(declared.file).read_text(encoding="utf-8-sig")
    except OSError:
        return None
    return line_of(text, "topic", number, key, within=within)


def _settings(tx: Transaction, declared: Declared) -> list[str]:
    """What is read from the store while the monitor runs, so that an edit takes hold without a restart."""
    wanted = {
        ALERTS_PER_HOUR: str(declared.monitor.alerts_per_hour or ""),
        MAIL_SERVER: to_text(declared.mail) if declared.mail else "",
        PING: declared.monitor.ping,
        RETENTION: str(int(declared.monitor.keep.total_seconds())) if declared.monitor.keep else "",
        CAPTURES: "" if declared.captures == CapturePolicy() else to_text(declared.captures),
    }
    changed = [name for name, value in wanted.items() if tx.facts.get(name) != value]
    for name in changed:
        tx.facts.put(name, wanted[name])
    return [f"{name} changed" for name in changed]


def _sources(tx: Transaction, assembled: Assembled, now: datetime) -> list[str]:
    held = {source.id: source for source in tx.sources.all()}
    changes, known = [], len(held)
    declared = {source.id for source in assembled.declared.sources}
    left = {canonical_url(each.url): each.id for each in held.values()
            if each.owner is Owner.FILE and each.id not in declared}  # fmt: skip
    for source in assembled.declared.sources:
        before = held.get(source.id)
        wanted = replace(source, owner=Owner.FILE, paused=before.paused if before else False)
        if before == wanted:
            continue
        note(tx, "source", before, wanted, now)
        tx.sources.put(wanted, first_poll(source.interval, now, known=known))
        known += before is None
        if before is None and (renamed := left.get(canonical_url(source.url))):
            tx.sources.succeed(wanted, renamed)  # what came since its last poll is news
            tx.entries.hand_over(renamed, source.id)
        changes.append(f"source {source.id} {'changed' if before else 'added'}")
    for source in held.values():
        if source.owner is Owner.FILE and source.id not in declared:
            tx.sources.remove(source.id, now)
            forget(tx, "source", source.id)
            changes.append(f"source {source.id} removed")
    return changes


def _topics(tx: Transaction, assembled: Assembled, now: datetime) -> list[str]:
    tx.topics.replace_concepts(assembled.concepts)
    held = {topic.id: topic for topic in tx.topics.all()}
    changes = []
    for position, topic in enumerate(assembled.topics):
        before = held.get(topic.id)
        if before != topic:
            note(tx, "topic", before, topic, now)
            changes.append(f"topic {topic.id} {'changed' if before else 'added'}")
        tx.topics.put(topic, position)
    declared = {topic.id for topic in assembled.topics}
    for topic in held.values():
        if topic.owner is Owner.FILE and topic.id not in declared:
            tx.topics.remove(topic.id)
            forget(tx, "topic", topic.id)
            changes.append(f"topic {topic.id} removed")
    return changes


def _channels(tx: Transaction, assembled: Assembled, now: datetime) -> list[str]:
    held = {channel.id: channel for channel in tx.channels.all()}
    changes = []
    declared = {channel.id for channel in assembled.declared.channels}
    left = {each.url: each.id for each in held.values() if each.owner is Owner.FILE and each.id not in declared}
    for channel in assembled.declared.channels:
        before = held.get(channel.id)
        if before != channel:
            note(tx, "channel", before, channel, now)
            tx.channels.put(replace(channel, owner=Owner.FILE))
            if before is None and (renamed := left.pop(channel.url, None)):
                tx.outbox.hand_over(renamed, channel.id)  # what waits for it is not lost with its name
                _follow(tx, renamed, channel.id)
                if told := tx.channels.digest_at(renamed):
                    tx.channels.set_digest_at(channel.id, told)
            changes.append(f"channel {channel.id} {'changed' if before else 'added'}")
    for channel in held.values():
        if channel.owner is Owner.FILE and channel.id not in declared:
            tx.channels.remove(channel.id)
            forget(tx, "channel", channel.id)
            changes.append(f"channel {channel.id} removed")
    return changes


def _follow(tx: Transaction, before: ChannelId, to: ChannelId) -> None:
    """Topics that people added go on with a channel under the name that it has now: nobody else would tell of them."""
    for topic in tx.topics.all():
        if topic.owner is Owner.USER and before in topic.channels:
            tx.topics.put(replace(topic, channels=tuple(to if each == before else each for each in topic.channels)))
