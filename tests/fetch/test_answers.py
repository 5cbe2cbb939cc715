from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.model.fetched import FailureReason
from monitor.fetch.answers import Reply, content_length, fault_of, joined_header, retry_after
from tests.fetch.servers import NOW

DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("value", "pause"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta()),
        ("1.5", timedelta(seconds=1.5)),
        ("9" * 5_000, DAY),
        ("Wed, 04 Mar 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Wednesday, 04-Mar-26 12:05:00 GMT", timedelta(minutes=5)),
        ("Wed Mar  4 12:05:00 2026", timedelta(minutes=5)),
        ("Wed, 04 Mar 2026 11:00:00 GMT", timedelta()),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("-5", None),
        ("soon", None),
        ("Wed, 99 Mar 2026 12:05:00 GMT", None),
        ("Wed, 04 Mar 99999999999 12:05:00 GMT", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_and_bounded(value: str, pause: timedelta | None) -> None:
    assert retry_after((("Retry-After", value),), NOW) == pause


@pytest.mark.parametrize(
    ("status", "reason", "permanent"),
    [
        (401, FailureReason.UNAUTHORIZED, True),
        (402, FailureReason.UNAUTHORIZED, True),
        (403, FailureReason.FORBIDDEN, False),
        (404, FailureReason.NOT_FOUND, True),
        (408, FailureReason.HTTP_ERROR, False),
        (410, FailureReason.GONE, True),
        (418, FailureReason.HTTP_ERROR, True),
        (429, FailureReason.THROTTLED, False),
        (451, FailureReason.FORBIDDEN, True),
        (500, FailureReason.SERVER_ERROR, False),
        (503, FailureReason.SERVER_ERROR, False),
        (999, FailureReason.HTTP_ERROR, False),
        (300, FailureReason.HTTP_ERROR, False),
    ],
)
def test_each_status_has_its_reason(status: int, reason: FailureReason, permanent: bool) -> None:
    fault = fault_of(Reply(status=status, headers=()), NOW)
    assert (fault.reason, fault.permanent, fault.status) == (reason, permanent, status)


def test_headers_of_one_name_are_one_list() -> None:
    headers = (("Content-Encoding", "gzip"), ("X", "y"), ("content-encoding", "br"))
    assert joined_header(headers, "content-encoding") == "gzip,br"


@pytest.mark.parametrize(("text", "length"), [("12", 12), ("", None), ("-1", None), ("1e3", None), ("9" * 30, None)])
def test_a_content_length_that_is_no_number_is_none(text: str, length: int | None) -> None:
    assert content_length((("Content-Length", text),)) == length
