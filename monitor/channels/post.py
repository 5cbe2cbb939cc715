"""One POST through the `Fetcher` port, and what its end means for a delivery.

Everything sent over HTTP by our own channels goes this way, so that the address guard and the deadline hold for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from monitor.channels.mask import Mask
from monitor.core.model.alert import SendFailed
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest
from monitor.core.ports import Fetcher

_TEMPORARY_STATUS = frozenset({408, 425, 429})
_FOR_GOOD = frozenset(
    {
        FailureReason.BAD_URL,
        FailureReason.BLOCKED_ADDRESS,
        FailureReason.REDIRECTS,
        FailureReason.UNAUTHORIZED,
        FailureReason.FORBIDDEN,
        FailureReason.NOT_FOUND,
        FailureReason.GONE,
        FailureReason.HTTP_ERROR,
    }
)
# The request, if it was sent, may have been acted on although no whole answer came.
_UNSEEN = frozenset(
    {
        FailureReason.CONNECT,
        FailureReason.TIMEOUT,
        FailureReason.PROTOCOL,
        FailureReason.TRUNCATED,
        FailureReason.DECODE,
        FailureReason.TOO_LARGE,
    }
)
GATEWAY_TIMEOUT = 504  # RFC 9110, 15.6.5: what stands before the target gave it the message, and saw no answer
OWN_HOSTS = "If it is a host of your own, list it in MONITOR_ALLOW_HOSTS"
_MOST_ANSWER = 512 * 1024  # Slack gives back the post itself, with six bytes for each letter beyond ASCII


def _say_nothing(body: bytes) -> str:  # noqa: ARG001 - the signature is the point
    return ""


def post(
    fetcher: Fetcher,
    url: str,
    body: bytes,
    headers: tuple[tuple[str, str], ...],
    mask: Mask,
    explain: Callable[[bytes], str] = _say_nothing,
) -> Fetched | SendFailed:
    """The 2xx answer to a POST of JSON, or the failure: permanent, temporary, or unseen (see `SendFailed`).

    ``explain`` makes of the beginning of an answer that refuses what is told of it, without secrets; "" if nothing is.
    A 3xx is a failure for good: a redirect would carry the message, and its secrets, somewhere else.
    """
    kind = ("Content-Type", "application/json; charset=utf-8")
    answer = fetcher.fetch(FetchRequest(url=url, body=body, headers=(kind, *headers), max_bytes=_MOST_ANSWER))
    if isinstance(answer, Fetched):
        return answer
    if isinstance(answer, FetchFailed):
        return _failure(answer, mask, explain(answer.body))
    return SendFailed(detail="the target answered 304 to a POST", permanent=True)


def _failure(answer: FetchFailed, mask: Mask, explained: str) -> SendFailed:
    status = answer.status
    if status is not None:
        permanent = 300 <= status < 500 and status not in _TEMPORARY_STATUS
    else:
        permanent = answer.reason in _FOR_GOOD
    own = OWN_HOSTS if answer.reason is FailureReason.BLOCKED_ADDRESS else ""
    said = dict.fromkeys([answer.reason.value, f"HTTP {status}" if status is not None else "", answer.detail, own])
    status_told = mask(", ".join(part for part in said if part))
    return SendFailed(
        detail=f"{explained} ({status_told})" if explained else status_told,
        permanent=permanent,
        unseen=answer.sent and (answer.reason in _UNSEEN or status == GATEWAY_TIMEOUT),
        retry_after=answer.retry_after,
    )


def is_web_page(answer: Fetched) -> bool:
    """Whether the answer is an HTML page: a login or a parking page in front of the target, not the target's word."""
    start = answer.body[:500].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


def as_json(body: object) -> bytes:
    """JSON in UTF-8; keys in the order given."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
