"""Of which pages a capture is taken, and which of an answer's headers are kept with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.core.model.capture import Captured, CapturePolicy
from monitor.core.model.match import Grade, Match

# What tells of the page or of who served it. Cookies and everything else that is about the one who asked stay out.
TELLING = frozenset({
    "age", "cache-control", "content-disposition", "content-encoding", "content-language", "content-length",
    "content-location", "content-type", "date", "etag", "expires", "last-modified", "link", "server", "via",
    "x-robots-tag",
})  # fmt: skip
LONGEST_HEADER = 1_000  # characters


def is_wanted(policy: CapturePolicy, found: Sequence[Match]) -> bool:
    """Whether the page of an article in which the topics found this is kept."""
    if policy.of is Captured.REPORTS:
        return any(match.grade is Grade.REPORT for match in found)
    if policy.of is Captured.MATCHES:
        return bool(found)
    return policy.of is Captured.EVERYTHING


def telling(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The headers to keep, as they came and in their order; what no database takes in a text is left out of them."""
    return tuple((_plain(name), _plain(value)[:LONGEST_HEADER]) for name, value in headers if name.lower() in TELLING)


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
