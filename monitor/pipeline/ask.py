"""Asking a source's addresses in turn: what each said, read as its kind. Writes nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest, NotModified
from monitor.core.model.source import NO_VALIDATORS, Source, SourceKind, SourceState, Validators
from monitor.core.policy import drift
from monitor.core.policy.cadence import Target, targets, wants_full
from monitor.core.urls import host_of, leads_home
from monitor.isolation.outcome import TaskFailed
from monitor.pipeline.context import Context
from monitor.sources.links import same_site
from monitor.sources.parsed import Parsed
from monitor.sources.task import TASK, from_wire, request

FEEDS = (SourceKind.FEED, SourceKind.SEARCH, SourceKind.SITEMAP)
LONGEST_MAX_AGE = timedelta(hours=1)
LED_HOME = "leads to the site's front page"
_MAX_AGE = re.compile(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one address said. ``parsed`` is None when it failed or brought nothing new."""

    target: Target
    failure: str = ""
    detail: str = ""
    retry_after: timedelta | None = None
    answered_by: str = ""  # address of the server that answered with the failure, and asks for that pause
    answered: bool = False  # the failure is in what was listed, not in how it was answered
    whole: bool = False  # a 200 with its body, as against a 304
    validators: Validators = NO_VALIDATORS
    body_hash: str = ""
    parsed: Parsed | None = None
    page: Fetched | None = field(default=None, repr=False)  # of a watched page, the answer itself
    wait: timedelta | None = None  # as the publisher asks for, with the document or its headers
    permanent_url: str = ""

    @property
    def put_off(self) -> bool:
        """Whether nothing was asked, because it was not this host's turn: no failure of the source."""
        return bool(self.failure) and self.retry_after is not None and not self.answered_by


def ask_in_turn(ctx: Context, source: Source, state: SourceState) -> list[Answer]:
    """Ask the address in use, then the others while they fail."""
    answers: list[Answer] = []
    for target in targets(source, state):
        answers.append(_ask(ctx, source, state, target))
        if not answers[-1].failure or answers[-1].retry_after:
            break  # a host that asks for patience is not circumvented
    return answers


def fetch_and_parse(ctx: Context, target: Target, url: str) -> tuple[Fetched, Parsed] | FetchFailed | TaskFailed:
    """One more document of the same source, unconditionally: older entries, the newest part of a sitemap index."""
    result = ctx.fetcher.fetch(FetchRequest(url=url, purpose="feed"))
    if isinstance(result, NotModified):
        return FetchFailed(url=url, reason=FailureReason.PROTOCOL, detail="304 to a question without conditions")
    if isinstance(result, FetchFailed):
        return result
    header = request(target.address.kind, url=result.final_url, media_type=result.media_type, charset=result.charset)
    done = ctx.workers.run(TASK, header, result.body)
    return done if isinstance(done, TaskFailed) else (result, from_wire(dict(done.header)))


def _ask(ctx: Context, source: Source, state: SourceState, target: Target) -> Answer:
    whole = target.index != state.address or wants_full(state, ctx.clock.now()) or _reads_back(state, target)
    validators = NO_VALIDATORS if whole else state.validators
    purpose = "feed" if target.address.kind in FEEDS else "page"
    result = ctx.fetcher.fetch(FetchRequest(url=target.url, validators=validators, purpose=purpose))
    if isinstance(result, FetchFailed):
        status = f" ({result.status})" if result.status else ""
        return Answer(target=target, failure=f"{result.reason.value}{status}", detail=result.detail,
                      retry_after=result.retry_after, answered_by=_answered_by(result))  # fmt: skip
    if isinstance(result, NotModified):
        kept = Validators(etag=result.validators.etag or state.validators.etag,
                          last_modified=result.validators.last_modified or state.validators.last_modified)  # fmt: skip
        return Answer(target=target, validators=kept, body_hash=state.body_hash)
    return _read(ctx, source, state, target, result)


def _reads_back(state: SourceState, target: Target) -> bool:
    """Whether older entries of a feed are still to be read, which are looked for once it was read itself."""
    return bool(state.older_url) and target.address.kind is SourceKind.FEED


