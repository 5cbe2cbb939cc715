"""When old texts are let go: the bounds of what may be asked, and the rhythm of a monitor that does it by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

SHORTEST = timedelta(days=14)  # articles are looked at again, and told as news, for less than that
LONGEST = timedelta(days=36_500)
EVERY = timedelta(days=1)


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether it is time again, ``last`` being when all that was old had gone; None = never.

    A ``last`` in the future is a clock that was set back: for less than a day it is waited for, no longer.
    """
    return last is None or abs(now - last) >= EVERY
