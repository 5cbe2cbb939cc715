from __future__ import annotations

from monitor.core.policy.alarm import Fault, Patience, Say, watched

PATIENCE = Patience(tell_after=15, steady=300)


def told(*looks: tuple[float, str]) -> list[tuple[float, Say]]:
    """What is said at which of the looks: (seconds, what was met since the last one)."""
    fault: Fault | None = None
    said = []
    for at, reason in looks:
        fault, say = watched(fault, reason, at, PATIENCE)
        if say:
            said.append((at, say))
    return said


def test_a_fault_that_lasts_is_told_once_and_once_when_it_is_over() -> None:
    looks = [(float(at), "full") for at in range(0, 100, 5)] + [(float(at), "") for at in range(100, 1000, 5)]
    assert told(*looks) == [(15, Say.BEGUN), (395, Say.OVER)]


def test_a_short_fault_is_not_told() -> None:
    assert told((0, "locked"), (5, "locked"), *((float(at), "") for at in range(10, 900, 5))) == []


def test_a_disk_that_is_full_now_and_then_is_one_outage() -> None:
    looks = [(float(at), "full" if at % 100 < 20 else "") for at in range(0, 3000, 5)]
    assert [say for _, say in told(*looks)] == [Say.BEGUN]


def test_the_next_outage_is_told_anew() -> None:
    one = [(0, "full"), (20, "full"), (400, "")]
    again = [(1000.0 + at, reason) for at, reason in one]
    assert [say for _, say in told(*one, *again)] == [Say.BEGUN, Say.OVER, Say.BEGUN, Say.OVER]
