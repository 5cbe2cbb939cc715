"""What an address can be watched as: a feed, a feed that its page leads to, a list of links, or the page itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from monitor.core.errors import UserMistake
from monitor.core.inert import inert_url
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed
from monitor.core.model.source import Address, SourceKind
from monitor.core.urls import without_credentials
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.services.checks import Asking, Check, ask, check_address, read, unanswered, with_part
from monitor.sources.discover import FoundFeed, Trace
from monitor.sources.links import absolute
from monitor.sources.parsed import ParseProblem
from monitor.sources.task import DISCOVER_TASK, feeds_from_wire

MOST_FEEDS_TRIED = 6  # of those that a page leads to
SHORTEST_LISTING = 3  # links that make a page worth watching as a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What was found to be watched, and how; the further feeds that the page leads to."""

    check: Check
    trace: str = ""
    others: tuple[Check, ...] = ()
    unread: tuple[Check, ...] = ()


def probe(asking: Asking, address: Address, *, sure: bool) -> Probed:
    """What to watch: the address itself, as the kind that it has or fits, or a feed that it leads to.

    ``sure``: its kind is what a person says. Raises UserMistake, with what to do, where nothing can be watched.
    """
    first, shown = address, without_credentials(address.url)
    rule = asking.rule(address.url)
    answer = ask(asking.fetcher, first)
    if not isinstance(answer, Fetched):
        failed = replace(unanswered(first, answer), robots=rule)
        reason = answer.reason if isinstance(answer, FetchFailed) else FailureReason.PROTOCOL
        if reason is FailureReason.ROBOTS or not sure:
            raise UserMistake(f"{shown}: {failed.problem}. {_ADVICE.get(reason, _SAY_WHAT)}")
        return Probed(check=failed)
    if answer.permanent_url:
        first = replace(first, url=answer.permanent_url)
    check = replace(read(asking.workers, first, answer), robots=rule)
    if sure and check.problem in _INSTEAD:
        raise UserMistake(_refusal(shown, check.problem, answer, ()))
    if check.good or sure or check.items:  # a feed that comes cut off is a feed
        return Probed(check=check, trace=_MOVED if answer.permanent_url else "")
    feeds, unread = _feeds_of(asking, answer)
    if feeds:
        (trace, best), *others = feeds
        return Probed(check=best, trace=trace.value, others=tuple(other for _, other in others), unread=unread)
    for kind in (SourceKind.SITEMAP, SourceKind.LISTING, SourceKind.PAGE):
        tried = read(asking.workers, replace(first, kind=kind), answer)
        is_index = bool(tried.part)  # of sitemaps
        if is_index:
            tried = with_part(asking.fetcher, asking.workers, tried)
        if tried.good and (kind is not SourceKind.LISTING or tried.items >= SHORTEST_LISTING):
            if rule.allowed is False and kind is not SourceKind.SITEMAP:
                refused = f"leads to no feed that can be read, and as a page it is {FailureReason.ROBOTS.value}"
                raise UserMistake(f"{shown} {refused}. {_ADVICE[FailureReason.ROBOTS]}")
            moved = _MOVED if answer.permanent_url else ""
            return Probed(check=replace(tried, robots=rule), trace=moved, unread=unread)
        if is_index:  # its newest part cannot be read: it is no page for that
            break
    raise UserMistake(_refusal(shown, tried.problem or check.problem, answer, unread))


def _refusal(shown: str, problem: str, answer: Fetched, unread: Sequence[Check]) -> str:
    if instead := what_instead(problem):
        return f"{shown} is {instead}"
    if other := _something_else(answer):
        return f"{shown} {other}"
    named = "; ".join(f"{without_credentials(each.address.url)}: {each.problem}" for each in unread)
    return (f"{shown}: {problem}, and nothing on it could be watched{f' ({named})' if named else ''}. "
            f"{_ADVICE.get(problem, _SAY_WHAT)}")  # fmt: skip


def what_instead(problem: str) -> str:
    """What came and what to watch instead of it, for a document that no source kind can read; "" for any other."""
    return f"{problem}: {_INSTEAD[problem]}" if problem in _INSTEAD else ""


