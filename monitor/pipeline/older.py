"""Reading back: when a feed outran the polls, its older pages are fetched (RFC 5005), so that nothing is missed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.core.model.entry import FoundEntry
from monitor.core.model.fetched import FetchFailed
from monitor.core.model.source import Source, SourceKind, SourceState
from monitor.core.policy.cadence import is_met
from monitor.core.policy.intake import Keyed, keyed
from monitor.isolation.outcome import TaskFailed, TaskFault
from monitor.pipeline.ask import Answer, fetch_and_parse
from monitor.pipeline.context import Context
from monitor.sources.links import same_site

MOST_PAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A poll's answer with what was read back. ``older_url`` is where to go on next time, "" = nowhere."""

    answer: Answer
    pages: int = 0
    older_url: str = ""
    gap: bool = False  # entries may have come and gone unseen
    items: tuple[Keyed, ...] = ()  # the answer's entries with their keys, where they were made out already


def read_back(ctx: Context, source: Source, state: SourceState, answer: Answer) -> Reading:
    """Follow the feed's older pages until one holds a known entry, at most MOST_PAGES.

    A page that cannot be fetched is tried again at the next poll. Only feeds that were read before can be outrun.
    """
    parsed, address = answer.parsed, answer.target.address
    if answer.failure or parsed is None or address.kind is not SourceKind.FEED:
        return Reading(answer=answer, older_url=state.older_url)
    read_before = state.newest_entry_at is not None and is_met(state, address)
    items = keyed(parsed.entries, home=source.url) if read_before else ()
    outran = bool(items) and not _any_known(ctx, source, items)
    url = parsed.next_url if outran else state.older_url
    pages: list[tuple[FoundEntry, ...]] = []
    seen = {answer.target.url}
    met = not (outran or url)
    if met:
        return Reading(answer=answer, items=items)
    while url and url not in seen and len(pages) < MOST_PAGES and same_site(url, answer.target.url):
        found = fetch_and_parse(ctx, answer.target, url)
        if isinstance(found, FetchFailed | TaskFailed):
            return _with(answer, pages, older_url="" if _is_final(found) else url, gap=_is_final(found))
        seen.add(url)
        pages.append(found[1].entries)
        oldest = keyed(found[1].entries[-1:], home=source.url)  # newest first: from a known one on all is known
        met = _any_known(ctx, source, oldest)
        url = "" if met or not found[1].entries else found[1].next_url
    return _with(answer, pages, older_url="", gap=not met and (bool(url) or not pages))


def _is_final(failed: FetchFailed | TaskFailed) -> bool:
    if isinstance(failed, TaskFailed):
        return failed.reason is not TaskFault.STOPPED
    return failed.permanent


def _with(answer: Answer, pages: list[tuple[FoundEntry, ...]], *, older_url: str, gap: bool) -> Reading:
    assert answer.parsed is not None
    entries = (*answer.parsed.entries, *(entry for page in pages for entry in page))
    merged = replace(answer, parsed=replace(answer.parsed, entries=entries))
    return Reading(answer=merged, pages=len(pages), older_url=older_url, gap=gap)


def _any_known(ctx: Context, source: Source, items: tuple[Keyed, ...]) -> bool:
    """Whether any is. The last, nearly always the oldest, is looked for first: two keys are asked faster than forty."""
    with ctx.store.read() as tx:
        return any(tx.entries.keys_of(source.id, [key for item in part for key in item.keys])
                   for part in (items[-1:], items[:-1]))  # fmt: skip
