from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.webtext.dates import read_date

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
DAY = datetime(2026, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 12 Mar 2026 12:00:00 GMT",
        "Thu, 12 Mar 2026 13:00:00 +0100",
        "Thu, 12 Mar 2026 14:00:00 CEST",
        "12 Mar 26 07:00 EST",
        "2026-03-12T12:00:00Z",
        "2026-03-12T17:30:00.250+05:30",
        "2026-03-12 07:00:00 -0500",
        "20260312T120000Z",
        "Thu Mar 12 12:00:00 UTC 2026",
        "March 12th, 2026 at 12:00pm",
        "12.03.2026 um 12:00 Uhr",
        "12 mars 2026 à 12h00",
        "12 марта 2026, 12:00",
        "3/12/2026 12:00:00 PM",
        "1773316800",
        "1773316800000",
    ],
)
def test_times_are_read_with_their_zone(text: str) -> None:
    assert read_date(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "12 March 2026",
        "Published on Thursday, 12 March 2026 | 5 min read",
        "Mar. 12, 2026",
        "12. März 2026",
        "le 12 mars 2026",
        "12 de marzo de 2026",
        "12 maart 2026",
        "12 marzo 2026",
        "12 de março de 2026",
        "12 березня 2026 р.",
        "12 марта 2026 года",
        "2026年3月12日",
        "12/03/2026",
        "12-Mar-2026",
        "20260312",
    ],
)
def test_days_are_read_in_many_spellings(text: str) -> None:
    assert read_date(text) == DAY


def test_the_order_of_day_and_month_can_be_told_and_impossible_orders_are_turned() -> None:
    assert read_date("03/04/2026") == datetime(2026, 4, 3, tzinfo=UTC)
    assert read_date("03/04/2026", month_first=True) == datetime(2026, 3, 4, tzinfo=UTC)
    assert read_date("03/25/2026") == datetime(2026, 3, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 February 2026", "0000-00-00", "12 March 1889", "1 Jan 9999", "99999999999999999999"]
)
def test_what_is_no_date_or_absurd_is_none(text: str) -> None:
    assert read_date(text) is None


def test_a_date_in_the_future_is_kept() -> None:
    assert read_date("1 January 2099") == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["Thu Mar 12 13:00:00 CET 2026", "Thu Mar 12 17:30:00 +0530 2026", "Thu Mar 12 12:00:00 +0000 2026"]
)
def test_a_zone_before_the_year_counts(text: str) -> None:
    assert read_date(text) == NOON


def test_a_korean_day_is_read() -> None:
    assert read_date("2026년 3월 12일") == DAY