def _something_else(answer: Fetched) -> str:
    """What came that cannot be watched itself, and what to do: a list of feeds, a page that only sends browsers on."""
    if b"<opml" in answer.body[:2000]:
        return "is an OPML file, a list of feeds: save it, then monitor source import FILE"
    found = _REFRESH.search(answer.body[:10_000].decode("utf-8", "replace"))
    there = inert_url(absolute(answer.final_url, found[1])) if found else ""
    return f"only leads on to {there}: add that address" if there else ""


_REFRESH = re.compile(r"""<meta\s[^>]{0,200}?refresh[^>]{0,100}?url\s*=\s*['"]?([^"'>\s]{1,2000})""", re.IGNORECASE)
_MOVED = "where that address leads for good"
_SAY_WHAT = "To add it all the same, say what it is: feed, listing or page (in a command, --kind)"
_KEPT_OUT = ("The site keeps programs out, and nothing is pretended here: look for a feed of it, ask the site, or "
             "follow it through a news search (--kind search)")  # fmt: skip
_ADVICE: dict[str, str] = {
    FailureReason.ROBOTS: "Pages are asked only where robots.txt allows it: look for a feed, or ask the site",
    FailureReason.DNS: f"Check the spelling. {_SAY_WHAT}",
    FailureReason.NOT_FOUND: f"Check it, or give the site's home page, from which its feeds are found. {_SAY_WHAT}",
    FailureReason.GONE: "Give the site's home page, from which its feeds are found",
    FailureReason.BLOCKED_ADDRESS: "If it is a host of your own, list it in MONITOR_ALLOW_HOSTS",
    FailureReason.UNAUTHORIZED: "What stands behind a login cannot be watched: look for an open feed",
    FailureReason.FORBIDDEN: _KEPT_OUT,
    FailureReason.THROTTLED: f"Try again later. {_SAY_WHAT}",
    ParseProblem.BOT_CHALLENGE: _KEPT_OUT,
    ParseProblem.CONSENT_WALL: _KEPT_OUT,
    ParseProblem.LOGIN: "What stands behind a login cannot be watched: look for an open feed",
    ParseProblem.ERROR_PAGE: "Check the address, or give the site's home page, from which its feeds are found",
    ParseProblem.EMPTY_SHELL: "Its text is made by a browser: look for a feed of the site, or a page without scripts",
}
_A_PAGE_OR_FEED = "add the page that shows it to people, or a feed of the site"
_A_LIST = "add the page that lists such files, or a feed of the site"
_INSTEAD: dict[str, str] = {
    ParseProblem.PDF: "it does not change; add the page that lists such documents",
    ParseProblem.OFFICE: "it does not change; add the page that lists such documents",
    ParseProblem.JSON: _A_PAGE_OR_FEED,
    ParseProblem.CALENDAR: "add the page that shows the events to people, or a feed of the site",
    ParseProblem.PICTURE: _A_PAGE_OR_FEED,
    ParseProblem.RECORDING: _A_LIST,
    ParseProblem.PACKED: _A_LIST,
    ParseProblem.PROGRAM: _A_PAGE_OR_FEED,
    ParseProblem.BINARY: _A_LIST,
}


def _feeds_of(asking: Asking, page: Fetched) -> tuple[list[tuple[Trace, Check]], tuple[Check, ...]]:
    """The feeds that a page leads to and that can be read, surest first; and those it names that cannot."""
    good: list[tuple[Trace, Check]] = []
    bad: list[Check] = []
    for feed in _leads(asking.workers, page):
        if feed.trace is Trace.USUAL and good:
            break  # a guess is only for a page that names no feed
        tried = check_address(asking.fetcher, asking.workers, Address(url=feed.url, kind=SourceKind.FEED))
        if tried.good and tried.items:
            good.append((feed.trace, replace(tried, robots=asking.rule(feed.url))))
        elif feed.trace is not Trace.USUAL:
            bad.append(tried if tried.problem else replace(tried, problem="a feed without items"))
    return good, tuple(bad)


def _leads(workers: WorkerPool, page: Fetched) -> list[FoundFeed]:
    done = workers.run(DISCOVER_TASK, {"url": page.final_url, "charset": page.charset}, page.body)
    if isinstance(done, TaskFailed):
        return []
    wanted = {Trace.DECLARED, Trace.LINKED}
    if urlsplit(page.final_url).path in ("", "/"):  # a guess stands for a whole site, never for one page of it
        wanted.add(Trace.USUAL)
    return [feed for feed in feeds_from_wire(dict(done.header)) if feed.trace in wanted][:MOST_FEEDS_TRIED]
