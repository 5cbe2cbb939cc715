"""Checks: what sources answer just now. Asks the web; nothing that it finds is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.config.values import read_web_address
from monitor.core.errors import UserMistake
from monitor.core.model.entry import FoundEntry
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest, FetchResult, NotModified
from monitor.core.model.host import NOT_ASKED, RobotsRule
from monitor.core.model.ids import SourceId
from monitor.core.model.source import Address, Owner, Source, SourceKind
from monitor.core.policy.cadence import CEILING
from monitor.core.policy.rhythm import spoken
from monitor.core.ports import Fetcher
from monitor.core.urls import host_of, without_credentials
from monitor.core.wording import when
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.sources.links import same_site
from monitor.sources.parsed import Parsed, ParseProblem
from monitor.sources.task import TASK, from_wire, request
from monitor.store.store import Store

CHECKED_AT_ONCE = 8
LATEST = 3
_FEEDS = (SourceKind.FEED, SourceKind.SEARCH, SourceKind.SITEMAP)
_PAGE_KINDS = {
    ParseProblem.HTML: "HTML page", ParseProblem.NO_LINKS: "HTML page", ParseProblem.NO_TEXT: "HTML page",
    ParseProblem.BAD_SELECTOR: "HTML page", ParseProblem.EMPTY: "nothing", ParseProblem.NOT_XML: "text",
    ParseProblem.NOT_A_FEED: "other XML", ParseProblem.PDF: "PDF document", ParseProblem.JSON: "JSON data",
    ParseProblem.CALENDAR: "calendar", ParseProblem.OFFICE: "office document", ParseProblem.PICTURE: "picture",
    ParseProblem.PACKED: "packed file", ParseProblem.PROGRAM: "script or style sheet",
}  # fmt: skip

Rule = Callable[[str], RobotsRule]  # what robots.txt says of an address


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one address answered just now. ``problem`` is "" when a poll would succeed."""

    address: Address
    final_url: str = ""
    status: int | None = None
    page: str = ""  # what came: the kind that was expected, or "HTML page", "bot challenge", "PDF document" ...
    robots: RobotsRule = NOT_ASKED
    items: int = 0  # of a watched page: lines of text
    newest: datetime | None = None  # as claimed by the newest item
    latest: tuple[str, ...] = ()  # titles of the newest items, at most LATEST
    title: str = ""
    language: str = ""
    size: int = 0  # bytes of the decoded body
    took: timedelta | None = None
    problem: str = ""
    part: str = ""  # of an index of sitemaps: where its newest part is
    retry_after: timedelta | None = None  # the server asks to be left alone for so long

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
    """A source that is only looked at, named by its address as people see it. UserMistake if it cannot be used."""
    try:
        address = read_web_address(url)
    except ValueError as error:
        raise UserMistake(f"address {error}") from None
    shown = without_credentials(address)
    return Source(id=SourceId(shown), name=shown, url=address, kind=SourceKind(kind), owner=Owner.USER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a check asks with. ``held``: until when hosts asked to be left alone; they are not asked before."""

    fetcher: Fetcher
    workers: WorkerPool
    rule: Rule
    held: Mapping[str, datetime] = field(default_factory=dict)


def check_source(asking: Asking, source: Source, *, every: bool = False) -> Checked:
    """Ask a source's addresses as a poll would: in turn until one is good (``every``: all of them).

    robots.txt is asked for each, also for feeds, which are polled whatever it says.
    """
    checks: list[Check] = []
    for address in source.addresses:
        checks.append(_check_politely(asking, address))
        if checks[-1].good and not every:
            break
    return Checked(source=source, checks=tuple(checks))


def check_all(asking: Asking, sources: Sequence[Source], *, every: bool = False) -> Iterator[Checked]:
    """Check many at once, each as it is done. Closing the iterator drops those that have not begun."""
    pool = ThreadPoolExecutor(CHECKED_AT_ONCE, "check")
    try:
        waiting = [pool.submit(check_source, asking, source, every=every) for source in sources]
        for done in as_completed(waiting):
            yield done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def held_hosts(store: Store, now: datetime) -> dict[str, datetime]:
    """Until when hosts asked the polls to leave them alone (Retry-After), as far as that is still to come."""
    with store.read() as tx:
        states = tx.sources.states()
        sources = tx.sources.all()
    held: dict[str, datetime] = {}
    for source in sources:
        state = states[source.id]
        if state.next_poll_at and state.next_poll_at > now and state.failure.startswith(FailureReason.THROTTLED.value):
            host = host_of(state.moved_to or source.url)
            held[host] = max(held.get(host, now), state.next_poll_at)
    return held


def hold_hosts(store: Store, checked: Sequence[Checked], now: datetime) -> None:
    """Keep the polls from hosts that asked a check to come back later."""
    asked = [check for each in checked for check in each.checks if check.retry_after]
    if not asked:
        return
    with store.write() as tx:
        for check in asked:
            tx.sources.hold_host(host_of(check.address.url), now + min(check.retry_after or CEILING, CEILING))


def _check_politely(asking: Asking, address: Address) -> Check:
    until = asking.held.get(host_of(address.url))
    if until is not None:
        return Check(address=address, problem=f"not asked: {FailureReason.THROTTLED.value}, until {when(until)}")
    rule = asking.rule(address.url)  # first, so that a crawl delay counts for the request that follows
    return replace(check_address(asking.fetcher, asking.workers, address), robots=rule)


def check_address(fetcher: Fetcher, workers: WorkerPool, address: Address) -> Check:
    """Fetch and parse one address now."""
    answer = ask(fetcher, address)
    if not isinstance(answer, Fetched):
        return unanswered(address, answer)
    return with_part(fetcher, workers, read(workers, address, answer))


def with_part(fetcher: Fetcher, workers: WorkerPool, check: Check) -> Check:
    """The check of an index of sitemaps with what its newest part holds; any other as it is."""
    address = check.address
    if address.kind is not SourceKind.SITEMAP or not check.part or check.items:
        return check
    newest = ask(fetcher, replace(address, url=check.part))  # as a poll does with an index
    part = read(workers, address, newest) if isinstance(newest, Fetched) else unanswered(address, newest)
    return replace(part, problem=f"newest part: {part.problem}" if part.problem else "")


def ask(fetcher: Fetcher, address: Address) -> FetchResult:
    """What an address answers now, asked as a poll would ask."""
    return fetcher.fetch(FetchRequest(url=address.url, purpose="feed" if address.kind in _FEEDS else "page"))


def unanswered(address: Address, answer: FetchFailed | NotModified) -> Check:
    """The check of an address that gave no document."""
    if isinstance(answer, NotModified):
        return Check(address=address, status=304, problem="answered that nothing changed, though nothing was held")
    detail = f" ({answer.detail})" if answer.detail and answer.detail != answer.reason.value else ""
    asked = answer.retry_after if answer.status is not None else None
    later = f", to be asked again in {spoken(asked)}" if asked else ""
    return Check(address=address, status=answer.status, problem=f"{answer.reason.value}{detail}{later}",
                 retry_after=asked)  # fmt: skip


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
    dates = [date for entry in parsed.entries if (date := entry.published or entry.updated)]
    return replace(check, page=_page_kind(address.kind, parsed.problem), items=_count(address.kind, parsed),
                   newest=max(dates, default=None), title=parsed.title, latest=_latest(parsed.entries),
                   language=parsed.language, problem=_problem(parsed), part=_part(parsed, fetched))  # fmt: skip


def _count(kind: SourceKind, parsed: Parsed) -> int:
    return len(parsed.page_text.splitlines()) if kind is SourceKind.PAGE else len(parsed.entries)


def _part(parsed: Parsed, fetched: Fetched) -> str:
    same = parsed.next_url != fetched.final_url and same_site(parsed.next_url, fetched.final_url)
    return parsed.next_url if same else ""


def _page_kind(expected: SourceKind, problem: ParseProblem | None) -> str:
    if problem in (None, ParseProblem.CUT_OFF):
        return expected.value
    return _PAGE_KINDS.get(problem, problem.value)


def _latest(entries: Sequence[FoundEntry]) -> tuple[str, ...]:
    """The newest by their claimed dates where all have one, else the first of the document."""
    dated = [(date, entry) for entry in entries if (date := entry.published or entry.updated)]
    if len(dated) == len(entries):
        entries = [entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return tuple(entry.title or entry.url for entry in entries[:LATEST])


def _problem(parsed: Parsed) -> str:
    if parsed.problem is ParseProblem.CUT_OFF and parsed.entries:
        return f"{parsed.problem.value}: only {len(parsed.entries)} whole items"
    return parsed.problem.value if parsed.problem else ""
