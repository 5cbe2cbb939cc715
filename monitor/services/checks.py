"""Checks: what sources answer just now. Asks the web and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.config.values import read_web_address
from monitor.core.errors import UserMistake
from monitor.core.model.entry import FoundEntry
from monitor.core.model.fetched import Fetched, FetchFailed, FetchRequest, FetchResult, NotModified
from monitor.core.model.ids import SourceId
from monitor.core.model.source import Address, Owner, Source, SourceKind
from monitor.core.ports import Fetcher
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.sources.parsed import Parsed, ParseProblem
from monitor.sources.task import TASK, from_wire, request

CHECKED_AT_ONCE = 8
LATEST = 3
_FEEDS = (SourceKind.FEED, SourceKind.SEARCH, SourceKind.SITEMAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one address answered just now. ``problem`` is "" when a poll would succeed."""

    address: Address
    final_url: str = ""
    status: int | None = None
    items: int = 0
    newest: datetime | None = None  # as claimed by the newest item
    latest: tuple[str, ...] = ()  # titles of the newest items, at most LATEST
    title: str = ""
    language: str = ""
    size: int = 0  # bytes of the decoded body
    took: timedelta | None = None
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether a poll would succeed."""
        return not self.problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One source with the checks of its addresses, in the order in which they are tried."""

    source: Source
    checks: tuple[Check, ...]


def unsaved(url: str, kind: str) -> Source:
    """A source that is only looked at, named by its address. UserMistake for an address that cannot be used."""
    try:
        address = read_web_address(url)
    except ValueError as error:
        raise UserMistake(f"address {error}") from None
    return Source(id=SourceId(address), name=address, url=address, kind=SourceKind(kind), owner=Owner.USER)


def check_source(fetcher: Fetcher, workers: WorkerPool, source: Source, *, every: bool = False) -> Checked:
    """Ask a source's addresses as a poll would: in turn until one is good (``every``: all of them)."""
    checks: list[Check] = []
    for address in source.addresses:
        checks.append(check_address(fetcher, workers, address))
        if checks[-1].good and not every:
            break
    return Checked(source=source, checks=tuple(checks))


def check_all(fetcher: Fetcher, workers: WorkerPool, sources: Sequence[Source], *,
              every: bool = False) -> Iterator[Checked]:  # fmt: skip
    """Check many at once, each as it is done. Closing the iterator drops those that have not begun."""
    pool = ThreadPoolExecutor(CHECKED_AT_ONCE, "check")
    try:
        waiting = [pool.submit(check_source, fetcher, workers, source, every=every) for source in sources]
        for done in as_completed(waiting):
            yield done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def check_address(fetcher: Fetcher, workers: WorkerPool, address: Address) -> Check:
    """Fetch and parse one address now."""
    answer = ask(fetcher, address)
    if not isinstance(answer, Fetched):
        return unanswered(address, answer)
    return read(workers, address, answer)


def ask(fetcher: Fetcher, address: Address) -> FetchResult:
    """What an address answers now, asked as a poll would ask."""
    return fetcher.fetch(FetchRequest(url=address.url, purpose="feed" if address.kind in _FEEDS else "page"))


def unanswered(address: Address, answer: FetchFailed | NotModified) -> Check:
    """The check of an address that gave no document."""
    if isinstance(answer, NotModified):
        return Check(address=address, status=304, problem="answered that nothing changed, though nothing was held")
    detail = f" ({answer.detail})" if answer.detail and answer.detail != answer.reason.value else ""
    return Check(address=address, status=answer.status, problem=f"{answer.reason.value}{detail}")


def read(workers: WorkerPool, address: Address, fetched: Fetched) -> Check:
    """The check of a document, read as the address's kind."""
    check = Check(address=address, final_url=fetched.final_url, status=fetched.status, size=len(fetched.body),
                  took=fetched.elapsed)  # fmt: skip
    asked = request(address.kind, url=fetched.final_url, media_type=fetched.media_type, charset=fetched.charset,
                    selector=address.selector)  # fmt: skip
    done = workers.run(TASK, asked, fetched.body)
    if isinstance(done, TaskFailed):
        return replace(check, problem=f"cannot be read: {done.reason.value}")
    parsed = from_wire(dict(done.header))
    dates = [entry.published for entry in parsed.entries if entry.published]
    return replace(check, items=len(parsed.entries), newest=max(dates, default=None), title=parsed.title,
                   latest=_latest(parsed.entries), language=parsed.language, problem=_problem(parsed))  # fmt: skip


def _latest(entries: Sequence[FoundEntry]) -> tuple[str, ...]:
    """The newest by their claimed dates where all have one, else the first of the document."""
    if entries and all(entry.published for entry in entries):
        entries = sorted(entries, key=lambda entry: entry.published or datetime.min.replace(tzinfo=UTC), reverse=True)
    return tuple(entry.title or entry.url for entry in entries[:LATEST])


def _problem(parsed: Parsed) -> str:
    if parsed.problem is ParseProblem.CUT_OFF and parsed.entries:
        return f"{parsed.problem.value}: only {len(parsed.entries)} whole items"
    return parsed.problem.value if parsed.problem else ""
