"""What a feed's head says about when to poll it: ttl and skipHours (RSS 2.0), the syndication module (RSS 1.0).

WordPress writes "hourly, once" into every feed of every site (wp-includes/feed-rss2.php). From it that is nobody's wish
and does not count; another period or frequency was chosen by the site and does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_LONGEST = timedelta(days=7)  # no claim keeps a source unpolled for longer


@dataclass(frozen=True, slots=True, kw_only=True)
class PollHints:
    """What the publisher asks for; whether it is kept is decided elsewhere."""

    min_interval: timedelta | None = None
    skip_hours: tuple[int, ...] = ()


def read_hints(head: str) -> PollHints:
    """The hints in the text before the first item."""
    hours = re.search(r"<skipHours>(.{0,2000}?)</skipHours>", head, re.DOTALL)
    skipped = {int(hour) for hour in re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", hours[1])} if hours else set()
    asked = [interval for interval in (_ttl(head), _update_period(head)) if interval]
    return PollHints(
        min_interval=min(max(asked), _LONGEST) if asked else None,
        skip_hours=tuple(sorted({hour % 24 for hour in skipped if hour <= 24})),
    )


def _ttl(head: str) -> timedelta | None:
    found = re.search(r"<ttl>\s*(\d{1,6})\s*</ttl>", head)
    return timedelta(minutes=int(found[1])) if found else None


_WORDPRESS = re.compile(r"<generator>\s*https?://(?:www\.)?wordpress\.(?:org|com)\b", re.IGNORECASE)


def _update_period(head: str) -> timedelta | None:
    period = re.search(r"<(?:\w+:)?updatePeriod>\s*(\w+)\s*</", head)
    frequency = re.search(r"<(?:\w+:)?updateFrequency>\s*(\d{1,4})\s*</", head)
    base = _PERIODS.get(period[1].lower()) if period else None
    times = max(1, int(frequency[1]) if frequency else 1)
    if base is None or (base == _PERIODS["hourly"] and times == 1 and _WORDPRESS.search(head)):
        return None
    return base / times