def _read(ctx: Context, source: Source, state: SourceState, target: Target, fetched: Fetched) -> Answer:
    address = target.address
    body_hash = hashlib.sha256(fetched.body).hexdigest()
    answer = Answer(target=target, whole=True, validators=fetched.validators, body_hash=body_hash,
                    permanent_url=fetched.permanent_url)  # fmt: skip
    if target.index == state.address and body_hash == state.body_hash and not _reads_back(state, target):
        return answer
    header = request(address.kind, url=fetched.final_url, media_type=fetched.media_type, charset=fetched.charset,
                     previous=state.page_text, selector=address.selector, ignore=source.ignore)  # fmt: skip
    done = ctx.workers.run(TASK, header, fetched.body)
    if isinstance(done, TaskFailed):
        return replace(answer, failure=f"cannot be read: {done.reason.value}", detail=done.detail)
    answer = replace(answer, parsed=from_wire(dict(done.header)),
                     page=fetched if address.kind is SourceKind.PAGE else None)  # fmt: skip
    if address.kind is SourceKind.SITEMAP:
        answer = _newest_part(ctx, answer, fetched)
    return _judged(ctx, state, answer, fetched)


def _newest_part(ctx: Context, answer: Answer, fetched: Fetched) -> Answer:
    """For an index of sitemaps: its newest part. The index may stay the same while the part grows."""
    parsed = answer.parsed
    if parsed is None or parsed.problem or parsed.entries or not parsed.next_url:
        return answer
    if not same_site(parsed.next_url, fetched.final_url):
        return replace(answer, failure="its parts are on another site", detail=host_of(parsed.next_url))
    answer = replace(answer, validators=NO_VALIDATORS, body_hash="")
    found = fetch_and_parse(ctx, answer.target, parsed.next_url)
    if isinstance(found, TaskFailed):
        return replace(answer, failure=f"cannot be read: {found.reason.value}", detail=found.detail)
    if isinstance(found, FetchFailed):
        status = f" ({found.status})" if found.status else ""
        return replace(answer, failure=f"newest part: {found.reason.value}{status}", detail=found.detail,
                       retry_after=found.retry_after, answered_by=_answered_by(found))  # fmt: skip
    return replace(answer, parsed=found[1])


def _answered_by(failed: FetchFailed) -> str:
    return "" if failed.status is None else failed.final_url or failed.url


def _judged(ctx: Context, state: SourceState, answer: Answer, fetched: Fetched) -> Answer:
    """Whether what was parsed can be what the source says."""
    parsed = answer.parsed
    if answer.failure or parsed is None:
        return answer
    hints = [hint for hint in (parsed.min_interval, max_age(fetched.header("cache-control"))) if hint]
    answer = replace(answer, wait=max(hints, default=None))
    if parsed.problem:
        return replace(answer, failure=parsed.problem.value)
    if _is_at_home(state, answer.target, parsed, fetched.final_url):
        return replace(answer, failure=LED_HOME)
    if not parsed.entries and not parsed.page_text and state.newest_entry_at:
        return replace(answer, failure="answered, but with no items")
    is_list = answer.target.address.kind is SourceKind.LISTING and answer.target.index == state.address
    if is_list and not drift.accepted(state, ctx.clock.now()):
        reason = drift.drift(state, drift.seen(entry.url for entry in parsed.entries))
        return replace(answer, failure=reason, answered=bool(reason))
    return answer


def _is_at_home(state: SourceState, target: Target, parsed: Parsed, final_url: str) -> bool:
    """Whether a watched page was led to its site's front page, and nothing that it said stands there."""
    if target.address.kind is not SourceKind.PAGE or not leads_home(target.url, final_url):
        return False
    return bool(state.page_text) and set(state.page_text.split("\n")).isdisjoint(parsed.page_text.split("\n"))


def max_age(cache_control: str) -> timedelta | None:
    """For how long an answer is fresh by its Cache-Control header (RFC 9111, 5.2.2.1), at most LONGEST_MAX_AGE.

    None if it does not say. It is a word to caches, not to those who wait for news: so it counts for less than a ttl.
    """
    found = _MAX_AGE.search(cache_control)
    return min(timedelta(seconds=int(found[1])), LONGEST_MAX_AGE) if found and int(found[1]) else None
