"""``HttpFetcher``: asks the web, within limits, politely, and answers with values only.

One ``fetch`` is a walk over hops. Each hop is admitted (robots.txt), waits for its host's turn, borrows a connection,
is asked, and is read to its end before the turn is given back. The room's docstring names the module behind each step.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import monitor
from monitor.core.errors import ConfigError
from monitor.core.model.fetched import (
    FailureReason,
    Fetched,
    FetchFailed,
    FetchRequest,
    FetchResult,
    NotModified,
)
from monitor.core.model.host import HostCounts, RobotsRule
from monitor.core.model.source import NO_VALIDATORS
from monitor.core.ports import Clock, Turns
from monitor.fetch.answers import Headers, Reply, content_length, fault_of, joined_header, retry_after, validators_of
from monitor.fetch.body import accepted_encodings, read_body
from monitor.fetch.budget import Budget, FetchLimits
from monitor.fetch.connections import Connections, Origin
from monitor.fetch.faults import Disconnected, Fault
from monitor.fetch.guard import NONE_ALLOWED, AllowedHosts, Resolve, system_resolver
from monitor.fetch.politeness import HostTurns, Manners, Waiter
from monitor.fetch.redirects import REDIRECTS, Hop, next_hop
from monitor.fetch.robots import MAX_ROBOTS_BYTES, MAX_ROBOTS_HOPS, PRODUCT_TOKEN, Robots
from monitor.fetch.room import Room
from monitor.fetch.weburl import WebUrl, read_url, without_credentials

if TYPE_CHECKING:
    import ssl

    from monitor.fetch.transport import Wire

_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1",
    "page": "text/html, application/xhtml+xml, application/pdf;q=0.9, application/xml;q=0.8, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}
# The connection is ours to run: a caller cannot change how a message is framed or to whom it goes.
_NOT_THE_CALLERS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "te", "upgrade", "expect"}
)
_REFUSAL, _REFUSAL_WIRE = 4_096, 128 << 10  # bytes of an answer that refuses a POST: enough for a reason; on the wire


class HttpFetcher:
    """The ``Fetcher`` port over HTTP. Safe to use from several threads.

    ``contact`` is an address or page where the operator can be reached; it goes out in the User-Agent. ``waiter`` is
    waited on for a host's turn; when it is set, all waiting ends and what is being got is given up, while what is being
    sent (a request with a body) goes on. ``tls`` replaces the verifying context made from certifi's roots and must
    verify too. ``shared`` are the turns of all programs that ask. ``resolve`` and ``ticks`` (seconds that never
    jump) are for tests.
    Raises ConfigError if ``contact`` cannot be sent in a header, ValueError if ``tls`` does not verify.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        contact: str = "",
        limits: FetchLimits | None = None,
        manners: Manners | None = None,
        allow_hosts: AllowedHosts = NONE_ALLOWED,
        waiter: Waiter | None = None,
        resolve: Resolve = system_resolver,
        tls: ssl.SSLContext | None = None,
        ticks: Callable[[], float] = time.monotonic,
        shared: Turns | None = None,
    ) -> None:
        if tls is not None and not tls.check_hostname:  # which the ssl module allows with CERT_REQUIRED only
            raise ValueError("the TLS context must verify certificates and host names")
        self._clock = clock
        self._limits = limits or FetchLimits()
        self._allow, self._resolve = allow_hosts, resolve
        self._tls, self._tls_lock = tls, threading.Lock()
        self._user_agent = _user_agent(contact)
        self._waiter = waiter or threading.Event()
        self._turns = HostTurns(manners or Manners(), self._waiter, ticks, own=allow_hosts.lists, shared=shared)
        self._shared = shared
        large = max(self._limits.large_bytes, self._limits.decoded_bytes)
        self._room = Room(large, self._limits.large_wait, self._waiter)
        self._robots = Robots(ticks, self._turns.slow_down)
        self._connections = Connections(
            self._new_wire, keep=self._limits.kept_connections, keep_for=self._limits.kept_for.total_seconds()
        )

    def fetch(self, request: FetchRequest) -> FetchResult:
        """Answer the request; never raises for anything that a server or the network does.

        Results name the address asked without its credentials. A POST takes its turn like everything else but neither
        heeds nor sets the host's Retry-After (several mailboxes may share a host): its caller is told.
        """
        budget = Budget(self._limits, self._stopping if request.body is None else _never)
        answered: Hop | None = None
        try:
            answered, reply = self._walk(request, Hop(url=read_url(request.url), own_headers=_own(request)), budget)
            result = self._result(request, answered, reply, budget)
            if isinstance(result, Fetched):
                self._room.keep(result, budget)
            return result
        except Fault as fault:
            return FetchFailed(
                url=without_credentials(request.url),
                final_url=str(answered.url) if answered is not None else "",
                reason=FailureReason.THROTTLED if self._connections.closed else fault.reason,
                detail="not finished: the monitor is stopping" if self._connections.closed else fault.detail,
                status=fault.status,
                permanent=fault.permanent and not self._connections.closed,
                retry_after=fault.retry_after,
                fetched_at=self._clock.now(),
                sent=budget.sent,
                body=fault.body,
            )
        finally:
            self._room.give_back(budget.held)

    def hosts(self) -> tuple[HostCounts, ...]:
        """What was asked of each host since the start, by name."""
        said = self._robots.said()
        return tuple(replace(counts, robots=said.get(counts.host, "")) for counts in self._turns.hosts())

    def robots(self, url: str) -> RobotsRule:
        """What robots.txt says of an address, asked in the host's turn if it is not known; never raises."""
        budget = Budget(self._limits, self._stopping)
        try:
            asked = read_url(url)
        except Fault as fault:
            return RobotsRule(said=f"not asked: {fault.reason.value}")
        return self._robots.rule(asked, lambda robots: self._ask_robots(robots, budget), budget.stopped_clock)

    def close(self) -> None:
        """Close all connections; fetches under way fail soon, later ones at once."""
        self._connections.close()
        if self._shared is not None:
            self._shared.close()

    def _stopping(self) -> bool:
        return self._waiter.wait(0)

    def _walk(self, request: FetchRequest, hop: Hop, budget: Budget) -> tuple[Hop, Reply]:
        """Follow redirects to the answer. Raises Fault."""
        hops = 0 if request.body is not None else MAX_ROBOTS_HOPS if request.purpose == "robots" else self._limits.hops
        seen = set()
        while True:
            if request.purpose == "page" and request.body is None:
                self._robots.check(hop.url, lambda url: self._ask_robots(url, budget), budget.stopped_clock)
            seen.add(hop.identity)
            reply = self._ask(request, hop, budget)
            if reply.status not in REDIRECTS:
                return hop, reply
            if request.body is not None:
                raise Fault(FailureReason.REDIRECTS, "a POST is not redirected", status=reply.status, permanent=True)
            if hop.number >= hops:
                raise Fault(FailureReason.REDIRECTS, f"more than {hops} redirects", status=reply.status)
            hop = next_hop(hop, reply)
            if hop.identity in seen:
                raise Fault(FailureReason.REDIRECTS, "redirects go round in a circle", status=reply.status)

    def _ask_robots(self, url: WebUrl, budget: Budget) -> Reply:
        return self._walk(FetchRequest(url=str(url), purpose="robots"), Hop(url=url), budget)[1]

    def _ask(self, request: FetchRequest, hop: Hop, budget: Budget) -> Reply:
        """One request and its whole answer, in the host's turn. Raises Fault."""
        is_get = request.body is None
        site = hop.url.site
        with ExitStack() as turn:
            with budget.stopped_clock():
                turn.enter_context(self._turns.turn(site, heed_hold=is_get))
            try:
                reply = self._exchange(request, hop, budget)
            except Fault:
                if not self._stopping():
                    self._turns.count(site, str(hop.url), 0, 0, failed=True)
                raise
            failed = reply.status >= (500 if request.purpose == "robots" else 400)
            self._turns.count(site, str(hop.url), reply.status, reply.wire_bytes, failed=failed)
            pause = retry_after(reply.headers, self._clock.now()) if reply.status >= 400 else None
            if is_get and pause:
                self._turns.hold(site, pause)
            return reply

    def _exchange(self, request: FetchRequest, hop: Hop, budget: Budget) -> Reply:
        """Ask on a kept connection; once more on a new one if the kept one turns out to be dead."""
        if self._connections.closed:
            raise Fault(FailureReason.THROTTLED, "not asked: the monitor is stopping")
        try:
            return self._exchange_on(request, hop, budget, fresh=request.body is not None)
        except Disconnected:
            return self._exchange_on(request, hop, budget, fresh=True)

    def _exchange_on(self, request: FetchRequest, hop: Hop, budget: Budget, *, fresh: bool) -> Reply:
        with self._connections.lend(hop.url.origin, fresh=fresh) as wire:
            method = "GET" if request.body is None else "POST"
            status, headers = wire.ask(method, hop.url, self._headers(request, hop), request.body, budget)
            if status == 206:
                raise Fault(FailureReason.TRUNCATED, "a part was sent where the whole was asked", status=status)
            if status == 304:
                for _ in wire.body(budget, 0):
                    pass
            if not 200 <= status < 300:
                said = b"" if request.body is None or status < 400 else _beginning(wire, headers, budget)
                return Reply(status=status, headers=headers, body=said)
            robots = request.purpose == "robots"
            cut = robots or request.body is not None  # what was sent is taken, however much is said to it
            limit = 2 * MAX_ROBOTS_BYTES if robots else request.max_bytes or self._limits.wire_bytes
            if not cut and (content_length(headers) or 0) > limit:
                raise Fault(FailureReason.TOO_LARGE, f"announces more than {limit:,} bytes", status=status)
            body, size = read_body(
                wire.body(budget, limit),
                joined_header(headers, "content-encoding"),
                max_wire=limit,
                max_decoded=MAX_ROBOTS_BYTES if robots else self._limits.decoded_bytes,
                cut=cut,
                small=self._limits.small_bytes,
                make_room=lambda: self._room.take(self._limits.decoded_bytes, budget),
            )
            return Reply(status=status, headers=headers, body=body, wire_bytes=size)

    def _headers(self, request: FetchRequest, hop: Hop) -> list[tuple[bytes, bytes]]:
        headers = {
            "host": hop.url.authority,
            "user-agent": self._user_agent,
            "accept": _ACCEPT.get(request.purpose, _ACCEPT["page"]) if request.body is None else "*/*",
            "accept-encoding": accepted_encodings(),
        }
        if request.body is None:
            headers |= {"if-none-match": request.validators.etag, "if-modified-since": request.validators.last_modified}
        headers["authorization"] = hop.url.authorization
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in hop.cookies)
        headers |= {name.lower(): value for name, value in hop.own_headers}
        try:
            return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items() if value]
        except UnicodeError:
            raise Fault(FailureReason.PROTOCOL, "a header cannot be sent as it is", permanent=True) from None

    def _result(self, request: FetchRequest, hop: Hop, reply: Reply, budget: Budget) -> FetchResult:
        now = self._clock.now()
        url = without_credentials(request.url)
        if reply.status == 304:
            if request.validators == NO_VALIDATORS or request.body is not None:
                raise Fault(FailureReason.PROTOCOL, "HTTP 304 to a question without conditions", status=304)
            return NotModified(url=url, fetched_at=now, validators=validators_of(reply.headers))
        if not 200 <= reply.status < 300:
            raise fault_of(reply, now)
        moved = hop.number > 0 and hop.permanent and url == request.url
        return Fetched(
            url=url,
            final_url=str(hop.url),
            status=reply.status,
            headers=reply.headers,
            body=reply.body,
            fetched_at=now,
            validators=validators_of(reply.headers) if reply.status == 200 else NO_VALIDATORS,
            permanent_url=str(hop.url) if moved else "",
            wire_bytes=reply.wire_bytes,
            elapsed=budget.elapsed,
        )

    def _new_wire(self, origin: Origin) -> Wire:
        from monitor.fetch.transport import Wire, tls_context

        kept_for = self._limits.kept_for.total_seconds()
        with self._tls_lock:
            if self._tls is None and origin[0] == "https":
                self._tls = tls_context()
        return Wire(origin, tls=self._tls, resolve=self._resolve, allow=self._allow, kept_for=kept_for)


def _own(request: FetchRequest) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in request.headers if name.lower() not in _NOT_THE_CALLERS)


def _beginning(wire: Wire, headers: Headers, budget: Budget) -> bytes:
    """How the body of an answer begins that refuses what was sent; what keeps it from coming is no further fault."""
    try:
        encoding = joined_header(headers, "content-encoding")
        pieces = wire.body(budget, _REFUSAL_WIRE)
        return read_body(pieces, encoding, max_wire=_REFUSAL_WIRE, max_decoded=_REFUSAL, cut=True)[0]
    except Fault:
        return b""


def _never() -> bool:
    return False


def _user_agent(contact: str) -> str:
    contact = contact.strip()
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()\\"):
        raise ConfigError("must be plain ASCII without brackets: an e-mail address or a web page", key="contact")
    return f"{PRODUCT_TOKEN}/{monitor.__version__}" + (f" (+{contact})" if contact else "")
