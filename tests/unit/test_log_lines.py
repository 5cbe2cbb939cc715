"""A line of the log is one line, whatever it tells of."""

from __future__ import annotations

import io

from monitor.telemetry import Telemetry

HOSTILE = "/page\x1b[2J\n12:00:00 deliver  sent"


def test_no_text_breaks_the_line_or_acts_on_a_terminal() -> None:
    stream = io.StringIO()
    Telemetry(stream=stream).event("web", "bug", subject=HOSTILE, reason=HOSTILE, facts={"of": HOSTILE}, level=0)
    told = stream.getvalue()
    assert told.count("\n") == 1 and told.endswith("\n")
    assert "\x1b" not in told
