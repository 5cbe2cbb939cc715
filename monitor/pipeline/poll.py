"""Poll: Source -> Fetch -> Entries. A poll that fails or cannot be stored leaves nothing but a counted failure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.core.model.entry import FoundEntry
from monitor.core.model.fetched import Fetched, FetchFailed, FetchRequest, NotModified
from monitor.core.model.ids import SourceId
from monitor.core.model.source import NO_VALIDATORS, Address, Source, SourceKind, SourceState, Validators
from monitor.core.policy.cadence import Wish, address_order, next_poll, wants_full
from monitor.core.policy.intake import Keyed, keyed, triage
from monitor.core.text.diff import new_passages
from monitor.isolation.outcome import TaskFailed
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.sources.parsed import Parsed
from monitor.sources.task import TASK, from_wire, request
from monitor.store.store import Transaction

FEEDS = (SourceKind.FEED, SourceKind.SEARCH, SourceKind.SITEMAP)
DROPPED_WITHIN = timedelta(days=3)  # an entry that is younger and left the list may have been taken down
LOOK_BACK = timedelta(days=2)  # at first contact with a fallback: entries claimed to be this young are not baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one address said. ``parsed`` is None when it failed or brought nothing new."""

    index: int
    address: Address
    failure: str = ""
    detail: str = ""
    retry_after: timedelta | None = None
    validators: Validators = NO_VALIDATORS
    body_hash: str = ""
    parsed: Parsed | None = None
    moved_to: str = ""


def poll(ctx: Context, source_id: SourceId) -> Outcome:
    """Poll one source: its address in use, then the others while they fail."""
    with ctx.store.read() as tx:
        source = tx.sources.find(source_id)
        if source is None or source.paused or not source.enabled:
            return Outcome(stage="poll", subject=source_id, result=Result.GONE)
        state = tx.sources.state(source_id)
    answers = _ask_in_turn(ctx, source, state)
    now = ctx.clock.now()
    with ctx.store.write() as tx:
        if ctx.stopping() and answers[-1].failure:
            tx.sources.release(source_id)
            return Outcome(stage="poll", subject=source_id, result=Result.GONE, reason="the monitor is stopping")
        if tx.sources.find(source_id) is None:
            return Outcome(stage="poll", subject=source_id, result=Result.GONE)
        return _save(ctx, tx, source, state, answers, now)


def _ask_in_turn(ctx: Context, source: Source, state: SourceState) -> list[Answer]:
    answers = []
    for index in address_order(source, state):
        answers.append(_ask(ctx, source, state, index))
        if not answers[-1].failure or answers[-1].retry_after:
            break  # a host that asks for patience is not circumvented
    return answers


def _ask(ctx: Context, source: Source, state: SourceState, index: int) -> Answer:
    address = source.addresses[index]
    same = index == state.address
    validators = state.validators if same and not wants_full(state) else NO_VALIDATORS
    purpose = "feed" if address.kind in FEEDS else "page"
    result = ctx.fetcher.fetch(FetchRequest(url=address.url, validators=validators, purpose=purpose))
    if isinstance(result, FetchFailed):
        status = f" ({result.status})" if result.status else ""
        return Answer(index=index, address=address, failure=f"{result.reason.value}{status}", detail=result.detail,
                      retry_after=result.retry_after)  # fmt: skip
    if isinstance(result, NotModified):
        kept = Validators(etag=result.validators.etag or state.validators.etag,
                          last_modified=result.validators.last_modified or state.validators.last_modified)  # fmt: skip
        return Answer(index=index, address=address, validators=kept, body_hash=state.body_hash)
    return _read(ctx, source, state, index, result)


def _read(ctx: Context, source: Source, state: SourceState, index: int, fetched: Fetched) -> Answer:
    address = source.addresses[index]
    body_hash = hashlib.sha256(fetched.body).hexdigest()
    answer = Answer(index=index, address=address, validators=fetched.validators, body_hash=body_hash,
                    moved_to=fetched.permanent_url)  # fmt: skip
    if index == state.address and body_hash == state.body_hash:
        return answer
    header = request(address.kind, url=fetched.final_url, media_type=fetched.media_type, charset=fetched.charset,
                     previous=state.page_text)  # fmt: skip
    done = ctx.workers.run(TASK, header, fetched.body)
    if isinstance(done, TaskFailed):
        return replace(answer, failure=f"cannot be read: {done.reason.value}", detail=done.detail)
    parsed = from_wire(dict(done.header))
    problem = parsed.problem.value if parsed.problem else ""
    if not problem and not parsed.entries and not parsed.page_text and state.newest_entry_at:
        problem = "answered, but with no items"
    return replace(answer, parsed=parsed, failure=problem)


