"""Which programs of the monitor run on this database, and whether they make a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from monitor.core.model.process import Process, Role
from monitor.core.wording import counted
from monitor.store.store import Store

_NAMES = {Role.ALL: "whole monitor", Role.SCHEDULER: "scheduler", Role.WORKER: "worker", Role.WEB: "web page"}


def running(store: Store, now: datetime) -> tuple[Process, ...]:
    """The programs that gave a sign of life in time, by role. ``now`` is this machine's time."""
    with store.read() as tx:
        at = tx.processes.now(now)
        return tuple(each for each in tx.processes.all() if each.is_alive(at))


def by_role(processes: Sequence[Process]) -> dict[Role, int]:
    """How many there are of each role that runs at all."""
    counts = Counter(each.role for each in processes)
    return {role: counts[role] for role in Role if counts[role]}


def in_words(processes: Sequence[Process]) -> str:
    """Such as "2 schedulers, 2 workers, 1 web page"; "" if none runs."""
    return ", ".join(counted(count, _NAMES[role]) for role, count in by_role(processes).items())


def what_is_missing(processes: Sequence[Process]) -> str:
    """Which role nobody has that is needed, in words; "" if nothing is missing or nothing runs."""
    found = by_role(processes)
    if Role.ALL in found:
        return ""
    if Role.SCHEDULER in found and Role.WORKER not in found:
        return "a scheduler runs, but no worker: what is due is queued and not done"
    if Role.WORKER in found and Role.SCHEDULER not in found:
        return "workers run, but no scheduler: nothing that is due is queued"
    if Role.WEB in found and Role.SCHEDULER not in found:
        return "the web page runs, but nothing polls"
    return ""


def to_start(processes: Sequence[Process]) -> str:
    """The command that has the watch go on: the role that is missing beside what runs, else the whole monitor."""
    found = by_role(processes)
    if not found.keys() & {Role.SCHEDULER, Role.WORKER}:
        return "monitor run"
    missing = Role.WORKER if Role.SCHEDULER in found and Role.WORKER not in found else Role.SCHEDULER
    return f"monitor run --role {missing.value}"
