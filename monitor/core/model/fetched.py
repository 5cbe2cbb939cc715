"""A request to the web and what came of it. Failure is a value here: nothing a server does raises."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.model.source import NO_VALIDATORS, Validators


class FailureReason(StrEnum):
    """Why a fetch brought nothing. The value is shown to people and kept in the ledger."""

    DNS = "name not found"
    CONNECT = "connection refused or lost"
    TLS = "certificate or TLS fault"
    TIMEOUT = "took too long"
    TOO_LARGE = "larger than the limit"
    BLOCKED_ADDRESS = "address not allowed"
    BAD_URL = "not a usable URL"
    REDIRECTS = "too many or circular redirects"
    PROTOCOL = "broken HTTP"
    DECODE = "body cannot be decoded"
    TRUNCATED = "body was cut off"
    UNAUTHORIZED = "login required"  # 401, 402, 407
    FORBIDDEN = "refused by the server"  # 403, 451
    NOT_FOUND = "not found"  # 404
    GONE = "gone for good"  # 410
    THROTTLED = "asked to slow down"  # 429
    HTTP_ERROR = "client error answer"  # other 4xx
    SERVER_ERROR = "server error answer"  # 5xx
    ROBOTS = "refused by robots.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """What to ask for: a GET, or a POST of ``body``. ``validators`` make a GET conditional.

    A POST is never redirected and never asks robots.txt.
    """

    url: str
    validators: Validators = NO_VALIDATORS
    purpose: str = "page"  # "feed" | "page" | "robots": decides the Accept header and whether robots.txt is asked
    max_bytes: int | None = None  # on the wire; None = the client's default
    body: bytes | None = None  # not None = POST
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # may carry secrets: never logged


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Fetched:
    """A wholly received 2xx answer. By a weak reference the fetcher sees when one with a large body is let go of."""

    url: str  # the address asked
    final_url: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)  # content-decoded
    fetched_at: datetime  # UTC
    validators: Validators = NO_VALIDATORS
    permanent_url: str = ""  # where a chain of 301/308 leads; "" if none or broken by a temporary hop
    wire_bytes: int = 0
    elapsed: timedelta = timedelta()

    def header(self, name: str) -> str:
        """The first header of that name, any case; "" if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, lower case; "" if there is none."""
        return self.header("content-type").split(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset parameter of the Content-Type, as given; "" if there is none."""
        parameters = (part.strip().partition("=") for part in self.header("content-type").split(";")[1:])
        return next((value.strip("\"' ") for name, _, value in parameters if name.strip().lower() == "charset"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304: what we hold is still what the server has."""

    url: str
    fetched_at: datetime
    validators: Validators = NO_VALIDATORS  # as renewed by the answer; empty fields mean "keep the old"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """Nothing usable came. ``permanent`` means that trying again soon is pointless."""

    url: str
    reason: FailureReason
    final_url: str = ""  # of what answered so, after redirects; "" = nothing did
    detail: str = ""  # one line, safe to print
    status: int | None = None
    permanent: bool = False
    retry_after: timedelta | None = None  # as asked by the server, already measured from now
    fetched_at: datetime | None = None
    sent: bool = True  # False: the request surely did not reach the server
    body: bytes = field(default=b"", repr=False)  # of an answer that refuses a POST: how it begins, if it came

    @property
    def put_off(self) -> bool:
        """Whether nothing was asked, because it was not this host's turn: nobody failed."""
        return self.status is None and self.retry_after is not None


FetchResult = Fetched | NotModified | FetchFailed
