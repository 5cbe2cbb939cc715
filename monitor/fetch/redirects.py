"""Where a redirect leads and what may travel along. Pure.

One hop knows its address, the secrets that still belong to it, and whether the way so far was permanent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from monitor.core.model.fetched import FailureReason
from monitor.fetch.answers import Reply, header
from monitor.fetch.faults import Fault
from monitor.fetch.weburl import WebUrl

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_MAX_COOKIES = 50
_SECRET_HEADERS = frozenset({"authorization", "cookie"})

Cookies = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a fetch. ``cookies`` were set on the way by this very origin and end with the fetch."""

    url: WebUrl
    own_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cookies: Cookies = field(default=(), repr=False)
    permanent: bool = True  # all redirects so far were 301 or 308
    number: int = 0  # redirects so far

    @property
    def has_secrets(self) -> bool:
        """Whether credentials travel with this hop."""
        return bool(self.url.authorization) or any(name.lower() in _SECRET_HEADERS for name, _ in self.own_headers)

    @property
    def identity(self) -> tuple[str, Cookies]:
        """What makes two hops the same question: seen twice, it is a circle."""
        return str(self.url), self.cookies


def next_hop(hop: Hop, reply: Reply) -> Hop:
    """The hop that a redirecting ``reply`` asks for.

    Credentials and the caller's own headers stay behind when the origin changes (but for http to https on one host);
    nothing with credentials goes from https to http. Raises Fault REDIRECTS or BAD_URL.
    """
    location = header(reply.headers, "location")
    if not location:
        raise Fault(FailureReason.REDIRECTS, f"HTTP {reply.status} without a Location", status=reply.status)
    goal = hop.url.joined(_as_text(location))
    if hop.url.scheme == "https" and goal.scheme == "http" and hop.has_secrets:
        raise Fault(FailureReason.REDIRECTS, "redirect from https to http with credentials", status=reply.status)
    same_origin = goal.origin == hop.url.origin
    upgraded = goal.host == hop.url.host and (hop.url.port, goal.port, goal.scheme) == (80, 443, "https")
    return replace(
        hop,
        url=goal,
        own_headers=hop.own_headers if same_origin or upgraded else (),
        cookies=_with_new(hop.cookies, reply) if same_origin else (),
        permanent=hop.permanent and reply.status in _PERMANENT,
        number=hop.number + 1,
    )


def _as_text(location: str) -> str:
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _with_new(cookies: Cookies, reply: Reply) -> Cookies:
    """Some sites send a visitor round to the same page until it shows the cookie that they set."""
    kept = dict(cookies)
    for name, value in reply.headers:
        if name.lower() == "set-cookie":
            key, equals, content = value.partition(";")[0].partition("=")
            if equals and key.strip():
                kept[key.strip()] = content.strip()
    return tuple(kept.items())[:_MAX_COOKIES]
