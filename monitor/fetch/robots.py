"""robots.txt: which pages may be asked (RFC 9309). Protego reads the rules; this module decides when they count.

Policy
    Pages are asked only where the host's robots.txt allows it, at each hop of a redirect.
    Feeds are asked without it: a feed is published for programs to poll, and the person who entered it asked for it.
    A POST is a delivery to an address that its owner gave; it does not ask either.

Rules of RFC 9309 kept here: 2xx is parsed (first 500 KiB, UTF-8, BOM or binary do no harm); 3xx is followed up to five
hops and beyond that counts as "no rules"; 4xx means all is allowed; 5xx or no answer means nothing is allowed, unless
rules are known from before; kept for 24 h.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.model.fetched import FailureReason
from monitor.core.model.host import RobotsRule
from monitor.fetch.answers import Reply
from monitor.fetch.faults import Fault
from monitor.fetch.weburl import WebUrl

if TYPE_CHECKING:
    from protego import Protego

PRODUCT_TOKEN = "monitor"  # noqa: S105 - the name in User-agent lines, no secret
MAX_ROBOTS_BYTES = 500 * 1024
MAX_ROBOTS_HOPS = 5

_KEPT_FOR = 24 * 3600.0
_RETRY_AFTER = 600.0  # seconds until an unreachable robots.txt is asked again
_MAX_KEPT_BYTES = 8 << 20
_MAX_KEPT = 2_048
_MAX_PARSED = 16
_AGENT_LINE = re.compile(r"\s*user[ -]?agent\s*[:\s]\s*(?P<name>[^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]*")

Ask = Callable[[WebUrl], Reply]  # raises Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What one origin's robots.txt said. ``refusal`` is why nothing may be asked, None where ``text`` rules."""

    expires: float
    text: str = ""
    refusal: Fault | None = None
    said: str = ""  # the same for people
    why: str = ""  # the same in two or three words, "" where rules are there and count


