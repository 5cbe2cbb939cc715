from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.model.ids import SourceId
from monitor.core.model.source import SourceState, Told
from monitor.core.policy.silence import Health, NoticeKind, notices
from tests.builders import HOUR, NOON, source

DAY = timedelta(days=1)
DOWN = {"failures": 9, "failing_since": NOON - 2 * HOUR}
QUIET = {"usual_gap": DAY, "longest_gap": DAY, "baseline_at": NOON - 60 * DAY, "newest_entry_at": NOON - 9 * DAY,
         "succeeded_at": NOON}  # fmt: skip
LEFT = {"moved_to": "https://new.example.org/feed", "moved_polls": 3}
BY_FALLBACK = {"address": 1, "fallback_since": NOON - HOUR}


def told(*already: Told, **remembered: object) -> list[NoticeKind]:
    """What is told of one source among healthy ones."""
    plain: dict[str, object] = {"polls": 9, "told": frozenset(already)}
    state = SourceState(source_id=SourceId("court"), **{**plain, **remembered})  # type: ignore[arg-type]
    others = [
        Health(source=source(name), state=SourceState(source_id=SourceId(name), polls=9)) for name in ("a", "b", "c")
    ]
    found = notices([Health(source=source(), state=state), *others], outage=False, now=NOON)
    assert all(notice.sources == ("court",) for notice in found)
    return [notice.kind for notice in found]


@pytest.mark.parametrize(
    ("already", "remembered", "expected"),
    [
        ((), {}, []),
        ((), {**DOWN, "failure": "took too long"}, [NoticeKind.FAILING]),
        ((Told.FAILING,), {**DOWN, "failure": "took too long"}, []),
        ((Told.FAILING,), {}, [NoticeKind.RECOVERED]),
        ((), {**DOWN, "failure": "gone for good (410)"}, [NoticeKind.GONE]),
        ((Told.FAILING,), {**DOWN, "failure": "gone for good (410)"}, [NoticeKind.GONE]),
        ((), {**DOWN, "failure": "not found (404)"}, [NoticeKind.FAILING]),
        ((Told.FAILING,), {"failures": 9, "failing_since": NOON - 3 * DAY, "failure": "not found (404)"},
         [NoticeKind.GONE]),
        ((Told.FAILING, Told.GONE), {"failures": 9, "failing_since": NOON - 9 * DAY, "failure": "not found (404)"}, []),
        ((), QUIET, [NoticeKind.SILENT]),
        ((Told.SILENT,), QUIET, []),
        ((Told.SILENT,), {**QUIET, "newest_entry_at": NOON}, [NoticeKind.HEARD]),
        ((), LEFT, [NoticeKind.MOVED]),
        ((Told.MOVED,), LEFT, []),
        ((), {**LEFT, "moved_polls": 2}, []),
        ((), {**LEFT, "moved_to": "https://www.court.example.org/feed/"}, []),
        ((), BY_FALLBACK, [NoticeKind.FALLBACK]),
        ((), {**BY_FALLBACK, "fallback_since": NOON - HOUR / 2}, []),
        ((Told.FALLBACK,), BY_FALLBACK, []),
        ((Told.FALLBACK,), {}, [NoticeKind.OWN_ADDRESS]),
    ],
)  # fmt: skip
def test_each_change_of_a_source_is_told_once(
    already: tuple[Told, ...], remembered: dict[str, object], expected: list[NoticeKind]
) -> None:
    assert told(*already, **remembered) == expected