def _save(ctx: Context, tx: Transaction, source: Source, state: SourceState, answers: Sequence[Answer],
          now: datetime) -> Outcome:  # fmt: skip
    last = answers[-1]
    if last.failure:
        return _save_failure(ctx, tx, source, state, answers, now)
    new = _store_entries(tx, source, state, last, now) if last.parsed is not None else 0
    page_text = last.parsed.page_text if last.parsed else ""
    after = replace(
        state,
        validators=last.validators, body_hash=last.body_hash, address=last.index, polls=state.polls + 1,
        unchanged=0 if new else state.unchanged + 1, failures=0, failure="", failing_since=None,
        baseline_at=state.baseline_at or now, met=tuple(dict.fromkeys((*state.met, last.address.url))),
        polled_at=now, succeeded_at=now, newest_entry_at=now if new else state.newest_entry_at,
        page_text=page_text or state.page_text,
    )  # fmt: skip
    wish = Wish(ttl=last.parsed.min_interval if last.parsed else None)
    after = replace(after, next_poll_at=next_poll(source, after, now, wish=wish, jitter=ctx.chance()))
    tx.sources.save_state(after)
    result = Result.NEW if new else Result.NOTHING_NEW if last.parsed else Result.NOT_MODIFIED
    facts: dict[str, str | int | float | bool] = {"entries": new, "baseline": state.baseline_at is None}
    reason = ""
    if state.failures:
        facts["recovered"] = state.failures
        reason = f"works again after {state.failures} failed poll{'s' if state.failures > 1 else ''}"
    if last.index:
        reason = f"by fallback {last.address.url}: {answers[0].failure}" if len(answers) > 1 else "by fallback"
    return Outcome(stage="poll", subject=source.id, result=result, reason=reason, facts=facts)


def _save_failure(ctx: Context, tx: Transaction, source: Source, state: SourceState, answers: Sequence[Answer],
                  now: datetime) -> Outcome:  # fmt: skip
    first = answers[0]
    saved = sum(_store_entries(tx, source, state, each, now) for each in answers if each.parsed and each.parsed.entries)
    after = replace(
        state, polls=state.polls + 1, failures=state.failures + 1, failing_since=state.failing_since or now,
        failure=first.failure, polled_at=now, newest_entry_at=now if saved else state.newest_entry_at,
    )  # fmt: skip
    asked = [each.retry_after for each in answers if each.retry_after]
    wish = Wish(retry_after=max(asked) if asked else None)
    after = replace(after, next_poll_at=next_poll(source, after, now, wish=wish, jitter=ctx.chance()))
    tx.sources.save_state(after)
    facts: dict[str, str | int | float | bool] = {"failures": after.failures, "detail": first.detail, "entries": saved}
    return Outcome(stage="poll", subject=source.id, result=Result.FAILED, reason=first.failure, facts=facts)


def _store_entries(tx: Transaction, source: Source, state: SourceState, answer: Answer, now: datetime) -> int:
    assert answer.parsed is not None
    found = answer.parsed.entries
    if answer.address.kind is SourceKind.PAGE:
        found = page_entries(source, state.page_text, answer.parsed)
    items = keyed(found, home=source.url)
    known = tx.entries.known_keys(source.id, [key for item in items for key in item.keys])
    intake = triage(items, known)
    tx.entries.add_aliases(source.id, intake.aliases)
    _look_again(tx, source, state, items, now)
    first_contact = answer.address.url not in state.met
    for item in reversed(intake.new):  # feeds list the newest first: numbers follow the order of events
        baseline = first_contact and not _is_fresh(item.entry, state, now)
        tx.entries.add(source.id, item, now=now, baseline=baseline)
    return len(intake.new)


def _look_again(tx: Transaction, source: Source, state: SourceState, items: Sequence[Keyed], now: datetime) -> None:
    """Reported articles that the source now tells otherwise, or dropped while it lists older ones, are read again."""
    listed = tx.entries.listed(source.id, items)
    edited = tx.entries.edited(listed)
    if edited:
        tx.rechecks.soon(edited, now)
    if state.failures == 0 and listed:
        oldest = min(listed)
        reported = tx.rechecks.reported_since(source.id, now - DROPPED_WITHIN)
        dropped = [number for number in reported if number > oldest and number not in listed]
        if dropped:
            tx.rechecks.soon(dropped, now, while_watched=True)


def _is_fresh(entry: FoundEntry, state: SourceState, now: datetime) -> bool:
    """At first contact with a *fallback* of a source that was read before, young entries are news, not baseline."""
    if state.baseline_at is None or entry.published is None:
        return False
    since = min(state.succeeded_at or now, now - LOOK_BACK)
    return since <= entry.published <= now + timedelta(days=1)


def page_entries(source: Source, before: str, parsed: Parsed) -> tuple[FoundEntry, ...]:
    """A watched page's new passages as one entry; none at first contact, or if nothing of substance is new.

    A row of a table says little by itself, so what the page is about goes along: its title and first lines.
    """
    passages = new_passages(before, parsed.page_text) if before else ()
    if not passages:
        return ()
    about = [line for line in parsed.page_text.split("\n", 4)[:4] if line not in passages]
    text = "\n".join([*passages, *dict.fromkeys([parsed.title, *about])])
    guid = hashlib.sha256("\n".join(passages).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    title = f"{source.name}: {passages[0][:200]}"
    return (FoundEntry(title=title, url=source.url, guid=guid, content=text, summary="\n".join(passages)[:500]),)