class Robots:
    """Remembers and applies robots.txt by origin. Safe to use from several threads."""

    def __init__(self, ticks: Callable[[], float], slow_down: Callable[[str, float], None]) -> None:
        self._ticks, self._slow_down = ticks, slow_down
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, int], _Entry] = OrderedDict()
        self._kept_bytes = 0
        self._asking: dict[tuple[str, str, int], tuple[threading.Lock, int]] = {}
        self._parsed: OrderedDict[str, Protego] = OrderedDict()
        self._said: OrderedDict[str, str] = OrderedDict()

    def check(self, url: WebUrl, ask: Ask, queueing: Callable[[], AbstractContextManager[None]]) -> None:
        """Pass if ``url`` may be asked, having asked its robots.txt if need be.

        ``queueing`` is entered while another thread asks for the same robots.txt. Raises Fault(ROBOTS), or what kept
        robots.txt from being asked (Fault DNS, CONNECT ...): the page would have met the same.
        """
        entry = self._entry(url, ask, queueing)
        if entry.refusal is not None:
            known = entry.refusal
            raise Fault(known.reason, known.detail, status=known.status, permanent=False, retry_after=known.retry_after)
        if entry.text and not self._rules(entry.text).can_fetch(str(url), PRODUCT_TOKEN):
            raise Fault(FailureReason.ROBOTS, f"robots.txt of {url.authority} refuses this page", permanent=True)

    def rule(self, url: WebUrl, ask: Ask, queueing: Callable[[], AbstractContextManager[None]]) -> RobotsRule:
        """What robots.txt says of ``url``, asked as in ``check``; never raises."""
        try:
            entry = self._entry(url, ask, queueing)
        except Fault as fault:
            return RobotsRule(said=f"not asked: {fault.reason.value}")
        if entry.refusal is not None and entry.refusal.reason is not FailureReason.ROBOTS:
            return RobotsRule(said=f"{entry.why}; no page is asked")
        rules = self._rules(entry.text) if entry.text else None
        refused = entry.refusal is not None or (rules is not None and not rules.can_fetch(str(url), PRODUCT_TOKEN))
        delay = _crawl_delay(rules)
        words = "refused" if refused else "allowed"
        words += (f" ({entry.why})" if entry.why else "") + (f", {delay:g} s apart" if delay else "")
        pause = timedelta(seconds=delay) if delay else None
        return RobotsRule(said=words, allowed=not refused, crawl_delay=pause)

    def said(self) -> dict[str, str]:
        """What the robots.txt of each site says, in words."""
        with self._lock:
            return dict(self._said)

    def _entry(self, url: WebUrl, ask: Ask, queueing: Callable[[], AbstractContextManager[None]]) -> _Entry:
        entry = self._fresh(url)
        if entry is None:
            with self._alone(url, queueing):
                entry = self._fresh(url) or self._renew(url, ask)
        return entry

    def _fresh(self, url: WebUrl) -> _Entry | None:
        with self._lock:
            entry = self._kept.get(url.origin)
            if entry is not None:
                self._kept.move_to_end(url.origin)
        return entry if entry is not None and entry.expires > self._ticks() else None

    def _renew(self, url: WebUrl, ask: Ask) -> _Entry:
        with self._lock:
            before = self._kept.get(url.origin)
        entry = self._asked(url, ask)
        if entry.refusal is not None and before is not None and before.refusal is None:
            # RFC 9309, 2.4: old rules serve while it is unreachable
            entry = _Entry(expires=entry.expires, text=before.text, said=before.said, why=before.why)
        self._keep(url, entry)
        self._slow_down(url.site, _crawl_delay(self._rules(entry.text) if entry.text else None))
        return entry

    def _asked(self, url: WebUrl, ask: Ask) -> _Entry:
        now = self._ticks()
        try:
            reply = ask(url.at("/robots.txt"))
        except Fault as fault:
            if fault.reason is FailureReason.REDIRECTS:
                return _Entry(expires=now + _KEPT_FOR, said="none: it redirects without end; all is allowed",
                              why="it redirects without end")  # fmt: skip
            if fault.reason is FailureReason.THROTTLED:
                raise  # the host's own wish or a shutdown: nothing was learnt
            detail = f"robots.txt of {url.authority} cannot be read: {fault.detail}"
            refusal = Fault(fault.reason, detail, status=fault.status)
            said, why = f"unreachable ({fault.reason.value}): no page is asked", f"unreachable: {fault.reason.value}"
            return _Entry(expires=now + _RETRY_AFTER, refusal=refusal, said=said, why=why)
        if 200 <= reply.status < 300:
            text = relevant_rules(reply.body)
            return _Entry(expires=now + _KEPT_FOR, text=text, said=self._in_words(url, text),
                          why="" if text else "no rule for this program")  # fmt: skip
        if 400 <= reply.status < 500:
            said = f"none ({reply.status}): all is allowed"
            return _Entry(expires=now + _KEPT_FOR, said=said, why=f"none: {reply.status}")
        detail = f"robots.txt of {url.authority} answers HTTP {reply.status}: until it does better, no page is asked"
        refusal = Fault(FailureReason.ROBOTS, detail, status=reply.status)
        said = f"answers {reply.status}: no page is asked"
        return _Entry(expires=now + _RETRY_AFTER, refusal=refusal, said=said, why=f"answers {reply.status}")

    def _keep(self, url: WebUrl, entry: _Entry) -> None:
        with self._lock:
            old = self._kept.pop(url.origin, None)
            self._kept_bytes += len(entry.text) - (len(old.text) if old else 0)
            self._kept[url.origin] = entry
            self._said[url.site] = entry.said
            self._said.move_to_end(url.site)
            if len(self._said) > _MAX_KEPT:
                self._said.popitem(last=False)
            while self._kept_bytes > _MAX_KEPT_BYTES or len(self._kept) > _MAX_KEPT:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1].text)

    def _in_words(self, url: WebUrl, text: str) -> str:
        if not text:
            return "no rule for this program: all is allowed"
        rules = self._rules(text)
        delay = _crawl_delay(rules)
        pause = f", {delay:g} s between requests" if delay else ""
        if not rules.can_fetch(str(url.at("/")), PRODUCT_TOKEN):
            return f"the front page is refused{pause}"
        return f"has rules, which are kept{pause}"

    def _rules(self, text: str) -> Protego:
        with self._lock:
            rules = self._parsed.get(text)
            if rules is not None:
                self._parsed.move_to_end(text)
                return rules
        from protego import Protego

        rules = Protego.parse(text)
        with self._lock:
            self._parsed[text] = rules
            if len(self._parsed) > _MAX_PARSED:
                self._parsed.popitem(last=False)
        return rules

    @contextmanager
    def _alone(self, url: WebUrl, queueing: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
        """One thread at a time per origin, so that robots.txt is asked once."""
        with self._lock:
            lock, users = self._asking.get(url.origin, (threading.Lock(), 0))
            self._asking[url.origin] = (lock, users + 1)
        try:
            with queueing():
                lock.acquire()
            try:
                yield
            finally:
                lock.release()
        finally:
            with self._lock:
                lock, users = self._asking.pop(url.origin)
                if users > 1:
                    self._asking[url.origin] = (lock, users - 1)


def _crawl_delay(rules: Protego | None) -> float:
    """The pause asked for, in seconds, at most a day; 0 where there is none that makes sense (negative, no number)."""
    delay = rules.crawl_delay(PRODUCT_TOKEN) if rules is not None else None
    return min(delay, _KEPT_FOR) if delay and delay > 0 else 0.0


def relevant_rules(body: bytes) -> str:
    """The text of a robots.txt with every group that is not for us under one made-up name; "" if no line is for us.

    Protego's work grows with agents times rules: 50 KB of 1,500 agents and 3,000 rules took 6 s and 300 MB (0.7.0).
    It also matches agents by any prefix, where RFC 9309 (2.2.1) wants the whole product token.
    """
    if len(body) >= MAX_ROBOTS_BYTES:  # the last line may be cut, and "/private" cut to "/" would say much more
        body = body[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]
    lines: list[str] = []
    ours = False
    for line in body.decode("utf-8-sig", errors="replace").splitlines():
        agent = _AGENT_LINE.match(line)
        if agent is None:
            lines.append(line)
            continue
        name = agent["name"].strip()
        token = name if name == "*" else _TOKEN.match(name)[0].lower()  # type: ignore[index]  # matches "" at least
        if token in ("*", PRODUCT_TOKEN):
            ours = True
            lines.append(f"User-agent: {token}")
        else:
            lines.append("User-agent: other")
    return "\n".join(lines) if ours else ""
