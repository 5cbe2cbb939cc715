"""Who of several programs speaks to the operator when those are gone whose part it was."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from monitor.core.model.process import Role
from monitor.jobs.crew import Crew
from monitor.jobs.presence import Presence
from monitor.jobs.runner import Runner
from monitor.jobs.watchdog import EVERY, Watchdog
from monitor.telemetry import Telemetry
from tests.pipeline.conftest import Bench

pytestmark = pytest.mark.sqlite_only  # a server judges signs of life by its own clock

LACK, AGAIN = "The monitor has no worker", "The monitor has a worker again"


class Program:
    """One of several programs, with a watchdog; ``silent`` when it was killed."""

    def __init__(self, bench: Bench, role: Role, number: int = 1) -> None:
        token = f"{role.value} {number}"
        self.silent, self.seconds = False, 0.0
        self.presence, self.crew = Presence(bench.ctx, token, role), Crew(bench.ctx, token, role)
        self.dog = Watchdog(bench.ctx, Runner(Telemetry(stream=io.StringIO())), lambda: True, crew=self.crew,
                            monotonic=lambda: self.seconds)  # fmt: skip

    def look(self) -> None:
        self.seconds += EVERY
        if not self.silent:
            self.presence.beat()
            self.dog.catch_up()
            self.dog.look()


def go_on(bench: Bench, seconds: float, *programs: Program) -> list[str]:
    """Let so much time pass; what was told past the outbox until now."""
    for _ in range(int(seconds / EVERY)):
        bench.clock.forward(timedelta(seconds=EVERY))
        for each in programs:
            each.look()
    return [message.title for message in bench.channel.messages]


def test_that_the_last_worker_died_is_told_once_and_not_by_the_outbox_that_nobody_empties(bench: Bench) -> None:
    fleet = [Program(bench, role, number) for role in (Role.SCHEDULER, Role.WORKER, Role.WEB) for number in (1, 2)]
    workers = fleet[2:4]
    assert go_on(bench, 120, *fleet) == []
    workers[0].silent = True
    assert go_on(bench, 120, *fleet) == []
    workers[1].silent = True
    assert go_on(bench, 600, *fleet) == [LACK]
    go_on(bench, 120, Program(bench, Role.WORKER, 3), *fleet)
    bench.work()
    assert [message.title for message in bench.channel.messages].count(AGAIN) == 1


def test_where_only_a_page_is_left_the_page_says_so(bench: Bench) -> None:
    scheduler, worker, page = (Program(bench, role) for role in (Role.SCHEDULER, Role.WORKER, Role.WEB))
    assert go_on(bench, 60, scheduler, worker, page) == []
    scheduler.silent = worker.silent = True
    assert go_on(bench, 600, scheduler, worker, page) == [LACK]


def test_a_fleet_that_is_starting_is_given_a_minute(bench: Bench) -> None:
    scheduler = Program(bench, Role.SCHEDULER)
    assert go_on(bench, 45, scheduler) == []
    assert go_on(bench, 600, scheduler, Program(bench, Role.WORKER)) == []


@pytest.mark.parametrize(("others", "tells"), [((Role.SCHEDULER,), False), ((Role.ALL,), False), ((), True)])
def test_a_worker_tells_of_the_storage_only_where_no_scheduler_lived(
    bench: Bench, others: tuple[Role, ...], tells: bool
) -> None:
    worker, page = Program(bench, Role.WORKER), Program(bench, Role.WEB)
    go_on(bench, 30, worker, page, *(Program(bench, role) for role in others))
    assert (worker.crew.tells_storage, page.crew.tells_storage) == (tells, False)
