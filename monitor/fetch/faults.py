"""How the inside of this room ends a fetch early. A fault never leaves the room: the client turns it into a value."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.model.fetched import FailureReason

_POINTLESS_TO_REPEAT = frozenset(
    {FailureReason.BAD_URL, FailureReason.BLOCKED_ADDRESS, FailureReason.GONE, FailureReason.TOO_LARGE}
)


class Fault(Exception):
    """A fetch cannot go on.

    ``detail`` is in our own words and safe to print: no header, no query, no credentials. ``permanent`` None means
    what is usual for the reason.
    """

    def __init__(
        self,
        reason: FailureReason,
        detail: str = "",
        *,
        status: int | None = None,
        permanent: bool | None = None,
        retry_after: timedelta | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.status, self.retry_after = reason, detail, status, retry_after
        self.body = body
        self.permanent = reason in _POINTLESS_TO_REPEAT if permanent is None else permanent


class Disconnected(Fault):
    """The server closed the connection before it answered anything: on a kept connection, worth one new one."""
