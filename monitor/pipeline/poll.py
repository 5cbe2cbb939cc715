"""Poll: Source -> Fetch -> Entries. A poll that fails or cannot be stored leaves nothing but a counted failure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from monitor.core.model.capture import Captured
from monitor.core.model.entry import FoundEntry
from monitor.core.model.ids import EntryId, SourceId
from monitor.core.model.source import Source, SourceKind, SourceState
from monitor.core.policy import drift, rhythm
from monitor.core.policy.cadence import CEILING, Wish, has_moved, is_met, moved, next_poll
from monitor.core.policy.intake import Keyed, keyed, triage
from monitor.core.policy.recheck import MOST_LOOKS
from monitor.core.urls import host_of, without_credentials
from monitor.pipeline.ask import Answer, ask_in_turn
from monitor.pipeline.capture import Keeping, settled, take
from monitor.pipeline.context import Context
from monitor.pipeline.older import Reading, read_back
from monitor.pipeline.outcome import Outcome, Result
from monitor.pipeline.replaced import let_go, replaced
from monitor.pipeline.watched_page import kept_text, page_entries
from monitor.store.sources import DuePoll
from monitor.store.store import Transaction
from monitor.store.versions import FAILED_BEFORE

DROPPED_WITHIN = timedelta(days=3)  # an entry that is younger and left the list may have been taken down
STAMPED = timedelta(minutes=1)  # a date so near to the answer may be its time
LOOK_BACK = timedelta(days=2)  # at first contact with a fallback: entries claimed to be this young are not baseline

Facts = dict[str, str | int | float | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """One poll: what was known before, what the addresses said, and what was read back."""

    source: Source
    state: SourceState
    answers: tuple[Answer, ...]
    reading: Reading
    now: datetime

    @property
    def last(self) -> Answer:
        """The answer that counts."""
        return self.answers[-1]


def poll(ctx: Context, source_id: SourceId, *, due: DuePoll | None = None, claim: str = "") -> Outcome:
    """Poll one source: its address in use, then the others while they fail.

    ``due`` is what a claim that was made just now told of it; without it the store is asked. ``claim`` is what the
    source is claimed under where another program may take it over meanwhile: only who has the claim stores anything.
    """
    known = due or _known(ctx, source_id, claim)
    if known is None:
        with ctx.store.write() as tx:  # it is free when a person resumes it
            tx.sources.release(source_id, claim)
        return Outcome(stage="poll", subject=source_id, result=Result.GONE)
    source, state = known.source, known.state
    answers = ask_in_turn(ctx, source, state)
    reading = read_back(ctx, source, state, answers[-1])
    polled = Polled(source=source, state=state, answers=(*answers[:-1], reading.answer), reading=reading,
                    now=ctx.clock.now())  # fmt: skip
    return settled(ctx.store.together, lambda tx, kept: _settle(ctx, tx, polled, claim, kept), _keeping(ctx, polled))


def _known(ctx: Context, source_id: SourceId, claim: str) -> DuePoll | None:
    with ctx.store.read() as tx:
        if claim and not tx.sources.is_claimed(source_id, claim):
            return None
        source = tx.sources.find(source_id)
        if source is None or source.paused or not source.enabled:
            return None
        return DuePoll(source=source, state=tx.sources.state(source_id))


def _settle(ctx: Context, tx: Transaction, polled: Polled, claim: str, keeping: Keeping | None) -> Outcome:
    """Keep what a poll brought, all of it in one transaction."""
    source = polled.source
    if claim and not tx.sources.is_claimed(source.id, claim, to_the_end=True):
        return Outcome(stage="poll", subject=source.id, result=Result.GONE, reason="another process polled it")
    declared = tx.sources.addresses(source.id)
    if not declared:
        return Outcome(stage="poll", subject=source.id, result=Result.GONE)
    if declared != source.addresses:  # what was found says nothing about the new address
        tx.sources.release(source.id)
        return Outcome(stage="poll", subject=source.id, result=Result.GONE, reason="declared otherwise meanwhile")
    if ctx.stopping() and polled.last.failure:
        tx.sources.release(source.id)
        return Outcome(stage="poll", subject=source.id, result=Result.GONE, reason="the monitor is stopping")
    if all(each.put_off for each in polled.answers):
        return _put_off(ctx, tx, polled)
    return _save_failure(ctx, tx, polled) if polled.last.failure else _save(ctx, tx, polled, keeping)


def _save(ctx: Context, tx: Transaction, polled: Polled, keeping: Keeping | None) -> Outcome:
    state, last = polled.state, polled.last
    new = _store_entries(tx, polled, keeping)
    after = replace(
        _remembered(polled), address=last.target.index, polls=state.polls + 1,
        unchanged=0 if new else state.unchanged + 1, failures=0, failure="", failing_since=None,
        baseline_at=state.baseline_at or polled.now,
        met=tuple(dict.fromkeys((*state.met, last.target.address.url))), polled_at=polled.now, succeeded_at=polled.now,
        newest_entry_at=polled.now if new else state.newest_entry_at, older_url=polled.reading.older_url,
    )  # fmt: skip
    learned = rhythm.learn(tx.entries.arrivals(polled.source.id, rhythm.ARRIVALS)) if new else None
    if learned is not None:
        after = replace(after, usual_gap=learned.usual, longest_gap=learned.longest)
    after = replace(after, next_poll_at=next_poll(polled.source, after, polled.now, wish=Wish(), jitter=ctx.chance()))
    tx.sources.save_state(after)
    if state.failing_since is not None:  # to be told when it is said that it works again
        tx.facts.put(f"{FAILED_BEFORE}{state.source_id}", f"{state.failing_since.isoformat()} {state.failure}")
    result = Result.NEW if new else Result.NOTHING_NEW if last.parsed else Result.NOT_MODIFIED
    return Outcome(stage="poll", subject=polled.source.id, result=result, reason=_good_reason(polled, after),
                   facts=_good_facts(polled, new))  # fmt: skip


def _remembered(polled: Polled) -> SourceState:
    """What the answer itself leaves behind: validators, hints, where the address moved, what a listing looks like."""
    state, last, parsed = polled.state, polled.last, polled.last.parsed
    after = replace(state, validators=last.validators, body_hash=last.body_hash)
    if last.whole:
        after = moved(replace(after, full_at=polled.now), last.target, last.permanent_url)
    if parsed is not None:
        text = kept_text(state.page_text, parsed, polled.now) if parsed.page_text else state.page_text
        after = replace(after, page_text=text, wait=last.wait, skip_hours=parsed.skip_hours)
    if parsed is not None and last.target.address.kind is SourceKind.LISTING:
        if last.target.index != state.address or drift.accepted(state, polled.now):
            after = drift.forgotten(after)
        after = drift.remembered(after, drift.seen(entry.url for entry in parsed.entries))
    if last.target.index == 0:
        return replace(after, fallback_since=None, own_failure="")
    own = polled.answers[0].failure if polled.answers[0].target.index == 0 else state.own_failure
    return replace(after, fallback_since=state.fallback_since or polled.now, own_failure=own)


def _good_facts(polled: Polled, new: int) -> Facts:
    facts: Facts = {"entries": new, "baseline": polled.state.baseline_at is None}
    if polled.state.failures:
        facts["recovered"] = polled.state.failures
    if polled.reading.pages:
        facts["older_pages"] = polled.reading.pages
    if polled.reading.gap:
        facts["gap"] = True
    return facts


def _good_reason(polled: Polled, after: SourceState) -> str:
    state, first, last, reasons = polled.state, polled.answers[0], polled.last, []
    if last.target.index:
        why = f": {first.failure}" if first.failure else ""
        reasons.append(f"by fallback {without_credentials(last.target.url)}{why}")
    elif state.failures:
        reasons.append(f"works again after {state.failures} failed poll{'s' if state.failures > 1 else ''}")
    if has_moved(after) and (after.moved_to != state.moved_to or not has_moved(state)):
        reasons.append(f"moved for good to {without_credentials(after.moved_to)}")
    if polled.reading.gap:
        reasons.append("more came since the last poll than the feed still lists: some may have been missed")
    return "; ".join(reasons)


def _save_failure(ctx: Context, tx: Transaction, polled: Polled) -> Outcome:
    state, first, now = polled.state, polled.answers[0], polled.now
    saved = _store_entries(tx, polled, None)
    after = replace(
        state, polls=state.polls + 1, failures=state.failures + 1, failing_since=state.failing_since or now,
        failure=first.failure, polled_at=now, newest_entry_at=now if saved else state.newest_entry_at,
    )  # fmt: skip
    asked = [each.retry_after for each in polled.answers if each.retry_after]
    wish = Wish(retry_after=max(asked) if asked else None, answered=first.answered)
    after = replace(after, next_poll_at=next_poll(polled.source, after, now, wish=wish, jitter=ctx.chance()))
    tx.sources.save_state(after)
    for answer in polled.answers:  # the fetcher heeds it while the program runs; this outlives a restart
        if answer.retry_after and answer.answered_by:
            tx.sources.hold_host(host_of(answer.answered_by), now + min(answer.retry_after, CEILING))
    facts: Facts = {"failures": after.failures, "detail": first.detail, "entries": saved}
    return Outcome(stage="poll", subject=polled.source.id, result=Result.FAILED, reason=first.failure, facts=facts)


def _put_off(ctx: Context, tx: Transaction, polled: Polled) -> Outcome:
    """Nothing was asked because the host is to be left alone: no failure, but a later try."""
    wait = min(polled.last.retry_after or timedelta(), CEILING) * (1 + 0.1 * ctx.chance())
    tx.sources.save_state(replace(polled.state, next_poll_at=polled.now + wait))
    return Outcome(stage="poll", subject=polled.source.id, result=Result.POSTPONED, reason=polled.last.detail)


def _keeping(ctx: Context, polled: Polled) -> Keeping | None:
    """The capture of a watched page that says something new: that it changed is what it is watched for."""
    answer = polled.last
    if answer.page is None or answer.failure or answer.parsed is None:
        return None
    with ctx.store.read() as tx:
        ctx.knowledge.topics(tx)
    policy = ctx.knowledge.policy
    if policy.of is Captured.NOTHING or not page_entries(polled.source, polled.state.page_text, answer.parsed):
        return None
    return Keeping(taken=take(answer.page), policy=policy)


def _store_entries(tx: Transaction, polled: Polled, keeping: Keeping | None) -> int:
    """Store what is new in every answer that listed anything, also in those that failed in part; how many."""
    return sum(_store_answer(tx, polled, each, keeping) for each in polled.answers if each.parsed is not None)


def _store_answer(tx: Transaction, polled: Polled, answer: Answer, keeping: Keeping | None) -> int:
    source, state, now = polled.source, polled.state, polled.now
    assert answer.parsed is not None
    found, address = answer.parsed.entries, answer.target.address
    if address.kind is SourceKind.PAGE and not answer.failure:
        found = page_entries(source, state.page_text, answer.parsed)
    made_out = polled.reading.items if answer is polled.reading.answer else ()
    items = made_out or keyed(found, home=source.url)
    by_key = {key: item for item in items for key in item.keys}
    known = tx.entries.keys_of(source.id, by_key)
    listed = {entry_id: by_key[key] for key, entry_id in known.items()}
    edited = tx.entries.edited(listed)
    gone = replaced(tx, listed, edited, known) if edited and address.kind is SourceKind.FEED else set()
    if gone:
        let_go(tx, source.id, gone, known)
        known = {key: entry_id for key, entry_id in known.items() if entry_id not in gone}
    intake = triage(items, known)
    tx.entries.add_aliases(source.id, intake.aliases, listed=by_key)
    _look_again(tx, polled, listed.keys() - gone, set(edited) - gone)
    first_contact, came = not is_met(state, address), _came_since(state, items, known)
    fresh = [  # feeds list the newest first: numbers follow the order of events
        (item, first_contact and item.keys not in came and not _is_fresh(item.entry, state, now))
        for item in reversed(intake.new)
    ]
    added = tx.entries.add_all(source.id, fresh, now=now)
    if keeping is not None and answer is polled.last:
        for number in added:
            keeping.store(tx, number)
    return len(intake.new)


def _look_again(tx: Transaction, polled: Polled, listed: Set[EntryId], edited: Set[EntryId]) -> None:
    """Reported articles that the source now tells otherwise, or dropped while it lists older ones, are read again.

    ``listed`` are the entries of the answer that were stored before, ``edited`` those that are told otherwise.
    """
    source, state, now = polled.source, polled.state, polled.now
    if edited:
        tx.rechecks.soon(edited, now, most=MOST_LOOKS)
    if state.failures == 0 and listed:
        oldest = min(listed)
        reported = tx.rechecks.reported_since(source.id, now - DROPPED_WITHIN)
        dropped = [number for number in reported if number > oldest and number not in listed]
        if dropped:
            tx.rechecks.soon(dropped, now, most=MOST_LOOKS, while_watched=True)


def _came_since(state: SourceState, items: Sequence[Keyed], known: Mapping[str, EntryId]) -> set[tuple[str, ...]]:
    """What stands above all that was listed before, in a list that never came whole: news, and no baseline."""
    if state.baseline_at is not None or not known:
        return set()
    return {item.keys for item in takewhile(lambda each: known.keys().isdisjoint(each.keys), items)}


def _is_fresh(entry: FoundEntry, state: SourceState, now: datetime) -> bool:
    """Whether what is listed at first contact is news by its date: it came after watching began.

    So are young entries of a *fallback* of a source that was read before, and what a source that failed from the first
    poll on published since then. A feed that stamps every item with the moment of the answer gives no date at all.
    """
    if entry.published is None:
        return False
    if state.baseline_at is None:
        return state.failing_since is not None and state.failing_since <= entry.published <= now - STAMPED
    since = min(state.succeeded_at or now, now - LOOK_BACK)
    return since <= entry.published <= now + timedelta(days=1)
